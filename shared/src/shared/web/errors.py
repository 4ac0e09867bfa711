"""One mapper from everything that can go wrong to problem+json (API) or a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, render_template, request
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import BadRequest, HTTPException, default_exceptions

from shared.errors import DomainError, Invalid, Unauthenticated, Unavailable
from shared.observability import get_logger, request_id
from shared.web.context import Replay

log = get_logger()
PROBLEM = "application/problem+json"

_DETAIL = {
    400: ("bad_request", "Permintaan tidak dapat dibaca. Periksa bentuk JSON atau isian formulirnya."),
    404: ("not_found", "Halaman atau data ini tidak ada, atau tidak dapat Anda buka."),
    405: ("method_not_allowed", "Alamat ini tidak menerima cara permintaan itu."),
    413: ("too_large", "Kiriman terlalu besar. Batasnya 10 MB tiap berkas."),
    415: ("unsupported_media_type", "Jenis isi tidak didukung. Kirim JSON, atau multipart untuk berkas."),
    422: ("invalid", "Ada isian yang perlu dibetulkan."),
    429: ("too_many_requests", "Terlalu banyak permintaan. Tunggu sebentar lalu coba lagi."),
}


def wants_page() -> bool:
    return "/api/" not in request.path and not request.path.endswith((".json", ".yaml", "/healthz", "/readyz", "/metrics"))


def _flatten(messages: Any, prefix: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages as ``{"rhk.0.bobot": ["…"]}``."""
    if isinstance(messages, dict):
        flat: dict[str, list[str]] = {}
        for key, value in messages.items():
            inner = prefix if key in ("_schema", "json", "form", "query", "files") else f"{prefix}.{key}" if prefix else str(key)
            flat.update(_flatten(value, inner))
        return flat
    return {prefix or "isi": [str(m) for m in (messages if isinstance(messages, list) else [messages])]}


def problem(error: DomainError) -> dict[str, Any]:
    return {
        "type": f"/masalah/{error.code}",
        "title": error.code.replace("_", " "),
        "status": error.status,
        "code": error.code,
        "detail": error.detail,
        "errors": error.errors,
        "instance": request.path,
        "request_id": request_id(),
    }


def answer(error: DomainError) -> Response:
    body = problem(error)
    if wants_page():
        if isinstance(error, Unauthenticated):
            return _to_sign_in()
        return Response(render_template("kinerja/galat.html", masalah=body), status=error.status)
    response = current_app.response_class(current_app.json.dumps(body), status=error.status, mimetype=PROBLEM)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _to_sign_in() -> Response:
    """Through the silent renewal; 307 keeps the body of a form that was being sent."""
    target = request.full_path.rstrip("?")
    code = 302 if request.method in ("GET", "HEAD") else 307
    return redirect(f"/auth/perbarui?lanjut={quote(target, safe='/')}", code=code, Response=Response)  # type: ignore[return-value]


def register_errors(app: Flask) -> None:
    app.register_error_handler(Replay, lambda replay: replay.response)
    app.register_error_handler(DomainError, answer)
    app.register_error_handler(ValidationError, lambda error: answer(Invalid(_DETAIL[422][1], errors=_flatten(error.messages))))
    for cls in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(cls, _database_error)
    app.register_error_handler(RecursionError, lambda _error: _http_error(BadRequest()))  # JSON nested deeper than its reader goes
    for status in default_exceptions:
        app.register_error_handler(status, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _database_error(error: Exception) -> Response:
    log.error(
        "database_unavailable",
        error=type(error).__name__,
        cause=str(getattr(error, "orig", ""))[:300] if isinstance(error, DBAPIError) else "",
    )
    return answer(Unavailable("Sistem sedang sibuk. Isian Anda belum tersimpan. Coba kirim lagi satu menit lagi."))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status in (301, 302, 303, 307, 308):
        return Response(status=status, headers=error.get_response().headers)
    data = getattr(error, "data", None) or {}
    code, detail = _DETAIL.get(status, ("http_error", "Permintaan ini tidak dapat dilayani."))
    refusal = DomainError(detail, code=code, errors=_flatten(data["messages"]) if "messages" in data else None)
    refusal.status = status
    return answer(refusal)


def _unexpected(error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return _http_error(error)
    log.error("unexpected_error", error=type(error).__name__, exc_info=error)
    refusal = DomainError(
        "Ada kesalahan pada sistem. Tidak ada yang berubah. Coba lagi; bila terulang, sampaikan kode permintaan ini.", code="internal_error"
    )
    refusal.status = 500
    return answer(refusal)
