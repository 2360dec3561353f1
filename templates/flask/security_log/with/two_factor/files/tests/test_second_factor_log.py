from collections.abc import Callable

import pytest
from flask import Flask

from conftest import submit
from test_two_factor import EMAIL, SET_UP, enter_password, set_up


def test_the_set_up_of_a_second_factor_is_logged(
    app: Flask, create_user: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    create_user(EMAIL)
    client = enter_password(app)
    caplog.clear()
    set_up(app, client)
    submit(client, SET_UP, setup="disable")
    events = [getattr(record, "msg", {})["event"] for record in caplog.records if record.name == "app.security_log"]
    assert events == ["two-factor on", "two-factor off"]
