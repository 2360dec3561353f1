import sqlite3
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    help = "Copy the SQLite database to a file, also while the application runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--restore", action="store_true", help="replace the database by the file")

    def handle(self, *_args: object, file: str, restore: bool, **_options: object) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("The database is not SQLite. For PostgreSQL, use pg_dump and pg_restore.")
        if restore and not (Path(file).is_file() and Path(file).stat().st_size):
            raise CommandError(f"{file} is not a backup.")
        database = str(connection.settings_dict["NAME"])
        source, target = (file, database) if restore else (database, file)
        try:
            with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
                old.backup(new)
        except sqlite3.Error as error:
            raise CommandError(f"{source} cannot be copied to {target}: {error}.") from None
