"""The one origin of the native stack: a small streaming proxy that routes by the first path segment, as nginx does in containers."""

from __future__ import annotations

import asyncio
import html
import json
from collections.abc import AsyncIterator, Mapping, Sequence

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    ServerDisconnectedError,
    TCPConnector,
    web,
)
from multidict import CIMultiDict
from yarl import URL

from native.layout import SERVICES, Layout

BODY_LIMIT = 12 * 1024 * 1024
IMPORT_LIMIT = 45 * 1024 * 1024
_IMPORT_PATHS = frozenset({"/auth/impor", "/auth/api/v1/pekerjaan-impor"})
_ANY_SERVICE = frozenset({"statis", "asyncapi.yaml", "skema"})
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_FORWARDED = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix", "x-forwarded-proto"})
_CHUNK = 64 * 1024
_SESSION = web.AppKey("session", ClientSession)
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS"})

_PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/statis/kinerja.css"></head>
<body><main class="k-galat"><h1>{title}</h1><p>{detail}</p></main></body></html>
"""


class BodyTooLarge(Exception):
    """The body passed the limit while it was streamed."""


def _refusal(request: web.Request, status: int, code: str, title: str, detail: str) -> web.Response:
    """problem+json for programs, a page for people."""
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    request_id = request.headers.get("X-Request-ID", "")
    if request_id:
        headers["X-Request-ID"] = request_id
    if "/api/" not in request.path and "text/html" in request.headers.get("Accept", ""):
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'"
        page = _PAGE.format(title=html.escape(title), detail=html.escape(detail))
        return web.Response(status=status, text=page, content_type="text/html", headers=headers)
    problem = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail, "request_id": request_id}
    return web.Response(status=status, text=json.dumps(problem), content_type="application/problem+json", headers=headers)


def _too_large(request: web.Request) -> web.Response:
    return _refusal(
        request, 413, "too_large", "Kiriman terlalu besar", "Kiriman lebih dari 12 MB ditolak. Perkecil berkas, lalu kirim lagi."
    )


def _unreachable(request: web.Request) -> web.Response:
    return _refusal(
        request,
        502,
        "service_unreachable",
        "Layanan sedang tidak dapat dihubungi",
        "Layanan sedang tidak dapat dihubungi. Coba lagi sebentar lagi; data Anda yang sudah tersimpan tetap aman.",
    )


def _timed_out(request: web.Request) -> web.Response:
    return _refusal(
        request, 504, "service_timeout", "Layanan terlalu lama menjawab", "Layanan terlalu lama menjawab. Coba lagi sebentar lagi."
    )


def _end_to_end(headers: Mapping[str, str], *, also: frozenset[str] = frozenset()) -> CIMultiDict[str]:
    named = {name.strip().lower() for name in headers.get("Connection", "").split(",")}
    dropped = _HOP_BY_HOP | also | named
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in dropped)


def _request_headers(request: web.Request) -> CIMultiDict[str]:
    """The caller's headers with our word on where the request came from; what he says of that himself is dropped."""
    headers = _end_to_end(request.headers, also=_FORWARDED)
    headers["X-Forwarded-For"] = request.remote or ""
    headers["X-Forwarded-Proto"] = "http"
    headers["X-Forwarded-Host"] = request.host
    return headers


def _body_limit(request: web.Request) -> int:
    return IMPORT_LIMIT if request.path in _IMPORT_PATHS else BODY_LIMIT


async def _limited(request: web.Request) -> AsyncIterator[bytes]:
    total = 0
    async for chunk in request.content.iter_chunked(_CHUNK):
        total += len(chunk)
        if total > _body_limit(request):
            raise BodyTooLarge
        yield chunk


class Gateway:
    """Routes to the services' ports on 127.0.0.1."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        self._ports = dict(ports)

    async def home(self, _request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/laporan/beranda")

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if (request.content_length or 0) > _body_limit(request):
            return _too_large(request)
        segment = request.path.split("/", 2)[1]
        if segment in self._ports:
            targets = [self._ports[segment]]
        elif segment in _ANY_SERVICE:
            targets = list(self._ports.values())
        else:
            return _refusal(request, 404, "not_found", "Halaman tidak ditemukan", "Alamat ini tidak ada di Kinerja. Periksa tautannya.")
        try:
            upstream = await self._ask(request, targets)
        except BodyTooLarge:
            return _too_large(request)
        except TimeoutError:
            return _timed_out(request)
        except ClientError as error:
            return _too_large(request) if isinstance(error.__cause__, BodyTooLarge) else _unreachable(request)
        return await _stream(request, upstream)

    async def _ask(self, request: web.Request, targets: Sequence[int]) -> ClientResponse:
        """The first answer; a target that refuses the connection gives way to the next, a stale connection is tried anew."""
        for index, port in enumerate(targets):
            try:
                try:
                    return await self._send(request, port)
                except ServerDisconnectedError:
                    if request.method not in _REPEATABLE:
                        raise
                    return await self._send(request, port)
            except ClientConnectorError:
                if index == len(targets) - 1:
                    raise
        raise ClientError("no service to ask")

    async def _send(self, request: web.Request, port: int) -> ClientResponse:
        url = URL(f"http://127.0.0.1:{port}{request.rel_url.raw_path_qs}", encoded=True)
        body = _limited(request) if request.body_exists else None
        return await request.app[_SESSION].request(request.method, url, headers=_request_headers(request), data=body, allow_redirects=False)


async def _stream(request: web.Request, upstream: ClientResponse) -> web.StreamResponse:
    try:
        response = web.StreamResponse(status=upstream.status, reason=upstream.reason, headers=_end_to_end(upstream.headers))
        await response.prepare(request)
        if request.method != "HEAD":
            async for chunk in upstream.content.iter_chunked(_CHUNK):
                await response.write(chunk)
        await response.write_eof()
    except (ClientError, ConnectionError):
        if request.transport is not None:
            request.transport.close()  # half an answer must not look whole
        raise asyncio.CancelledError from None
    finally:
        upstream.release()
    return response


async def _session(app: web.Application) -> AsyncIterator[None]:
    app[_SESSION] = ClientSession(
        connector=TCPConnector(limit=256, keepalive_timeout=1.5),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=None, sock_connect=3, sock_read=60),
        auto_decompress=False,
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
    )
    yield
    await app[_SESSION].close()


def make_gateway(ports: Mapping[str, int]) -> web.Application:
    gateway = Gateway(ports)
    app = web.Application(client_max_size=0)
    app.cleanup_ctx.append(_session)
    app.router.add_get("/", gateway.home)
    app.router.add_route("*", "/{path:.*}", gateway.handle)
    return app


def main() -> None:
    layout = Layout.from_env()
    app = make_gateway({service: layout.port(service) for service in SERVICES})
    web.run_app(app, host="127.0.0.1", port=layout.gateway, access_log=None, print=None, shutdown_timeout=10, keepalive_timeout=30)


if __name__ == "__main__":
    main()
