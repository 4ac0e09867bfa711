from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from services.skp.tests.mothers import acuan, draf_kosong, isian_benih, sebagai_rina

from skp.domain.isi import Isian, IsianRhk, cocok_tunggal
from skp.domain.tautan import menunggu, paling_mirip

SATU, DUA = uuid4(), uuid4()
PILIHAN = {SATU: "Meningkatnya mutu data pokok.", DUA: "Tersusunnya laporan tahunan"}


def test_only_the_one_rhk_that_says_the_same_is_certain() -> None:
    assert cocok_tunggal(" meningkatnya  MUTU data pokok", PILIHAN) == SATU
    assert cocok_tunggal("Meningkatnya mutu data", PILIHAN) is None
    assert cocok_tunggal("", {SATU: ""}) is None
    assert cocok_tunggal("Tersusunnya laporan tahunan", {**PILIHAN, uuid4(): "tersusunnya laporan tahunan"}) is None


def test_the_nearest_is_offered_first_and_nothing_when_no_word_is_shared() -> None:
    assert paling_mirip("Tersusunnya laporan triwulan", PILIHAN) == DUA
    assert paling_mirip("Penugasan langsung kepala dinas", PILIHAN) is None
    assert paling_mirip("Apa saja", {}) is None


def test_a_placeholder_becomes_the_link_at_the_next_save_once_the_superior_has_that_rhk() -> None:
    skp = draf_kosong()
    isian = Isian((IsianRhk(teks="Terkelolanya data", rhk_atasan_teks="meningkatnya mutu data pokok"), IsianRhk(rhk_atasan_teks="Alasan")))
    skp.ubah(isian, sebagai_rina, acuan())
    assert [r.rhk_atasan_id for r in skp.rhk] == [None, None]

    skp.ubah(
        replace(isian, rhk=tuple(replace(r, id=lama.id) for r, lama in zip(isian.rhk, skp.rhk, strict=True))),
        sebagai_rina,
        acuan(rhk_atasan=PILIHAN),
    )

    assert [(r.rhk_atasan_id, r.rhk_atasan_teks) for r in skp.rhk] == [(SATU, "Meningkatnya mutu data pokok."), (None, "Alasan")]


def test_waiting_are_rhk_utama_with_a_placeholder_about_which_nobody_decided() -> None:
    skp = draf_kosong()
    isian = isian_benih()
    skp.ubah(replace(isian, rhk=(*isian.rhk[:2], IsianRhk(jenis="tambahan", rhk_atasan_teks="x"), IsianRhk())), sebagai_rina, acuan())

    assert [r.nomor for r in menunggu(skp.rhk, set[UUID]())] == [1, 2]
    assert [r.nomor for r in menunggu(skp.rhk, {skp.rhk[0].id})] == [2]
