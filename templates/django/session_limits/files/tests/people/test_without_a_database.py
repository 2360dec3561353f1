"""Who comes with a session, where there is no database to find it in."""

from werkzeug.test import Client


def test_the_health_is_told_to_somebody_with_a_session(without_database: Client) -> None:
    without_database.set_cookie("sessionid", "0123456789abcdefghijklmnopqrstuv")

    assert without_database.get("/health/live/").status_code == 200
    assert without_database.get("/health/ready/").status_code == 503
