from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from services.penilaian.tests.mothers import (
    AKHIR,
    ALASAN_HASIL,
    ALASAN_PERILAKU,
    INSTANSI,
    P1,
    P2,
    P4,
    P5,
    PENGATURAN,
    RHK_P4,
    SD,
    SKOR_P4,
    laporan,
    laporan_setahun,
    skp_pegawai,
    uid,
)

from penilaian.domain.distribusi import CapaianOrganisasi, Sebaran
from penilaian.domain.evaluasi import TETAP, TRANSISI, CatatanRhk, Evaluasi, Formulir, SkorPerilaku, Status
from penilaian.domain.fakta import Fakta
from penilaian.domain.kuadran import Predikat, Rating
from penilaian.domain.organisasi import Organisasi, Penetapan, boleh_tetapkan
from penilaian.domain.realisasi import CatatanPeriode, gabung
from shared.contracts.auth import Pengaturan
from shared.contracts.penilaian import PenilaianDitetapkan, PenilaianFinal
from shared.errors import Forbidden, Invalid, NotAllowed

SESUDAH = AKHIR + timedelta(days=3)


def fakta(**lain) -> Fakta:
    dasar = Fakta(
        skp=skp_pegawai(), laporan=tuple(laporan_setahun()), pengaturan=PENGATURAN, zona="Asia/Jakarta", organisasi=CapaianOrganisasi.BAIK
    )
    return replace(dasar, **lain)


def evaluasi(status: Status = Status.PENGISIAN, **lain) -> Evaluasi:
    satu = Evaluasi.untuk_skp(uid("evaluasi"), skp_pegawai())
    satu.status = status
    for nama, nilai in lain.items():
        setattr(satu, nama, nilai)
    return satu


FORMULIR = Formulir(
    Rating.DI_ATAS,
    ALASAN_HASIL,
    Rating.DI_ATAS,
    ALASAN_PERILAKU,
    tuple(SkorPerilaku(kode, skor) for kode, skor in SKOR_P4.items()),
    gagasan_baru="Format satu lembar.",
)


def dinilai(f: Fakta | None = None, formulir: Formulir = FORMULIR) -> Evaluasi:
    satu = evaluasi(Status.DIAJUKAN)
    satu.nilai(P2, AKHIR, f or fakta(), formulir, lihat_laporan=True)
    return satu


def disampaikan() -> Evaluasi:
    satu = dinilai()
    satu.tetapkan(P2, AKHIR, fakta())
    satu.sampaikan(P2, AKHIR, fakta())
    return satu


def test_all_reports_sent_hands_the_evaluation_to_the_evaluator():
    satu = evaluasi()
    assert not satu.ikuti_laporan(fakta(laporan=(*tuple(laporan_setahun()[:11]), laporan(12, status="draf"))), AKHIR - timedelta(days=10))
    assert satu.ikuti_laporan(fakta(), AKHIR)
    assert (satu.status, satu.diajukan_otomatis, satu.version) == (Status.DIAJUKAN, False, 2)
    assert satu.diajukan_pada == laporan(12).dikirim_pada


def test_after_the_last_lock_it_is_handed_over_by_itself_and_the_mark_goes_when_completed():
    kurang = fakta(laporan=(*laporan_setahun()[:11], laporan(12, status="draf")))
    satu = evaluasi()
    kunci = datetime(2026, 1, 12, 16, 59, 59, tzinfo=UTC)
    assert not satu.ikuti_laporan(kurang, kunci)
    assert satu.ikuti_laporan(kurang, kunci + timedelta(seconds=1))
    assert satu.diajukan_otomatis
    assert satu.ikuti_laporan(fakta(), SESUDAH)
    assert not satu.diajukan_otomatis


def test_an_evaluation_without_any_report_is_never_handed_over_by_the_clock():
    assert not evaluasi().ikuti_laporan(fakta(laporan=()), SESUDAH)


def test_only_the_own_evaluator_rates():
    for orang in (P1, P4, P5):
        with pytest.raises(Forbidden):
            evaluasi(Status.DIAJUKAN).nilai(orang, AKHIR, fakta(), FORMULIR, lihat_laporan=True)


def test_nobody_rates_himself():
    sendiri = evaluasi(Status.DIAJUKAN, penilai_id=P4)
    with pytest.raises(NotAllowed, match="diri sendiri"):
        sendiri.nilai(P4, AKHIR, fakta(), FORMULIR, lihat_laporan=True)


def test_an_skp_that_is_not_agreed_cannot_be_rated():
    with pytest.raises(NotAllowed, match="SKP belum disetujui"):
        evaluasi(Status.DIAJUKAN).nilai(P2, AKHIR, fakta(skp=skp_pegawai(status="dikembalikan")), FORMULIR, lihat_laporan=True)


def test_missing_reports_are_named():
    kurang = fakta(laporan=(*laporan_setahun()[:10], laporan(11, status="draf"), laporan(12, status="draf")))
    with pytest.raises(NotAllowed, match="November 2025, Desember 2025 belum dikirim"):
        evaluasi().nilai(P2, AKHIR - timedelta(days=30), kurang, FORMULIR, lihat_laporan=True)


@pytest.mark.parametrize(
    ("formulir", "alasan"),
    [
        (Formulir(), "Beri rating hasil kerja dan perilaku kerja"),
        (replace(FORMULIR, rating_perilaku=None), "Beri rating perilaku kerja"),
        (replace(FORMULIR, alasan_hasil="Bagus sekali"), "alasan rating hasil kerja paling sedikit 30 karakter, sekarang 12"),
        (replace(FORMULIR, rating_hasil=Rating.SESUAI, alasan_hasil=""), "alasan rating hasil kerja"),
        (replace(FORMULIR, alasan_perilaku=" " * 40), "alasan rating perilaku kerja"),
        (
            replace(FORMULIR, perilaku=(*FORMULIR.perilaku[:5], SkorPerilaku("AD"), SkorPerilaku("KB"))),
            "Isi nilai perilaku Adaptif, Kolaboratif",
        ),
    ],
)
def test_an_incomplete_form_cannot_be_fixed_and_says_why(formulir, alasan):
    satu = dinilai(formulir=formulir)
    with pytest.raises(NotAllowed, match=alasan):
        satu.tetapkan(P2, AKHIR, fakta())
    aksi = {a.kode: a for a in satu.aksi(P2, AKHIR, fakta())}
    assert not aksi["tetapkan"].boleh and alasan in aksi["tetapkan"].alasan


def test_the_organisation_comes_first_or_a_reason_why_not():
    tanpa = fakta(organisasi=None)
    with pytest.raises(NotAllowed, match="Capaian organisasi"):
        dinilai(tanpa).tetapkan(P2, AKHIR, tanpa)
    satu = dinilai(tanpa, replace(FORMULIR, organisasi_belum="Pimpinan belum menetapkan."))
    satu.tetapkan(P2, AKHIR, tanpa)
    assert satu.status is Status.DITETAPKAN


def test_fixing_freezes_predikat_figures_trace_and_hash():
    satu = dinilai()
    (peristiwa,) = satu.tetapkan(P2, AKHIR, fakta())
    assert isinstance(peristiwa, PenilaianDitetapkan)
    assert satu.hasil is not None and satu.hasil.jejak is not None
    assert satu.hasil.predikat is Predikat.SANGAT_BAIK and satu.hasil.predikat_angka is Predikat.SANGAT_BAIK
    assert [str(n) for n in (satu.hasil.nilai_skp, satu.hasil.nilai_perilaku, satu.hasil.nkp)] == ["111.09", "112.00", "111.46"]
    assert len(satu.hasil.hash) == 64 and satu.hasil.ketepatan.persen == Decimal("100.00")
    lain = dinilai(formulir=replace(FORMULIR, catatan="Lanjutkan."))
    lain.tetapkan(P2, AKHIR, fakta())
    assert lain.hasil is not None and lain.hasil.hash != satu.hasil.hash


def test_without_numeric_mode_the_words_alone_count():
    polos = fakta(pengaturan=Pengaturan(metode=""))
    satu = dinilai(polos, replace(FORMULIR, perilaku=Formulir().perilaku))
    satu.tetapkan(P2, AKHIR, polos)
    assert satu.hasil is not None and satu.hasil.nkp is None and satu.hasil.predikat is Predikat.SANGAT_BAIK


def test_a_target_of_zero_leaves_the_words_and_says_why_there_is_no_figure():
    rencana = skp_pegawai(isi=(replace(RHK_P4[0], bobot=Decimal(100), indikator=(replace(RHK_P4[0].indikator[0], target=Decimal(0)),)),))
    hitungan, sebab = fakta(skp=rencana).hitung(dict.fromkeys(SKOR_P4))
    assert hitungan is None and "Target 0" in sebab


def test_delivery_acceptance_and_the_end():
    satu = disampaikan()
    assert satu.status is Status.DISAMPAIKAN
    (peristiwa,) = satu.terima(P4, SESUDAH, fakta())
    assert isinstance(peristiwa, PenilaianFinal)
    assert satu.status is Status.FINAL
    assert [p.aksi for p in satu.riwayat] == ["nilai", "tetapkan", "sampaikan", "terima", "finalkan"]


def test_only_the_employee_accepts():
    with pytest.raises(Forbidden):
        disampaikan().terima(P2, SESUDAH, fakta())


def test_silence_accepts_after_the_last_moment_of_the_fourteenth_day():
    satu = disampaikan()
    assert satu.batas_keberatan(fakta()) == date(2026, 1, 26)
    akhir = datetime(2026, 1, 26, 16, 59, 59, tzinfo=UTC)
    with pytest.raises(NotAllowed):
        satu.terima_otomatis(akhir, fakta())
    satu.terima_otomatis(akhir + timedelta(seconds=1), fakta())
    assert satu.status is Status.FINAL


def test_objecting_is_offered_until_the_last_second_and_then_says_when_it_ended():
    akhir = datetime(2026, 1, 26, 16, 59, 59, tzinfo=UTC)
    for pada, boleh in ((SESUDAH, True), (akhir, True), (akhir + timedelta(seconds=1), False)):
        aksi = {a.kode: a for a in disampaikan().aksi(P4, pada, fakta())}
        assert (aksi["terima"].boleh, aksi["keberatan"].boleh) == (True, boleh)
    assert "26 Januari 2026" in aksi["keberatan"].alasan


@pytest.mark.parametrize("kode", ["nilai", "tetapkan", "sampaikan", "kembalikan"])
@pytest.mark.parametrize("status", [s for s in Status if s in TETAP])
def test_nothing_is_done_out_of_order(kode, status):
    satu = evaluasi(status)
    if kode == "sampaikan" and status is Status.DITETAPKAN:
        return
    with pytest.raises(NotAllowed):
        TRANSISI_DEED[kode](satu)
    assert satu.status is status and satu.version == 1


TRANSISI_DEED = {
    "nilai": lambda e: e.nilai(P2, AKHIR, fakta(), FORMULIR, lihat_laporan=True),
    "tetapkan": lambda e: e.tetapkan(P2, AKHIR, fakta()),
    "sampaikan": lambda e: e.sampaikan(P2, AKHIR, fakta()),
    "kembalikan": lambda e: e.kembalikan(P2, AKHIR, fakta(), "Lengkapi."),
}


def test_the_table_offers_each_deed_only_where_it_belongs():
    assert set(TRANSISI) == {
        "ajukan",
        "nilai",
        "tetapkan",
        "sampaikan",
        "kembalikan",
        "terima",
        "keberatan",
        "tanda_tangani",
        "tolak_paraf",
        "urungkan_sekaligus",
    }
    assert [a.kode for a in evaluasi(Status.DITETAPKAN).aksi(P2, AKHIR, fakta())] == ["sampaikan"]
    assert evaluasi(Status.DITETAPKAN).aksi(P4, AKHIR, fakta()) == []


def test_a_return_needs_words_and_comes_back_when_something_new_is_sent():
    satu = evaluasi(Status.DIAJUKAN)
    with pytest.raises(Invalid):
        satu.kembalikan(P2, AKHIR, fakta(), "  ")
    satu.kembalikan(P2, AKHIR, fakta(), "Lengkapi bukti RHK 2.")
    assert satu.status is Status.DIKEMBALIKAN
    assert not satu.ikuti_laporan(fakta(), SESUDAH)
    baru = (*laporan_setahun()[:11], laporan(12, version=5, dikirim_pada=SESUDAH))
    assert satu.ikuti_laporan(fakta(laporan=baru), SESUDAH)
    assert satu.status is Status.DIAJUKAN


def test_the_employee_may_hand_in_again_after_a_return():
    satu = evaluasi(Status.DIKEMBALIKAN, dikembalikan_pada=AKHIR)
    satu.ajukan(P4, SESUDAH, fakta())
    assert satu.status is Status.DIAJUKAN


def test_a_report_sent_after_rating_is_shown_and_must_be_seen():
    satu = dinilai()
    baru = fakta(laporan=(*laporan_setahun()[:11], laporan(12, version=5, dikirim_pada=SESUDAH)))
    assert satu.laporan_baru(fakta()) == ()
    assert satu.laporan_baru(baru) == ("Desember 2025",)
    with pytest.raises(NotAllowed, match="Desember 2025 dikirim sesudah"):
        satu.tetapkan(P2, SESUDAH, baru)
    satu.nilai(P2, SESUDAH, baru, FORMULIR, lihat_laporan=True)
    assert satu.laporan_baru(baru) == ()


def test_an_acceptance_of_a_report_is_not_a_new_report():
    satu = dinilai()
    diterima = tuple(replace(x, status="diterima", version=9) for x in laporan_setahun())
    assert satu.laporan_baru(fakta(laporan=diterima)) == ()


def test_a_draft_stays_with_its_evaluator_and_a_result_waits_for_delivery():
    kosong: frozenset[str] = frozenset()
    draf, tetap, sampai = dinilai(), evaluasi(Status.DITETAPKAN), disampaikan()
    assert [e.boleh_lihat_rating(P2, kosong) for e in (draf, tetap, sampai)] == [True, True, True]
    assert [e.boleh_lihat_rating(P4, kosong) for e in (draf, tetap, sampai)] == [False, False, True]
    assert [e.boleh_lihat_rating(P1, kosong) for e in (draf, tetap, sampai)] == [False, True, True]
    assert [e.boleh_dibaca(P5, frozenset({"admin_instansi"})) for e in (draf, tetap, sampai)] == [False, True, True]
    assert not sampai.boleh_dibaca(P5, kosong)


def test_other_services_get_no_rating_before_it_is_fixed():
    draf = dinilai().ke_kontrak()
    assert (draf.status, draf.rating_hasil, draf.predikat, draf.nkp, draf.catatan) == ("dinilai", "", "", None, "")
    tetap = dinilai()
    tetap.tetapkan(P2, AKHIR, fakta())
    assert (tetap.ke_kontrak().predikat, tetap.ke_kontrak().nkp) == ("sangat_baik", Decimal("111.46"))


def test_the_evaluator_follows_the_plan_until_the_result_is_fixed():
    satu = evaluasi()
    assert satu.ikuti_skp(skp_pegawai(penilai=P1)) and satu.penilai_id == P1
    assert not satu.ikuti_skp(skp_pegawai(penilai=P1))
    tetap = evaluasi(Status.DITETAPKAN)
    assert not tetap.ikuti_skp(skp_pegawai(penilai=P1)) and tetap.penilai_id == P2


def test_counters_change_the_version_only_before_the_evaluator_works():
    satu, terlambat = evaluasi(), fakta(laporan=(*laporan_setahun()[:11], laporan(12, terlambat=3)))
    assert satu.hitung_ketepatan(fakta(), date(2026, 1, 12)) and satu.version == 2
    satu.status = Status.DINILAI
    assert not satu.hitung_ketepatan(terlambat, date(2026, 1, 12))
    assert (satu.ketepatan.terlambat, satu.version) == (1, 2)


def test_scores_out_of_range_and_foreign_rhk_are_refused_by_field():
    salah = replace(FORMULIR, perilaku=(SkorPerilaku("BP", Decimal(121)),), catatan_rhk=(CatatanRhk(uid("asing"), None, "x"),))
    with pytest.raises(Invalid) as galat:
        dinilai(formulir=salah)
    assert set(galat.value.errors) == {"skor-BP", f"catatan-{uid('asing')}"}


def test_the_head_of_a_unit_is_suggested_the_result_of_the_unit():
    kepala = fakta(organisasi=CapaianOrganisasi.ISTIMEWA, kepala=True, organisasi_sendiri=True)
    assert kepala.saran_hasil(Decimal(95)) is Rating.DI_ATAS
    assert fakta(organisasi=CapaianOrganisasi.ISTIMEWA).saran_hasil(Decimal(95)) is Rating.SESUAI


@pytest.mark.parametrize(("cara", "hasil"), [("jumlah", "6"), ("akhir", "1"), ("rata_rata", "2")])
def test_periods_become_one_figure(cara, hasil):
    catatan = [CatatanPeriode("x", Decimal(a) if a else None, "", "") for a in ("2", None, "3", "1")]
    assert gabung(cara, catatan) == Decimal(hasil)
    assert gabung(cara, []) is None


def test_the_result_of_an_organisation_is_set_from_above_with_a_reason():
    assert boleh_tetapkan(P1, P1, ppk=False) and boleh_tetapkan(None, P5, ppk=True)
    assert not boleh_tetapkan(P1, P2, ppk=False) and not boleh_tetapkan(None, P2, ppk=False)
    putusan = Penetapan(SD, 2025, CapaianOrganisasi.BAIK, "Perjanjian kinerja tercapai.")
    satu = Organisasi.tetapkan(uid("o"), INSTANSI, putusan, oleh=P1, pada=AKHIR, boleh=True)
    assert satu.ke_kontrak().nilai == "baik" and satu.version == 1
    with pytest.raises(Forbidden):
        Organisasi.tetapkan(uid("o"), INSTANSI, putusan, oleh=P2, pada=AKHIR, boleh=False)
    with pytest.raises(Invalid):
        Organisasi.tetapkan(uid("o"), INSTANSI, replace(putusan, alasan=" "), oleh=P1, pada=AKHIR, boleh=True)


# ---- a revised plan ----


def rencana_direvisi(**lain):
    """RHK 3 was stopped in mid-year and its weight went to RHK 4."""
    satu, dua, tiga, empat = RHK_P4
    henti = replace(tiga, bobot=None)
    return skp_pegawai(isi=(satu, dua, replace(empat, bobot=Decimal("50.00"))), version=9, revisi=2, dihentikan=(henti,), **lain)


def test_a_stopped_rhk_keeps_its_realisasi_and_weighs_nothing():
    f = fakta(skp=rencana_direvisi())
    *_, henti = f.rekap
    assert (henti.dihentikan, henti.rhk.id, henti.indikator[0].total) == (True, RHK_P4[2].id, Decimal(3))
    hitungan, sebab = f.hitung(dict(SKOR_P4))
    assert sebab == ""
    assert len(hitungan.rhk) == 3


def test_a_stopped_rhk_without_realisasi_is_left_out():
    assert not any(r.dihentikan for r in fakta(skp=rencana_direvisi(), laporan=()).rekap)


def test_notes_on_a_stopped_rhk_do_not_stand_in_the_way():
    catatan = (CatatanRhk(RHK_P4[2].id, Rating.SESUAI, "Dua pelatihan selesai."),)
    satu = dinilai(fakta(skp=rencana_direvisi()), replace(FORMULIR, catatan_rhk=catatan))
    assert satu.formulir.catatan_untuk(RHK_P4[2].id).catatan == "Dua pelatihan selesai."


def test_ratings_are_drafted_during_a_revision_and_fixed_after_it():
    f = fakta(skp=skp_pegawai(status="revisi", version=8, tahap_revisi="diajukan"))
    satu = dinilai(f)
    with pytest.raises(NotAllowed, match="sedang direvisi"):
        satu.tetapkan(P2, AKHIR, f)
    satu.tetapkan(P2, AKHIR, fakta(skp=rencana_direvisi()))
    assert satu.status is Status.DITETAPKAN


def kurva(mode: str, **lain: object) -> Pengaturan:
    return replace(PENGATURAN, kurva_mode=mode, **lain)


def sebaran(
    sb: int = 0, b: int = 0, bp: int = 0, *, capaian: CapaianOrganisasi | None = CapaianOrganisasi.BAIK, anggota: int = 0
) -> Sebaran:
    isi = {Predikat.SANGAT_BAIK: sb, Predikat.BAIK: b, Predikat.BUTUH_PERBAIKAN: bp}
    return Sebaran(SD, "Bidang Pembinaan SD", capaian, isi, {}, anggota or sb + b + bp)


SESUAI_SEMUA = replace(FORMULIR, rating_hasil=Rating.SESUAI, rating_perilaku=Rating.SESUAI)
ALASAN_POLA = "Tim ini memulihkan layanan sesudah banjir dan semuanya memenuhi target."


@pytest.mark.parametrize("mode", ["wajib_alasan", "blokir"])
def test_a_distribution_that_fits_is_fixed_in_every_mode(mode):
    f = fakta(pengaturan=kurva(mode), sebaran=sebaran(b=7, bp=2, sb=1))
    satu = dinilai(f)
    satu.tetapkan(P2, AKHIR, f)
    assert satu.status is Status.DITETAPKAN


def test_a_deviation_only_warns_by_default():
    f = fakta(pengaturan=kurva("peringatan"), sebaran=sebaran(b=20))
    satu = dinilai(f, SESUAI_SEMUA)
    assert satu.periksa_pola(f).sesuai is False
    satu.tetapkan(P2, AKHIR, f)
    assert satu.status is Status.DITETAPKAN


def test_where_it_is_strict_a_deviation_is_not_fixed_and_says_by_how_many():
    f = fakta(pengaturan=kurva("blokir"), sebaran=sebaran(b=20, bp=1))
    satu = dinilai(f, SESUAI_SEMUA)
    with pytest.raises(NotAllowed, match=r"Bidang Pembinaan SD menyimpang dari pola\. Baik paling banyak 70 %, lebih 6 orang\."):
        satu.tetapkan(P2, AKHIR, f)
    assert satu.status is Status.DINILAI and satu.hasil is None
    assert next(a for a in satu.aksi(P2, AKHIR, f) if a.kode == "tetapkan").boleh is False


def test_the_leader_s_reason_opens_a_deviation_and_is_kept_with_the_result():
    f = fakta(pengaturan=kurva("wajib_alasan"), sebaran=sebaran(b=20, bp=1))
    satu = dinilai(f, SESUAI_SEMUA)
    with pytest.raises(NotAllowed, match="paling sedikit 30 karakter, sekarang 0"):
        satu.tetapkan(P2, AKHIR, f)
    satu.nilai(P2, AKHIR, f, replace(SESUAI_SEMUA, alasan_pola=ALASAN_POLA), lihat_laporan=False)
    satu.tetapkan(P2, AKHIR, f)
    assert satu.status is Status.DITETAPKAN and satu.formulir.alasan_pola == ALASAN_POLA


def test_a_plh_s_deviation_is_stopped_at_the_countersign_too():
    f = fakta(pengaturan=kurva("blokir"), sebaran=sebaran(b=20, bp=1), sebagai="plh")
    satu = dinilai(fakta(), SESUAI_SEMUA)
    satu.menunggu_atasan = True
    with pytest.raises(NotAllowed, match="menyimpang dari pola"):
        satu.tanda_tangani(P1, AKHIR, f)


@pytest.mark.parametrize(("unit_kecil", "boleh"), [(10, True), (1, False)])
def test_the_sample_with_t2_baik_passes_as_a_small_unit_and_not_by_strict_percentages(unit_kecil, boleh):
    f = fakta(pengaturan=kurva("blokir", kurva_unit_kecil=unit_kecil), sebaran=sebaran(sb=1, b=4))
    satu = dinilai(f, SESUAI_SEMUA)
    assert next(a for a in satu.aksi(P2, AKHIR, f) if a.kode == "tetapkan").boleh is boleh


def test_a_unit_without_a_result_has_no_pattern_to_break():
    f = fakta(pengaturan=kurva("blokir"), organisasi=None, sebaran=sebaran(b=20, capaian=None))
    satu = dinilai(f, replace(SESUAI_SEMUA, organisasi_belum="Perjanjian kinerja belum dihitung."))
    satu.tetapkan(P2, AKHIR, f)
    assert satu.status is Status.DITETAPKAN


@pytest.mark.parametrize(
    ("ada", "boleh"), [(sebaran(), False), (sebaran(b=3499, bp=1000, sb=500), True), (sebaran(b=3500, bp=1000, sb=499), False)]
)
def test_strict_in_a_unit_of_one_and_of_five_thousand(ada, boleh):
    """Alone with Sangat Baik nobody is Baik, the dominant one of the pattern."""
    f = fakta(pengaturan=kurva("blokir"), sebaran=ada)
    satu = dinilai(f, FORMULIR if not ada.anggota else SESUAI_SEMUA)
    assert next(a for a in satu.aksi(P2, AKHIR, f) if a.kode == "tetapkan").boleh is boleh
