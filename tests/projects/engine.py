"""Podman without a registry: images are built from Debian, and stand in for those that generated projects name.

It needs root, and the programs `podman`, `runc` and `mmdebstrap`; networks need netavark, aardvark-dns and iptables.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

IMAGES = Path(__file__).parent / "images"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
"""Those of this machine, which may have a package index of its own."""

CONFIGURATION = {
    "containers.conf": """\
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_config_dir = "{folder}/networks"
""",
    "storage.conf": """\
[storage]
driver = "overlay"
graphroot = "{folder}/graph"
runroot = "{folder}/run"
""",
    "registries.conf": 'unqualified-search-registries = ["docker.io"]\n',
}

CONFINED = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "all", "--security-opt", "no-new-privileges")


class Engine:
    """Podman with its images, containers and networks below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in CONFIGURATION.items():
            (folder / name).write_text(text.format(folder=folder), encoding="utf-8")
        self.environment = os.environ | {
            "BUILDAH_FORMAT": "docker",  # the other format has no health checks
            "BUILDAH_ISOLATION": "chroot",
            "CONTAINERS_CONF": f"{folder}/containers.conf",
            "CONTAINERS_STORAGE_CONF": f"{folder}/storage.conf",
            "CONTAINERS_REGISTRIES_CONF": f"{folder}/registries.conf",
        }

    def __call__(self, *arguments: str, program: str = "podman", cwd: Path | None = None) -> str:
        """Run a command of Podman; return its standard output, or fail with both outputs."""
        done = self.run(*arguments, program=program, cwd=cwd)
        assert done.returncode == 0, f"{program} {' '.join(arguments)}\n{done.stdout[-4000:]}\n{done.stderr[-8000:]}"
        return done.stdout.strip()

    def run(
        self, *arguments: str, program: str = "podman", cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of Podman, or of another program that starts it."""
        return subprocess.run(
            [program, *arguments],
            cwd=cwd,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
            stdin=subprocess.DEVNULL,
        )

    def build(self, tag: str, folder: Path) -> None:
        """Build the image of a folder, which may be one of `images/`."""
        self("build", "--quiet", "--tag", tag, str(folder))

    def import_debian(self) -> None:
        """Make the image that all others begin with."""
        archive = self.folder / "debian.tar"
        packages = "--include=python3,python3-venv,python3-pip,ca-certificates"
        command = ["mmdebstrap", "--quiet", "--variant=minbase", "--mode=root", packages, "trixie", str(archive)]
        subprocess.run(command, check=True, timeout=900)
        self("import", "--quiet", str(archive), "docker.io/library/debian:latest")
        archive.unlink()

    def close(self) -> None:
        """Remove the containers, and unmount what the removal of the folder would stumble over."""
        self("rm", "--all", "--force", "--time", "0")
        subprocess.run(["umount", self.folder / "graph/overlay"], check=False, capture_output=True)


@contextmanager
def engine(images: Mapping[str, str]) -> Iterator[Engine]:
    """Run Podman with these images, each a folder of `images/` by its tag."""
    missing = [program for program in ("podman", "runc", "mmdebstrap") if shutil.which(program) is None]
    missing += ["root"] if os.geteuid() else []
    if missing:
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, f"CI must have {missing}"
        pytest.skip(f"there is no {missing[0]}")
    with TemporaryDirectory(prefix="containers", dir="/tmp") as folder:
        podman = Engine(Path(folder))
        podman.import_debian()
        try:
            for tag, name in images.items():
                context = podman.folder / name
                shutil.copytree(IMAGES / name, context)
                shutil.copy(CERTIFICATES, context)
                podman.build(tag, context)
            yield podman
        finally:
            podman.close()
