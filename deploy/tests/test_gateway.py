"""The gateway of the native stack, before real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import io
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from native.gateway import BODY_LIMIT, make_gateway

Client = TestClient[web.Request, web.Application]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _echo(request: web.Request) -> web.Response:
    body = await request.read()
    return web.json_response(
        {"path": request.raw_path, "method": request.method, "headers": dict(request.headers), "bytes": len(body)},
        headers={"X-Request-ID": request.headers.get("X-Request-ID", "fresh"), "Set-Cookie": "a=1; Path=/"},
    )


@contextlib.asynccontextmanager
async def _gateway() -> AsyncIterator[Client]:
    """``skp`` is up, ``auth`` is down."""
    upstream = web.Application(client_max_size=64 * 1024 * 1024)
    upstream.router.add_route("*", "/{path:.*}", _echo)
    async with (
        TestServer(upstream) as server,
        TestClient(TestServer(make_gateway({"auth": _free_port(), "skp": server.port or 0}))) as client,
    ):
        yield client


def _run(test: Callable[[Client], Awaitable[None]]) -> None:
    async def body() -> None:
        async with _gateway() as client:
            await test(client)

    with ThreadPoolExecutor(1) as own_thread:  # the browser suite leaves a loop running in this one
        own_thread.submit(lambda: asyncio.run(body())).result()


def test_root_leads_to_beranda() -> None:
    async def test(client: Client) -> None:
        answer = await client.get("/", allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (302, "/laporan/beranda")

    _run(test)


def test_path_and_query_reach_the_service_unchanged() -> None:
    async def test(client: Client) -> None:
        seen = await (await client.get("/skp/a%2Fb?cari=%C3%A9+x&dari=1", headers={"X-Request-ID": "a" * 32})).json()
        assert seen["path"] == "/skp/a%2Fb?cari=%C3%A9+x&dari=1"
        assert seen["headers"]["X-Request-ID"] == "a" * 32

    _run(test)


def test_callers_word_on_their_origin_is_replaced() -> None:
    async def test(client: Client) -> None:
        answer = await client.get(
            "/skp/", headers={"X-Forwarded-For": "10.9.9.9", "X-Forwarded-Proto": "https", "Forwarded": "for=10.9.9.9"}
        )
        headers = (await answer.json())["headers"]
        assert headers["X-Forwarded-For"] == "127.0.0.1"
        assert headers["X-Forwarded-Proto"] == "http"
        assert "Forwarded" not in headers

    _run(test)


def test_body_up_to_the_limit_is_streamed_and_a_larger_one_refused() -> None:
    async def test(client: Client) -> None:
        answer = await client.post("/skp/api/v1/x", data=io.BytesIO(b"x" * BODY_LIMIT))
        assert (await answer.json())["bytes"] == BODY_LIMIT
        answer = await client.post("/skp/api/v1/x", data=io.BytesIO(b"x" * (BODY_LIMIT + 1)))
        assert (answer.status, (await answer.json())["code"]) == (413, "too_large")

    _run(test)


def test_body_of_unknown_length_is_refused_once_it_passes_the_limit() -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(13):
            yield b"x" * 1024 * 1024

    async def test(client: Client) -> None:
        answer = await client.post("/skp/api/v1/x", data=stream())
        assert (answer.status, answer.content_type) == (413, "application/problem+json")

    _run(test)


def test_service_that_is_down_is_a_page_for_people_and_a_problem_for_programs() -> None:
    async def test(client: Client) -> None:
        page = await client.get("/auth/masuk", headers={"Accept": "text/html"})
        assert (page.status, page.content_type) == (502, "text/html")
        assert "Layanan sedang tidak dapat dihubungi" in await page.text()
        problem = await client.post("/auth/api/v1/token", json={}, headers={"Accept": "text/html"})
        assert (problem.status, (await problem.json())["code"]) == (502, "service_unreachable")

    _run(test)


def test_shared_files_come_from_any_service_that_is_up() -> None:
    async def test(client: Client) -> None:
        for path in ("/statis/kinerja.css", "/asyncapi.yaml", "/skema/skp.skp.v1.json"):
            assert (await client.get(path)).status == 200

    _run(test)


def test_unknown_first_segment_is_not_found() -> None:
    async def test(client: Client) -> None:
        assert (await client.get("/lain/x")).status == 404

    _run(test)
