"""A result that an objection corrected: the new figures count, and everybody who sees them sees that they were corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from services.laporan.tests import mothers
from services.laporan.tests.integration.test_files import lembar
from services.laporan.tests.integration.test_kinerja import kinerja
from services.laporan.tests.mothers import identitas

from shared.contracts import penilaian
from shared.testing.service import ServiceUnderTest

DIPUTUS = datetime(2026, 1, 27, 2, tzinfo=UTC)
SEBELUM = penilaian.HasilSebelum(
    "di_bawah_ekspektasi", "sesuai_ekspektasi", "butuh_perbaikan", Decimal("75.66"), Decimal("100.00"), Decimal("85.39")
)


def terkoreksi(version: int = 9) -> penilaian.Evaluasi:
    dasar = mothers.evaluasi("T1", status="final", nilai_skp="100.66", nkp="100.39", version=version)
    return replace(dasar, keberatan="diterima", pemutus_keberatan_id=mothers.kunci("P1"), dikoreksi_pada=DIPUTUS, sebelum=SEBELUM)


def test_the_corrected_result_is_shown_and_said_to_be_corrected(kota: ServiceUnderTest) -> None:
    kota.deliver(terkoreksi())
    (satu,) = kinerja(kota, "T1", mothers.ORANG["T1"][1]).json["evaluasi"]
    assert (satu["nkp"], satu["predikat"], satu["dikoreksi"]) == ("100.39", "baik", "2026-01-27")
    assert (satu["nkp_sebelum"], satu["predikat_sebelum"]) == ("85.39", "butuh_perbaikan")
    halaman = kota.browser(identitas("T1")).get("/laporan/?tahun=2025").get_data(as_text=True)
    assert "Dikoreksi" in halaman and "85,39" in halaman and "100,39" in halaman
    (baris,) = [row for row in lembar(kota, "X", "admin_instansi") if row["Nama"] == mothers.ORANG["T1"][0]]
    assert (baris["Predikat"], baris["NKP"], baris["Keberatan"], baris["Predikat sebelum keberatan"]) == (
        "Baik", 100.39, "Diterima", "Butuh Perbaikan",
    )  # fmt: skip


@pytest.mark.parametrize(("keberatan", "kata"), [("", ""), ("diajukan", "Berjalan"), ("diperiksa", "Berjalan"), ("ditolak", "Ditolak")])
def test_the_rekap_says_where_an_objection_stands(kota: ServiceUnderTest, keberatan: str, kata: str) -> None:
    kota.deliver(replace(mothers.evaluasi("T1", status="final", version=9), keberatan=keberatan))
    (baris,) = [row for row in lembar(kota, "X", "admin_instansi") if row["Nama"] == mothers.ORANG["T1"][0]]
    assert (baris["Keberatan"], baris["Predikat sebelum keberatan"]) == (kata, "")


def test_a_late_copy_of_the_first_result_does_not_undo_the_correction(kota: ServiceUnderTest) -> None:
    kota.deliver(terkoreksi(), mothers.evaluasi("T1", status="disampaikan", nkp="85.39", version=5))
    (satu,) = kinerja(kota, "T1", mothers.ORANG["T1"][1]).json["evaluasi"]
    assert satu["nkp"] == "100.39"


def test_an_objection_waits_on_the_first_page_of_who_decides_until_it_is_decided(kota: ServiceUnderTest) -> None:
    def tugas(siapa: str) -> list[str]:
        isi = kota.client(identitas(siapa)).get("/laporan/api/v1/beranda").json
        return [t["judul"] for t in isi["tugas"] if t["jenis"] == "keberatan_putuskan"]

    berjalan = replace(mothers.evaluasi("T1", status="keberatan", version=9), pemutus_keberatan_id=mothers.kunci("P1"))
    for n, keadaan in enumerate(("diajukan", "diperiksa")):
        kota.deliver(replace(berjalan, keberatan=keadaan, version=9 + n))
        assert tugas("P1") == [f"Putuskan keberatan {mothers.ORANG['T1'][0]}"]
        assert tugas("P2") == tugas("T1") == []
    halaman = kota.browser(identitas("P1")).get("/laporan/beranda").get_data(as_text=True)
    assert 'href="/penilaian/keberatan?milik=putus"' in halaman
    kota.deliver(terkoreksi(version=12))
    assert tugas("P1") == []
