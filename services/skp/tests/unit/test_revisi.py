"""Revising an agreed SKP: the version in force stays until the new one is agreed, and ids stay so that realisasi find their RHK."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services.skp.tests.mothers import AGUS, BAMBANG, JANUARI, ORANG_BAMBANG, acuan, disetujui, sebagai_agus, sebagai_bambang, sebagai_rina

from shared.contracts import skp as kontrak
from shared.contracts.skp import Indikator, Rhk
from shared.errors import Forbidden, Invalid, NotAllowed
from skp.domain.banding import bandingkan
from skp.domain.isi import Isian, IsianIndikator, IsianRhk
from skp.domain.revisi import dihentikan
from skp.domain.skp import Skp

JULI = JANUARI + timedelta(days=176)
ALASAN = "Arahan baru pimpinan bulan Juli."


def sebagai_isian(rhk: tuple[Rhk, ...]) -> tuple[IsianRhk, ...]:
    """A stored content as it is typed again."""
    return tuple(
        IsianRhk(
            jenis=r.jenis,
            teks=r.teks,
            bobot=r.bobot,
            rhk_atasan_teks=r.rhk_atasan_teks,
            id=r.id,
            indikator=tuple(
                IsianIndikator(aspek=i.aspek, teks=i.teks, target_teks=i.target_teks, target=i.target, satuan=i.satuan, id=i.id)
                for i in r.indikator
            ),
        )
        for r in rhk
    )


def direvisi(skp: Skp) -> Skp:
    """Opened and written: RHK 1 goes, its weight moves to RHK 2, whose second indikator goes too."""
    skp.buka_revisi(ALASAN, sebagai_agus, JULI, numerik=True)
    _, dua, tiga, empat = sebagai_isian(skp.rhk)
    dua = replace(dua, bobot=Decimal(50), indikator=dua.indikator[:1])
    skp.ubah(Isian((dua, tiga, empat)), sebagai_rina, acuan())
    return skp


def test_old_version_stays_in_force_until_the_revision_is_agreed() -> None:
    skp = disetujui()
    lama, sidik = skp.rhk, skp.hash
    direvisi(skp)
    (kabar,) = skp.ajukan(sebagai_rina, JULI, numerik=True)
    assert isinstance(kabar, kontrak.Skp)
    assert (kabar.status, kabar.tahap_revisi, kabar.revisi, kabar.rhk, kabar.hash) == ("revisi", "diajukan", 1, lama, sidik)

    kabar, publik = skp.setujui({"AK": "Lapor tiap Senin."}, sebagai_agus, JULI, numerik=True)
    assert isinstance(kabar, kontrak.Skp)
    assert isinstance(publik, kontrak.SkpDirevisi)
    assert (kabar.status, kabar.tahap_revisi, kabar.revisi, publik.revisi) == ("disetujui", "", 2, 2)
    assert [r.id for r in kabar.rhk] == [r.id for r in lama[1:]]
    assert kabar.hash not in ("", sidik)
    assert {p.kode: p.ekspektasi_khusus for p in kabar.perilaku if p.ekspektasi_khusus} == {
        "BP": "Jawab keluhan dalam satu hari.",
        "AK": "Lapor tiap Senin.",
    }


def test_what_the_revision_took_out_is_kept_as_stopped_without_weight() -> None:
    skp = disetujui()
    satu, dua = skp.rhk[:2]
    direvisi(skp).ajukan(sebagai_rina, JULI, numerik=True)
    skp.setujui({}, sebagai_agus, JULI, numerik=True)
    assert [(r.id, r.bobot, [i.id for i in r.indikator]) for r in skp.dihentikan] == [
        (satu.id, None, [satu.indikator[0].id]),
        (dua.id, None, [dua.indikator[1].id]),
    ]


def test_stopped_rhk_can_be_taken_up_again_with_its_id() -> None:
    skp = disetujui()
    asli = skp.rhk
    direvisi(skp).ajukan(sebagai_rina, JULI, numerik=True)
    skp.setujui({}, sebagai_agus, JULI, numerik=True)
    skp.buka_revisi(ALASAN, sebagai_agus, JULI, numerik=True)
    skp.ubah(Isian(sebagai_isian(asli)), sebagai_rina, acuan())
    skp.ajukan(sebagai_rina, JULI, numerik=True)
    skp.setujui({}, sebagai_agus, JULI, numerik=True)
    assert ([r.id for r in skp.rhk], skp.dihentikan, skp.revisi) == ([r.id for r in asli], (), 3)


def test_employee_asks_and_the_evaluator_opens_with_his_reason_or_declines() -> None:
    skp = disetujui()
    with pytest.raises(Invalid, match="alasan"):
        skp.minta_revisi("pendek", sebagai_rina, JULI, numerik=True)
    skp.minta_revisi(ALASAN, sebagai_rina, JULI, numerik=True)
    assert (skp.status, skp.keadaan().tahap_revisi) == ("disetujui", "diminta")
    with pytest.raises(NotAllowed, match="menunggu Agus Prasetyo"):
        skp.minta_revisi(ALASAN, sebagai_rina, JULI, numerik=True)
    skp.tolak_revisi("Tunggu triwulan berikutnya.", sebagai_agus, JULI, numerik=True)
    assert skp.permintaan is None
    skp.minta_revisi(ALASAN, sebagai_rina, JULI, numerik=True)
    skp.buka_revisi("", sebagai_agus, JULI, numerik=True)
    assert skp.usulan is not None
    assert skp.usulan.alasan == ALASAN


def test_only_the_evaluator_opens_a_revision_and_not_without_a_reason() -> None:
    skp = disetujui()
    with pytest.raises(Forbidden):
        skp.buka_revisi(ALASAN, sebagai_rina, JULI, numerik=True)
    with pytest.raises(Invalid):
        skp.buka_revisi("  ", sebagai_agus, JULI, numerik=True)
    assert (skp.status, skp.usulan) == ("disetujui", None)


def test_unchanged_or_unfinished_revision_is_not_submitted() -> None:
    skp = disetujui()
    skp.buka_revisi(ALASAN, sebagai_agus, JULI, numerik=True)
    with pytest.raises(NotAllowed, match="masih sama"):
        skp.ajukan(sebagai_rina, JULI, numerik=True)
    skp.ubah(Isian(sebagai_isian(skp.rhk)[1:]), sebagai_rina, acuan())
    with pytest.raises(Invalid, match=r"80,00 %"):
        skp.ajukan(sebagai_rina, JULI, numerik=True)


def test_returned_revision_must_change_before_it_is_submitted_again() -> None:
    skp = direvisi(disetujui())
    skp.ajukan(sebagai_rina, JULI, numerik=True)
    rhk_id = skp.naskah.rhk[0].id
    skp.kembalikan("Bobot RHK 1 terlalu besar.", {rhk_id: "Cukup 40."}, sebagai_agus, JULI, numerik=True)
    assert (skp.langkah, skp.naskah.komentar, skp.komentar) == ("revisi_dikembalikan", {rhk_id: "Cukup 40."}, {})
    with pytest.raises(NotAllowed, match="Belum ada yang berubah"):
        skp.ajukan(sebagai_rina, JULI, numerik=True)


def test_dropped_revision_leaves_the_version_in_force() -> None:
    skp = disetujui()
    rhk, sidik = skp.rhk, skp.hash
    direvisi(skp).batalkan_revisi("", sebagai_rina, JULI, numerik=True)
    assert (skp.status, skp.usulan, skp.rhk, skp.hash, skp.revisi) == ("disetujui", None, rhk, sidik, 1)


def test_former_evaluator_does_not_agree_to_the_revision() -> None:
    skp = direvisi(disetujui())
    skp.ajukan(sebagai_rina, JULI, numerik=True)
    skp.perbarui_atasan(BAMBANG, ORANG_BAMBANG, None, None, (), JULI)
    with pytest.raises(Forbidden):
        skp.setujui({}, sebagai_agus, JULI, numerik=True)
    assert skp.pernah_menilai == (AGUS,)
    skp.setujui({}, sebagai_bambang, JULI, numerik=True)
    assert skp.revisi == 2


def test_transfer_closes_the_version_in_force_and_drops_the_revision() -> None:
    skp = direvisi(disetujui())
    skp.ajukan(sebagai_rina, JULI, numerik=True)
    skp.akhiri(date(2025, 7, 31), JULI, date(2025, 8, 1))
    assert (skp.status, skp.usulan, skp.revisi, len(skp.rhk)) == ("ditutup", None, 1, 4)


@pytest.mark.parametrize("status", ["ditetapkan", "disampaikan", "final"])
def test_rated_plan_is_not_revised(status: str) -> None:
    skp = disetujui()
    skp.penilaian = status
    with pytest.raises(NotAllowed, match="sudah ditetapkan"):
        skp.buka_revisi(ALASAN, sebagai_agus, JULI, numerik=True)
    skp = direvisi(disetujui())
    skp.ajukan(sebagai_rina, JULI, numerik=True)
    skp.penilaian = status
    with pytest.raises(NotAllowed, match="sudah ditetapkan"):
        skp.setujui({}, sebagai_agus, JULI, numerik=True)


# ---- any two contents ----

_ID = st.integers(1, 6).map(lambda n: UUID(int=n))
_INDIKATOR = st.builds(
    Indikator,
    id=st.integers(100, 108).map(lambda n: UUID(int=n)),
    aspek=st.sampled_from(("kuantitas", "kualitas")),
    teks=st.sampled_from(("Laporan", "Nilai")),
    target_teks=st.just(""),
    target=st.one_of(st.none(), st.decimals(1, 99, places=1)),
    target_min=st.none(),
    target_max=st.none(),
    satuan=st.sampled_from(("laporan", "%")),
)


@st.composite
def isi(draw: st.DrawFn) -> tuple[Rhk, ...]:
    """Contents whose ids are each used once, as the domain makes them."""
    ids = draw(st.lists(_ID, unique=True, max_size=5))
    semua = draw(st.lists(_INDIKATOR, unique_by=lambda i: i.id, max_size=8))
    return tuple(
        Rhk(
            id=id_,
            nomor=n,
            jenis="utama",
            teks=draw(st.sampled_from(("Tersusunnya laporan", "Meningkatnya mutu"))),
            bobot=draw(st.one_of(st.none(), st.decimals(1, 100, places=2))),
            rhk_atasan_id=None,
            rhk_atasan_teks="",
            penugasan_dari="",
            indikator=tuple(i for k, i in enumerate(semua) if k % len(ids) == n - 1),
        )
        for n, id_ in enumerate(ids, 1)
    )


@given(isi())
def test_content_does_not_differ_from_itself(satu: tuple[Rhk, ...]) -> None:
    assert not bandingkan(satu, satu).ada


@given(isi(), isi())
def test_difference_names_exactly_the_rhk_that_came_went_or_changed(lama: tuple[Rhk, ...], baru: tuple[Rhk, ...]) -> None:
    beda = bandingkan(lama, baru)
    dulu, kini = {r.id: r for r in lama}, {r.id: r for r in baru}
    menurut = {jenis: {r.id for r in beda.rhk if r.jenis == jenis} for jenis in ("ditambah", "dihapus", "diubah")}
    assert menurut["ditambah"] == kini.keys() - dulu.keys()
    assert menurut["dihapus"] == dulu.keys() - kini.keys()
    berubah = {i for i in dulu.keys() & kini.keys() if replace(dulu[i], nomor=0, indikator=()) != replace(kini[i], nomor=0, indikator=())}
    assert berubah <= menurut["diubah"]
    for satu in beda.rhk:
        if satu.jenis == "diubah":
            a, b = {i.id: i for i in dulu[satu.id].indikator}, {i.id: i for i in kini[satu.id].indikator}
            assert {i.id for i in satu.indikator} == (a.keys() ^ b.keys()) | {i for i in a.keys() & b.keys() if a[i] != b[i]}


@given(isi(), isi())
def test_what_came_one_way_goes_the_other(lama: tuple[Rhk, ...], baru: tuple[Rhk, ...]) -> None:
    ke, balik = bandingkan(lama, baru).jumlah, bandingkan(baru, lama).jumlah
    assert (ke["ditambah"], ke["dihapus"], ke["diubah"]) == (balik["dihapus"], balik["ditambah"], balik["diubah"])


@given(isi(), isi(), isi())
def test_no_indikator_is_lost_over_any_revisions(a: tuple[Rhk, ...], b: tuple[Rhk, ...], c: tuple[Rhk, ...]) -> None:
    """Whatever was agreed once is either in force or stopped, and never both; what is stopped weighs nothing."""
    sudah = dihentikan(b, c, dihentikan(a, b))
    berlaku, berhenti = {i.id for r in c for i in r.indikator}, {i.id for r in sudah for i in r.indikator}
    pernah = {i.id for isi_ in (a, b, c) for r in isi_ for i in r.indikator}
    assert berlaku | berhenti == pernah
    assert not berlaku & berhenti
    assert all(r.bobot is None for r in sudah)
    assert {r.id for r in c} | {r.id for r in sudah} == {r.id for isi_ in (a, b, c) for r in isi_}
