"""How much evidence one person may keep of one year (domain 4.4)."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from capaian.adapters.penyimpanan import PenyimpananLokal
from capaian.domain.bukti import megabita
from shared import clock
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import INSTANSI, NAMA, RHK_RINA, RINA, jam

API = "/capaian/api/v1"
KUOTA = 1024 * 1024


def isi_pdf(ukuran: int, tanda: bytes = b"0") -> bytes:
    return (mothers.PDF + tanda * ukuran)[:ukuran]


@pytest.fixture
def rina(svc: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    simpanan: PenyimpananLokal = svc.app.extensions["capaian.berkas"]
    monkeypatch.setitem(svc.app.extensions, "capaian.berkas", PenyimpananLokal(simpanan.folder, KUOTA))
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    return svc.client(svc.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))


def laporan(svc: ServiceUnderTest) -> str:
    return f"{API}/laporan/{svc.connection.execute(sa.text('SELECT id FROM laporan')).scalar_one()}"


def catatan(client: FlaskClient) -> str:
    isi = {"tanggal": "2025-11-13", "uraian": "Layanan keliling, 37 warga dilayani.", "lokasi_kerja": "wfo", "rhk_id": str(RHK_RINA[1].id)}
    with clock.at(jam(2025, 11, 13)):
        return f"{API}/progres/{client.post(f'{API}/progres', json=isi).json['id']}"


def unggah(client: FlaskClient, alamat: str, isi: bytes) -> Any:
    with clock.at(jam(2025, 11, 13)):
        jawab = client.post(f"{alamat}/bukti", data={"berkas": (io.BytesIO(isi), "a.pdf")})
    jawab.request.environ["wsgi.input"].close()  # the client spools what is large
    return jawab


def test_reports_and_entries_of_a_year_share_one_quota_to_the_byte(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    assert unggah(rina, laporan(svc), isi_pdf(KUOTA - 1000)).status_code == 201
    alamat = catatan(rina)
    penuh = unggah(rina, alamat, isi_pdf(1001, b"1"))
    assert (penuh.status_code, penuh.json["code"], list(penuh.json["errors"])) == (409, "quota_full", ["berkas"])
    assert "tahun 2025" in penuh.json["detail"]
    assert unggah(rina, alamat, isi_pdf(1000, b"1")).status_code == 201
    assert svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 2


def test_the_same_content_is_stored_and_counted_once(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    isi = isi_pdf(KUOTA)
    tiga = [unggah(rina, alamat, isi) for alamat in (laporan(svc), laporan(svc), catatan(rina))]
    assert [satu.status_code for satu in tiga] == [201] * 3
    assert len({satu.json["sha256"] for satu in tiga}) == 1
    simpanan: PenyimpananLokal = svc.app.extensions["capaian.berkas"]
    assert sum(1 for satu in simpanan.semua() if satu.sha256 == tiga[0].json["sha256"]) == 1
    assert unggah(rina, laporan(svc), isi_pdf(100, b"1")).json["code"] == "quota_full"


def test_what_is_taken_out_and_what_is_of_somebody_else_or_another_year_does_not_count(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    penuh = unggah(rina, laporan(svc), isi_pdf(KUOTA)).json["id"]
    with clock.at(jam(2025, 11, 13)):
        assert rina.delete(f"{laporan(svc)}/bukti/{penuh}").status_code == 204
    assert unggah(rina, laporan(svc), isi_pdf(KUOTA, b"1")).status_code == 201
    with svc.open_unit() as uow:
        orang: list[tuple[UUID, int]] = [(RINA, 2025), (RINA, 2026), (INSTANSI, 2025)]
        assert [uow.ukuran_bukti(*satu) for satu in orang] == [KUOTA, 0, 0]  # type: ignore[attr-defined]


def test_the_page_says_how_much_is_used(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    unggah(rina, laporan(svc), isi_pdf(500_000))
    with clock.at(jam(2025, 11, 13)):
        html = svc.browser(svc.identity(pegawai_id=RINA, instansi_id=INSTANSI)).get(laporan(svc).replace("/api/v1", "")).text
    assert "Terpakai tahun 2025: 0,5 MB dari 1 MB." in html


@pytest.mark.parametrize(
    ("ukuran", "kata"), [(0, "0 MB"), (1, "0,1 MB"), (1024**2, "1 MB"), (1024**2 + 1, "1,1 MB"), (500 * 1024**2, "500 MB")]
)
def test_sizes_are_told_rounded_up(ukuran: int, kata: str) -> None:
    assert megabita(ukuran) == kata
