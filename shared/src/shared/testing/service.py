"""One service under test: its real application on a real, migrated database that is rolled back after each test."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from psycopg import sql

from native.postgres import PostgresServer
from shared.auth.identity import Identity
from shared.auth.tokens import AUDIENCE, TokenVerifier
from shared.messaging.consumer import Consumer, Handler
from shared.messaging.envelope import decode, encode, wrap
from shared.persistence import SYSTEM, Database, UnitOfWork
from shared.persistence.database import set_instansi
from shared.persistence.migrations import upgrade
from shared.settings import ServiceSettings
from shared.web.factory import TOKEN_COOKIE

SECRET = "a-secret-for-tests-that-is-long-enough"  # noqa: S105
URL = "http://127.0.0.1:8080"


class SavepointDatabase(Database):
    """Every transaction is a savepoint of one outer transaction, so that a test leaves nothing behind."""

    def __init__(self, connection: sa.Connection) -> None:
        self.engine = connection.engine
        self._connection = connection

    @contextmanager
    def transaction(self, instansi: str) -> Iterator[sa.Connection]:
        before = self._connection.execute(sa.text("SELECT current_setting('app.instansi', true)")).scalar() or ""
        with self._connection.begin_nested():
            set_instansi(self._connection, instansi)
            yield self._connection
        set_instansi(self._connection, before)

    def rows(self, statement: sa.Executable) -> Sequence[sa.Row[Any]]:
        return self._connection.execute(statement).all()


@dataclass
class QueryCount:
    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Statements beside the transaction's own frame and the reading of the revocations, which happens once a second, not once a request."""
        frame = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT subjek, subjek_id, tidak_sebelum FROM pencabutan")
        return len([s for s in self.statements if not s.startswith(frame) and "app.instansi" not in s])


class BrowserClient(FlaskClient):
    """A client that is signed in by cookie, as a browser; ``post_form`` adds the CSRF token of the last page that had one."""

    def post_form(self, path: str, data: Mapping[str, Any], *, page: str | None = None, **kw: Any) -> Any:
        html = self.get(page or path).get_data(as_text=True)
        token = html.split('name="csrf-token" content="')[1].split('"')[0] if 'name="csrf-token"' in html else ""
        return self.post(path, data={"csrf_token": token, **data}, **kw)


@dataclass
class ServiceUnderTest:
    name: str
    app: Flask
    connection: sa.Connection
    key: ECKey
    database: SavepointDatabase
    unit_of_work: type[UnitOfWork]
    handlers: Mapping[type, Handler]

    def identity(
        self,
        *,
        pegawai_id: UUID | None = None,
        instansi_id: UUID | None = None,
        nama: str = "Rina Lestari, A.Md.",
        peran: frozenset[str] | set[str] = frozenset(),
        peran_unit: Mapping[str, frozenset[UUID]] | None = None,
        sesi_id: str = "",
    ) -> Identity:
        return Identity(pegawai_id or uuid4(), instansi_id or uuid4(), nama, frozenset(peran), sesi_id, peran_unit or {})

    def client_identity(self, *scope: str, instansi_id: UUID | None = None, nama: str = "SIMPEG") -> Identity:
        """Another system that was granted these scopes."""
        klien_id = uuid4()
        return Identity(klien_id, instansi_id or uuid4(), nama, frozenset(), "", {}, str(klien_id), frozenset(scope))

    def token(self, identity: Identity) -> str:
        who = (
            {"klien_id": identity.klien_id, "scope": " ".join(sorted(identity.scope))}
            if identity.klien_id
            else {
                "peran": sorted(identity.peran),
                "peran_unit": {p: sorted(map(str, unor)) for p, unor in identity.peran_unit.items()},
                "sid": identity.sesi_id,
            }
        )
        claims = {
            "iss": URL,
            "aud": AUDIENCE,
            "sub": str(identity.pegawai_id),
            "instansi": str(identity.instansi_id),
            "nama": identity.nama,
            **who,
            "iat": time.time(),
            "exp": int(time.time() + timedelta(hours=1).total_seconds()),  # longer than any test walks, also on a busy machine
        }
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)

    def client(self, identity: Identity | None = None) -> FlaskClient:
        """An API client with a Bearer token (or without)."""
        client = self.app.test_client()
        if identity is not None:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {self.token(identity)}"
        return client

    def browser(self, identity: Identity) -> BrowserClient:
        client = BrowserClient(self.app, self.app.response_class)
        client.set_cookie(TOKEN_COOKIE, self.token(identity))
        return client

    def deliver(self, *events: object, epoch: int = 0) -> None:
        """Hand events to the service as its consumer gets them: encoded, in one batch."""
        self.deliver_bodies([encode(wrap(event, service="test", actor="", epoch=epoch)) for event in events])

    def deliver_bodies(self, bodies: list[bytes]) -> None:
        self.consumer().handle(bodies)

    def consumer(self) -> Consumer:
        return Consumer(self.handlers, self.open_unit)

    def open_unit(self) -> UnitOfWork:
        return self.unit_of_work(self.database, service=self.name, instansi=SYSTEM, actor="")

    def published(self, cls: type | None = None) -> list[Any]:
        rows = self.connection.execute(sa.text("SELECT body FROM outbox ORDER BY id")).scalars()
        events = [decode(bytes(body)).event() for body in rows]
        return [event for event in events if cls is None or isinstance(event, cls)]

    def dead_letters(self) -> list[Any]:
        return list(self.connection.execute(sa.text("SELECT * FROM surat_mati ORDER BY id")).all())

    @contextmanager
    def queries(self) -> Iterator[QueryCount]:
        seen = QueryCount()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.statements.append(statement)

        sa.event.listen(self.connection.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            sa.event.remove(self.connection.engine, "before_cursor_execute", note)


def create_database(server: PostgresServer, name: str) -> str:
    """A fresh database owned by a role of its own (no superuser, so that row-level security holds); returns its URL."""
    role = f"uji_{name}{os.environ.get('PYTEST_XDIST_WORKER', '')}"
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'uji' NOSUPERUSER").format(sql.Identifier(role)))
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(role), sql.Identifier(role)))
    return f"postgresql+psycopg://{role}:uji@127.0.0.1:{server.port}/{role}"


def settings_for_tests(name: str, database_url: str, amqp_url: str = "amqp://guest:guest@127.0.0.1:1/") -> ServiceSettings:
    return ServiceSettings(
        name=name,
        url=URL,
        profile="test",
        database_url=database_url,
        amqp_url=amqp_url,
        secret_key=SECRET,
        jwks_url="http://127.0.0.1:1/jwks.json",
        epoch=0,
        log_level="ERROR",
        clock_offset=timedelta(0),
    )


def service_fixture(
    name: str,
    *,
    create_app: Callable[..., Flask],
    migrations: Path,
    unit_of_work: type[UnitOfWork],
    handlers: Mapping[type, Handler],
) -> Any:
    """The ``svc`` fixture of one service's tests. The database is made and migrated once a run."""
    made: dict[str, Any] = {}

    def build(server: PostgresServer) -> dict[str, Any]:
        url = create_database(server, name)
        upgrade(migrations, url)
        key = ECKey.generate_key("P-256", {"kid": "uji", "use": "sig", "alg": "ES256"})
        engine = Database(url, pool_size=1).engine
        return {"url": url, "engine": engine, "key": key}

    @pytest.fixture
    def svc(postgres: PostgresServer) -> Iterator[ServiceUnderTest]:
        if made.get("server") is not postgres:
            made.update(build(postgres), server=postgres)
        verifier = TokenVerifier(URL, "http://127.0.0.1:1/jwks.json")
        verifier.use(KeySet([made["key"]]))
        with made["engine"].connect() as connection:
            outer = connection.begin()
            connection.exec_driver_sql("BEGIN")
            set_instansi(connection, SYSTEM)
            database = SavepointDatabase(connection)
            if "app" not in made:
                made["app"] = create_app(settings=settings_for_tests(name, made["url"]), database=database, verifier=verifier)
            app: Flask = made["app"]
            app.extensions["kinerja"].database = database
            app.extensions["kinerja"].verifier.revocations.segar = 0.0  # what a test has just revoked is refused at once
            yield ServiceUnderTest(name, app, connection, made["key"], database, unit_of_work, handlers)
            outer.rollback()

    return svc


def as_json(event: object) -> Any:
    return msgspec.json.decode(msgspec.json.encode(event))
