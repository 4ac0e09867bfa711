"""Reads of the register of purposes: which systems receive which data of an instansi, why, and on what ground (UU 27/2022)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_klien import daftar_scope
from shared.contracts import BY_TYPE


@dataclass(frozen=True, slots=True)
class Penerima:
    """One receiver. ``cara`` is ``ambil`` (it asks for data) or ``dengar`` (it is told of events); ``data`` in words."""

    nama: str
    cara: str
    tujuan: str
    dasar_hukum: str
    kontak: str
    data: tuple[str, ...]
    sejak: datetime
    keadaan: str
    berlaku_sampai: date | None
    terakhir: datetime | None


def list_penerima(uow: UnitOfWork, instansi_id: UUID, hari: date) -> list[Penerima]:
    """Clients and subscribers of the instansi; those that receive something now come first, then by name."""
    klien = [
        Penerima(
            k.nama,
            "ambil",
            k.tujuan,
            k.dasar_hukum,
            k.kontak,
            tuple(arti for _, arti in daftar_scope(k.scope)),
            k.dibuat_pada,
            k.keadaan(hari),
            k.berlaku_sampai,
            k.terakhir_dipakai_pada,
        )
        for k in uow.list_klien(instansi_id)
    ]
    pelanggan = [
        Penerima(
            p.nama,
            "dengar",
            p.tujuan,
            p.dasar_hukum,
            "",
            tuple(BY_TYPE[j].purpose.rstrip(".") if j in BY_TYPE else j for j in p.jenis),
            p.dibuat_pada,
            "nonaktif" if p.ditangguhkan_pada else "aktif",
            None,
            None,
        )
        for p, _ in uow.list_pelanggan()
        if p.instansi_id == instansi_id
    ]
    return sorted([*klien, *pelanggan], key=lambda p: (p.keadaan != "aktif", p.nama.casefold()))
