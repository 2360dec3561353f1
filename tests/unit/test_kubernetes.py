"""`deploy/kubernetes/` of generated projects: what `kubectl kustomize` builds is valid, hardened and complete."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from tests.unit.linters import YAMLLINT, lint
from tests.unit.trees import tree_of

FOLDER = "deploy/kubernetes/"
COMPONENT = "app.kubernetes.io/component"

LARGE = {"scale": "large"}
KINDS: dict[str, dict[str, Any]] = {
    "website": {"kind": "website", **LARGE},
    "accounts": {"kind": "website", "accounts": "accounts", **LARGE},
    "wrapper": {"kind": "microservice", "core": "wrapper", **LARGE},
    "enterprise": {"kind": "enterprise", "security": "high", "admin": "full", **LARGE},
    "files": {"kind": "website", "models": {"Film": {"fields": {"clip": "file"}}}, **LARGE},
    "metrics": {"kind": "api", "with": ["metrics"], **LARGE},
    "medium": {"kind": "website", "accounts": "accounts", "scale": "medium", "with": ["kubernetes"]},
}
PROJECTS = {"-".join(names): names for names in product(("flask", "django"), KINDS)}
OVERLAYS = ("staging", "production")
WORKERS = {"flask": "exec flask worker", "django": "exec python manage.py db_worker"}

by_project = pytest.mark.parametrize("name", PROJECTS)

Manifest = Mapping[str, Any]


@cache
def tree(name: str) -> Mapping[str, bytes]:
    framework, kind = PROJECTS[name]
    return tree_of({"framework": framework, **KINDS[kind]})


@cache
def built(name: str, overlay: str) -> str:
    """Return what `kubectl kustomize` makes of an overlay."""
    program = shutil.which("kubectl")
    if program is None:
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, "CI must have kubectl"
        pytest.skip("there is no kubectl")
    with TemporaryDirectory() as folder:
        for path, content in tree(name).items():
            if path.startswith(FOLDER):
                Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
                Path(folder, path).write_bytes(content)
        done = subprocess.run(
            [program, "kustomize", f"{folder}/{FOLDER}overlays/{overlay}"], capture_output=True, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def manifests(name: str, overlay: str, *kinds: str) -> list[Manifest]:
    return [each for each in yaml.safe_load_all(built(name, overlay)) if each["kind"] in kinds]


def pods(name: str) -> Iterator[tuple[Manifest, Manifest]]:
    """Yield the labels and the specification of the pods of each workload."""
    for overlay in OVERLAYS:
        found = manifests(name, overlay, "Deployment", "Job", "CronJob", "StatefulSet", "DaemonSet", "Pod")
        assert {each["kind"] for each in found} <= {"Deployment", "Job"}
        for workload in found:
            template = workload["spec"]["template"]
            yield template["metadata"]["labels"], template["spec"]


def selects(selector: Manifest, labels: Manifest) -> bool:
    """Return whether a selector, none of whose expressions has other operators, selects such labels."""
    assert all(each["operator"] == "Exists" for each in selector.get("matchExpressions", ()))
    return all(each["key"] in labels for each in selector.get("matchExpressions", ())) and (
        selector.get("matchLabels", {}).items() <= labels.items()
    )


def settings(name: str, overlay: str) -> dict[str, str]:
    (found,) = manifests(name, overlay, "ConfigMap")
    values: dict[str, str] = found["data"]
    return values


def secrets(name: str) -> dict[str, str]:
    """Return the settings that the manual puts into the secret."""
    manual = tree(name)[f"{FOLDER}README.md"].decode()
    return dict(re.findall(r"^    ([A-Z_]+)=(.+)$", manual, re.MULTILINE))


@pytest.mark.slow
def test_manifests_follow_their_schemas(tmp_path: Path) -> None:
    texts = (built(name, overlay) for name, overlay in product(PROJECTS, OVERLAYS))
    distinct = sorted({document for text in texts for document in text.split("\n---\n")})
    (tmp_path / "manifests.yaml").write_text("\n---\n".join(distinct), encoding="utf-8")
    lint("kubernetes-validate", "--strict", "--quiet", str(tmp_path / "manifests.yaml"))


def test_manifests_are_clean_under_yamllint(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(YAMLLINT, encoding="utf-8")
    for name in PROJECTS:
        for path, content in tree(name).items():
            if path.startswith(FOLDER) and path.endswith(".yaml"):
                (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name / path).write_bytes(content)
    lint("yamllint", "--strict", "-c", str(tmp_path / "config.yml"), str(tmp_path))


@by_project
def test_the_kustomization_lists_every_file_of_the_base(name: str) -> None:
    base = yaml.safe_load(tree(name)[f"{FOLDER}base/kustomization.yaml"])
    listed = {*base["resources"], "kustomization.yaml", "pod.yaml", "settings.env"}
    assert listed == {path.rpartition("/")[2] for path in tree(name) if path.startswith(f"{FOLDER}base/")}


@by_project
def test_containers_are_confined(name: str) -> None:
    found = list(pods(name))
    assert len(found) >= len(OVERLAYS)
    for _, pod in found:
        assert pod["automountServiceAccountToken"] is False
        security = pod["securityContext"]
        assert security["runAsNonRoot"]
        assert security["runAsUser"] == 10001
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}
        assert "initContainers" not in pod
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert {"cpu", "memory"} == container["resources"]["limits"].keys()
            assert {"cpu", "memory"} == container["resources"]["requests"].keys()
            assert "/tmp" in {mount["mountPath"] for mount in container["volumeMounts"]}


@by_project
def test_the_application_is_probed_and_finishes_its_requests(name: str) -> None:
    served = [pod for labels, pod in pods(name) if labels[COMPONENT] == "web"]
    assert len(served) == len(OVERLAYS)
    for pod in served:
        (container,) = pod["containers"]
        paths = {key: value["httpGet"]["path"] for key, value in container.items() if key.endswith("Probe")}
        live, ready = "/health/live/", "/health/ready/"
        assert paths == {"startupProbe": live, "livenessProbe": live, "readinessProbe": ready}
        waits = container["lifecycle"]["preStop"]["sleep"]["seconds"]
        assert pod["terminationGracePeriodSeconds"] >= waits + 30 + 5  # 30: gunicorn's default


@by_project
def test_network_policies_and_disruption_budgets_cover_the_pods(name: str) -> None:
    for overlay in OVERLAYS:
        policies = [each["spec"] for each in manifests(name, overlay, "NetworkPolicy")]
        budgets = [each["spec"]["selector"] for each in manifests(name, overlay, "PodDisruptionBudget")]
        for labels, _ in pods(name):
            applied = [policy for policy in policies if selects(policy["podSelector"], labels)]
            assert {"Ingress", "Egress"} == {direction for policy in applied for direction in policy["policyTypes"]}
            reached = [source for policy in applied for source in policy.get("ingress", ())]
            assert bool(reached) == (labels[COMPONENT] == "web")
            assert all(source["from"] for source in reached)
            # One pod has nothing to keep up: a budget would only stop a node from being drained.
            several = labels[COMPONENT] in {"web", "worker"}
            assert [selects(budget, labels) for budget in budgets].count(True) == several


@by_project
def test_only_the_ingress_controller_reaches_the_application_and_only_prometheus_the_metrics(name: str) -> None:
    has_metrics = "METRICS_PORT" in known_settings(name)
    for overlay in OVERLAYS:
        rules = [
            (source["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], port["port"])
            for policy in manifests(name, overlay, "NetworkPolicy")
            for rule in policy["spec"].get("ingress", ())
            for source, port in product(rule["from"], rule["ports"])
        ]
        assert rules == [("traefik", "http"), ("monitoring", "metrics")][: 1 + has_metrics]
        (service,) = manifests(name, overlay, "Service")
        assert [port["targetPort"] for port in service["spec"]["ports"]] == ["http"]
        ports = {"http": 8000} | ({"metrics": int(settings(name, overlay)["METRICS_PORT"])} if has_metrics else {})
        for labels, pod in pods(name):
            if labels[COMPONENT] == "web":
                assert {port["name"]: port["containerPort"] for port in pod["containers"][0]["ports"]} == ports


@by_project
def test_settings_of_production_are_there_and_secrets_are_references(name: str) -> None:
    required = production_settings(name)
    hidden = secrets(name)
    assert "SECRET_KEY" in hidden
    for overlay in OVERLAYS:
        public = settings(name, overlay)
        assert required - public.keys() - hidden.keys() == set()
        assert public.keys() & hidden.keys() == set()
        assert not [key for key in public if re.search(r"KEY|TOKEN|SECRET|PASSWORD|DATABASE|REDIS|EMAIL_URL", key)]
        (ingress,) = manifests(name, overlay, "Ingress")
        assert public["ALLOWED_HOSTS"] == ingress["spec"]["rules"][0]["host"]
        assert not manifests(name, overlay, "Secret")
    for _, pod in pods(name):
        for container in pod["containers"]:
            references = [kind for source in container["envFrom"] for kind in source]
            assert references == ["configMapRef", "secretRef"]
            assert {variable["name"] for variable in container.get("env", ())} <= known_settings(name)


def production_settings(name: str) -> set[str]:
    """Return the settings that the project's own deployment has, as its README prints them."""
    block = re.search(r"cat > \.env <<END\n(.*?)    END\n", tree(name)["README.md"].decode(), re.DOTALL)
    assert block
    names = set(re.findall(r"^    (\w+)=", block[1], re.MULTILINE))
    return names | ({"DATABASE_URL", "REDIS_URL"} & known_settings(name))


def known_settings(name: str) -> set[str]:
    return set(re.findall(r"^(\w+)=", tree(name)[".env.example"].decode(), re.MULTILINE))


@by_project
def test_the_migration_runs_first_with_all_that_it_needs(name: str) -> None:
    manual = tree(name)[f"{FOLDER}README.md"].decode()
    jobs = [labels[COMPONENT] for labels, _ in pods(name) if labels[COMPONENT] == "migrate"]
    assert len(jobs) == ("DATABASE_URL" in known_settings(name)) * len(OVERLAYS)
    if jobs:
        (later,) = re.findall(r"--selector '\S+component notin \((.*)\)'", manual)
        first = {
            each["kind"]
            for each in yaml.safe_load_all(built(name, "production"))
            if each["metadata"].get("labels", {}).get(COMPONENT) not in later.split(", ")
        }
        assert first >= {"Namespace", "ServiceAccount", "ConfigMap", "NetworkPolicy", "Job"}
        assert "Deployment" not in first
        assert manual.index("delete job migrate") < manual.index("--selector") < manual.index("job/migrate")


@by_project
def test_workers_run_where_there_are_jobs(name: str) -> None:
    found = {labels[COMPONENT]: pod["containers"][0].get("command") for labels, pod in pods(name)}
    readme = tree(name)["README.md"].decode()
    assert ("worker" in found) == ("poe worker" in readme)
    assert ("beat" in found) == ("celery --app" in readme)
    if "beat" in found:
        assert found["beat"][:4] == [*found["worker"][:3], "beat"]
    elif "worker" in found:
        assert found["worker"] == ["sh", "-c", WORKERS[PROJECTS[name][0]]]
