"""Staff and admins moderate."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MODERATORS = ("staff", "admin")


def give_right(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give the roles the right; Django makes permissions only after all migrations, so this one is made here."""
    reports, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="community", model="report"
    )
    moderate, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=reports, codename="moderate", defaults={"name": "Can moderate"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=MODERATORS):
        group.permissions.add(moderate)


def take_right(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take it back."""
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="community", codename="moderate"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("people", "0001_roles"),
    ]

    operations = [migrations.RunPython(give_right, take_right)]
