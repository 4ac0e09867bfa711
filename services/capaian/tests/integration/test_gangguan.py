"""The admin records an outage once; whoever it held up is excused, with its cause, and loses the excuse when it was recorded by mistake."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.use_cases_gangguan import terapkan_gangguan
from shared import clock
from shared.contracts.capaian import Laporan
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import ADMIN, AGUS, INSTANSI, NAMA, RINA, jam

API = "/capaian/api/v1"
PADAM = {"mulai": "2025-02-08T20:00:00+07:00", "selesai": "2025-02-09T07:00:00+07:00", "sebab": "Listrik pusat data padam <b>total</b>."}


def klien(svc: ServiceUnderTest, pegawai_id: UUID, *peran: str) -> FlaskClient:
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, peran=set(peran), nama=NAMA[pegawai_id]))


def jalankan(svc: ServiceUnderTest) -> int:
    with svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        return terapkan_gangguan(uow)


@pytest.fixture
def terlambat(svc: ServiceUnderTest) -> ServiceUnderTest:
    """January's report, due on 8 February, was sent on the 10th; February's in time."""
    with clock.at(jam(2025, 1, 24)):
        svc.deliver(mothers.instansi(), *(mothers.periode_laporan(n) for n in (1, 2)), mothers.skp_rina())
    rina = klien(svc, RINA)
    for nomor, pada in ((1, jam(2025, 2, 10)), (2, jam(2025, 3, 3))):
        with clock.at(pada):
            rows = [{"indikator_id": str(i), "angka": "1"} for i in mothers.indikator_rina()]
            assert rina.put(alamat(svc, nomor), json={"realisasi": rows}, headers={"If-Match": "1"}).status_code == 200
            assert rina.post(f"{alamat(svc, nomor)}/kirim", json={"alasan_terlambat": "gangguan_sistem"}).status_code == 200
    return svc


def alamat(svc: ServiceUnderTest, nomor: int) -> str:
    return f"{API}/laporan/{svc.connection.execute(sa.text('SELECT id FROM laporan WHERE nomor = :n'), {'n': nomor}).scalar()}"


def test_whom_it_held_up_is_excused_once_and_sees_why(terlambat: ServiceUnderTest) -> None:
    admin = klien(terlambat, ADMIN, "admin_instansi")
    with clock.at(jam(2025, 2, 11)):
        assert jalankan(terlambat) == 0
        dicatat = admin.post(f"{API}/gangguan", json=PADAM)
        assert dicatat.status_code == 201, dicatat.json
        assert (jalankan(terlambat), jalankan(terlambat)) == (1, 0)
        isi = klien(terlambat, RINA).get(alamat(terlambat, 1)).json
        assert (isi["terlambat"], isi["hari_terlambat"], isi["dimaafkan"], isi["gangguan_id"]) == (True, 2, True, dicatat.json["id"])
        assert isi["riwayat"][-1]["oleh"] is None
        assert terlambat.published(Laporan)[-1].dimaafkan
        halaman = klien(terlambat, AGUS).get(alamat(terlambat, 1).replace("/api/v1", "")).text
        assert (
            "Gangguan sistem 8 Februari 2025 pukul 20.00 sampai 9 Februari 2025 pukul 07.00: Listrik pusat data padam &lt;b&gt;" in halaman
        )
        assert [g["jumlah_dimaafkan"] for g in admin.get(f"{API}/gangguan").json["data"]] == [1]
    assert klien(terlambat, RINA).get(alamat(terlambat, 2)).json["dimaafkan"] is False


def test_withdrawn_it_takes_its_excuses_back(terlambat: ServiceUnderTest) -> None:
    admin = klien(terlambat, ADMIN, "admin_instansi")
    with clock.at(jam(2025, 2, 11)):
        id_ = admin.post(f"{API}/gangguan", json=PADAM).json["id"]
        jalankan(terlambat)
        assert admin.post(f"{API}/gangguan/{id_}/cabut").status_code == 204
        assert admin.post(f"{API}/gangguan/{id_}/cabut").status_code == 409
        assert (jalankan(terlambat), jalankan(terlambat)) == (1, 0)
    isi = klien(terlambat, RINA).get(alamat(terlambat, 1)).json
    assert (isi["terlambat"], isi["dimaafkan"], isi["gangguan_id"]) == (True, False, None)


@pytest.mark.parametrize("dimaafkan", [True, False])
def test_what_the_evaluator_decides_himself_stands_whatever_becomes_of_the_outage(terlambat: ServiceUnderTest, dimaafkan: bool) -> None:
    admin = klien(terlambat, ADMIN, "admin_instansi")
    with clock.at(jam(2025, 2, 11)):
        id_ = admin.post(f"{API}/gangguan", json=PADAM).json["id"]
        assert jalankan(terlambat) == 1
        putusan = {"dimaafkan": dimaafkan, "catatan": "Sudah saya periksa sendiri."}
        assert klien(terlambat, AGUS).post(f"{alamat(terlambat, 1)}/maafkan", json=putusan).status_code == 200
        assert jalankan(terlambat) == 0
        assert admin.post(f"{API}/gangguan/{id_}/cabut").status_code == 204
        jalankan(terlambat)
    assert klien(terlambat, RINA).get(alamat(terlambat, 1)).json["dimaafkan"] is dimaafkan


def test_what_is_sent_after_it_was_recorded_is_excused_as_well(svc: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 1, 24)):
        svc.deliver(mothers.instansi(), mothers.periode_laporan(1), mothers.skp_rina())
    rina = klien(svc, RINA)
    with clock.at(jam(2025, 2, 10)):
        assert klien(svc, ADMIN, "admin_instansi").post(f"{API}/gangguan", json=PADAM).status_code == 201
        assert jalankan(svc) == 0
        rows = [{"indikator_id": str(i), "angka": "1"} for i in mothers.indikator_rina()]
        assert rina.put(alamat(svc, 1), json={"realisasi": rows}, headers={"If-Match": "1"}).status_code == 200
        assert rina.post(f"{alamat(svc, 1)}/kirim", json={"alasan_terlambat": "gangguan_sistem"}).status_code == 200
        assert jalankan(svc) == 1


def test_only_the_admin_records_and_the_page_works_without_a_script(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.instansi())
    admin = klien(svc, ADMIN, "admin_instansi")
    form = {"mulai": "2025-02-08", "mulai_jam": "20.00", "selesai": "2025-02-09", "selesai_jam": "07.00", "sebab": PADAM["sebab"]}
    with clock.at(jam(2025, 2, 11)):
        assert "Catat gangguan" not in klien(svc, RINA).get("/capaian/gangguan").text
        assert klien(svc, RINA).post("/capaian/gangguan", data=form).status_code == 403
        assert klien(svc, RINA).post(f"{API}/gangguan", json=PADAM).status_code == 403
        assert "Belum ada gangguan yang tercatat" in admin.get("/capaian/gangguan").text
        salah = admin.post("/capaian/gangguan", data={**form, "mulai_jam": ""})
        assert salah.status_code == 422 and "Tulis jamnya" in salah.text and "Listrik pusat data padam &lt;b&gt;total" in salah.text
        assert admin.post("/capaian/gangguan", data=form).status_code == 303
        halaman = admin.get("/capaian/gangguan").text
        assert "0 laporan" in halaman and "Listrik pusat data padam &lt;b&gt;total" in halaman
        id_ = svc.connection.execute(sa.text("SELECT id FROM gangguan")).scalar_one()
        assert admin.post(f"/capaian/gangguan/{id_}/cabut").status_code == 303
        assert "Dicabut" in admin.get("/capaian/gangguan").text
