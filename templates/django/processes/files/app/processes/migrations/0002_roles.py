"""Staff and admins approve; admins direct."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MAY = {"staff": ("approve",), "admin": ("approve", "direct")}
"""Rights by role."""


def give_rights(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give the roles their rights; Django makes permissions only after all migrations, so these are made here."""
    requests, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="processes", model="purchaserequest"
    )
    for role, codenames in MAY.items():
        for codename in codenames:
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=requests, codename=codename, defaults={"name": f"Can {codename}"}
            )
            apps.get_model("auth", "Group").objects.get(name=role).permissions.add(permission)


def take_rights(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take them back."""
    apps.get_model("auth", "Permission").objects.filter(content_type__app_label="processes").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_roles"),
        ("processes", "0001_initial"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
