"""Reports: who may do what when, and lateness that stays (domain 4.5)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from capaian.domain.laporan import TRANSISI, IsianRealisasi, Laporan, untuk_periode
from shared.contracts.capaian import LaporanDikirim
from shared.errors import Forbidden, Invalid, NotAllowed

from ..mothers import (
    AGUS,
    INOVASI,
    KEPUASAN,
    LAPORAN_BULANAN,
    RINA,
    id_dari,
    indikator_rina,
    isian_lengkap,
    jam,
    laporan,
    periode_laporan,
    skp_rina,
)

PEMILIK, PENILAI, ADMIN = frozenset({"pemilik"}), frozenset({"penilai"}), frozenset({"admin"})
HARI = date(2025, 12, 1)


def lengkap(**ganti: object) -> Laporan:
    satu = laporan(**ganti)  # type: ignore[arg-type]
    satu.isi(isian_lengkap(), indikator_rina(), PEMILIK, HARI)
    return satu


def kirim(satu: Laporan, pada: datetime, alasan: str = "", keterangan: str = "", zona: str = "Asia/Jakarta") -> LaporanDikirim:
    return satu.kirim(
        alasan=alasan, keterangan=keterangan, wajib=indikator_rina().keys(), hubungan=PEMILIK, oleh=RINA, pada=pada, zona=zona
    )


def test_sent_in_time_is_not_late() -> None:
    satu = lengkap()
    peristiwa = kirim(satu, jam(2025, 12, 8, 23, 59, 59))
    assert (satu.status, satu.terlambat, satu.hari_terlambat, peristiwa.terlambat) == ("dikirim", False, 0, False)


def test_one_second_after_the_deadline_is_one_day_late() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 9, 0, 0, 0), "sakit")
    assert (satu.terlambat, satu.hari_terlambat, satu.alasan_terlambat) == (True, 1, "sakit")


def test_the_deadline_ends_in_the_zone_of_the_instansi() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 8, 23, 30), "sakit", zona="Asia/Jayapura")
    assert satu.hari_terlambat == 1


def test_late_sending_needs_a_known_reason() -> None:
    satu = lengkap()
    with pytest.raises(Invalid) as salah:
        kirim(satu, jam(2025, 12, 10), "malas")
    assert "alasan_terlambat" in salah.value.errors
    assert (satu.status, satu.pertama_dikirim_pada) == ("draf", None)


def test_another_reason_needs_an_explanation() -> None:
    with pytest.raises(Invalid) as salah:
        kirim(lengkap(), jam(2025, 12, 10), "lainnya", "anu")
    assert "keterangan" in salah.value.errors


def test_lateness_is_frozen_through_return_and_resending() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 10), "sakit")
    satu.kembalikan("Lengkapi buktinya ya.", PENILAI, AGUS, jam(2025, 12, 20), date(2025, 12, 20))
    kirim(satu, jam(2026, 1, 30))
    assert (satu.status, satu.terlambat, satu.hari_terlambat, satu.pertama_dikirim_pada) == ("dikirim", True, 2, jam(2025, 12, 10))


def test_a_revision_after_an_early_sending_is_not_late() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 2))
    satu.kembalikan("Lengkapi buktinya ya.", PENILAI, AGUS, jam(2026, 1, 5), date(2026, 1, 5))
    kirim(satu, jam(2026, 1, 9))
    assert not satu.terlambat


def test_after_the_tolerance_it_is_locked_until_reopened() -> None:
    satu = lengkap()
    with pytest.raises(NotAllowed) as terkunci:
        kirim(satu, jam(2025, 12, 16), "sakit")
    assert terkunci.value.code == "report_locked"
    satu.buka(date(2025, 12, 26), "Rawat inap sampai 20 Desember.", ADMIN, id_dari("admin"), jam(2025, 12, 18), date(2025, 12, 18))
    kirim(satu, jam(2025, 12, 23), "sakit")
    assert satu.hari_terlambat == 15


def test_a_reopening_ends() -> None:
    satu = lengkap(dibuka_sampai=date(2025, 12, 20))
    assert not satu.terkunci(date(2025, 12, 20))
    assert satu.terkunci(date(2025, 12, 21))


def test_an_open_report_cannot_be_reopened() -> None:
    with pytest.raises(NotAllowed):
        laporan().buka(date(2025, 12, 20), "Alasan yang cukup.", ADMIN, id_dari("admin"), jam(2025, 12, 10), date(2025, 12, 10))


def test_sending_begins_on_the_last_day_of_the_period() -> None:
    with pytest.raises(NotAllowed, match="hari terakhir"):
        kirim(lengkap(mulai=date(2025, 11, 1)), jam(2025, 11, 29))
    kirim(lengkap(), jam(2025, 11, 30))


def test_every_indikator_needs_a_figure_or_words() -> None:
    satu = laporan()
    satu.isi([IsianRealisasi(i, Decimal(1)) for i in list(indikator_rina())[:-1]], indikator_rina(), PEMILIK, HARI)
    with pytest.raises(NotAllowed, match="1 indikator"):
        kirim(satu, jam(2025, 12, 1))
    satu.isi([IsianRealisasi(INOVASI.id, kendala="Belum ada inovasi bulan ini.")], indikator_rina(), PEMILIK, HARI)
    kirim(satu, jam(2025, 12, 1))


def test_filling_keeps_what_is_not_mentioned_and_the_order_of_the_skp() -> None:
    satu = laporan()
    satu.isi([IsianRealisasi(INOVASI.id, Decimal(1))], indikator_rina(), PEMILIK, HARI)
    satu.isi([IsianRealisasi(LAPORAN_BULANAN.id, Decimal(1))], indikator_rina(), PEMILIK, HARI)
    assert [r.indikator_id for r in satu.realisasi] == [LAPORAN_BULANAN.id, INOVASI.id]


@pytest.mark.parametrize(
    ("angka", "kata"),
    [("-1", "nol"), ("NaN", "angka"), ("Infinity", "angka"), ("1E+20", "besar"), ("1.00001", "koma"), ("12001", "seribu")],
)
def test_figures_that_cannot_be_are_refused_and_nothing_is_taken(angka: str, kata: str) -> None:
    satu = laporan()
    with pytest.raises(Invalid) as salah:
        satu.isi(
            [IsianRealisasi(INOVASI.id, Decimal(1)), IsianRealisasi(LAPORAN_BULANAN.id, Decimal(angka))], indikator_rina(), PEMILIK, HARI
        )
    assert kata in salah.value.errors["realisasi.1.angka"][0]
    assert satu.realisasi == ()


def test_a_percentage_far_above_hundred_is_a_slip_of_the_comma() -> None:
    with pytest.raises(Invalid):
        laporan().isi([IsianRealisasi(KEPUASAN.id, Decimal(9120))], indikator_rina(), PEMILIK, HARI)


def test_unknown_and_repeated_indikator_are_refused() -> None:
    with pytest.raises(Invalid) as salah:
        laporan().isi(
            [IsianRealisasi(id_dari("lain")), IsianRealisasi(INOVASI.id), IsianRealisasi(INOVASI.id)], indikator_rina(), PEMILIK, HARI
        )
    assert set(salah.value.errors) == {"realisasi.0.indikator_id", "realisasi.2.indikator_id"}


def test_a_sent_report_is_not_edited() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 2))
    with pytest.raises(NotAllowed):
        satu.isi(isian_lengkap(), indikator_rina(), PEMILIK, date(2025, 12, 3))


def test_nothing_is_filled_before_the_period_begins() -> None:
    with pytest.raises(NotAllowed, match="baru mulai"):
        laporan().isi(isian_lengkap(), indikator_rina(), PEMILIK, date(2025, 10, 31))


def test_only_the_evaluator_judges_and_only_the_owner_sends() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 2))
    for hubungan in (PEMILIK, ADMIN, frozenset({"atasan"})):
        with pytest.raises(Forbidden):
            satu.terima(hubungan, RINA, jam(2025, 12, 3), date(2025, 12, 3))
    with pytest.raises(Forbidden):
        satu.kirim(alasan="", keterangan="", wajib=[], hubungan=PENILAI, oleh=AGUS, pada=jam(2025, 12, 3), zona="Asia/Jakarta")


def test_an_accepted_report_is_closed_but_its_lateness_may_still_be_excused() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 10), "sakit")
    satu.terima(PENILAI, AGUS, jam(2025, 12, 11), date(2025, 12, 11))
    with pytest.raises(NotAllowed):
        satu.kembalikan("Terlambat disadari.", PENILAI, AGUS, jam(2025, 12, 12), date(2025, 12, 12))
    satu.maafkan(True, "Surat sakit ada.", PENILAI, AGUS, jam(2025, 12, 12), date(2025, 12, 12))
    assert (satu.dimaafkan, satu.terlambat, satu.hari_terlambat) == (True, True, 2)


def test_there_is_nothing_to_excuse_in_a_punctual_report() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 2))
    with pytest.raises(NotAllowed):
        satu.maafkan(True, "", PENILAI, AGUS, jam(2025, 12, 3), date(2025, 12, 3))


def test_returning_needs_words() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 2))
    with pytest.raises(Invalid):
        satu.kembalikan("  ulang ", PENILAI, AGUS, jam(2025, 12, 3), date(2025, 12, 3))


def test_the_actions_come_from_the_same_table_with_their_reasons() -> None:
    satu = laporan()
    aksi = {a.kode: a for a in satu.aksi(PEMILIK, date(2025, 12, 1), indikator_rina().keys())}
    assert aksi["isi"].boleh
    assert not aksi["kirim"].boleh
    assert "5 indikator" in aksi["kirim"].alasan
    assert {t.aksi for t in TRANSISI if t.siapa == "penilai"} == {a.kode for a in satu.aksi(PENILAI, HARI, [])}
    assert satu.aksi(frozenset({"atasan"}), HARI, []) == []


def test_a_period_is_cut_to_the_span_of_the_skp() -> None:
    segmen = skp_rina(mulai=date(2025, 8, 14), selesai=date(2025, 12, 31))

    def draf(nomor: int) -> Laporan | None:
        p = periode_laporan(nomor)
        tanggal = (p.mulai, p.selesai, p.batas_normal, p.batas_toleransi)
        return untuk_periode(
            segmen,
            id=UUID(int=1),
            periode_id=p.id,
            nomor=p.nomor,
            nama=p.nama,
            mulai=tanggal[0],
            selesai=tanggal[1],
            batas_normal=tanggal[2],
            batas_toleransi=tanggal[3],
        )

    assert draf(7) is None
    agustus = draf(8)
    assert agustus is not None
    assert (agustus.mulai, agustus.selesai) == (date(2025, 8, 14), date(2025, 8, 31))


def test_history_names_who_did_what() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 10), "sakit")
    satu.kembalikan("Lengkapi buktinya ya.", PENILAI, AGUS, jam(2025, 12, 11), date(2025, 12, 11))
    assert [(p.aksi, p.oleh, p.catatan) for p in satu.riwayat] == [("kirim", RINA, ""), ("kembalikan", AGUS, "Lengkapi buktinya ya.")]


# ---- the lock sends what nobody sent


def test_the_lock_sends_the_draft_as_it_stands_in_the_second_after_the_last_day() -> None:
    satu = laporan()
    with pytest.raises(NotAllowed):
        satu.kirim_otomatis(jam(2025, 12, 15, 23, 59, 59), "Asia/Jakarta")
    dikirim = satu.kirim_otomatis(jam(2025, 12, 16, 0, 0, 0), "Asia/Jakarta")
    assert (satu.status, satu.diajukan_otomatis, satu.terlambat, satu.hari_terlambat) == ("dikirim", True, True, 8)
    assert (dikirim.diajukan_otomatis, dikirim.terlambat, satu.riwayat[-1].oleh) == (True, True, None)
    with pytest.raises(NotAllowed):
        satu.kirim_otomatis(jam(2025, 12, 16, 0, 0, 1), "Asia/Jakarta")


def test_a_worker_that_was_down_makes_nobody_later() -> None:
    satu = lengkap()
    satu.kirim_otomatis(jam(2026, 2, 1), "Asia/Jakarta")
    assert (satu.hari_terlambat, satu.pertama_dikirim_pada) == (8, jam(2026, 2, 1))


def test_what_the_lock_sent_is_reopened_and_keeps_its_first_lateness() -> None:
    satu = lengkap()
    satu.kirim_otomatis(jam(2025, 12, 16), "Asia/Jakarta")
    satu.buka(date(2025, 12, 26), "Rawat inap sampai 20 Desember.", ADMIN, id_dari("admin"), jam(2025, 12, 18), date(2025, 12, 18))
    assert (satu.status, satu.diajukan_otomatis) == ("draf", True)
    kirim(satu, jam(2025, 12, 23), "sakit", "Rawat inap di RSUD.")
    assert (satu.status, satu.diajukan_otomatis, satu.hari_terlambat, satu.alasan_terlambat) == ("dikirim", False, 8, "sakit")
    assert satu.pertama_dikirim_pada == jam(2025, 12, 16)


def test_a_reopening_that_passes_unused_is_sent_again_and_no_later() -> None:
    satu = laporan()
    satu.kirim_otomatis(jam(2025, 12, 16), "Asia/Jakarta")
    satu.buka(date(2025, 12, 26), "Rawat inap sampai 20 Desember.", ADMIN, id_dari("admin"), jam(2025, 12, 18), date(2025, 12, 18))
    satu.kirim_otomatis(jam(2025, 12, 27), "Asia/Jakarta")
    assert (satu.status, satu.hari_terlambat, satu.dikirim_pada) == ("dikirim", 8, jam(2025, 12, 27))


def test_what_its_owner_sent_is_returned_and_not_reopened() -> None:
    satu = lengkap()
    kirim(satu, jam(2025, 12, 2))
    with pytest.raises(NotAllowed, match="mengembalikannya"):
        satu.buka(date(2025, 12, 26), "Alasan yang cukup.", ADMIN, id_dari("admin"), jam(2025, 12, 18), date(2025, 12, 18))


@pytest.mark.parametrize("hubungan", [PEMILIK, PENILAI, ADMIN])
def test_nobody_can_do_the_deed_of_the_lock(hubungan: frozenset[str]) -> None:
    assert "kirim_otomatis" not in {a.kode for a in laporan().aksi(hubungan, date(2026, 1, 1), ())}


# ---- the owner asks for a reopening


def test_only_what_is_locked_can_be_asked_for_and_once_at_a_time() -> None:
    satu = laporan()
    with pytest.raises(NotAllowed, match="masih terbuka"):
        satu.minta_buka("Saya dirawat di rumah sakit.", PEMILIK, RINA, jam(2025, 12, 15), date(2025, 12, 15))
    satu.minta_buka("Saya dirawat di rumah sakit.", PEMILIK, RINA, jam(2025, 12, 16), date(2025, 12, 16))
    with pytest.raises(NotAllowed, match="masih menunggu"):
        satu.minta_buka("Saya dirawat di rumah sakit.", PEMILIK, RINA, jam(2025, 12, 17), date(2025, 12, 17))


def test_a_refusal_keeps_the_lock_and_says_why_until_the_next_request() -> None:
    satu = lengkap()
    satu.kirim_otomatis(jam(2025, 12, 16), "Asia/Jakarta")
    satu.minta_buka("Saya dirawat di rumah sakit.", PEMILIK, RINA, jam(2025, 12, 16), date(2025, 12, 16))
    satu.tolak_buka("Tidak ada surat keterangan.", ADMIN, id_dari("admin"), jam(2025, 12, 17), date(2025, 12, 17))
    assert (satu.status, satu.penolakan, satu.diminta_buka_pada) == ("dikirim", "Tidak ada surat keterangan.", None)
    satu.minta_buka("Surat keterangan dokter terlampir.", PEMILIK, RINA, jam(2025, 12, 18), date(2025, 12, 18))
    assert satu.penolakan == ""
    satu.buka(date(2025, 12, 26), "Surat dokter ada.", ADMIN, id_dari("admin"), jam(2025, 12, 18), date(2025, 12, 18))
    assert (satu.status, satu.diminta_buka_pada, satu.hari_terlambat) == ("draf", None, 8)


def test_nobody_refuses_what_nobody_asked_for() -> None:
    with pytest.raises(NotAllowed, match="Tidak ada permintaan"):
        laporan().tolak_buka("Alasan yang cukup.", ADMIN, id_dari("admin"), jam(2025, 12, 17), date(2025, 12, 17))
