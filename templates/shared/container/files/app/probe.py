"""Asks the server in this container whether it is alive; the container's health check. Exit status 0 means yes."""

from http import HTTPStatus
from http.client import HTTPConnection

from app.config import Settings, get_settings


def is_alive(environment: Settings) -> bool:
    """Whether the server answers, asked by the name that it answers to."""
    host = environment.ALLOWED_HOSTS[0].removeprefix(".")
    connection = HTTPConnection("127.0.0.1", environment.PORT, timeout=4)
    try:
        connection.request("GET", "/health/live/", headers={"Host": host})
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    raise SystemExit(0 if is_alive(get_settings()) else 1)
