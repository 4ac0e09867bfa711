"""Settings of an instansi: dated, with their ground, told to the others with their history."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from services.auth.tests.mothers import Kota

from auth.application.use_cases_pengaturan import berlakukan_pengaturan
from shared import clock
from shared.contracts import auth as contracts

ALAMAT = "/auth/api/v1/instansi/pengaturan"
DASAR = "Peraturan Wali Kota Contoh 12/2026"


def hari_ini() -> date:
    return clock.today("Asia/Jakarta")


def simpan(kota: Kota, mulai: date, *, dasar: str = DASAR, zona: str = "Asia/Jakarta", **pengaturan: Any) -> Any:
    badan = {"berlaku_dari": mulai.isoformat(), "zona_waktu": zona, "pengaturan": pengaturan, "dasar_hukum": dasar}
    return kota.admin.post(ALAMAT, json=badan)


def test_a_change_of_today_is_in_force_and_told_with_its_history(kota: Kota) -> None:
    jawaban = simpan(kota, hari_ini(), bobot_skp="70", bobot_perilaku="30")
    assert jawaban.status_code == 201
    keadaan = kota.svc.published(contracts.Instansi)[-1]
    assert (keadaan.pengaturan.bobot_skp, keadaan.version) == (Decimal(70), 2)
    assert [(v.berlaku_dari, v.pengaturan.bobot_skp, v.dasar_hukum) for v in keadaan.riwayat_pengaturan] == [
        (date(2000, 1, 1), Decimal(60), ""),
        (hari_ini(), Decimal(70), DASAR),
    ]


def test_a_future_change_waits_for_its_day_and_then_is_told(kota: Kota) -> None:
    nanti = hari_ini() + timedelta(days=20)
    simpan(kota, nanti, metode="", zona="Asia/Makassar")
    keadaan = kota.svc.published(contracts.Instansi)[-1]
    assert (keadaan.pengaturan.metode, keadaan.zona_waktu, len(keadaan.riwayat_pengaturan)) == ("linear_120", "Asia/Jakarta", 2)
    with kota.svc.open_unit() as uow:
        assert berlakukan_pengaturan(uow) == 0
    with clock.at(datetime(nanti.year, nanti.month, nanti.day, 2, tzinfo=clock.UTC)), kota.svc.open_unit() as uow:
        assert berlakukan_pengaturan(uow) == 1
        assert berlakukan_pengaturan(uow) == 0
    keadaan = kota.svc.published(contracts.Instansi)[-1]
    assert (keadaan.pengaturan.metode, keadaan.zona_waktu) == ("", "Asia/Makassar")


def test_a_planned_change_is_taken_back_and_one_in_force_is_not(kota: Kota) -> None:
    simpan(kota, hari_ini(), ambang_ketepatan="90")
    data = simpan(kota, hari_ini() + timedelta(days=20), ambang_ketepatan="95").get_json()["data"]
    assert kota.admin.post(f"{ALAMAT}/{data[2]['id']}/batalkan").status_code == 200
    assert kota.admin.post(f"{ALAMAT}/{data[2]['id']}/batalkan").status_code == 404
    assert kota.admin.post(f"{ALAMAT}/{data[1]['id']}/batalkan").status_code == 409
    assert len(kota.svc.published(contracts.Instansi)[-1].riwayat_pengaturan) == 2


@pytest.mark.parametrize(
    ("isi", "bidang"),
    [
        ({"bobot_skp": "70", "bobot_perilaku": "40"}, "bobot_skp"),
        ({"bobot_skp": "170", "bobot_perilaku": "-70"}, "bobot_skp"),
        ({"bobot_skp": "1e400"}, "bobot_skp"),
        ({"metode": "asal"}, "metode"),
        ({"hari_normal_laporan": 0}, "hari_normal_laporan"),
        ({"kurva_dominan_maks": 101}, "kurva_dominan_maks"),
        ({"dasar": "", "ambang_ketepatan": "70"}, "dasar_hukum"),
        ({"dasar": "x" * 900, "ambang_ketepatan": "70"}, "dasar_hukum"),
        ({"zona": "Mars/Olympus"}, "zona_waktu"),
        ({}, "berlaku_dari"),
    ],
)
def test_settings_that_do_not_hold_together_are_refused(kota: Kota, isi: dict[str, Any], bidang: str) -> None:
    banyak = len(kota.svc.published())
    jawaban = simpan(kota, hari_ini(), **isi)
    assert jawaban.status_code == 422
    assert bidang in str(jawaban.get_json()["errors"])
    assert len(kota.svc.published()) == banyak


@pytest.mark.parametrize("mulai", [date(2001, 1, 1), date(2099, 1, 1)])
def test_the_past_keeps_its_rules_and_the_far_future_is_a_slip(kota: Kota, mulai: date) -> None:
    assert "berlaku_dari" in simpan(kota, mulai, ambang_ketepatan="70").get_json()["errors"]


def test_the_page_explains_saves_and_lists_what_is_planned(kota: Kota) -> None:
    browser = kota.admin_browser
    halaman = browser.get("/auth/instansi").get_data(as_text=True)
    assert "predikat tetap dari kuadran" in halaman and "Sejak awal" in halaman
    nanti = hari_ini() + timedelta(days=40)
    isi = {
        "zona_waktu": "Asia/Jakarta", "bobot_skp": "70", "bobot_perilaku": "30,0", "berlaku_dari": nanti.isoformat(), "dasar_hukum": DASAR,
        "metode": "linear_120",
    }  # fmt: skip
    assert browser.post_form("/auth/instansi", {**isi, "bobot_perilaku": "31"}).status_code == 422
    assert browser.post_form("/auth/instansi", {**isi, "bobot_perilaku": "banyak"}).status_code == 422
    assert browser.post_form("/auth/instansi", isi).status_code == 303
    halaman = browser.get("/auth/instansi").get_data(as_text=True)
    assert "Akan berlaku" in halaman and "60 → 70" in halaman and DASAR in halaman


def test_everybody_reads_the_settings_and_only_the_admin_changes_them(kota: Kota) -> None:
    for peran in ("pengelola_kinerja", "ppk", "auditor"):
        klien = kota.svc.client(kota.identitas(None, peran))
        assert klien.get(ALAMAT).status_code == 200
        assert (
            klien.post(
                f"{ALAMAT}",
                json={"berlaku_dari": hari_ini().isoformat(), "zona_waktu": "Asia/Jakarta", "pengaturan": {}, "dasar_hukum": DASAR},
            ).status_code
            == 403
        )
    lain = kota.svc.client(kota.svc.identity(peran={"admin_instansi"}))
    assert lain.get(ALAMAT).get_json()["data"] == []
    (satu,) = kota.admin.get(ALAMAT).get_json()["data"]
    assert lain.post(f"{ALAMAT}/{satu['id']}/batalkan").status_code == 404
