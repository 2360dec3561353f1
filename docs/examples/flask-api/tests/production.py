from typing import Any

PRODUCTION: dict[str, Any] = {
    "APP_ENV": "production",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "example.org",
    "SECRET_KEY": "012345678901234567890123456789012345678901234567890123456789",
}
"""Settings of a production server, by name."""
