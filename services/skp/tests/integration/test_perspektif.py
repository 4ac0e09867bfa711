"""The perspektif of a JPT's RHK (domain.md 3.3): chosen in the editor, kept, printed; refused for everybody else."""

from __future__ import annotations

from typing import Any

import pytest
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.integration.test_matriks import API, peramban, rencana
from services.skp.tests.mothers import ADMIN, AGUS, BAMBANG, organisasi

from shared.testing.service import ServiceUnderTest


@pytest.fixture
def rumah(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(*organisasi())
    masuk(svc, ADMIN, "Admin Contoh", "admin_instansi").post(f"{API}/periode", json={"tahun": 2025})
    return svc


def isi(perspektif: str) -> dict[str, Any]:
    asal = isi_benih()
    return {**asal, "rhk": [{**asal["rhk"][0], "bobot": "100", "rhk_atasan_teks": "", "perspektif": perspektif}]}


def test_a_jpt_chooses_it_in_the_editor_and_it_is_printed(rumah: ServiceUnderTest) -> None:
    skp = rencana(rumah, BAMBANG, isi(""))
    bambang, alamat = peramban(rumah, BAMBANG), f"/skp/{skp['id']}"
    assert "RHK 1 belum diberi perspektif." in bambang.get(alamat).text
    r = skp["rhk"][0]
    d = r["indikator"][0]
    kirim = {
        "version": str(skp["version"]),
        "tindakan": "simpan",
        "rhk.0.id": r["id"],
        "rhk.0.jenis": "utama",
        "rhk.0.teks": r["teks"],
        "rhk.0.bobot": "100",
        "rhk.0.perspektif": "penerima_layanan",
        "rhk.0.klasifikasi": "organisasi",
        "rhk.0.indikator.0.id": d["id"],
        "rhk.0.indikator.0.teks": d["teks"],
        "rhk.0.indikator.0.aspek": "kuantitas",
        "rhk.0.indikator.0.target": "12",
    }
    assert bambang.post_form(alamat, kirim, page=alamat).status_code == 303
    assert masuk(rumah, BAMBANG).get(f"{API}/skp/{skp['id']}").json["rhk"][0]["perspektif"] == "penerima_layanan"
    assert masuk(rumah, BAMBANG).get(f"{API}/skp/{skp['id']}").json["rhk"][0]["klasifikasi"] == "organisasi"
    assert '<option value="penerima_layanan" selected>' in bambang.get(alamat).text
    cetak = bambang.get(f"{alamat}?pratinjau=1").text
    assert "Perspektif: Penerima layanan" in cetak and "Klasifikasi: Organisasi" in cetak


def test_who_is_no_jpt_has_no_perspektif(rumah: ServiceUnderTest) -> None:
    skp = rencana(rumah, AGUS, isi_benih())
    ditolak = masuk(rumah, AGUS).put(f"{API}/skp/{skp['id']}", json=isi("anggaran"), headers={"If-Match": f'"{skp["version"]}"'})
    assert (ditolak.status_code, list(ditolak.json["errors"])) == (422, ["rhk.0.perspektif"])
    assert "Pilih perspektif" not in peramban(rumah, AGUS).get(f"/skp/{skp['id']}").text
