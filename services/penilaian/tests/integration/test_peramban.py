"""A leader rates a team of ten in chromium by keyboard alone, from the queue to the signing; key strokes and page loads are counted.

``KINERJA_SCREENSHOTS=<folder>`` keeps a picture of each page.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from services.penilaian.tests.integration.test_alur import JAM, evaluasi_id, organisasi_baik, siapkan
from services.penilaian.tests.mothers import AKHIR, INSTANSI, NAMA, P2, indikator, laporan, rhk, skp_pegawai, uid
from werkzeug.serving import make_server

from shared import clock
from shared.contracts.capaian import Bukti
from shared.web.factory import TOKEN_COOKIE

pytestmark = pytest.mark.browser

AXE = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
RHK = (rhk(1, "60.00", indikator("x1", "12")), rhk(2, "40.00", indikator("x2", "4", satuan="kegiatan")))
ANGKA = {"x1": ("1",) * 12, "x2": (None, None, "1") * 4}


def tim(svc: Any, banyak: int = 10) -> list[Any]:
    """People whose figures say *sesuai* and whose evidence is complete. P4 of the sample is not among those who wait."""
    siapkan(svc, laporan_=[])
    organisasi_baik(svc)
    semua = []
    for nomor in range(1, banyak + 1):
        siapa = uid(f"anggota {nomor}")
        rencana = skp_pegawai(siapa, isi=RHK)
        rencana = replace(rencana, pegawai=replace(rencana.pegawai, nama=f"Anggota {nomor:02d}, S.Pd.", nip="199305172019022904"))
        bukti = [
            Bukti(uid(f"bukti {nomor} {i.id}"), i.id, "Bukti tahunan.pdf", "application/pdf", 412_000, "0" * 64)
            for r in RHK
            for i in r.indikator
        ]
        svc.deliver(rencana, *(laporan(b, rencana=rencana, angka=ANGKA, bukti=bukti if b == 12 else ()) for b in range(1, 13)))
        semua.append(evaluasi_id(svc, siapa))
    return semua


@pytest.fixture
def alamat(svc: Any) -> Iterator[str]:
    """The service itself, one request at a time on the connection of the test."""
    with clock.at(AKHIR):
        server = make_server("127.0.0.1", 0, svc.app)
        utas = threading.Thread(target=server.serve_forever)
        utas.start()
        yield f"http://127.0.0.1:{server.port}"
        server.shutdown()
        utas.join()


class Tangan:
    """A keyboard that counts, and the page loads that it causes."""

    def __init__(self, page: Page) -> None:
        self.page, self.ketukan, self.muatan = page, 0, 0
        self.salah: list[str] = []
        page.on("framenavigated", lambda frame: self._muat() if frame == page.main_frame else None)
        page.on("pageerror", lambda galat: self.salah.append(str(galat)))
        page.on("console", lambda pesan: self.salah.append(pesan.text) if pesan.type == "error" else None)

    def _muat(self) -> None:
        self.muatan += 1

    def tekan(self, *tombol: str) -> None:
        for satu in tombol:
            self.page.keyboard.press(satu)
            self.ketukan += 1

    def periksa(self, nama: str) -> None:
        for lebar in (1440, 360):
            self.page.set_viewport_size({"width": lebar, "height": 900 if lebar > 400 else 800})
            if folder := os.environ.get("KINERJA_SCREENSHOTS"):
                Path(folder).mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=str(Path(folder) / f"{nama}-{lebar}.png"))
            found = Axe().run(self.page, context={"exclude": [["iframe"]]}, options=AXE).response["violations"]
            assert [f"{v['id']}: {n['target']} {n.get('failureSummary', '')[:200]}" for v in found for n in v["nodes"][:3]] == [], (
                nama,
                lebar,
            )
            assert self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, (nama, lebar)
        self.page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture
def tangan(svc: Any, alamat: str, browser: Browser) -> Iterator[Tangan]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="id-ID", reduced_motion="reduce", extra_http_headers=JAM)
    token = svc.token(svc.identity(pegawai_id=P2, instansi_id=INSTANSI, nama=NAMA[P2]))
    context.add_cookies([{"name": TOKEN_COOKIE, "value": token, "url": alamat}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield Tangan(page)
    context.close()


def test_a_team_of_ten_is_rated_and_signed_by_keyboard(svc: Any, alamat: str, tangan: Tangan) -> None:
    tim(svc)
    page = tangan.page
    page.goto(f"{alamat}/penilaian/?tahun=2025&cari=anggota", wait_until="networkidle")
    tangan.periksa("antrian")
    tangan.muatan = 0
    tangan.tekan("j")
    page.wait_for_url("**/penilaian/*-*?cari=anggota")
    for nomor in range(1, 11):
        expect(page.locator("h1")).to_contain_text(f"Anggota {nomor:02d}")
        page.wait_for_load_state("networkidle")
        if nomor == 2:
            tangan.periksa("nilai")
        tangan.tekan("a", "r", "2", "2", "s")
        if nomor < 10:
            expect(page.locator("h1")).to_contain_text(f"Anggota {nomor + 1:02d}")
    assert tangan.muatan == 10, "one page load a person"
    page.wait_for_url("**/penilaian/sekaligus?tahun=2025")
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1")).to_contain_text("Menilai sekaligus")
    tangan.periksa("sekaligus")
    tangan.tekan("s", "Enter")
    expect(page.get_by_text("Hasil 10 orang ditetapkan dan disampaikan.")).to_be_visible()
    assert tangan.ketukan <= 12 * 10, tangan.ketukan
    assert tangan.salah == []


def test_complete_evidence_is_rated_at_once_undone_and_signed_in_fewer_loads_than_people(svc: Any, alamat: str, tangan: Tangan) -> None:
    tim(svc)
    page = tangan.page
    page.goto(f"{alamat}/penilaian/sekaligus?tahun=2025", wait_until="networkidle")
    page.get_by_role("button", name="Beri sesuai ekspektasi 10 orang").press("Enter")
    page.get_by_role("button", name="Urungkan penilaian sekaligus 10 orang").press("Enter")
    page.get_by_role("button", name="Beri sesuai ekspektasi 10 orang").press("Enter")
    page.wait_for_load_state("networkidle")
    tangan.periksa("sekaligus-draf")
    page.get_by_role("button", name="Tetapkan dan sampaikan 10 orang").press("Enter")
    expect(page.get_by_text("Hasil 10 orang ditetapkan dan disampaikan.")).to_be_visible()
    assert tangan.muatan <= 10
    assert tangan.salah == []


def test_keys_are_silent_in_a_field_and_stay_off_when_switched_off(svc: Any, alamat: str, tangan: Tangan) -> None:
    satu, *_ = tim(svc, 2)
    page = tangan.page
    page.goto(f"{alamat}/penilaian/{satu}", wait_until="networkidle")
    page.get_by_label("Catatan dan rekomendasi").focus()
    tangan.tekan("j", "2", "s")
    expect(page.get_by_label("Catatan dan rekomendasi")).to_have_value("j2s")
    page.locator("h1").click()
    tangan.tekan("?")
    page.get_by_label("Pakai pintasan satu tombol").uncheck()
    page.keyboard.press("Escape")
    page.reload(wait_until="networkidle")
    tangan.tekan("j")
    tangan.tekan("?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("Anggota 01")


def test_the_seven_values_of_a_team_are_rated_with_arrows_and_figures(svc: Any, alamat: str, tangan: Tangan) -> None:
    satu, dua = tim(svc, 2)
    page = tangan.page
    page.goto(f"{alamat}/penilaian/perilaku?tahun=2025", wait_until="networkidle")
    expect(page.locator(".k-matriks button[tabindex='0']")).to_have_count(1)
    page.locator(".k-matriks button[tabindex='0']").focus()
    tangan.tekan("2", "ArrowRight", "3", "ArrowDown", "1", "End", "2", "u")
    tersimpan = page.get_by_text("Tersimpan")
    expect(tersimpan).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator("tbody tr").nth(1).locator("button.k-sel-kosong")).to_have_count(6)
    tangan.periksa("perilaku")
    page.reload(wait_until="networkidle")
    sel = page.locator("tbody tr").nth(0).locator("button")
    assert [" ".join(teks.split()) for teks in sel.all_inner_texts()[:3]] == ["sesuai 100", "di atas 110", "belum dinilai \u00b7"]
    assert page.locator("tbody tr").nth(1).locator("button").all_inner_texts()[1].split() == ["di", "bawah", "80"]
    assert tangan.muatan == 2
    assert tangan.salah == []
    assert satu != dua
