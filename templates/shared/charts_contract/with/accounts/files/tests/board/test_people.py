"""Who sees the board."""

from werkzeug.test import Client


def test_strangers_are_sent_to_log_in(http: Client) -> None:
    answer = http.get("/board/")

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]
