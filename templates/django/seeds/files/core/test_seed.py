from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings


class SeedTests(TestCase):
    @override_settings(PRODUCTION=True)
    def test_demo_data_is_refused_in_production(self) -> None:
        with self.assertRaisesRegex(CommandError, "does not belong in production"):
            call_command("seed")

    def test_demo_data_can_be_loaded_twice(self) -> None:
        call_command("seed", verbosity=0)
        call_command("seed", verbosity=0)
