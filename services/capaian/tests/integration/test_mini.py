"""Small pictures of evidence: made by the worker, open to those to whom the file is, and noted once a page."""

from __future__ import annotations

import io
import re
import threading
from io import BytesIO
from typing import Any, cast
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from capaian.adapters.penyimpanan import PenyimpananLokal
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.use_cases import bersihkan_berkas
from capaian.entrypoints.pekerja_mini import PekerjaMini
from shared import clock
from shared.errors import Unavailable
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..conftest import BERKAS
from ..mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, NAMA, RINA, jam

API = "/capaian/api/v1"


def klien(svc: ServiceUnderTest, pegawai_id: UUID) -> FlaskClient:
    peran = {"admin_instansi"} if pegawai_id == ADMIN else set()
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id], peran=peran))


@pytest.fixture
def laporan(svc: ServiceUnderTest) -> str:
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    return str(svc.connection.execute(sa.text("SELECT id FROM laporan")).scalar_one())


def unggah(svc: ServiceUnderTest, laporan: str, isi: bytes, nama: str) -> dict[str, Any]:
    with clock.at(jam(2025, 11, 13)):
        jawab = klien(svc, RINA).post(f"{API}/laporan/{laporan}/bukti", data={"berkas": (io.BytesIO(isi), nama)})
    assert jawab.status_code == 201, jawab.json
    return dict(jawab.json)


def pekerja(svc: ServiceUnderTest, simpanan: PenyimpananLokal | None = None) -> PekerjaMini:
    return PekerjaMini(lambda: cast("UnitOfWork", svc.open_unit()), simpanan or PenyimpananLokal(BERKAS), threading.Event())


def kecil(client: FlaskClient, bukti_id: str, ekor: str = "") -> tuple[int, bytes]:
    with client.get(f"{API}/bukti/{bukti_id}/mini{ekor}") as jawab:
        return jawab.status_code, jawab.data


def dibaca(svc: ServiceUnderTest) -> list[str]:
    rows = svc.connection.execute(sa.text("SELECT rincian ->> 'apa' AS apa FROM jejak WHERE aksi = 'baca' ORDER BY id"))
    return [row.apa for row in rows]


def test_the_worker_makes_it_and_those_who_open_the_file_see_it(svc: ServiceUnderTest, laporan: str) -> None:
    foto = unggah(svc, laporan, mothers.gambar("JPEG", 640, 480), "foto.jpg")
    dokumen = unggah(svc, laporan, mothers.PDF, "dokumen.pdf")
    assert foto["bermini"] is False
    assert klien(svc, RINA).get(f"{API}/bukti/{foto['id']}/mini").json["code"] == "no_thumbnail"
    assert (pekerja(svc).satu_putaran(), pekerja(svc).satu_putaran()) == (1, 0)
    daftar = {b["nama"]: b["bermini"] for b in klien(svc, RINA).get(f"{API}/laporan/{laporan}").json["bukti"]}
    assert daftar == {"foto.jpg": True, "dokumen.pdf": False}
    status, isi = kecil(klien(svc, RINA), foto["id"])
    assert (status, Image.open(BytesIO(isi)).size) == (200, (192, 144))
    assert [kecil(klien(svc, p), foto["id"])[0] for p in (AGUS, BAMBANG, DIMAS, ADMIN)] == [200, 403, 404, 404]
    assert klien(svc, RINA).get(f"{API}/bukti/{dokumen['id']}/mini").status_code == 409


def test_it_is_served_as_safely_as_the_file(svc: ServiceUnderTest, laporan: str) -> None:
    foto = unggah(svc, laporan, mothers.gambar("PNG", 30, 20), "foto.png")
    pekerja(svc).satu_putaran()
    with klien(svc, RINA).get(f"{API}/bukti/{foto['id']}/mini") as jawab:
        kepala = jawab.headers
        assert (jawab.mimetype, kepala["X-Content-Type-Options"], kepala["Cache-Control"]) == ("image/jpeg", "nosniff", "private, no-cache")
        assert kepala["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        with klien(svc, RINA).get(f"{API}/bukti/{foto['id']}/mini", headers={"If-None-Match": kepala["ETag"]}) as sama:
            assert sama.status_code == 304


def test_the_page_shows_it_and_its_reading_is_noted_once(svc: ServiceUnderTest, laporan: str) -> None:
    foto = [unggah(svc, laporan, mothers.gambar("JPEG", n, 100), f"{n}.jpg")["id"] for n in (200, 300)]
    pekerja(svc).satu_putaran()
    agus = klien(svc, AGUS)
    html = agus.get(f"/capaian/laporan/{laporan}").text
    gambar = re.findall(r'<img class="k-mini" src="([^"]+)"', html)
    assert [alamat.split("/")[5] for alamat in gambar] == foto
    for alamat in gambar:
        with agus.get(alamat) as jawab:
            assert jawab.status_code == 200
    assert dibaca(svc) == ["laporan November 2025 dengan gambar kecil buktinya"]
    ekor = gambar[0].partition("/mini")[2]
    assert kecil(klien(svc, DIMAS), foto[0], ekor)[0] == 404
    assert kecil(agus, foto[0], "?dalam=karangan")[0] == 200
    assert dibaca(svc)[1:] == ["berkas bukti laporan November 2025"]
    assert 'class="k-mini"' not in klien(svc, BAMBANG).get(f"/capaian/laporan/{laporan}").text
    panel = agus.get(f"/capaian/bukti/{foto[0]}?panel=1").text
    assert [i for i in foto if f"/capaian/api/v1/bukti/{i}/mini?dalam=" in panel] == foto


def test_a_broken_or_lost_picture_keeps_its_icon(svc: ServiceUnderTest, laporan: str) -> None:
    unggah(svc, laporan, mothers.gambar("JPEG", 500, 500)[:700], "rusak.jpg")
    assert (pekerja(svc).satu_putaran(), pekerja(svc).satu_putaran()) == (0, 0)
    assert 'class="k-mini"' not in klien(svc, RINA).get(f"/capaian/laporan/{laporan}").text


def test_a_store_that_is_away_is_waited_for(svc: ServiceUnderTest, laporan: str, tmp_path: Any) -> None:
    unggah(svc, laporan, mothers.gambar("PNG", 50, 50), "a.png")
    with pytest.raises(Unavailable):
        pekerja(svc, PenyimpananLokal(tmp_path)).satu_putaran()
    assert pekerja(svc).satu_putaran() == 1


def test_it_goes_with_its_file(svc: ServiceUnderTest, laporan: str) -> None:
    foto = unggah(svc, laporan, mothers.gambar("PNG", 51, 50), "a.png")
    pekerja(svc).satu_putaran()
    with svc.open_unit() as uow:
        bersihkan_berkas(cast("UnitOfWork", uow), PenyimpananLokal(BERKAS), lebih_tua_detik=-5)
    assert kecil(klien(svc, RINA), foto["id"])[0] == 200
    with clock.at(jam(2025, 11, 13)):
        klien(svc, RINA).delete(f"{API}/laporan/{laporan}/bukti/{foto['id']}")
    with svc.open_unit() as uow:
        bersihkan_berkas(cast("UnitOfWork", uow), PenyimpananLokal(BERKAS), lebih_tua_detik=-5)
    assert not [satu for satu in PenyimpananLokal(BERKAS).semua() if satu.sha256 == foto["sha256"]]
