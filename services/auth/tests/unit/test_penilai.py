"""Setting an evaluator, and units whose place in the tree has dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from auth.domain import penilai as aturan
from auth.domain.organisasi import Jabatan, MasaUnor, Organisasi, Pegawai, Penetapan, Unor, jalur_lingkaran
from auth.domain.penilai import jelaskan
from shared.errors import Conflict, Invalid, NotAllowed

AWAL = date(2025, 1, 1)
PADA = datetime(2025, 1, 1, tzinfo=UTC)
ADMIN = uuid4()


def unit(kode: str, induk: Unor | None = None) -> Unor:
    return Unor(uuid4(), kode, f"Unit {kode}", "bidang", induk.id if induk else None, date(2020, 1, 1))


def orang(
    nama: str, u: Unor, *, kepala: bool = False, mulai: date = AWAL, selesai: date | None = None, penilai: UUID | None = None
) -> Pegawai:
    jabatan = Jabatan(uuid4(), u.id, nama, "pelaksana", mulai, selesai, kepala=kepala, penilai_id=penilai)
    return Pegawai(uuid4(), None, nama, "pns", jabatan=(jabatan,))


def organisasi(unor: list[Unor], pegawai: list[Pegawai]) -> Organisasi:
    return Organisasi({u.id: u for u in unor}, {p.id: p for p in pegawai})


def ditetapkan(p: Pegawai, penilai: Pegawai, mulai: date, selesai: date | None = None) -> Pegawai:
    return aturan.tetapkan(p, Penetapan(uuid4(), p.jabatan[0].id, penilai.id, mulai, "Mendampingi proyek strategis", ADMIN, PADA, selesai))


KANTOR = unit("A")
BIDANG = unit("B", KANTOR)
LAIN = unit("C", KANTOR)
KADIS, KABID, KABID_LAIN, STAF = (
    orang("Kadis", KANTOR, kepala=True),
    orang("Kabid", BIDANG, kepala=True),
    orang("Kabid lain", LAIN, kepala=True),
    orang("Staf", BIDANG),
)
SEMUA = [KADIS, KABID, KABID_LAIN, STAF]


def penilai_pada(o: Organisasi, p: Pegawai) -> list[tuple[date, date | None, UUID | None]]:
    return [(s.mulai, s.selesai, s.penilai_id) for s in o.segmen(o.pegawai[p.id])]


def test_an_evaluator_set_from_a_day_cuts_the_post_there_and_brings_his_own_superior() -> None:
    staf = ditetapkan(STAF, KABID_LAIN, date(2025, 4, 1))
    o = organisasi([KANTOR, BIDANG, LAIN], [KADIS, KABID, KABID_LAIN, staf])
    assert penilai_pada(o, staf) == [(AWAL, date(2025, 3, 31), KABID.id), (date(2025, 4, 1), None, KABID_LAIN.id)]
    assert [s.atasan_penilai_id for s in o.segmen(staf)] == [KADIS.id, KADIS.id]


def test_one_with_an_end_gives_the_derived_evaluator_back() -> None:
    staf = ditetapkan(STAF, KABID_LAIN, date(2025, 4, 1), date(2025, 6, 30))
    o = organisasi([KANTOR, BIDANG, LAIN], [KADIS, KABID, KABID_LAIN, staf])
    assert [p for _, _, p in penilai_pada(o, staf)] == [KABID.id, KABID_LAIN.id, KABID.id]


def test_the_next_one_ends_the_one_before_and_taking_it_back_leaves_both_in_the_record() -> None:
    satu = ditetapkan(STAF, KABID_LAIN, date(2025, 4, 1))
    dua = ditetapkan(satu, KADIS, date(2025, 7, 1))
    assert [p.selesai for p in dua.penetapan] == [date(2025, 6, 30), None]
    kembali = aturan.cabut(dua, dua.penetapan[1].id, mulai=date(2025, 9, 1), oleh=ADMIN, pada=PADA)
    o = organisasi([KANTOR, BIDANG, LAIN], [KADIS, KABID, KABID_LAIN, kembali])
    assert [p for _, _, p in penilai_pada(o, kembali)] == [KABID.id, KABID_LAIN.id, KADIS.id, KABID.id]
    with pytest.raises(NotAllowed):
        aturan.cabut(kembali, dua.penetapan[1].id, mulai=date(2025, 9, 1), oleh=ADMIN, pada=PADA)


def test_one_taken_back_before_it_began_was_never_in_force() -> None:
    satu = ditetapkan(STAF, KABID_LAIN, date(2025, 4, 1))
    batal = aturan.cabut(satu, satu.penetapan[0].id, mulai=date(2025, 2, 1), oleh=ADMIN, pada=PADA)
    assert batal.penetapan[0].hampa
    assert penilai_pada(organisasi([KANTOR, BIDANG, LAIN], [KADIS, KABID, KABID_LAIN, batal]), batal) == [(AWAL, None, KABID.id)]


def test_it_belongs_to_the_post_and_does_not_follow_into_the_next() -> None:
    baru = Jabatan(uuid4(), LAIN.id, "Staf", "pelaksana", date(2025, 8, 1))
    pindah = replace(STAF, jabatan=(replace(STAF.jabatan[0], selesai=date(2025, 7, 31)), baru))
    staf = ditetapkan(pindah, KADIS, date(2025, 4, 1))
    o = organisasi([KANTOR, BIDANG, LAIN], [KADIS, KABID, KABID_LAIN, staf])
    assert [p for _, _, p in penilai_pada(o, staf)] == [KABID.id, KADIS.id, KABID_LAIN.id]


@pytest.mark.parametrize(
    ("calon", "kata"),
    [
        (STAF, "dirinya sendiri"),
        (None, "tidak ada di instansi"),
        (replace(KABID_LAIN, aktif=False), "tidak aktif"),
        (replace(KABID_LAIN, jabatan=(replace(KABID_LAIN.jabatan[0], selesai=date(2025, 2, 1)),)), "pensiun"),
    ],
)
def test_who_cannot_evaluate_is_refused_in_words(calon: Pegawai | None, kata: str) -> None:
    with pytest.raises(Invalid, match=kata):
        aturan.periksa_penilai(STAF, calon, date(2025, 4, 1), [])


def test_a_subordinate_is_refused_and_the_circle_is_named() -> None:
    with pytest.raises(Invalid, match="Staf → Kabid → Kadis"):
        aturan.periksa_penilai(KADIS, STAF, date(2025, 4, 1), [(KABID.id, "Kabid"), (KADIS.id, "Kadis")])


@pytest.mark.parametrize("alasan", ["", "   \n ", "pendek", "x" * 10_000, "cukup panjang\x00 tetapi"])
def test_a_reason_is_text_of_reasonable_length(alasan: str) -> None:
    with pytest.raises(Invalid):
        aturan.periksa_alasan(alasan)


def test_the_derivation_is_told_step_by_step() -> None:
    o = organisasi([KANTOR, BIDANG, LAIN], [KADIS, KABID_LAIN, STAF])
    sebab = jelaskan(o, STAF, date(2025, 5, 1))
    assert (sebab.penilai_id, sebab.sumber) == (KADIS.id, "kepala_unit")
    assert sebab.kalimat == "Unit B tidak ada kepalanya; kepala Unit A menilai."
    kepala = jelaskan(organisasi([KANTOR, BIDANG, LAIN], SEMUA), KABID, date(2025, 5, 1))
    assert kepala.kalimat == "Unit B dikepalai pegawai ini sendiri; kepala Unit A menilai."
    puncak = jelaskan(organisasi([KANTOR, BIDANG, LAIN], SEMUA), KADIS, date(2025, 5, 1))
    assert (puncak.penilai_id, puncak.sumber) == (None, "tidak_ada")


def test_a_unit_that_moves_changes_the_evaluators_from_that_day_only() -> None:
    sub = unit("D", BIDANG)
    pindah = sub.ubah(MasaUnor(date(2025, 7, 1), None, "Unit D baru", "bidang", LAIN.id), date(2025, 3, 1))
    assert (pindah.nama, pindah.rencana[0].induk_id) == ("Unit D", LAIN.id)
    staf = orang("Staf D", sub)
    o = organisasi([KANTOR, BIDANG, LAIN, pindah], [KADIS, KABID, KABID_LAIN, staf])
    assert penilai_pada(o, staf) == [(AWAL, date(2025, 6, 30), KABID.id), (date(2025, 7, 1), None, KABID_LAIN.id)]
    nanti = pindah.berlakukan(date(2025, 7, 1))
    assert (nanti.nama, nanti.induk_id, nanti.rencana) == ("Unit D baru", LAIN.id, ())
    assert nanti.pada(date(2025, 6, 30)).nama == "Unit D"
    assert penilai_pada(organisasi([KANTOR, BIDANG, LAIN, nanti], [KADIS, KABID, KABID_LAIN, staf]), staf) == penilai_pada(o, staf)


def test_a_planned_change_can_be_cancelled_and_one_in_force_cannot() -> None:
    rencana = LAIN.ubah(MasaUnor(date(2026, 1, 1), None, "Nama baru", "bidang", KANTOR.id), date(2025, 6, 1))
    assert rencana.batalkan(date(2026, 1, 1), date(2025, 6, 1)).masa == LAIN.masa
    with pytest.raises(Invalid):
        rencana.batalkan(date(2026, 1, 1), date(2026, 1, 1))


def test_an_ended_segment_keeps_the_name_its_unit_had() -> None:
    dinas = LAIN.ubah(MasaUnor(date(2025, 7, 1), None, "Dinas Gabungan", "bidang", KANTOR.id), date(2025, 8, 1))
    lama = orang("Dulu", LAIN, selesai=date(2025, 3, 31))
    kini = orang("Kini", LAIN)
    o = organisasi([KANTOR, dinas], [lama, kini])
    assert ([s.unor_nama for s in o.segmen(lama)], [s.unor_nama for s in o.segmen(kini)]) == (["Unit C"], ["Dinas Gabungan"])


def test_a_circle_in_the_tree_is_found_with_its_path_and_does_not_hang_the_derivation() -> None:
    atas = replace(KANTOR, induk_id=BIDANG.id)
    unor = {u.id: u for u in (atas, BIDANG)}
    assert jalur_lingkaran(unor, BIDANG.id, AWAL) == [BIDANG.id, KANTOR.id]
    assert jalur_lingkaran({**unor, KANTOR.id: KANTOR}, BIDANG.id, AWAL) == []
    staf = orang("Staf", BIDANG)
    assert penilai_pada(Organisasi(unor, {staf.id: staf}), staf) == [(AWAL, None, None)]


def test_a_head_is_named_only_where_nobody_heads_during_the_post() -> None:
    kosong = organisasi([KANTOR, BIDANG, LAIN], [KADIS, STAF])
    assert aturan.jadikan_kepala(kosong, STAF, AWAL).jabatan[0].kepala
    with pytest.raises(Conflict, match="dikepalai Kabid"):
        aturan.jadikan_kepala(organisasi([KANTOR, BIDANG, LAIN], SEMUA), STAF, AWAL + timedelta(days=3))
