"""What the roles may do with articles."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WRITE = ("view_article", "add_article", "change_article", "delete_article")
MAY = {"staff": WRITE, "admin": (*WRITE, "publish_article")}
"""What may be done with articles, by role."""


def give_rights(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give the roles their rights; Django makes permissions only after all migrations, so those needed are made here."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    articles, _ = content_types.get_or_create(app_label="articles", model="article")
    for role, codenames in MAY.items():
        group = apps.get_model("auth", "Group").objects.get(name=role)
        for codename in codenames:
            name = f"Can {codename.replace('_', ' ')}"
            permission, _ = permissions.get_or_create(content_type=articles, codename=codename, defaults={"name": name})
            group.permissions.add(permission)


def take_rights(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take them back."""
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(content_type__app_label="articles", content_type__model="article").delete()


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [
        ("articles", "0001_initial"),
        ("people", "0001_roles"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
