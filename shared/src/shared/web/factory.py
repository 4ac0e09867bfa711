"""One way to make a service's web application: settings, database, guard, errors, health, pages, API description."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import flask_bootstrap
from flask import Blueprint, Flask, Response, abort, g, redirect, render_template, request, send_from_directory
from flask_smorest import Api
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined
from structlog.contextvars import bind_contextvars, clear_contextvars
from werkzeug.middleware.proxy_fix import ProxyFix

from shared import clock
from shared.auth.identity import Identity
from shared.auth.pencabutan import DaftarCabut
from shared.auth.scopes import CLIENT_TOKEN_PATH, SCOPES
from shared.auth.tokens import TokenVerifier
from shared.errors import Invalid, Unauthenticated
from shared.jejak.http import audit_api, audit_key
from shared.observability import LATENCY, REQUESTS, get_logger, new_request_id, request_id, setup_logging
from shared.persistence import Database
from shared.persistence.pencabutan import read
from shared.settings import ServiceSettings
from shared.web.akses import akses_dari
from shared.web.catalogue import asyncapi_yaml, schema_json
from shared.web.context import Runtime, as_client_of, public, remember_answer, take_fingerprint
from shared.web.errors import register_errors
from shared.web.format import FILTERS
from shared.web.health import health_blueprint

log = get_logger()
TOKEN_COOKIE = "kinerja_token"  # noqa: S105 - a cookie's name
CSP = "default-src 'self'; img-src 'self' data:; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
STATIC = Path(str(files("shared.web"))) / "static"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css"
SECURITY_SCHEMES = {
    "orang": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "klien": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": CLIENT_TOKEN_PATH, "scopes": SCOPES}}},
}
csrf = CSRFProtect()


def make_app(
    settings: ServiceSettings,
    *,
    migrations: Path,
    pages: Sequence[Blueprint] = (),
    api: Sequence[Any] = (),
    title: str,
    database: Database | None = None,
    verifier: TokenVerifier | None = None,
) -> Flask:
    """The Flask application of the service ``settings.name``; ``database`` and ``verifier`` are given by tests alone."""
    name = settings.name
    setup_logging(name, settings.log_level)
    clock.set_offset(settings.clock_offset)
    app = Flask(name, static_folder=None)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="kinerja_formulir",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=11 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        API_TITLE=title,
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX=f"/{name}/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"components": {"securitySchemes": SECURITY_SCHEMES}, "security": [{"orang": []}]},
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    rt = Runtime(
        settings=settings,
        database=database or Database(settings.database_url),
        verifier=verifier or TokenVerifier(settings.url, settings.jwks_url),
    )
    rt.verifier.revocations = DaftarCabut(lambda: read(rt.database))
    app.extensions["kinerja"] = rt
    csrf.init_app(app)
    _requests(app, settings)
    register_errors(app)
    _templates(app, settings)
    app.register_blueprint(health_blueprint(name, migrations))
    app.register_blueprint(_shared_files())
    app.register_blueprint(audit_key(name))
    smorest = Api(app)
    smorest.ERROR_SCHEMA = None
    for blueprint in (*api, audit_api()):
        smorest.register_blueprint(blueprint, url_prefix=f"/{name}/api/v1")
    for page in pages:
        app.register_blueprint(page, url_prefix=f"/{name}")
    _documentation(app, smorest, name)
    return app


def _requests(app: Flask, settings: ServiceSettings) -> None:
    verifier: TokenVerifier = app.extensions["kinerja"].verifier

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        clear_contextvars()
        bind_contextvars(request_id=new_request_id(request.headers.get("X-Request-ID")))
        _allow_large_body(app)
        if settings.profile in ("demo", "test") and (moment := request.headers.get("X-Kinerja-Jam")):
            g.moment = clock.at(_moment(moment))
            g.moment.__enter__()

    @app.before_request
    def authenticate() -> None:
        endpoint = app.view_functions.get(request.endpoint or "")
        closed = endpoint is not None and not getattr(endpoint, "is_public", False)
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        cookie = request.cookies.get(TOKEN_COOKIE, "")
        if bearer and scheme.lower() == "bearer":
            identity = verifier.verify(bearer)
            g.identity = as_client_of(endpoint, identity) if closed and identity.klien_id else identity
        elif cookie and closed:
            g.identity = _person(verifier.verify(cookie))
            if request.method not in ("GET", "HEAD", "OPTIONS"):
                csrf.protect()
        elif closed:
            raise Unauthenticated("Masuk lebih dulu.")
        if "identity" in g:
            _at_the_door(endpoint, g.identity)
            take_fingerprint()

    @app.after_request
    def finish(response: Response) -> Response:
        response = remember_answer(response)
        response.headers["X-Request-ID"] = request_id()
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Cache-Control", "no-store")
        route = request.url_rule.rule if request.url_rule else "?"
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        REQUESTS.labels(settings.name, request.method, route, response.status_code).inc()
        LATENCY.labels(settings.name, route).observe(seconds)
        read = (
            {"dibaca": g.dibaca} if g.get("dibaca") else {}
        )  # how many other people's records were shown; their rows are in the log they see
        log.info("request", method=request.method, route=route, status=response.status_code, ms=round(seconds * 1000, 1), **read)
        return response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        moment = g.pop("moment", None)
        if moment is not None:
            moment.__exit__(None, None, None)


def _at_the_door(view: object, identity: Identity) -> None:
    """What only assigned roles may do is refused to everybody else before the body is looked at."""
    declared = akses_dari(view)
    if declared and request.method not in ("GET", "HEAD", "OPTIONS"):
        declared.pastikan_mungkin(identity.peran)


def _person(identity: Identity) -> Identity:
    """A browser is a person's: a system's token in its cookie is nobody's."""
    if identity.klien_id:
        raise Unauthenticated("Token ini milik klien API, bukan orang. Masuk lebih dulu.", code="token_invalid")
    return identity


def _allow_large_body(app: Flask) -> None:
    if limit := getattr(app.view_functions.get(request.endpoint or ""), "body_limit", 0):
        request.max_content_length = limit


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid("X-Kinerja-Jam harus waktu ISO 8601 dengan zona.") from error
    if moment.tzinfo is None:
        raise Invalid("X-Kinerja-Jam harus menyebut zona waktu.")
    return moment


@lru_cache(maxsize=64)
def _static_url(name: str) -> str:
    path = (BOOTSTRAP if name == "bootstrap.min.css" else STATIC) / name
    return f"/statis/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


@lru_cache(maxsize=64)
def _service_static_url(service: str, folder: Path, name: str) -> str:
    return f"/{service}/static/{name}?v={hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]}"


def _cached(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if "v" in request.args else "public, max-age=300"
    return response


def _shared_files() -> Blueprint:
    blueprint = Blueprint("bersama", __name__)

    @blueprint.get("/statis/<path:name>")
    @public
    def statis(name: str) -> Response:
        return _cached(send_from_directory(BOOTSTRAP if name == "bootstrap.min.css" else STATIC, name))

    @blueprint.get("/asyncapi.yaml")
    @public
    def asyncapi() -> Response:
        return Response(asyncapi_yaml(), mimetype="application/yaml")

    @blueprint.get("/skema/<name>.json")
    @public
    def skema(name: str) -> Response:
        schema = schema_json(name)
        return Response(schema, mimetype="application/schema+json") if schema else abort(404)

    return blueprint


def _templates(app: Flask, settings: ServiceSettings) -> None:
    name = settings.name
    folder = Path(str(files(f"{name}.entrypoints")))
    app.jinja_loader = ChoiceLoader([PackageLoader(f"{name}.entrypoints"), PackageLoader("shared.web")])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        statis=_static_url, statis_layanan=lambda file: _service_static_url(name, folder / "static", file), csrf_token=generate_csrf
    )

    @app.get(f"/{name}/static/<path:file>")
    @public
    def service_static(file: str) -> Response:
        return _cached(send_from_directory(folder / "static", file))

    @app.context_processor
    def page_context() -> dict[str, object]:
        theme = request.cookies.get("kinerja_tema", "light")
        return {
            "identitas": g.get("identity"),
            "instansi_nama": "",
            "area": "",
            "tema": theme if theme in ("light", "dark") else "light",
            "demo": FILTERS["waktu"](clock.now(), "Asia/Jakarta") if settings.demo else None,
        }


def _documentation(app: Flask, smorest: Api, name: str) -> None:
    described = app.view_functions["api-docs.openapi_json"]

    @public
    def openapi_json() -> Response:
        return described()  # type: ignore[return-value]

    app.view_functions["api-docs.openapi_json"] = openapi_json

    @app.get(f"/{name}/api/docs")
    @public
    def docs() -> str:
        return render_template("kinerja/docs.html", spek=smorest.spec.to_dict() if smorest.spec else {})

    @app.get("/")
    @public
    def home() -> Response:
        return redirect("/laporan/beranda", Response=Response)  # type: ignore[return-value]
