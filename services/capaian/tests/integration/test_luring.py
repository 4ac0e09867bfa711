"""What a phone keeps of the daily page: the shell without a person, the worker script, the day as data."""

from __future__ import annotations

import io
import json
import re

import pytest

from shared import clock
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import INSTANSI, NAMA, RHK_RINA, RINA, jam

CATATAN = {
    "tanggal": "2025-11-13",
    "uraian": "Layanan keliling, 37 warga dilayani.",
    "lokasi_kerja": "dinas_luar",
    "rhk_id": str(RHK_RINA[1].id),
    "kuantitas": "1.5",
    "satuan": "lokasi",
}


@pytest.fixture
def tahun(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    return svc


def test_the_shell_is_the_same_for_everybody_and_holds_nobody(tahun: ServiceUnderTest) -> None:
    tanpa_token = re.compile(r'(csrf-token" content|csrf_token" value)="[^"]*"')
    rina = tahun.browser(tahun.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))
    masuk, luar = (c.get("/capaian/luring") for c in (rina, tahun.client(None)))
    assert (masuk.status_code, luar.status_code) == (200, 200)
    assert tanpa_token.sub("", masuk.get_data(as_text=True)) == tanpa_token.sub("", luar.get_data(as_text=True))
    for nama in (NAMA[RINA], str(RINA), RHK_RINA[0].teks, "Kota Contoh"):
        assert nama not in masuk.get_data(as_text=True)


def test_the_worker_keeps_files_that_exist_and_only_those(tahun: ServiceUnderTest) -> None:
    client = tahun.client(None)
    naskah = client.get("/capaian/pekerja.js")
    assert (naskah.mimetype, naskah.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    daftar = json.loads(naskah.get_data(as_text=True).split(" = ", 1)[1].split(";\n", 1)[0])
    for alamat in (daftar["halaman"], daftar["antrean"], *daftar["berkas"]):
        assert alamat.startswith(("/capaian/luring", "/statis/", "/capaian/static/"))
        with client.get(alamat) as jawab:
            assert jawab.status_code == 200, alamat
    html = client.get(daftar["halaman"]).get_data(as_text=True)
    dipakai = set(re.findall(r'(?:href|src)="((?:/statis|/capaian/static)/[^"#]+)', html))
    assert dipakai <= set(daftar["berkas"]), "the shell needs a file that is not kept"


def test_the_manifest_makes_it_installable(tahun: ServiceUnderTest) -> None:
    client = tahun.client(None)
    with client.get("/capaian/static/aplikasi.webmanifest") as jawab:
        isi = json.loads(jawab.data)
        assert jawab.mimetype == "application/manifest+json"
    assert (isi["start_url"], isi["display"]) == ("/capaian/", "standalone")
    assert {"192x192", "512x512"} <= {ikon["sizes"] for ikon in isi["icons"]}
    for ikon in isi["icons"]:
        alamat = ikon["src"] if ikon["src"].startswith("/") else f"/capaian/static/{ikon['src']}"
        with client.get(alamat) as gambar:
            assert (gambar.status_code, gambar.mimetype) == (200, ikon["type"])


def test_the_day_as_data_is_the_callers_own(tahun: ServiceUnderTest) -> None:
    rina = tahun.client(tahun.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))
    with clock.at(jam(2025, 11, 13)):
        dibuat = rina.post("/capaian/api/v1/progres", json=CATATAN).json["id"]
        rina.post(f"/capaian/api/v1/progres/{dibuat}/bukti", data={"berkas": (io.BytesIO(mothers.PNG), "warga.png")})
        with tahun.queries() as q:
            hari = rina.get("/capaian/hari.json").json
    assert q.count <= 10
    assert (hari["akun"], hari["hari_ini"], hari["zona"]) == (str(RINA), "2025-11-13", "Asia/Jakarta")
    assert [r["teks"] for r in hari["rhk"]] == [r.teks for r in RHK_RINA]
    assert [(c["uraian"], c["rincian"], c["jam"]) for c in hari["catatan"]] == [
        ("Layanan keliling, 37 warga dilayani.", "1,5 lokasi · Dinas luar · 1 bukti", "10.00")
    ]


def test_without_a_session_the_day_is_a_problem_not_a_page(tahun: ServiceUnderTest) -> None:
    ditolak = tahun.client(None).get("/capaian/hari.json")
    assert (ditolak.status_code, ditolak.mimetype) == (401, "application/problem+json")
