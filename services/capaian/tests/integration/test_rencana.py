"""Plans of a period: written by their owner while it is open, read by who reads the report, served by daily entries."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from capaian.domain.rencana import AturanRencana
from shared import clock
from shared.testing.service import ServiceUnderTest

from .. import mothers as m
from .test_pages import alamat_laporan, buka, peramban

SATU = {"rhk_id": str(m.RHK_RINA[1].id), "teks": "Menyiapkan dua layanan keliling.", "target": "2", "satuan": "lokasi"}


@pytest.fixture
def tahun(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(m.instansi(), *(m.pegawai(p) for p in m.NAMA), *(m.periode_laporan(n) for n in range(1, 13)), m.skp_rina())
    return svc


def api(svc: ServiceUnderTest, siapa: Any = m.RINA) -> Any:
    return svc.client(svc.identity(pegawai_id=siapa, instansi_id=m.INSTANSI))


def alamat(svc: ServiceUnderTest, nomor: int) -> str:
    return "/capaian/api/v1" + alamat_laporan(svc, nomor).removeprefix("/capaian") + "/rencana"


def tulis(svc: ServiceUnderTest, nomor: int = 11, hari: int = 3, **ganti: object) -> Any:
    with clock.at(m.jam(2025, nomor, hari)):
        return api(svc).post(alamat(svc, nomor), json=SATU | ganti)


def test_a_plan_is_written_changed_and_removed(tahun: ServiceUnderTest) -> None:
    satu = tulis(tahun)
    assert (satu.status_code, satu.json["hari_terlambat"], satu.json["target"]) == (201, 0, "2")
    satunya = f"/capaian/api/v1/rencana/{satu.json['id']}"
    with clock.at(m.jam(2025, 11, 28)):
        ubah = api(tahun).put(satunya, json=SATU | {"teks": "Tiga layanan keliling."}, headers={"If-Match": '"1"'})
        basi = api(tahun).put(satunya, json=SATU, headers={"If-Match": '"1"'})
        daftar = api(tahun).get(alamat(tahun, 11)).json
        assert (ubah.json["version"], basi.status_code) == (2, 412)
        assert [r["teks"] for r in daftar["data"]] == ["Tiga layanan keliling."]
        assert daftar["batas"] == {"normal": "2025-11-07", "tambah": "2025-11-15", "akhir": "2025-11-30"}
        assert api(tahun).delete(satunya).status_code == 204
    jejak = tahun.connection.execute(sa.text("SELECT aksi FROM jejak WHERE objek = 'rencana_aksi' ORDER BY id")).scalars().all()
    assert jejak == ["rencana.tulis", "rencana.ubah", "rencana.hapus"]


def test_lateness_is_counted_from_the_fifth_working_day_and_the_middle_closes_new_ones(tahun: ServiceUnderTest) -> None:
    assert tulis(tahun, hari=10).json["hari_terlambat"] == 3
    tolak = tulis(tahun, hari=16)
    assert (tolak.status_code, tolak.json["code"]) == (409, "plan_locked")


def test_only_the_owner_writes_and_the_line_reads(tahun: ServiceUnderTest) -> None:
    satu = tulis(tahun).json["id"]
    with clock.at(m.jam(2025, 11, 4)):
        assert api(tahun, m.AGUS).get(alamat(tahun, 11)).json["data"][0]["id"] == satu
        assert api(tahun, m.AGUS).post(alamat(tahun, 11), json=SATU).status_code == 403
        assert api(tahun, m.AGUS).delete(f"/capaian/api/v1/rencana/{satu}").status_code == 404
        assert api(tahun, m.DIMAS).get(alamat(tahun, 11)).status_code == 404
        assert SATU["teks"] in buka(tahun, peramban(tahun, m.AGUS), alamat_laporan(tahun, 11))


def test_the_period_before_is_copied_once(tahun: ServiceUnderTest) -> None:
    tulis(tahun, 10)
    with clock.at(m.jam(2025, 11, 3)):
        salin = api(tahun).post(f"{alamat(tahun, 11)}/salin")
        lagi = api(tahun).post(f"{alamat(tahun, 11)}/salin")
    assert [r["teks"] for r in salin.json["data"]] == [SATU["teks"]]
    assert (lagi.status_code, lagi.json["code"]) == (409, "nothing_to_copy")


def test_an_entry_that_serves_a_plan_takes_its_rhk_and_keeps_it_when_the_plan_goes(tahun: ServiceUnderTest) -> None:
    rencana = tulis(tahun).json["id"]
    isi = {"tanggal": "2025-11-13", "uraian": "Layanan keliling pertama.", "lokasi_kerja": "wfo", "rencana_aksi_id": rencana}
    with clock.at(m.jam(2025, 11, 13)):
        catat = api(tahun).post("/capaian/api/v1/progres", json=isi)
        lain = api(tahun).post("/capaian/api/v1/progres", json=isi | {"rhk_id": str(m.RHK_RINA[0].id)})
        api(tahun).delete(f"/capaian/api/v1/rencana/{rencana}")
        sisa = api(tahun).get("/capaian/api/v1/progres").json["data"]
    assert (catat.status_code, catat.json["rhk_id"], catat.json["rencana_aksi_id"]) == (201, SATU["rhk_id"], rencana)
    assert (lain.status_code, set(lain.json["errors"])) == (422, {"rhk_id"})
    assert [(p["rhk_id"], p["rencana_aksi_id"]) for p in sisa] == [(SATU["rhk_id"], None)]


def test_a_plan_of_another_period_or_person_serves_no_entry(tahun: ServiceUnderTest) -> None:
    rencana = tulis(tahun, 10).json["id"]
    isi = {"tanggal": "2025-11-13", "uraian": "Layanan keliling pertama.", "lokasi_kerja": "wfo", "rencana_aksi_id": rencana}
    with clock.at(m.jam(2025, 11, 13)):
        salah = api(tahun).post("/capaian/api/v1/progres", json=isi)
    assert (salah.status_code, "rencana_aksi_id" in salah.json["errors"]) == (422, True)


def test_the_pages_write_and_tap_a_plan(tahun: ServiceUnderTest) -> None:
    client, laporan = peramban(tahun, m.RINA), alamat_laporan(tahun, 11)
    with clock.at(m.jam(2025, 11, 4)):
        assert "Belum ada rencana" in buka(tahun, client, f"{laporan}/rencana")
        assert client.post_form(f"{laporan}/rencana", SATU | {"teks": "abc"}).status_code == 422
        assert client.post_form(f"{laporan}/rencana", SATU | {"target": "1,5"}).status_code == 303
        satu = tahun.connection.execute(sa.text("SELECT id FROM rencana_aksi")).scalar_one()
        assert "target 1,5 lokasi" in buka(tahun, client, laporan)
        ubah = client.post_form(f"{laporan}/rencana/{satu}", SATU | {"version": "1"}, page=f"{laporan}/rencana?ubah={satu}")
        assert ubah.status_code == 303
        harian = buka(tahun, client, f"/capaian/?rencana={satu}")
        assert f'<option value="rencana:{satu}" data-satuan="lokasi" selected>' in harian
        isi = {"tanggal": "2025-11-04", "rhk_id": f"rencana:{satu}", "uraian": "Layanan keliling pertama.", "lokasi_kerja": "wfo"}
        assert client.post_form("/capaian/", isi).status_code == 303
        catatan = tahun.connection.execute(sa.text("SELECT rencana_aksi_id, rhk_id FROM progres_harian")).one()
        assert tuple(catatan) == (satu, m.RHK_RINA[1].id)
        assert client.post_form(f"{laporan}/rencana/{satu}/hapus", {}, page=f"{laporan}/rencana").status_code == 303
    assert tahun.connection.execute(sa.text("SELECT count(*) FROM rencana_aksi")).scalar() == 0


def test_a_required_plan_that_is_missing_is_shown_and_hinders_nothing(tahun: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tahun.app.config, "RENCANA", AturanRencana(wajib=True))
    with clock.at(m.jam(2025, 11, 4)):
        assert "Belum ada rencana aksi, padahal wajib." in buka(tahun, peramban(tahun, m.AGUS), alamat_laporan(tahun, 11))
