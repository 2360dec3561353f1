"""How much may be sent."""

import pytest
from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

MEGABYTE = 1024 * 1024


def test_what_is_sent_is_not_endless(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data=b"a" * 2 * MEGABYTE):
        assert len(request.get_data()) == 2 * MEGABYTE

    with app.test_request_context("/", method="POST", data=b"a" * 3 * MEGABYTE), pytest.raises(RequestEntityTooLarge):
        request.get_data()
