"""What runs on this machine also runs in containers: each service installs what it imports, and compose hands on every setting."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SERVICES = ("auth", "skp", "capaian", "penilaian", "laporan")
FOLDERS = {"shared": ROOT / "shared", **{name: ROOT / "services" / name for name in SERVICES}}
TESTS_ALONE = {"shared.testing"}
COME_WITH_FLASK = {"jinja2", "markupsafe", "werkzeug"}
_IN_CONTAINERS_FIXED = {"KINERJA_PORT", "KINERJA_WEB_PORT", "KINERJA_VAR"}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


def _declared(member: str) -> set[str]:
    project = tomllib.loads((FOLDERS[member] / "pyproject.toml").read_text())["project"]
    return {_canonical(re.split(r"[\[<>=!~ ]", item)[0]) for item in project["dependencies"]}


def _trees(member: str) -> Iterator[tuple[Path, ast.Module]]:
    source = FOLDERS[member] / "src"
    for path in sorted(source.rglob("*.py")):
        module = ".".join(path.relative_to(source).with_suffix("").parts)
        if not any(module.startswith(name) for name in TESTS_ALONE):
            yield path, ast.parse(path.read_text())


def _imported(member: str) -> Iterator[tuple[Path, str]]:
    for path, tree in _trees(member):
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            yield from ((path, name.split(".")[0]) for name in names)


@pytest.mark.parametrize("member", FOLDERS)
def test_member_declares_what_it_imports(member: str) -> None:
    distributions = _distributions()
    known = _declared(member) | _declared("shared") | COME_WITH_FLASK
    found = {
        (str(path.relative_to(ROOT)), package)
        for path, package in _imported(member)
        if package not in sys.stdlib_module_names and package not in FOLDERS
    }
    assert found
    missing = {
        (path, package) for path, package in found if known.isdisjoint(_canonical(name) for name in distributions.get(package, [package]))
    }
    assert not missing


@cache
def _settings_read(member: str) -> set[str]:
    """Names that the code asks the environment for: ``env.text("NAME")``, ``os.environ.get("NAME")``, ``f"{upper}_NAME"``."""
    names = set()
    for _, tree in _trees(member):
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr not in {"text", "choice", "parse", "number", "get"}:
                continue
            first = node.args[0]
            if (
                isinstance(first, ast.Constant)
                and isinstance(first.value, str)
                and re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", first.value)
            ):
                names.add(first.value)
            elif isinstance(first, ast.JoinedStr) and isinstance(first.values[-1], ast.Constant):
                names.add(f"*{first.values[-1].value}")
    return names


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("role", ["", "-siapkan", "-worker"])
def test_compose_hands_on_every_setting(service: str, role: str) -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    given = set(compose["services"][f"{service}{role}"]["environment"])
    own = _settings_read(service)
    common = {name.replace("*", service.upper()) for name in _settings_read("shared")}
    assert common >= {"KINERJA_URL", "AMQP_URL", f"{service.upper()}_DATABASE_URL", f"{service.upper()}_EPOCH"}
    wanted = {name for name in own | common if re.match(rf"KINERJA_|AMQP_|RABBITMQ_|LOG_|{service.upper()}_", name)} - _IN_CONTAINERS_FIXED
    assert wanted - given == set()
