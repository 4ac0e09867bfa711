"""Real pages in chromium: signing in by keyboard, every main page of an employee, an evaluator and an admin, wide and narrow, with axe.

``KINERJA_SCREENSHOTS=<folder>`` keeps a picture of each page.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.e2e.running import Running, report_year_of_p1

from skp.adapters import lembar_kerja
from skp.domain.pustaka import KOLOM

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 800}
HTML_LIMIT = 60 * 1024
AXE = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
OURS = {"exclude": [["iframe"]]}  # the browser's own PDF viewer is not ours
PAGES = {
    "P4": {
        "beranda": "/laporan/beranda", "skp": "/skp/", "catatan": "/capaian/", "laporan-bulanan": "/capaian/laporan", "hasil": "/penilaian/?tahun=2025",
        "tahun": "/laporan/?tahun=2025", "akun": "/auth/akun",
    },
    "P2": {
        "beranda": "/laporan/beranda", "skp-tim": "/skp/tim?tahun=2025", "capaian-tim": "/capaian/tim?tahun=2025", "antrian": "/penilaian/?tahun=2025",
        "tim": "/laporan/tim?tahun=2025",
    },
    "ADMIN": {
        "beranda": "/laporan/beranda", "dasbor": "/laporan/instansi?tahun=2025", "impor": "/auth/impor", "organisasi": "/auth/organisasi", "peran": "/auth/peran",
        "periode": "/skp/periode", "capaian-organisasi": "/penilaian/organisasi?tahun=2025",
    },
}  # fmt: skip
CASES = [(kode, name) for kode, pages in PAGES.items() for name in pages]


class Watched:
    """A page that remembers what went wrong in it: console errors (CSP violations among them), exceptions, failed requests."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(f"console: {message.text}") if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        self.page.on("response", lambda answer: self.faults.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)

    def go(self, url: str) -> int:
        """Open the page; returns the size of its document in bytes."""
        answer = self.page.goto(url, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, url
        assert "/auth/masuk" not in self.page.url, url
        return len(answer.body())

    def sign_in_by_keyboard(self, stack: Running, kode: str) -> None:
        row = stack.akun[kode]
        self.page.goto(f"{stack.url}/laporan/beranda", wait_until="networkidle")
        assert "/auth/masuk" in self.page.url
        field = self.page.get_by_label("NIP atau nama akun")
        for _ in range(8):
            if field.evaluate("e => e === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(field).to_be_focused()
        self.page.keyboard.type(row["nip"])
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(row["kata_sandi"])
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{stack.url}/laporan/beranda")

    def check(self, name: str) -> None:
        """No sideways scrolling, no faults, no axe violations; and a picture when wanted."""
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wide = self.page.evaluate(
            "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".slice(0, 3).map(e => e.tagName + '.' + e.className)"
        )
        folder = os.environ.get("KINERJA_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))
        found = Axe().run(self.page, context=OURS, options=AXE).response["violations"]
        violations = [f"{v['id']}: {n['target']} {n.get('failureSummary', '')[:200]}" for v in found for n in v["nodes"][:3]]
        assert overflow <= 0, f"{name}: {overflow}px too wide, {wide}"
        assert violations == [], name
        assert self.faults == [], name


def _context(browser: Browser, size: dict[str, int], **options: Any) -> BrowserContext:
    return browser.new_context(viewport=size, locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce", **options)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def cookies(browser: Browser, stack: Running) -> dict[str, Any]:
    """Signed in once each, at the page and by keyboard alone."""
    kept: dict[str, Any] = {}
    for kode in (*PAGES, "S0", "P3", "T1"):
        context = _context(browser, WIDE)
        watched = Watched(context)
        watched.sign_in_by_keyboard(stack, kode)
        assert watched.faults == []
        kept[kode] = context.storage_state()
        context.close()
    return kept


@pytest.fixture(params=[WIDE, NARROW], ids=["1440x900", "360x800"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    return dict(request.param)


def _open(browser: Browser, cookies: dict[str, Any], kode: str, size: dict[str, int]) -> Watched:
    return Watched(_context(browser, size, storage_state=cookies[kode]))


def test_the_sign_in_page(browser: Browser, stack: Running, size: dict[str, int]) -> None:
    context = _context(browser, size)
    watched = Watched(context)
    answer = watched.page.goto(f"{stack.url}/auth/masuk", wait_until="networkidle")
    assert answer is not None
    assert len(answer.body()) <= HTML_LIMIT
    watched.check(f"masuk-{size['width']}")
    context.close()


@pytest.mark.parametrize(("kode", "name"), CASES, ids=[f"{kode}-{name}" for kode, name in CASES])
def test_a_page(browser: Browser, stack: Running, cookies: dict[str, Any], size: dict[str, int], kode: str, name: str) -> None:
    watched = _open(browser, cookies, kode, size)
    weight = watched.go(stack.url + PAGES[kode][name])
    assert weight <= HTML_LIMIT
    expect(watched.page.locator("h1")).to_have_count(1)
    watched.check(f"{kode.lower()}-{name}-{size['width']}")
    watched.page.context.close()


def test_the_plan_and_a_report_of_p4(browser: Browser, stack: Running, cookies: dict[str, Any], size: dict[str, int]) -> None:
    watched = _open(browser, cookies, "P4", size)
    year = stack.kinerja("P4")
    march = next(row for row in year["laporan"] if row["mulai"] == "2025-03-01")
    for name, path, word in (
        ("skp-2025", f"/skp/{year['skp'][0]['id']}", "Inovasi & perbaikan proses kerja"),
        ("laporan-maret", f"/capaian/laporan/{march['id']}", "Bukti triwulan 1"),
        ("hasil-2025", f"/penilaian/hasil/{stack.evaluasi('P4')['id']}", "111,46"),
    ):
        assert watched.go(stack.url + path) <= HTML_LIMIT, name
        assert word in watched.page.locator("main").inner_text(), name
        watched.check(f"p4-{name}-{size['width']}")
    watched.page.context.close()


@pytest.fixture(scope="session")
def waiting(stack: Running) -> tuple[str, int]:
    """(evaluation that waits for S0, its year): those of the story are all fixed."""
    used = stack.caller("P1").read("/penilaian/api/v1/evaluasi", milik="saya")["data"]
    tahun = max([2027, *(row["tahun"] for row in used)]) + 1
    return report_year_of_p1(stack, tahun), tahun


def test_the_rating_page_with_the_evidence_beside_it(
    browser: Browser, stack: Running, waiting: tuple[str, int], cookies: dict[str, Any], size: dict[str, int]
) -> None:
    evaluasi_id, tahun = waiting
    clock = {"X-Kinerja-Jam": f"{tahun + 1}-01-10T09:00:00+07:00"}
    context = _context(browser, size, storage_state=cookies["S0"], extra_http_headers=clock)
    watched = Watched(context)
    page = watched.page
    assert watched.go(f"{stack.url}/penilaian/{evaluasi_id}") <= HTML_LIMIT
    for word in ("Bambang Suryana", "Indeks mutu pendidikan", "Bukti tahunan"):
        assert word in page.locator("main").inner_text(), word
    watched.check(f"s0-penilaian-{size['width']}")
    evidence = page.locator("main a[href*='/capaian/bukti/']").first
    target = evidence.get_attribute("href") or ""
    evidence.click()
    page.wait_for_function(
        "target => location.pathname === target || [...document.querySelectorAll('iframe')].some(e => e.src.includes(target))", arg=target
    )
    page.wait_for_load_state("load")
    watched.check(f"s0-bukti-{size['width']}")
    context.close()


def test_a_daily_entry_is_written_on_the_page(browser: Browser, stack: Running, cookies: dict[str, Any]) -> None:
    """On a phone. The clock of this browser's requests stands on a working day of 2025."""
    context = _context(browser, NARROW, storage_state=cookies["P4"], extra_http_headers={"X-Kinerja-Jam": "2025-12-30T15:30:00+07:00"})
    watched = Watched(context)
    watched.go(f"{stack.url}/capaian/")
    text = "Memeriksa kelengkapan data pokok bersama operator sekolah"
    page = watched.page
    before = page.get_by_text(text).count()
    page.get_by_label("Untuk RHK").select_option(index=1)
    page.get_by_label("Apa yang dikerjakan").fill(text)
    page.get_by_label("Jumlah", exact=True).fill("3")
    page.get_by_label("Satuan").fill("sekolah")
    page.get_by_role("radio", name=re.compile("kantor", re.IGNORECASE)).first.check(force=True)
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Catatan tersimpan.")).to_be_visible()
    assert page.get_by_text(text).count() > before
    watched.check("p4-catatan-tersimpan-360")
    context.close()


def test_a_fault_in_a_form_is_said_at_its_field_and_keeps_the_text(browser: Browser, stack: Running, cookies: dict[str, Any]) -> None:
    context = _context(browser, WIDE, storage_state=cookies["P4"], extra_http_headers={"X-Kinerja-Jam": "2025-12-30T15:30:00+07:00"})
    watched = Watched(context)
    watched.go(f"{stack.url}/capaian/")
    page = watched.page
    page.locator("form#catat").evaluate("form => { form.noValidate = true }")
    page.get_by_label("Apa yang dikerjakan").fill("pendek")
    page.get_by_role("button", name="Simpan catatan").click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("Apa yang dikerjakan")).to_have_value("pendek")
    expect(page.locator(".k-galat").first).to_be_visible()
    watched.faults = [fault for fault in watched.faults if "422" not in fault]
    watched.check("p4-catatan-galat-1440")
    context.close()


def test_light_and_dark(browser: Browser, stack: Running, cookies: dict[str, Any], size: dict[str, int]) -> None:
    watched = _open(browser, cookies, "P4", size)
    page = watched.page
    watched.go(f"{stack.url}/laporan/?tahun=2025")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("details.k-akun > summary").click()
    page.get_by_role("button", name="Tampilan gelap").click()
    page.wait_for_function("document.documentElement.dataset.bsTheme === 'dark'")
    page.wait_for_load_state("networkidle")
    watched.go(f"{stack.url}/laporan/?tahun=2025")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    watched.check(f"p4-tahun-gelap-{size['width']}")
    page.context.close()


def test_signing_out_ends_the_session_of_the_browser(browser: Browser, stack: Running) -> None:
    context = _context(browser, WIDE)
    watched = Watched(context)
    watched.sign_in_by_keyboard(stack, "P5")
    watched.page.locator("details.k-akun > summary").click()
    watched.page.get_by_role("button", name="Keluar").click()
    watched.page.wait_for_url("**/auth/masuk**")
    watched.page.goto(f"{stack.url}/skp/", wait_until="networkidle")
    assert "/auth/masuk" in watched.page.url
    assert watched.faults == []
    context.close()


def test_pages_work_without_scripts(browser: Browser, stack: Running, cookies: dict[str, Any]) -> None:
    context = _context(
        browser,
        NARROW,
        storage_state=cookies["P4"],
        java_script_enabled=False,
        extra_http_headers={"X-Kinerja-Jam": "2025-12-30T15:45:00+07:00"},
    )
    page = context.new_page()
    page.goto(f"{stack.url}/capaian/")
    text = "Menyusun rekap tanpa skrip pada peramban lama"
    page.get_by_label("Untuk RHK").select_option(index=2)
    page.get_by_label("Apa yang dikerjakan").fill(text)
    page.get_by_role("radio", name=re.compile("kantor", re.IGNORECASE)).first.check(force=True)
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Catatan tersimpan.")).to_be_visible()
    expect(page.get_by_text(text).first).to_be_visible()
    context.close()


# ---- planning: the library, last year's plan, a revision, the matrix ----

TAHUN = 2026
JAM = f"{TAHUN}-01-12T09:00:00+07:00"


def _sukses(answer: requests.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


def _salin(stack: Running, kode: str) -> Any:
    """The person's plan of the new year, begun as a copy of last year's."""
    siapa = stack.caller(kode).at(JAM)
    if ada := siapa.read("/skp/api/v1/skp", tahun=TAHUN, milik="saya")["data"]:
        return siapa.read(f"/skp/api/v1/skp/{ada[0]['id']}")
    return _sukses(siapa.post("/skp/api/v1/skp", {"tahun": TAHUN, "salin": True, "tanggal": f"{TAHUN}-01-12"}))


@pytest.fixture(scope="session")
def salinan(stack: Running) -> str:
    """T1's draft of the new year, a copy with one sentence changed; and a library for the post."""
    admin, t1 = stack.caller("ADMIN").at(JAM), stack.caller("T1").at(JAM)
    _sukses(admin.post("/skp/api/v1/periode", {"tahun": TAHUN}))
    skp = _salin(stack, "T1")
    jabatan = skp["pegawai"]["jabatan"]
    isi = lembar_kerja.tulis(
        "Pustaka",
        KOLOM,
        [
            (
                jabatan,
                "utama",
                "Tersedianya data pokok yang mutakhir",
                "kuantitas",
                "Data sekolah diperbarui",
                "40",
                "sekolah",
                "40 sekolah",
            ),
            (jabatan, "utama", "Tersedianya data pokok yang mutakhir", "kualitas", "Data lolos validasi", "98,5", "%"),
            (jabatan, "tambahan", "Terbinanya operator sekolah", "kuantitas", "Operator dibina", "satu", "orang"),
            ("Guru", "utama", "Meningkatnya capaian belajar siswa", "kualitas", "Rata-rata nilai", "80 sampai 90", "nilai"),
        ],
    )
    _sukses(admin.post("/skp/api/v1/pustaka/impor", files={"berkas": ("pustaka.xlsx", isi)}))
    if skp["status"] == "draf":
        rhk = [{k: v for k, v in r.items() if k != "nomor"} for r in skp["rhk"]]
        rhk[0]["teks"] = "Tersusunnya laporan kegiatan bulanan yang tepat waktu"
        _sukses(t1.put(f"/skp/api/v1/skp/{skp['id']}", {"rhk": rhk}, skp["version"]))
    return str(skp["id"])


def _buka(watched: Watched, url: str, name: str, *words: str) -> None:
    assert watched.go(url) <= HTML_LIMIT, name
    for word in words:
        assert word in watched.page.locator("main").inner_text(), f"{name}: {word}"
    watched.check(name)


def _perencana(browser: Browser, cookies: dict[str, Any], kode: str, size: dict[str, int]) -> Watched:
    return Watched(_context(browser, size, storage_state=cookies[kode], extra_http_headers={"X-Kinerja-Jam": JAM}))


def test_the_library_is_searched_and_says_which_rows_it_refuses(
    browser: Browser, stack: Running, cookies: dict[str, Any], size: dict[str, int], salinan: str
) -> None:
    watched = _perencana(browser, cookies, "ADMIN", size)
    page = watched.page
    _buka(watched, f"{stack.url}/skp/pustaka", f"admin-pustaka-{size['width']}", "Tersedianya data pokok yang mutakhir")
    buruk = lembar_kerja.tulis("Pustaka", KOLOM, [("Guru", "", "Tersusunnya modul ajar", "", "Modul", "dua belas", "modul")])
    page.get_by_label("Berkas XLSX").set_input_files({"name": "buruk.xlsx", "mimeType": "application/octet-stream", "buffer": buruk})
    page.get_by_role("button", name="Unggah ke pustaka").click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Tulis angka saja", exact=False)).to_be_visible()
    watched.check(f"admin-pustaka-ditolak-{size['width']}")
    page.get_by_label("Cari jabatan atau RHK").fill("tidak ada yang begini")
    page.keyboard.press("Enter")
    page.wait_for_url("**/skp/pustaka?cari=*")
    expect(page.get_by_text("Tidak ada yang cocok")).to_be_visible()
    watched.check(f"admin-pustaka-kosong-{size['width']}")
    page.context.close()


def test_a_copied_plan_shows_its_changes_and_takes_from_the_library(
    browser: Browser, stack: Running, cookies: dict[str, Any], size: dict[str, int], salinan: str
) -> None:
    watched = _perencana(browser, cookies, "T1", size)
    page = watched.page
    _buka(watched, f"{stack.url}/skp/{salinan}", f"t1-salinan-{size['width']}", "Ambil dari pustaka")
    _buka(watched, f"{stack.url}/skp/{salinan}/perubahan", f"t1-salinan-beda-{size['width']}", "Salinan terhadap SKP 2025")
    _buka(watched, f"{stack.url}/skp/{salinan}/pustaka", f"t1-pustaka-{size['width']}", "Tersedianya data pokok yang mutakhir")
    sudah = page.get_by_text("sudah ada di SKP Anda").count()
    if not sudah:
        page.get_by_role("checkbox", disabled=False).first.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Ambil yang dicentang").click()
    page.wait_for_load_state("networkidle")
    watched.faults = [fault for fault in watched.faults if "422" not in fault]
    pesan = "Pilih paling sedikit satu RHK." if sudah else "1 RHK masuk ke draf."
    expect(page.get_by_text(pesan, exact=False).first).to_be_visible()
    watched.check(f"t1-pustaka-{'galat' if sudah else 'diambil'}-{size['width']}")
    page.context.close()


@pytest.fixture(scope="session")
def revisi(stack: Running, salinan: str) -> str:
    """T1's plan, agreed and under revision; P3 has submitted his own after it."""
    t1, p3 = stack.caller("T1").at(JAM), stack.caller("P3").at(JAM)
    alamat = f"/skp/api/v1/skp/{salinan}"
    if t1.read(alamat)["status"] == "draf":
        draf = t1.read(alamat)
        rhk = [{k: v for k, v in r.items() if k != "nomor"} for r in draf["rhk"] if r["bobot"]]
        for satu in rhk[1:]:
            satu["rhk_atasan_teks"] = "Data dan laporan bidang"
        _sukses(t1.put(alamat, {"rhk": rhk}, draf["version"]))
        _sukses(t1.post(f"{alamat}/ajukan"))
        _sukses(p3.post(f"{alamat}/setujui"))
        dibuka = _sukses(p3.post(f"{alamat}/buka-revisi", {"alasan": "Arahan baru kepala dinas."}))
        rhk = [{k: v for k, v in r.items() if k != "nomor"} for r in dibuka["rhk"]]
        rhk[0]["indikator"][0]["target_teks"] = "24 laporan per tahun"
        _sukses(t1.put(alamat, {"rhk": rhk}, dibuka["version"]))
    milik_p3 = _salin(stack, "P3")
    if milik_p3["status"] == "draf":
        rhk = [{**{k: v for k, v in r.items() if k != "nomor"}, "rhk_atasan_teks": "Arahan kepala dinas"} for r in milik_p3["rhk"]]
        diubah = _sukses(p3.put(f"/skp/api/v1/skp/{milik_p3['id']}", {"rhk": rhk}, milik_p3["version"]))
        _sukses(p3.post(f"/skp/api/v1/skp/{diubah['id']}/ajukan"))
    return salinan


def test_a_revision_and_its_changes(browser: Browser, stack: Running, cookies: dict[str, Any], size: dict[str, int], revisi: str) -> None:
    watched = _perencana(browser, cookies, "T1", size)
    _buka(watched, f"{stack.url}/skp/{revisi}", f"t1-revisi-{size['width']}", "Giliran Anda merevisi")
    _buka(watched, f"{stack.url}/skp/{revisi}/perubahan", f"t1-revisi-beda-{size['width']}", "24 laporan per tahun")
    _buka(watched, f"{stack.url}/skp/{revisi}?pratinjau=1", f"t1-revisi-berlaku-{size['width']}", "menunggu dikaitkan")
    watched.page.context.close()


def test_the_matrix_with_what_waits_for_its_link(
    browser: Browser, stack: Running, cookies: dict[str, Any], size: dict[str, int], revisi: str
) -> None:
    watched = _perencana(browser, cookies, "P3", size)
    page = watched.page
    _buka(watched, f"{stack.url}/skp/tim?tahun={TAHUN}", f"p3-tim-{TAHUN}-{size['width']}", "menunggu dikaitkan")
    _buka(watched, f"{stack.url}/skp/matriks?tahun={TAHUN}", f"p3-matriks-{size['width']}", "menunggu dikaitkan")
    page.locator("select[name=rhk_atasan_id]").first.select_option(index=1)
    page.get_by_role("button", name="Kaitkan").first.click()
    page.wait_for_url("**/skp/matriks*j-kaitan")
    expect(page.get_by_text("RHK dikaitkan.")).to_be_visible()
    watched.check(f"p3-matriks-dikaitkan-{size['width']}")
    page.context.close()
