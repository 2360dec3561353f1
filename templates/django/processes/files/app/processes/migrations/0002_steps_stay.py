"""Steps are kept as they are: the database itself refuses to change or delete one."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSE = {
    "sqlite": (
        """create trigger steps_stay before update on processes_step
        begin select raise(abort, 'steps are never changed'); end""",
        """create trigger steps_remain before delete on processes_step
        begin select raise(abort, 'steps are never changed'); end""",
        """create trigger steps_are_new before insert on processes_step
        when exists (select 1 from processes_step where id = new.id)
        begin select raise(abort, 'steps are never changed'); end""",
    ),
    "postgresql": (
        """create function refuse_to_change_steps() returns trigger language plpgsql as
        $$ begin raise exception 'steps are never changed'; end $$""",
        """create trigger steps_stay before update or delete or truncate on processes_step
        for each statement execute function refuse_to_change_steps()""",
    ),
}
ALLOW = {
    "sqlite": (
        "drop trigger steps_stay",
        "drop trigger steps_remain",
        "drop trigger steps_are_new",
    ),
    "postgresql": (
        "drop trigger steps_stay on processes_step",
        "drop function refuse_to_change_steps",
    ),
}
"""Statements by database."""


def refuse_changes(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Have the database refuse to change and to delete steps."""
    for statement in REFUSE[editor.connection.vendor]:
        editor.execute(statement)


def allow_changes(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take that back."""
    for statement in ALLOW[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("processes", "0001_initial")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
