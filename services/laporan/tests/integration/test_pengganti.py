"""Substitutes see whom they stand in for; leave and interruptions show, and do not count as missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.laporan.tests import mothers
from services.laporan.tests.integration.test_kinerja import NIP_P4, kinerja
from services.laporan.tests.mothers import identitas, kunci

from shared.contracts import auth
from shared.testing.service import ServiceUnderTest

SAAT = {"X-Kinerja-Jam": "2025-11-10T09:00:00+07:00"}
LALU = {"X-Kinerja-Jam": "2025-12-01T09:00:00+07:00"}


def pengganti(pegawai: str = "P3", **kw: object) -> auth.Pengganti:
    isi: dict[str, object] = {
        "id": kunci("pengganti"), "jenis": "plh", "digantikan_id": kunci("P2"), "dari": date(2025, 11, 1), "sampai": date(2025, 11, 30),
        "dicabut": False, "version": 1,
    }  # fmt: skip
    return auth.Pengganti(instansi_id=mothers.INSTANSI, pegawai_id=kunci(pegawai), unor_id=mothers.BIDANG, sk_nomor="800/1", **(isi | kw))  # type: ignore[arg-type]


def tim(svc: ServiceUnderTest, kode: str, saat: dict[str, str] = SAAT, lingkup: str = "langsung") -> str:
    jawab = svc.client(identitas(kode)).get(f"/laporan/tim?tahun=2025&lingkup={lingkup}", headers=saat)
    return str(jawab.text) if jawab.status_code == 200 else ""


def test_a_plh_sees_the_people_of_the_absent_head_until_the_span_is_over(kota: ServiceUnderTest) -> None:
    assert "Rina Lestari" not in tim(kota, "P3")
    kota.deliver(pengganti())
    assert "Rina Lestari" in tim(kota, "P3")
    assert "Anda bertindak sebagai Plh kepala" in tim(kota, "P3")
    p3 = kota.client(identitas("P3"))
    assert p3.get(f"/laporan/api/v1/pegawai/{NIP_P4}/kinerja?tahun=2025", headers=SAAT).status_code == 200
    assert p3.get(f"/laporan/api/v1/pegawai/{NIP_P4}/kinerja?tahun=2025", headers=LALU).status_code == 404
    assert "Rina Lestari" not in tim(kota, "P3", LALU)


def test_what_waits_for_the_absent_head_waits_on_the_first_page_of_the_plh(kota: ServiceUnderTest) -> None:
    diajukan = replace(mothers.skp_dari("P4"), status="diajukan", version=50)
    kota.deliver(diajukan, pengganti())
    halaman = kota.client(identitas("P3")).get("/laporan/beranda", headers=SAAT).text
    assert "Setujui SKP 2025: Rina Lestari" in halaman
    assert "Setujui SKP 2025: Rina Lestari" not in kota.client(identitas("P3")).get("/laporan/beranda", headers=LALU).text


def test_a_plt_of_a_vacancy_sees_its_people(kota: ServiceUnderTest) -> None:
    lowong = replace(mothers.penugasan("P4", penilai="P1"), unor_lowong=(mothers.BIDANG,))
    kota.deliver(mothers.pegawai("P4", 5, tugas=[lowong]), pengganti(jenis="plt", digantikan_id=None))
    assert "Rina Lestari" in tim(kota, "P3")


def cuti(jenis: str, mulai: date, selesai: date | None, version: int = 5) -> auth.Pegawai:
    return replace(mothers.pegawai("P4", version), keadaan=(auth.Keadaan(kunci("cuti"), jenis, mulai, selesai),))


def test_leave_shows_in_the_team_and_on_the_page_of_the_person(kota: ServiceUnderTest) -> None:
    kota.deliver(cuti("cuti_melahirkan", date(2025, 11, 1), date(2026, 1, 31)))
    assert "Cuti melahirkan" in tim(kota, "P2")
    halaman = kota.client(identitas("P2")).get(f"/laporan/pegawai/{kunci('P4')}?tahun=2025", headers=SAAT).text
    assert "Cuti melahirkan, 1 November 2025 sampai 31 Januari 2026" in halaman


def test_reports_that_leave_excuses_are_not_counted_as_missing(kota: ServiceUnderTest) -> None:
    semua = [
        replace(e, bebas="cuti_melahirkan", status="draf", pertama_dikirim_pada=None, dikirim_pada=None, version=90)
        for e in mothers.tahun_p4()
        if getattr(e, "nomor", 0) in (3, 4) and hasattr(e, "realisasi")
    ]
    kota.deliver(*semua)
    hitungan = kinerja(kota, "P4").json["ketepatan"]
    assert (hitungan["wajib"], hitungan["kosong"]) == (10, 0)


def test_who_is_on_unpaid_leave_is_not_counted_among_those_who_must_have_an_skp(kota: ServiceUnderTest) -> None:
    def wajib() -> int:
        admin = kota.client(identitas("X", "admin_instansi"))
        return int(admin.get("/laporan/api/v1/instansi?tahun=2025", headers=SAAT).json["wajib_skp"])

    sebelum = wajib()
    kota.deliver(cuti("cltn", date(2025, 6, 1), date(2026, 6, 1)))
    assert wajib() == sebelum - 1
