"""Signing in and the seed table as JSON, for the tests that go through the API and the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from services.skp.tests.mothers import INSTANSI, isian_benih

from shared.testing.service import ServiceUnderTest

JANUARI = "2025-01-13T09:00:00+07:00"


def masuk(svc: ServiceUnderTest, pegawai_id: UUID, nama: str = "Rina Lestari, A.Md.", *peran: str) -> FlaskClient:
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=nama, peran=frozenset(peran)))


def isi_benih() -> dict[str, Any]:
    """The seed's table (domain.md 10.2) as the API takes it."""
    isian = isian_benih()
    assert isian.lampiran is not None
    return {
        "rhk": [
            {
                "jenis": r.jenis,
                "teks": r.teks,
                "bobot": str(r.bobot),
                "rhk_atasan_teks": r.rhk_atasan_teks,
                "indikator": [
                    {"aspek": i.aspek, "teks": i.teks, "target": str(i.target), "satuan": i.satuan, "target_teks": i.target_teks}
                    for i in r.indikator
                ],
            }
            for r in isian.rhk
        ],
        "lampiran": {
            "dukungan_sumber_daya": list(isian.lampiran.dukungan_sumber_daya),
            "skema_pertanggungjawaban": list(isian.lampiran.skema_pertanggungjawaban),
            "konsekuensi": list(isian.lampiran.konsekuensi),
        },
    }
