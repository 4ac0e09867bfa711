"""At the lock the worker sends what nobody sent: once, by the clock of each instansi, whatever happens between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.use_cases import kirim_yang_terkunci
from shared import clock
from shared.contracts.capaian import Laporan, LaporanDikirim
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import ADMIN, AGUS, INSTANSI, NAMA, RINA, jam

API = "/capaian/api/v1"


@pytest.fixture
def tahun(svc: ServiceUnderTest) -> ServiceUnderTest:
    """The plan was agreed in January 2025, and its drafts were made then."""
    with clock.at(jam(2025, 1, 24)):
        svc.deliver(mothers.instansi(), *(mothers.periode_laporan(n) for n in range(1, 4)), mothers.skp_rina())
    return svc


def jalankan(svc: ServiceUnderTest, banyak: int = 300) -> int:
    with svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        return kirim_yang_terkunci(uow, banyak)


def status(svc: ServiceUnderTest) -> list[tuple[object, ...]]:
    return [tuple(r) for r in svc.connection.execute(sa.text("SELECT nomor, status, diajukan_otomatis FROM laporan ORDER BY nomor"))]


def klien(svc: ServiceUnderTest, pegawai_id: UUID) -> FlaskClient:
    peran = {"admin_instansi"} if pegawai_id == ADMIN else set[str]()
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, peran=peran, nama=NAMA[pegawai_id]))


def test_nothing_is_sent_before_the_last_second_and_each_report_once_after_it(tahun: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 2, 15, 23, 59, 59)):
        assert jalankan(tahun) == 0
    with clock.at(jam(2025, 2, 16, 0, 0, 0)):
        assert (jalankan(tahun), jalankan(tahun)) == (1, 0)
    assert status(tahun) == [(1, "dikirim", True), (2, "draf", False), (3, "draf", False)]
    assert [(d.terlambat, d.diajukan_otomatis) for d in tahun.published(LaporanDikirim)] == [(True, True)]
    assert tahun.published(Laporan)[-1].diajukan_otomatis
    assert tahun.connection.execute(sa.text("SELECT count(*) FROM jejak WHERE aksi = 'laporan.kirim_otomatis'")).scalar() == 1


def test_a_worker_that_stood_still_catches_up_in_batches(tahun: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 6, 1)):
        assert [jalankan(tahun, 2), jalankan(tahun, 2), jalankan(tahun, 2)] == [2, 1, 0]
    assert [d.mulai.month for d in tahun.published(LaporanDikirim)] == [1, 2, 3]


def test_a_batch_that_breaks_sends_nothing_and_is_done_again(tahun: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 6, 1)):
        with pytest.raises(RuntimeError), tahun.open_unit() as uow:
            kirim_yang_terkunci(uow)  # type: ignore[arg-type]
            raise RuntimeError
        assert tahun.published(LaporanDikirim) == []
        assert jalankan(tahun) == 3


def test_each_instansi_has_its_own_midnight(tahun: ServiceUnderTest) -> None:
    timur = mothers.id_dari("instansi timur")
    with clock.at(jam(2025, 1, 24)):
        tahun.deliver(
            replace(mothers.instansi(), id=timur, zona_waktu="Asia/Jayapura"),
            replace(mothers.periode_laporan(1), id=mothers.id_dari("periode timur"), instansi_id=timur),
            replace(mothers.skp_rina(), id=mothers.id_dari("skp timur"), instansi_id=timur),
        )
    with clock.at(jam(2025, 2, 15, 21, 59, 59)):
        assert jalankan(tahun) == 0
    with clock.at(jam(2025, 2, 15, 22, 0, 0)):
        assert jalankan(tahun) == 1
    assert [d.instansi_id for d in tahun.published(LaporanDikirim)] == [timur]


def test_what_its_owner_sent_what_is_not_due_and_what_was_made_after_its_lock_is_left_alone(svc: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 3, 20)):
        svc.deliver(
            mothers.instansi(), mothers.skp_rina(), mothers.periode_laporan(1), mothers.periode_laporan(3), mothers.periode_laporan(4)
        )
    svc.connection.execute(sa.text("UPDATE laporan SET bebas = 'cuti_besar' WHERE nomor = 4"))
    rina = klien(svc, RINA)
    alamat = f"{API}/laporan/{svc.connection.execute(sa.text('SELECT id FROM laporan WHERE nomor = 3')).scalar()}"
    with clock.at(jam(2025, 4, 3)):
        rows = [{"indikator_id": str(i), "angka": "1"} for i in mothers.indikator_rina()]
        assert rina.put(alamat, json={"realisasi": rows}, headers={"If-Match": "1"}).status_code == 200
        assert rina.post(f"{alamat}/kirim", json={}).status_code == 200
    with clock.at(jam(2025, 9, 1)):
        assert jalankan(svc) == 0
    assert status(svc) == [(1, "draf", False), (3, "dikirim", False), (4, "draf", False)]


def test_the_pages_say_who_sent_it_and_the_admin_opens_it_again(tahun: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 2, 16)):
        jalankan(tahun)
    id_ = tahun.connection.execute(sa.text("SELECT id FROM laporan WHERE nomor = 1")).scalar()
    rina, agus, admin = klien(tahun, RINA), klien(tahun, AGUS), klien(tahun, ADMIN)
    with clock.at(jam(2025, 2, 17)):
        halaman = rina.get(f"/capaian/laporan/{id_}").text
        assert "sistem mengirimnya dalam keadaan kosong: tidak melaporkan" in halaman and "Dikirim otomatis karena terkunci" in halaman
        assert "Dikirim otomatis, terlambat 8 hari" in agus.get("/capaian/tim").text
        assert f"/capaian/laporan/{id_}" in admin.get("/capaian/laporan?milik=instansi").text
        isi = {"sampai": "2025-02-25", "alasan": "Rawat inap sejak awal bulan."}
        dibuka = admin.post(f"{API}/laporan/{id_}/buka", json=isi)
        assert (dibuka.status_code, dibuka.json["status"], dibuka.json["hari_terlambat"]) == (200, "draf", 8)
        rows = [{"indikator_id": str(i), "angka": "1"} for i in mothers.indikator_rina()]
        versi = {"If-Match": f'"{dibuka.json["version"]}"'}
        assert rina.put(f"{API}/laporan/{id_}", json={"realisasi": rows}, headers=versi).status_code == 200
        kirim = rina.post(f"{API}/laporan/{id_}/kirim", json={"alasan_terlambat": "sakit"})
    assert (kirim.status_code, kirim.json["hari_terlambat"], kirim.json["diajukan_otomatis"]) == (200, 8, False)
    assert kirim.json["alasan_terlambat"] == "sakit"
    assert date.fromisoformat(kirim.json["pertama_dikirim_pada"][:10]) == date(2025, 2, 16)


def test_the_owner_asks_the_admin_sees_it_refuses_it_and_grants_it_on_pages(tahun: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 2, 16)):
        jalankan(tahun)
    id_ = tahun.connection.execute(sa.text("SELECT id FROM laporan WHERE nomor = 1")).scalar()
    alamat = f"/capaian/laporan/{id_}"
    rina, agus, admin = klien(tahun, RINA), klien(tahun, AGUS), klien(tahun, ADMIN)
    minta = {"alasan": "Rawat inap sejak awal bulan <b>Februari</b>."}
    with clock.at(jam(2025, 2, 17)):
        assert 'href="#j-minta"' in rina.get(alamat).text and 'href="#j-minta"' not in agus.get(alamat).text
        assert "permintaan membuka laporan" not in admin.get("/capaian/laporan?milik=instansi").text.lower()
        assert rina.post(f"{alamat}/minta-buka", data={"alasan": "pendek", "version": versi(tahun)}).status_code == 422
        assert rina.post(f"{alamat}/minta-buka", data={**minta, "version": versi(tahun)}).status_code == 303
        assert "Menunggu admin instansi, sejak" in rina.get(alamat).text
        assert "Minta dibuka kembali" in agus.get(alamat).text  # the evaluator reads it in the history
        assert "Satu permintaan membuka laporan menunggu Anda" in admin.get("/capaian/laporan?milik=instansi").text
        assert "Satu permintaan membuka laporan menunggu Anda" in admin.get("/capaian/laporan").text
        halaman = admin.get(alamat).text
        assert "Rawat inap sejak awal bulan &lt;b&gt;Februari" in halaman and "Tolak permintaan" in halaman
        for lain in (rina, agus):
            assert lain.post(f"{API}/laporan/{id_}/tolak-buka", json=minta).status_code == 403
        assert agus.post(f"{API}/laporan/{id_}/minta-buka", json=minta).status_code == 403
        tolak = {"alasan": "Sertakan surat dokter.", "version": versi(tahun)}
        assert admin.post(f"{alamat}/tolak-buka", data=tolak).status_code == 303
        assert "Permintaan membuka ditolak admin instansi" in rina.get(alamat).text
        assert rina.post(f"{API}/laporan/{id_}/minta-buka", json=minta).status_code == 200
        buka = {"sampai": "2025-02-25", "alasan": "Surat dokter sudah ada.", "version": versi(tahun)}
        assert admin.post(f"{alamat}/buka", data=buka).status_code == 303
        isi = rina.get(f"{API}/laporan/{id_}").json
    assert (isi["status"], isi["dibuka_sampai"], isi["hari_terlambat"], isi["diminta_buka_pada"]) == ("draf", "2025-02-25", 8, None)
    assert [p["aksi"] for p in isi["riwayat"]] == ["kirim_otomatis", "minta_buka", "tolak_buka", "minta_buka", "buka"]
    jejak = tahun.connection.execute(sa.text("SELECT aksi FROM jejak WHERE aksi LIKE 'laporan.%buka' ORDER BY id")).scalars().all()
    assert jejak == ["laporan.minta_buka", "laporan.tolak_buka", "laporan.minta_buka", "laporan.buka"]


def versi(svc: ServiceUnderTest) -> int:
    return int(svc.connection.execute(sa.text("SELECT version FROM laporan WHERE nomor = 1")).scalar_one())
