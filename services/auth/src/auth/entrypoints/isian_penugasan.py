"""Reading the forms and JSON bodies about posts, absences and substitutes: every fault at its field."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_pengganti import cari_pegawai
from auth.application.use_cases_penugasan import IsianJabatan
from auth.domain.organisasi import Unor
from auth.domain.pengganti import Pengganti
from auth.domain.tanggal import baca
from shared.errors import Invalid, NotFound

_TERPANJANG = 2000
_BUKAN_ISI = frozenset({"csrf_token", "tindakan", "diperiksa", "version"})


class Pembaca:
    """Takes fields of a form one by one and gathers the faults; :meth:`selesai` raises them together."""

    def __init__(self, isi: Mapping[str, str]) -> None:
        self.isi = isi
        self.salah: dict[str, list[str]] = {}

    def teks(self, nama: str) -> str:
        return self.isi.get(nama, "").strip()[:_TERPANJANG]

    def tanggal(self, nama: str, *, wajib: bool = True) -> date | None:
        teks = self.teks(nama)
        if not teks:
            if wajib:
                self.salah[nama] = ["Isi tanggal, misalnya 2025-08-01."]
            return None
        try:
            return baca(teks)
        except ValueError:
            self.salah[nama] = [f"{teks[:40]} bukan tanggal. Tulis seperti 2025-08-01 atau 1 Agustus 2025."]
            return None

    def unor(self, nama: str, unor: list[Unor]) -> UUID | None:
        """A unit by its code or its exact name."""
        teks = self.teks(nama)
        kode = teks.split(" · ")[0].strip()
        cocok = [u for u in unor if u.kode == kode] or [u for u in unor if u.nama.casefold() == teks.casefold()]
        if len(cocok) != 1:
            sebab = (
                "Isi kode unit."
                if not teks
                else f"Unit {teks[:80]} tidak ada."
                if not cocok
                else f"Nama {teks[:80]} dipakai lebih dari satu unit. Tulis kodenya."
            )
            self.salah[nama] = [sebab]
            return None
        return cocok[0].id

    def pegawai(self, nama: str, uow: UnitOfWork, instansi_id: UUID) -> UUID | None:
        teks = self.teks(nama)
        if not teks:
            self.salah[nama] = ["Isi NIP, atau nama lengkap persis seperti di data pegawai."]
            return None
        try:
            return cari_pegawai(uow, instansi_id, teks[:300])
        except NotFound as error:
            self.salah[nama] = [error.detail]
            return None

    def selesai(self) -> None:
        if self.salah:
            raise Invalid("Ada isian yang perlu dibetulkan.", errors=self.salah)


def sidik(isi: Mapping[str, str]) -> str:
    """Fingerprint of what was filled in, so that only what was shown is applied."""
    bersih = "\0".join(f"{k}={v.strip()}" for k, v in sorted(isi.items()) if k not in _BUKAN_ISI)
    return hashlib.sha256(bersih.encode()).hexdigest()[:32]


def isian_jabatan(pembaca: Pembaca, unor: list[Unor]) -> IsianJabatan:
    tmt = pembaca.tanggal("tmt")
    unor_id = pembaca.unor("unor_id", unor)
    hasil = IsianJabatan(
        unor_id=unor_id,
        jabatan=pembaca.teks("jabatan"),
        jenis_jabatan=pembaca.teks("jenis_jabatan"),
        tmt=tmt or date.min,
        jenjang=pembaca.teks("jenjang")[:100],
        golongan=pembaca.teks("golongan")[:20],
        kepala=pembaca.teks("kepala") == "ya",
    )
    pembaca.selesai()
    return hasil


def isian_pengganti(pembaca: Pembaca, uow: UnitOfWork, instansi_id: UUID) -> Pengganti:
    dari, sampai = pembaca.tanggal("dari"), pembaca.tanggal("sampai")
    unor_id = pembaca.unor("unor_id", uow.list_unor(instansi_id))
    pegawai_id = pembaca.pegawai("pegawai_id", uow, instansi_id)
    pembaca.selesai()
    return Pengganti(
        id=UUID(int=0),
        pegawai_id=pegawai_id or UUID(int=0),
        unor_id=unor_id or UUID(int=0),
        jenis=pembaca.teks("jenis"),
        digantikan_id=None,
        dari=dari or date.min,
        sampai=sampai or date.min,
        sk_nomor=pembaca.teks("sk_nomor"),
        alasan=pembaca.teks("alasan"),
    )
