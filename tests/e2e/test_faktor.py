"""Passkeys, the authenticator app and the forgotten password in a real chromium, against auth alone on a real PostgreSQL.

``localhost`` is the host: an address of digits is no name that a passkey can belong to. ``KINERJA_SCREENSHOTS=<folder>`` keeps pictures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect
from services.auth.tests.server_surel import KotakMasuk, server_surel
from werkzeug.serving import make_server

from auth.adapters.unit_of_work import UnitOfWork
from auth.app import MIGRATIONS, create_app
from auth.application import use_cases_akun, use_cases_organisasi
from auth.domain import kata_sandi
from auth.settings import Settings
from native.postgres import PostgresServer
from shared.contracts.auth import Pengaturan
from shared.persistence import SYSTEM, Database
from shared.persistence.migrations import upgrade
from shared.testing.service import create_database, settings_for_tests

pytestmark = pytest.mark.browser

WORKER_SECONDS = 30
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 800}
AXE = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Auth:
    """A running auth (web and worker) with one agency."""

    url: str
    unit: Callable[[], UnitOfWork]
    mailbox: KotakMasuk
    instansi_id: Any

    def password(self, akun: str) -> str:
        with self.unit() as uow:
            (milik,) = uow.list_akun(self.instansi_id, [akun])
            use_cases_akun.pilih_kata_sandi(uow, milik, sandi := kata_sandi.buat())
        return sandi

    def person(self, akun: str, nama: str) -> str:
        with self.unit() as uow:
            use_cases_organisasi.tambah_admin(uow, uow.get_instansi(self.instansi_id), nama=nama, akun=akun)
        return self.password(akun)

    def letter(self, subject: str) -> str:
        """The link in the next letter of that subject, which the worker sends by itself."""
        deadline = time.monotonic() + WORKER_SECONDS
        while time.monotonic() < deadline:
            for number, letter in enumerate(self.mailbox.surat):
                if letter["Subject"] == subject:
                    link = next(line for line in self.mailbox.isi(number).splitlines() if line.startswith(self.url))
                    del self.mailbox.surat[number]
                    return link
            time.sleep(0.1)
        raise AssertionError(f"no letter {subject!r} within {WORKER_SECONDS} seconds")


@contextmanager
def worker(settings: Settings) -> Iterator[None]:
    """``python -m auth.worker`` with the mail server in its environment, and a broker that is away."""
    server = settings.surel
    assert server is not None
    environment = {
        **os.environ,
        "AUTH_DATABASE_URL": settings.service.database_url,
        "AMQP_URL": settings.service.amqp_url,
        "KINERJA_SECRET_KEY": settings.service.secret_key,
        "KINERJA_URL": settings.service.url,
        "KINERJA_PROFILE": "test",
        "LOG_LEVEL": "ERROR",
        "AUTH_SMTP_HOST": server.host,
        "AUTH_SMTP_PORT": str(server.port),
        "AUTH_SMTP_TLS": server.tls,
        "AUTH_SMTP_DARI": server.dari,
    }
    process = subprocess.Popen([sys.executable, "-m", "auth.worker"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture(scope="module")
def auth(postgres: PostgresServer) -> Iterator[Auth]:
    database_url = create_database(postgres, "auth_peramban")
    upgrade(MIGRATIONS, database_url)
    database = Database(database_url)
    with server_surel() as mailbox:
        server = make_server("127.0.0.1", 0, Flask("belum"), threaded=True)
        service = replace(settings_for_tests("auth", database_url), url=f"http://localhost:{server.server_port}")
        settings = Settings(service, surel=mailbox.server)
        server.app = create_app(settings, database=database)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()

        def unit() -> UnitOfWork:
            return UnitOfWork(database, service="auth", instansi=SYSTEM, actor="")

        with unit() as uow:
            made = use_cases_organisasi.simpan_instansi(
                uow, kode="7699", nama="Pemerintah Kota Contoh", jenis="kota", zona_waktu="Asia/Jakarta", pengaturan=Pengaturan()
            )
        with worker(settings):
            yield Auth(service.url, unit, mailbox, made.id)
        server.shutdown()
        thread.join()
        server.server_close()
        database.dispose()


class Person:
    """Somebody at a browser with a virtual authenticator; notes every console error, exception and refused request that was not expected."""

    def __init__(self, auth: Auth, browser: Browser, size: dict[str, int] = WIDE) -> None:
        self.auth = auth
        self.context: BrowserContext = browser.new_context(viewport=cast("Any", size), locale="id-ID", reduced_motion="reduce")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.cdp: CDPSession = self.context.new_cdp_session(self.page)
        self.cdp.send("WebAuthn.enable")
        self.authenticator = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]

    def open(self, path: str) -> None:
        self.page.goto(self.auth.url + path, wait_until="networkidle")

    def arrive(self, path: str) -> None:
        self.page.wait_for_url(self.auth.url + path)

    def sign_in(self, akun: str, sandi: str, lanjut: str = "/auth/akun") -> None:
        self.open(f"/auth/masuk?lanjut={lanjut}")
        self.page.get_by_label("NIP atau nama akun").fill(akun)
        self.page.get_by_label("Kata sandi", exact=True).fill(sandi)
        self.page.get_by_role("button", name="Masuk", exact=True).click()
        self.page.wait_for_load_state("networkidle")

    def prove(self, sandi: str) -> None:
        self.open("/auth/akun/keamanan/yakin")
        self.page.get_by_label("Kata sandi", exact=True).fill(sandi)
        self.page.get_by_role("button", name="Lanjutkan").click()
        self.arrive("/auth/akun/keamanan")

    def make_passkey(self, nama: str) -> None:
        self.page.get_by_label("Nama passkey baru").fill(nama)
        self.page.get_by_role("button", name="Buat passkey").click()

    def credentials(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})["credentials"]
        return found

    def forget(self) -> None:
        self.context.clear_cookies()

    def check(self, name: str) -> None:
        """Nothing sideways, nothing that axe finds, at both widths and in the dark."""
        for size, theme in ((WIDE, "light"), (NARROW, "dark")):
            self.page.set_viewport_size(cast("Any", size))
            self.page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
            folder = os.environ.get("KINERJA_SCREENSHOTS")
            if folder:
                Path(folder).mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=str(Path(folder) / f"{name}-{size['width']}.png"), full_page=True)
            overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found = Axe().run(self.page, options=AXE).response["violations"]
            assert overflow <= 0, f"{name} at {size['width']}"
            assert [f"{v['id']}: {n['target']}" for v in found for n in v["nodes"][:3]] == [], name
        self.page.evaluate("document.documentElement.dataset.bsTheme = 'light'")
        self.page.set_viewport_size(cast("Any", WIDE))


@pytest.fixture
def person(auth: Auth, browser: Browser) -> Iterator[Person]:
    found = Person(auth, browser)
    yield found
    found.context.close()


def test_a_passkey_is_made_signs_in_alone_and_is_the_second_factor(auth: Auth, person: Person) -> None:
    sandi = auth.person("rina.passkey", "Rina Lestari, A.Md.")
    person.sign_in("rina.passkey", sandi)
    person.prove(sandi)
    person.check("keamanan-kosong")
    person.make_passkey("laptop kantor")
    person.page.wait_for_url("**/kode-pemulihan")
    assert person.page.locator(".auth-pemulihan li").count() == 10
    person.check("kode-pemulihan")
    (credential,) = person.credentials()
    assert credential["rpId"] == "localhost"
    assert credential["isResidentCredential"] is True
    person.page.get_by_role("link", name="Sudah saya simpan, lanjut").click()
    expect(person.page.get_by_text("laptop kantor", exact=True)).to_be_visible()
    person.check("keamanan-passkey")

    person.forget()
    person.open("/auth/masuk?lanjut=/auth/akun")
    person.check("masuk")
    person.page.get_by_role("button", name="Masuk dengan passkey").click()
    person.arrive("/auth/akun")
    expect(person.page.get_by_role("heading", name="Rina Lestari, A.Md.")).to_be_visible()

    person.forget()
    person.sign_in("rina.passkey", sandi)
    assert "/auth/masuk/langkah" in person.page.url
    person.check("langkah-passkey")
    person.page.get_by_role("button", name="Pakai passkey").click()
    person.arrive("/auth/akun")
    assert person.faults == []


def test_a_passkey_alone_is_refused_when_its_owner_was_not_verified(auth: Auth, person: Person) -> None:
    sandi = auth.person("tanpa.periksa", "Tanpa Periksa")
    person.sign_in("tanpa.periksa", sandi)
    person.prove(sandi)
    person.make_passkey("ponsel")
    person.page.wait_for_url("**/kode-pemulihan")
    person.forget()
    person.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": person.authenticator, "isUserVerified": False})
    person.open("/auth/masuk")
    person.page.get_by_role("button", name="Masuk dengan passkey").click()
    expect(person.page.get_by_role("alert").filter(has_text="Tidak jadi")).to_be_visible()
    assert "kinerja_sesi" not in {cookie.get("name") for cookie in person.context.cookies(auth.url + "/auth")}


def test_a_copied_passkey_is_shut_off_in_the_browser_that_brings_it(auth: Auth, person: Person) -> None:
    sandi = auth.person("digandakan", "Pemilik Asli")
    person.sign_in("digandakan", sandi)
    person.prove(sandi)
    person.make_passkey("kunci kecil")
    person.page.wait_for_url("**/kode-pemulihan")
    (credential,) = person.credentials()
    for _ in range(2):
        person.forget()
        person.open("/auth/masuk?lanjut=/auth/akun")
        person.page.get_by_role("button", name="Masuk dengan passkey").click()
        person.arrive("/auth/akun")
    person.cdp.send("WebAuthn.removeCredential", {"authenticatorId": person.authenticator, "credentialId": credential["credentialId"]})
    person.cdp.send("WebAuthn.addCredential", {"authenticatorId": person.authenticator, "credential": credential})
    person.forget()
    person.open("/auth/masuk")
    person.page.get_by_role("button", name="Masuk dengan passkey").click()
    expect(person.page.get_by_role("alert").filter(has_text="dimatikan karena tampaknya ada salinannya")).to_be_visible()


def test_the_app_is_set_up_asked_for_and_replaced_by_a_recovery_code_by_keyboard(auth: Auth, person: Person) -> None:
    sandi = auth.person("rina.aplikasi", "Rina Lestari, A.Md.")
    person.sign_in("rina.aplikasi", sandi)
    person.prove(sandi)
    person.page.get_by_role("button", name="Pasang aplikasi autentikator").click()
    person.page.wait_for_url("**/aplikasi")
    assert person.page.locator(".auth-qr").evaluate("e => e.complete && e.naturalWidth > 0")
    person.check("aplikasi")
    person.page.get_by_text("Tidak dapat memindai?").click()
    app = pyotp.TOTP(person.page.locator(".auth-kunci").inner_text().replace(" ", ""))
    person.page.get_by_label("Kode 6 angka").fill("000000" if app.now() != "000000" else "111111")
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_role("alert").first).to_be_visible()
    person.check("aplikasi-salah")
    person.page.get_by_label("Kode 6 angka").fill(app.at(int(time.time()) - 30))
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/kode-pemulihan")
    code = person.page.locator(".auth-pemulihan code").first.inner_text()
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="Unduh").click()
    assert code in Path(str(download.value.path())).read_text()
    expect(person.page.get_by_role("button", name="Cetak")).to_be_visible()

    person.forget()
    person.sign_in("rina.aplikasi", sandi)
    field = person.page.get_by_label("Kode 6 angka")
    expect(field).to_be_focused()
    person.check("langkah-aplikasi")
    person.page.keyboard.type(app.now())
    person.page.keyboard.press("Enter")
    person.arrive("/auth/akun")

    person.forget()
    person.sign_in("rina.aplikasi", sandi)
    person.page.get_by_text("Pakai kode pemulihan").click()
    person.page.get_by_label("Kode pemulihan", exact=True).fill(code)
    person.page.keyboard.press("Enter")
    person.arrive("/auth/akun")
    expect(person.page.get_by_text("tersisa 9")).to_be_visible()


def test_a_role_that_needs_a_factor_is_led_through_it(auth: Auth, person: Person, browser: Browser) -> None:
    sandi = auth.person("admin.wajib", "Admin Wajib")
    person.sign_in("admin.wajib", sandi)
    person.open("/auth/keamanan-akun")
    person.page.get_by_label("Auditor").check()
    person.page.get_by_role("button", name="Simpan kebijakan").click()
    expect(person.page.get_by_text("Kebijakan disimpan")).to_be_visible()
    with auth.unit() as uow:
        use_cases_organisasi.tambah_admin(
            uow, uow.get_instansi(auth.instansi_id), nama="Auditor Baru", akun="auditor.baru", peran=("auditor",)
        )
    auditor = Person(auth, browser)
    auditor.sign_in("auditor.baru", auth.password("auditor.baru"))
    expect(auditor.page.get_by_role("heading", name="Pasang verifikasi dua langkah")).to_be_visible()
    auditor.check("langkah-wajib")
    auditor.page.get_by_role("button", name="Buat passkey").click()
    auditor.page.wait_for_url("**/kode-pemulihan?**")
    auditor.page.get_by_role("link", name="Sudah saya simpan, lanjut").click()
    auditor.arrive("/auth/akun")
    assert auditor.faults == []
    auditor.context.close()


def test_a_forgotten_password_comes_back_by_e_mail(auth: Auth, person: Person) -> None:
    sandi = auth.person("pelupa", "Orang Pelupa")
    person.sign_in("pelupa", sandi)
    person.prove(sandi)
    person.page.get_by_label("Alamat surel").fill("pelupa@contoh.go.id")
    person.page.get_by_role("button", name="Kirim surat pengukuhan").click()
    expect(person.page.get_by_text("Menunggu pengukuhan")).to_be_visible()
    person.page.goto(auth.letter("Kukuhkan alamat surel Anda"))
    person.check("kukuhkan-surel")
    person.page.get_by_role("button", name="Ya, ini alamat saya").click()
    expect(person.page.get_by_text("Dikukuhkan", exact=True)).to_be_visible()

    person.forget()
    person.open("/auth/masuk")
    person.page.get_by_role("link", name="Lupa kata sandi").click()
    person.check("lupa")
    person.page.get_by_label("NIP atau nama akun").fill("pelupa")
    person.page.get_by_role("button", name="Kirim tautan").click()
    expect(person.page.get_by_text("Periksa kotak masuk Anda")).to_be_visible()
    person.check("lupa-terkirim")
    link = auth.letter("Atur ulang kata sandi Kinerja")
    person.page.goto(link)
    person.check("atur-ulang")
    for label in ("Kata sandi baru", "Ulangi kata sandi baru"):
        person.page.get_by_label(label, exact=True).fill("kuda hijau makan paku")
    person.page.get_by_role("button", name="Simpan kata sandi").click()
    expect(person.page.get_by_text("Kata sandi baru tersimpan")).to_be_visible()
    person.sign_in("pelupa", "kuda hijau makan paku")
    person.arrive("/auth/akun")
    assert person.faults == []
    person.page.goto(link)
    expect(person.page.get_by_text("Tautan tidak berlaku")).to_be_visible()


def test_two_admins_give_a_password_back(auth: Auth, person: Person, browser: Browser) -> None:
    first, second = auth.person("admin.satu", "Admin Satu"), auth.person("admin.dua", "Admin Dua")
    auth.person("kehilangan", "Nama Yang Sangat Panjang Sekali, Prof. Dr. Ir. H., M.Sc., Ph.D., IPU, ASEAN Eng.")
    person.sign_in("admin.satu", first)
    person.open("/auth/keamanan-akun")
    person.page.get_by_label("NIP atau nama akun").fill("kehilangan")
    person.page.get_by_label("Alasan", exact=True).fill("Datang sendiri dengan kartu pegawai ke subbagian kepegawaian.")
    person.page.get_by_role("button", name="Ajukan", exact=True).click()
    expect(person.page.get_by_text("Permintaan diajukan")).to_be_visible()
    person.check("keamanan-akun")
    other = Person(auth, browser)
    other.sign_in("admin.dua", second)
    other.open("/auth/keamanan-akun")
    other.check("keamanan-akun-kedua")
    other.page.get_by_role("button", name="Setujui").click()
    expect(other.page.get_by_text("Permintaan disetujui")).to_be_visible()
    other.context.close()
    person.open("/auth/keamanan-akun")
    person.page.get_by_role("button", name="Tampilkan kata sandi").click()
    handed = person.page.locator(".auth-sandi code").inner_text()
    person.check("sandi-serah")
    person.forget()
    person.sign_in("kehilangan", handed)
    person.arrive("/auth/kata-sandi-awal?lanjut=/auth/akun")
    person.check("kata-sandi-awal")
    person.open("/auth/akun")
    person.arrive("/auth/masuk?lanjut=/auth/akun")
    person.sign_in("kehilangan", handed)
    for label in ("Kata sandi baru", "Ulangi kata sandi baru"):
        person.page.get_by_label(label, exact=True).fill("kuda hijau makan paku")
    person.page.get_by_role("button", name="Simpan dan lanjutkan").click()
    person.arrive("/auth/akun")
    expect(person.page.get_by_text("Kata sandi Anda tersimpan")).to_be_visible()
    person.check("perangkat-dikenal")
    assert person.faults == []
