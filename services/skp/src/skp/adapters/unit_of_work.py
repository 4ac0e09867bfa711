"""Loading and saving what the use cases work on, inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.exc import IntegrityError

from shared.auth.identity import Identity
from shared.contracts import skp as kontrak
from shared.contracts.auth import Pegawai, Pengaturan, VersiPengaturan, pengaturan_pada
from shared.contracts.skp import Periode
from shared.errors import Conflict, NotFound, Stale
from shared.persistence.jangkauan import dicapai
from shared.persistence.wewenang import PenyimpananWewenang, syarat_dinilai
from shared.wewenang import Wewenang
from skp.adapters import tables as t
from skp.adapters.penyimpanan_pustaka import PenyimpananPustaka
from skp.adapters.penyimpanan_tautan import PenyimpananTautan
from skp.domain.matriks import Tawaran
from skp.domain.skp import PEMBACA_INSTANSI, Skp

TIDAK_ADA = "SKP ini tidak ada, atau Anda tidak dapat membukanya. Hanya pegawai yang bersangkutan dan lini atasannya."
TUMPANG_TINDIH = "Anda sudah punya SKP pada rentang tanggal itu. SKP disusun sekali untuk setahun, bukan tiap bulan. Buka SKP yang ada."
BERUBAH = "SKP ini berubah sejak Anda buka. Muat ulang, lalu ulangi perubahan Anda."
TERBUKA = ("draf", "diajukan", "direviu", "dikembalikan")
BOLEH_DITAUT = ("diajukan", "direviu", "dikembalikan", "disetujui", "revisi", "ditutup")


@dataclass(frozen=True, slots=True)
class InstansiLokal:
    """What is known of the caller's instansi; the defaults hold until auth has told."""

    nama: str = ""
    zona_waktu: str = "Asia/Jakarta"
    pengaturan: Pengaturan = field(default_factory=Pengaturan)
    riwayat: tuple[VersiPengaturan, ...] = ()

    def pengaturan_tahun(self, tahun: int) -> Pengaturan:
        """The settings that hold when the year begins."""
        return pengaturan_pada(self.riwayat, date(tahun, 1, 1), self.pengaturan)

    @property
    def numerik(self) -> bool:
        return bool(self.pengaturan.metode)

    @property
    def wajib_reviu(self) -> bool:
        """Whether an SKP is reviewed before it is agreed."""
        return self.pengaturan.reviu_skp == "pengelola"


@dataclass(frozen=True, slots=True)
class VersiSkp:
    """One agreed document, as it was agreed."""

    revisi: int
    isi: kontrak.Skp
    hash: str
    disetujui_oleh: UUID
    disetujui_pada: datetime


def baca_skp(isi: Any) -> Skp:
    return msgspec.convert(isi, Skp, strict=False)


def dicapai_peran(identity: Identity) -> sa.ColumnElement[bool]:
    """The rows of ``skp`` that an assigned role of the caller opens: in the whole instansi, or below the units for which it was given."""
    return dicapai(identity, PEMBACA_INSTANSI, t.skp.c.unor_id, t.unor_view)


def dinilai(wewenang: Wewenang) -> sa.ColumnElement[bool]:
    """The rows of ``skp`` on which this person may decide today."""
    return syarat_dinilai(wewenang, t.skp, t.skp.c.unor_lowong)


def boleh_baca(identity: Identity, wewenang: Wewenang) -> sa.ColumnElement[bool]:
    """The rows of ``skp`` that a person may read (domain.md 2.7); row-level security keeps the instansi."""
    saya = identity.pegawai_id
    return sa.or_(
        t.skp.c.pegawai_id == saya,
        t.skp.c.atasan_penilai_id == saya,
        t.skp.c.pernah_menilai.contains([saya]),
        dinilai(wewenang),
        dicapai_peran(identity),
    )


def baca_instansi(baris: Any) -> InstansiLokal:
    if baris is None or baris.instansi_nama is None:
        return InstansiLokal()
    return InstansiLokal(
        baris.instansi_nama,
        baris.zona_waktu,
        msgspec.convert(baris.pengaturan, Pengaturan, strict=False),
        msgspec.convert(baris.riwayat_pengaturan, tuple[VersiPengaturan, ...], strict=False),
    )


INSTANSI_KOLOM = (
    t.instansi_view.c.nama.label("instansi_nama"),
    t.instansi_view.c.zona_waktu,
    t.instansi_view.c.pengaturan,
    t.instansi_view.c.riwayat_pengaturan,
)
SKP_DENGAN_INSTANSI = t.skp.outerjoin(t.instansi_view, t.instansi_view.c.id == t.skp.c.instansi_id)
_SATU = (
    sa.select(t.skp.c.isi, t.evaluasi_view.c.status.label("penilaian"), *INSTANSI_KOLOM)
    .select_from(SKP_DENGAN_INSTANSI.outerjoin(t.evaluasi_view, t.evaluasi_view.c.skp_id == t.skp.c.id))
    .where(t.skp.c.id == sa.bindparam("skp"))
)
_SENDIRI = _SATU.where(t.skp.c.pegawai_id == sa.bindparam("saya"))


def _keadaan(baris: Any) -> tuple[Skp, InstansiLokal]:
    skp = baca_skp(baris.isi)
    skp.penilaian, instansi = baris.penilaian or "", baca_instansi(baris)
    skp.wajib_reviu = instansi.wajib_reviu
    return skp, instansi


class UnitOfWork(PenyimpananWewenang, PenyimpananPustaka, PenyimpananTautan):
    """The transaction of one entrypoint of skp."""

    dokumen = t.skp

    # ---- SKP --------------------------------------------------------------------------------------------------------

    def get_skp(self, skp_id: UUID, identity: Identity, wewenang: Wewenang) -> tuple[Skp, InstansiLokal]:
        """The SKP and its instansi; raises NotFound when it does not exist for this person."""
        baris = self.connection.execute(_SATU.where(boleh_baca(identity, wewenang)), {"skp": skp_id}).first()
        if baris is None:
            raise NotFound(TIDAK_ADA)
        return _keadaan(baris)

    def get_skp_sendiri(self, skp_id: UUID, pegawai_id: UUID) -> tuple[Skp, InstansiLokal] | None:
        """The same, of the person's own; None when it is no SKP of his."""
        baris = self.connection.execute(_SENDIRI, {"skp": skp_id, "saya": pegawai_id}).first()
        return _keadaan(baris) if baris is not None else None

    def add_skp(self, skp: Skp) -> None:
        """Store a new one; raises Conflict when another one of the person overlaps."""
        try:
            self.connection.execute(sa.insert(t.skp).values(id=skp.id, **self._kolom(skp)))
        except IntegrityError as error:
            if "skp_tidak_tumpang_tindih" in str(error.orig):
                raise Conflict(TUMPANG_TINDIH, code="skp_tumpang_tindih") from error
            raise

    def save_skp(self, skp: Skp, seen: int) -> None:
        """Store a change of the version ``seen``; raises Stale when somebody was faster."""
        if skp.version == seen:
            return
        statement = (
            sa.update(t.skp).where(t.skp.c.id == skp.id, t.skp.c.version == seen).values(updated_at=sa.func.now(), **self._kolom(skp))
        )
        if self.connection.execute(statement).rowcount == 0:
            raise Stale(BERUBAH)

    def mark_opened(self, skp: Skp, pada: datetime) -> None:
        """The evaluator has it before him: a note beside the state, no new version."""
        letak = ("usulan", "dibuka_pada") if skp.usulan else ("dibuka_pada",)
        jalur = sa.cast(list(letak), pg.ARRAY(sa.Text))
        isi = sa.func.jsonb_set(t.skp.c.isi, jalur, sa.func.to_jsonb(sa.cast(pada.isoformat(), sa.Text)))
        self.connection.execute(sa.update(t.skp).where(t.skp.c.id == skp.id, t.skp.c.version == skp.version).values(isi=isi))

    def add_version(self, skp: Skp, oleh: UUID) -> None:
        """Keep the agreed document for ever."""
        self.connection.execute(
            sa.insert(t.skp_versi).values(
                skp_id=skp.id,
                revisi=skp.revisi,
                instansi_id=skp.instansi_id,
                isi=msgspec.to_builtins(skp.keadaan()),
                hash=skp.hash,
                disetujui_oleh=oleh,
                disetujui_pada=skp.disetujui_pada,
            )
        )

    def list_versi(self, skp_id: UUID) -> list[VersiSkp]:
        """The agreed documents of one SKP, the newest first."""
        statement = sa.select(t.skp_versi).where(t.skp_versi.c.skp_id == skp_id).order_by(t.skp_versi.c.revisi.desc())
        return [
            VersiSkp(b.revisi, msgspec.convert(b.isi, kontrak.Skp, strict=False), b.hash, b.disetujui_oleh, b.disetujui_pada)
            for b in self.connection.execute(statement)
        ]

    def overlapping_skp(self, pegawai_id: UUID, mulai: date, selesai: date) -> UUID | None:
        statement = sa.select(t.skp.c.id).where(
            t.skp.c.pegawai_id == pegawai_id, t.skp.c.status != "dibatalkan", t.skp.c.mulai <= selesai, t.skp.c.selesai >= mulai
        )
        return self.connection.execute(statement.limit(1)).scalar()

    def list_skp_to_refresh(self, pegawai_ids: Iterable[UUID]) -> list[Skp]:
        """Those that a change of these people may concern: as owner (also agreed ones), as evaluator or his superior (open ones)."""
        orang = sa.any_(sa.literal(list(pegawai_ids), pg.ARRAY(sa.Uuid)))
        milik = sa.and_(t.skp.c.pegawai_id == orang, t.skp.c.status.in_((*TERBUKA, "disetujui", "revisi", "ditutup")))
        dinilai = sa.and_(sa.or_(t.skp.c.penilai_id == orang, t.skp.c.atasan_penilai_id == orang), t.skp.c.status.in_(TERBUKA))
        return [
            baca_skp(isi)
            for isi in self.connection.execute(sa.select(t.skp.c.isi).where(sa.or_(milik, dinilai)).order_by(t.skp.c.id)).scalars()
        ]

    def list_rhk_atasan(self, penilai_id: UUID | None, tahun: int, mulai: date, selesai: date) -> list[Skp]:
        """The evaluator's SKP of the year that meet the span, those still in draft as well."""
        if penilai_id is None:
            return []
        statement = (
            sa.select(t.skp.c.isi)
            .where(
                t.skp.c.pegawai_id == penilai_id,
                t.skp.c.tahun == tahun,
                t.skp.c.status != "dibatalkan",
                t.skp.c.mulai <= selesai,
                t.skp.c.selesai >= mulai,
            )
            .order_by(t.skp.c.mulai)
        )
        return [baca_skp(isi) for isi in self.connection.execute(statement).scalars()]

    def last_agreed_skp(self, pegawai_id: UUID, tahun: int) -> Skp | None:
        """The person's last SKP of a year that was agreed."""
        disetujui = t.skp.c.status.in_(("disetujui", "revisi", "ditutup"))
        statement = sa.select(t.skp.c.isi).where(t.skp.c.pegawai_id == pegawai_id, t.skp.c.tahun == tahun, disetujui)
        isi = self.connection.execute(statement.order_by(t.skp.c.mulai.desc()).limit(1)).scalar()
        return baca_skp(isi) if isi else None

    def get_source(self, skp: Skp) -> Skp | None:
        """What an SKP was copied from: another one of the same person."""
        statement = sa.select(t.skp.c.isi).where(t.skp.c.id == skp.salinan_dari, t.skp.c.pegawai_id == skp.pegawai_id)
        isi = self.connection.execute(statement).scalar()
        return baca_skp(isi) if isi else None

    def list_salinan_diajukan(self, wewenang: Wewenang, tahun: int) -> list[tuple[Skp, Skp]]:
        """Submitted copies on which this person decides, each with what it was copied from."""
        asal = t.skp.alias("asal")
        tautan = sa.and_(asal.c.id == sa.cast(t.skp.c.isi["salinan_dari"].astext, sa.Uuid), asal.c.pegawai_id == t.skp.c.pegawai_id)
        statement = (
            sa.select(t.skp.c.isi, asal.c.isi.label("asal"))
            .select_from(t.skp.join(asal, tautan))
            .where(dinilai(wewenang), t.skp.c.tahun == tahun, t.skp.c.status == "diajukan")
            .order_by(t.skp.c.id)
        )
        return [(baca_skp(b.isi), baca_skp(b.asal)) for b in self.connection.execute(statement)]

    def list_skp_tim(self, wewenang: Wewenang, tahun: int) -> list[Skp]:
        """The SKP of the year on which this person decides today, whole."""
        statement = sa.select(t.skp.c.isi).where(dinilai(wewenang), t.skp.c.tahun == tahun, t.skp.c.status != "dibatalkan")
        return [baca_skp(isi) for isi in self.connection.execute(statement.order_by(t.skp.c.pegawai_id, t.skp.c.mulai)).scalars()]

    # ---- offers -----------------------------------------------------------------------------------------------------

    def list_tawaran(self, tahun: int, *, pegawai_id: UUID | None = None, penilai_id: UUID | None = None) -> list[Tawaran]:
        """Open offers of a year: to a member, or by a leader."""
        kolom = t.tawaran.c.pegawai_id == pegawai_id if pegawai_id else t.tawaran.c.penilai_id == penilai_id
        rows = self.connection.execute(sa.select(t.tawaran).where(kolom, t.tawaran.c.tahun == tahun).order_by(t.tawaran.c.id))
        return [Tawaran(**row) for row in rows.mappings()]

    def add_tawaran(self, tawaran: Tawaran) -> bool:
        """False when this member has an open offer for this RHK already."""
        statement = pg.insert(t.tawaran).values(**asdict(tawaran)).on_conflict_do_nothing(constraint="tawaran_sekali")
        return self.connection.execute(statement.returning(t.tawaran.c.id)).first() is not None

    def pop_tawaran(self, tawaran_id: UUID, pegawai_id: UUID) -> Tawaran | None:
        """Take an open offer off the table; None when it is there no more."""
        statement = sa.delete(t.tawaran).where(t.tawaran.c.id == tawaran_id, t.tawaran.c.pegawai_id == pegawai_id).returning(t.tawaran)
        row = self.connection.execute(statement).mappings().first()
        return Tawaran(**row) if row else None

    @staticmethod
    def _kolom(skp: Skp) -> dict[str, object]:
        return {
            "instansi_id": skp.instansi_id,
            "pegawai_id": skp.pegawai_id,
            "penilai_id": skp.penilai_id,
            "atasan_penilai_id": skp.atasan_penilai_id,
            "tahun": skp.tahun,
            "mulai": skp.mulai,
            "selesai": skp.selesai,
            "status": skp.status,
            "unor_lowong": list(skp.unor_lowong),
            "pernah_menilai": list(skp.pernah_menilai),
            "isi": msgspec.to_builtins(skp, str_keys=True),
            "version": skp.version,
        }

    # ---- periode ----------------------------------------------------------------------------------------------------

    def list_periode(self, instansi_id: UUID, tahun: int | None = None, untuk: str | None = None) -> list[Periode]:
        statement = sa.select(t.periode).where(t.periode.c.instansi_id == instansi_id)
        if tahun is not None:
            statement = statement.where(t.periode.c.tahun == tahun)
        if untuk is not None:
            statement = statement.where(t.periode.c.untuk == untuk)
        urut = sa.case({"skp": 0, "laporan": 1}, value=t.periode.c.untuk, else_=2)
        statement = statement.order_by(t.periode.c.tahun.desc(), urut, t.periode.c.jenis.desc(), t.periode.c.nomor)
        return [Periode(**baris) for baris in self.connection.execute(statement).mappings()]

    def add_periode(self, daftar: Iterable[Periode]) -> bool:
        """Store the periods of a year; False when somebody opened it meanwhile."""
        rows = [asdict(p) for p in daftar]
        try:
            with self.connection.begin_nested():
                self.connection.execute(sa.insert(t.periode), rows)
        except IntegrityError:
            return False
        return True

    # ---- copies -----------------------------------------------------------------------------------------------------

    def get_instansi(self, instansi_id: UUID) -> InstansiLokal:
        return baca_instansi(self.connection.execute(sa.select(*INSTANSI_KOLOM).where(t.instansi_view.c.id == instansi_id)).first())

    def get_pegawai(self, *ids: UUID | None) -> dict[UUID, Pegawai]:
        """The persons that are known here, by id."""
        dicari = [i for i in ids if i is not None]
        if not dicari:
            return {}
        return {p.id: p for p in self._pegawai(t.pegawai_view.c.id.in_(dicari))}

    def list_bawahan(self, wewenang: Wewenang) -> list[Pegawai]:
        """Everybody who has or had this person, or whom he stands in for today, as evaluator in some segment."""
        tugas = t.pegawai_view.c.penugasan
        cara = [tugas.contains([{"penilai_id": str(i)}]) for i in (wewenang.pegawai_id, *wewenang.digantikan)]
        cara += [tugas.contains([{"unor_lowong": [str(i)]}]) for i in wewenang.lowong]
        return self._pegawai(sa.or_(*cara))

    def list_pegawai_bergeser(self, hari: Iterable[date]) -> list[UUID]:
        """Persons whose segment or absence begins on one of the days."""
        orang = t.pegawai_view.c
        cara = [
            kolom.contains([{nama: h.isoformat()}]) for h in hari for kolom, nama in ((orang.penugasan, "mulai"), (orang.keadaan, "mulai"))
        ]
        return list(self.connection.execute(sa.select(orang.id).where(sa.or_(*cara)).order_by(orang.id)).scalars())

    def list_skp_lewat(self, hari: date, paling: int = 500) -> list[Skp]:
        """Agreed SKP that ended before the day and before their year did: to be closed."""
        akhir_tahun = sa.func.make_date(t.skp.c.tahun, 12, 31)
        statement = sa.select(t.skp.c.isi).where(
            t.skp.c.status.in_(("disetujui", "revisi")), t.skp.c.selesai < hari, t.skp.c.selesai < akhir_tahun
        )
        return [baca_skp(isi) for isi in self.connection.execute(statement.order_by(t.skp.c.id).limit(paling)).scalars()]

    def _pegawai(self, syarat: sa.ColumnElement[bool]) -> list[Pegawai]:
        baris = self.connection.execute(sa.select(t.pegawai_view).where(syarat).order_by(t.pegawai_view.c.nama)).mappings()
        return [msgspec.convert({"peran": (), **{str(k): v for k, v in b.items()}}, Pegawai, strict=False) for b in baris]
