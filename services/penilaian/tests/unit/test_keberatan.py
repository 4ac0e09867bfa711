"""The objection's states under any sequence of people and moments: no way past the table, and never a worse result."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from services.penilaian.tests.mothers import AKHIR, P1, P2, P4, P5, RHK_P4, uid
from services.penilaian.tests.unit.test_evaluasi import disampaikan, fakta

from penilaian.domain.evaluasi import Koreksi, KoreksiRealisasi, Status
from penilaian.domain.keberatan import (
    BERJALAN,
    PEMUTUS,
    PUTUSAN,
    TRANSISI_KEBERATAN,
    Isi,
    Keberatan,
    Putusan,
    StatusKeberatan,
    hubungan_dengan,
)
from penilaian.domain.kuadran import Predikat, Rating
from penilaian.domain.perilaku import KODE
from shared.contracts import penilaian as kontrak
from shared.errors import DomainError, Forbidden, Invalid, NotAllowed

ZONA = "Asia/Jakarta"
ISI = Isi("Bukti inovasi kedua ada pada laporan Desember dan belum dilihat penilai.", ("hasil",))
ALASAN = "Bukti yang dirujuk memang ada pada laporan bulan Desember."
TANPA = Koreksi()
ORANG = {"pegawai": P4, "penilai": P2, "pemutus": P1, "orang lain": P5}


def diajukan(pada=AKHIR):
    evaluasi = disampaikan()
    satu, _ = Keberatan.ajukan(uid("keberatan"), evaluasi, ISI, P1, oleh=P4, pada=pada, fakta=fakta())
    return satu, evaluasi


def hubungan(satu, evaluasi, orang, pada, *, ppk=False, digantikan=()):
    return hubungan_dengan(satu, evaluasi, orang, digantikan=digantikan, sebagai="", ppk=ppk, pada=pada, zona=ZONA)


def lakukan(satu, evaluasi, apa, orang, pada, putusan=StatusKeberatan.DITOLAK, koreksi=TANPA):
    h = hubungan(satu, evaluasi, orang, pada)
    if apa == "putuskan":
        return satu.putuskan(Putusan(putusan, ALASAN, koreksi, orang, "", pada), h, fakta(), evaluasi)
    if apa == "cabut":
        return satu.cabut(orang, pada, h, ZONA, evaluasi)
    if apa == "jelaskan":
        return satu.jelaskan(orang, pada, h, ZONA, "Sesuai catatan.", "penilai")
    return getattr(satu, apa)(orang, pada, h, ZONA, "Sesuai catatan.")


LANGKAH = st.lists(
    st.tuples(st.sampled_from([*TRANSISI_KEBERATAN, "terima", "terima_otomatis"]), st.sampled_from(sorted(ORANG)), st.integers(0, 40)),
    max_size=12,
)


@settings(max_examples=150)
@given(LANGKAH)
def test_no_sequence_of_people_and_moments_leaves_the_table(langkah):
    satu, evaluasi = diajukan()
    hasil = evaluasi.hasil
    for apa, siapa, hari in langkah:
        pada = AKHIR + timedelta(days=hari)
        sebelum = (satu.status, satu.version, satu.penjelasan, satu.tanggapan, evaluasi.status, evaluasi.version)
        aksi = {a.kode: a.boleh for a in satu.aksi(hubungan(satu, evaluasi, ORANG[siapa], pada), pada, ZONA)}
        try:
            if apa == "terima":
                evaluasi.terima(ORANG[siapa], pada, fakta())
            elif apa == "terima_otomatis":
                evaluasi.terima_otomatis(pada, fakta())
            else:
                lakukan(satu, evaluasi, apa, ORANG[siapa], pada)
        except DomainError:
            assert sebelum == (satu.status, satu.version, satu.penjelasan, satu.tanggapan, evaluasi.status, evaluasi.version)
            assert not aksi.get(apa, False), "what is offered can be done"
            continue
        if apa in TRANSISI_KEBERATAN:
            cara = TRANSISI_KEBERATAN[apa]
            assert aksi[apa] and ORANG[siapa] == ORANG[cara.oleh] and sebelum[0] in BERJALAN
            assert satu.status in (cara.ke or (sebelum[0],)) and satu.version == sebelum[1] + 1
        else:
            assert satu.status is StatusKeberatan.DICABUT, "nothing else ends an evaluation while the objection runs"
        assert evaluasi.hasil is hasil
    assert (evaluasi.status is Status.KEBERATAN) == (satu.status in BERJALAN)
    assert (satu.putusan is not None) == (satu.status in PUTUSAN)


@settings(max_examples=150)
@given(
    st.one_of(st.none(), st.sampled_from(list(Rating))),
    st.one_of(st.none(), st.sampled_from(list(Rating))),
    st.dictionaries(st.sampled_from(KODE), st.decimals(0, 120, places=1), max_size=3),
    st.dictionaries(st.sampled_from([i.id for r in RHK_P4 for i in r.indikator]), st.decimals(0, 200, places=1), max_size=3),
)
def test_whatever_a_decision_corrects_nothing_gets_worse(hasil, perilaku, skor, angka):
    satu, evaluasi = diajukan()
    lama = evaluasi.hasil
    koreksi = Koreksi(hasil, perilaku, skor, tuple(KoreksiRealisasi(i, n) for i, n in angka.items()))
    try:
        berita = lakukan(satu, evaluasi, "putuskan", P1, AKHIR + timedelta(days=10), StatusKeberatan.DITERIMA_SEBAGIAN, koreksi)
    except Invalid:
        assert evaluasi.hasil is lama and evaluasi.status is Status.KEBERATAN and satu.status in BERJALAN and not evaluasi.versi_lama
        return
    baru = evaluasi.hasil
    urutan = list(Rating)
    assert urutan.index(baru.rating_hasil) >= urutan.index(lama.rating_hasil)
    assert urutan.index(baru.rating_perilaku) >= urutan.index(lama.rating_perilaku)
    assert list(Predikat).index(baru.predikat) <= list(Predikat).index(lama.predikat)
    assert (baru.nilai_skp, baru.nilai_perilaku, baru.nkp) >= (lama.nilai_skp, lama.nilai_perilaku, lama.nkp)
    assert evaluasi.status is Status.FINAL and evaluasi.versi_lama[0].hasil is lama and baru.jejak.metode == lama.jejak.metode
    assert [type(b) for b in berita] == [kontrak.KeberatanDiputus, kontrak.PenilaianDikoreksi, kontrak.PenilaianFinal]


def test_the_organisations_result_of_the_day_of_the_rating_stays():
    satu, evaluasi = diajukan()
    kini = fakta(organisasi=None, organisasi_unor="lain")
    putusan = Putusan(StatusKeberatan.DITERIMA, ALASAN, Koreksi(perilaku={"AK": Decimal(115)}), P1, "", AKHIR + timedelta(days=10))
    satu.putuskan(putusan, frozenset({PEMUTUS}), kini, evaluasi)
    assert evaluasi.hasil.capaian_organisasi == evaluasi.versi_lama[0].hasil.capaian_organisasi == "baik"


@pytest.mark.parametrize(("zona", "jam"), [("Asia/Jakarta", 16), ("Asia/Makassar", 15), ("Asia/Jayapura", 14)])
def test_the_last_second_is_that_of_the_instansis_own_clock(zona, jam):
    akhir = datetime(2026, 1, 26, jam, 59, 59, tzinfo=UTC)
    for geser, boleh in ((timedelta(0), True), (timedelta(milliseconds=999), True), (timedelta(seconds=1), False)):
        evaluasi, disini = disampaikan(), fakta(zona=zona)
        if boleh:
            evaluasi.ajukan_keberatan(P4, akhir + geser, disini, P1)
        else:
            with pytest.raises(NotAllowed) as salah:
                evaluasi.ajukan_keberatan(P4, akhir + geser, disini, P1)
            assert salah.value.code == "kedaluwarsa"


def test_nobody_decides_about_himself_or_his_own_rating():
    satu, evaluasi = diajukan()
    lewat = AKHIR + timedelta(days=30)
    assert hubungan(satu, evaluasi, P4, lewat, ppk=True) == {"pegawai"}
    assert hubungan(satu, evaluasi, P2, lewat, ppk=True, digantikan=(P1,)) == {"penilai"}
    assert hubungan(satu, evaluasi, P5, AKHIR, ppk=True) == frozenset()
    assert hubungan(satu, evaluasi, P5, lewat, ppk=True) == hubungan(satu, evaluasi, P5, AKHIR, digantikan=(P1,)) == {PEMUTUS}
    with pytest.raises(Forbidden):
        lakukan(satu, evaluasi, "putuskan", P5, AKHIR)
