"""A role for a part of the tree: from the admin through the token into the services, and gone again while its holder stays signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from tests.e2e.running import Running, call, eventually

from shared.web.factory import TOKEN_COOKIE

pytestmark = pytest.mark.e2e

REFUSED_SECONDS = 2.0
OWN = {
    "auth": "/auth/api/v1/saya",
    "skp": "/skp/api/v1/skp?tahun=2025&milik=saya",
    "capaian": "/capaian/api/v1/laporan?tahun=2025&milik=saya",
    "penilaian": "/penilaian/api/v1/evaluasi?tahun=2025&milik=saya",
    "laporan": "/laporan/api/v1/beranda",
}
"""What everybody may ask of each service: it is refused when the token is."""


@pytest.fixture
def browser(stack: Running) -> Iterator[requests.Session]:
    """T1, signed in at the page."""
    with requests.Session() as session:
        session.trust_env = False
        html = session.get(f"{stack.url}/auth/masuk", timeout=30).text
        form = {
            "csrf_token": html.split('name="csrf-token" content="')[1].split('"', maxsplit=1)[0],
            "nip": stack.akun["T1"]["nip"],
            "kata_sandi": stack.akun["T1"]["kata_sandi"],
            "lanjut": "/auth/akun",
        }
        assert session.post(f"{stack.url}/auth/masuk", data=form, timeout=30).url.endswith("/auth/akun")
        yield session


def person(stack: Running, kode: str) -> dict[str, str]:
    rows = stack.caller("ADMIN").read("/auth/api/v1/pegawai", cari=stack.akun[kode]["nip"])["data"]
    return {"id": rows[0]["id"], "unor_id": rows[0]["unor_id"]}


def pages(stack: Running, kode: str) -> dict[str, str]:
    """The records of a person that a pengelola kinerja reads."""
    year = stack.kinerja(kode)
    pegawai_id = person(stack, kode)["id"]
    return {
        "auth": f"/auth/pegawai/{pegawai_id}",
        "skp": f"/skp/{year['skp'][-1]['id']}",
        "penilaian": f"/penilaian/hasil/{stack.evaluasi(kode)['id']}",
        "laporan": f"/laporan/api/v1/pegawai/{year['nip']}/kinerja?tahun=2025",
    }


def answers(stack: Running, session: requests.Session, addresses: dict[str, str]) -> dict[str, int]:
    """As a browser asks: a token that is refused is renewed on the way, without signing in again."""
    session.get(f"{stack.url}/auth/akun", timeout=30)
    return {name: session.get(stack.url + path, timeout=30).status_code for name, path in addresses.items()}


def token(session: requests.Session) -> str:
    return str(next(cookie.value for cookie in session.cookies if cookie.name == TOKEN_COOKIE))


def statuses(stack: Running, bearer: str) -> dict[str, int]:
    return {name: call("GET", stack.url + path, headers={"Authorization": f"Bearer {bearer}"}).status_code for name, path in OWN.items()}


def test_a_role_over_a_subtree_opens_it_alone_and_is_refused_everywhere_once_taken(stack: Running, browser: requests.Session) -> None:
    admin, t1, p4 = stack.caller("ADMIN"), person(stack, "T1"), person(stack, "P4")
    inside, outside = pages(stack, "P4"), pages(stack, "P1")
    closed = dict.fromkeys(inside, 404)
    assert answers(stack, browser, inside) == closed

    given = admin.post(
        "/auth/api/v1/peran",
        {"pegawai_id": t1["id"], "peran": "pengelola_kinerja", "unor_id": p4["unor_id"], "dari": "2025-01-01", "dasar": "SK 800/1/2026"},
    )
    assert given.status_code == 200, given.text
    try:
        eventually(lambda: answers(stack, browser, inside) == dict.fromkeys(inside, 200), "P4's records are open to T1")
        assert answers(stack, browser, outside) == closed
        people = browser.get(f"{stack.url}/auth/api/v1/pegawai", timeout=30).json()["data"]
        assert p4["id"] in {row["id"] for row in people}
        assert person(stack, "P1")["id"] not in {row["id"] for row in people}
        old = token(browser)
        assert set(statuses(stack, old).values()) == {200}
    finally:
        taken = admin.post(f"/auth/api/v1/peran/{given.json()['id']}/akhiri", {"alasan": "Pindah tugas ke unit lain."})
    assert taken.status_code == 200, taken.text
    eventually(lambda: set(statuses(stack, old).values()) == {401}, "the token is refused by all five", REFUSED_SECONDS)
    eventually(lambda: answers(stack, browser, inside) == closed, "P4's records are closed in every process", REFUSED_SECONDS)
    assert browser.get(f"{stack.url}/auth/akun", timeout=30).url.endswith("/auth/akun"), "still signed in"
