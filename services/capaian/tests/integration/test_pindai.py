"""The virus scanner: a clamd of our own that speaks its protocol, is slow, silent or away."""

from __future__ import annotations

import io
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from capaian.adapters.pemindai import Pemindai, Pindaian
from capaian.adapters.penyimpanan import PenyimpananLokal
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application import queries
from capaian.domain.bukti import KeadaanBerkas
from capaian.entrypoints.pekerja_mini import PekerjaMini
from capaian.entrypoints.pekerja_pindai import PekerjaPindai
from shared import clock
from shared.testing.service import BrowserClient, ServiceUnderTest

from .. import mothers
from ..conftest import BERKAS
from ..mothers import AGUS, INSTANSI, NAMA, RHK_RINA, RINA, jam

API = "/capaian/api/v1"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
JANGKIT = mothers.PDF + EICAR


class Clamd(socketserver.ThreadingTCPServer):
    """``jawab`` replaces its verdict; ``lama`` is how long it thinks."""

    daemon_threads = True
    allow_reuse_address = True
    jawab: ClassVar[bytes] = b""
    lama: ClassVar[float] = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pindai)
        self.dilihat: list[bytes] = []

    @property
    def alamat(self) -> tuple[str, int]:
        return "127.0.0.1", self.server_address[1]


class Pindai(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast("Clamd", self.server)
        assert self.rfile.read(10) == b"zINSTREAM\0"
        isi = b""
        while panjang := int.from_bytes(self.rfile.read(4), "big"):
            isi += self.rfile.read(panjang)
        server.dilihat.append(isi)
        time.sleep(server.lama)
        verdict = b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in isi else b"stream: OK"
        if server.jawab != b"diam":
            self.wfile.write((server.jawab or verdict) + b"\0")


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with Clamd() as server:
        utas = threading.Thread(target=server.serve_forever, args=(0.01,))
        utas.start()
        yield server
        server.shutdown()
        utas.join()


@pytest.fixture
def tertutup() -> tuple[str, int]:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as satu:
        return "127.0.0.1", satu.getsockname()[1]


# ---- the protocol


def test_it_says_what_it_sees_in_a_file_of_any_size(clamd: Clamd) -> None:
    besar = mothers.PDF + b"0" * 3_000_000
    satu = Pemindai(clamd.alamat)
    aliran = io.BytesIO(besar)
    aliran.seek(5)
    assert satu.pindai(aliran) == Pindaian(KeadaanBerkas.BERSIH)
    assert aliran.tell() == 0
    assert satu.pindai(io.BytesIO(besar + EICAR)) == Pindaian(KeadaanBerkas.TERJANGKIT, "Win.Test.EICAR_HDB-1")
    assert clamd.dilihat == [besar, besar + EICAR]


def test_without_a_scanner_nothing_is_said() -> None:
    assert Pemindai(None).pindai(io.BytesIO(JANGKIT)) == Pindaian(KeadaanBerkas.TANPA)


@pytest.mark.parametrize("jawab", [b"INSTREAM size limit exceeded. ERROR", b"stream: Can't allocate memory ERROR", b"apa saja"])
def test_an_error_is_no_verdict(clamd: Clamd, monkeypatch: pytest.MonkeyPatch, jawab: bytes) -> None:
    monkeypatch.setattr(Clamd, "jawab", jawab)
    assert Pemindai(clamd.alamat).pindai(io.BytesIO(mothers.PDF)) == Pindaian(KeadaanBerkas.DIPERIKSA)


def test_one_that_is_away_silent_or_slow_is_no_verdict_and_is_left_alone(
    clamd: Clamd, tertutup: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    belum = Pindaian(KeadaanBerkas.DIPERIKSA, terhubung=False)
    assert Pemindai(tertutup).pindai(io.BytesIO(mothers.PDF)) == belum
    monkeypatch.setattr(Clamd, "jawab", b"diam")
    assert Pemindai(clamd.alamat).pindai(io.BytesIO(mothers.PDF)) == belum
    monkeypatch.setattr(Clamd, "jawab", b"")
    monkeypatch.setattr(Clamd, "lama", 0.5)
    lambat = Pemindai(clamd.alamat, batas=0.2)
    assert lambat.pindai(io.BytesIO(mothers.PDF)) == belum
    banyak = len(clamd.dilihat)
    assert lambat.pindai(io.BytesIO(mothers.PDF)) == belum
    assert len(clamd.dilihat) == banyak


# ---- through the service


@pytest.fixture
def laporan(svc: ServiceUnderTest) -> str:
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    return str(svc.connection.execute(sa.text("SELECT id FROM laporan")).scalar_one())


@pytest.fixture
def pasang(svc: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda alamat: monkeypatch.setitem(svc.app.extensions, "capaian.pemindai", Pemindai(alamat))


def klien(svc: ServiceUnderTest, pegawai_id: UUID) -> FlaskClient:
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id]))


def browser(svc: ServiceUnderTest, pegawai_id: UUID) -> BrowserClient:
    return svc.browser(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id]))


def unggah(svc: ServiceUnderTest, laporan: str, isi: bytes, nama: str = "a.pdf", **headers: str) -> Any:
    with clock.at(jam(2025, 11, 13)):
        return klien(svc, RINA).post(f"{API}/laporan/{laporan}/bukti", data={"berkas": (io.BytesIO(isi), nama)}, headers=headers)


def isinya(svc: ServiceUnderTest, siapa: UUID, bukti_id: str) -> tuple[int, str]:
    with klien(svc, siapa).get(f"{API}/bukti/{bukti_id}/isi") as jawab:
        return jawab.status_code, jawab.json["code"] if jawab.is_json else ""


def pindai(svc: ServiceUnderTest, alamat: tuple[str, int] | None, lewat: timedelta = timedelta(0)) -> int:
    buka = lambda: cast("UnitOfWork", svc.open_unit())  # noqa: E731
    with clock.at(jam(2025, 11, 13) + lewat):
        return PekerjaPindai(buka, PenyimpananLokal(BERKAS), Pemindai(alamat), threading.Event()).satu_putaran()


def jejak(svc: ServiceUnderTest, aksi: str) -> list[Any]:
    return list(svc.connection.execute(sa.text("SELECT rincian FROM jejak WHERE aksi = :a ORDER BY id"), {"a": aksi}).scalars())


def test_a_clean_file_opens_at_once(svc: ServiceUnderTest, laporan: str, clamd: Clamd, pasang: Any) -> None:
    pasang(clamd.alamat)
    diunggah = unggah(svc, laporan, mothers.PDF).json
    assert (diunggah["keadaan_berkas"], diunggah["temuan"]) == ("bersih", "")
    assert isinya(svc, AGUS, diunggah["id"]) == (200, "")
    assert pindai(svc, clamd.alamat) == 0


def test_an_infected_file_is_refused_by_name_stored_nowhere_and_noted(
    svc: ServiceUnderTest, laporan: str, clamd: Clamd, pasang: Any
) -> None:
    pasang(clamd.alamat)
    sebelum = {t.nama for t in PenyimpananLokal(BERKAS).semua()}
    for _ in range(2):
        ditolak = unggah(svc, laporan, JANGKIT, **{"Idempotency-Key": "jangkit-1234"})
        assert (ditolak.status_code, ditolak.json["code"], list(ditolak.json["errors"])) == (422, "file_infected", ["berkas"])
        assert "Win.Test.EICAR_HDB-1" in ditolak.json["detail"]
    assert svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 0
    assert {t.nama for t in PenyimpananLokal(BERKAS).semua()} == sebelum
    assert [satu["temuan"] for satu in jejak(svc, "bukti.tolak_terjangkit")] == ["Win.Test.EICAR_HDB-1"]
    isi = {"tanggal": "2025-11-13", "rhk_id": str(RHK_RINA[1].id), "uraian": "Layanan keliling, 37 warga.", "lokasi_kerja": "wfo"}
    with clock.at(jam(2025, 11, 13)):
        berkas = isi | {"berkas": (io.BytesIO(JANGKIT), "virus.pdf")}
        halaman = browser(svc, RINA).post_form("/capaian/", berkas, content_type="multipart/form-data")
    assert (halaman.status_code, "virus.pdf tidak disimpan: pemindai virus menemukan" in halaman.text) == (422, True)
    assert svc.connection.execute(sa.text("SELECT count(*) FROM progres_harian")).scalar() == 0


def test_without_an_answer_a_file_waits_locked_and_the_worker_opens_it(
    svc: ServiceUnderTest, laporan: str, clamd: Clamd, tertutup: tuple[str, int], pasang: Any
) -> None:
    pasang(tertutup)
    foto = unggah(svc, laporan, mothers.gambar("PNG", 60, 40), "foto.png").json
    assert foto["keadaan_berkas"] == "diperiksa"
    assert [isinya(svc, siapa, foto["id"]) for siapa in (RINA, AGUS)] == [(409, "file_waiting")] * 2
    assert "menunggu pemindai virus" in klien(svc, RINA).get(f"/capaian/laporan/{laporan}").text
    assert "terbuka sesudah dinyatakan bersih" in klien(svc, AGUS).get(f"/capaian/bukti/{foto['id']}?panel=1").text
    mini = PekerjaMini(lambda: cast("UnitOfWork", svc.open_unit()), PenyimpananLokal(BERKAS), threading.Event())
    assert mini.satu_putaran() == 0
    assert (pindai(svc, tertutup), pindai(svc, None)) == (0, 0)
    assert (pindai(svc, clamd.alamat), pindai(svc, clamd.alamat)) == (1, 0)
    assert isinya(svc, AGUS, foto["id"]) == (200, "")
    assert mini.satu_putaran() == 1


def test_what_the_worker_finds_is_locked_told_and_noted(
    svc: ServiceUnderTest, laporan: str, clamd: Clamd, tertutup: tuple[str, int], pasang: Any
) -> None:
    pasang(tertutup)
    dua = [unggah(svc, laporan, JANGKIT, nama).json for nama in ("a.pdf", "b.pdf")]
    assert pindai(svc, clamd.alamat) == 1
    assert [isinya(svc, siapa, dua[0]["id"]) for siapa in (RINA, AGUS)] == [(409, "file_infected")] * 2
    assert [satu["keadaan"] for satu in jejak(svc, "bukti.pindai")] == ["terjangkit"] * 2
    with clock.at(jam(2025, 11, 30)):
        html = klien(svc, RINA).get(f"/capaian/laporan/{laporan}").text
    assert html.count("terkunci karena pemindai virus menemukan Win.Test.EICAR_HDB-1") == 2
    panel = klien(svc, AGUS).get(f"/capaian/bukti/{dua[0]['id']}").text
    assert "Win.Test.EICAR_HDB-1" in panel
    assert "<iframe" not in panel
    assert "Unduh" not in panel
    with clock.at(jam(2025, 11, 13)):
        assert klien(svc, RINA).delete(f"{API}/laporan/{laporan}/bukti/{dua[0]['id']}").status_code == 204


def test_a_file_that_the_scanner_cannot_read_waits_and_is_shown_to_it_again(
    svc: ServiceUnderTest, laporan: str, clamd: Clamd, pasang: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasang(clamd.alamat)
    monkeypatch.setattr(Clamd, "jawab", b"INSTREAM size limit exceeded. ERROR")
    diunggah = unggah(svc, laporan, mothers.PDF).json
    assert diunggah["keadaan_berkas"] == "diperiksa"
    assert (pindai(svc, clamd.alamat), pindai(svc, clamd.alamat)) == (1, 0)
    monkeypatch.setattr(Clamd, "jawab", b"")
    assert pindai(svc, clamd.alamat, timedelta(hours=2)) == 1
    assert isinya(svc, AGUS, diunggah["id"]) == (200, "")


def test_files_that_wait_are_no_links_to_be_looked_at(svc: ServiceUnderTest, laporan: str, tertutup: tuple[str, int], pasang: Any) -> None:
    pasang(tertutup)
    unggah(svc, laporan, mothers.PDF)
    with clock.at(jam(2025, 11, 14)), svc.open_unit() as uow:
        assert queries.tautan_waktunya(cast("UnitOfWork", uow)) == []


def test_the_page_says_that_a_file_is_not_open_yet(svc: ServiceUnderTest, laporan: str, tertutup: tuple[str, int], pasang: Any) -> None:
    pasang(tertutup)
    halaman = browser(svc, RINA)
    with clock.at(jam(2025, 11, 30)):
        isi = {"version": "1", "aksi": "unggah", "berkas": (io.BytesIO(mothers.PDF), "a.pdf")}
        alamat = f"/capaian/laporan/{laporan}"
        assert halaman.post_form(alamat, isi, content_type="multipart/form-data").status_code == 303
        assert "baru terbuka sesudah diperiksa" in halaman.get(alamat).text
