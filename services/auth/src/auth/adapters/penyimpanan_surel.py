"""Loading and saving e-mail addresses, the links sent to them, letters that wait, and requests of admins to reset an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.domain.atur_ulang import Permintaan
from shared import persistence

_PERMINTAAN = tuple(
    t.permintaan_atur_ulang.c[nama]
    for nama in (
        "id", "instansi_id", "pegawai_id", "jenis", "alasan", "keadaan", "diminta_oleh", "diminta_pada", "kedaluwarsa_pada", "diputus_oleh",
        "diputus_pada", "selesai_pada",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alamat:
    """``alamat`` is verified; ``calon`` waits for that."""

    alamat: str | None = None
    dikukuhkan_pada: datetime | None = None
    calon: str | None = None


class PenyimpananSurel(persistence.UnitOfWork):
    def get_surel(self, pegawai_id: UUID) -> Alamat:
        row = self.connection.execute(
            sa.select(t.surel.c.alamat, t.surel.c.dikukuhkan_pada, t.surel.c.calon).where(t.surel.c.pegawai_id == pegawai_id)
        ).first()
        return Alamat(*row) if row else Alamat()

    def save_calon_surel(self, instansi_id: UUID, pegawai_id: UUID, calon: str | None) -> None:
        self.connection.execute(
            pg.insert(t.surel)
            .values(pegawai_id=pegawai_id, instansi_id=instansi_id, calon=calon)
            .on_conflict_do_update(index_elements=[t.surel.c.pegawai_id], set_={"calon": calon})
        )

    def kukuhkan_surel(self, pegawai_id: UUID, alamat: str, pada: datetime) -> bool:
        """False when another address was asked for meanwhile."""
        return (
            self.connection.execute(
                sa.update(t.surel)
                .where(t.surel.c.pegawai_id == pegawai_id, t.surel.c.calon == alamat)
                .values(alamat=alamat, dikukuhkan_pada=pada, calon=None)
            ).rowcount
            == 1
        )

    def hapus_surel(self, pegawai_id: UUID) -> None:
        self.connection.execute(sa.delete(t.surel).where(t.surel.c.pegawai_id == pegawai_id))
        self.hapus_tautan(pegawai_id)

    # Links

    def add_tautan(self, **isi: object) -> None:
        self.connection.execute(sa.insert(t.tautan_surel).values(**isi))

    def find_tautan(self, sidik: bytes, jenis: str, pada: datetime) -> Any:
        """The row (pegawai_id, alamat) of a link in force, held until commit; or None."""
        return self.connection.execute(
            sa.select(t.tautan_surel.c.pegawai_id, t.tautan_surel.c.alamat)
            .where(t.tautan_surel.c.sidik == sidik, t.tautan_surel.c.jenis == jenis, t.tautan_surel.c.kedaluwarsa_pada > pada)
            .with_for_update()
        ).first()

    def hapus_tautan(self, pegawai_id: UUID, jenis: str = "") -> None:
        syarat = [t.tautan_surel.c.pegawai_id == pegawai_id]
        if jenis:
            syarat.append(t.tautan_surel.c.jenis == jenis)
        self.connection.execute(sa.delete(t.tautan_surel).where(*syarat))

    # Letters

    def add_surel_keluar(self, **isi: object) -> None:
        self.connection.execute(sa.insert(t.surel_keluar).values(**isi))

    def list_surel_menunggu(self, pada: datetime, batas: int) -> list[sa.Row[Any]]:
        """Due letters, oldest first, held until commit; another worker passes over them."""
        return list(
            self.connection.execute(
                sa.select(t.surel_keluar)
                .where(t.surel_keluar.c.coba_lagi_pada <= pada)
                .order_by(t.surel_keluar.c.coba_lagi_pada)
                .limit(batas)
                .with_for_update(skip_locked=True)
            )
        )

    def tandai_surel(self, surel_id: UUID, **isi: object) -> None:
        self.connection.execute(sa.update(t.surel_keluar).where(t.surel_keluar.c.id == surel_id).values(**isi))

    def buang_surel_menunggu(self, pegawai_id: UUID, jenis: str) -> None:
        """Letters of a kind that were not sent yet have no use any more."""
        self.connection.execute(
            sa.delete(t.surel_keluar).where(
                t.surel_keluar.c.pegawai_id == pegawai_id, t.surel_keluar.c.jenis == jenis, t.surel_keluar.c.coba_lagi_pada.is_not(None)
            )
        )

    # Who forgot

    def add_lupa_sandi(self, nama_akun: str, pada: datetime) -> None:
        self.connection.execute(sa.insert(t.lupa_sandi).values(nama_akun=nama_akun, dibuat_pada=pada))

    def ambil_lupa_sandi(self, batas: int) -> list[str]:
        """Account names of the oldest requests, which are taken away."""
        ambil = sa.select(t.lupa_sandi.c.id).order_by(t.lupa_sandi.c.id).limit(batas).with_for_update(skip_locked=True)
        return list(
            self.connection.execute(
                sa.delete(t.lupa_sandi).where(t.lupa_sandi.c.id.in_(ambil.scalar_subquery())).returning(t.lupa_sandi.c.nama_akun)
            ).scalars()
        )

    def list_surel_bernama(self, nama_akun: Sequence[str]) -> list[sa.Row[Any]]:
        """(pegawai_id, instansi_id, nama, alamat) of active people of these account names who have a verified address."""
        return list(
            self.connection.execute(
                sa.select(t.akun.c.pegawai_id, t.akun.c.instansi_id, t.pegawai.c.nama, t.surel.c.alamat)
                .join(t.pegawai, t.pegawai.c.id == t.akun.c.pegawai_id)
                .join(t.surel, t.surel.c.pegawai_id == t.akun.c.pegawai_id)
                .where(t.akun.c.nama_akun.in_(nama_akun), t.pegawai.c.aktif, t.surel.c.alamat.is_not(None))
            )
        )

    def hapus_surel_lama(self, tautan_sebelum: datetime, surat_sebelum: datetime) -> None:
        self.connection.execute(sa.delete(t.tautan_surel).where(t.tautan_surel.c.kedaluwarsa_pada < tautan_sebelum))
        self.connection.execute(sa.delete(t.surel_keluar).where(t.surel_keluar.c.dibuat_pada < surat_sebelum))

    # Requests to reset an account

    def add_permintaan(self, permintaan: Permintaan) -> None:
        isi = {nama: getattr(permintaan, nama) for nama in permintaan.__dataclass_fields__}
        self.connection.execute(sa.insert(t.permintaan_atur_ulang).values(**isi))

    def get_permintaan(self, permintaan_id: UUID) -> Permintaan | None:
        """Held until commit."""
        query = sa.select(*_PERMINTAAN).where(t.permintaan_atur_ulang.c.id == permintaan_id).with_for_update()
        row = self.connection.execute(query).first()
        return Permintaan(*row) if row else None

    def save_permintaan(self, permintaan: Permintaan) -> None:
        self.connection.execute(
            sa.update(t.permintaan_atur_ulang)
            .where(t.permintaan_atur_ulang.c.id == permintaan.id)
            .values(
                keadaan=permintaan.keadaan,
                diputus_oleh=permintaan.diputus_oleh,
                diputus_pada=permintaan.diputus_pada,
                selesai_pada=permintaan.selesai_pada,
            )
        )

    def ada_permintaan_terbuka(self, pegawai_id: UUID, jenis: str, pada: datetime) -> bool:
        return bool(
            self.connection.execute(
                sa.select(
                    sa.exists().where(
                        t.permintaan_atur_ulang.c.pegawai_id == pegawai_id,
                        t.permintaan_atur_ulang.c.jenis == jenis,
                        t.permintaan_atur_ulang.c.keadaan.in_(("menunggu", "disetujui")),
                        t.permintaan_atur_ulang.c.kedaluwarsa_pada > pada,
                    )
                )
            ).scalar_one()
        )

    def list_permintaan(self, instansi_id: UUID, batas: int) -> list[tuple[Permintaan, dict[str, str | None]]]:
        """The newest, with the names of the three people concerned and the account."""
        siapa, peminta, pemutus = (t.pegawai.alias(a) for a in ("siapa", "peminta", "pemutus"))
        p = t.permintaan_atur_ulang
        query = (
            sa.select(
                *_PERMINTAAN,
                siapa.c.nama.label("nama"),
                t.akun.c.nama_akun,
                peminta.c.nama.label("nama_peminta"),
                pemutus.c.nama.label("nama_pemutus"),
            )
            .join(siapa, siapa.c.id == p.c.pegawai_id)
            .join(t.akun, t.akun.c.pegawai_id == p.c.pegawai_id)
            .join(peminta, peminta.c.id == p.c.diminta_oleh)
            .outerjoin(pemutus, pemutus.c.id == p.c.diputus_oleh)
            .where(p.c.instansi_id == instansi_id)
            .order_by(p.c.diminta_pada.desc())
            .limit(batas)
        )
        return [
            (
                Permintaan(*row[: len(_PERMINTAAN)]),
                {"nama": row.nama, "nama_akun": row.nama_akun, "peminta": row.nama_peminta, "pemutus": row.nama_pemutus},
            )
            for row in self.connection.execute(query)
        ]

    def hitung_admin(self, instansi_id: UUID) -> int:
        """Active people with the role admin_instansi for the whole instansi."""
        return int(
            self.connection.execute(
                sa.select(sa.func.count())
                .select_from(t.akun)
                .join(t.pegawai, t.pegawai.c.id == t.akun.c.pegawai_id)
                .where(
                    t.akun.c.instansi_id == instansi_id,
                    t.pegawai.c.aktif,
                    t.akun.c.peran.contains(["admin_instansi"]),
                    ~t.akun.c.peran_unit.has_key("admin_instansi"),
                )
            ).scalar_one()
        )

    def hitung_faktor(self, instansi_id: UUID) -> dict[str, tuple[int, int]]:
        """For each role that somebody has: (people with a second factor, people)."""
        punya = sa.or_(
            sa.exists().where(t.faktor_totp.c.pegawai_id == t.akun.c.pegawai_id),
            sa.exists().where(t.passkey.c.pegawai_id == t.akun.c.pegawai_id, t.passkey.c.dicurigai_pada.is_(None)),
        )
        orang = (
            sa.select(sa.func.unnest(t.akun.c.peran).label("peran"), punya.label("punya"))
            .join(t.pegawai, t.pegawai.c.id == t.akun.c.pegawai_id)
            .where(t.akun.c.instansi_id == instansi_id, t.pegawai.c.aktif, t.akun.c.peran != sa.cast([], pg.ARRAY(sa.Text)))
            .subquery()
        )
        rows = self.connection.execute(
            sa.select(orang.c.peran, sa.func.count().filter(orang.c.punya), sa.func.count()).group_by(orang.c.peran)
        )
        return {row[0]: (row[1], row[2]) for row in rows}
