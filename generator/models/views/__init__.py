"""Models as templates read them: every default is applied, every name and literal is made.

docs/extending.md lists the names. Free text is `Text`; a literal is Python code as plain text, empty if there is none.
Lists are lists, not tuples, since templates add them up.
"""

from generator.models.views.build import model_views
from generator.models.views.fields import ChoiceView, FieldView
from generator.models.views.models import ModelView

__all__ = ["ChoiceView", "FieldView", "ModelView", "model_views"]
