"""Giving, reading and answering feedback; and the opening of anonymous words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from penilaian.adapters import penyimpanan_umpan
from penilaian.adapters.tables import umpan_balik
from penilaian.adapters.unit_of_work import Termuat, UnitOfWork
from penilaian.application import queries_umpan
from penilaian.application.queries_umpan import BarisUmpan
from penilaian.application.use_cases import muat as muat_evaluasi
from penilaian.domain import umpan
from penilaian.domain.umpan import RAHASIA, Isian, Peran, UmpanBalik
from shared import clock
from shared.auth.identity import Identity
from shared.errors import NotFound, Stale
from shared.jejak.baris import Konteks
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.persistence.akses import catat_baca, kapasitas

_TIDAK_ADA = "Umpan balik ini tidak ada, atau tidak dapat Anda buka."


def beri(uow: UnitOfWork, identity: Identity, isian: Isian) -> UmpanBalik:
    """Write an entry; raises :class:`shared.errors.TooMany` past the bounds of a day."""
    zona = uow.get_zona(identity.instansi_id)
    pada, hari = clock.now(), clock.today(zona)
    peran = queries_umpan.get_hubungan(uow, identity, isian.pegawai_id, hari)
    satu = umpan.beri(
        uuid4(),
        identity.instansi_id,
        isian,
        peran,
        oleh=identity.pegawai_id,
        pada=pada,
        hari=hari,
        masa=queries_umpan.list_masa(uow, identity.instansi_id, hari),
        rhk=[r.id for r in queries_umpan.list_rhk(uow, isian.pegawai_id, hari)] if isian.rhk_id else (),
    )
    penyimpanan_umpan.kunci_pemberi(uow.connection, identity.pegawai_id)
    sejak = datetime.combine(hari, time(), ZoneInfo(zona))
    umpan.periksa_banjir(*penyimpanan_umpan.hitung_sejak(uow.connection, identity.pegawai_id, isian.pegawai_id, sejak))
    penyimpanan_umpan.tambah(uow.connection, satu)
    if satu.peran_pemberi in RAHASIA:
        _catat_rahasia(uow, identity.instansi_id, satu.peran_pemberi)
    else:
        uow.catat("umpan_balik.beri", objek="umpan_balik", objek_id=satu.id, orang=(satu.pegawai_id,), sebagai=satu.peran_pemberi.value)
    return satu


def _catat_rahasia(uow: UnitOfWork, instansi_id: UUID, peran: Peran) -> None:
    """That an anonymous entry was written: by nobody, about nobody, with no id. Who reads the trail may be the person (decision record 0011)."""
    pelaku, konteks = uow.actor, uow.konteks
    uow.actor, uow.konteks = "", Konteks()
    uow.catat(
        "umpan_balik.beri", objek="umpan_balik", objek_id=None, sebagai=peran.value, rincian={"pemberi": "rahasia"}, instansi_id=instansi_id
    )
    uow.actor, uow.konteks = pelaku, konteks


@dataclass(frozen=True, slots=True)
class Diterima:
    """The person's own feedback of a year; ``rahasia`` are opened batches."""

    pimpinan: list[BarisUmpan]
    rahasia: list[BarisUmpan]


def baca_saya(uow: UnitOfWork, identity: Identity, tahun: int) -> Diterima:
    """What one may read of what was written about oneself; from now on it counts as read."""
    rhk = queries_umpan.sasaran_dari(queries_umpan.list_rhk(uow, identity.pegawai_id, date(tahun, 12, 31)))
    diterima = Diterima(*queries_umpan.list_saya(uow, identity.pegawai_id, tahun, rhk))
    baru = [b.id for b in (*diterima.pimpinan, *diterima.rahasia) if b.dibaca_pada is None]
    if baru:
        uow.connection.execute(sa.update(umpan_balik).where(umpan_balik.c.id.in_(baru)).values(dibaca_pada=clock.now()))
    return diterima


def tanggapi(uow: UnitOfWork, identity: Identity, umpan_id: UUID, teks: str, dilihat: int | None) -> BarisUmpan:
    """The person answers an entry that he may see; what is still closed does not exist for him."""
    u = umpan_balik.c
    satu = uow.connection.execute(
        sa.select(u.id, u.version, u.tanggapan)
        .where(u.id == umpan_id, u.pegawai_id == identity.pegawai_id, queries_umpan.terlihat_pegawai())
        .with_for_update()
    ).first()
    if satu is None:
        raise NotFound(_TIDAK_ADA)
    if dilihat is not None and dilihat != satu.version:
        raise Stale("Umpan balik ini berubah sejak Anda buka. Muat ulang halaman.")
    isi = {"tanggapan": umpan.jawaban(teks, satu.tanggapan), "ditanggapi_pada": clock.now(), "version": satu.version + 1}
    uow.connection.execute(sa.update(umpan_balik).where(u.id == umpan_id).values(**isi))
    uow.catat("umpan_balik.tanggapi", objek="umpan_balik", objek_id=umpan_id, orang=(identity.pegawai_id,), sebagai="pegawai")
    return queries_umpan.get_saya(uow, identity.pegawai_id, umpan_id)


def baca_pegawai(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID) -> tuple[Termuat, list[BarisUmpan]]:
    """All feedback in the span of an evaluation: with the givers for its evaluator, without them for the others who may read it; noted as read."""
    termuat = muat_evaluasi(uow, identity, evaluasi_id)
    e, fakta = termuat.evaluasi, termuat.fakta
    sendiri, atasan = identity.pegawai_id == e.pegawai_id, identity.pegawai_id == e.atasan_penilai_id
    boleh = termuat.peran & peran_dengan(Objek.UMPAN_BALIK, Hak.BACA)
    if not (fakta.sebagai or sendiri or atasan or boleh):
        raise NotFound(_TIDAK_ADA)
    rhk = {r.rhk.id: f"RHK {r.rhk.nomor}: {r.rhk.teks}" for r in fakta.rekap}
    isi = queries_umpan.list_untuk_evaluasi(uow, e, rhk, bernama=bool(fakta.sebagai) and not sendiri)
    sebagai = fakta.sebagai or ("atasan_penilai" if atasan else kapasitas(boleh, Objek.UMPAN_BALIK, Hak.BACA))
    catat_baca(uow, Objek.UMPAN_BALIK, f"umpan balik {e.tahun}", {sebagai: [e.pegawai_id]}, objek_id=e.id)
    return termuat, isi


def buka_gelombang(uow: UnitOfWork) -> int:
    """Open what may be opened now; returns how many batches."""
    dibuka = penyimpanan_umpan.buka_gelombang(uow.connection, clock.now())
    for instansi_id, pegawai_id, peran in dibuka:
        uow.catat(
            "umpan_balik.buka",
            objek="umpan_balik",
            objek_id=None,
            orang=(pegawai_id,),
            rincian={"kelompok": peran},
            instansi_id=instansi_id,
        )
    return len(dibuka)
