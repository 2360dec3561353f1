from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse


class FileField(serializers.FileField):
    """A file, shown as the URL at which the API sends it."""

    def to_representation(self, value: Any) -> str | None:
        if not value:
            return None
        record = value.instance
        name = f"api:{record._meta.model_name}-{value.field.name}-file"
        return str(reverse(name, args=[record.pk], request=self.context["request"]))
