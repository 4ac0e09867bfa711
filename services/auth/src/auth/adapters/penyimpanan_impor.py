"""Loading and saving of imports: the job, its file, its rows grouped by person, its result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.adapters.berkas_impor import Berkas
from auth.domain.pekerjaan_impor import BERJALAN, PekerjaanImpor
from shared.errors import Conflict, NotFound

UNIT = "unit"
"""The group of rows that are units."""
_KOLOM = tuple(t.pekerjaan_impor.c[f.name] for f in fields(PekerjaanImpor))
_BESAR = ("lembar", "pemberitahuan", "hitungan")


@dataclass(frozen=True, slots=True)
class BarisTersimpan:
    """One row as it was read: index of its sheet, number, cells as JSON."""

    lembar: int
    nomor: int
    sel: str


@dataclass(frozen=True, slots=True)
class BarisBaru:
    lembar: int
    nomor: int
    kunci: str
    pimpinan: bool
    penilai: str | None
    sel: msgspec.Raw


@dataclass(frozen=True, slots=True)
class HasilTersimpan:
    """One change or rejection; ``isi`` is JSON."""

    jenis: str
    pindah: bool
    peringatan: bool
    lembar: str
    baris: int | None
    isi: msgspec.Raw


class PenyimpananImpor:
    connection: sa.Connection

    # The job

    def add_pekerjaan(self, p: PekerjaanImpor, berkas: Sequence[Berkas]) -> None:
        self.connection.execute(sa.insert(t.pekerjaan_impor).values({f.name: getattr(p, f.name) for f in fields(p)}))
        for urut, satu in enumerate(berkas):
            self.connection.execute(
                sa.insert(t.berkas_impor).values(pekerjaan_id=p.id, urut=urut, instansi_id=p.instansi_id, nama=satu.nama, isi=satu.isi)
            )

    def get_pekerjaan(self, pekerjaan_id: UUID) -> PekerjaanImpor:
        row = self.connection.execute(sa.select(*_KOLOM).where(t.pekerjaan_impor.c.id == pekerjaan_id)).mappings().first()
        if row is None:
            raise NotFound("Berkas impor ini sudah dibuang atau kedaluwarsa. Unggah lagi.")
        return PekerjaanImpor(**row)

    def list_pekerjaan(self, instansi_id: UUID, batas: int = 10) -> list[PekerjaanImpor]:
        """Newest first."""
        rows = self.connection.execute(
            sa.select(*_KOLOM)
            .where(t.pekerjaan_impor.c.instansi_id == instansi_id)
            .order_by(t.pekerjaan_impor.c.dibuat_pada.desc())
            .limit(batas)
        ).mappings()
        return [PekerjaanImpor(**row) for row in rows]

    def save_pekerjaan(self, p: PekerjaanImpor, status_lama: str) -> None:
        """Raises :class:`Conflict` when somebody moved the job on meanwhile: what was done in this transaction must not stand."""
        isi = {f.name: getattr(p, f.name) for f in fields(p) if f.name not in ("id", "instansi_id")}
        done = self.connection.execute(
            sa.update(t.pekerjaan_impor).where(t.pekerjaan_impor.c.id == p.id, t.pekerjaan_impor.c.status == status_lama).values(isi)
        )
        if not done.rowcount:
            raise Conflict("Impor ini baru saja diubah dari tempat lain. Muat ulang halaman.", code="job_moved")

    def list_pekerjaan_menunggu(self) -> list[UUID]:
        """The jobs that there is something to do for, in the order to do it; of an instansi that is applying one the others wait."""
        j, lain = t.pekerjaan_impor, t.pekerjaan_impor.alias("lain")
        sibuk = sa.exists().where(lain.c.instansi_id == j.c.instansi_id, lain.c.status == "menerapkan")
        query = sa.select(j.c.id).where(j.c.status.in_(BERJALAN), sa.or_(j.c.status != "menunggu", ~sibuk))
        return list(self.connection.execute(query.order_by((j.c.status == "menerapkan").desc(), j.c.dibuat_pada)).scalars())

    def ada_yang_diterapkan(self, instansi_id: UUID) -> bool:
        query = sa.select(t.pekerjaan_impor.c.id).where(
            t.pekerjaan_impor.c.instansi_id == instansi_id, t.pekerjaan_impor.c.status == "menerapkan"
        )
        return self.connection.execute(query).first() is not None

    def coba_pegang(self, pekerjaan_id: UUID) -> bool:
        """Until the end of this transaction nobody else works on the job."""
        return bool(
            self.connection.execute(sa.text("SELECT pg_try_advisory_xact_lock(7699003, hashtext(:id))"), {"id": str(pekerjaan_id)}).scalar()
        )

    def hapus_pekerjaan(self, pekerjaan_id: UUID) -> None:
        self.connection.execute(sa.delete(t.pekerjaan_impor).where(t.pekerjaan_impor.c.id == pekerjaan_id))

    def hapus_pekerjaan_lama(self, sebelum: datetime) -> None:
        """Rows and results hold personal data: they go after a day, unless the job is under way."""
        self.connection.execute(
            sa.delete(t.pekerjaan_impor).where(t.pekerjaan_impor.c.berubah_pada < sebelum, t.pekerjaan_impor.c.status.not_in(BERJALAN))
        )

    # File and rows

    def list_berkas(self, pekerjaan_id: UUID) -> list[Berkas]:
        rows = self.connection.execute(
            sa.select(t.berkas_impor.c.nama, t.berkas_impor.c.isi)
            .where(t.berkas_impor.c.pekerjaan_id == pekerjaan_id)
            .order_by(t.berkas_impor.c.urut)
        )
        return [Berkas(row.nama, bytes(row.isi)) for row in rows]

    def hapus_berkas(self, pekerjaan_id: UUID) -> None:
        self.connection.execute(sa.delete(t.berkas_impor).where(t.berkas_impor.c.pekerjaan_id == pekerjaan_id))

    def hapus_baris(self, pekerjaan_id: UUID) -> None:
        self.connection.execute(sa.delete(t.baris_impor).where(t.baris_impor.c.pekerjaan_id == pekerjaan_id))

    def add_baris(self, p: PekerjaanImpor, rows: Sequence[BarisBaru]) -> None:
        if rows:
            self.connection.execute(_TAMBAH_BARIS, {"pekerjaan": p.id, "instansi": p.instansi_id, "rows": sebagai_json(rows)})

    def analisis_baris(self) -> None:
        """So many new rows at once are unknown to the planner until somebody counts them."""
        self.connection.execute(sa.text("ANALYZE baris_impor"))

    def kunci_terbanyak(self, pekerjaan_id: UUID) -> tuple[str, int]:
        """The person with the most rows, and how many."""
        row = self.connection.execute(
            sa.select(t.baris_impor.c.kunci, sa.func.count().label("n"))
            .where(t.baris_impor.c.pekerjaan_id == pekerjaan_id, t.baris_impor.c.kunci != UNIT)
            .group_by(t.baris_impor.c.kunci)
            .order_by(sa.desc("n"))
            .limit(1)
        ).first()
        return (row.kunci, row.n) if row else ("", 0)

    def hitung_kunci(self, pekerjaan_id: UUID) -> int:
        return int(
            self.connection.execute(
                sa.select(sa.func.count(sa.distinct(t.baris_impor.c.kunci))).where(
                    t.baris_impor.c.pekerjaan_id == pekerjaan_id, t.baris_impor.c.kunci != UNIT
                )
            ).scalar_one()
        )

    def list_kunci_pimpinan(self, pekerjaan_id: UUID) -> set[str]:
        """Whose posts matter to others: heads in the file, evaluators named in it, state officials."""
        milik = t.baris_impor.c.pekerjaan_id == pekerjaan_id
        kepala = sa.select(t.baris_impor.c.kunci).where(milik, t.baris_impor.c.pimpinan)
        penilai = sa.select(t.baris_impor.c.penilai).where(milik, t.baris_impor.c.penilai.is_not(None))
        return set(self.connection.execute(kepala.union(penilai)).scalars())

    def list_kunci_orang(self, pekerjaan_id: UUID, setelah: str, batas: int) -> list[str]:
        return list(
            self.connection.execute(
                sa.select(t.baris_impor.c.kunci)
                .where(t.baris_impor.c.pekerjaan_id == pekerjaan_id, t.baris_impor.c.kunci > setelah, t.baris_impor.c.kunci != UNIT)
                .group_by(t.baris_impor.c.kunci)
                .order_by(t.baris_impor.c.kunci)
                .limit(batas)
            ).scalars()
        )

    def list_baris(self, pekerjaan_id: UUID, kunci: Collection[str]) -> list[BarisTersimpan]:
        rows = self.connection.execute(
            sa.text(
                "SELECT lembar, nomor, sel FROM baris_impor WHERE pekerjaan_id = :p AND kunci = ANY(CAST(:kunci AS text[]))"
                " ORDER BY lembar, nomor"
            ),
            {"p": pekerjaan_id, "kunci": list(kunci)},
        )
        return [BarisTersimpan(*row) for row in rows]

    def list_baris_ditolak(self, pekerjaan_id: UUID, asal: Sequence[str]) -> Iterable[tuple[int, int, str, list[str]]]:
        """(index of the sheet, number, cells, causes) of every rejected row, in the order of the file. ``asal`` are the names of the sheets."""
        rows = self.connection.execute(
            sa.text(
                "SELECT b.lembar, b.nomor, b.sel, array_agg(h.isi::json ->> 'kolom' || ': ' || (h.isi::json ->> 'sebab') ORDER BY h.urut) AS sebab"
                " FROM hasil_impor h JOIN unnest(CAST(:asal AS text[])) WITH ORDINALITY AS a (nama, urut) ON a.nama = h.lembar"
                " JOIN baris_impor b ON b.pekerjaan_id = h.pekerjaan_id AND b.lembar = a.urut - 1 AND b.nomor = h.baris"
                " WHERE h.pekerjaan_id = :p AND h.jenis = 'ditolak' GROUP BY b.lembar, b.nomor, b.sel ORDER BY b.lembar, b.nomor"
            ),
            {"p": pekerjaan_id, "asal": list(asal)},
            execution_options={"stream_results": True, "yield_per": 1000},
        )
        for row in rows:
            yield row.lembar, row.nomor, row.sel, list(row.sebab)

    # Result

    def hapus_hasil(self, pekerjaan_id: UUID) -> None:
        self.connection.execute(sa.delete(t.hasil_impor).where(t.hasil_impor.c.pekerjaan_id == pekerjaan_id))

    def add_hasil(self, p: PekerjaanImpor, rows: Sequence[HasilTersimpan]) -> None:
        if rows:
            self.connection.execute(_TAMBAH_HASIL, {"pekerjaan": p.id, "instansi": p.instansi_id, "rows": sebagai_json(rows)})

    def list_hasil(
        self,
        pekerjaan_id: UUID,
        jenis: Sequence[str],
        *,
        pindah: bool = False,
        peringatan: bool = False,
        lembar: Sequence[str] = (),
        lewat: int = 0,
        batas: int = 25,
    ) -> list[str]:
        """One page of the result as JSON documents, in the order of the rows when the names of the sheets are given."""
        h = t.hasil_impor
        query = sa.select(h.c.isi).where(h.c.pekerjaan_id == pekerjaan_id, h.c.jenis.in_(jenis))
        if pindah:
            query = query.where(h.c.pindah)
        if peringatan:
            query = query.where(h.c.peringatan)
        if lembar:
            query = query.order_by(sa.func.array_position(sa.cast(list(lembar), pg.ARRAY(sa.Text)), h.c.lembar), h.c.baris)
        return list(self.connection.execute(query.order_by(h.c.urut).offset(lewat).limit(batas)).scalars())

    # The organisation around it

    def sidik_data(self, instansi_id: UUID) -> str:
        """Changes whenever a unit or person of the instansi does."""
        return str(
            self.connection.execute(
                sa.text(
                    "SELECT (SELECT count(*) || '.' || coalesce(sum(version), 0) FROM unor WHERE instansi_id = :i) || '/' ||"
                    " (SELECT count(*) || '.' || coalesce(sum(version), 0) FROM pegawai WHERE instansi_id = :i)"
                ),
                {"i": instansi_id},
            ).scalar_one()
        )

    def sidik_pimpinan(self, instansi_id: UUID, ids: Collection[UUID]) -> str:
        """Changes whenever a unit, a head or one of ``ids`` does."""
        return str(
            self.connection.execute(
                sa.text(
                    "SELECT (SELECT count(*) || '.' || coalesce(sum(version), 0) FROM unor WHERE instansi_id = :i) || '/' ||"
                    " (SELECT count(*) || '.' || coalesce(sum(version), 0) FROM pegawai WHERE instansi_id = :i AND (id = ANY(CAST(:ids AS uuid[]))"
                    " OR id IN (SELECT pegawai_id FROM penugasan WHERE kepala AND instansi_id = :i)))"
                ),
                {"i": instansi_id, "ids": list(ids)},
            ).scalar_one()
        )

    def list_id_pimpinan(self, instansi_id: UUID) -> set[UUID]:
        """Everybody whose posts matter to others: who heads or headed a unit, is somebody's explicit evaluator, or is a state official."""
        return set(
            self.connection.execute(
                sa.text(
                    "SELECT pegawai_id FROM penugasan WHERE kepala AND instansi_id = :i"
                    " UNION SELECT id FROM pegawai WHERE instansi_id = :i AND status = 'pejabat_negara'"
                    " UNION SELECT CAST(j ->> 'penilai_id' AS uuid) FROM pegawai, jsonb_array_elements(jabatan) AS j"
                    " WHERE instansi_id = :i AND j ->> 'penilai_id' IS NOT NULL"
                    " UNION SELECT CAST(j ->> 'penilai_id' AS uuid) FROM pegawai, jsonb_array_elements(penetapan) AS j"
                    " WHERE instansi_id = :i AND penetapan <> '[]'"
                ),
                {"i": instansi_id},
            ).scalars()
        )

    def list_id_di_luar(self, p: PekerjaanImpor, setelah: str, batas: int) -> list[UUID]:
        """People of the instansi who are not in the file, by id."""
        return list(
            self.connection.execute(
                sa.text(
                    "SELECT p.id FROM pegawai p WHERE p.instansi_id = :i AND p.id > CAST(:setelah AS uuid)"
                    " AND NOT EXISTS (SELECT 1 FROM baris_impor b WHERE b.pekerjaan_id = :p AND b.kunci = coalesce(p.nip,"
                    " 'n:' || lower(regexp_replace(btrim(p.nama), '\\s+', ' ', 'g')))) ORDER BY p.id LIMIT :n"
                ),
                {"i": p.instansi_id, "p": p.id, "setelah": setelah or str(UUID(int=0)), "n": batas},
            ).scalars()
        )

    def hitung_pegawai(self, instansi_id: UUID) -> int:
        return int(
            self.connection.execute(
                sa.select(sa.func.count()).select_from(t.pegawai).where(t.pegawai.c.instansi_id == instansi_id)
            ).scalar_one()
        )


_TAMBAH_BARIS = sa.text(
    "INSERT INTO baris_impor (pekerjaan_id, instansi_id, lembar, nomor, kunci, pimpinan, penilai, sel)"
    " SELECT :pekerjaan, :instansi, lembar, nomor, kunci, pimpinan, penilai, sel FROM json_to_recordset(CAST(:rows AS json))"
    " AS r(lembar int, nomor int, kunci text, pimpinan boolean, penilai text, sel text)"
)
_TAMBAH_HASIL = sa.text(
    "INSERT INTO hasil_impor (pekerjaan_id, instansi_id, jenis, pindah, peringatan, lembar, baris, isi)"
    " SELECT :pekerjaan, :instansi, jenis, pindah, peringatan, lembar, baris, isi FROM json_to_recordset(CAST(:rows AS json))"
    " AS r(jenis text, pindah boolean, peringatan boolean, lembar text, baris int, isi text)"
)


def sebagai_json(baris: Sequence[object]) -> str:
    """Rows as PostgreSQL reads them from JSON: one parameter however many there are."""
    return msgspec.json.encode(baris).decode()
