"""The table, and what keeps it as it is."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSE = {
    "sqlite": (
        """create trigger audit_entries_stay before update on audit_entries
        begin select raise(abort, 'audit entries are never changed'); end""",
        """create trigger audit_entries_remain before delete on audit_entries
        begin select raise(abort, 'audit entries are never changed'); end""",
        """create trigger audit_entries_are_new before insert on audit_entries
        when exists (select 1 from audit_entries where id = new.id)
        begin select raise(abort, 'audit entries are never changed'); end""",
    ),
    "postgresql": (
        """create function refuse_to_change_audit_entries() returns trigger language plpgsql as
        $$ begin raise exception 'audit entries are never changed'; end $$""",
        """create trigger audit_entries_stay before update or delete or truncate on audit_entries
        for each statement execute function refuse_to_change_audit_entries()""",
    ),
}
ALLOW = {
    "sqlite": (
        "drop trigger audit_entries_stay",
        "drop trigger audit_entries_remain",
        "drop trigger audit_entries_are_new",
    ),
    "postgresql": (
        "drop trigger audit_entries_stay on audit_entries",
        "drop function refuse_to_change_audit_entries",
    ),
}
"""Statements by database."""


def refuse_changes(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Have the database refuse to change and to delete entries."""
    for statement in REFUSE[editor.connection.vendor]:
        editor.execute(statement)


def allow_changes(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take that back."""
    for statement in ALLOW[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """The table and its triggers."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("event", models.CharField(max_length=50)),
                ("user_id", models.BigIntegerField(db_index=True, null=True, verbose_name="person")),
                ("client", models.CharField(max_length=45, verbose_name="address")),
                ("detail", models.JSONField(default=dict)),
            ],
            options={"verbose_name_plural": "audit entries", "db_table": "audit_entries"},
        ),
        migrations.RunPython(refuse_changes, allow_changes),
    ]
