"""A SKP in review is the pengelola kinerja's turn, not the evaluator's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from services.laporan.tests import mothers
from services.laporan.tests.mothers import identitas

from shared.testing.service import ServiceUnderTest


def beranda(kota: ServiceUnderTest, siapa: str, *peran: str) -> dict[str, Any]:
    isi: dict[str, Any] = kota.client(identitas(siapa, *peran)).get("/laporan/api/v1/beranda").json
    return isi


def jenis(isi: dict[str, Any]) -> list[str]:
    return [t["jenis"] for t in isi["tugas"]]


def test_it_waits_with_the_pengelola_until_it_is_reviewed(kota: ServiceUnderTest) -> None:
    diajukan = mothers.skp_dari("P4", status="diajukan", tahun=2026, version=2)
    kota.deliver(replace(diajukan, menunggu_reviu=True))
    assert "skp_setujui" not in jenis(beranda(kota, "P2"))
    assert "skp_reviu" not in jenis(beranda(kota, "P2"))
    (tugas,) = (t for t in beranda(kota, "X", "pengelola_kinerja")["tugas"] if t["jenis"] == "skp_reviu")
    assert (tugas["judul"], tugas["alamat"]) == ("Reviu 1 SKP", "/skp/reviu")
    assert [(w["judul"], w["siapa"]) for w in beranda(kota, "P4")["menunggu"] if "SKP" in w["judul"]] == [
        ("SKP 2026 menunggu reviu", "pengelola kinerja")
    ]
    kota.deliver(replace(diajukan, version=3))
    assert "skp_setujui" in jenis(beranda(kota, "P2"))
    assert "skp_reviu" not in jenis(beranda(kota, "X", "pengelola_kinerja"))
