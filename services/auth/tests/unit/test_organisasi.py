"""Who evaluates whom on which day."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from services.auth.tests.mothers import P1, P2, P3, P4, P5, P9, PADA, SEKDA, T1, T2, WALIKOTA, isi_contoh

from auth.domain.impor import bandingkan
from auth.domain.organisasi import Jabatan, Organisasi, Pegawai, TumpangTindih, Unor, dalam_lingkaran, segmen_kini, urutkan


def _unit(nama: str, induk: Unor | None = None) -> Unor:
    return Unor(uuid4(), nama, nama, "bidang", induk.id if induk else None, date(2020, 1, 1))


def _jabatan(unor: Unor, mulai: date, selesai: date | None = None, *, kepala: bool = False, penilai: UUID | None = None) -> Jabatan:
    return Jabatan(uuid4(), unor.id, "Jabatan", "pelaksana", mulai, selesai, kepala=kepala, penilai_id=penilai)


def _orang(nama: str, *jabatan: Jabatan) -> Pegawai:
    return Pegawai(uuid4(), None, nama, "pns", jabatan=jabatan)


def _susun(unor: list[Unor], pegawai: list[Pegawai]) -> Organisasi:
    return Organisasi({u.id: u for u in unor}, {p.id: p for p in pegawai})


AWAL = date(2025, 1, 1)


def test_the_sample_organisation_has_the_evaluators_of_the_domain_file() -> None:
    hasil = bandingkan(isi_contoh(), [], [], pada=PADA, id_baru=uuid4)
    assert hasil.ditolak == ()
    pengenal = {p.id: p.nip or WALIKOTA for p in hasil.pegawai}
    rantai = {
        (pengenal[p.id], s.mulai): (
            s.penilai_id and pengenal[s.penilai_id],
            s.atasan_penilai_id and pengenal[s.atasan_penilai_id],
            s.selesai,
        )
        for p in hasil.pegawai
        for s in p.segmen
    }
    akhir_juli = date(2025, 7, 31)
    assert rantai == {
        (WALIKOTA, AWAL): (None, None, None),
        (SEKDA, AWAL): (WALIKOTA, None, None),
        (P1, AWAL): (SEKDA, WALIKOTA, None),
        (P2, AWAL): (P1, SEKDA, None),
        (P3, AWAL): (P1, SEKDA, None),
        (P4, AWAL): (P2, P1, None),
        (P5, AWAL): (P9, P1, akhir_juli),
        (P5, date(2025, 8, 1)): (P2, P1, None),
        (P9, AWAL): (P1, SEKDA, akhir_juli),
        (T1, AWAL): (P3, P1, None),
        (T2, AWAL): (P3, P1, None),
    }


def test_a_new_head_in_mid_year_cuts_the_segments_of_his_people() -> None:
    unit = _unit("bidang")
    lama = _orang("lama", _jabatan(unit, AWAL, date(2025, 6, 30), kepala=True))
    baru = _orang("baru", _jabatan(unit, date(2025, 7, 1), kepala=True))
    staf = _orang("staf", _jabatan(unit, AWAL))
    segmen = _susun([unit], [lama, baru, staf]).segmen(staf)
    assert [(s.penilai_id, s.mulai, s.selesai) for s in segmen] == [(lama.id, AWAL, date(2025, 6, 30)), (baru.id, date(2025, 7, 1), None)]
    assert segmen[0].id == staf.jabatan[0].id != segmen[1].id


def test_cut_segments_keep_their_ids_when_computed_again() -> None:
    unit = _unit("bidang")
    orang = [
        _orang("a", _jabatan(unit, AWAL, date(2025, 6, 30), kepala=True)),
        _orang("b", _jabatan(unit, date(2025, 7, 1), kepala=True)),
        _orang("c", _jabatan(unit, AWAL)),
    ]
    assert _susun([unit], orang).segmen(orang[2]) == _susun([unit], orang).segmen(orang[2])


def test_while_a_unit_has_no_head_the_head_above_evaluates() -> None:
    dinas = _unit("dinas")
    bidang = _unit("bidang", dinas)
    kepala_dinas = _orang("dinas", _jabatan(dinas, AWAL, kepala=True))
    kepala_bidang = _orang("bidang", _jabatan(bidang, AWAL, date(2025, 3, 31), kepala=True))
    staf = _orang("staf", _jabatan(bidang, AWAL))
    segmen = _susun([dinas, bidang], [kepala_dinas, kepala_bidang, staf]).segmen(staf)
    assert [(s.penilai_id, s.atasan_penilai_id) for s in segmen] == [(kepala_bidang.id, kepala_dinas.id), (kepala_dinas.id, None)]


def test_a_superior_who_changes_cuts_the_segment_too() -> None:
    dinas = _unit("dinas")
    bidang = _unit("bidang", dinas)
    lama = _orang("lama", _jabatan(dinas, AWAL, date(2025, 4, 30), kepala=True))
    baru = _orang("baru", _jabatan(dinas, date(2025, 5, 1), kepala=True))
    kepala = _orang("kepala", _jabatan(bidang, AWAL, kepala=True))
    staf = _orang("staf", _jabatan(bidang, AWAL))
    segmen = _susun([dinas, bidang], [lama, baru, kepala, staf]).segmen(staf)
    assert [(s.penilai_id, s.atasan_penilai_id) for s in segmen] == [(kepala.id, lama.id), (kepala.id, baru.id)]


def test_an_explicit_evaluator_goes_before_the_derived_one() -> None:
    unit = _unit("unit")
    kepala = _orang("kepala", _jabatan(unit, AWAL, kepala=True))
    lain = _orang("lain", _jabatan(unit, AWAL))
    staf = _orang("staf", _jabatan(unit, AWAL, penilai=lain.id))
    (segmen,) = _susun([unit], [kepala, lain, staf]).segmen(staf)
    assert (segmen.penilai_id, segmen.atasan_penilai_id) == (lain.id, kepala.id)


def test_two_who_evaluate_each_other_have_no_superior_instead_of_themselves() -> None:
    unit = _unit("unit")
    a, b = _orang("a"), _orang("b")
    a = replace(a, jabatan=(_jabatan(unit, AWAL, penilai=b.id),))
    b = replace(b, jabatan=(_jabatan(unit, AWAL, penilai=a.id),))
    (segmen,) = _susun([unit], [a, b]).segmen(a)
    assert (segmen.penilai_id, segmen.atasan_penilai_id) == (b.id, None)


def test_an_open_post_ends_the_day_before_the_next_one() -> None:
    unit = _unit("unit")
    satu, dua = _jabatan(unit, AWAL), _jabatan(unit, date(2025, 8, 1))
    assert [j.selesai for j in urutkan([dua, satu])] == [date(2025, 7, 31), None]


@pytest.mark.parametrize(("selesai", "mulai_kedua"), [(date(2025, 8, 1), date(2025, 8, 1)), (None, AWAL)])
def test_posts_that_overlap_are_refused(selesai: date | None, mulai_kedua: date) -> None:
    unit = _unit("unit")
    with pytest.raises(TumpangTindih):
        urutkan([_jabatan(unit, AWAL, selesai), _jabatan(unit, mulai_kedua)])


def test_two_heads_of_a_unit_on_one_day_are_found() -> None:
    unit = _unit("unit")
    a, b = _orang("a", _jabatan(unit, AWAL, kepala=True)), _orang("b", _jabatan(unit, date(2025, 7, 1), kepala=True))
    assert list(_susun([unit], [a, b]).kepala_bertabrakan()) == [(unit.id, a.id, b.id)]


def test_circles_in_the_tree_are_found_and_their_tails_are_not_blamed() -> None:
    a, b, c, d = (uuid4() for _ in range(4))
    assert dalam_lingkaran({a: b, b: a, c: a, d: None}) == {a, b}
    assert dalam_lingkaran({a: a}) == {a}


def test_the_segment_shown_is_the_present_else_the_last_else_the_next() -> None:
    hasil = bandingkan(isi_contoh(), [], [], pada=PADA, id_baru=uuid4)
    p5 = next(p for p in hasil.pegawai if p.nip == P5)
    p9 = next(p for p in hasil.pegawai if p.nip == P9)
    assert [segmen_kini(p5.segmen, hari) for hari in (date(2024, 1, 1), AWAL, PADA)] == [p5.segmen[0], p5.segmen[0], p5.segmen[1]]
    assert segmen_kini(p9.segmen, PADA) == p9.segmen[0]
