from pkgutil import resolve_name

from django.core.management.base import BaseCommand

from core import checks


class Command(BaseCommand):
    help = "Find what is wrong with this machine."

    def handle(self, *_args: object, **_options: object) -> None:
        problems = 0
        for name in checks.DOCTOR:
            check = resolve_name(name)
            problem = check()
            problems += bool(problem)
            self.stdout.write(f"{'RED' if problem else 'ok':4} {check.__doc__} {problem}".rstrip())
        raise SystemExit(bool(problems))
