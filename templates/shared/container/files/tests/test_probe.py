"""The question that the container's health check asks."""

import socket
import threading
from wsgiref.simple_server import make_server

from werkzeug.test import Client

from app.config import get_settings
from app.probe import is_alive


def test_the_probe_is_answered_by_the_application(production: Client) -> None:
    with make_server("127.0.0.1", 0, production.application) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        settings = get_settings(ALLOWED_HOSTS=(".example.org",), PORT=server.server_port)

        assert is_alive(settings)


def test_the_probe_fails_where_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert not is_alive(get_settings(PORT=port))
