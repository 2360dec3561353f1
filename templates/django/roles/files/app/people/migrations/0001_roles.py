"""The roles, and what they may do."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MAY = {
    "member": (),
    "staff": ("view_user", "change_user"),
    "admin": ("view_user", "change_user", "add_user", "delete_user", "grant_roles"),
}
"""What may be done with people, by role."""


def make_roles(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Make the roles; Django makes permissions only after all migrations, so those needed are made here."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    people, _ = content_types.get_or_create(app_label="users", model="user")
    for role, codenames in MAY.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        for codename in codenames:
            name = f"Can {codename.replace('_', ' ')}"
            permission, _ = permissions.get_or_create(content_type=people, codename=codename, defaults={"name": name})
            group.permissions.add(permission)


def delete_roles(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take the roles from everybody."""
    apps.get_model("auth", "Group").objects.filter(name__in=MAY).delete()


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("users", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_roles, delete_roles)]
