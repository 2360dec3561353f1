from collections.abc import Callable

from app import create_app
from app.config import get_settings
from app.extensions import db
from production import PRODUCTION


def test_doctor_reports_demo_users_in_production(database_url: str, create_user: Callable[..., int]) -> None:
    create_user("member@example.org")
    app = create_app(get_settings(**(PRODUCTION | {"DATABASE_URL": database_url})))
    result = app.test_cli_runner().invoke(args="doctor")
    with app.app_context():
        db.engine.dispose()
    assert result.exit_code == 1
    assert "RED  There are no demo users in production." in result.output
