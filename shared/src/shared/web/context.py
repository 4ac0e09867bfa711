"""What a view needs of the running application: the caller, a unit of work, the version the caller saw."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Response, current_app, g, request
from flask_smorest import Blueprint
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from shared.auth.identity import Identity
from shared.auth.scopes import SCOPES
from shared.auth.tokens import TokenVerifier
from shared.errors import Conflict, Forbidden, Invalid, Unauthenticated, VersionRequired
from shared.jejak.baris import Konteks
from shared.persistence import SYSTEM, Database, UnitOfWork
from shared.persistence.unit_of_work import take_idempotency_key
from shared.settings import ServiceSettings

U = TypeVar("U", bound=UnitOfWork)
F = TypeVar("F", bound=Callable[..., Any])
_PIECE = 256 * 1024
_KEY = re.compile(r"[\x21-\x7e]{8,128}")


def public(view: F) -> F:
    """Mark a view as open without signing in; every other route is closed."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def untuk_klien(scope: str, *, sebagai: str = "pengelola_kinerja") -> Callable[[F], F]:
    """Open a view to systems (API clients) that were granted ``scope``; every other route refuses them.

    There they read as somebody with the role ``sebagai`` would. Kept on the view as ``scope_klien`` and ``peran_klien``, and shown in the API's
    description. Persons need no scope.
    """
    if scope not in SCOPES:
        raise ValueError(f"{scope} is not in shared.auth.scopes")

    def mark(view: F) -> F:
        marked: F = Blueprint.doc(security=[{"orang": []}, {"klien": [scope]}])(view)
        marked.scope_klien, marked.peran_klien = scope, sebagai  # type: ignore[attr-defined]
        return marked

    return mark


def as_client_of(view: Callable[..., Any] | None, identity: Identity) -> Identity:
    """The client as this view knows it, with the role in which it reads; raises :class:`Forbidden` where the view is not for it."""
    scope: str = getattr(view, "scope_klien", "")
    if not scope:
        raise Forbidden("Alamat ini hanya untuk pegawai yang masuk, tidak untuk klien API.", code="not_for_clients")
    if scope not in identity.scope:
        raise Forbidden(
            f"Token ini tidak membawa scope {scope}. Minta token dengan scope itu, atau minta admin instansi menambahkannya pada klien Anda.",
            code="scope_missing",
        )
    return replace(identity, peran=frozenset({view.peran_klien}))  # type: ignore[union-attr]


def large_body(limit: int) -> Callable[[F], F]:
    """A view that takes bodies of more than the usual size: up to ``limit`` bytes. The proxy in front has to let them through as well."""

    def declare(view: F) -> F:
        view.body_limit = limit  # type: ignore[attr-defined]
        return view

    return declare


@dataclass(slots=True)
class Runtime:
    """The collaborators of one web process, kept in ``app.extensions["kinerja"]``."""

    settings: ServiceSettings
    database: Database
    verifier: TokenVerifier


class Replay(Exception):
    def __init__(self, response: Response) -> None:
        self.response = response


def runtime() -> Runtime:
    found: Runtime = current_app.extensions["kinerja"]
    return found


def caller() -> Identity:
    """The signed-in caller; raises :class:`Unauthenticated` on public routes without one."""
    identity: Identity | None = g.get("identity")
    if identity is None:
        raise Unauthenticated("Masuk lebih dulu.")
    return identity


@contextmanager
def unit_of_work(cls: type[U], *, system: bool = False) -> Iterator[U]:
    """Open the service's unit of work for this request, scoped to the caller's instansi (``system``: sign-in only).

    With an ``Idempotency-Key`` the key is taken in the same commit, so that a second sending can never do the work twice.
    """
    identity: Identity | None = g.get("identity")
    rt = runtime()
    uow = cls(
        rt.database,
        service=rt.settings.name,
        instansi=SYSTEM if system else str(caller().instansi_id),
        actor=str(identity.pegawai_id) if identity else "",
        epoch=rt.settings.epoch,
    )
    uow.konteks = konteks(identity)
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    try:
        with uow:
            if key and identity and not g.get("idempotency_taken"):
                _take_key(uow.connection, key, identity)
            yield uow
        g.dibaca = g.get("dibaca", 0) + uow.dibaca
    except IntegrityError as error:
        if key and "idempotensi" in str(error.orig):
            raise Conflict(
                "Permintaan yang sama sedang atau sudah diproses. Muat ulang untuk melihat hasilnya.", code="duplicate_request"
            ) from error
        raise


def konteks(identity: Identity | None) -> Konteks:
    """From where this request acts, for the audit trail."""
    if identity is None:
        return Konteks(alamat=request.remote_addr or "")
    return Konteks(identity.peran, identity.sesi_id, identity.klien_id, request.remote_addr or "")


def _take_key(connection: sa.Connection, key: str, identity: Identity) -> None:
    if not _KEY.fullmatch(key):
        raise Invalid("Idempotency-Key harus 8 sampai 128 karakter ASCII tanpa spasi.", code="idempotency_key_invalid")
    fingerprint = g.fingerprint
    actor = str(identity.pegawai_id)
    row = connection.execute(
        sa.text("SELECT sidik, status, kepala, isi FROM idempotensi WHERE pelaku = :pelaku AND kunci = :kunci"),
        {"pelaku": actor, "kunci": key},
    ).first()
    if row is None:
        take_idempotency_key(connection, actor=actor, key=key, fingerprint=fingerprint)
        g.idempotency_taken = (actor, key)
        return
    if row.sidik != fingerprint:
        raise Invalid("Idempotency-Key ini sudah dipakai untuk isi yang lain. Pakai kunci baru.", code="idempotency_key_reused")
    if row.status is None:
        raise Conflict("Permintaan yang sama sudah diproses. Muat ulang untuk melihat hasilnya.", code="duplicate_request")
    raise Replay(Response(bytes(row.isi), status=row.status, headers={**row.kepala, "Idempotency-Replayed": "true"}))


def take_fingerprint() -> None:
    """Remember what a request with an ``Idempotency-Key`` says, before its view consumes it: a hash of the address and the whole body.

    A form's body is gone once it was parsed, so its parts are taken instead.
    """
    if request.method != "POST" or "Idempotency-Key" not in request.headers:
        return
    digest = hashlib.sha256(request.full_path.encode())
    if request.form or request.files:
        digest.update(json.dumps(sorted(request.form.items(multi=True))).encode())
        for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
            digest.update(f"\n{name}\n{file.filename}\n".encode())
            while piece := file.stream.read(_PIECE):
                digest.update(piece)
            file.stream.seek(0)
    else:
        digest.update(request.get_data())
    g.fingerprint = digest.hexdigest()


def remember_answer(response: Response) -> Response:
    """After the commit: keep the answer beside the key, for the next sending."""
    taken: tuple[str, str] | None = g.pop("idempotency_taken", None)
    if taken is None or response.status_code >= 500 or response.is_streamed:
        return response
    headers = {name: value for name, value in response.headers if name in {"Content-Type", "ETag", "Location"}}
    rt = runtime()
    with suppress(SQLAlchemyError), rt.database.transaction(SYSTEM) as connection:  # the work is done: a lost answer must not become a 500
        connection.execute(
            sa.text(
                "UPDATE idempotensi SET status = :status, kepala = CAST(:kepala AS jsonb), isi = :isi WHERE pelaku = :pelaku AND kunci = :kunci"
            ),
            {
                "status": response.status_code,
                "kepala": json.dumps(headers),
                "isi": response.get_data(),
                "pelaku": taken[0],
                "kunci": taken[1],
            },
        )
    return response


def if_match(*, required: bool = True) -> int | None:
    """The version the caller saw, from ``If-Match`` (or a form's ``version``); raises when it is missing and ``required``."""
    raw = request.headers.get("If-Match") or request.form.get("version") or ""
    if not raw:
        if required:
            raise VersionRequired('Sertakan If-Match: "<version>" dari bacaan terakhir Anda.')
        return None
    try:
        return int(raw.strip().removeprefix("W/").strip('"'))
    except ValueError as error:
        raise Invalid("If-Match harus berisi nomor versi.", code="version_invalid") from error


def with_etag(response: Response, version: int) -> Response:
    response.headers["ETag"] = f'"{version}"'
    return response
