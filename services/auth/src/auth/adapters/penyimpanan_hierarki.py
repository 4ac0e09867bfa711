"""Evaluators, complaints, findings, dated settings and the words people are searched by, in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.domain.hierarki import Orang, Perbaikan, Temuan
from auth.domain.organisasi import TERDALAM
from auth.domain.pengaturan import VersiPengaturan
from auth.domain.penilai import Keluhan
from shared import persistence
from shared.errors import NotFound

_KELUHAN = tuple(t.keluhan_atasan.c[nama] for nama in Keluhan.__dataclass_fields__)
_SATU_PERNYATAAN = 1000

_KATA = sa.text(
    "INSERT INTO kata_pegawai (pegawai_id, kata, instansi_id, nama)"
    " SELECT DISTINCT id, kata, instansi_id, nama FROM pegawai,"
    " regexp_split_to_table(lower(regexp_replace(normalize(nama, NFKD), '[\u0300-\u036f]', '', 'g')) || ' ' || coalesce(nip, ''), '[^a-z0-9]+') AS kata"
    " WHERE id = ANY(:ids) AND kata <> ''"
)


class PenyimpananHierarki(persistence.UnitOfWork):
    # Evaluators

    def rantai_penilai(self, pegawai_id: UUID, hari: date) -> list[tuple[UUID, str]]:
        """(id, name) of the evaluators above the person on the day, nearest first, at most sixty."""
        rows = self.connection.execute(
            sa.text(
                "WITH RECURSIVE naik (id, ke) AS ("
                " SELECT s.penilai_id, 1 FROM penugasan s WHERE s.pegawai_id = :id AND s.mulai <= :hari AND (s.selesai IS NULL OR s.selesai >= :hari)"
                " UNION SELECT s.penilai_id, n.ke + 1 FROM naik n JOIN penugasan s ON s.pegawai_id = n.id"
                " AND s.mulai <= :hari AND (s.selesai IS NULL OR s.selesai >= :hari) WHERE n.ke < :batas)"
                " SELECT n.id, p.nama FROM naik n JOIN pegawai p ON p.id = n.id ORDER BY n.ke"
            ),
            {"id": pegawai_id, "hari": hari, "batas": TERDALAM},
        )
        return [(row.id, row.nama) for row in rows]

    def dinilai_oleh(self, penilai: Collection[UUID]) -> set[UUID]:
        """Everybody who has, had or will have one of these as evaluator."""
        if not penilai:
            return set()
        query = sa.select(t.penugasan.c.pegawai_id).where(t.penugasan.c.penilai_id.in_(list(penilai))).distinct()
        return set(self.connection.execute(query).scalars())

    def bertugas_di(self, unor: Collection[UUID], *, kepala: bool = False) -> set[UUID]:
        """Everybody who has, had or will have a post in one of these units (``kepala``: as its head)."""
        if not unor:
            return set()
        query = sa.select(t.penugasan.c.pegawai_id).where(t.penugasan.c.unor_id.in_(list(unor)))
        if kepala:
            query = query.where(t.penugasan.c.kepala)
        return set(self.connection.execute(query.distinct()).scalars())

    # Complaints

    def add_keluhan(self, keluhan: Keluhan) -> None:
        self.connection.execute(sa.insert(t.keluhan_atasan).values(**_isi(keluhan)))

    def save_keluhan(self, keluhan: Keluhan) -> None:
        self.connection.execute(sa.update(t.keluhan_atasan).where(t.keluhan_atasan.c.id == keluhan.id).values(**_isi(keluhan)))

    def get_keluhan(self, keluhan_id: UUID, *, kunci: bool = False) -> Keluhan:
        query = sa.select(*_KELUHAN).where(t.keluhan_atasan.c.id == keluhan_id)
        row = self.connection.execute(query.with_for_update() if kunci else query).first()
        if row is None:
            raise NotFound("Laporan ini tidak ada, atau bukan di instansi Anda.")
        return Keluhan(*row)

    def keluhan_milik(self, pegawai_id: UUID, batas: int = 5) -> list[Keluhan]:
        """The person's complaints, newest first."""
        query = sa.select(*_KELUHAN).where(t.keluhan_atasan.c.pegawai_id == pegawai_id)
        return [Keluhan(*row) for row in self.connection.execute(query.order_by(t.keluhan_atasan.c.diajukan_pada.desc()).limit(batas))]

    def list_keluhan(self, instansi_id: UUID, *, terbuka: bool, mulai: int, batas: int) -> tuple[list[Keluhan], int]:
        """One page and how many there are: the open ones oldest first, or the decided ones newest first."""
        syarat = (t.keluhan_atasan.c.instansi_id == instansi_id, (t.keluhan_atasan.c.status == "diajukan") == terbuka)
        urut = t.keluhan_atasan.c.diajukan_pada if terbuka else t.keluhan_atasan.c.diputus_pada.desc()
        query = sa.select(*_KELUHAN, sa.func.count().over().label("semua")).where(*syarat).order_by(urut)
        rows = self.connection.execute(query.offset(mulai).limit(batas)).all()
        return [Keluhan(*row[:-1]) for row in rows], rows[0].semua if rows else 0

    def jumlah_keluhan(self, instansi_id: UUID) -> int:
        query = sa.select(sa.func.count()).select_from(t.keluhan_atasan)
        return self.connection.execute(
            query.where(t.keluhan_atasan.c.instansi_id == instansi_id, t.keluhan_atasan.c.status == "diajukan")
        ).scalar_one()

    # The hierarchy check

    def orang_pada(self, instansi_id: UUID, hari: date) -> dict[UUID, Orang]:
        """Everybody with the post of the day, in one pass."""
        rows = self.connection.execute(
            sa.text(
                "SELECT p.id, p.nama, p.status, p.aktif, coalesce(cardinality(a.peran), 0) > 0 AS berperan, (a.sandi_hash IS NOT NULL OR EXISTS (SELECT FROM passkey k WHERE k.pegawai_id = p.id)"
                " OR EXISTS (SELECT FROM identitas_luar l WHERE l.pegawai_id = p.id)) AS bisa_masuk,"
                " s.unor_id, coalesce(s.kepala, false) AS kepala, s.penilai_id, s.mulai,"
                " CASE WHEN s.id IS NULL OR NOT p.aktif THEN (SELECT max(l.selesai) FROM penugasan l WHERE l.pegawai_id = p.id AND l.selesai < :hari) END AS terakhir"
                " FROM pegawai p LEFT JOIN penugasan s ON s.pegawai_id = p.id AND s.mulai <= :hari AND (s.selesai IS NULL OR s.selesai >= :hari)"
                " LEFT JOIN akun a ON a.pegawai_id = p.id WHERE p.instansi_id = :instansi"
            ),
            {"hari": hari, "instansi": instansi_id},
        )
        return {row.id: Orang(*row) for row in rows}

    def kepala_terakhir(self, instansi_id: UUID, hari: date) -> dict[UUID, date]:
        """Of each unit the last day before ``hari`` on which a head's post ended."""
        query = (
            sa.select(t.penugasan.c.unor_id, sa.func.max(t.penugasan.c.selesai))
            .where(t.penugasan.c.instansi_id == instansi_id, t.penugasan.c.kepala, t.penugasan.c.selesai < hari)
            .group_by(t.penugasan.c.unor_id)
        )
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def jumlah_pegawai(self, instansi_id: UUID) -> int:
        query = sa.select(sa.func.count()).select_from(t.pegawai).where(t.pegawai.c.instansi_id == instansi_id)
        return self.connection.execute(query).scalar_one()

    def sidik_organisasi(self, instansi_id: UUID) -> str:
        """A text that is another one after any change of people, units or accounts."""
        return str(
            self.connection.execute(
                sa.text(
                    "SELECT concat_ws('/', (SELECT count(*) || ':' || coalesce(sum(version), 0) FROM pegawai WHERE instansi_id = :i),"
                    " (SELECT count(*) || ':' || coalesce(sum(version), 0) FROM unor WHERE instansi_id = :i),"
                    " (SELECT count(*) || ':' || count(sandi_hash) FROM akun WHERE instansi_id = :i),"
                    " (SELECT count(*) FROM passkey WHERE instansi_id = :i), (SELECT count(*) FROM identitas_luar WHERE instansi_id = :i))"
                ),
                {"i": instansi_id},
            ).scalar_one()
        )

    def get_pemeriksaan(self, instansi_id: UUID, hari: date) -> sa.Row[Any] | None:
        p = t.pemeriksaan_hierarki
        return self.connection.execute(sa.select(p).where(p.c.instansi_id == instansi_id, p.c.hari == hari)).first()

    def pemeriksaan_terakhir(self, instansi_id: UUID) -> sa.Row[Any] | None:
        """The one made last, whatever its day."""
        p = t.pemeriksaan_hierarki
        query = sa.select(p).where(p.c.instansi_id == instansi_id, p.c.diperiksa_pada.is_not(None))
        return self.connection.execute(query.order_by(p.c.diperiksa_pada.desc()).limit(1)).first()

    def minta_pemeriksaan(self, instansi_id: UUID, hari: date, pada: datetime) -> None:
        """Ask the worker for a check of the day."""
        statement = pg.insert(t.pemeriksaan_hierarki).values(instansi_id=instansi_id, hari=hari, sidik="", diminta_pada=pada)
        self.connection.execute(statement.on_conflict_do_update(index_elements=["instansi_id", "hari"], set_={"diminta_pada": pada}))

    def pemeriksaan_diminta(self) -> list[tuple[UUID, date]]:
        p = t.pemeriksaan_hierarki
        rows = self.connection.execute(sa.select(p.c.instansi_id, p.c.hari).where(p.c.diminta_pada.is_not(None)).order_by(p.c.diminta_pada))
        return [(row.instansi_id, row.hari) for row in rows]

    def save_pemeriksaan(
        self, instansi_id: UUID, hari: date, sidik: str, pada: datetime, *, orang: int, unit: int, temuan: Sequence[Temuan]
    ) -> None:
        """Replace what was found for the day."""
        jumlah: dict[str, int] = {}
        for satu in temuan:
            jumlah[satu.jenis] = jumlah.get(satu.jenis, 0) + 1
        isi = {"sidik": sidik, "diperiksa_pada": pada, "diminta_pada": None, "orang": orang, "unit": unit, "jumlah": jumlah}
        statement = pg.insert(t.pemeriksaan_hierarki).values(instansi_id=instansi_id, hari=hari, **isi)
        self.connection.execute(statement.on_conflict_do_update(index_elements=["instansi_id", "hari"], set_=isi))
        lama = t.temuan_hierarki
        self.connection.execute(sa.delete(lama).where(lama.c.instansi_id == instansi_id, lama.c.hari == hari))
        rows = [
            {
                "instansi_id": instansi_id,
                "hari": hari,
                "urut": urut,
                **{n: getattr(satu, n) for n in ("jenis", "subjek_id", "judul", "uraian", "sejak")},
                "terdampak": list(satu.terdampak),
                "perbaikan": msgspec.to_builtins(satu.perbaikan),
            }
            for urut, satu in enumerate(temuan, start=1)
        ]
        for awal in range(0, len(rows), _SATU_PERNYATAAN):
            self.connection.execute(sa.insert(lama), rows[awal : awal + _SATU_PERNYATAAN])

    def hapus_pemeriksaan_lama(self, sebelum: datetime, kecuali: Mapping[UUID, date]) -> None:
        """Remove checks of other days than today's that were made before."""
        p = t.pemeriksaan_hierarki
        rows = self.connection.execute(sa.select(p.c.instansi_id, p.c.hari).where(p.c.diperiksa_pada < sebelum)).all()
        for row in rows:
            if kecuali.get(row.instansi_id) != row.hari:
                for tabel in (t.temuan_hierarki, p):
                    self.connection.execute(sa.delete(tabel).where(tabel.c.instansi_id == row.instansi_id, tabel.c.hari == row.hari))

    def list_temuan(
        self, instansi_id: UUID, hari: date, *, jenis: str = "", setelah: int = 0, batas: int = 25
    ) -> list[tuple[int, int, Temuan]]:
        """(position, affected people, finding with the first eight of them) in their order."""
        m = t.temuan_hierarki
        query = sa.select(
            m.c.urut, sa.func.cardinality(m.c.terdampak).label("banyak"), m.c.jenis, m.c.subjek_id, m.c.judul, m.c.uraian, m.c.sejak,
            m.c.terdampak[1:8].label("beberapa"), m.c.perbaikan,
        ).where(m.c.instansi_id == instansi_id, m.c.hari == hari, m.c.urut > setelah)  # fmt: skip
        if jenis:
            query = query.where(m.c.jenis == jenis)
        rows = self.connection.execute(query.order_by(m.c.urut).limit(batas))
        return [
            (
                row.urut,
                row.banyak,
                Temuan(
                    row.jenis, row.subjek_id, row.judul, row.uraian, row.sejak, tuple(row.beberapa),
                    msgspec.convert(row.perbaikan, tuple[Perbaikan, ...]),
                ),
            )
            for row in rows
        ]  # fmt: skip

    def terdampak(self, instansi_id: UUID, hari: date, urut: int, *, mulai: int, batas: int) -> tuple[Temuan, int, list[UUID]]:
        """The finding, how many it touches, and one page of them; raises :class:`NotFound`."""
        m = t.temuan_hierarki
        query = sa.select(
            m.c.jenis, m.c.subjek_id, m.c.judul, m.c.uraian, m.c.sejak, m.c.terdampak[mulai + 1 : mulai + batas].label("halaman"), m.c.perbaikan,
            sa.func.cardinality(m.c.terdampak).label("banyak"),
        ).where(m.c.instansi_id == instansi_id, m.c.hari == hari, m.c.urut == urut)  # fmt: skip
        row = self.connection.execute(query).first()
        if row is None:
            raise NotFound("Temuan ini sudah tidak ada. Kembali ke daftar temuan.")
        temuan = Temuan(
            row.jenis, row.subjek_id, row.judul, row.uraian, row.sejak, (), msgspec.convert(row.perbaikan, tuple[Perbaikan, ...])
        )
        return temuan, row.banyak, list(row.halaman)

    # Settings

    def list_versi(self, instansi_id: UUID) -> list[VersiPengaturan]:
        """All dated settings in their order."""
        kolom = [t.versi_pengaturan.c[n] for n in VersiPengaturan.__dataclass_fields__]
        query = sa.select(*kolom).where(t.versi_pengaturan.c.instansi_id == instansi_id).order_by(t.versi_pengaturan.c.berlaku_dari)
        return [
            msgspec.convert({str(n): v for n, v in row.items()}, VersiPengaturan, strict=False)
            for row in self.connection.execute(query).mappings()
        ]

    def save_versi(self, versi: VersiPengaturan) -> None:
        """Store; a version of the same day is replaced."""
        isi = {**_isi(versi), "pengaturan": msgspec.to_builtins(versi.pengaturan)}
        statement = pg.insert(t.versi_pengaturan).values(**isi)
        changes = {n: isi[n] for n in isi if n not in ("id", "instansi_id", "berlaku_dari")}
        self.connection.execute(statement.on_conflict_do_update(constraint="versi_pengaturan_hari", set_=changes))

    def hapus_versi(self, versi_id: UUID) -> None:
        self.connection.execute(sa.delete(t.versi_pengaturan).where(t.versi_pengaturan.c.id == versi_id))

    # Words for searching

    def simpan_kata(self, pegawai: Sequence[UUID]) -> None:
        """Keep the words of these people's names and their NIP as search prefixes, small letters without accents."""
        if not pegawai:
            return
        self.connection.execute(sa.delete(t.kata_pegawai).where(t.kata_pegawai.c.pegawai_id.in_(pegawai)))
        self.connection.execute(_KATA, {"ids": list(pegawai)})


def _isi(objek: Any) -> dict[str, Any]:
    return {nama: getattr(objek, nama) for nama in objek.__dataclass_fields__}
