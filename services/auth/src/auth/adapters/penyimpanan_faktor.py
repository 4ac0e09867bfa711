"""Loading and saving second factors, passkeys, the steps of signing in, and challenges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.domain.faktor import JENDELA_GAGAL, Keadaan, Passkey, Totp, wajib
from shared import persistence

_PASSKEY = tuple(
    t.passkey.c[nama]
    for nama in (
        "id", "pegawai_id", "kredensial_id", "kunci_publik", "hitungan", "nama", "tersalin", "dibuat_pada", "dipakai_pada", "dicurigai_pada",
    )
)  # fmt: skip


class PenyimpananFaktor(persistence.UnitOfWork):
    def get_keadaan_faktor(self, pegawai_id: UUID) -> Keadaan:
        """In one query, the policy for the person's roles included."""
        row = self.connection.execute(
            sa.select(
                sa.exists().where(t.faktor_totp.c.pegawai_id == pegawai_id).label("totp"),
                sa.select(sa.func.count())
                .where(t.passkey.c.pegawai_id == pegawai_id, t.passkey.c.dicurigai_pada.is_(None))
                .scalar_subquery()
                .label("passkey"),
                sa.select(sa.func.count())
                .where(t.kode_pemulihan.c.pegawai_id == pegawai_id, t.kode_pemulihan.c.dipakai_pada.is_(None))
                .scalar_subquery()
                .label("pemulihan"),
                sa.select(t.kebijakan_faktor.c.peran)
                .join(t.akun, t.akun.c.instansi_id == t.kebijakan_faktor.c.instansi_id)
                .where(t.akun.c.pegawai_id == pegawai_id)
                .scalar_subquery()
                .label("kebijakan"),
                sa.select(t.akun.c.peran).where(t.akun.c.pegawai_id == pegawai_id).scalar_subquery().label("peran"),
            )
        ).one()
        return Keadaan(row.totp, row.passkey, row.pemulihan, wajib(row.kebijakan or (), row.peran or ()))

    # The authenticator app

    def find_totp(self, pegawai_id: UUID) -> Totp | None:
        kolom = [t.faktor_totp.c[n] for n in ("pegawai_id", "rahasia_tersandi", "dibuat_pada", "langkah_terakhir", "hangus")]
        row = self.connection.execute(sa.select(*kolom).where(t.faktor_totp.c.pegawai_id == pegawai_id)).first()
        return Totp(row[0], bytes(row[1]), row[2], row[3], tuple(row[4])) if row else None

    def save_totp(self, instansi_id: UUID, totp: Totp) -> None:
        isi = {
            "rahasia_tersandi": totp.rahasia_tersandi, "dibuat_pada": totp.dibuat_pada, "langkah_terakhir": totp.langkah_terakhir,
            "hangus": list(totp.hangus), "gagal": 0, "gagal_sejak": None,
        }  # fmt: skip
        self.connection.execute(
            pg.insert(t.faktor_totp)
            .values(pegawai_id=totp.pegawai_id, instansi_id=instansi_id, **isi)
            .on_conflict_do_update(index_elements=[t.faktor_totp.c.pegawai_id], set_=isi)
        )

    def hitung_gagal_totp(self, pegawai_id: UUID, pada: datetime) -> int:
        """Count one more try of a code within a day, from wherever it comes; taken back by :meth:`pakai_langkah`."""
        lewat = sa.or_(t.faktor_totp.c.gagal_sejak.is_(None), t.faktor_totp.c.gagal_sejak < pada - JENDELA_GAGAL)
        jumlah = self.connection.execute(
            sa.update(t.faktor_totp)
            .where(t.faktor_totp.c.pegawai_id == pegawai_id)
            .values(
                gagal=sa.case((lewat, 1), else_=t.faktor_totp.c.gagal + 1),
                gagal_sejak=sa.case((lewat, pada), else_=t.faktor_totp.c.gagal_sejak),
            )
            .returning(t.faktor_totp.c.gagal)
        ).scalar_one_or_none()
        return int(jumlah or 0)

    def pakai_langkah(self, pegawai_id: UUID, langkah: int) -> bool:
        """Spend the step; False when somebody was quicker with it."""
        return (
            self.connection.execute(
                sa.update(t.faktor_totp)
                .where(
                    t.faktor_totp.c.pegawai_id == pegawai_id,
                    t.faktor_totp.c.langkah_terakhir < langkah,
                    sa.not_(t.faktor_totp.c.hangus.contains([langkah])),
                )
                .values(langkah_terakhir=langkah, gagal=0, gagal_sejak=None)
            ).rowcount
            == 1
        )

    def hanguskan_langkah(self, pegawai_id: UUID, langkah: Iterable[int]) -> None:
        self.connection.execute(sa.update(t.faktor_totp).where(t.faktor_totp.c.pegawai_id == pegawai_id).values(hangus=list(langkah)))

    def hapus_totp(self, pegawai_id: UUID) -> bool:
        return self.connection.execute(sa.delete(t.faktor_totp).where(t.faktor_totp.c.pegawai_id == pegawai_id)).rowcount == 1

    def list_rahasia_totp(self) -> list[tuple[UUID, bytes]]:
        rows = self.connection.execute(
            sa.select(t.faktor_totp.c.pegawai_id, t.faktor_totp.c.rahasia_tersandi).with_for_update().order_by(t.faktor_totp.c.pegawai_id)
        )
        return [(row[0], bytes(row[1])) for row in rows]

    def save_rahasia_totp(self, rahasia: Sequence[tuple[UUID, bytes]]) -> None:
        if rahasia:
            self.connection.execute(
                sa.update(t.faktor_totp)
                .where(t.faktor_totp.c.pegawai_id == sa.bindparam("siapa"))
                .values(rahasia_tersandi=sa.bindparam("isi")),
                [{"siapa": siapa, "isi": isi} for siapa, isi in rahasia],
            )

    # Recovery codes

    def ganti_kode_pemulihan(self, instansi_id: UUID, pegawai_id: UUID, sidik: Sequence[bytes], pada: datetime) -> None:
        """The old ones, used or not, go."""
        self.connection.execute(sa.delete(t.kode_pemulihan).where(t.kode_pemulihan.c.pegawai_id == pegawai_id))
        if sidik:
            self.connection.execute(
                sa.insert(t.kode_pemulihan),
                [{"pegawai_id": pegawai_id, "instansi_id": instansi_id, "sidik": s, "dibuat_pada": pada} for s in sidik],
            )

    def pakai_kode_pemulihan(self, pegawai_id: UUID, sidik: bytes, pada: datetime) -> bool:
        """True for the one caller who used it first."""
        return (
            self.connection.execute(
                sa.update(t.kode_pemulihan)
                .where(
                    t.kode_pemulihan.c.pegawai_id == pegawai_id,
                    t.kode_pemulihan.c.sidik == sidik,
                    t.kode_pemulihan.c.dipakai_pada.is_(None),
                )
                .values(dipakai_pada=pada)
            ).rowcount
            == 1
        )

    # Passkeys

    def list_passkey(self, pegawai_id: UUID) -> list[Passkey]:
        query = sa.select(*_PASSKEY).where(t.passkey.c.pegawai_id == pegawai_id).order_by(t.passkey.c.dibuat_pada, t.passkey.c.id)
        return [_passkey(row) for row in self.connection.execute(query)]

    def find_passkey(self, kredensial_id: bytes) -> Passkey | None:
        row = self.connection.execute(sa.select(*_PASSKEY).where(t.passkey.c.kredensial_id == kredensial_id)).first()
        return _passkey(row) if row else None

    def add_passkey(self, instansi_id: UUID, passkey: Passkey) -> bool:
        """False when this authenticator is registered already, with whomever."""
        isi = {nama: getattr(passkey, nama) for nama in passkey.__dataclass_fields__}
        statement = pg.insert(t.passkey).values(**isi, instansi_id=instansi_id).on_conflict_do_nothing()
        return self.connection.execute(statement.returning(t.passkey.c.id)).first() is not None

    def pakai_passkey(self, passkey_id: UUID, hitungan: int, pada: datetime) -> bool:
        """Move the counter on; False when it would not grow (authenticators that do not count always say 0)."""
        tumbuh = sa.or_(t.passkey.c.hitungan < hitungan, sa.and_(t.passkey.c.hitungan == 0, sa.literal(hitungan) == 0))
        return (
            self.connection.execute(
                sa.update(t.passkey).where(t.passkey.c.id == passkey_id, tumbuh).values(hitungan=hitungan, dipakai_pada=pada)
            ).rowcount
            == 1
        )

    def curigai_passkey(self, passkey_id: UUID, pada: datetime) -> None:
        self.connection.execute(sa.update(t.passkey).where(t.passkey.c.id == passkey_id).values(dicurigai_pada=pada))

    def namai_passkey(self, pegawai_id: UUID, passkey_id: UUID, nama: str) -> bool:
        milik = (t.passkey.c.id == passkey_id, t.passkey.c.pegawai_id == pegawai_id)
        return self.connection.execute(sa.update(t.passkey).where(*milik).values(nama=nama)).rowcount == 1

    def hapus_passkey(self, pegawai_id: UUID, passkey_id: UUID | None = None) -> int:
        """One of the person's, or all."""
        syarat = [t.passkey.c.pegawai_id == pegawai_id]
        if passkey_id is not None:
            syarat.append(t.passkey.c.id == passkey_id)
        return self.connection.execute(sa.delete(t.passkey).where(*syarat)).rowcount

    # Between the password and the second factor

    def add_langkah(self, instansi_id: UUID, pegawai_id: UUID, sidik: bytes, pada: datetime, sampai: datetime, *, terbukti: bool) -> None:
        self.connection.execute(
            sa.insert(t.langkah_masuk).values(
                sidik=sidik,
                instansi_id=instansi_id,
                pegawai_id=pegawai_id,
                dibuat_pada=pada,
                kedaluwarsa_pada=sampai,
                terbukti=terbukti,
            )
        )

    def find_langkah(self, sidik: bytes, pada: datetime, *, terbukti: bool) -> UUID | None:
        """Whose step it is; None when it is over, or the password was changed after it."""
        return self.connection.execute(
            sa.select(t.langkah_masuk.c.pegawai_id)
            .join(t.akun, t.akun.c.pegawai_id == t.langkah_masuk.c.pegawai_id)
            .where(
                t.langkah_masuk.c.sidik == sidik,
                t.langkah_masuk.c.terbukti == terbukti,
                t.langkah_masuk.c.kedaluwarsa_pada > pada,
                sa.func.coalesce(t.akun.c.sandi_diganti_pada, t.langkah_masuk.c.dibuat_pada) <= t.langkah_masuk.c.dibuat_pada,
            )
        ).scalar_one_or_none()

    def hapus_langkah(self, sidik: bytes) -> bool:
        """True for the one caller who ended it."""
        return self.connection.execute(sa.delete(t.langkah_masuk).where(t.langkah_masuk.c.sidik == sidik)).rowcount == 1

    def hapus_langkah_pegawai(self, pegawai_id: UUID) -> None:
        self.connection.execute(sa.delete(t.langkah_masuk).where(t.langkah_masuk.c.pegawai_id == pegawai_id))

    # Challenges

    def save_tantangan(self, sidik: bytes, isi: bytes, sampai: datetime) -> None:
        """One of a kind for a browser: the newest counts."""
        baru = {"isi": isi, "kedaluwarsa_pada": sampai}
        self.connection.execute(
            pg.insert(t.tantangan).values(sidik=sidik, **baru).on_conflict_do_update(index_elements=[t.tantangan.c.sidik], set_=baru)
        )

    def find_tantangan(self, sidik: bytes, pada: datetime) -> bytes | None:
        isi = self.connection.execute(
            sa.select(t.tantangan.c.isi).where(t.tantangan.c.sidik == sidik, t.tantangan.c.kedaluwarsa_pada > pada)
        ).scalar_one_or_none()
        return bytes(isi) if isi is not None else None

    def ambil_tantangan(self, sidik: bytes, pada: datetime) -> bytes | None:
        """Take it away: it can be answered once."""
        row = self.connection.execute(
            sa.delete(t.tantangan).where(t.tantangan.c.sidik == sidik).returning(t.tantangan.c.isi, t.tantangan.c.kedaluwarsa_pada)
        ).first()
        return bytes(row.isi) if row is not None and row.kedaluwarsa_pada > pada else None

    # The agency's policy

    def get_kebijakan_faktor(self, instansi_id: UUID) -> tuple[str, ...]:
        query = sa.select(t.kebijakan_faktor.c.peran).where(t.kebijakan_faktor.c.instansi_id == instansi_id)
        return tuple(self.connection.execute(query).scalar_one_or_none() or ())

    def save_kebijakan_faktor(self, instansi_id: UUID, peran: Sequence[str], oleh: UUID | None, pada: datetime) -> None:
        isi = {"peran": list(peran), "diubah_oleh": oleh, "diubah_pada": pada}
        self.connection.execute(
            pg.insert(t.kebijakan_faktor)
            .values(instansi_id=instansi_id, **isi)
            .on_conflict_do_update(index_elements=[t.kebijakan_faktor.c.instansi_id], set_=isi)
        )

    def sesi_masih_berlaku(self, pegawai_id: UUID, sesi_id: UUID) -> bool:
        """Whether this session of the person has not been ended (the token that names it may live minutes longer)."""
        return bool(
            self.connection.execute(
                sa.select(sa.exists().where(t.sesi.c.id == sesi_id, t.sesi.c.pegawai_id == pegawai_id, t.sesi.c.diakhiri_pada.is_(None)))
            ).scalar_one()
        )

    def hapus_langkah_lama(self, pada: datetime) -> None:
        self.connection.execute(sa.delete(t.langkah_masuk).where(t.langkah_masuk.c.kedaluwarsa_pada < pada))
        self.connection.execute(sa.delete(t.tantangan).where(t.tantangan.c.kedaluwarsa_pada < pada))


def _passkey(row: Any) -> Passkey:
    return Passkey(row[0], row[1], bytes(row[2]), bytes(row[3]), *row[4:])
