"""Names that no model or field may have, each with the reason.

A name that clashes in both frameworks is refused as it is read; one that clashes in one framework alone, as soon as
that one is chosen. The reasons of `Owner.TEMPLATES` are ours: generated modules import that name. They disappear as
templates import modules instead; for Flask's models only what their own module imports is left.

Names of attributes were tried: a field of that name breaks a model, form or factory of the framework that the reason
names, or replaces one of their own attributes.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """What has a reserved name."""

    LANGUAGE = "language"
    FRAMEWORK = "framework"
    DATABASE = "database"
    TEMPLATES = "templates"


BOTH = ("flask", "django")


@dataclass(frozen=True)
class Reason:
    """Why a name is reserved, as a clause, and in the projects of which frameworks it would clash."""

    clause: str
    owner: Owner
    frameworks: tuple[str, ...] = BOTH

    def __str__(self) -> str:
        return self.clause


def _table(groups: Mapping[Reason, str]) -> dict[str, Reason]:
    return {name: reason for reason, names in groups.items() for name in names.split()}


ADDED = Reason("every record has it already", Owner.TEMPLATES)
OWNER = Reason("`owner: true` in the model adds it", Owner.TEMPLATES)
PYTHON = "it would hide Python's own"
BESIDE = "it would hide something that the code beside it uses"

FIELDS = _table(
    {
        ADDED: "id pk created_at updated_at",
        OWNER: "owner owner_id",
        Reason("Django's models have an attribute of that name", Owner.FRAMEWORK, ("django",)): """
            adelete arefresh_from_db asave check clean clean_fields date_error_message delete from_db full_clean
            get_constraints get_deferred_fields objects prepare_database_save refresh_from_db save save_base
            serializable_value unique_error_message validate_constraints validate_unique
        """,
        Reason("SQLAlchemy's models have an attribute of that name", Owner.FRAMEWORK, ("flask",)): """
            metadata query query_class registry
        """,
        Reason("marshmallow's schemas have an attribute of that name", Owner.FRAMEWORK, ("flask",)): """
            declared_fields dict_class dump dump_fields dump_only dumps error_messages exclude from_dict get_attribute
            handle_error load load_fields load_only loads many on_bind_field only opts partial set_class unknown
            validate
        """,
        Reason("factories of test data have an attribute of that name", Owner.FRAMEWORK): """
            build build_batch create create_batch generate reset_sequence simple_generate stub stub_batch
        """,
        Reason("it is a parameter of every list's URL", Owner.TEMPLATES, ("django",)): "page page_size search ordering",
        Reason(PYTHON, Owner.LANGUAGE): """
            bool bytes classmethod cls dict float frozenset int list object property self set staticmethod str super
            tuple
        """,
        Reason(BESIDE, Owner.TEMPLATES): "column factory fields models now timezone uuid validators",
        Reason(BESIDE, Owner.TEMPLATES, ("django",)): "current_time forms one_of serializers settings",
        Reason(BESIDE, Owner.TEMPLATES, ("flask",)): "mapped_column relationship uuid4",
    }
)
"""Why a field cannot have the name."""

INPUTS = frozenset(
    {
        *("data", "errors", "form_errors", "hidden_tag", "is_submitted", "meta", "populate_obj", "post_process"),
        *("process", "validate", "validate_on_submit"),
        *("csrf_token", "ordering", "page", "page_size", "search", "submit"),
    }
)
"""Names that forms of WTForms and the URLs of Flask's lists have; an input of such a field gets an underscore."""

WRITTEN = "models are written with it"

MODELS = _table(
    {
        Reason("the code for people has it already", Owner.TEMPLATES): "User Role",
        Reason("the audit trail has it already", Owner.TEMPLATES, ("flask",)): "AuditEntry Change",
        Reason(WRITTEN, Owner.TEMPLATES): "Decimal StrEnum",
        Reason(WRITTEN, Owner.TEMPLATES, ("flask",)): "Flask Mapped",
        Reason(WRITTEN, Owner.TEMPLATES, ("django",)): """
            MaxValueValidator Meta Migration MinValueValidator OwnedQuerySet RegexValidator SimpleRouter
        """,
        Reason("Python has it already", Owner.LANGUAGE): """
            Any Callable ClassVar Date Datetime Exception False Generic Iterable Iterator List Literal Mapping None
            Optional Protocol Self Sequence Time True Type TypeVar Union UTC UUID Uuid
        """,
    }
)
"""Why a model cannot have the name."""

PLURALS = _table(
    {
        Reason("the application has a page or a part of that name", Owner.TEMPLATES): """
            accounts admin api app docs error errors health login logout media metrics people records session static
            user users
        """,
        Reason("the database has a table of that name", Owner.DATABASE): "sqlite_master sqlite_sequence",
        Reason("the framework has a table of that name", Owner.FRAMEWORK, ("django",)): """
            django_admin_log django_content_type django_migrations django_session
        """,
        Reason("the framework has a table of that name", Owner.FRAMEWORK, ("flask",)): "alembic_version roles_users",
        Reason("the application has a table of that name", Owner.TEMPLATES, ("django",)): """
            audit_entries changes roles tokens
        """,
    }
)
"""Why many of a model cannot be called so, in URLs and as a table."""

WORDS = _table(
    {
        Reason("Python has it already", Owner.LANGUAGE): """
            bool bytes classmethod date datetime dict float int list set str super time tuple type
        """,
        Reason("Python has it already", Owner.LANGUAGE, ("django",)): "filter input map next object property range",
        Reason("the code beside it has it already", Owner.TEMPLATES): "api models",
        Reason("the code beside it has it already", Owner.TEMPLATES, ("django",)): """
            db demo factories forms rights tests views
        """,
    }
)
"""Why a model cannot be called so in code, as one or as many."""


def reason_against(name: str, table: Mapping[str, Reason], framework: str) -> Reason | None:
    """Return why a table refuses a name in the projects of a framework, or of every framework if it is empty."""
    reason = table.get(name)
    clashes_in = set(reason.frameworks) if reason else set()
    return reason if clashes_in >= ({framework} if framework else set(BOTH)) else None


def is_python_keyword(name: str) -> bool:
    """Return whether the name is a keyword, or a soft keyword such as `match`; `type` is allowed."""
    return keyword.iskeyword(name) or (keyword.issoftkeyword(name) and name != "type")
