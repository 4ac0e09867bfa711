"""E-mail addresses, the forgotten password, and letters that wait to be sent.

Whoever asks for a new password gets the same words after the same work: the request is only written down. The worker looks up whether there is
such an account, so neither message nor time tells.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import uuid6

from auth.adapters import sandi as penyandi_sandi
from auth.adapters import surel_smtp
from auth.adapters.penyandi import Penyandi
from auth.adapters.surel_smtp import ServerSurel, ServerTakTerjangkau, SuratDitolak
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import TerlaluSering, akhiri_semua_sesi, sekarang, sidik
from auth.application.use_cases_faktor import catat
from auth.domain import kata_sandi, surat
from auth.domain.akun import Akun, kunci_percobaan
from auth.domain.surat import JEDA_COBA, MASA_TAUTAN, Surat
from shared.errors import DomainError, Invalid, NotFound

PERMINTAAN_AKUN = 3
PERMINTAAN_ALAMAT = 30
SURAT_SEKALIGUS = 20
MASA_PEMBERITAHUAN = timedelta(days=3)
SIMPAN_SURAT = timedelta(days=30)


def _tulis(uow: UnitOfWork, penyandi: Penyandi, *, instansi_id: UUID, pegawai_id: UUID, jenis: str, isi: Surat, masa: timedelta) -> None:
    """Put a letter into the queue, encrypted: a link in it opens an account."""
    pada = sekarang()
    uow.add_surel_keluar(
        id=UUID(str(uuid6.uuid7())),
        instansi_id=instansi_id,
        pegawai_id=pegawai_id,
        jenis=jenis,
        surat_tersandi=penyandi.tutup(pegawai_id, msgspec.json.encode(isi)),
        dibuat_pada=pada,
        kedaluwarsa_pada=pada + masa,
        coba_lagi_pada=pada,
    )


def beri_tahu(uow: UnitOfWork, penyandi: Penyandi, akun: Akun, peristiwa: str, *, kepada: str | None = None) -> None:
    """Tell the owner what happened to his account, if he has a verified address (or to the given one)."""
    alamat = kepada or uow.get_surel(akun.pegawai_id).alamat
    if alamat:
        isi = surat.pemberitahuan(alamat, akun.nama, peristiwa)
        _tulis(uow, penyandi, instansi_id=akun.instansi_id, pegawai_id=akun.pegawai_id, jenis=peristiwa, isi=isi, masa=MASA_PEMBERITAHUAN)


def _tautan(uow: UnitOfWork, *, instansi_id: UUID, pegawai_id: UUID, jenis: str, alamat: str) -> str:
    """A fresh link of the kind, alone in force; its secret is kept as a digest."""
    rahasia, pada = secrets.token_urlsafe(32), sekarang()
    uow.hapus_tautan(pegawai_id, jenis)
    uow.buang_surel_menunggu(pegawai_id, jenis)
    uow.add_tautan(
        sidik=sidik(rahasia),
        instansi_id=instansi_id,
        pegawai_id=pegawai_id,
        jenis=jenis,
        alamat=alamat,
        dibuat_pada=pada,
        kedaluwarsa_pada=pada + MASA_TAUTAN[jenis],
    )
    return rahasia


# One's own address


def minta_kukuhkan(uow: UnitOfWork, penyandi: Penyandi, akun: Akun, alamat: str, url: str) -> TerlaluSering | None:
    """Remember the address and send it a link; it counts only after that was opened. The refusal is returned: its count must be committed."""
    rapi = surat.periksa_alamat(alamat)
    _, terkunci = uow.ambil_percobaan(kunci_percobaan("surel", str(akun.pegawai_id)), PERMINTAAN_AKUN, sekarang())
    if terkunci is not None:
        return _ditunda("Surat pengukuhan sudah dikirim beberapa kali. Periksa kotak masuk dan folder spam.", terkunci)
    uow.save_calon_surel(akun.instansi_id, akun.pegawai_id, rapi)
    rahasia = _tautan(uow, instansi_id=akun.instansi_id, pegawai_id=akun.pegawai_id, jenis="kukuhkan", alamat=rapi)
    isi = surat.kukuhkan(rapi, akun.nama, f"{url}/auth/akun/surel/{rahasia}")
    _tulis(uow, penyandi, instansi_id=akun.instansi_id, pegawai_id=akun.pegawai_id, jenis="kukuhkan", isi=isi, masa=MASA_TAUTAN["kukuhkan"])
    return None


def lihat_kukuhkan(uow: UnitOfWork, pegawai_id: UUID, rahasia: str) -> str:
    """The address that the link would verify; raises NotFound for a link that is over or of somebody else."""
    tautan = uow.find_tautan(sidik(rahasia), "kukuhkan", sekarang())
    if tautan is None or tautan.pegawai_id != pegawai_id:
        raise NotFound(
            "Tautan ini sudah dipakai, kedaluwarsa, atau untuk akun lain. Minta tautan baru di halaman Surel.", code="link_invalid"
        )
    return str(tautan.alamat)


def kukuhkan(uow: UnitOfWork, penyandi: Penyandi, akun: Akun, rahasia: str) -> str:
    """From now on letters go to the new address; the old one is told."""
    alamat = lihat_kukuhkan(uow, akun.pegawai_id, rahasia)
    lama = uow.get_surel(akun.pegawai_id).alamat
    if not uow.kukuhkan_surel(akun.pegawai_id, alamat, sekarang()):
        raise NotFound("Alamat ini sudah diganti dengan yang lain. Pakai tautan di surat yang terbaru.", code="link_invalid")
    uow.hapus_tautan(akun.pegawai_id)
    catat(uow, akun, "kukuhkan_surel")
    if lama and lama != alamat:
        beri_tahu(uow, penyandi, akun, "surel_diganti", kepada=lama)
    return alamat


def hapus_alamat(uow: UnitOfWork, penyandi: Penyandi, akun: Akun) -> None:
    beri_tahu(uow, penyandi, akun, "surel_diganti")
    uow.hapus_surel(akun.pegawai_id)
    catat(uow, akun, "hapus_surel")


# Forgotten


def minta_atur_ulang(uow: UnitOfWork, nama_akun: str, alamat: str) -> TerlaluSering | None:
    """Write the request down, whoever it is. Counted by address and by account name, which need not exist."""
    pada = sekarang()
    _, alamat_terkunci = uow.ambil_percobaan(kunci_percobaan("lupa-alamat", alamat), PERMINTAAN_ALAMAT, pada)
    _, akun_terkunci = uow.ambil_percobaan(kunci_percobaan("lupa-akun", nama_akun), PERMINTAAN_AKUN, pada)
    terkunci = max((t for t in (alamat_terkunci, akun_terkunci) if t), default=None)
    if terkunci is not None:
        return _ditunda("Sudah beberapa kali diminta. Periksa kotak masuk dan folder spam.", terkunci)
    uow.add_lupa_sandi(nama_akun, pada)
    return None


def kerjakan_permintaan(uow: UnitOfWork, penyandi: Penyandi, url: str) -> int:
    """The worker's part: a letter for each request whose account has a verified address; how many."""
    nama_akun = uow.ambil_lupa_sandi(SURAT_SEKALIGUS)
    pemilik = uow.list_surel_bernama(nama_akun) if nama_akun else []
    for satu in pemilik:
        milik = {"instansi_id": satu.instansi_id, "pegawai_id": satu.pegawai_id}
        rahasia = _tautan(uow, **milik, jenis="atur_ulang", alamat=satu.alamat)
        isi = surat.atur_ulang(satu.alamat, satu.nama, f"{url}/auth/atur-ulang/{rahasia}")
        _tulis(uow, penyandi, **milik, jenis="atur_ulang", isi=isi, masa=MASA_TAUTAN["atur_ulang"])
    return len(pemilik)


def lihat_atur_ulang(uow: UnitOfWork, rahasia: str) -> Akun:
    """Whose password the link would set; raises NotFound when it was used, is over, was sent to an address since changed, or never was."""
    tautan = uow.find_tautan(sidik(rahasia), "atur_ulang", sekarang())
    akun = uow.get_akun(tautan.pegawai_id) if tautan is not None else None
    if tautan is None or akun is None or not akun.aktif or uow.get_surel(akun.pegawai_id).alamat != tautan.alamat:
        raise NotFound(
            "Tautan ini sudah dipakai atau kedaluwarsa. Tautan berlaku 30 menit dan hanya sekali; minta yang baru.", code="link_invalid"
        )
    return akun


def atur_ulang(uow: UnitOfWork, penyandi: Penyandi, rahasia: str, *, baru: str, ulang: str) -> Akun:
    """Set the password and use the link up; every session and every half-done sign-in of the person ends. Second factors stay."""
    akun = lihat_atur_ulang(uow, rahasia)
    kata_sandi.periksa(baru, pribadi=(*akun.pribadi(), uow.get_instansi(akun.instansi_id).nama))
    if baru != ulang:
        raise Invalid("Kata sandi baru dan ulangannya berbeda.", errors={"ulang": ["Ketik ulang kata sandi baru yang sama."]})
    uow.save_sandi(akun.pegawai_id, penyandi_sandi.sandikan(baru), awal=False, pada=sekarang())
    uow.hapus_tautan(akun.pegawai_id, "atur_ulang")
    uow.hapus_langkah_pegawai(akun.pegawai_id)
    catat(uow, akun, "atur_ulang_sandi")
    beri_tahu(uow, penyandi, akun, "sandi_diatur_ulang")
    akhiri_semua_sesi(uow, akun, "kata_sandi_diganti")
    return akun


def _ditunda(kalimat: str, terkunci: datetime) -> TerlaluSering:
    return TerlaluSering(f"{kalimat} Coba lagi 15 menit lagi.", max(1, int((terkunci - sekarang()).total_seconds())))


# Sending


def kirim_surat(uow: UnitOfWork, penyandi: Penyandi, server: ServerSurel) -> int:
    """Send what is due; how many were taken. A letter leaves the database with its sending; a server that is away is tried again, later each time."""
    pada = sekarang()
    menunggu = uow.list_surel_menunggu(pada, SURAT_SEKALIGUS)
    berlaku = []
    for satu in menunggu:
        if satu.kedaluwarsa_pada <= pada:
            uow.tandai_surel(satu.id, coba_lagi_pada=None, surat_tersandi=b"", sebab=satu.sebab or "kedaluwarsa")
        else:
            berlaku.append(satu)
    if not berlaku:
        return 0
    terkirim = 0
    try:
        with surel_smtp.sambungan(server) as kirim:
            for satu in berlaku:
                terkirim += _kirim_satu(uow, penyandi, kirim, satu.id, satu.pegawai_id, bytes(satu.surat_tersandi), satu.percobaan)
    except ServerTakTerjangkau as error:
        for satu in berlaku[terkirim:]:
            jeda = JEDA_COBA[min(satu.percobaan, len(JEDA_COBA) - 1)]
            uow.tandai_surel(satu.id, percobaan=satu.percobaan + 1, coba_lagi_pada=sekarang() + jeda, sebab=str(error))
    return terkirim


def _kirim_satu(
    uow: UnitOfWork, penyandi: Penyandi, kirim: surel_smtp.Kirim, surel_id: UUID, pegawai_id: UUID, tersandi: bytes, percobaan: int
) -> int:
    """1: done with this letter, well or badly. ServerTakTerjangkau goes on to the caller."""
    try:
        kirim(msgspec.json.decode(penyandi.buka(pegawai_id, tersandi), type=Surat))
    except (SuratDitolak, DomainError, ValueError) as error:
        uow.tandai_surel(
            surel_id,
            percobaan=percobaan + 1,
            coba_lagi_pada=None,
            surat_tersandi=b"",
            sebab=str(error) if isinstance(error, SuratDitolak) else type(error).__name__,
        )
    else:
        uow.tandai_surel(surel_id, percobaan=percobaan + 1, coba_lagi_pada=None, surat_tersandi=b"", terkirim_pada=sekarang(), sebab="")
    return 1


def bersihkan(uow: UnitOfWork) -> None:
    """Remove links after their end, and what is left of letters after 30 days."""
    uow.hapus_surel_lama(sekarang(), sekarang() - SIMPAN_SURAT)
