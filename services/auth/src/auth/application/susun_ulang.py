"""Deriving anew who evaluates whom after a small change: only the people it can touch are loaded, so that it takes a moment among 100,000."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.keadaan import keadaan_pegawai
from auth.application.use_cases_pencabutan import cabut_yang_berubah
from auth.domain.organisasi import Organisasi, Pegawai, Unor
from shared import clock
from shared.contracts import auth as contracts

_SATU_TUMPUK = 500


@dataclass(frozen=True, slots=True)
class Akibat:
    """What a change does: (before, after) of everybody whose segments differ, and how many were looked at."""

    pasangan: tuple[tuple[Pegawai, Pegawai], ...]
    diperiksa: int


def di_bawah(unor: Mapping[UUID, Unor], akar: Iterable[UUID]) -> set[UUID]:
    """The units with everything that is, was or will be below them."""
    anak: dict[UUID, set[UUID]] = defaultdict(set)
    for satu in unor.values():
        for masa in satu.masa:
            if masa.induk_id:
                anak[masa.induk_id].add(satu.id)
    hasil: set[UUID] = set()
    tunggu = list(akar)
    while tunggu:
        kini = tunggu.pop()
        if kini not in hasil:
            hasil.add(kini)
            tunggu.extend(anak.get(kini, ()))
    return hasil


def _di_atas(unor: Mapping[UUID, Unor], awal: Iterable[UUID]) -> set[UUID]:
    hasil: set[UUID] = set()
    tunggu = list(awal)
    while tunggu:
        kini = tunggu.pop()
        if kini in hasil or kini not in unor:
            continue
        hasil.add(kini)
        tunggu.extend(m.induk_id for m in unor[kini].masa if m.induk_id)
    return hasil


def muat_sekitar(uow: UnitOfWork, unor: Mapping[UUID, Unor], orang: Mapping[UUID, Pegawai], tingkat: int = 2) -> Organisasi:
    """An organisation of these people and of all who can be their evaluators, and (``tingkat`` 2) these' evaluators; others are missing in it."""
    termuat = dict(orang)
    baru: Collection[Pegawai] = list(orang.values())
    dikenal: set[UUID] = set()
    for _ in range(tingkat):
        rantai = _di_atas(unor, {j.unor_id for p in baru for j in p.jabatan}) - dikenal
        dikenal |= rantai
        tertulis = {j.penilai_id for p in baru for j in p.jabatan if j.penilai_id} | {s.penilai_id for p in baru for s in p.penetapan}
        baru = uow.list_pegawai_ini((uow.bertugas_di(rantai, kepala=True) | tertulis) - termuat.keys(), segmen=False)
        termuat |= {p.id: p for p in baru}
    return Organisasi(unor, termuat)


def hitung_ulang(
    uow: UnitOfWork,
    instansi_id: UUID,
    *,
    diubah: Sequence[Pegawai] = (),
    unor_diubah: Sequence[Unor] = (),
) -> Akibat:
    """The consequences of changed people (as they shall be) and changed units, without storing anything.

    Touched are the changed people, everybody in or below the changed units and the units in which changed people are or were heads, and everybody
    whom these evaluate: their evaluator's evaluator may be another one.
    """
    unor_lama = {u.id: u for u in uow.list_unor(instansi_id)}
    unor = {**unor_lama, **{u.id: u for u in unor_diubah}}
    dipimpin = {j.unor_id for p in diubah for j in p.jabatan if j.kepala} | {s.unor_id for p in diubah for s in p.segmen if s.kepala}
    bidang = di_bawah(unor, dipimpin | {u.id for u in unor_diubah}) | di_bawah(unor_lama, {u.id for u in unor_diubah if u.id in unor_lama})
    kena = {p.id for p in diubah} | uow.bertugas_di(bidang)
    kena |= uow.dinilai_oleh(kena)
    lama = {p.id: p for p in uow.list_pegawai_ini(kena)}
    organisasi = muat_sekitar(uow, unor, {**lama, **{p.id: p for p in diubah}})
    pasangan = []
    for satu in kena:
        baru = organisasi.pegawai[satu]
        baru = replace(baru, segmen=organisasi.segmen(baru))
        sebelum = lama.get(satu)
        if sebelum is None or baru != sebelum:
            pasangan.append((sebelum or baru, baru))
    return Akibat(tuple(sorted(pasangan, key=lambda p: p[1].nama)), len(kena))


def simpan_akibat(uow: UnitOfWork, instansi_id: UUID, akibat: Akibat, perubahan: tuple[str, ...] = ("penilai",)) -> None:
    """Store the people of :func:`hitung_ulang` and tell the others; ``perubahan`` is what subscribers hear of. Call it last."""
    if not akibat.pasangan:
        return
    orang = [p.id for _, p in akibat.pasangan]
    hari = clock.today(uow.get_instansi(instansi_id).zona_waktu)
    dulu = uow.kedudukan(orang, hari)
    baru = [replace(p, version=p.version + 1) for _, p in akibat.pasangan]
    for awal in range(0, len(baru), _SATU_TUMPUK):
        tumpuk = baru[awal : awal + _SATU_TUMPUK]
        uow.save_pegawai(instansi_id, tumpuk)
        uow.publish(*(keadaan_pegawai(instansi_id, p) for p in tumpuk))
        uow.publish(*(contracts.PegawaiDiubah(p.id, instansi_id, perubahan) for p in tumpuk))
        for p in tumpuk:
            rincian = {"kolom": perubahan, "versi": p.version}
            uow.catat("pegawai.susun_ulang", objek="pegawai", objek_id=p.id, orang=(p.id,), rincian=rincian, instansi_id=instansi_id)
    cabut_yang_berubah(uow, instansi_id, dulu, uow.kedudukan(orang, hari))
