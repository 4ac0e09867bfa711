"""A copy of everything that is held of oneself."""

from __future__ import annotations

import io
import json
import zipfile

import pypdf
import pytest
from services.auth.tests.mothers import P4, P5, Kota

from auth.adapters import salinan_data
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_salinan import Pembuat, kerjakan_salinan
from auth.domain.akun import Izin
from auth.domain.salinan import LAYANAN
from shared.errors import Unavailable


def _pembuat(*, mati: set[str]) -> Pembuat:
    """The other services are outside of this one: they answer with what their own tests promise."""

    def ambil(layanan: str, izin: Izin) -> bytes:
        if layanan in mati:
            raise Unavailable("mati")
        return json.dumps({f"Isi {layanan}": [{"pegawai_id": str(izin.akun.pegawai_id), "teks": "<b>#strong</b>", "ya": True}]}).encode()

    return Pembuat(ambil, salinan_data.sebagai_json, lambda akun, bagian: salinan_data.tulis(akun, bagian, "24-11-2026"))


def _kerjakan(kota: Kota, *, mati: frozenset[str] = frozenset()) -> int:
    langkah = 0
    while True:
        with kota.svc.open_unit() as uow:
            assert isinstance(uow, UnitOfWork)
            if not kerjakan_salinan(uow, _pembuat(mati=set(mati))):
                return langkah
        langkah += 1


def test_a_copy_is_asked_for_made_by_the_worker_and_downloaded_by_its_person_alone(kota_terisi: Kota) -> None:
    rina, dimas = kota_terisi.id_dari(P4), kota_terisi.id_dari(P5)
    browser = kota_terisi.svc.browser(kota_terisi.identitas(rina))
    assert "Belum ada salinan" in browser.get("/auth/akun/data").get_data(as_text=True)
    assert browser.post_form("/auth/akun/data/minta", {}, page="/auth/akun/data").status_code == 303
    halaman = browser.get("/auth/akun/data")
    assert "0 dari 5 layanan" in halaman.get_data(as_text=True)
    assert halaman.headers["Refresh"] == "5"
    assert _kerjakan(kota_terisi) == len(LAYANAN) + 1
    halaman = browser.get("/auth/akun/data").get_data(as_text=True)
    alamat = halaman.split('href="/auth/akun/data/')[1].split('"')[0]
    berkas = browser.get(f"/auth/akun/data/{alamat}")
    with zipfile.ZipFile(io.BytesIO(berkas.data)) as paket:
        isi = json.loads(paket.read("data-saya.json"))
        pdf = pypdf.PdfReader(io.BytesIO(paket.read("data-saya.pdf")))
    assert set(isi) == set(LAYANAN)
    assert isi["auth"]["Data pokok"][0]["nip"] == P4
    assert "sandi_hash" not in isi["auth"]["Akun"][0]
    assert isi["capaian"]["Isi capaian"][0]["pegawai_id"] == str(rina)
    teks = "".join(page.extract_text() for page in pdf.pages)
    assert "Rina Lestari" in teks
    assert "#strong" in teks
    orang_lain = kota_terisi.svc.browser(kota_terisi.identitas(dimas, "admin_instansi"))
    assert orang_lain.get(f"/auth/akun/data/{alamat}").status_code == 404


def test_a_second_request_within_a_day_is_refused(kota_terisi: Kota) -> None:
    browser = kota_terisi.svc.browser(kota_terisi.identitas(kota_terisi.id_dari(P4)))
    for _ in range(2):
        browser.post_form("/auth/akun/data/minta", {}, page="/auth/akun/data")
    assert "Salinan sedang disiapkan." in browser.get("/auth/akun/data").get_data(as_text=True)
    _kerjakan(kota_terisi)
    browser.post_form("/auth/akun/data/minta", {}, page="/auth/akun/data")
    assert "Salinan dapat diminta sekali sehari." in browser.get("/auth/akun/data").get_data(as_text=True)


@pytest.mark.parametrize("mati", ["skp", "laporan"])
def test_a_service_that_does_not_answer_is_waited_for_and_the_other_parts_stay(kota_terisi: Kota, mati: str) -> None:
    browser = kota_terisi.svc.browser(kota_terisi.identitas(kota_terisi.id_dari(P4)))
    browser.post_form("/auth/akun/data/minta", {}, page="/auth/akun/data")
    sebelum = LAYANAN.index(mati)
    assert _kerjakan(kota_terisi, mati=frozenset({mati})) == sebelum + 1
    assert f"{sebelum} dari 5 layanan" in browser.get("/auth/akun/data").get_data(as_text=True)
