"""The phone on a bad network: entries with a photo wait on the device, arrive once, and belong to whoever wrote them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from services.capaian.tests.mothers import PNG
from tests.e2e.running import Running, approve_plan_of_p1, eventually

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)

HARI, JAM = "2025-12-30", "2025-12-30T15:30:00+07:00"
TAHUN, MARET = 2033, "2033-03-04T10:00:00+07:00"
FOTO: Any = {"name": "warga.png", "mimeType": "image/png", "buffer": PNG}
AXE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def ponsel(browser: Browser) -> Iterator[BrowserContext]:
    """A phone whose requests stand on a working day of 2025."""
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
        extra_http_headers={"X-Kinerja-Jam": JAM},
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


def masuk(stack: Running, page: Page, kode: str, lanjut: str = "/capaian/") -> None:
    row = stack.akun[kode]
    page.goto(f"{stack.url}/auth/masuk?lanjut={lanjut}")
    page.get_by_label("NIP atau nama akun").fill(row["nip"])
    page.get_by_label("Kata sandi", exact=True).fill(row["kata_sandi"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{stack.url}{lanjut}")


def siap_luring(page: Page) -> None:
    """Until the worker holds the page and the day was remembered."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.wait_for_function("async () => Boolean(await self.antrean.hari(document.querySelector('meta[name=pegawai]').content))")


def tulis(page: Page, uraian: str, *, foto: bool = True) -> None:
    page.get_by_label("Untuk RHK").select_option(index=1)
    page.get_by_label("Apa yang dikerjakan").fill(uraian)
    page.get_by_label("Jumlah", exact=True).fill("37")
    if foto:
        page.get_by_label("Bukti, bila ada").set_input_files(FOTO)
    page.get_by_role("button", name="Simpan catatan").click()


def di_server(stack: Running, kode: str, uraian: str) -> list[Any]:
    data = stack.caller(kode).at(JAM).read("/capaian/api/v1/progres", dari=HARI, sampai=HARI)["data"]
    return [row for row in data if row["uraian"] == uraian]


def bersih(page: Page) -> None:
    found = Axe().run(page, options=AXE).response["violations"]
    assert [f"{v['id']}: {n['target']}" for v in found for n in v["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_an_entry_with_a_photo_waits_offline_and_arrives_once(stack: Running, ponsel: BrowserContext) -> None:
    page, uraian = ponsel.new_page(), f"Layanan keliling tanpa sinyal {uuid.uuid4().hex[:8]}"
    masuk(stack, page, "P4")
    siap_luring(page)

    ponsel.set_offline(True)
    tulis(page, uraian)
    antrean = page.locator("#antrean")
    expect(antrean).to_contain_text("Belum terkirim")
    expect(antrean).to_contain_text("1 catatan")
    expect(antrean).to_contain_text("warga.png")
    expect(page.get_by_text("Sedang luring. 1 catatan menunggu")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", name="Catatan hari ini", exact=True)).to_be_visible()
    expect(page.locator("#antrean")).to_contain_text(uraian)
    assert page.locator("#rencana li").count() > 0
    tulis(page, uraian + " lagi", foto=False)
    expect(page.locator("#antrean")).to_contain_text("2 catatan")
    bersih(page)
    page.get_by_label("Apa yang dikerjakan").fill("Setengah tertulis")
    page.reload()
    expect(page.get_by_label("Apa yang dikerjakan")).to_have_value("Setengah tertulis")
    page.get_by_label("Apa yang dikerjakan").fill("")
    assert di_server(stack, "P4", uraian) == []

    ponsel.set_offline(False)
    eventually(lambda: di_server(stack, "P4", uraian + " lagi"), "the second entry")
    sampai = di_server(stack, "P4", uraian)
    assert [(row["tanggal"], row["kuantitas"], len(row["bukti"])) for row in sampai] == [(HARI, "37", 1)]
    assert sampai[0]["bukti"][0]["nama"] == "warga.png"
    page.wait_for_function("async () => !(await self.antrean?.milik(localStorage.getItem('kinerja:akun')))?.length")


def test_the_same_waiting_entry_sent_twice_is_one(stack: Running, ponsel: BrowserContext) -> None:
    """The answer is lost on its way: the phone sends again under the same key, and so does a second tab."""
    page, uraian = ponsel.new_page(), f"Rekap warga di balai {uuid.uuid4().hex[:8]}"
    masuk(stack, page, "P4")
    hilang = {"catatan": 0, "berkas": 0}

    def telan(route: Any) -> None:
        apa = "berkas" if route.request.url.endswith("/bukti") else "catatan"
        if route.request.method != "POST" or hilang[apa]:
            route.continue_()
            return
        hilang[apa] += 1
        route.fetch()
        route.abort()

    page.route("**/capaian/api/v1/progres**", telan)
    page.route("**/capaian/api/v1/progres/**", telan)
    tulis(page, uraian)
    expect(page.locator("#antrean")).to_contain_text(uraian)
    lain = ponsel.new_page()
    lain.goto(f"{stack.url}/capaian/")
    expect(page.locator("#antrean")).to_be_hidden()
    assert hilang["catatan"] == 1
    assert [len(row["bukti"]) for row in di_server(stack, "P4", uraian)] == [1]


def test_an_entry_mended_after_it_arrived_unheard_stays_one(stack: Running, ponsel: BrowserContext) -> None:
    page, uraian = ponsel.new_page(), f"Verifikasi berkas {uuid.uuid4().hex[:8]}"
    ponsel.add_init_script("Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', {value: undefined})")
    masuk(stack, page, "P4")
    siap_luring(page)
    putus = False

    def telan(route: Any) -> None:
        nonlocal putus
        if route.request.method != "POST" or putus:
            route.continue_()
            return
        putus = True
        route.fetch()
        route.abort()

    page.route("**/capaian/api/v1/progres", telan)
    page.route("**/capaian/hari.json", lambda route: route.abort() if putus else route.continue_())
    with page.expect_event("requestfailed", lambda gagal: gagal.method == "POST"):
        tulis(page, uraian, foto=False)
    antrean = page.locator("#antrean")
    expect(antrean).to_contain_text("Belum terkirim")
    antrean.locator("[data-perbaiki]").click()
    page.get_by_label("Apa yang dikerjakan").fill(f"{uraian} lengkap")
    page.get_by_role("button", name="Simpan perbaikan").click()
    expect(antrean).to_contain_text(f"{uraian} lengkap")

    page.unroute("**/capaian/hari.json")
    antrean.locator("[data-kirim]").click()
    expect(antrean).to_contain_text("sudah sampai dengan isi sebelum diperbaiki")
    assert [len(di_server(stack, "P4", kata)) for kata in (uraian, f"{uraian} lengkap")] == [1, 0]


def test_what_the_server_refuses_stays_to_be_mended(stack: Running, ponsel: BrowserContext) -> None:
    page, uraian = ponsel.new_page(), f"Menyusun bahan rapat {uuid.uuid4().hex[:8]}"
    masuk(stack, page, "P4")
    siap_luring(page)
    ponsel.set_offline(True)
    page.locator("form#catat").evaluate("form => { form.noValidate = true }")
    tulis(page, "pendek", foto=False)
    tulis(page, uraian, foto=False)
    expect(page.locator("#antrean")).to_contain_text("2 catatan")
    ponsel.set_offline(False)
    expect(page.get_by_text("1 catatan perlu Anda perbaiki.")).to_be_visible()
    assert len(di_server(stack, "P4", uraian)) == 1, "the refused one holds nobody up"
    baris = page.locator("#antrean li")
    expect(baris).to_contain_text("Tulis 10 sampai 1000 karakter")
    baris.get_by_role("button", name="Perbaiki").click()
    expect(page.get_by_label("Apa yang dikerjakan")).to_have_value("pendek")
    bersih(page)
    page.get_by_label("Apa yang dikerjakan").fill(uraian + ", lengkap")
    page.get_by_role("button", name="Simpan perbaikan").click()
    expect(page.locator("#antrean")).to_be_hidden()
    assert len(di_server(stack, "P4", uraian + ", lengkap")) == 1


def test_a_refused_file_does_not_hold_its_entry(stack: Running, ponsel: BrowserContext) -> None:
    page, uraian = ponsel.new_page(), f"Rekap dengan berkas keliru {uuid.uuid4().hex[:8]}"
    masuk(stack, page, "P4")
    siap_luring(page)
    ponsel.set_offline(True)
    page.get_by_label("Bukti, bila ada").set_input_files(
        {"name": "besar.pdf", "mimeType": "application/pdf", "buffer": b"x" * (10 * 1024 * 1024 + 1)}
    )
    page.get_by_label("Apa yang dikerjakan").fill(uraian)
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("besar.pdf lebih besar dari 10 MB.")).to_be_visible()
    tulis(page, uraian, foto=False)
    expect(page.locator("#antrean")).to_be_hidden()
    page.get_by_label("Bukti, bila ada").set_input_files([{**FOTO, "name": "laporan.pdf", "mimeType": "application/pdf"}, FOTO])
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.locator("#antrean")).to_contain_text("laporan.pdf")
    ponsel.set_offline(False)
    baris = page.locator("#antrean li")
    expect(baris).to_contain_text("laporan.pdf isinya bukan PDF.")
    expect(baris.get_by_role("button", name="Perbaiki")).to_be_hidden()
    assert [[b["nama"] for b in row["bukti"]] for row in di_server(stack, "P4", uraian)] == [["warga.png"]]
    baris.get_by_role("button", name="Buang berkas laporan.pdf").click()
    expect(page.locator("#antrean")).to_be_hidden()
    assert [len(row["bukti"]) for row in di_server(stack, "P4", uraian)] == [1]


def test_the_queue_outlives_the_session_and_is_nobody_elses(stack: Running, ponsel: BrowserContext) -> None:
    page, uraian = ponsel.new_page(), f"Kunjungan sekolah {uuid.uuid4().hex[:8]}"
    masuk(stack, page, "P4")
    siap_luring(page)
    ponsel.set_offline(True)
    tulis(page, uraian)
    expect(page.locator("#antrean")).to_contain_text("1 catatan")
    ponsel.clear_cookies()
    ponsel.set_offline(False)
    expect(page.get_by_text("Sesi Anda berakhir.")).to_be_visible()
    expect(page.get_by_role("link", name="Masuk untuk mengirimnya")).to_be_visible()

    masuk(stack, page, "P5")
    siap_luring(page)
    expect(page.locator("#antrean")).to_be_hidden()
    assert di_server(stack, "P5", uraian) == []
    page.locator("details.k-akun > summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/auth/masuk**")

    masuk(stack, page, "P4")
    eventually(
        lambda: [len(row["bukti"]) for row in di_server(stack, "P4", uraian)] == [1], "the entry and its file after signing in again"
    )


def test_signing_out_says_what_waits_and_forgets_the_day(stack: Running, ponsel: BrowserContext) -> None:
    page, uraian = ponsel.new_page(), f"Rapat koordinasi {uuid.uuid4().hex[:8]}"
    # The browser's own background sending passes by the page's routes: with it the entry may arrive before the sign-out.
    ponsel.add_init_script("Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', {value: undefined})")
    masuk(stack, page, "P4")
    siap_luring(page)
    ponsel.set_offline(True)
    tulis(page, uraian, foto=False)
    expect(page.locator("#antrean")).to_contain_text("1 catatan")
    page.route("**/capaian/hari.json", lambda route: route.abort())
    ponsel.set_offline(False)
    page.locator("details.k-akun > summary").click()
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_text("1 catatan di perangkat ini belum terkirim.")).to_be_visible()
    bersih(page)
    page.get_by_role("button", name="Keluar, catatan tetap di perangkat ini").click()
    page.wait_for_url("**/auth/masuk**")
    page.unroute("**/capaian/hari.json")
    ponsel.set_offline(True)
    page.goto(f"{stack.url}/capaian/")
    expect(page.get_by_text("Belum ada yang tersimpan di perangkat ini")).to_be_visible()
    assert uraian not in page.locator("body").inner_text()
    ponsel.set_offline(False)
    masuk(stack, page, "P4")
    eventually(lambda: di_server(stack, "P4", uraian), "the entry after signing in again")


@pytest.fixture(scope="module")
def laporan(stack: Running) -> str:
    """The open report of a month under a plan of its own."""
    p1 = stack.caller("P1").at(MARET)

    def maret() -> str:
        data = p1.read("/capaian/api/v1/laporan", tahun=TAHUN, milik="saya")["data"]
        return next((str(row["id"]) for row in data if row["nomor"] == 3), "")

    if not maret():
        approve_plan_of_p1(stack, TAHUN)
    return eventually(maret, "the report of March")


@pytest.fixture
def meja(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="id-ID", extra_http_headers={"X-Kinerja-Jam": MARET})
    context.set_default_timeout(20_000)
    yield context
    context.close()


def realisasi(stack: Running, laporan: str) -> dict[str, Any]:
    isi = stack.caller("P1").at(MARET).read(f"/capaian/api/v1/laporan/{laporan}")
    return {row["indikator_id"]: row for row in isi["realisasi"]}


def test_two_tabs_on_one_report_lose_nothing(stack: Running, meja: BrowserContext, laporan: str) -> None:
    satu, alamat = meja.new_page(), f"/capaian/laporan/{laporan}"
    masuk(stack, satu, "P1", alamat)
    dua = meja.new_page()
    dua.goto(stack.url + alamat)
    kata = ("textarea[name^='teks-']", "textarea[name^='dasar-']")
    indikator = str(satu.locator("[data-indikator]").first.get_attribute("data-indikator"))
    tanda = uuid.uuid4().hex[:6]

    satu.locator(kata[0]).first.fill(f"Satu program selesai {tanda}")
    expect(satu.locator("#simpan")).to_contain_text("Tersimpan")
    dua.locator("details.k-rinci").first.evaluate("rinci => { rinci.open = true }")
    dua.locator(kata[1]).first.fill(f"Data dinas {tanda}")
    expect(dua.locator("#simpan")).to_contain_text("Tersimpan")
    expect(dua.locator(kata[0]).first).to_have_value(f"Satu program selesai {tanda}")
    simpan = realisasi(stack, laporan)[indikator]
    assert (simpan["teks"], simpan["dasar"]) == (f"Satu program selesai {tanda}", f"Data dinas {tanda}")

    dua.locator(kata[0]).first.fill(f"Versi tab dua {tanda}")
    expect(dua.locator("#simpan")).to_contain_text("Tersimpan")
    eventually(lambda: realisasi(stack, laporan)[indikator]["teks"] == f"Versi tab dua {tanda}", "the second tab's words")
    satu.locator(kata[0]).first.fill(f"Versi tab satu {tanda}")
    dialog = satu.get_by_role("dialog", name="Dua perubahan bertabrakan")
    expect(dialog).to_contain_text(f"Versi tab satu {tanda}")
    expect(dialog).to_contain_text(f"Versi tab dua {tanda}")
    assert realisasi(stack, laporan)[indikator]["teks"] == f"Versi tab dua {tanda}", "nothing is chosen silently"
    bersih(satu)
    dialog.get_by_role("radio", name="Di server").check()
    dialog.get_by_role("button", name="Pakai yang dipilih").click()
    expect(satu.locator(kata[0]).first).to_have_value(f"Versi tab dua {tanda}")
    assert realisasi(stack, laporan)[indikator]["dasar"] == f"Data dinas {tanda}"


def test_a_draft_outlives_the_session_and_a_wrong_figure_is_said_at_its_field(stack: Running, meja: BrowserContext, laporan: str) -> None:
    page, alamat = meja.new_page(), f"/capaian/laporan/{laporan}"
    masuk(stack, page, "P1", alamat)
    angka = page.locator("[data-indikator]").last
    indikator, tanda = str(angka.get_attribute("data-indikator")), uuid.uuid4().hex[:6]
    angka.fill("1.5")
    expect(page.locator(".k-salah", has_text="Tulis angka saja.")).to_be_visible()
    angka.fill("0")
    expect(page.locator("#simpan")).to_contain_text("Tersimpan")

    meja.clear_cookies()
    page.locator("textarea[name^='teks-']").last.fill(f"Masih berjalan {tanda}")
    expect(page.locator("#simpan")).to_contain_text("Sesi berakhir, isian disimpan di perangkat ini.")
    masuk(stack, page, "P1", alamat)
    expect(page.locator("textarea[name^='teks-']").last).to_have_value(f"Masih berjalan {tanda}")
    eventually(lambda: realisasi(stack, laporan)[indikator]["teks"] == f"Masih berjalan {tanda}", "the draft after signing in again")
    eventually(
        lambda: page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('kinerja:draf:')).length") == 0, "no draft is left"
    )
