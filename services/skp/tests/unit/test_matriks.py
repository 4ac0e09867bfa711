"""The matriks peran hasil: who contributes to which RHK of the leader."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from services.skp.tests.mothers import INSTANSI, JANUARI, ORANG_RINA, disetujui

from shared.contracts.skp import Rhk
from skp.domain.matriks import Anggota, Tawaran, susun_matriks

_POLA = disetujui().rhk[0]


def rhk(nomor: int, atasan: int | None = None, jenis: str = "utama") -> Rhk:
    return replace(_POLA, id=UUID(int=nomor), nomor=nomor, jenis=jenis, rhk_atasan_id=UUID(int=atasan) if atasan else None)


@st.composite
def tim(draw: st.DrawFn) -> tuple[tuple[Rhk, ...], list[Anggota]]:
    kolom = tuple(rhk(n, jenis=draw(st.sampled_from(("utama", "utama", "tambahan")))) for n in range(1, draw(st.integers(0, 6)) + 1))
    anggota = [
        Anggota(
            replace(ORANG_RINA, pegawai_id=UUID(int=900 + i)),
            UUID(int=500 + i),
            "draf",
            tuple(rhk(100 * (i + 1) + j, draw(st.one_of(st.none(), st.integers(1, 8)))) for j in range(draw(st.integers(0, 4)))),
        )
        for i in range(draw(st.integers(0, 4)))
    ]
    return kolom, anggota


@given(tim())
def test_every_main_rhk_of_a_member_stands_in_one_cell_or_beside_the_columns(isi: tuple[tuple[Rhk, ...], list[Anggota]]) -> None:
    kolom, anggota = isi
    matriks = susun_matriks(kolom, anggota)
    assert [k.id for k in matriks.kolom] == [k.id for k in kolom if k.jenis == "utama"]
    for baris, satu in zip(matriks.baris, anggota, strict=True):
        assert len(baris.sel) == len(matriks.kolom)
        di_sel = [r.id for sel in baris.sel for r in sel.rhk]
        assert sorted((*di_sel, *(r.id for r in baris.lepas)), key=str) == sorted((r.id for r in satu.rhk), key=str)


@given(tim())
def test_coverage_names_exactly_the_columns_that_nobody_supports(isi: tuple[tuple[Rhk, ...], list[Anggota]]) -> None:
    matriks = susun_matriks(*isi)
    didukung = {r.rhk_atasan_id for a in isi[1] for r in a.rhk}
    assert {r.id for r in matriks.tanpa_pendukung} == {k.id for k in matriks.kolom} - didukung


def test_offer_fills_a_cell_without_counting_as_support() -> None:
    anggota = Anggota(ORANG_RINA, None, "tanpa_skp")
    tawaran = Tawaran(UUID(int=7), INSTANSI, UUID(int=8), ORANG_RINA.pegawai_id, 2025, UUID(int=1), "RHK", "RHK", JANUARI)
    matriks = susun_matriks([rhk(1)], [anggota], [tawaran])
    assert (matriks.baris[0].sel[0].kosong, matriks.pendukung(0), len(matriks.tanpa_pendukung)) == (False, 0, 1)
