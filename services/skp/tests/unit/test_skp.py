"""The state machine of the SKP: who may do what, when, and why not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from services.skp.tests.mothers import (
    JANUARI,
    ORANG_AGUS,
    ORANG_BAMBANG,
    acuan,
    data_skp,
    diajukan,
    disetujui,
    draf_benih,
    draf_kosong,
    isian_benih,
    sebagai_agus,
    sebagai_bambang,
    sebagai_rina,
)

from shared.contracts import skp as kontrak
from shared.errors import Forbidden, Invalid, NotAllowed
from skp.domain.isi import Isian
from skp.domain.perilaku import KODE_NILAI
from skp.domain.skp import STATUS, TRANSISI, Pelaku, Skp, _rhk_untuk_sidik


def test_new_skp_is_a_draft_with_the_seven_rows_of_perilaku_and_tells_its_state() -> None:
    skp, events = Skp.buat(data_skp(), "kuantitatif", sebagai_rina, JANUARI)
    assert skp.status == "draf"
    assert tuple(p.kode for p in skp.perilaku) == KODE_NILAI
    assert events == (skp.keadaan(),)


def test_every_state_of_the_table_has_a_label_and_every_way_starts_and_ends_in_a_state() -> None:
    for transisi in TRANSISI:
        assert {transisi.dari, transisi.ke} <= STATUS.keys()


def test_the_seed_table_can_be_submitted_returned_changed_and_approved() -> None:
    skp = draf_benih()
    skp.ajukan(sebagai_rina, JANUARI, numerik=True)
    rhk_1 = skp.rhk[0].id
    skp.kembalikan("Perjelas target RHK 1.", {rhk_1: "Target per bulan?"}, sebagai_agus, JANUARI, numerik=True)
    assert (skp.status, skp.alasan_dikembalikan, skp.komentar) == ("dikembalikan", "Perjelas target RHK 1.", {rhk_1: "Target per bulan?"})
    isian = isian_benih(("21", "30", "15", "34"))
    skp.ubah(Isian(tuple(replace(r, id=lama.id) for r, lama in zip(isian.rhk, skp.rhk, strict=True))), sebagai_rina, acuan())
    skp.ajukan(sebagai_rina, JANUARI, numerik=True)
    events = skp.setujui({"BP": "Jawab keluhan dalam satu hari."}, sebagai_agus, JANUARI, numerik=True)
    assert [type(e) for e in events] == [kontrak.Skp, kontrak.SkpDisetujui]
    assert skp.perilaku[0].ekspektasi_khusus == "Jawab keluhan dalam satu hari."
    assert (skp.revisi, len(skp.hash), skp.komentar) == (1, 64, {})
    assert [r.aksi for r in skp.riwayat] == ["buat", "ajukan", "kembalikan", "ajukan", "setujui"]


def test_rhk_keeps_its_id_across_edits_and_returns() -> None:
    skp = draf_benih()
    ids = [r.id for r in skp.rhk]
    isian = Isian(tuple(replace(r, id=id_) for r, id_ in zip(isian_benih().rhk, reversed(ids), strict=True)))
    skp.ubah(isian, sebagai_rina, acuan())
    assert [r.id for r in skp.rhk] == list(reversed(ids))
    assert [r.nomor for r in skp.rhk] == [1, 2, 3, 4]


def test_unchanged_content_is_no_change() -> None:
    skp = draf_benih()
    seen = skp.version
    sama = Isian(
        tuple(
            replace(r, id=lama.id, indikator=tuple(replace(i, id=li.id) for i, li in zip(r.indikator, lama.indikator, strict=True)))
            for r, lama in zip(isian_benih().rhk, skp.rhk, strict=True)
        ),
        isian_benih().lampiran,
    )
    assert skp.ubah(sama, sebagai_rina, acuan()) == ()
    assert skp.version == seen


@pytest.mark.parametrize("bobot", [("20", "30", "15", "34.99"), ("20", "30", "15", "35.01")])
def test_weights_must_sum_to_exactly_one_hundred(bobot: tuple[str, str, str, str]) -> None:
    skp = draf_kosong()
    skp.ubah(isian_benih(bobot), sebagai_rina, acuan())
    with pytest.raises(Invalid) as caught:
        skp.ajukan(sebagai_rina, JANUARI, numerik=True)
    pesan = {"34.99": "Jumlah bobot 99,99 %. Tambahkan 0,01 % lagi.", "35.01": "Jumlah bobot 100,01 %. Kurangi 0,01 %."}[bobot[3]]
    assert caught.value.errors == {"bobot": [pesan]}
    assert skp.status == "draf"


def test_weights_are_not_asked_for_outside_of_mode_numerik() -> None:
    skp = draf_kosong()
    tanpa = Isian(tuple(replace(r, bobot=None) for r in isian_benih().rhk))
    skp.ubah(tanpa, sebagai_rina, acuan(numerik=False))
    skp.ajukan(sebagai_rina, JANUARI, numerik=False)
    assert skp.status == "diajukan"


def test_rhk_without_indikator_cannot_be_submitted_and_the_message_names_it() -> None:
    skp = draf_kosong()
    isian = isian_benih()
    skp.ubah(replace(isian, rhk=(*isian.rhk[:3], replace(isian.rhk[3], indikator=()))), sebagai_rina, acuan())
    with pytest.raises(Invalid) as caught:
        skp.ajukan(sebagai_rina, JANUARI, numerik=True)
    assert list(caught.value.errors) == ["rhk.3.indikator"]
    assert "RHK 4 belum punya indikator" in caught.value.detail


def test_rhk_without_link_or_reason_cannot_be_submitted_except_by_a_jpt() -> None:
    lepas = Isian(tuple(replace(r, rhk_atasan_teks="") for r in isian_benih().rhk))
    biasa, pimpinan = draf_kosong(), draf_kosong(jenis_jabatan="jpt_pratama")
    for skp in (biasa, pimpinan):
        skp.ubah(lepas, sebagai_rina, acuan())
    with pytest.raises(Invalid) as caught:
        biasa.ajukan(sebagai_rina, JANUARI, numerik=True)
    assert set(caught.value.errors) == {f"rhk.{i}.rhk_atasan_id" for i in range(4)}
    pimpinan.ajukan(sebagai_rina, JANUARI, numerik=True)


def test_empty_annex_is_only_advice() -> None:
    skp = draf_kosong()
    skp.ubah(Isian(isian_benih().rhk), sebagai_rina, acuan())
    lampiran = next(s for s in skp.syarat(numerik=True) if s.kode == "lampiran")
    assert (lampiran.terpenuhi, lampiran.wajib) == (False, False)
    skp.ajukan(sebagai_rina, JANUARI, numerik=True)


def test_draft_without_evaluator_is_kept_but_not_submitted() -> None:
    skp = draf_benih(penilai=None)
    skp.atasan_penilai_id = skp.atasan_penilai = None
    with pytest.raises(Invalid) as caught:
        skp.ajukan(sebagai_rina, JANUARI, numerik=True)
    assert "Penilai Anda belum tercatat" in caught.value.detail
    skp.perbarui_atasan(ORANG_AGUS.pegawai_id, ORANG_AGUS, None, None, (), JANUARI)
    skp.ajukan(sebagai_rina, JANUARI, numerik=True)
    assert skp.status == "diajukan"


def test_nobody_evaluates_himself() -> None:
    skp = draf_benih()
    skp.penilai_id, skp.penilai = skp.pegawai_id, skp.pegawai
    with pytest.raises(NotAllowed, match="Penilai tidak boleh pegawai itu sendiri"):
        skp.ajukan(sebagai_rina, JANUARI, numerik=True)


def test_submitted_skp_cannot_be_edited() -> None:
    with pytest.raises(NotAllowed, match="sudah diajukan"):
        diajukan().ubah(isian_benih(), sebagai_rina, acuan())


def test_submitted_skp_can_be_taken_back_until_the_evaluator_opens_it() -> None:
    skp = diajukan()
    skp.dibuka_pada = JANUARI
    with pytest.raises(NotAllowed, match="Agus Prasetyo sudah membuka"):
        skp.tarik(sebagai_rina, JANUARI, numerik=True)
    skp.dibuka_pada = None
    skp.tarik(sebagai_rina, JANUARI, numerik=True)
    assert (skp.status, skp.diajukan_pada) == ("draf", None)


def test_returned_skp_must_change_before_it_comes_again() -> None:
    skp = diajukan()
    skp.kembalikan("Perjelas target RHK 1.", {}, sebagai_agus, JANUARI, numerik=True)
    with pytest.raises(NotAllowed, match="Belum ada yang berubah"):
        skp.ajukan(sebagai_rina, JANUARI, numerik=True)


@pytest.mark.parametrize("alasan", ["", "kurang", "   pendek   ", "x" * 2001])
def test_return_needs_a_reason_of_decent_length(alasan: str) -> None:
    skp = diajukan()
    with pytest.raises(Invalid) as caught:
        skp.kembalikan(alasan, {}, sebagai_agus, JANUARI, numerik=True)
    assert "alasan" in caught.value.errors
    assert skp.status == "diajukan"


def test_remark_on_an_rhk_of_another_skp_is_refused() -> None:
    with pytest.raises(Invalid, match="komentar"):
        diajukan().kembalikan("Perjelas target RHK 1.", {uuid4(): "?"}, sebagai_agus, JANUARI, numerik=True)


def test_only_the_evaluator_approves_and_the_refusal_names_him() -> None:
    for siapa in (sebagai_rina, sebagai_bambang, Pelaku(uuid4(), "Admin", frozenset({"admin_instansi"}))):
        with pytest.raises(Forbidden, match="Agus Prasetyo"):
            diajukan().setujui({}, siapa, JANUARI, numerik=True)


def test_superior_of_the_evaluator_stands_in_while_there_is_none() -> None:
    skp = diajukan()
    skp.perbarui_atasan(None, None, ORANG_BAMBANG.pegawai_id, ORANG_BAMBANG, (), JANUARI)
    skp.setujui({}, sebagai_bambang, JANUARI, numerik=True)
    assert (skp.status, skp.penilai) == ("disetujui", ORANG_BAMBANG)


def test_unknown_value_code_and_too_long_expectation_are_refused() -> None:
    skp = diajukan()
    with pytest.raises(Invalid) as caught:
        skp.setujui({"XX": "?", "AK": "a" * 1001}, sebagai_agus, JANUARI, numerik=True)
    assert set(caught.value.errors) == {"ekspektasi_khusus.XX", "ekspektasi_khusus.AK"}
    assert skp.status == "diajukan"


def test_hash_covers_the_content_and_is_the_same_for_the_same_document() -> None:
    skp = disetujui()
    assert skp.sidik_lengkap() == skp.hash
    skp.rhk = (replace(skp.rhk[0], bobot=Decimal("21.00")), *skp.rhk[1:])
    assert skp.sidik_lengkap() != skp.hash


def test_documents_from_before_there_was_a_perspektif_keep_their_hash_and_one_changes_it() -> None:
    skp = disetujui()
    skp.id = skp.rhk[0].id
    tanpa = skp.sidik_lengkap()
    skp.rhk = (replace(skp.rhk[0], perspektif="anggaran"), *skp.rhk[1:])
    assert skp.sidik_lengkap() != tanpa
    assert "perspektif" not in json.dumps(_rhk_untuk_sidik(disetujui().rhk[0]), default=str)


def test_a_jpt_is_advised_to_give_each_rhk_its_perspektif_and_nobody_else_is_asked() -> None:
    pimpinan = draf_benih(jenis_jabatan="jpt_pratama")
    (baris,) = [s for s in pimpinan.syarat(numerik=True) if s.kode == "perspektif"]
    assert (baris.wajib, [m.bidang for m in baris.masalah]) == (False, [f"rhk.{i}.perspektif" for i in range(4)])
    assert not [s for s in draf_benih().syarat(numerik=True) if s.kode == "perspektif"]


def test_agreed_skp_is_locked_for_everybody() -> None:
    skp = disetujui()
    for lakukan in (
        lambda: skp.ubah(isian_benih(), sebagai_rina, acuan()),
        lambda: skp.ajukan(sebagai_rina, JANUARI, numerik=True),
        lambda: skp.setujui({}, sebagai_agus, JANUARI, numerik=True),
        lambda: skp.batalkan(sebagai_rina, JANUARI, numerik=True),
    ):
        with pytest.raises(NotAllowed, match="sudah disetujui"):
            lakukan()


def test_actions_tell_the_owner_what_is_possible_and_why_not() -> None:
    skp = draf_kosong()
    aksi = {a.kode: a for a in skp.aksi(sebagai_rina, numerik=True)}
    assert aksi["ubah"].boleh
    assert not aksi["ajukan"].boleh
    assert "belum punya RHK utama" in aksi["ajukan"].alasan
    assert aksi["ajukan"].label == "Ajukan ke Agus Prasetyo"
    assert not aksi["tarik"].kini


def test_actions_of_the_evaluator_wait_for_submission_and_a_stranger_has_none() -> None:
    sebelum = {a.kode: (a.boleh, a.alasan) for a in draf_benih().aksi(sebagai_agus, numerik=True)}
    assert sebelum["setujui"] == (False, "SKP ini masih draf dan belum diajukan.")
    assert {a.kode for a in diajukan().aksi(sebagai_agus, numerik=True) if a.boleh} == {"setujui", "kembalikan"}
    assert diajukan().aksi(Pelaku(uuid4(), "Orang lain"), numerik=True) == ()


def test_an_agreed_skp_goes_on_with_a_new_evaluator_and_its_agreed_document_stays() -> None:
    skp = disetujui()
    sidik = skp.hash
    assert len(skp.perbarui_atasan(ORANG_BAMBANG.pegawai_id, ORANG_BAMBANG, None, None, (), JANUARI)) == 1
    assert (skp.penilai, skp.pernah_menilai, skp.status, skp.hash) == (ORANG_BAMBANG, (ORANG_AGUS.pegawai_id,), "disetujui", sidik)
    assert skp.riwayat[-1].aksi == "ganti_penilai"


def test_a_closed_skp_keeps_its_evaluator() -> None:
    skp = disetujui()
    skp.akhiri(date(2025, 7, 31), JANUARI, date(2025, 8, 1))
    assert skp.perbarui_atasan(ORANG_BAMBANG.pegawai_id, ORANG_BAMBANG, None, None, (), JANUARI) == ()


def test_a_transfer_that_is_taken_back_gives_the_skp_its_days_again() -> None:
    skp = disetujui()
    skp.akhiri(date(2025, 7, 31), JANUARI, date(2025, 8, 1))
    assert skp.lanjutkan(date(2025, 12, 31), JANUARI)
    assert (skp.status, skp.selesai) == ("disetujui", date(2025, 12, 31))


def test_a_transfer_that_is_still_to_come_shortens_the_skp_and_leaves_it_in_force() -> None:
    skp = disetujui()
    skp.akhiri(date(2025, 7, 31), JANUARI, date(2025, 6, 1))
    assert (skp.status, skp.selesai) == ("disetujui", date(2025, 7, 31))


def test_mutation_closes_an_agreed_skp_on_the_last_day_of_the_segment_and_shortens_a_draft() -> None:
    akhir = date(2025, 7, 31)
    tutup, draf = disetujui(), draf_benih()
    kemudian = date(2025, 8, 3)
    tutup.akhiri(akhir, JANUARI + timedelta(days=200), kemudian)
    draf.akhiri(akhir, JANUARI, kemudian)
    assert (tutup.status, tutup.selesai) == ("ditutup", akhir)
    assert (draf.status, draf.selesai) == ("draf", akhir)
    assert tutup.akhiri(date(2025, 6, 30), JANUARI, kemudian) == ()
