"""The laws of the house that a reviewer would otherwise have to remember: the same rooms everywhere, nothing open by accident."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask

from shared.auth.scopes import SCOPES
from shared.contracts import BY_CLASS, BY_TYPE
from shared.matriks import MATRIKS, SYARAT, Kolom, Objek
from shared.settings import SettingsError
from shared.testing.service import SECRET
from shared.web.akses import akses_dari

ROOT = Path(__file__).parents[2]
SERVICES = ("auth", "skp", "capaian", "penilaian", "laporan")
SOURCES = {"shared": ROOT / "shared/src/shared", **{name: ROOT / f"services/{name}/src/{name}" for name in SERVICES}}

FILES_OF_THE_HOUSE = (
    "README.md",
    "pyproject.toml",
    "migrations/env.py",
    "migrations/versions/0001_awal.py",
    "tests/conftest.py",
    "tests/mothers.py",
    "src/{name}/__init__.py",
    "src/{name}/app.py",
    "src/{name}/worker.py",
    "src/{name}/settings.py",
    "src/{name}/cli.py",
    "src/{name}/domain/__init__.py",
    "src/{name}/application/queries.py",
    "src/{name}/adapters/tables.py",
    "src/{name}/adapters/unit_of_work.py",
    "src/{name}/entrypoints/http.py",
    "src/{name}/entrypoints/schemas.py",
    "src/{name}/entrypoints/ui.py",
    "src/{name}/entrypoints/consumer.py",
)
WITHOUT = {
    "auth": {"src/auth/application/projections.py"},  # reads copies of nothing
    "laporan": {"src/laporan/application/queries.py"},  # is nothing but queries: one module an idea
}

PUBLIC_ROUTES = {
    "/",
    "/asyncapi.yaml",
    "/skema/<name>.json",
    "/statis/<path:name>",
    "/auth/.well-known/jwks.json",
    "/auth/api/v1/token",
    "/auth/api/v1/klien/token",
    "/auth/masuk",
    "/auth/asn/mulai",
    "/auth/asn/kembali",
    "/auth/keluar",
    "/auth/perbarui",
    "/auth/masuk/langkah",  # the second step of signing in: nothing without the right password's cookie
    "/auth/masuk/langkah/daftar",
    "/auth/masuk/langkah/batal",
    "/auth/kata-sandi-awal",  # the last step of signing in with a password that was handed out: likewise
    "/auth/api/v1/akun/kata-sandi",  # the old password, counted like signing in
    "/auth/api/v1/passkey/masuk/pilihan",
    "/auth/api/v1/passkey/masuk",
    "/auth/api/v1/passkey/langkah/pilihan",
    "/auth/api/v1/passkey/langkah",
    "/auth/pemasangan",  # gone once there is an instansi; before that nothing without the printed code
    "/auth/lupa",  # the same answer for every account name
    "/auth/atur-ulang/<rahasia>",  # the link sent by e-mail
    "/capaian/luring",  # the empty shell that a device keeps, nothing of a person in it
    "/capaian/pekerja.js",  # the worker script that keeps it
    "/auth/tema",  # sets the cookie of the theme, nothing else
    *(
        f"/{name}/{rest}"
        for name in SERVICES
        for rest in ("healthz", "readyz", "metrics", ".well-known/jejak.json", "api/docs", "api/openapi.json", "static/<path:file>")
    ),
}
"""Everything that answers without signing in. A route comes in here by a decision, not by a test that was in the way."""


def modules(package: str) -> Iterator[Path]:
    return (path for path in sorted(SOURCES[package].rglob("*.py")))


def dotted(package: str, path: Path) -> str:
    parts = path.relative_to(SOURCES[package].parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        pytest.fail(f"{name}: {error}")


@pytest.fixture
def application(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Flask:
    """The service's real application, of a full environment, without a database behind it."""
    monkeypatch.setenv(f"{name.upper()}_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    monkeypatch.setenv("AMQP_URL", "amqp://guest:guest@127.0.0.1:1/")
    monkeypatch.setenv("KINERJA_SECRET_KEY", SECRET)
    monkeypatch.setenv("KINERJA_PROFILE", "test")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    monkeypatch.setenv("CAPAIAN_BERKAS_DIR", str(tmp_path))
    app: Flask = imported(f"{name}.app").create_app()
    return app


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_has_the_files_of_the_house(name: str) -> None:
    expected = {file.format(name=name) for file in FILES_OF_THE_HOUSE} - WITHOUT.get(name, set())

    assert sorted(file for file in expected if not (ROOT / "services" / name / file).is_file()) == []


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_has_a_room_that_the_others_do_not_have(name: str) -> None:
    rooms = {path.name for path in SOURCES[name].iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert rooms == {"domain", "application", "adapters", "entrypoints"}


@pytest.mark.parametrize("name", SERVICES)
def test_the_wiring_has_the_same_names_everywhere(name: str) -> None:
    assert callable(imported(f"{name}.app").create_app)
    assert ROOT / "services" / name / "migrations" == imported(f"{name}.app").MIGRATIONS
    assert callable(imported(f"{name}.worker").main)
    assert callable(imported(f"{name}.cli").cli)
    assert isinstance(imported(f"{name}.entrypoints.consumer").HANDLERS, Mapping)


@pytest.mark.parametrize("package", SOURCES)
def test_no_module_is_named_for_no_idea(package: str) -> None:
    forbidden = {"utils", "util", "helpers", "helper", "common", "constants", "misc"}

    assert [str(path) for path in SOURCES[package].rglob("*") if path.stem in forbidden] == []


def test_only_the_unit_of_work_commits() -> None:
    allowed = {SOURCES["shared"] / "persistence/database.py", SOURCES["shared"] / "persistence/migrations.py"}
    found = [path for package in SOURCES for path in modules(package) if re.search(r"\.commit\(", path.read_text())]

    assert sorted(set(found) - allowed) == []


def test_only_the_broker_adapter_knows_pika() -> None:
    knowing = set()
    for package in SOURCES:
        for path in modules(package):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if any(name.split(".")[0] == "pika" for name in names):
                    knowing.add(dotted(package, path))

    assert knowing == {"shared.messaging.rabbitmq"}


@pytest.mark.parametrize("package", SOURCES)
def test_every_module_can_be_imported_with_an_empty_environment(package: str) -> None:
    names = [dotted(package, path) for path in modules(package) if path.name != "__main__.py"]
    names = [name for name in names if name != "shared.testing.plugin"]
    code = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"

    result = subprocess.run(
        [sys.executable, "-c", code, *names], env={"PATH": os.defpath}, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stderr[-2000:]


@pytest.mark.parametrize("name", SERVICES)
def test_the_settings_name_every_fault_at_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = imported(f"{name}.settings")
    read = getattr(settings, "from_env", None) or settings.Settings.from_env
    for variable in list(os.environ):
        if variable.startswith(("KINERJA_", "AMQP_", name.upper())):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("KINERJA_PROFILE", "playground")
    monkeypatch.setenv(f"{name.upper()}_EPOCH", "first")

    with pytest.raises(SettingsError) as refusal:
        read()

    told = "\n".join(refusal.value.faults)
    for variable in (f"{name.upper()}_DATABASE_URL", "AMQP_URL", "KINERJA_SECRET_KEY", "KINERJA_PROFILE", f"{name.upper()}_EPOCH"):
        assert variable in told


@pytest.mark.parametrize("name", SERVICES)
def test_every_route_is_guarded_or_in_the_list_of_public_ones(name: str, application: Flask) -> None:
    app = application
    open_routes = {rule.rule for rule in app.url_map.iter_rules() if getattr(app.view_functions[rule.endpoint], "is_public", False)}

    assert sorted(open_routes - PUBLIC_ROUTES) == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_guarded_route_says_what_it_opens(name: str, application: Flask) -> None:
    """A view names its class of objects and the right it needs with ``@akses`` (shared.web.akses), so that the access matrix covers it."""
    app = application
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    closed = {rule: view for rule, view in views.items() if not getattr(view, "is_public", False)}

    assert sorted(rule for rule, view in closed.items() if akses_dari(view) is None) == []
    assert sorted(rule for rule, view in views.items() if rule not in closed and akses_dari(view) is not None) == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_declared_right_is_one_that_somebody_has(name: str, application: Flask) -> None:
    declared = {rule.rule: akses_dari(application.view_functions[rule.endpoint]) for rule in application.url_map.iter_rules()}
    granted = {objek: set().union(*kolom.values()) for objek, kolom in MATRIKS.items()}

    assert [rule for rule, satu in declared.items() if satu and satu.hak not in granted[satu.objek]] == []


def test_the_matrix_has_a_row_for_every_class_of_objects_and_conditions_only_for_its_cells() -> None:
    assert set(MATRIKS) == set(Objek)
    refused = {(Objek.BUKTI, Kolom.PENGELOLA_KINERJA), (Objek.BUKTI, Kolom.ATASAN_PENILAI), (Objek.BUKTI, Kolom.PPK)}
    assert [s for s in SYARAT if s.kolom not in MATRIKS[s.objek] and (s.objek, s.kolom) not in refused] == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_guarded_route_answers_nobody_who_is_not_signed_in(name: str, application: Flask) -> None:
    """Through the real application, for every method: 401, or the way to the sign-in for a page."""
    app = application
    client = app.test_client()
    leaks = []
    for rule in app.url_map.iter_rules():
        if rule.rule in PUBLIC_ROUTES:
            continue
        path = re.sub(r"<[^>]+>", "00000000-0000-7000-8000-000000000001", rule.rule)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            response = client.open(path, method=method)
            to_sign_in = response.status_code in {302, 307} and response.headers["Location"].startswith("/auth/")
            if response.status_code not in {401, 404} and not to_sign_in:
                leaks.append((method, rule.rule, response.status_code))

    assert leaks == []


@pytest.mark.parametrize("name", SERVICES)
def test_systems_are_let_into_the_api_alone_and_write_as_systems_only(name: str, application: Flask) -> None:
    """Reads in the role of an officer; what a system does itself is open to ``klien`` in the matrix."""
    views = [(rule, application.view_functions[rule.endpoint]) for rule in application.url_map.iter_rules()]
    rules = [(rule, view) for rule, view in views if getattr(view, "scope_klien", "")]
    writes = [(rule, view) for rule, view in rules if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}]

    assert [rule.rule for rule, _ in rules if not rule.rule.startswith(f"/{name}/api/v1/")] == []
    assert [rule.rule for rule, view in writes if view.peran_klien != Kolom.KLIEN] == []  # type: ignore[attr-defined]
    assert [rule.rule for rule, view in rules if view.peran_klien == Kolom.KLIEN and (rule, view) not in writes] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", SERVICES)
def test_the_description_of_the_api_says_which_scope_opens_what(name: str, application: Flask) -> None:
    described = application.test_client().get(f"/{name}/api/openapi.json").get_json()
    told = {
        s["klien"][0]
        for path in described["paths"].values()
        for op in path.values()
        if isinstance(op, dict)
        for s in op.get("security", [])
        if "klien" in s
    }
    asked = {scope for view in application.view_functions.values() if (scope := getattr(view, "scope_klien", ""))}

    assert told == asked == {scope for scope in SCOPES if scope.startswith(("pegawai" if name == "auth" else name) + ".")}
    assert described["components"]["securitySchemes"]["klien"]["flows"]["clientCredentials"]["scopes"] == SCOPES


@pytest.mark.parametrize("name", SERVICES)
def test_every_route_of_a_service_is_under_its_own_prefix(name: str, application: Flask) -> None:
    shared = {"/", "/asyncapi.yaml", "/skema/<name>.json", "/statis/<path:name>"}
    strays = {rule.rule for rule in application.url_map.iter_rules() if not rule.rule.startswith(f"/{name}/")}

    assert strays <= shared


def test_every_state_event_is_taken_by_some_service() -> None:
    """A state event that no queue is bound to could never leave its outbox."""
    taken = {BY_CLASS[cls].type for name in SERVICES for cls in imported(f"{name}.entrypoints.consumer").HANDLERS}

    assert sorted({type_ for type_, contract in BY_TYPE.items() if contract.audience == "state"} - taken) == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_takes_state_events_of_others_only(name: str) -> None:
    taken = [BY_CLASS[cls] for cls in imported(f"{name}.entrypoints.consumer").HANDLERS]

    assert [contract.type for contract in taken if contract.audience != "state" or contract.owner == name] == []


def test_the_pinned_versions_name_no_host() -> None:
    lines = (ROOT / "deploy/constraints.txt").read_text().splitlines()

    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+|#.*|", line)] == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_depends_on_no_sibling(name: str) -> None:
    text = (ROOT / "services" / name / "pyproject.toml").read_text()

    assert [sibling for sibling in SERVICES if sibling != name and f"kinerja-{sibling}" in text] == []


@pytest.mark.parametrize("name", SERVICES)
def test_migrations_have_one_head(name: str) -> None:
    from shared.persistence.migrations import head

    assert head(ROOT / "services" / name / "migrations")
