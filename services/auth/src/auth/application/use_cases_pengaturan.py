"""Settings of an instansi: each change with its day and its legal ground; a future one comes into force by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import uuid6

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.keadaan import keadaan_instansi
from auth.application.use_cases_akun import sekarang
from auth.domain.pengaturan import VersiPengaturan, pada, periksa
from auth.domain.tanggal import sebut
from shared import clock
from shared.contracts import auth as contracts
from shared.errors import Invalid, NotAllowed, NotFound

TAHUN_KE_DEPAN = 5
_DASAR_TERPENDEK, _DASAR_TERPANJANG = 5, 300


def catat_versi(
    uow: UnitOfWork, instansi: contracts.Instansi, berlaku_dari: date, *, dasar_hukum: str = "", oleh: UUID | None = None
) -> VersiPengaturan:
    """Keep what the instansi holds as the version from this day."""
    versi = VersiPengaturan(
        UUID(str(uuid6.uuid7())), instansi.id, berlaku_dari, instansi.zona_waktu, instansi.pengaturan, dasar_hukum, oleh, sekarang()
    )
    uow.save_versi(versi)
    return versi


def ubah_pengaturan(
    uow: UnitOfWork,
    instansi_id: UUID,
    oleh: UUID,
    *,
    berlaku_dari: date,
    zona_waktu: str,
    pengaturan: contracts.Pengaturan,
    dasar_hukum: str,
) -> contracts.Instansi:
    """New settings from ``berlaku_dari`` until the next known change; today's take effect at once.

    Raises :class:`Invalid` for settings that do not hold together, without legal ground, before this year, or equal to those in force then.
    """
    instansi = uow.get_instansi(instansi_id, kunci=True)
    hari = clock.today(instansi.zona_waktu)
    salah = periksa(zona_waktu, pengaturan)
    dasar = " ".join(dasar_hukum.split())
    if not _DASAR_TERPENDEK <= len(dasar) <= _DASAR_TERPANJANG:
        salah["dasar_hukum"] = [
            f"Sebutkan dasar hukumnya, misalnya Peraturan Wali Kota 12/2026, {_DASAR_TERPENDEK} sampai {_DASAR_TERPANJANG} karakter."
        ]
    elif any(ord(huruf) < ord(" ") for huruf in dasar):
        salah["dasar_hukum"] = ["Dasar hukum memuat karakter yang tidak dapat dibaca. Ketik ulang."]
    if not date(hari.year, 1, 1) <= berlaku_dari <= date(hari.year + TAHUN_KE_DEPAN, 12, 31):
        salah["berlaku_dari"] = [
            f"Berlaku dari 1 Januari {hari.year} sampai 31 Desember {hari.year + TAHUN_KE_DEPAN}; periode yang sudah lewat memakai aturan lamanya."
        ]
    versi = uow.list_versi(instansi_id)
    kini = pada(versi, berlaku_dari)
    if not salah and kini and (kini.zona_waktu, kini.pengaturan) == (zona_waktu, pengaturan):
        salah["berlaku_dari"] = [f"Pengaturan ini sudah berlaku pada {sebut(berlaku_dari)}. Tidak ada yang berubah."]
    if salah:
        raise Invalid("Pengaturan belum dapat disimpan.", errors=salah)
    uow.catat("pengaturan.ubah", objek="instansi", objek_id=instansi_id, rincian={"berlaku_dari": berlaku_dari.isoformat()})
    catat_versi(uow, replace(instansi, zona_waktu=zona_waktu, pengaturan=pengaturan), berlaku_dari, dasar_hukum=dasar, oleh=oleh)
    return _samakan(uow, instansi, hari)


def batalkan_pengaturan(uow: UnitOfWork, instansi_id: UUID, versi_id: UUID) -> contracts.Instansi:
    """Take back a change that has not begun."""
    instansi = uow.get_instansi(instansi_id, kunci=True)
    hari = clock.today(instansi.zona_waktu)
    versi = next((v for v in uow.list_versi(instansi_id) if v.id == versi_id), None)
    if versi is None:
        raise NotFound("Perubahan pengaturan ini tidak ada.")
    if versi.berlaku_dari <= hari:
        raise NotAllowed(
            f"Pengaturan ini sudah berlaku sejak {sebut(versi.berlaku_dari)}. Buat perubahan baru, jangan menghapus yang lama.",
            code="settings_in_force",
        )
    uow.hapus_versi(versi_id)
    uow.catat("pengaturan.batalkan", objek="instansi", objek_id=instansi_id, rincian={"berlaku_dari": versi.berlaku_dari.isoformat()})
    return _samakan(uow, instansi, hari)


def _samakan(uow: UnitOfWork, instansi: contracts.Instansi, hari: date) -> contracts.Instansi:
    """Let the instansi hold what is in force on the day, and tell it with all versions."""
    kini = pada(uow.list_versi(instansi.id), hari)
    if kini:
        instansi = replace(instansi, zona_waktu=kini.zona_waktu, pengaturan=kini.pengaturan)
    instansi = replace(instansi, version=instansi.version + 1)
    uow.save_instansi(instansi)
    uow.publish(keadaan_instansi(uow, instansi))
    uow.catat("pengaturan.berlaku", objek="instansi", objek_id=instansi.id, rincian={"versi": instansi.version}, instansi_id=instansi.id)
    return instansi


def berlakukan_pengaturan(uow: UnitOfWork) -> int:
    """Bring into force what has become due; returns how many instansi changed."""
    berubah = 0
    for calon in uow.list_instansi():
        kini = pada(uow.list_versi(calon.id), clock.today(calon.zona_waktu))
        if kini is None or (kini.zona_waktu, kini.pengaturan) == (calon.zona_waktu, calon.pengaturan):
            continue
        instansi = uow.get_instansi(calon.id, kunci=True)
        _samakan(uow, instansi, clock.today(instansi.zona_waktu))
        berubah += 1
    return berubah
