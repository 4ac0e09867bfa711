"""A draft that starts as a copy of last year's agreed SKP, and what it changed since."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.mothers import ADMIN, AGUS, INSTANSI, RINA, organisasi

from shared.testing.service import ServiceUnderTest

API = "/skp/api/v1/skp"


@pytest.fixture
def rumah(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(*organisasi())
    for tahun in (2025, 2026):
        masuk(svc, ADMIN, "Admin Contoh", "admin_instansi").post("/skp/api/v1/periode", json={"tahun": tahun})
    return svc


@pytest.fixture
def lama(rumah: ServiceUnderTest) -> dict[str, Any]:
    p4 = masuk(rumah, RINA)
    skp = p4.post(API, json={"tahun": 2025, "tanggal": "2025-01-13"}).json
    p4.put(f"{API}/{skp['id']}", json=isi_benih(), headers={"If-Match": '"1"'})
    p4.post(f"{API}/{skp['id']}/ajukan")
    hasil: dict[str, Any] = masuk(rumah, AGUS).post(f"{API}/{skp['id']}/setujui", json={}).json
    return hasil


def salin(rumah: ServiceUnderTest) -> Any:
    return masuk(rumah, RINA).post(API, json={"tahun": 2026, "tanggal": "2026-01-13", "salin": True})


def test_copy_has_ids_of_its_own_and_no_difference_at_first(rumah: ServiceUnderTest, lama: dict[str, Any]) -> None:
    baru = salin(rumah).json
    assert [r["teks"] for r in baru["rhk"]] == [r["teks"] for r in lama["rhk"]]
    assert not {r["id"] for r in baru["rhk"]} & {r["id"] for r in lama["rhk"]}
    beda = masuk(rumah, RINA).get(f"{API}/{baru['id']}/perubahan").json
    assert (beda["tahun_asal"], beda["rhk"], beda["lampiran"]) == (2025, [], [])


def test_evaluator_sees_what_the_copy_changed(rumah: ServiceUnderTest, lama: dict[str, Any]) -> None:
    p4, baru = masuk(rumah, RINA), salin(rumah).json
    isi = {"rhk": [{k: v for k, v in r.items() if k != "nomor"} for r in baru["rhk"]]}
    isi["rhk"][0]["indikator"][0]["target"] = "24"
    p4.put(f"{API}/{baru['id']}", json=isi, headers={"If-Match": f'"{baru["version"]}"'})
    p4.post(f"{API}/{baru['id']}/ajukan")
    p2 = rumah.browser(rumah.identity(pegawai_id=AGUS, instansi_id=INSTANSI, nama="Agus", peran=frozenset()))
    tinjau = p2.get(f"/skp/{baru['id']}/tinjau").text
    assert "Yang berubah dari SKP 2025" in tinjau
    assert "<del>12 laporan</del> <ins>24 laporan</ins>" in tinjau


def test_without_an_agreed_skp_there_is_nothing_to_copy_and_nothing_is_made(rumah: ServiceUnderTest) -> None:
    jawab = salin(rumah)
    assert (jawab.status_code, jawab.json["code"]) == (409, "tidak_ada_yang_disalin")
    assert rumah.connection.execute(sa.text("SELECT count(*) FROM skp WHERE mulai >= :awal"), {"awal": date(2026, 1, 1)}).scalar() == 0
    p4 = rumah.browser(rumah.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama="Rina", peran=frozenset()))
    halaman = p4.post_form("/skp/", {"tahun": "2026", "pendekatan": "kuantitatif", "salin": "ya"})
    assert "untuk disalin" in halaman.text


def test_unchanged_copies_are_agreed_together_and_changed_ones_are_not(rumah: ServiceUnderTest, lama: dict[str, Any]) -> None:
    p4, p2, baru = masuk(rumah, RINA), masuk(rumah, AGUS), salin(rumah).json
    p4.post(f"{API}/{baru['id']}/ajukan")
    halaman = rumah.browser(rumah.identity(pegawai_id=AGUS, instansi_id=INSTANSI, nama="Agus", peran=frozenset()))
    assert "Sama dengan SKP tahun lalu" in halaman.get("/skp/tim?tahun=2026").text
    isi = {"data": [{"id": baru["id"], "version": 1}]}
    usang = p2.post("/skp/api/v1/antrian/setujui", json=isi).json["data"][0]
    assert (usang["disetujui"], "berubah sejak" in usang["sebab"]) == (False, True)
    assert not p4.post("/skp/api/v1/antrian/setujui", json={"data": [{"id": baru["id"], "version": 2}]}).json["data"][0]["disetujui"]
    kiriman = {"tahun": "2026", "skp": f"{baru['id']} 2"}
    assert halaman.post_form("/skp/tim/setujui", kiriman, page="/skp/tim?tahun=2026").status_code == 303
    kini = p4.get(f"{API}/{baru['id']}").json
    assert (kini["status"], len(kini["hash"])) == ("disetujui", 64)


def test_changed_copy_is_not_agreed_unseen(rumah: ServiceUnderTest, lama: dict[str, Any]) -> None:
    p4, baru = masuk(rumah, RINA), salin(rumah).json
    isi = {"rhk": [{k: v for k, v in r.items() if k != "nomor"} for r in baru["rhk"]]}
    isi["rhk"][0]["teks"] = "Tersusunnya laporan"
    kini = p4.put(f"{API}/{baru['id']}", json=isi, headers={"If-Match": f'"{baru["version"]}"'}).json
    kini = p4.post(f"{API}/{kini['id']}/ajukan").json
    jawab = masuk(rumah, AGUS).post("/skp/api/v1/antrian/setujui", json={"data": [{"id": kini["id"], "version": kini["version"]}]})
    assert "tidak sama dengan SKP tahun lalu" in jawab.json["data"][0]["sebab"]
    assert "Sama dengan SKP tahun lalu" not in masuk(rumah, AGUS).get("/skp/tim?tahun=2026").text
    assert p4.get(f"{API}/{kini['id']}").json["status"] == "diajukan"


def test_too_many_or_no_skp_at_once_are_refused(rumah: ServiceUnderTest) -> None:
    for banyak in (0, 51):
        data = [{"id": INSTANSI.hex, "version": 1}] * banyak
        assert masuk(rumah, AGUS).post("/skp/api/v1/antrian/setujui", json={"data": data}).status_code == 422
