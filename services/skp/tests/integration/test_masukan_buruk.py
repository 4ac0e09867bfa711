"""Input that no good form sends: each gets a clear answer, and nothing is stored of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.integration.test_matriks import API, peramban, rencana
from services.skp.tests.mothers import ADMIN, AGUS, BAMBANG, DIMAS, RINA, organisasi, rina

from shared.testing.service import ServiceUnderTest
from skp.adapters.unit_of_work import UnitOfWork
from skp.domain.isi import PALING_BANYAK_RHK


@pytest.fixture
def rumah(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(*organisasi())
    masuk(svc, ADMIN, "Admin Contoh", "admin_instansi").post(f"{API}/periode", json={"tahun": 2025})
    return svc


def ubah(svc: ServiceUnderTest, skp: dict[str, Any], isi: dict[str, Any]) -> Any:
    return masuk(svc, RINA).put(f"{API}/skp/{skp['id']}", json=isi, headers={"If-Match": f'"{skp["version"]}"'})


def test_five_hundred_rhk_are_refused_with_the_limit_by_api_and_by_form(rumah: ServiceUnderTest) -> None:
    skp = rencana(rumah, RINA, isi_benih())
    banyak = ubah(rumah, skp, {"rhk": [{"teks": f"Tersusunnya laporan {n}"} for n in range(500)]})
    assert (banyak.status_code, banyak.json["detail"]) == (422, f"Satu SKP paling banyak {PALING_BANYAK_RHK} RHK; terkirim 500.")
    bidang = {f"rhk.{n}.{nama}": nilai for n in range(500) for nama, nilai in (("jenis", "utama"), ("teks", f"Laporan {n}"))}
    alamat = f"/skp/{skp['id']}"
    jawab = peramban(rumah, RINA).post_form(alamat, {**bidang, "version": str(skp["version"]), "tindakan": "simpan"}, page=alamat)
    assert jawab.status_code in (413, 422)
    assert masuk(rumah, RINA).get(f"{API}/skp/{skp['id']}").json["version"] == skp["version"]


@pytest.mark.parametrize("angka", ["dua belas", "12a", "-1", "1e999", "NaN", "Infinity", "=1+1", "1.2.3", "9999999999999"])
def test_a_target_that_is_no_sensible_figure_is_refused_at_its_field(rumah: ServiceUnderTest, angka: str) -> None:
    skp = rencana(rumah, RINA, isi_benih())
    isi = isi_benih()
    isi["rhk"][0]["indikator"][0]["target"] = angka
    jawab = ubah(rumah, skp, isi)
    assert jawab.status_code == 422
    assert "rhk.0.indikator.0.target" in jawab.json["errors"]


def test_two_submissions_at_once_end_in_one(rumah: ServiceUnderTest) -> None:
    skp = rencana(rumah, RINA, isi_benih())
    alamat, versi = f"{API}/skp/{skp['id']}/ajukan", {"If-Match": f'"{skp["version"]}"'}
    jawab = [masuk(rumah, RINA).post(alamat, headers=versi).status_code for _ in range(2)]
    assert jawab == [200, 412]
    assert masuk(rumah, RINA).post(alamat).status_code == 409
    riwayat = masuk(rumah, RINA).get(f"{API}/skp/{skp['id']}").json["riwayat"]
    assert [r["aksi"] for r in riwayat] == ["buat", "ajukan"]


def test_two_writers_with_the_same_version_in_hand_store_one(rumah: ServiceUnderTest) -> None:
    """Both have read before either writes: the database decides."""
    skp = rencana(rumah, RINA, isi_benih(), ajukan=True)
    with rumah.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        (lama,) = [s for s in uow.list_skp_to_refresh([RINA]) if str(s.id) == skp["id"]]
    assert masuk(rumah, AGUS).post(f"{API}/skp/{skp['id']}/setujui", json={}).status_code == 200
    seen = lama.version
    lama.version += 1
    with pytest.raises(Exception, match="berubah sejak Anda buka"), rumah.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        uow.save_skp(lama, seen)
    assert masuk(rumah, RINA).get(f"{API}/skp/{skp['id']}").json["status"] == "disetujui"


def test_who_is_no_longer_the_evaluator_does_not_agree_a_submitted_skp(rumah: ServiceUnderTest) -> None:
    skp = rencana(rumah, RINA, isi_benih(), ajukan=True)
    (segmen,) = rina().penugasan
    rumah.deliver(replace(rina(version=2), penugasan=(replace(segmen, penilai_id=DIMAS),)))
    alamat = f"{API}/skp/{skp['id']}/setujui"
    assert masuk(rumah, AGUS).post(alamat, json={}).status_code == 404
    assert masuk(rumah, BAMBANG).post(alamat, json={}).status_code == 403
    assert masuk(rumah, DIMAS).post(alamat, json={}).json["status"] == "disetujui"
