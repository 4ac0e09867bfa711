"""Whatever anybody does in whatever order: only the ways of domain.md 3.9, only by whom they are for, and nothing agreed is ever lost or changed."""

from __future__ import annotations

import copy
import random
from dataclasses import asdict, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from services.skp.tests.mothers import (
    ADMIN,
    AGUS,
    BAMBANG,
    DIMAS,
    JANUARI,
    ORANG_AGUS,
    ORANG_BAMBANG,
    RINA,
    acuan,
    data_skp,
    isian_benih,
)

from shared.contracts.skp import Orang
from shared.errors import DomainError, Invalid
from skp.domain.isi import Isian, IsianIndikator, IsianRhk
from skp.domain.skp import Pelaku, Skp
from skp.domain.syarat import jumlah_bobot

ORANG_DIMAS = Orang(DIMAS, "Dimas Nugroho, S.E.", None, "III/b", "Analis", "Bidang")
PELAKU = {
    "pegawai": Pelaku(RINA, "Rina"),
    "penilai": Pelaku(AGUS, "Agus"),
    "bekas_penilai": Pelaku(DIMAS, "Dimas"),
    "atasan_penilai": Pelaku(BAMBANG, "Bambang"),
    "orang_luar": Pelaku(UUID(int=99), "Orang Luar"),
    "admin": Pelaku(ADMIN, "Admin", frozenset({"admin_instansi"})),
    "pereviu": Pelaku(UUID(int=98), "Sari", frozenset({"pengelola_kinerja"})),
    "auditor": Pelaku(UUID(int=97), "Auditor", frozenset({"auditor", "ppk"})),
}
SAH = {
    ("draf", "ubah"): ({"pegawai"}, "draf"),
    ("dikembalikan", "ubah"): ({"pegawai"}, "dikembalikan"),
    ("draf", "ajukan"): ({"pegawai"}, "diajukan"),
    ("dikembalikan", "ajukan"): ({"pegawai"}, "diajukan"),
    ("diajukan", "tarik"): ({"pegawai"}, "draf"),
    ("diajukan", "mulai_reviu"): ({"pereviu"}, "direviu"),
    ("direviu", "selesai_reviu"): ({"pereviu"}, "diajukan"),
    ("diajukan", "setujui"): ({"penilai"}, "disetujui"),
    ("diajukan", "kembalikan"): ({"penilai"}, "dikembalikan"),
    ("draf", "batalkan"): ({"pegawai", "admin"}, "dibatalkan"),
    ("dikembalikan", "batalkan"): ({"pegawai", "admin"}, "dibatalkan"),
    ("disetujui", "minta_revisi"): ({"pegawai"}, "disetujui"),
    ("disetujui", "tolak_revisi"): ({"penilai"}, "disetujui"),
    ("disetujui", "buka_revisi"): ({"penilai"}, "revisi"),
    ("revisi", "ubah"): ({"pegawai"}, "revisi"),
    ("revisi_dikembalikan", "ubah"): ({"pegawai"}, "revisi_dikembalikan"),
    ("revisi", "ajukan"): ({"pegawai"}, "revisi_diajukan"),
    ("revisi_dikembalikan", "ajukan"): ({"pegawai"}, "revisi_diajukan"),
    ("revisi_diajukan", "tarik"): ({"pegawai"}, "revisi"),
    ("revisi_diajukan", "setujui"): ({"penilai"}, "disetujui"),
    ("revisi_diajukan", "kembalikan"): ({"penilai"}, "revisi_dikembalikan"),
    ("revisi", "batalkan_revisi"): ({"pegawai", "penilai"}, "disetujui"),
    ("revisi_dikembalikan", "batalkan_revisi"): ({"pegawai", "penilai"}, "disetujui"),
    ("revisi_diajukan", "batalkan_revisi"): ({"penilai"}, "disetujui"),
}
"""The ways of domain.md 3.9, written down once more: from and deed to who and where. The table of the domain is held against it."""
AKSI = sorted({aksi for _, aksi in SAH})
ALASAN = "Target belum terukur dengan jelas."


def isian_dari(skp: Skp, ragam: int) -> Isian:
    """Some content: the seed, a re-weighting of what is there, one taken out, one added, or weights that do not fit."""
    lama = skp.ditulis.rhk
    if not lama or ragam == 0:
        return isian_benih()
    tetap = [
        IsianRhk(r.jenis, f"{r.teks[:60]} {ragam}", r.bobot, None, "Data pokok", "", tuple(_lama(i) for i in r.indikator), r.id)
        for r in lama
    ]
    if ragam == 1 and len(tetap) > 1:
        tetap = tetap[1:]
    if ragam == 2 and len(tetap) < 6:
        tetap.append(
            IsianRhk(teks="Tersusunnya arsip", rhk_atasan_teks="Alasan", indikator=(IsianIndikator(teks="Arsip", target=Decimal(4)),))
        )
    bagi = (Decimal(100) / len(tetap)).quantize(Decimal("0.01"))
    sisa = Decimal(100) - bagi * (len(tetap) - 1)
    berbobot = [replace(r, bobot=bagi if n else sisa) for n, r in enumerate(tetap)]
    if ragam == 3:
        berbobot[0] = replace(berbobot[0], bobot=sisa - Decimal("0.01"))
    return Isian(tuple(berbobot), isian_benih().lampiran)


def _lama(i: object) -> IsianIndikator:
    isi = {**asdict(i)}  # type: ignore[call-overload]
    return IsianIndikator(**{k: isi[k] for k in IsianIndikator.__dataclass_fields__})


def lakukan(skp: Skp, aksi: str, oleh: Pelaku, ragam: int) -> None:
    kini = JANUARI + timedelta(hours=skp.version)
    rhk = skp.ditulis.rhk
    komentar = {rhk[0].id: "Perjelas."} if rhk and ragam % 2 else {}
    if aksi == "ubah":
        skp.ubah(isian_dari(skp, ragam), oleh, acuan())
    elif aksi == "kembalikan":
        skp.kembalikan(ALASAN, komentar, oleh, kini, numerik=True)
    elif aksi == "setujui":
        skp.setujui({"BP": "Ramah"}, oleh, kini, numerik=True)
    elif aksi == "selesai_reviu":
        skp.selesai_reviu("sesuai" if ragam else "perlu_perbaikan", ALASAN, komentar, oleh, kini, numerik=True)
    elif aksi in ("minta_revisi", "tolak_revisi", "buka_revisi", "batalkan_revisi"):
        getattr(skp, aksi)(ALASAN, oleh, kini, numerik=True)
    else:
        getattr(skp, aksi)(oleh, kini, numerik=True)


def baru(*, wajib_reviu: bool) -> Skp:
    skp, _ = Skp.buat(data_skp(penilai=ORANG_DIMAS), "kuantitatif", PELAKU["pegawai"], JANUARI)
    skp.perbarui_atasan(AGUS, ORANG_AGUS, BAMBANG, ORANG_BAMBANG, (), JANUARI)
    skp.pernah_menilai = (DIMAS,)
    skp.wajib_reviu = wajib_reviu
    return skp


MUNDUR = ("batalkan", "batalkan_revisi", "tarik")
"""What ends a walk or leads it back: wanted less often, so that it gets far."""
WAJAR = {
    langkah: [
        jalan
        for (dari, aksi), (oleh, _) in sorted(SAH.items())
        if dari == langkah
        for jalan in sorted((siapa, aksi) for siapa in oleh) * (1 if aksi in MUNDUR else 6)
    ]
    for langkah, _ in SAH
}


@st.composite
def urutan(draw: st.DrawFn) -> tuple[bool, list[tuple[str, str, int, bool]]]:
    """Deeds of anybody; more often than by chance the one that the present state asks for, so that the walk gets far."""
    langkah = st.tuples(st.sampled_from(sorted(PELAKU)), st.sampled_from(AKSI), st.integers(0, 999), st.booleans())
    return draw(st.booleans()), draw(st.lists(langkah, min_size=1, max_size=40))


def satu_langkah(skp: Skp, siapa: str, aksi: str, ragam: int, *, menurut: bool) -> tuple[str, str]:
    """Do it, or where ``menurut`` something that is a way from here; returns who did what."""
    if menurut and (boleh := WAJAR.get(skp.langkah)):
        siapa, aksi = boleh[ragam // 4 % len(boleh)]
    lakukan(skp, aksi, PELAKU[siapa], ragam % 4)
    return siapa, aksi


@settings(max_examples=120)
@given(urutan())
def test_no_sequence_of_actors_takes_an_illegal_way_and_a_refusal_changes_nothing(
    jalan: tuple[bool, list[tuple[str, str, int, bool]]],
) -> None:
    wajib_reviu, deret = jalan
    skp = baru(wajib_reviu=wajib_reviu)
    for siapa, aksi, ragam, menurut in deret:
        sebelum, dari = copy.deepcopy(skp), skp.langkah
        try:
            pelaku, tindakan = satu_langkah(skp, siapa, aksi, ragam, menurut=menurut)
        except DomainError:
            assert skp == sebelum
            continue
        oleh, ke = SAH[dari, tindakan]
        assert pelaku in oleh
        assert skp.langkah == ke
        assert skp.version >= sebelum.version
        if tindakan == "ajukan":
            assert jumlah_bobot(skp.ditulis.rhk) == Decimal("100.00")
        if (dari, tindakan) == ("diajukan", "setujui") and wajib_reviu:
            assert sebelum.reviu is not None
        if tindakan == "mulai_reviu":
            assert wajib_reviu


@settings(max_examples=120)
@given(urutan())
def test_agreed_versions_never_change_and_their_ids_are_kept_over_all_revisions(
    jalan: tuple[bool, list[tuple[str, str, int, bool]]],
) -> None:
    skp = baru(wajib_reviu=False)
    skp.ubah(isian_benih(), PELAKU["pegawai"], acuan())
    skp.ajukan(PELAKU["pegawai"], JANUARI, numerik=True)
    skp.setujui({}, PELAKU["penilai"], JANUARI, numerik=True)
    versi = [(skp.hash, skp.keadaan())]
    for siapa, aksi, ragam, menurut in jalan[1]:
        try:
            satu_langkah(skp, siapa, aksi, ragam, menurut=menurut)
        except DomainError:
            continue
        if skp.revisi > len(versi):
            versi.append((skp.hash, skp.keadaan()))
        berlaku = versi[-1][1]
        assert (skp.hash, skp.rhk, skp.lampiran, skp.perilaku, skp.revisi) == (
            versi[-1][0],
            berlaku.rhk,
            berlaku.lampiran,
            berlaku.perilaku,
            len(versi),
        )
        assert skp.sidik_lengkap() == skp.hash
        pernah = {(r.id, i.id) for _, v in versi for r in v.rhk for i in r.indikator}
        kini = {(r.id, i.id) for r in (*skp.rhk, *skp.dihentikan) for i in r.indikator}
        assert pernah <= kini
    assert len({sidik for sidik, _ in versi}) == len(versi)


@settings(max_examples=200)
@given(st.lists(st.integers(1, 9999), min_size=1, max_size=12))
def test_only_weights_of_exactly_one_hundred_are_submitted(sen: list[int]) -> None:
    skp = baru(wajib_reviu=False)
    indikator = (IsianIndikator(teks="Laporan", target=Decimal(1)),)
    rhk = tuple(IsianRhk(teks="Tersusunnya laporan", bobot=Decimal(s) / 100, rhk_atasan_teks="Alasan", indikator=indikator) for s in sen)
    skp.ubah(Isian(rhk, isian_benih().lampiran), PELAKU["pegawai"], acuan())

    assert _diterima(skp) == (sum(sen) == 10_000)


@settings(max_examples=100)
@given(st.lists(st.integers(1, 2000), min_size=1, max_size=8), st.sampled_from([-1, 0, 1]))
def test_a_hundredth_of_a_percent_too_little_or_too_much_is_refused(sen: list[int], meleset: int) -> None:
    skp = baru(wajib_reviu=False)
    bobot = [*sen, 10_000 - sum(sen) + meleset] if sum(sen) < 9_990 else [5_000, 5_000 + meleset]
    indikator = (IsianIndikator(teks="Laporan", target=Decimal(1)),)
    rhk = tuple(IsianRhk(teks="Tersusunnya laporan", bobot=Decimal(s) / 100, rhk_atasan_teks="Alasan", indikator=indikator) for s in bobot)
    skp.ubah(Isian(rhk, isian_benih().lampiran), PELAKU["pegawai"], acuan())

    assert _diterima(skp) == (meleset == 0)


def _diterima(skp: Skp) -> bool:
    try:
        skp.ajukan(PELAKU["pegawai"], JANUARI, numerik=True)
    except Invalid as error:
        assert "bobot" in error.errors
        return False
    return True


def test_the_walks_reach_every_way_of_the_table() -> None:
    """What the random walks are worth: following the wanted ways alone passes through all of them."""
    lewat: set[tuple[str, str]] = set()
    dadu = random.Random(1)
    for awal in range(60):
        skp = baru(wajib_reviu=awal % 2 == 0)
        for _ in range(60):
            dari = skp.langkah
            try:
                _, aksi = satu_langkah(skp, "pegawai", "ubah", dadu.randrange(1000), menurut=True)
            except DomainError:
                continue
            lewat.add((dari, aksi))
    assert lewat == set(SAH)
