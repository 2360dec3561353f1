"""Files of records, stored below MEDIA_ROOT and sent with the permissions of their record."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete, post_save
from django.http import FileResponse, Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _
from django.views.generic.detail import BaseDetailView
from PIL import Image

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MAX_PIXELS = 40_000_000
MAX_NAME = 60  # characters

new_files: ContextVar[list[str] | None] = ContextVar("new_files", default=None)


@contextmanager
def atomic() -> Iterator[None]:
    """Run a transaction; remove the files that it has stored if it fails."""
    names: list[str] = []
    token = new_files.set(names)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for name in names:
            remove(name)
        raise
    finally:
        new_files.reset(token)


def remove(name: str) -> None:
    """Delete a file and its folder."""
    default_storage.delete(name)
    default_storage.delete(str(PurePosixPath(name).parent))


def validate_size(file: Any) -> None:
    if not getattr(file, "_committed", False) and file.size > settings.MAX_UPLOAD:
        raise ValidationError(_("The file is larger than %(limit)s bytes.") % {"limit": f"{settings.MAX_UPLOAD:,}"})


def validate_image(file: Any) -> None:
    if not getattr(file, "_committed", False):
        get_format(file)


def get_format(file: Any) -> str:
    """Return the format of an image, as Pillow names it. Raise `ValidationError` if it is none of FORMATS."""
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            found, pixels = str(image.format), image.width * image.height
            image.verify()
    except Exception:
        raise ValidationError(_("Choose an image: PNG, JPEG, GIF or WebP.")) from None
    finally:
        file.seek(0)
    if pixels > MAX_PIXELS:
        raise ValidationError(_("The image has too many pixels."))
    return found


class StoredFieldFile(FieldFile):
    """A file in a folder with a random name."""

    field: "StoredFile"

    def save(self, name: str, content: "File[Any]", save: bool = True) -> None:
        folder = f"{self.instance._meta.model_name}/{self.field.name}/{token_hex(16)}"
        super().save(f"{folder}/{self.field.get_name(name, content)}", content, save)
        if (names := new_files.get()) is not None:
            names.append(str(self.name))

    @property
    def url(self) -> str:
        """Return the URL that sends the file, on the pages or else in the API."""
        meta = self.instance._meta
        for namespace in (meta.app_label, "api"):
            with suppress(NoReverseMatch):
                return reverse(f"{namespace}:{meta.model_name}-{self.field.name}-file", args=[self.instance.pk])
        return ""


class StoredFile(models.FileField):
    """A file of any type, which is deleted when no record has it any more."""

    attr_class = StoredFieldFile
    default_validators = [validate_size]

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        post_save.connect(self.delete_replaced, sender=cls)
        post_delete.connect(self.delete_file, sender=cls)

    def formfield(self, **kwargs: Any) -> Any:
        """Return a form field that accepts long names; they are cut."""
        return super().formfield(**{"max_length": None, **kwargs})

    def get_name(self, name: str, _content: "File[Any]") -> str:
        try:
            return get_valid_filename(PurePosixPath(name).name)[-MAX_NAME:]
        except SuspiciousFileOperation:
            return "file"

    def pre_save(self, model_instance: models.Model, add: bool) -> FieldFile:
        """Store a new file, and remember the one that it replaces."""
        rows = type(model_instance)._base_manager.filter(pk=model_instance.pk)
        before = None if add else rows.values_list(self.name, flat=True).first()
        file: FieldFile = super().pre_save(model_instance, add)
        vars(model_instance)[f"_{self.name}_before"] = before if before != file.name else None
        return file

    def delete_replaced(self, instance: models.Model, **_kwargs: object) -> None:
        self.delete_on_commit(vars(instance).pop(f"_{self.name}_before", None))

    def delete_file(self, instance: models.Model, **_kwargs: object) -> None:
        self.delete_on_commit(getattr(instance, self.name).name)

    def delete_on_commit(self, name: str | None) -> None:
        if name:
            transaction.on_commit(partial(remove, name), robust=True)


class StoredImage(StoredFile):
    """An image, with the suffix of its format."""

    default_validators = [validate_size, validate_image]

    def get_name(self, name: str, content: "File[Any]") -> str:
        return f"{PurePosixPath(super().get_name(name, content)).stem}.{get_format(content).lower()}"


class FileView(BaseDetailView[Any]):
    """Send the file of a record: images are shown, everything else is downloaded, and nothing in it runs."""

    field = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:  # type: ignore[override]
        return send(getattr(self.get_object(), self.field))


def send(file: FieldFile) -> FileResponse:
    """Return a response with a file. Raise `Http404` if there is none."""
    try:
        content = file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    name = PurePosixPath(str(file.name))
    is_image = isinstance(file.field, StoredImage)
    content_type = f"image/{name.suffix[1:]}" if is_image else "application/octet-stream"
    response = FileResponse(content, as_attachment=not is_image, filename=name.name, content_type=content_type)
    response.headers["Cache-Control"] = "private"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def example_image() -> "ContentFile[bytes]":
    """Return an image for demo data and tests."""
    image = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(image, "PNG")
    return ContentFile(image.getvalue(), "picture.png")
