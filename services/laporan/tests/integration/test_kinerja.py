"""GET /pegawai/{nip}/kinerja: the figures of the sample, and who may see them."""

from dataclasses import replace
from datetime import date

import pytest
from services.laporan.tests import mothers
from services.laporan.tests.mothers import identitas

from shared.testing.service import ServiceUnderTest

NIP_P4 = mothers.ORANG["P4"][1]
NIP_P5 = mothers.ORANG["P5"][1]


def kinerja(svc: ServiceUnderTest, kode: str, nip: str | None = NIP_P4, *peran: str, tahun: int = 2025):
    return svc.client(identitas(kode, *peran)).get(f"/laporan/api/v1/pegawai/{nip}/kinerja?tahun={tahun}")


def test_p4_reads_the_figures_of_the_seed_table(kota: ServiceUnderTest) -> None:
    found = kinerja(kota, "P4").json
    wanted = {
        "nilai_skp": "111.09", "nilai_perilaku": "112.00", "nkp": "111.46", "predikat": "sangat_baik",
        "rating_hasil": "di_atas_ekspektasi", "rating_perilaku": "di_atas_ekspektasi", "tahun": 2025, "nip": NIP_P4,
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted
    assert found["ketepatan"] == {"wajib": 12, "tepat_waktu": 12, "terlambat": 0, "dimaafkan": 0, "kosong": 0, "persen": "100.00"}
    assert [r["capaian"] for r in found["skp"][0]["rhk"]] == ["100.00", "103.65", "120.00", "120.00"]
    assert found["skp"][0]["nilai_skp_sementara"] == "111.09"
    assert len(found["laporan"]) == 12
    assert [e["status"] for e in found["evaluasi"]] == ["disampaikan"]


def test_what_the_lock_sent_empty_counts_as_missing_and_with_something_in_it_as_late(kota: ServiceUnderTest) -> None:
    kota.deliver(mothers.evaluasi("P4", status="pengisian", version=9))
    terisi = baca_instansi(kota)
    kosong = replace(mothers.laporan("P4", 12, terlambat=7, version=9), realisasi=(), diajukan_otomatis=True)
    kota.deliver(kosong, replace(mothers.laporan("P4", 11, terlambat=7, version=9, realisasi={"A": "1"}), diajukan_otomatis=True))
    found = kinerja(kota, "P4").json
    assert found["ketepatan"] == {"wajib": 12, "tepat_waktu": 10, "terlambat": 1, "dimaafkan": 0, "kosong": 1, "persen": "83.33"}
    assert [(r["keadaan"], r["diajukan_otomatis"]) for r in found["laporan"]][-2:] == [("terlambat", True), ("kosong", True)]
    assert baca_instansi(kota) == terisi - 1


def test_the_result_of_a_period_is_never_taken_for_that_of_the_year(kota: ServiceUnderTest) -> None:
    def semua() -> list[object]:
        ppk = kota.client(identitas("X", "ppk"))
        alamat = ("/laporan/api/v1/instansi?tahun=2025", "/laporan/api/v1/beranda", "/laporan/api/v1/tim?tahun=2025")
        return [kinerja(kota, "P4").json, *(ppk.get(satu).json for satu in alamat), kota.client(identitas("P2")).get(alamat[2]).json]

    sebelum = semua()
    mulai, selesai = date(2025, 1, 1), date(2025, 3, 31)
    buruk = mothers.evaluasi("P4", status="final", predikat="kurang", perilaku="di_bawah_ekspektasi", mulai=mulai, selesai=selesai, nomor=7)
    belum = mothers.evaluasi("P5", status="diajukan", mulai=mulai, selesai=selesai, nomor=7)
    kota.deliver(*(replace(satu, jenis="triwulan-01") for satu in (buruk, belum)))
    assert kota.dead_letters() == [] and semua() == sebelum


def baca_instansi(svc: ServiceUnderTest) -> int:
    """Of how many people every report was filled in by themselves."""
    jumlah = svc.client(identitas("X", "ppk")).get("/laporan/api/v1/instansi?tahun=2025").json["realisasi_terisi"]["jumlah"]
    assert isinstance(jumlah, int)
    return jumlah


def test_p5_has_two_segments_one_year(kota: ServiceUnderTest) -> None:
    found = kinerja(kota, "P5", NIP_P5).json
    assert found["nkp"] == "98.00"
    assert found["predikat"] == "baik"
    assert found["ketepatan"]["persen"] == "72.73"
    assert [s["status"] for s in found["skp"]] == ["ditutup", "disetujui"]
    assert [e["nkp"] for e in found["evaluasi"]] == ["99.40", "96.03"]
    late = {r["nama"]: (r["keadaan"], r["hari_terlambat"]) for r in found["laporan"] if r["terlambat"]}
    assert late == {
        "September 2025": ("terlambat", 12),
        "Oktober 2025": ("terlambat", 9),
        "November 2025": ("terlambat", 15),
        "Desember 2025": ("dimaafkan", 3),
    }


@pytest.mark.parametrize(
    ("kode", "peran", "status"),
    [
        ("P4", (), 200),
        ("P2", (), 200),
        ("P1", (), 200),
        ("S0", (), 200),
        ("P3", (), 404),
        ("P5", (), 404),
        ("T1", (), 404),
        ("P9", (), 404),
        ("X", ("admin_instansi",), 200),
        ("X", ("pengelola_kinerja",), 200),
        ("X", ("ppk",), 200),
        ("X", ("auditor",), 200),
        ("X", ("admin_platform",), 404),
        ("X", (), 404),
    ],
)
def test_the_access_matrix(kota: ServiceUnderTest, kode: str, peran: tuple[str, ...], status: int) -> None:
    assert kinerja(kota, kode, NIP_P4, *peran).status_code == status


@pytest.mark.parametrize("status", ["diajukan", "dinilai", "ditetapkan", "disampaikan", "final"])
def test_employee_sees_the_result_from_delivery_his_line_from_fixing(svc: ServiceUnderTest, januari: None, status: str) -> None:
    svc.deliver(*mothers.dasar(), *mothers.tahun_p4(status))
    own, evaluator, officer = kinerja(svc, "P4").json, kinerja(svc, "P2").json, kinerja(svc, "X", NIP_P4, "pengelola_kinerja").json
    assert (own["predikat"] is not None) == (status in ("disampaikan", "final"))
    assert (evaluator["predikat"] is not None) == (status in ("ditetapkan", "disampaikan", "final"))
    assert officer["predikat"] == evaluator["predikat"]
    if status in ("dinilai", "ditetapkan"):
        assert own["nkp"] is None
        assert own["evaluasi"][0]["status"] == "diajukan"


def test_admin_and_pengelola_see_results_but_not_the_realisasi(kota: ServiceUnderTest) -> None:
    for peran in ("admin_instansi", "pengelola_kinerja"):
        found = kinerja(kota, "X", NIP_P4, peran).json
        assert found["nkp"] == "111.46"
        assert {r["capaian"] for r in found["skp"][0]["rhk"]} == {None}
    assert kinerja(kota, "X", NIP_P4, "ppk").json["skp"][0]["rhk"][0]["capaian"] == "100.00"


def test_a_former_evaluator_keeps_the_segment_he_evaluated_and_nothing_else(kota: ServiceUnderTest) -> None:
    found = kinerja(kota, "P9", NIP_P5).json
    assert [e["nkp"] for e in found["evaluasi"]] == ["99.40"]
    assert [s["status"] for s in found["skp"]] == ["ditutup"]
    assert len(found["laporan"]) == 7
    assert found["nkp"] is None
    assert found["predikat"] is None


def test_a_change_of_evaluator_ends_access_at_once(kota: ServiceUnderTest) -> None:
    kota.deliver(mothers.pegawai("T1", 2, tugas=[mothers.penugasan("T1", penilai="P2")]), mothers.skp_dari("T1", penilai="P2", version=9))
    assert kinerja(kota, "P3", mothers.ORANG["T1"][1]).status_code == 404
    assert kinerja(kota, "P2", mothers.ORANG["T1"][1]).status_code == 200


def test_another_instansi_finds_nobody(kota: ServiceUnderTest) -> None:
    stranger = kota.identity(peran={"admin_instansi", "ppk"})
    assert kota.client(stranger).get(f"/laporan/api/v1/pegawai/{NIP_P4}/kinerja?tahun=2025").status_code == 404


def test_unknown_and_malformed_nip_are_not_found(kota: ServiceUnderTest) -> None:
    for nip in ("000000000000000000", "abc", "1' OR '1'='1"):
        answer = kinerja(kota, "P4", nip)
        assert answer.status_code == 404
        assert answer.json["code"] == "not_found"


def test_a_wrong_year_says_what_to_write(kota: ServiceUnderTest) -> None:
    assert kinerja(kota, "P4", tahun=25).json["code"] == "tahun_invalid"
    answer = kota.client(identitas("P4")).get(f"/laporan/api/v1/pegawai/{NIP_P4}/kinerja?tahun=dua")
    assert answer.status_code == 422


def test_a_year_without_anything_is_empty_not_missing(kota: ServiceUnderTest) -> None:
    found = kinerja(kota, "P4", tahun=2019).json
    assert (found["skp"], found["laporan"], found["predikat"]) == ([], [], None)


def test_without_a_year_the_year_being_worked_on_is_meant(kota: ServiceUnderTest) -> None:
    assert kota.client(identitas("P4")).get(f"/laporan/api/v1/pegawai/{NIP_P4}/kinerja").json["tahun"] == 2025


def test_an_anonymous_caller_is_asked_to_sign_in(kota: ServiceUnderTest) -> None:
    assert kota.client(None).get(f"/laporan/api/v1/pegawai/{NIP_P4}/kinerja").status_code == 401


def test_at_most_ten_statements(kota: ServiceUnderTest) -> None:
    with kota.queries() as q:
        kinerja(kota, "P4")
    assert q.count <= 6


def test_daily_entries_are_counted_and_removed_ones_are_not(kota: ServiceUnderTest) -> None:
    first = mothers.progres("P4", "2025-11-12", terlambat=True)
    kota.deliver(first, mothers.progres("P4", "2025-11-12"), mothers.progres("P4", "2025-11-13"))
    assert kinerja(kota, "P4").json["progres"] == {"jumlah": 3, "hari": 2, "terlambat": 1}
    kota.deliver(replace(first, ada=False, version=2), first)
    assert kinerja(kota, "P4").json["progres"] == {"jumlah": 2, "hari": 2, "terlambat": 0}
