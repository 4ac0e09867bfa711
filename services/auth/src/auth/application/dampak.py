"""What a change of one person means for others: whose evaluator changes, which substitutions end; before it is stored, and then storing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.queries import nama_pegawai
from auth.application.susun_ulang import Akibat, hitung_ulang, muat_sekitar, simpan_akibat
from auth.domain.organisasi import Pegawai, segmen_kini
from auth.domain.pengganti import Pengganti, potong
from auth.domain.penugasan import periksa_kepala


@dataclass(frozen=True, slots=True)
class Terdampak:
    """Somebody whose evaluator or evaluator's superior changes on the day of the change; names, empty when there is none."""

    pegawai_id: UUID
    nama: str
    penilai_lama: str
    penilai_baru: str
    atasan_lama: str
    atasan_baru: str


@dataclass(frozen=True, slots=True)
class Dampak:
    """``akibat`` as :func:`hitung_ulang` finds it, also of somebody new; ``pengganti``: appointments that end with the change."""

    akibat: Akibat
    baru: bool
    nama: Mapping[UUID, str]
    pengganti: tuple[Pengganti, ...] = ()

    def terdampak(self, hari: date, siapa: UUID) -> list[Terdampak]:
        hasil = []
        for lama, kemudian in self.akibat.pasangan:
            dulu = None if self.baru and kemudian.id == siapa else segmen_kini(lama.segmen, hari)
            kini = segmen_kini(kemudian.segmen, hari)
            nama = [
                self.nama.get(i, "") if i else ""
                for i in (
                    dulu.penilai_id if dulu else None, kini.penilai_id if kini else None,
                    dulu.atasan_penilai_id if dulu else None, kini.atasan_penilai_id if kini else None,
                )
            ]  # fmt: skip
            if nama[0] != nama[1] or nama[2] != nama[3]:
                hasil.append(Terdampak(kemudian.id, kemudian.nama, *nama))
        return sorted(hasil, key=lambda t: t.nama)


def hitung_dampak(uow: UnitOfWork, instansi_id: UUID, diubah: Pegawai, hari_ini: date) -> Dampak:
    """The consequences of one person as he shall be; nothing is stored. Raises Conflict when a unit would have two heads."""
    if any(j.kepala for j in diubah.jabatan):
        unor = {u.id: u for u in uow.list_unor(instansi_id)}
        periksa_kepala(muat_sekitar(uow, unor, {diubah.id: diubah}), [diubah])
    lama = next(iter(uow.list_pegawai_ini([diubah.id])), None)
    akibat = hitung_ulang(uow, instansi_id, diubah=[diubah])
    if lama == diubah or all(b.id != diubah.id for _, b in akibat.pasangan):
        akibat = replace(akibat, pasangan=(*akibat.pasangan, (lama or diubah, diubah)))
    ids = {i for pasang in akibat.pasangan for p in pasang for s in p.segmen for i in (s.penilai_id, s.atasan_penilai_id) if i}
    kemudian = next(b for _, b in akibat.pasangan if b.id == diubah.id)
    return Dampak(
        akibat,
        lama is None,
        nama_pegawai(uow, list(ids)),
        tuple(potong(uow.list_pengganti(instansi_id, pegawai_id=kemudian.id, sejak=hari_ini), kemudian)),
    )


def simpan_dampak(uow: UnitOfWork, instansi_id: UUID, dampak: Dampak, diubah_id: UUID, perubahan: tuple[str, ...]) -> Pegawai:
    """Store everybody and tell the others; returns the changed person as stored."""
    for satu in dampak.pengganti:
        uow.save_pengganti(instansi_id, satu)
    simpan_akibat(uow, instansi_id, dampak.akibat, perubahan)
    uow.publish(*(satu.ke_kontrak(instansi_id) for satu in dampak.pengganti))
    orang = next(b for _, b in dampak.akibat.pasangan if b.id == diubah_id)
    return replace(orang, version=orang.version + 1)
