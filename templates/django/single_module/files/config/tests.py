import os
import subprocess
import sys
from unittest import mock

from django import db
from django.conf import settings
from django.test import SimpleTestCase, TestCase, override_settings

PRODUCTION = {"APP_ENV": "production", "DEBUG": "false", "SECRET_KEY": "0123456789" * 6, "ALLOWED_HOSTS": "example.org"}


class HealthCheckTests(TestCase):
    def test_only_health_checks_accept_any_host(self) -> None:
        for path, status in (("/health/live/", 200), ("/health/ready/", 200), ("/", 400)):
            self.assertEqual(self.client.get(path, headers={"host": "10.0.0.1"}).status_code, status)

    def test_not_ready_without_the_database(self) -> None:
        with mock.patch("config.healthcheck.MigrationExecutor", side_effect=db.Error), self.assertLogs():
            self.assertEqual(self.client.get("/health/ready/").status_code, 503)

    def test_not_ready_while_a_migration_is_pending(self) -> None:
        with mock.patch("config.healthcheck.MigrationExecutor.migration_plan", return_value=["0002"]):
            self.assertEqual(self.client.get("/health/ready/").status_code, 503)


class SecurityTests(SimpleTestCase):
    def test_responses_have_security_headers(self) -> None:
        for path in ("/health/live/", "/missing/"):
            headers = self.client.get(path).headers
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
            self.assertIn("camera=()", headers["Permissions-Policy"])
            self.assertEqual(headers["X-Frame-Options"], "DENY")
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")

    @override_settings(SECURE_SSL_REDIRECT=True)
    def test_http_is_redirected_to_https(self) -> None:
        self.assertEqual(self.client.get("/missing/").headers["Location"], "https://testserver/missing/")
        self.assertEqual(self.client.get("/health/live/").status_code, 200)


class ProductionTests(SimpleTestCase):
    def check(self, **variables: str) -> str:
        """Return what `check --deploy` prints in production."""
        command = [sys.executable, "manage.py", "check", "--deploy"]
        environment = {**os.environ, **PRODUCTION, **variables}
        environment.pop("PYTEST_VERSION", None)
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=False)
        return done.stderr.decode()

    def test_production_passes_the_deployment_check(self) -> None:
        self.assertEqual(self.check(), "")

    def test_production_refuses_unsafe_settings(self) -> None:
        unsafe = [("SECRET_KEY", "too-short"), ("DEBUG", "true"), ("ALLOWED_HOSTS", ""), ("ALLOWED_HOSTS", "*")]
        for name, value in unsafe:
            with self.subTest(name=name, value=value):
                self.assertIn(f"{name} must ", self.check(**{name: value}))
