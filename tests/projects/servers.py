"""Real servers of PostgreSQL and Redis for generated projects, which tests start, stop and lose."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.projects.installed import free_port

INITDB = shutil.which("initdb")
PROGRAMS = Path(INITDB).parent if INITDB else max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path())
"""The folder of the server's programs, which Debian does not put on the PATH."""
FAST = "-c fsync=off -c full_page_writes=off"
"""Nothing is lost when a server is killed, but when the machine is."""


class PostgreSQL:
    """A server with the users `app`, and `careful`, who has to give the password `right`."""

    def __init__(self, folder: str, port: int) -> None:
        self.folder, self.port = folder, port
        self.url = f"postgresql+psycopg://app@127.0.0.1:{port}/postgres"

    def create(self) -> None:
        self._call("initdb", "-A", "trust", "-U", "app", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        access = Path(self.folder, "data/pg_hba.conf")
        access.write_text(f"host all careful all scram-sha-256\n{access.read_text()}")
        self.start()
        command = ["psql", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "app", "postgres", "-c"]
        subprocess.run([*command, "CREATE USER careful SUPERUSER PASSWORD 'right'"], check=True, timeout=60)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 {FAST}"
        self._call("pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def stop(self) -> None:
        """Stop the server at once, and abort its connections."""
        self._call("pg_ctl", "-w", "-m", "immediate", "stop")

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(PROGRAMS / program), "-D", f"{self.folder}/data", *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, timeout=60)


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Run a server with an empty database."""
    if not (PROGRAMS / "initdb").exists():
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, "CI must have PostgreSQL"
        pytest.skip("there is no PostgreSQL server")
    with TemporaryDirectory(prefix="pg", dir="/tmp") as folder:  # short, for the socket; not below a private folder
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        server = PostgreSQL(folder, free_port())
        server.create()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def redis() -> Iterator[str]:
    """Run a Redis server; yield its URL."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, "CI must have Redis"
        pytest.skip("there is no Redis server")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with running(command, connects("127.0.0.1", port)):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def running(command: list[str], ready: Callable[[], object]) -> Iterator[None]:
    """A program that runs meanwhile."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                ready()
                break
            except OSError:
                assert process.poll() is None, command
                assert time.monotonic() < deadline, command
                time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def connects(host: str, port: int) -> Callable[[], object]:
    """What tells that something listens, or raises `OSError`."""

    def connect() -> None:
        socket.create_connection((host, port), timeout=5).close()

    return connect
