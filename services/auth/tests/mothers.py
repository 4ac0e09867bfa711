"""What the tests of auth are made of: the sample organisation, and small workbooks."""

from __future__ import annotations

import importlib.util
import io
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import cast
from uuid import UUID

import xlsxwriter
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from auth.adapters.berkas_impor import Berkas, buka
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_akun
from auth.domain import kata_sandi
from auth.domain.bentuk import Baris
from auth.domain.impor import Isi
from auth.entrypoints.pekerja_impor import PekerjaImpor
from shared.auth.identity import Identity
from shared.testing.service import BrowserClient, ServiceUnderTest

ROOT = Path(__file__).parents[3]
CONTOH = ROOT / "deploy" / "contoh" / "kota-contoh.xlsx"
CACAT = ROOT / "deploy" / "contoh" / "kota-contoh-cacat.xlsx"
PADA = date(2026, 1, 19)
SEKDA, P1, P2, P3, P4, P5, P9, T1, T2 = (
    "196910101994031907", "197204151997031901", "197901302005041903", "197508022000122902", "199305172019022904",
    "199109082015031905", "198002142006042905", "199011232019031906", "199506122023212901",
)  # fmt: skip
WALIKOTA = "Ir. Hj. Larasati Kusumo"

Sel = str | date | float | bool
Lembar = Mapping[str, Sequence[Sequence[Sel]]]


def pembuat_contoh() -> ModuleType:
    """The script that writes the sample workbooks."""
    spec = importlib.util.spec_from_file_location("buat_contoh", ROOT / "deploy" / "contoh" / "buat_contoh.py")
    assert spec and spec.loader
    modul = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(modul)
    return modul


def lembar_contoh() -> dict[str, list[list[Sel]]]:
    """The sample's three sheets, to be changed by a test."""
    modul = pembuat_contoh()
    return {
        "Unit": [list(b) for b in modul.UNIT],
        "Pegawai": [list(b) for b in modul.PEGAWAI],
        "Penugasan": [list(b) for b in modul.PENUGASAN],
    }


def lembar_cuti(*baris: Sequence[Sel]) -> list[list[Sel]]:
    """A sheet of absences with these rows (NIP, name, kind, first day, last day, decision)."""
    return [list(b) for b in (*pembuat_contoh().CUTI, *baris)]


def buku(lembar: Lembar) -> bytes:
    """An XLSX with these sheets."""
    keluar = io.BytesIO()
    with xlsxwriter.Workbook(keluar, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as kerja:
        for nama, baris in lembar.items():
            halaman = kerja.add_worksheet(nama)
            for r, isi in enumerate(baris):
                for k, nilai in enumerate(isi):
                    if isinstance(nilai, date):
                        halaman.write_datetime(r, k, nilai)
                    elif isinstance(nilai, str):
                        halaman.write_string(r, k, nilai)
                    else:
                        halaman.write(r, k, nilai)
    return keluar.getvalue()


def isi(lembar: Lembar) -> Isi:
    """The sheets as the reader gives them, without going through a file."""
    return Isi(
        *(_baris(lembar[nama]) for nama in ("Unit", "Pegawai", "Penugasan")), cuti=_baris(lembar["Cuti"]) if "Cuti" in lembar else ()
    )


def _baris(baris: Sequence[Sequence[Sel]]) -> list[Baris]:
    kepala = [str(k) for k in baris[0]]
    return [Baris(nomor, dict(zip(kepala, sel, strict=True))) for nomor, sel in enumerate(baris[1:], start=2)]


def isi_contoh() -> Isi:
    lembar: dict[str, list[Baris]] = {"Unit": [], "Pegawai": [], "Penugasan": []}
    with buka([Berkas("kota-contoh.xlsx", CONTOH.read_bytes())]) as (halaman, _):
        for satu in halaman:
            for nomor, sel in satu.baris:
                for nama, baris in satu.bentuk.baris(nomor, sel, satu.asal):
                    lembar[nama].append(baris)
    return Isi(lembar["Unit"], lembar["Pegawai"], lembar["Penugasan"])


@dataclass
class Kota:
    """The sample agency under test, driven through the API."""

    svc: ServiceUnderTest
    instansi_id: UUID
    admin_id: UUID
    sandi_admin: str

    def identitas(self, pegawai_id: UUID | None = None, *peran: str) -> Identity:
        return self.svc.identity(pegawai_id=pegawai_id, instansi_id=self.instansi_id, peran=set(peran))

    @property
    def admin(self) -> FlaskClient:
        return self.svc.client(self.identitas(self.admin_id, "admin_instansi"))

    @property
    def admin_browser(self) -> BrowserClient:
        return self.svc.browser(self.identitas(self.admin_id, "admin_instansi"))

    def impor(self, berkas: bytes, *, terapkan: bool = False, nama: str = "pegawai.xlsx") -> TestResponse:
        batas, isi = encode_multipart({"berkas": FileStorage(io.BytesIO(berkas), nama), "terapkan": "ya" if terapkan else ""})
        return self.admin.post("/auth/api/v1/impor", data=isi, content_type=f'multipart/form-data; boundary="{batas}"')

    def kerjakan_impor(self) -> None:
        """What the worker does, until nothing is left to do."""
        pekerja = PekerjaImpor(lambda: cast("UnitOfWork", self.svc.open_unit()), threading.Event())
        while pekerja.sekali():
            pass

    def id_dari(self, nip: str) -> UUID:
        data = self.admin.get(f"/auth/api/v1/pegawai?cari={nip}").get_json()["data"]
        return UUID(data[0]["id"])

    def sandi_awal(self, nip: str) -> str:
        """A password as the admin hands it out."""
        answer = self.admin.post("/auth/api/v1/akun/kata-sandi-awal", json={"nip": [nip]})
        return str(answer.get_json()["data"][0]["kata_sandi"])

    def sandi(self, akun: str) -> str:
        """The password that the owner of the account has chosen."""
        baru = kata_sandi.buat()
        with self.svc.open_unit() as uow:
            assert isinstance(uow, UnitOfWork)
            (milik,) = uow.list_akun(self.instansi_id, [akun])
            use_cases_akun.pilih_kata_sandi(uow, milik, baru)
        return baru

    def masuk(
        self, nip: str, sandi: str, *, lanjut: str = "/laporan/beranda", browser: FlaskClient | None = None
    ) -> tuple[FlaskClient, TestResponse]:
        """Sign in at the page as a browser does."""
        browser = browser or self.svc.app.test_client()
        halaman = browser.get("/auth/masuk").get_data(as_text=True)
        isi = {"csrf_token": csrf(halaman), "nip": nip, "kata_sandi": sandi, "lanjut": lanjut}
        return browser, browser.post("/auth/masuk", data=isi)


def csrf(halaman: str) -> str:
    return halaman.split('name="csrf-token" content="')[1].split('"', maxsplit=1)[0]
