"""A year is opened by the settings that hold when it begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

from shared.contracts import auth, skp
from shared.contracts.auth import Pengaturan, VersiPengaturan
from shared.testing.service import ServiceUnderTest


def test_a_coming_year_is_opened_by_the_settings_that_will_hold_then(svc: ServiceUnderTest) -> None:
    kini = Pengaturan("linear_120")
    nanti = replace(kini, periode_evaluasi="bulanan", hari_normal_evaluasi=3, hari_toleransi_evaluasi=0)
    riwayat = (
        VersiPengaturan(date(2000, 1, 1), "Asia/Jakarta", kini),
        VersiPengaturan(date(2027, 1, 1), "Asia/Jakarta", nanti, "Perwali 1"),
    )
    instansi = auth.Instansi(uuid4(), "7701", "Kota Uji", "kota", "Asia/Jakarta", kini, 1, riwayat)
    svc.deliver(instansi)
    admin = svc.client(svc.identity(instansi_id=instansi.id, peran={"admin_instansi"}))
    for tahun in (2026, 2027):
        assert admin.post("/skp/api/v1/periode", json={"tahun": tahun}).status_code in (200, 201)
    evaluasi = {
        tahun: [p for p in svc.published(skp.Periode) if p.tahun == tahun and p.untuk == "evaluasi" and p.jenis != "tahunan"]
        for tahun in (2026, 2027)
    }
    assert (len(evaluasi[2026]), len(evaluasi[2027])) == (4, 12)
    januari = evaluasi[2027][0]
    assert (januari.batas_normal, januari.batas_toleransi) == (date(2027, 2, 3), date(2027, 2, 3))
