"""Follow-up without a database: what a predikat calls for, what a correction does to it, and the state machine."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from penilaian.domain.kuadran import Predikat
from penilaian.domain.tindak_lanjut import (
    ATURAN,
    KOREKSI,
    Jenis,
    Keputusan,
    Perubahan,
    Status,
    aturan_pada,
    ikuti_hasil,
    tambah_bulan,
    tambahkan,
)
from shared.errors import Forbidden, Invalid, NotAllowed

PADA = datetime(2026, 1, 20, 3, tzinfo=UTC)
HARI = date(2026, 1, 20)
PENILAI = uuid4()


def evaluasi(predikat, sidik="a" * 64, penilai=PENILAI, atasan=None):
    return SimpleNamespace(
        id=uuid4(), instansi_id=uuid4(), pegawai_id=uuid4(), unor_id=uuid4(), tahun=2025, selesai=date(2025, 12, 31), penilai_id=penilai,
        atasan_penilai_id=atasan, hasil=SimpleNamespace(predikat=predikat, hash=sidik),
    )  # fmt: skip


def ikuti(e, ada=()):
    return ikuti_hasil(e, ada, pada=PADA, hari=HARI, id_=uuid4)


@pytest.mark.parametrize(
    ("predikat", "jenis"),
    [
        (Predikat.SANGAT_BAIK, {Jenis.PENGHARGAAN}),
        (Predikat.BAIK, set()),
        (Predikat.BUTUH_PERBAIKAN, {Jenis.BIMBINGAN, Jenis.PELATIHAN}),
        (Predikat.KURANG, {Jenis.KONSELING, Jenis.USUL_SANKSI}),
        (Predikat.SANGAT_KURANG, {Jenis.BIMBINGAN, Jenis.KONSELING, Jenis.USUL_SANKSI, Jenis.UJI_KOMPETENSI}),
    ],
)
def test_each_predikat_calls_for_what_the_table_says_and_only_once(predikat, jenis):
    e = evaluasi(predikat)
    baru, batal = ikuti(e)
    assert {satu.jenis for satu in baru} == jenis and batal == []
    assert all(satu.penanggung_jawab_id == PENILAI and satu.mulai == HARI and satu.tenggat > HARI and satu.dasar_hukum for satu in baru)
    assert ikuti(e, baru) == ([], [])


def test_six_months_to_improve_and_the_ends_of_months():
    bimbingan = next(satu for satu in ikuti(evaluasi(Predikat.SANGAT_KURANG))[0] if satu.jenis is Jenis.BIMBINGAN)
    assert bimbingan.tenggat == date(2026, 7, 20)
    assert (tambah_bulan(date(2026, 8, 31), 6), tambah_bulan(date(2027, 8, 31), 6)) == (date(2027, 2, 28), date(2028, 2, 29))
    assert aturan_pada(date(2025, 12, 31)) is ATURAN[-1] and aturan_pada(date(2010, 1, 1)) is ATURAN[0]


def test_a_correction_calls_off_what_nobody_began_and_makes_what_is_missing():
    lama, _ = ikuti(evaluasi(Predikat.SANGAT_KURANG))
    mulai = next(satu for satu in lama if satu.jenis is Jenis.KONSELING)
    mulai.mulai_kerjakan(PENILAI, PADA, boleh=True)
    e = evaluasi(Predikat.BUTUH_PERBAIKAN, "b" * 64)
    baru, batal = ikuti(e, lama)
    assert {satu.jenis for satu in baru} == {Jenis.PELATIHAN}, "the guidance fits still"
    assert {satu.jenis for satu in batal} == {Jenis.USUL_SANKSI, Jenis.UJI_KOMPETENSI}
    assert all(satu.status is Status.BATAL and satu.riwayat[-1].alasan == KOREKSI and satu.riwayat[-1].oleh is None for satu in batal)
    assert mulai.status is Status.BERJALAN
    assert ikuti(e, [*lama, *baru]) == ([], [])
    lagi, _ = ikuti(evaluasi(Predikat.KURANG, "c" * 64), [*lama, *baru])
    assert {satu.jenis for satu in lagi} == {Jenis.USUL_SANKSI}, "called off once, called for again"


def test_what_the_owner_called_off_does_not_come_back():
    e = evaluasi(Predikat.SANGAT_BAIK)
    (satu,), _ = ikuti(e)
    satu.batalkan(PENILAI, PADA, "Sudah menerima penghargaan lain.", boleh=True)
    assert ikuti(e, [satu]) == ([], [])


def test_the_states_follow_the_table_and_say_why_not():
    (satu,), _ = ikuti(evaluasi(Predikat.SANGAT_BAIK))
    with pytest.raises(NotAllowed, match="rencana"):
        satu.selesaikan(PENILAI, PADA, "Sudah diusulkan.", Keputusan(), boleh=True)
    with pytest.raises(Forbidden):
        satu.mulai_kerjakan(uuid4(), PADA, boleh=False)
    satu.mulai_kerjakan(PENILAI, PADA, boleh=True)
    satu.tambah_catatan(PENILAI, PADA, "Usul dikirim ke pengelola.", boleh=True)
    for keputusan in (Keputusan("SK 1/2026"), Keputusan("", HARI), Keputusan("x" * 101, HARI)):
        with pytest.raises(Invalid):
            satu.selesaikan(PENILAI, PADA, "Penghargaan diberikan.", keputusan, boleh=True)
    with pytest.raises(Invalid):
        satu.selesaikan(PENILAI, PADA, "Ya.", Keputusan(), boleh=True)
    satu.selesaikan(PENILAI, PADA, "Penghargaan diberikan.", Keputusan(" SK 1/2026 ", HARI), boleh=True)
    assert (satu.status, satu.keputusan.nomor, [a.boleh for a in satu.aksi(boleh=True)]) == (Status.SELESAI, "SK 1/2026", [False] * 5)
    with pytest.raises(NotAllowed):
        satu.batalkan(PENILAI, PADA, "Terlambat berubah pikiran.", boleh=True)


def test_changing_keeps_to_sense():
    (satu,), _ = ikuti(evaluasi(Predikat.SANGAT_BAIK, penilai=None))
    assert satu.aksi(boleh=True)[0].alasan == "Tentukan penanggung jawab lebih dulu."
    for isi in (Perubahan(tenggat=date(2026, 1, 19)), Perubahan(tenggat=date(2030, 1, 1)), Perubahan(penanggung_jawab_id=satu.pegawai_id)):
        with pytest.raises(Invalid):
            satu.ubah(PENILAI, PADA, isi, boleh=True)
    satu.ubah(PENILAI, PADA, Perubahan("Usulkan Satyalancana.", date(2026, 3, 1), PENILAI), boleh=True)
    assert (satu.uraian, satu.tenggat, satu.penanggung_jawab_id) == ("Usulkan Satyalancana.", date(2026, 3, 1), PENILAI)


def test_a_person_adds_one_and_a_correction_leaves_it_alone():
    e = evaluasi(Predikat.BAIK)
    satu = tambahkan(uuid4(), e, Jenis.PELATIHAN, "Pelatihan analisis data.", date(2026, 6, 1), oleh=PENILAI, pada=PADA, hari=HARI)
    assert not satu.otomatis and ikuti(e, [satu]) == ([], [])
    assert ikuti(replace_hasil(e, Predikat.SANGAT_BAIK), [satu])[1] == []


def replace_hasil(e, predikat):
    e.hasil = SimpleNamespace(predikat=predikat, hash="d" * 64)
    return e


def test_the_rules_are_ordered_by_their_day():
    hari = [a.berlaku_dari for a in ATURAN]
    assert hari == sorted(hari) and all(set(a.butir) == set(Predikat) for a in ATURAN)
