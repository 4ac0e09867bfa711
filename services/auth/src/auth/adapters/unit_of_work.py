"""Loading and saving what auth owns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.adapters.catatan_akses import CatatanAkses
from auth.adapters.penyimpanan_asn import PenyimpananAsn
from auth.adapters.penyimpanan_faktor import PenyimpananFaktor
from auth.adapters.penyimpanan_gagal import PenyimpananGagal
from auth.adapters.penyimpanan_hierarki import PenyimpananHierarki
from auth.adapters.penyimpanan_impor import PenyimpananImpor, sebagai_json
from auth.adapters.penyimpanan_klien import PenyimpananKlien
from auth.adapters.penyimpanan_pencabutan import PenyimpananPencabutan
from auth.adapters.penyimpanan_pengganti import PenyimpananPengganti
from auth.adapters.penyimpanan_peran import PenyimpananPeran
from auth.adapters.penyimpanan_perangkat import PenyimpananPerangkat
from auth.adapters.penyimpanan_salinan import PenyimpananSalinan
from auth.adapters.penyimpanan_surel import PenyimpananSurel
from auth.adapters.penyimpanan_unor import PenyimpananUnor
from auth.domain.akun import JENDELA, Akun
from auth.domain.keadaan import Keadaan
from auth.domain.organisasi import Jabatan, Pegawai, Penetapan
from auth.domain.pelanggan import Pelanggan
from auth.domain.sesi import Sesi
from shared.contracts import auth as contracts
from shared.errors import NotFound

_DAHULU = t.unor_riwayat.alias("dahulu")
_SEGMEN = (
    t.penugasan.c.id,
    t.penugasan.c.unor_id,
    sa.func.coalesce(_DAHULU.c.nama, t.unor.c.nama).label("unor_nama"),
    *(
        t.penugasan.c[nama]
        for nama in (
            "jabatan",
            "jenis_jabatan",
            "jenjang",
            "golongan",
            "kepala",
            "penilai_id",
            "atasan_penilai_id",
            "mulai",
            "selesai",
            "unor_lowong",
        )
    ),
)
_SEGMEN_BERURUT = (
    sa.select(t.penugasan.c.pegawai_id, *_SEGMEN)
    .join(t.unor, t.unor.c.id == t.penugasan.c.unor_id)
    .outerjoin(
        _DAHULU,
        sa.and_(
            _DAHULU.c.unor_id == t.penugasan.c.unor_id,
            _DAHULU.c.lampau,
            _DAHULU.c.mulai <= t.penugasan.c.selesai,
            _DAHULU.c.selesai >= t.penugasan.c.selesai,
        ),
    )
    .order_by(t.penugasan.c.mulai)
)
"""A segment that ended carries the name that its unit had then."""
_AKUN = (
    t.akun.c.pegawai_id,
    t.akun.c.instansi_id,
    t.akun.c.nama_akun,
    t.pegawai.c.nama,
    t.pegawai.c.nip,
    t.akun.c.sandi_hash,
    t.akun.c.sandi_awal,
    t.akun.c.peran,
    t.pegawai.c.aktif,
)
_SESI = tuple(
    t.sesi.c[nama] for nama in ("id", "instansi_id", "pegawai_id", "dibuat_pada", "terakhir_pada", "diakhiri_pada", "alamat", "peramban")
)
_PELANGGAN = tuple(
    t.pelanggan.c[nama] for nama in ("id", "instansi_id", "nama", "jenis", "tujuan", "dasar_hukum", "dibuat_pada", "ditangguhkan_pada")
)


class UnitOfWork(
    CatatanAkses,
    PenyimpananAsn,
    PenyimpananFaktor,
    PenyimpananHierarki,
    PenyimpananGagal,
    PenyimpananImpor,
    PenyimpananKlien,
    PenyimpananPencabutan,
    PenyimpananPengganti,
    PenyimpananPerangkat,
    PenyimpananPeran,
    PenyimpananSalinan,
    PenyimpananSurel,
    PenyimpananUnor,
):
    # Instansi

    def get_instansi(self, instansi_id: UUID, *, kunci: bool = False) -> contracts.Instansi:
        """Raises :class:`NotFound`. ``kunci`` holds the row until commit: one change of the organisation at a time, rows that refer to it not."""
        query = sa.select(t.instansi).where(t.instansi.c.id == instansi_id)
        return self._satu_instansi(query.with_for_update(key_share=True) if kunci else query)

    def get_instansi_menurut_kode(self, kode: str) -> contracts.Instansi:
        return self._satu_instansi(sa.select(t.instansi).where(t.instansi.c.kode == kode))

    def find_instansi(self, kode: str) -> contracts.Instansi | None:
        row = self.connection.execute(sa.select(t.instansi).where(t.instansi.c.kode == kode)).mappings().first()
        return _instansi(row) if row else None

    def list_instansi(self) -> list[contracts.Instansi]:
        rows = self.connection.execute(sa.select(t.instansi).order_by(t.instansi.c.kode)).mappings()
        return [_instansi(row) for row in rows]

    def _satu_instansi(self, query: sa.Select[Any]) -> contracts.Instansi:
        row = self.connection.execute(query).mappings().first()
        if row is None:
            raise NotFound("Instansi ini tidak ada.")
        return _instansi(row)

    def save_instansi(self, instansi: contracts.Instansi) -> None:
        isi = msgspec.to_builtins(instansi)
        self._upsert(t.instansi, [{nama: isi[nama] for nama in t.instansi.c.keys()}])  # noqa: SIM118 - a collection of columns, not a dict

    # People

    def list_pegawai(self, instansi_id: UUID) -> list[Pegawai]:
        """Everybody of the instansi, whole: for changing the organisation, not for pages."""
        return self._pegawai(t.pegawai.c.instansi_id == instansi_id, t.penugasan.c.instansi_id == instansi_id)

    def list_pegawai_menurut_id(self, ids: Collection[UUID]) -> list[Pegawai]:
        milik = sa.any_(sa.literal(list(ids), pg.ARRAY(sa.Uuid)))
        return self._pegawai(t.pegawai.c.id == milik, t.penugasan.c.pegawai_id == milik)

    def list_id_menurut_nip(self, instansi_id: UUID, nip: Collection[str]) -> list[UUID]:
        query = sa.select(t.pegawai.c.id).where(
            t.pegawai.c.instansi_id == instansi_id, t.pegawai.c.nip == sa.any_(sa.literal(list(nip), pg.ARRAY(sa.Text)))
        )
        return list(self.connection.execute(query).scalars())

    def get_pegawai(self, pegawai_id: UUID) -> Pegawai:
        found = self._pegawai(t.pegawai.c.id == pegawai_id, t.penugasan.c.pegawai_id == pegawai_id)
        if not found:
            raise NotFound("Pegawai ini tidak ada, atau bukan di instansi Anda.")
        return found[0]

    def list_pegawai_ini(self, ids: Collection[UUID], *, segmen: bool = True) -> list[Pegawai]:
        """These people, whole (or without ``segmen``); who is not here, or of another instansi, is missing."""
        if not ids:
            return []
        return self._pegawai(t.pegawai.c.id.in_(list(ids)), t.penugasan.c.pegawai_id.in_(list(ids)) if segmen else None)

    def _pegawai(self, orang: sa.ColumnElement[bool], segmen: sa.ColumnElement[bool] | None) -> list[Pegawai]:
        menurut_orang: dict[UUID, list[contracts.Penugasan]] = defaultdict(list)
        for row in self.connection.execute(_SEGMEN_BERURUT.where(segmen)) if segmen is not None else ():
            menurut_orang[row[0]].append(_segmen(row[1:]))
        rows = self.connection.execute(
            sa.select(t.pegawai, t.akun.c.peran, t.akun.c.peran_unit)
            .outerjoin(t.akun, t.akun.c.pegawai_id == t.pegawai.c.id)
            .where(orang)
            .order_by(t.pegawai.c.nama, t.pegawai.c.id)
        )
        return [
            Pegawai(
                id=row.id,
                nip=row.nip,
                nama=row.nama,
                status=row.status,
                aktif=row.aktif,
                jabatan=msgspec.convert(row.jabatan, tuple[Jabatan, ...], strict=False),
                peran=tuple(p for p in row.peran or () if p not in row.peran_unit),
                segmen=tuple(menurut_orang.get(row.id, ())),
                version=row.version,
                keadaan=msgspec.convert(row.keadaan, tuple[Keadaan, ...], strict=False),
                penetapan=msgspec.convert(row.penetapan, tuple[Penetapan, ...], strict=False) if row.penetapan else (),
            )
            for row in rows
        ]

    def save_pegawai(self, instansi_id: UUID, pegawai: Sequence[Pegawai]) -> None:
        """Store people with their segments; their roles are assignments (:meth:`save_peran`)."""
        if not pegawai:
            return
        kolom = ("id", "nip", "nama", "status", "aktif", "version", "jabatan", "keadaan", "penetapan")
        self.connection.execute(
            _SIMPAN_PEGAWAI, {"rows": sebagai_json([{**{k: getattr(p, k) for k in kolom}, "instansi_id": instansi_id} for p in pegawai])}
        )
        self.simpan_kata([p.id for p in pegawai])
        self.connection.execute(_HAPUS_SEGMEN, {"ids": [p.id for p in pegawai]})
        segmen = [{**_isi(s), "instansi_id": instansi_id, "pegawai_id": p.id} for p in pegawai for s in p.segmen]
        if segmen:
            self.connection.execute(_SIMPAN_SEGMEN, {"rows": sebagai_json(segmen)})

    # Accounts

    def list_akun_bernama(self, nama_akun: str) -> list[Akun]:
        """The accounts of this name, active persons only, in all instansi that the unit of work may see."""
        return self._akun(t.akun.c.nama_akun == nama_akun, t.pegawai.c.aktif)

    def list_akun(self, instansi_id: UUID, nama_akun: Sequence[str]) -> list[Akun]:
        return self._akun(t.akun.c.instansi_id == instansi_id, t.akun.c.nama_akun.in_(nama_akun))

    def get_akun(self, pegawai_id: UUID) -> Akun:
        found = self._akun(t.akun.c.pegawai_id == pegawai_id)
        if not found:
            raise NotFound("Akun ini tidak ada.")
        return found[0]

    def _akun(self, *syarat: sa.ColumnElement[bool]) -> list[Akun]:
        query = (
            sa.select(*_AKUN)
            .join(t.pegawai, t.pegawai.c.id == t.akun.c.pegawai_id)
            .where(*syarat)
            .order_by(t.akun.c.nama_akun, t.akun.c.pegawai_id)
        )
        return [Akun(*row[:7], tuple(row.peran), row.aktif) for row in self.connection.execute(query)]

    def save_akun(self, instansi_id: UUID, akun: Sequence[tuple[UUID, str]]) -> None:
        """(person, account name): makes accounts without password and roles; who has one keeps it."""
        if not akun:
            return
        rows = [{"pegawai_id": pegawai_id, "instansi_id": instansi_id, "nama_akun": nama} for pegawai_id, nama in akun]
        self.connection.execute(_SIMPAN_AKUN, {"rows": sebagai_json(rows)})

    def save_sandi(self, pegawai_id: UUID, sandi_hash: str, *, awal: bool, pada: datetime) -> None:
        self.connection.execute(
            sa.update(t.akun)
            .where(t.akun.c.pegawai_id == pegawai_id)
            .values(sandi_hash=sandi_hash, sandi_awal=awal, sandi_diganti_pada=pada)
        )

    # Sign-in attempts

    def ambil_percobaan(self, kunci: bytes, batas: int, pada: datetime) -> tuple[int, datetime | None]:
        """Count one more attempt: (attempts in this window, locked until or None). Counted first, so that parallel guesses gain nothing."""
        baru = sa.or_(
            sa.and_(t.percobaan.c.terkunci_sampai.is_(None), t.percobaan.c.mulai < pada - JENDELA), t.percobaan.c.terkunci_sampai <= pada
        )
        jumlah = sa.case((baru, 1), else_=t.percobaan.c.jumlah + 1)
        terkunci = sa.case(
            (baru, sa.null()),
            (t.percobaan.c.jumlah + 1 > batas, sa.func.coalesce(t.percobaan.c.terkunci_sampai, pada + JENDELA)),
            else_=sa.null(),
        )
        row = self.connection.execute(
            pg.insert(t.percobaan)
            .values(kunci=kunci, jumlah=1, mulai=pada)
            .on_conflict_do_update(
                index_elements=[t.percobaan.c.kunci],
                set_={"jumlah": jumlah, "mulai": sa.case((baru, pada), else_=t.percobaan.c.mulai), "terkunci_sampai": terkunci},
            )
            .returning(t.percobaan.c.jumlah, t.percobaan.c.terkunci_sampai)
        ).one()
        return row.jumlah, row.terkunci_sampai

    def kembalikan_percobaan(self, akun: bytes, alamat: bytes) -> None:
        """A good password: the account's counter starts anew, the address gets its attempt back."""
        self.connection.execute(sa.delete(t.percobaan).where(t.percobaan.c.kunci == akun))
        self.connection.execute(
            sa.update(t.percobaan).where(t.percobaan.c.kunci == alamat).values(jumlah=sa.func.greatest(t.percobaan.c.jumlah - 1, 0))
        )

    def hapus_percobaan_lama(self, sebelum: datetime) -> None:
        self.connection.execute(sa.delete(t.percobaan).where(t.percobaan.c.mulai < sebelum))

    # Sessions

    def add_sesi(self, sesi: Sesi, sidik: bytes) -> None:
        self.connection.execute(sa.insert(t.sesi).values(**_isi(sesi), sidik=sidik))

    def find_sesi(self, sidik: bytes) -> Sesi | None:
        row = self.connection.execute(sa.select(*_SESI).where(t.sesi.c.sidik == sidik)).first()
        return Sesi(*row) if row else None

    def list_sesi(self, pegawai_id: UUID, sejak: datetime) -> list[Sesi]:
        query = sa.select(*_SESI).where(
            t.sesi.c.pegawai_id == pegawai_id, t.sesi.c.diakhiri_pada.is_(None), t.sesi.c.terakhir_pada >= sejak
        )
        return [Sesi(*row) for row in self.connection.execute(query.order_by(t.sesi.c.terakhir_pada.desc()).limit(50))]

    def sentuh_sesi(self, sesi_id: UUID, pada: datetime) -> bool:
        """The session was used; False when somebody has ended it meanwhile."""
        return bool(
            self.connection.execute(
                sa.update(t.sesi).where(t.sesi.c.id == sesi_id, t.sesi.c.diakhiri_pada.is_(None)).values(terakhir_pada=pada)
            ).rowcount
        )

    def akhiri_sesi(self, pada: datetime, *syarat: sa.ColumnElement[bool]) -> list[tuple[UUID, UUID]]:
        """(instansi, session) of those that were still in force."""
        rows = self.connection.execute(
            sa.update(t.sesi)
            .where(t.sesi.c.diakhiri_pada.is_(None), *syarat)
            .values(diakhiri_pada=pada)
            .returning(t.sesi.c.instansi_id, t.sesi.c.id)
        )
        return [(row.instansi_id, row.id) for row in rows]

    def akhiri_sesi_bersidik(self, sidik: bytes, pada: datetime) -> list[tuple[UUID, UUID]]:
        return self.akhiri_sesi(pada, t.sesi.c.sidik == sidik)

    def akhiri_sesi_pegawai(
        self, pegawai_id: UUID, pada: datetime, *, sesi_id: UUID | None = None, kecuali: str = ""
    ) -> list[tuple[UUID, UUID]]:
        """End one session of the person, or all but ``kecuali``."""
        syarat = [t.sesi.c.pegawai_id == pegawai_id]
        if sesi_id is not None:
            syarat.append(t.sesi.c.id == sesi_id)
        if kecuali:
            syarat.append(sa.cast(t.sesi.c.id, sa.Text) != kecuali)
        return self.akhiri_sesi(pada, *syarat)

    def akhiri_sesi_orang(self, pegawai_ids: Sequence[UUID], pada: datetime) -> None:
        self.akhiri_sesi(pada, t.sesi.c.pegawai_id.in_(pegawai_ids))

    def hapus_sesi_lama(self, sebelum: datetime) -> None:
        self.connection.execute(sa.delete(t.sesi).where(t.sesi.c.terakhir_pada < sebelum))

    # Subscribers

    def add_pelanggan(self, pelanggan: Pelanggan) -> None:
        self.connection.execute(sa.insert(t.pelanggan).values(**{**_isi(pelanggan), "jenis": list(pelanggan.jenis)}))

    def list_pelanggan(self) -> list[tuple[Pelanggan, str]]:
        """Each with the code of its instansi."""
        query = (
            sa.select(*_PELANGGAN, t.instansi.c.kode)
            .join(t.instansi, t.instansi.c.id == t.pelanggan.c.instansi_id)
            .order_by(t.pelanggan.c.nama)
        )
        return [(_pelanggan(row), row.kode) for row in self.connection.execute(query)]

    def get_pelanggan(self, nama: str) -> Pelanggan:
        row = self.connection.execute(sa.select(*_PELANGGAN).where(t.pelanggan.c.nama == nama).with_for_update()).first()
        if row is None:
            raise NotFound(f"Pelanggan {nama} tidak ada.")
        return _pelanggan(row)

    def tangguhkan_pelanggan(self, pelanggan_id: UUID, pada: datetime | None) -> None:
        self.connection.execute(sa.update(t.pelanggan).where(t.pelanggan.c.id == pelanggan_id).values(ditangguhkan_pada=pada))

    def hapus_pelanggan(self, pelanggan_id: UUID) -> None:
        self.connection.execute(sa.delete(t.pelanggan).where(t.pelanggan.c.id == pelanggan_id))

    # Signing keys

    def list_kunci(self) -> list[sa.Row[Any]]:
        """Keys that were not revoked, the latest to begin first."""
        query = sa.select(t.kunci).where(t.kunci.c.dicabut_pada.is_(None)).order_by(t.kunci.c.mulai_pada.desc(), t.kunci.c.kid)
        return list(self.connection.execute(query))

    def kunci_pembuatan(self) -> None:
        """Until commit nobody else makes a signing key."""
        self.connection.execute(sa.text("SELECT pg_advisory_xact_lock(7699002)"))

    def add_kunci(self, kid: str, publik: dict[str, Any], privat_tersandi: bytes, pada: datetime, mulai: datetime) -> None:
        self.connection.execute(
            sa.insert(t.kunci).values(kid=kid, publik=publik, privat_tersandi=privat_tersandi, dibuat_pada=pada, mulai_pada=mulai)
        )

    def cabut_semua_kunci(self, pada: datetime) -> list[str]:
        """All keys that sign, did so lately or will: none of them is good any more."""
        rows = self.connection.execute(
            sa.update(t.kunci).where(t.kunci.c.dicabut_pada.is_(None)).values(dicabut_pada=pada).returning(t.kunci.c.kid)
        )
        return sorted(rows.scalars())

    def hapus_kunci_lama(self, sebelum: datetime) -> None:
        self.connection.execute(sa.delete(t.kunci).where(t.kunci.c.dibuat_pada < sebelum))

    def _upsert(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        statement = pg.insert(table)
        changes = {nama: statement.excluded[nama] for nama in rows[0] if nama not in ("id", "instansi_id")}
        self.connection.execute(statement.on_conflict_do_update(index_elements=[table.c.id], set_=changes), rows)


_SIMPAN_PEGAWAI = sa.text(
    "INSERT INTO pegawai (id, instansi_id, nip, nama, status, aktif, jabatan, keadaan, penetapan, version)"
    " SELECT id, instansi_id, nip, nama, status, aktif, jabatan, keadaan, penetapan, version FROM json_populate_recordset(NULL::pegawai, CAST(:rows AS json))"
    " ON CONFLICT (id) DO UPDATE SET nip = excluded.nip, nama = excluded.nama, status = excluded.status, aktif = excluded.aktif,"
    " jabatan = excluded.jabatan, keadaan = excluded.keadaan, penetapan = excluded.penetapan, version = excluded.version"
)
_HAPUS_SEGMEN = sa.text("DELETE FROM penugasan WHERE pegawai_id = ANY(CAST(:ids AS uuid[]))")
_SIMPAN_SEGMEN = sa.text(
    "INSERT INTO penugasan (id, instansi_id, pegawai_id, unor_id, jabatan, jenis_jabatan, jenjang, golongan, kepala, penilai_id,"
    " atasan_penilai_id, mulai, selesai, unor_lowong) SELECT id, instansi_id, pegawai_id, unor_id, jabatan, jenis_jabatan, jenjang, golongan, kepala,"
    " penilai_id, atasan_penilai_id, mulai, selesai, unor_lowong FROM json_populate_recordset(NULL::penugasan, CAST(:rows AS json))"
)
_SIMPAN_AKUN = sa.text(
    "INSERT INTO akun (pegawai_id, instansi_id, nama_akun) SELECT pegawai_id, instansi_id, nama_akun"
    " FROM json_populate_recordset(NULL::akun, CAST(:rows AS json)) ON CONFLICT (pegawai_id) DO NOTHING"
)


def _isi(objek: Any) -> dict[str, Any]:
    """The fields of a flat dataclass, as they are."""
    return {nama: getattr(objek, nama) for nama in objek.__dataclass_fields__}


def _segmen(nilai: Sequence[Any]) -> contracts.Penugasan:
    isi = dict(zip(contracts.Penugasan.__dataclass_fields__, nilai, strict=True))
    return contracts.Penugasan(**{**isi, "unor_lowong": tuple(isi["unor_lowong"])})


def _instansi(row: sa.RowMapping) -> contracts.Instansi:
    return msgspec.convert({str(nama): nilai for nama, nilai in row.items()}, contracts.Instansi, strict=False)


def _pelanggan(row: Any) -> Pelanggan:
    return Pelanggan(
        row.id, row.instansi_id, row.nama, tuple(row.jenis), row.tujuan, row.dasar_hukum, row.dibuat_pada, row.ditangguhkan_pada
    )


def hari_ini_berlaku(hari: date) -> sa.ColumnElement[bool]:
    """Segments in force on the day."""
    return sa.and_(t.penugasan.c.mulai <= hari, sa.or_(t.penugasan.c.selesai.is_(None), t.penugasan.c.selesai >= hari))
