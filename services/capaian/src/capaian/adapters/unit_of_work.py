"""Loading and saving of capaian's aggregates in the transaction of one entrypoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from capaian.adapters.tables import (
    bukti,
    gangguan,
    instansi_view,
    keberatan_view,
    laporan,
    pegawai_view,
    periode_view,
    progres_harian,
    rencana_aksi,
    skp_view,
    unor_view,
    usulan,
)
from capaian.domain.bukti import Bukti, KeadaanBerkas, Mini
from capaian.domain.dokumen import Konfirmasi, mode_pada
from capaian.domain.gangguan import Gangguan
from capaian.domain.laporan import PERAN_LAPORAN, PPK, Laporan, Peristiwa
from capaian.domain.progres import Isian, Jendela, Progres
from capaian.domain.rencana import RencanaAksi
from capaian.domain.tautan import KeadaanTautan
from capaian.domain.usulan import Usulan
from shared.auth.identity import Identity
from shared.contracts.auth import Keadaan
from shared.contracts.capaian import Realisasi
from shared.contracts.skp import Skp
from shared.errors import Stale
from shared.persistence.jangkauan import dicapai, peran_mencapai
from shared.persistence.wewenang import PenyimpananWewenang, syarat_dinilai
from shared.wewenang import Wewenang

ZONA_BAWAAN = "Asia/Jakarta"
_DOKUMEN = {"realisasi": tuple[Realisasi, ...], "riwayat": tuple[Peristiwa, ...]}
_KOLOM_GANGGUAN = [c.name for c in gangguan.c]
_KOLOM_LAPORAN = [c.name for c in laporan.c]
_ZONA = sa.func.coalesce(instansi_view.c.zona_waktu, ZONA_BAWAAN).label("zona")
_USULAN_ISIAN = ("uraian", "lokasi_kerja", "kuantitas", "satuan")
_KOLOM_USULAN = [c.name for c in usulan.c if c.name not in _USULAN_ISIAN]
_PROGRES_ISIAN = ("uraian", "lokasi_kerja", "rhk_id", "di_luar_skp", "kuantitas", "satuan", "mulai", "selesai", "rencana_aksi_id")


@dataclass(frozen=True, slots=True)
class Termuat:
    """A report with the SKP it belongs to, the time zone of its instansi, and how the caller stands to it."""

    laporan: Laporan
    skp: Skp
    zona: str
    hubungan: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tautan:
    """A link to be looked at: ``batas`` is the day on which the report it belongs to is due."""

    id: UUID
    instansi_id: UUID
    diunggah_oleh: UUID
    laporan_id: UUID | None
    progres_id: UUID | None
    tautan: str
    keadaan_tautan: str
    diperiksa_pada: datetime | None
    batas: date | None


@dataclass(frozen=True, slots=True)
class BerkasMenunggu:
    """A content that the virus scanner has yet to see."""

    instansi_id: UUID
    sha256: str


def _menunggu(berkas: BerkasMenunggu) -> sa.ColumnElement[bool]:
    isinya = sa.and_(bukti.c.instansi_id == berkas.instansi_id, bukti.c.sha256 == berkas.sha256)
    return sa.and_(isinya, bukti.c.keadaan_berkas == KeadaanBerkas.DIPERIKSA)


def _jendela_statement() -> sa.Select[Any]:
    hari = sa.bindparam("tanggal", type_=sa.Date)
    masa_laporan = sa.and_(laporan.c.skp_id == skp_view.c.id, hari.between(laporan.c.mulai, laporan.c.selesai))
    return (
        sa.select(
            skp_view.c.id,
            skp_view.c.rhk_ids,
            skp_view.c.mulai,
            skp_view.c.selesai,
            laporan.c.status,
            laporan.c.batas_normal,
            laporan.c.dibuka_sampai,
            pegawai_view.c.keadaan,
            _ZONA,
        )
        .select_from(
            skp_view.outerjoin(laporan, masa_laporan)
            .outerjoin(instansi_view, instansi_view.c.id == skp_view.c.instansi_id)
            .outerjoin(pegawai_view, pegawai_view.c.id == skp_view.c.pegawai_id)
        )
        .where(skp_view.c.pegawai_id == sa.bindparam("pegawai_id", type_=sa.Uuid), skp_view.c.berlaku)
        .limit(1)
    )


_JENDELA_TANGGAL = _jendela_statement().where(sa.bindparam("tanggal", type_=sa.Date).between(skp_view.c.mulai, skp_view.c.selesai))
_JENDELA_SKP = _jendela_statement().where(skp_view.c.id == sa.bindparam("skp_id", type_=sa.Uuid))
_TAMBAH_PROGRES = sa.insert(progres_harian)


PENGHITUNG = PERAN_LAPORAN["penghitung"]


def dinilai(wewenang: Wewenang) -> sa.ColumnElement[bool]:
    """The rows of ``laporan``, joined with their ``skp_view``, on which this person may decide today."""
    return syarat_dinilai(wewenang, laporan, skp_view.c.unor_lowong)


def pihak(wewenang: Wewenang) -> sa.ColumnElement[bool]:
    """The reports, joined with their ``skp_view``, that the caller wrote, judges (also for somebody else, today), or stands above."""
    saya = wewenang.pegawai_id
    return sa.or_(laporan.c.pegawai_id == saya, laporan.c.atasan_penilai_id == saya, dinilai(wewenang))


def dicapai_peran(identity: Identity) -> sa.ColumnElement[bool]:
    """The reports, joined with their ``skp_view``, that an assigned role of the caller reaches at least for their states and counts."""
    return dicapai(identity, PENGHITUNG, skp_view.c.unor_id, unor_view)


def memutus(pemutus: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether an objection is open to an evaluation of what the row of ``laporan`` reports, and ``pemutus`` holds of who decides."""
    satu = keberatan_view.c
    seputar = sa.and_(satu.skp_id == laporan.c.skp_id, satu.mulai <= laporan.c.selesai, satu.selesai >= laporan.c.mulai)
    return sa.exists().where(seputar, satu.terbuka, pemutus).correlate(laporan)


class UnitOfWork(PenyimpananWewenang):
    """Every method works inside the open transaction; none commits."""

    dokumen = laporan

    # ---- daily log

    def get_jendela(self, pegawai_id: UUID, tanggal: date, skp_id: UUID | None = None) -> tuple[Jendela, str] | None:
        """The agreed SKP of this person that covers the day (or the named one) with the report of its period, and the time zone."""
        values = {"pegawai_id": pegawai_id, "tanggal": tanggal}
        row = (
            self.connection.execute(_JENDELA_SKP, {**values, "skp_id": skp_id}).first()
            if skp_id
            else self.connection.execute(_JENDELA_TANGGAL, values).first()
        )
        if row is None:
            return None
        keadaan = msgspec.convert(row.keadaan, tuple[Keadaan, ...], strict=False) if row.keadaan else ()
        return Jendela(
            row.id, frozenset(row.rhk_ids), row.mulai, row.selesai, row.status or "", row.batas_normal, row.dibuka_sampai, keadaan
        ), row.zona

    def get_skp_pertama(self, pegawai_id: UUID) -> date | None:
        """The first day of this person's first agreed SKP."""
        found: date | None = self.connection.execute(
            sa.select(sa.func.min(skp_view.c.mulai)).where(skp_view.c.pegawai_id == pegawai_id, skp_view.c.berlaku)
        ).scalar()
        return found

    def buka_tahun_progres(self, mulai: date, selesai: date) -> None:
        """Make room for the daily entries of these days: a partition a year. Nothing happens where it is there."""
        tahun = sa.func.generate_series(mulai.year, selesai.year)
        self.connection.execute(sa.select(sa.func.buka_tahun_progres(tahun)))

    def add_progres(self, progres: Progres) -> None:
        self.connection.execute(_TAMBAH_PROGRES, _baris_progres(progres))

    def get_progres(self, progres_id: UUID, pegawai_id: UUID, *, lock: bool = True) -> Progres | None:
        """An entry of this person with its evidence, locked for this transaction."""
        statement = sa.select(progres_harian).where(progres_harian.c.id == progres_id, progres_harian.c.pegawai_id == pegawai_id)
        rows = self.connection.execute(statement.with_for_update() if lock else statement).mappings().all()
        return next(iter(self.progres_berbukti(rows)), None)

    def progres_berbukti(self, rows: Sequence[sa.RowMapping]) -> list[Progres]:
        """The entries of these rows, each with its evidence."""
        daftar = [progres_dari(row) for row in rows]
        semua = self._bukti(bukti.c.progres_id, [satu.id for satu in daftar])
        for satu in daftar:
            satu.bukti = semua.get(satu.id, ())
        return daftar

    def save_progres(self, progres: Progres) -> None:
        values = _baris_progres(progres) | {"version": progres.version + 1}
        done = self.connection.execute(
            sa.update(progres_harian)
            .where(
                progres_harian.c.id == progres.id,
                progres_harian.c.tanggal == progres.tanggal,
                progres_harian.c.version == progres.version,
            )
            .values(values)
        )
        if done.rowcount == 0:
            raise Stale("Catatan ini berubah sejak Anda buka. Muat ulang lalu simpan lagi.")
        progres.version += 1

    def delete_progres(self, progres_id: UUID) -> None:
        self.connection.execute(sa.delete(bukti).where(bukti.c.progres_id == progres_id))
        self.connection.execute(sa.delete(progres_harian).where(progres_harian.c.id == progres_id))

    # ---- plans

    def get_rencana(self, rencana_id: UUID) -> RencanaAksi | None:
        """A plan, locked for this transaction."""
        row = self.connection.execute(sa.select(rencana_aksi).where(rencana_aksi.c.id == rencana_id).with_for_update()).mappings().first()
        return RencanaAksi(**row) if row else None

    def get_rencana_hari(self, rencana_id: UUID, skp_id: UUID, pegawai_id: UUID, tanggal: date) -> UUID | None:
        """The RHK of a plan of this person for the period that holds the day."""
        rhk: UUID | None = self.connection.execute(
            sa.select(rencana_aksi.c.rhk_id)
            .join(laporan, laporan.c.id == rencana_aksi.c.laporan_id)
            .where(
                rencana_aksi.c.id == rencana_id,
                rencana_aksi.c.pegawai_id == pegawai_id,
                laporan.c.skp_id == skp_id,
                sa.literal(tanggal).between(laporan.c.mulai, laporan.c.selesai),
            )
        ).scalar()
        return rhk

    def list_rencana(self, laporan_id: UUID) -> list[RencanaAksi]:
        """The plans of a period, in the order of their writing."""
        rows = self.connection.execute(sa.select(rencana_aksi).where(rencana_aksi.c.laporan_id == laporan_id).order_by(rencana_aksi.c.id))
        return [RencanaAksi(**row) for row in rows.mappings()]

    def list_rencana_hari(self, skp_id: UUID, tanggal: date) -> list[RencanaAksi]:
        """The plans for the period of an SKP that holds the day."""
        masa = sa.and_(laporan.c.skp_id == skp_id, sa.literal(tanggal).between(laporan.c.mulai, laporan.c.selesai))
        statement = sa.select(rencana_aksi).join(laporan, laporan.c.id == rencana_aksi.c.laporan_id).where(masa)
        return [RencanaAksi(**row) for row in self.connection.execute(statement.order_by(rencana_aksi.c.id)).mappings()]

    def list_rencana_sebelumnya(self, satu: Laporan) -> list[RencanaAksi]:
        """The plans of the last period before this one of the same person that has any."""
        lalu = (
            sa.select(laporan.c.id)
            .where(
                laporan.c.pegawai_id == satu.pegawai_id,
                laporan.c.mulai < satu.mulai,
                sa.exists().where(rencana_aksi.c.laporan_id == laporan.c.id),
            )
            .order_by(laporan.c.mulai.desc())
            .limit(1)
            .scalar_subquery()
        )
        rows = self.connection.execute(sa.select(rencana_aksi).where(rencana_aksi.c.laporan_id == lalu).order_by(rencana_aksi.c.id))
        return [RencanaAksi(**row) for row in rows.mappings()]

    def add_rencana(self, baru: Sequence[RencanaAksi]) -> None:
        self.connection.execute(sa.insert(rencana_aksi), [asdict(satu) for satu in baru])

    def save_rencana(self, satu: RencanaAksi) -> None:
        values = asdict(satu) | {"version": satu.version + 1}
        self.connection.execute(sa.update(rencana_aksi).where(rencana_aksi.c.id == satu.id).values(values))
        satu.version += 1

    def delete_rencana(self, rencana_id: UUID) -> None:
        """Daily entries that served it keep their RHK."""
        self.connection.execute(sa.delete(rencana_aksi).where(rencana_aksi.c.id == rencana_id))

    # ---- offers

    def get_penerima(self, instansi_id: UUID, pegawai_id: UUID | None, nip: str) -> sa.Row[Any, Any, Any] | None:
        """Whom an offer is for: ``id``, ``aktif``, ``zona``; locked, so that offers to one person are counted one after the other."""
        siapa = pegawai_view.c.id == pegawai_id if pegawai_id else pegawai_view.c.nip == nip
        statement = (
            sa.select(pegawai_view.c.id, pegawai_view.c.aktif, _ZONA)
            .select_from(pegawai_view.outerjoin(instansi_view, instansi_view.c.id == pegawai_view.c.instansi_id))
            .where(pegawai_view.c.instansi_id == instansi_id, siapa)
            .order_by(pegawai_view.c.aktif.desc())
            .limit(1)
        )
        return self.connection.execute(statement.with_for_update(of=pegawai_view, key_share=True)).first()

    def get_usulan(self, usulan_id: UUID, pegawai_id: UUID) -> tuple[Usulan, str] | None:
        """An offer to this person, locked for this transaction, and the time zone."""
        statement = (
            sa.select(usulan, _ZONA)
            .select_from(usulan.outerjoin(instansi_view, instansi_view.c.id == usulan.c.instansi_id))
            .where(usulan.c.id == usulan_id, usulan.c.pegawai_id == pegawai_id)
        )
        row = self.connection.execute(statement.with_for_update(of=usulan)).mappings().first()
        return (usulan_dari(row), row["zona"]) if row else None

    def get_usulan_rujukan(self, klien_id: UUID, rujukan: str) -> Usulan | None:
        """The offer that a system made under its reference, locked for this transaction."""
        statement = sa.select(usulan).where(usulan.c.klien_id == klien_id, usulan.c.rujukan == rujukan)
        row = self.connection.execute(statement.with_for_update()).mappings().first()
        return usulan_dari(row) if row else None

    def count_usulan_terbuka(self, pegawai_id: UUID, hari_ini: date) -> int:
        statement = sa.select(sa.func.count()).select_from(usulan).where(usulan_terbuka(pegawai_id, hari_ini))
        return self.connection.execute(statement).scalar_one()

    def add_usulan(self, satu: Usulan) -> bool:
        """False when the system's reference was taken meanwhile."""
        statement = pg.insert(usulan).values(_baris_usulan(satu)).on_conflict_do_nothing(index_elements=["klien_id", "rujukan"])
        return self.connection.execute(statement.returning(usulan.c.id)).first() is not None

    def save_usulan(self, satu: Usulan) -> None:
        self.connection.execute(sa.update(usulan).where(usulan.c.id == satu.id).values(_baris_usulan(satu)))

    def accept_progres(self, satu: Laporan) -> None:
        """The entries of an accepted report are accepted with it."""
        self.connection.execute(
            sa.update(progres_harian)
            .where(
                progres_harian.c.skp_id == satu.skp_id,
                progres_harian.c.tanggal.between(satu.mulai, satu.selesai),
                progres_harian.c.status == "dikirim",
            )
            .values(status="diterima", version=progres_harian.c.version + 1)
        )

    # ---- reports

    def get_laporan(self, laporan_id: UUID, identity: Identity, *, lock: bool = True) -> Termuat | None:
        """The report, when the caller has something to do with it."""
        wewenang = self.get_wewenang(identity.instansi_id, identity.pegawai_id)
        olehnya = memutus(keberatan_view.c.pemutus_id.in_((identity.pegawai_id, *wewenang.digantikan)))
        statement = (
            sa.select(
                laporan,
                olehnya.label("olehnya"),
                memutus(keberatan_view.c.pemutus_id.is_(None)).label("oleh_ppk"),
                skp_view.c.isi,
                skp_view.c.unor_lowong,
                _ZONA,
                peran_mencapai(identity, PENGHITUNG, skp_view.c.unor_id, unor_view).label("peran"),
            )
            .select_from(
                laporan.join(skp_view, skp_view.c.id == laporan.c.skp_id).outerjoin(
                    instansi_view, instansi_view.c.id == laporan.c.instansi_id
                )
            )
            .where(laporan.c.id == laporan_id, sa.or_(pihak(wewenang), dicapai_peran(identity), olehnya))
        )
        row = self.connection.execute(statement.with_for_update(of=laporan) if lock else statement).mappings().first()
        if row is None:
            return None
        satu = _laporan_dari(row)
        satu.bukti = self._bukti(bukti.c.laporan_id, [satu.id]).get(satu.id, ())
        sebagai = wewenang.sebagai(
            pegawai_id=satu.pegawai_id, penilai_id=satu.penilai_id, atasan_penilai_id=satu.atasan_penilai_id, unor_lowong=row["unor_lowong"]
        )
        memutusnya = row["olehnya"] or (row["oleh_ppk"] and PPK in row["peran"])
        hubungan = satu.hubungan(identity.pegawai_id, row["peran"], sebagai, memutus=memutusnya)
        return Termuat(satu, msgspec.convert(row["isi"], Skp, strict=False), row["zona"], hubungan)

    def list_laporan(self, *, skp_id: UUID | None = None, periode_id: UUID | None = None, pegawai_id: UUID | None = None) -> list[Laporan]:
        """All reports of an SKP, of a period or of a person, locked; for projections."""
        where = laporan.c.periode_id == periode_id
        if skp_id or pegawai_id:
            where = laporan.c.skp_id == skp_id if skp_id else laporan.c.pegawai_id == pegawai_id
        return self._with_bukti(
            self.connection.execute(sa.select(laporan).where(where).order_by(laporan.c.mulai).with_for_update()).mappings().all()
        )

    def list_terkunci(self, pada: datetime, banyak: int) -> list[tuple[Laporan, str]]:
        """Drafts whose lock has passed at ``pada`` in their own time zone, longest locked first, each with the zone.

        Locked for this transaction; what another transaction works on is left out. A draft that was made after its lock is not among them.
        """
        batas = sa.func.greatest(laporan.c.batas_toleransi, laporan.c.dibuka_sampai)
        hari_setempat = sa.cast(sa.func.timezone(_ZONA.element, sa.literal(pada, sa.DateTime(timezone=True))), sa.Date)
        statement = (
            sa.select(laporan, _ZONA)
            .select_from(
                laporan.join(skp_view, skp_view.c.id == laporan.c.skp_id).outerjoin(
                    instansi_view, instansi_view.c.id == laporan.c.instansi_id
                )
            )
            .where(
                sa.text("laporan.status = 'draf' AND laporan.bebas = ''"),  # as the partial index says it
                laporan.c.dibuat <= batas,
                batas < (pada + timedelta(days=1)).date(),
                batas < hari_setempat,
                skp_view.c.berlaku,
            )
            .order_by(batas, laporan.c.id)
            .limit(banyak)
            .with_for_update(of=laporan, skip_locked=True)
        )
        rows = self.connection.execute(statement).mappings().all()
        return list(zip(self._with_bukti(rows), [row["zona"] for row in rows], strict=True))

    def add_gangguan(self, satu: Gangguan) -> None:
        self.connection.execute(sa.insert(gangguan).values(**asdict(satu)))

    def get_gangguan(self, gangguan_id: UUID) -> Gangguan | None:
        row = self.connection.execute(sa.select(gangguan).where(gangguan.c.id == gangguan_id).with_for_update()).mappings().first()
        return Gangguan(**row) if row else None

    def cabut_gangguan(self, satu: Gangguan) -> None:
        self.connection.execute(sa.update(gangguan).where(gangguan.c.id == satu.id).values(dicabut_pada=satu.dicabut_pada))

    def list_gangguan(self, sejak: datetime) -> list[tuple[Gangguan, str]]:
        """The outages that hold and ended since then, with the zone of their instansi."""
        statement = (
            sa.select(gangguan, _ZONA)
            .select_from(gangguan.outerjoin(instansi_view, instansi_view.c.id == gangguan.c.instansi_id))
            .where(gangguan.c.selesai >= sejak, gangguan.c.dicabut_pada.is_(None))
            .order_by(gangguan.c.selesai)
        )
        rows = self.connection.execute(statement).mappings().all()
        return [(Gangguan(**{name: row[name] for name in _KOLOM_GANGGUAN}), row["zona"]) for row in rows]

    def list_terganggu(self, instansi_id: UUID, batas: tuple[date, date], sampai: datetime, banyak: int) -> list[Laporan]:
        """Reports of an instansi that are late without an excuse, with a deadline in these days and first sent before ``sampai``; locked."""
        statement = sa.select(laporan).where(
            sa.text("terlambat AND NOT dimaafkan AND gangguan_id IS NULL"),
            laporan.c.instansi_id == instansi_id,
            laporan.c.batas_normal.between(*batas),
            laporan.c.pertama_dikirim_pada < sampai,
        )
        return self._with_bukti(
            self.connection.execute(statement.order_by(laporan.c.id).limit(banyak).with_for_update(skip_locked=True)).mappings().all()
        )

    def list_salah_dimaafkan(self, banyak: int) -> list[Laporan]:
        """Reports excused by an outage that was withdrawn; locked."""
        statement = (
            sa.select(laporan)
            .join(gangguan, gangguan.c.id == laporan.c.gangguan_id)
            .where(laporan.c.gangguan_id.is_not(None), gangguan.c.dicabut_pada.is_not(None))
        )
        return self._with_bukti(
            self.connection.execute(statement.limit(banyak).with_for_update(of=laporan, skip_locked=True)).mappings().all()
        )

    def iter_laporan(self, size: int = 500) -> Iterator[list[Laporan]]:
        """Every report there is, in batches by id; for republishing."""
        last: UUID | None = None
        while True:
            statement = sa.select(laporan).order_by(laporan.c.id).limit(size)
            rows = self.connection.execute(statement.where(laporan.c.id > last) if last else statement).mappings().all()
            if not rows:
                return
            yield self._with_bukti(rows)
            last = rows[-1]["id"]

    def iter_progres(self, size: int = 500) -> Iterator[list[Progres]]:
        """Every daily entry there is, in batches by id; for republishing."""
        last: UUID | None = None
        while True:
            statement = sa.select(progres_harian).order_by(progres_harian.c.id).limit(size)
            rows = self.connection.execute(statement.where(progres_harian.c.id > last) if last else statement).mappings().all()
            if not rows:
                return
            yield [progres_dari(row) for row in rows]
            last = rows[-1]["id"]

    def add_laporan(self, baru: Sequence[Laporan]) -> list[Laporan]:
        """Insert the drafts that do not exist yet (one an SKP and period); returns those that were new."""
        if not baru:
            return []
        statement = pg.insert(laporan).on_conflict_do_nothing(index_elements=["skp_id", "periode_id"]).returning(laporan.c.id)
        made = {row.id for row in self.connection.execute(statement.values([_baris_laporan(satu) for satu in baru]))}
        return [satu for satu in baru if satu.id in made]

    def save_laporan(self, satu: Laporan) -> None:
        """Write the whole state, count the daily entries of its span anew, raise the version."""
        entries = (
            sa.select(sa.func.count())
            .select_from(progres_harian)
            .where(progres_harian.c.skp_id == satu.skp_id, progres_harian.c.tanggal.between(satu.mulai, satu.selesai))
            .scalar_subquery()
        )
        values = _baris_laporan(satu) | {"version": satu.version + 1, "jumlah_progres": entries}
        row = self.connection.execute(
            sa.update(laporan)
            .where(laporan.c.id == satu.id, laporan.c.version == satu.version)
            .values(values)
            .returning(laporan.c.jumlah_progres)
        ).first()
        if row is None:
            raise Stale("Laporan ini berubah sejak Anda buka. Muat ulang lalu kerjakan lagi.")
        satu.version, satu.jumlah_progres = satu.version + 1, row.jumlah_progres

    def add_bukti(
        self, tempat: Laporan | Progres, berkas: Bukti, oleh: UUID, pada: datetime, periksa_lagi_pada: datetime | None = None
    ) -> None:
        self.connection.execute(
            sa.insert(bukti).values(
                id=berkas.id,
                instansi_id=tempat.instansi_id,
                laporan_id=tempat.id if isinstance(tempat, Laporan) else None,
                progres_id=tempat.id if isinstance(tempat, Progres) else None,
                progres_tanggal=tempat.tanggal if isinstance(tempat, Progres) else None,
                indikator_id=berkas.indikator_id,
                nama=berkas.nama,
                jenis=berkas.jenis,
                ukuran=berkas.ukuran,
                sha256=berkas.sha256,
                diunggah_oleh=oleh,
                diunggah_pada=pada,
                tautan=berkas.tautan,
                keadaan_tautan=berkas.keadaan_tautan or "",
                periksa_lagi_pada=periksa_lagi_pada,
                mini=berkas.mini,
                keadaan_berkas=berkas.keadaan_berkas,
                letak=berkas.letak,
                konfirmasi=berkas.konfirmasi,
            )
        )

    def get_tautan(self, bukti_id: UUID, *, lock: bool = True) -> Tautan | None:
        """Evidence (``tautan`` is empty when it is a file) with whose it is and when its report is due."""
        statement = _tautan().where(bukti.c.id == bukti_id)
        row = self.connection.execute(statement.with_for_update(of=bukti) if lock else statement).first()
        return Tautan(*row) if row else None

    def list_tautan_waktunya(self, kini: datetime, banyak: int) -> list[Tautan]:
        """The links whose time for another look has come, the longest waiting first."""
        statement = (
            _tautan().where(bukti.c.periksa_lagi_pada <= kini, bukti.c.tautan != "").order_by(bukti.c.periksa_lagi_pada).limit(banyak)
        )
        return [Tautan(*row) for row in self.connection.execute(statement)]

    def save_pemeriksaan(self, bukti_id: UUID, keadaan: KeadaanTautan, pada: datetime, periksa_lagi_pada: datetime | None) -> None:
        self.connection.execute(
            sa.update(bukti)
            .where(bukti.c.id == bukti_id)
            .values(keadaan_tautan=keadaan, diperiksa_pada=pada, periksa_lagi_pada=periksa_lagi_pada)
        )

    def bukti_mode(self, instansi_id: UUID, hari: date) -> str:
        """In which form the instansi takes evidence of the day."""
        isi = self.connection.execute(sa.select(instansi_view.c.bukti_mode).where(instansi_view.c.id == instansi_id)).scalar()
        return mode_pada(riwayat_mode(isi), hari)

    def save_konfirmasi(self, satu: Bukti, oleh: UUID, pada: datetime) -> None:
        values = {"konfirmasi": satu.konfirmasi, "catatan_konfirmasi": satu.catatan_konfirmasi}
        self.connection.execute(
            sa.update(bukti).where(bukti.c.id == satu.id).values(**values, dikonfirmasi_oleh=oleh, dikonfirmasi_pada=pada)
        )

    def list_mini_menunggu(self, banyak: int) -> list[tuple[UUID, str]]:
        rows = self.connection.execute(
            sa.select(bukti.c.instansi_id, bukti.c.sha256)
            .where(sa.text("mini = 'menunggu'"), bukti.c.keadaan_berkas.not_in([KeadaanBerkas.DIPERIKSA, KeadaanBerkas.TERJANGKIT]))
            .order_by(bukti.c.id)
            .limit(banyak)
        )
        return list(dict.fromkeys((row.instansi_id, row.sha256) for row in rows))

    def save_mini(self, instansi_id: UUID, sha256: str, mini: Mini) -> None:
        isinya = sa.and_(bukti.c.instansi_id == instansi_id, bukti.c.sha256 == sha256, bukti.c.mini == Mini.MENUNGGU)
        self.connection.execute(sa.update(bukti).where(isinya).values(mini=mini))

    def list_berkas_menunggu(self, kini: datetime, banyak: int) -> list[BerkasMenunggu]:
        """Contents that wait for the virus scanner and whose time has come."""
        rows = self.connection.execute(
            sa.select(bukti.c.instansi_id, bukti.c.sha256)
            .where(bukti.c.periksa_lagi_pada <= kini, bukti.c.tautan == "")
            .order_by(bukti.c.periksa_lagi_pada)
            .limit(banyak)
        )
        return list(dict.fromkeys(BerkasMenunggu(row.instansi_id, row.sha256) for row in rows))

    def tunda_berkas(self, berkas: BerkasMenunggu, sampai: datetime) -> None:
        self.connection.execute(sa.update(bukti).where(_menunggu(berkas)).values(periksa_lagi_pada=sampai))

    def save_pindaian(self, berkas: BerkasMenunggu, keadaan: KeadaanBerkas, temuan: str, pada: datetime) -> list[tuple[UUID, UUID]]:
        """The evidence that it was said of: (id, who had uploaded it)."""
        values = {"keadaan_berkas": keadaan, "temuan": temuan, "diperiksa_pada": pada, "periksa_lagi_pada": None}
        rows = self.connection.execute(
            sa.update(bukti).where(_menunggu(berkas)).values(values).returning(bukti.c.id, bukti.c.diunggah_oleh)
        )
        return [(row.id, row.diunggah_oleh) for row in rows]

    def kunci_bukti(self, pegawai_id: UUID) -> None:
        """One person's uploads measure the quota one after the other."""
        self.connection.execute(sa.select(pegawai_view.c.id).where(pegawai_view.c.id == pegawai_id).with_for_update(key_share=True))

    def ukuran_bukti(self, pegawai_id: UUID, tahun: int, kecuali: str = "") -> int:
        """Bytes of the files on this person's reports and entries of a year; the same content counts once, and ``kecuali`` (sha256) not at all."""
        isi = sa.select(bukti.c.sha256, bukti.c.ukuran)
        harinya = progres_harian.c.tanggal.between(date(tahun, 1, 1), date(tahun, 12, 31))
        semua = sa.union(
            isi.join(laporan, laporan.c.id == bukti.c.laporan_id).where(laporan.c.pegawai_id == pegawai_id, laporan.c.tahun == tahun),
            isi.join(progres_harian, _CATATAN_BUKTI).where(progres_harian.c.pegawai_id == pegawai_id, harinya),
        ).subquery()
        jumlah = sa.select(sa.func.coalesce(sa.func.sum(semua.c.ukuran), 0)).where(semua.c.sha256 != kecuali)
        return int(self.connection.execute(jumlah).scalar_one())

    def delete_bukti(self, bukti_id: UUID) -> None:
        self.connection.execute(sa.delete(bukti).where(bukti.c.id == bukti_id))

    def asal_bukti(self, bukti_id: UUID) -> sa.Row[Any, Any, Any] | None:
        """Where a file hangs: ``laporan_id`` is its report, for a daily entry (``progres_id``, ``pegawai_id``) the report of that day if there is one."""
        return self.connection.execute(
            sa.select(
                sa.func.coalesce(bukti.c.laporan_id, laporan.c.id).label("laporan_id"),
                bukti.c.progres_id,
                progres_harian.c.pegawai_id,
            )
            .select_from(bukti.outerjoin(progres_harian, _CATATAN_BUKTI).outerjoin(laporan, _HARI_CATATAN))
            .where(bukti.c.id == bukti_id)
            .limit(1)
        ).first()

    def list_isi_bukti(self) -> set[tuple[UUID, str]]:
        """What the evidence store must keep: (instansi, sha256)."""
        statement = sa.select(bukti.c.instansi_id, bukti.c.sha256).where(bukti.c.tautan == "", bukti.c.sha256 != "").distinct()
        return {(row.instansi_id, row.sha256) for row in self.connection.execute(statement)}

    def _bukti(self, tempat: sa.Column[UUID | None], ids: Sequence[UUID]) -> dict[UUID, tuple[Bukti, ...]]:
        """The evidence of reports or entries (``tempat`` is the column that points to them), in the order of its coming."""
        if not ids:
            return {}
        rows = self.connection.execute(sa.select(bukti, tempat.label("tempat")).where(tempat.in_(ids)).order_by(bukti.c.id))
        found: dict[UUID, tuple[Bukti, ...]] = {}
        for row in rows:
            found[row.tempat] = (*found.get(row.tempat, ()), bukti_dari(row))
        return found

    def _with_bukti(self, rows: Sequence[sa.RowMapping]) -> list[Laporan]:
        daftar = [_laporan_dari(row) for row in rows]
        semua = self._bukti(bukti.c.laporan_id, [satu.id for satu in daftar])
        for satu in daftar:
            satu.bukti = semua.get(satu.id, ())
        return daftar

    # ---- copies

    def has_keberatan(self, evaluasi_id: UUID) -> bool:
        return self.connection.execute(sa.select(keberatan_view.c.id).where(keberatan_view.c.id == evaluasi_id)).first() is not None

    def list_keadaan(self, ids: Iterable[UUID]) -> dict[UUID, tuple[Keadaan, ...]]:
        """The absences of these people; who has none is missing."""
        orang = pegawai_view.c
        rows = self.connection.execute(
            sa.select(orang.id, orang.keadaan).where(orang.id.in_(set(ids)), orang.keadaan != sa.cast([], pg.JSONB))
        )
        return {row.id: msgspec.convert(row.keadaan, tuple[Keadaan, ...], strict=False) for row in rows}

    def get_zona(self, instansi_id: UUID) -> str:
        return (
            self.connection.execute(sa.select(instansi_view.c.zona_waktu).where(instansi_view.c.id == instansi_id)).scalar() or ZONA_BAWAAN
        )

    def list_rentang_skp(self, ids: Iterable[UUID]) -> dict[UUID, tuple[date, date]]:
        """First and last day of these SKP."""
        rows = self.connection.execute(sa.select(skp_view.c.id, skp_view.c.mulai, skp_view.c.selesai).where(skp_view.c.id.in_(set(ids))))
        return {row.id: (row.mulai, row.selesai) for row in rows}

    def list_periode_ini(self, ids: Iterable[UUID]) -> dict[UUID, sa.Row[Any]]:
        rows = self.connection.execute(sa.select(periode_view).where(periode_view.c.id.in_(set(ids))))
        return {row.id: row for row in rows}

    def list_periode(self, instansi_id: UUID, tahun: int) -> Sequence[sa.Row[Any]]:
        """The laporan periods of a year."""
        statement = sa.select(periode_view).where(periode_view.c.instansi_id == instansi_id, periode_view.c.tahun == tahun)
        return self.connection.execute(statement.order_by(periode_view.c.mulai)).all()

    def iter_skp_berlaku(self, instansi_id: UUID, mulai: date, selesai: date) -> Iterator[Skp]:
        """The agreed SKP that overlap a span."""
        rows = self.connection.execute(
            sa.select(skp_view.c.isi).where(
                skp_view.c.instansi_id == instansi_id,
                skp_view.c.tahun == mulai.year,
                skp_view.c.berlaku,
                skp_view.c.mulai <= selesai,
                skp_view.c.selesai >= mulai,
            )
        )
        for row in rows:
            yield msgspec.convert(row.isi, Skp, strict=False)


_CATATAN_BUKTI = sa.and_(progres_harian.c.id == bukti.c.progres_id, progres_harian.c.tanggal == bukti.c.progres_tanggal)
"""The daily entry that a piece of evidence hangs on; the day leads to the one partition."""
_HARI_CATATAN = sa.and_(laporan.c.skp_id == progres_harian.c.skp_id, progres_harian.c.tanggal.between(laporan.c.mulai, laporan.c.selesai))
"""The report that a daily entry belongs to."""


def _tautan() -> sa.Select[Any]:
    batas_harinya = sa.select(laporan.c.batas_normal).where(_CATATAN_BUKTI, _HARI_CATATAN).correlate(bukti).limit(1).scalar_subquery()
    batasnya = sa.select(laporan.c.batas_normal).where(laporan.c.id == bukti.c.laporan_id).correlate(bukti).scalar_subquery()
    kolom = [bukti.c[nama] for nama in Tautan.__dataclass_fields__ if nama in bukti.c]
    return sa.select(*kolom, sa.func.coalesce(batasnya, batas_harinya).label("batas"))


def bukti_dari(row: sa.Row[Any]) -> Bukti:
    keadaan = KeadaanTautan(row.keadaan_tautan) if row.tautan else None
    return Bukti(
        row.id,
        row.indikator_id,
        row.nama,
        row.jenis,
        row.ukuran,
        row.sha256,
        row.tautan,
        keadaan,
        row.diperiksa_pada,
        Mini(row.mini),
        KeadaanBerkas(row.keadaan_berkas),
        row.temuan,
        row.letak,
        Konfirmasi(row.konfirmasi),
        row.catatan_konfirmasi,
    )


def riwayat_mode(isi: Any) -> list[tuple[date, str]]:
    return msgspec.convert(isi or [], list[tuple[date, str]], strict=False)


def usulan_terbuka(pegawai_id: UUID, hari_ini: date) -> sa.ColumnElement[bool]:
    """The offers to this person that wait for an answer and have not run out."""
    return sa.and_(usulan.c.pegawai_id == pegawai_id, usulan.c.status == "terbuka", usulan.c.berlaku_sampai >= hari_ini)


def usulan_dari(row: sa.RowMapping) -> Usulan:
    return Usulan(isian=Isian(**{name: row[name] for name in _USULAN_ISIAN}), **{name: row[name] for name in _KOLOM_USULAN})


def _baris_usulan(satu: Usulan) -> dict[str, Any]:
    return {name: getattr(satu, name) for name in _KOLOM_USULAN} | {name: getattr(satu.isian, name) for name in _USULAN_ISIAN}


def progres_dari(row: sa.RowMapping) -> Progres:
    isian = Isian(**{name: row[name] for name in _PROGRES_ISIAN})
    return Progres(
        row["id"],
        row["instansi_id"],
        row["pegawai_id"],
        row["skp_id"],
        row["tanggal"],
        isian,
        row["status"],
        row["dikirim_pada"],
        row["terlambat"],
        row["hari_terlambat"],
        row["version"],
    )


def _baris_progres(progres: Progres) -> dict[str, Any]:
    return {
        "id": progres.id,
        "instansi_id": progres.instansi_id,
        "pegawai_id": progres.pegawai_id,
        "skp_id": progres.skp_id,
        "tanggal": progres.tanggal,
        **{name: getattr(progres.isian, name) for name in _PROGRES_ISIAN},
        "status": progres.status,
        "dikirim_pada": progres.dikirim_pada,
        "terlambat": progres.terlambat,
        "hari_terlambat": progres.hari_terlambat,
        "version": progres.version,
    }


def _laporan_dari(row: sa.RowMapping) -> Laporan:
    values = {name: row[name] for name in _KOLOM_LAPORAN}
    values |= {name: msgspec.convert(values[name], shape, strict=False) for name, shape in _DOKUMEN.items()}
    return Laporan(**values)


def _baris_laporan(satu: Laporan) -> dict[str, Any]:
    return {name: msgspec.to_builtins(getattr(satu, name)) if name in _DOKUMEN else getattr(satu, name) for name in _KOLOM_LAPORAN}
