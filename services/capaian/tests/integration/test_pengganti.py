"""Substitutes decide on reports in their capacity; leave frees from duty and lateness; the end of a post ends the reports."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from shared.contracts import auth
from shared.contracts.capaian import Laporan, Progres
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import AGUS, BAMBANG, DIMAS, INSTANSI, NAMA, RHK_RINA, RINA, id_dari
from .test_api import API, isi, klien, laporan_id

MARET = {"X-Kinerja-Jam": "2025-03-10T09:00:00+07:00"}
SESUDAH = {"X-Kinerja-Jam": "2025-03-24T09:00:00+07:00"}
BIDANG = id_dari("Bidang Pembinaan SD")


@pytest.fixture
def tahun(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(
        mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), *(mothers.periode_laporan(n) for n in range(1, 13)), mothers.skp_rina()
    )
    return svc


def pengganti(pegawai_id: UUID = DIMAS, jenis: str = "plh", **kw: object) -> auth.Pengganti:
    data: dict[str, object] = {
        "id": id_dari("pengganti"), "digantikan_id": AGUS if jenis == "plh" else None, "dari": date(2025, 3, 3), "sampai": date(2025, 3, 21),
        "dicabut": False, "version": 1,
    }  # fmt: skip
    return auth.Pengganti(instansi_id=INSTANSI, pegawai_id=pegawai_id, unor_id=BIDANG, jenis=jenis, sk_nomor="800/1", **(data | kw))  # type: ignore[arg-type]


def absen(jenis: str, mulai: date, selesai: date | None, version: int = 2) -> auth.Pegawai:
    return auth.Pegawai(
        RINA, INSTANSI, None, NAMA[RINA], "pns", True, (), (), version, (auth.Keadaan(id_dari("absen"), jenis, mulai, selesai),)
    )


def terkirim(svc: ServiceUnderTest, nomor: int = 2) -> str:
    alamat = f"{API}/laporan/{laporan_id(svc, nomor)}"
    p4 = klien(svc, RINA)
    saat = {"X-Kinerja-Jam": f"2025-0{nomor + 1}-05T09:00:00+07:00"}
    version = p4.get(alamat, headers=saat).json["version"]
    from .test_api import isian

    p4.put(alamat, json=isian(), headers={**saat, "If-Match": f'"{version}"'})
    jawab = p4.post(f"{alamat}/kirim", json={}, headers=saat)
    assert jawab.status_code == 200, jawab.json
    return alamat


def halaman_tim(client: FlaskClient, saat: dict[str, str]) -> str:
    return str(client.get("/capaian/tim?tahun=2025", headers=saat).text)


def test_a_plh_sees_and_accepts_a_report_in_that_capacity_and_not_after_the_span(tahun: ServiceUnderTest) -> None:
    alamat = terkirim(tahun)
    plh = klien(tahun, DIMAS)
    assert plh.get(alamat, headers=MARET).status_code == 404
    tahun.deliver(pengganti())
    assert "Anda sebagai Plh" in halaman_tim(plh, MARET)
    assert "1" in halaman_tim(plh, MARET)
    assert plh.post(f"{alamat}/terima", headers=SESUDAH).status_code == 404
    hasil = plh.post(f"{alamat}/terima", headers=MARET)
    assert (hasil.status_code, hasil.json["status"]) == (200, "diterima")
    terbit = tahun.published(Laporan)[-1]
    assert (terbit.diterima_oleh, terbit.diterima_sebagai, terbit.penilai_id) == (DIMAS, "plh", AGUS)
    assert "sebagai Plh" in klien(tahun, RINA).get(f"/capaian/laporan/{terbit.id}", headers=MARET).text


def test_a_plt_acts_for_the_people_of_a_vacant_unit(tahun: ServiceUnderTest) -> None:
    alamat = terkirim(tahun)
    tahun.deliver(mothers.skp_rina(penilai_id=BAMBANG, unor_lowong=(BIDANG,), version=9), pengganti(jenis="plt"))
    hasil = klien(tahun, DIMAS).post(f"{alamat}/kembalikan", json={"alasan": "Lengkapi bukti kegiatannya."}, headers=MARET)
    assert hasil.status_code == 200, hasil.json
    assert hasil.json["riwayat"][-1]["sebagai"] == "plt"


def test_nobody_accepts_his_own_report_as_plh_and_the_next_above_does(tahun: ServiceUnderTest) -> None:
    alamat = terkirim(tahun)
    tahun.deliver(pengganti(RINA))
    assert klien(tahun, RINA).post(f"{alamat}/terima", headers=MARET).status_code == 403
    assert klien(tahun, BAMBANG).post(f"{alamat}/terima", headers=MARET).status_code == 200
    assert tahun.published(Laporan)[-1].diterima_sebagai == "atasan"


def test_a_month_of_leave_is_not_due_and_deadlines_that_fall_on_leave_move(tahun: ServiceUnderTest) -> None:
    tahun.deliver(absen("cuti_melahirkan", date(2025, 3, 1), date(2025, 5, 31)))
    terbit = {lap.nomor: lap for lap in tahun.published(Laporan)}
    assert {n: lap.bebas for n, lap in terbit.items() if lap.bebas} == dict.fromkeys((3, 4, 5), "cuti_melahirkan")
    assert terbit[2].batas_normal > date(2025, 6, 1)
    assert terbit[6].batas_normal == date(2025, 7, 8)
    p4 = klien(tahun, RINA)
    juni = {"X-Kinerja-Jam": "2025-06-20T09:00:00+07:00"}
    assert "Tidak wajib: Cuti melahirkan" in p4.get("/capaian/laporan?tahun=2025", headers=juni).text
    assert "Tidak wajib" in klien(tahun, AGUS).get("/capaian/tim?tahun=2025&tampil=semua", headers=juni).text
    tahun.deliver(auth.Pegawai(RINA, INSTANSI, None, NAMA[RINA], "pns", True, (), (), 3))
    terbit = {lap.nomor: lap for lap in tahun.published(Laporan)}
    assert (terbit[3].bebas, terbit[2].batas_normal) == ("", date(2025, 3, 8))


def test_an_entry_for_a_day_of_leave_is_never_late_and_the_day_is_no_duty(tahun: ServiceUnderTest) -> None:
    tahun.deliver(absen("cuti_tahunan", date(2025, 3, 5), date(2025, 3, 6)))
    p4 = klien(tahun, RINA)
    catatan = {"uraian": "Menjawab surat yang mendesak dari rumah", "rhk_id": str(RHK_RINA[0].id), "lokasi_kerja": "wfa"}
    saat = {"X-Kinerja-Jam": "2025-03-07T09:00:00+07:00"}
    assert p4.post(f"{API}/progres", json={**catatan, "tanggal": "2025-03-05"}, headers=saat).status_code == 201
    assert p4.post(f"{API}/progres", json={**catatan, "tanggal": "2025-03-04"}, headers=saat).status_code == 201
    assert {p.tanggal.day: p.terlambat for p in tahun.published(Progres)} == {5: False, 4: True}
    halaman = p4.get("/capaian/?tanggal=2025-03-06", headers=saat).text
    assert "Cuti tahunan sampai Kamis, 6 Maret 2025. Hari itu tidak wajib dicatat" in halaman


def test_reports_beyond_the_end_of_the_post_are_not_due_and_come_back_with_it(tahun: ServiceUnderTest) -> None:
    tahun.deliver(mothers.skp_rina(selesai=date(2025, 7, 31), status="ditutup", version=5))
    bebas = {lap.nomor: lap.bebas for lap in tahun.published(Laporan)}
    assert [n for n, sebab in bebas.items() if sebab] == [8, 9, 10, 11, 12]
    assert (
        "Agustus 2025"
        not in klien(tahun, RINA).get("/capaian/laporan?tahun=2025", headers={"X-Kinerja-Jam": "2025-09-20T09:00:00+07:00"}).text
    )
    tahun.deliver(mothers.skp_rina(version=6))
    assert not any(lap.bebas for lap in {lap.nomor: lap for lap in tahun.published(Laporan)}.values())
    assert isi
