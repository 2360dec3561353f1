"""What staff may do with orders."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_rights(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let staff see and move orders; Django makes permissions only after all migrations, so this one is made here."""
    orders, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="shop", model="order")
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=orders, codename="change_order", defaults={"name": "Can change order"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=("staff", "admin")):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [
        ("people", "0001_roles"),
        ("shop", "0001_initial"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
