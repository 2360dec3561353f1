"""The panel's scripts, wherever a proxy has put the site."""

from collections.abc import Callable

from people.visitor import Visitor


def test_a_prefix_of_the_path_changes_nothing(known: Callable[..., Visitor]) -> None:
    staff = known("staff")
    overrides = {"REMOTE_ADDR": staff.address, "SCRIPT_NAME": "/x"}

    answer = staff.client.get("/admin/", base_url=staff.base_url, environ_overrides=overrides)

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
