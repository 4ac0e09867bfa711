"""Links to a superior's RHK that came after the document was written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.unit_of_work import UnitOfWork
from skp.adapters import tables as t
from skp.domain.tautan import Tautan

_MENUNGGU = sa.text(
    """
    SELECT count(*) FROM skp s CROSS JOIN LATERAL jsonb_array_elements(s.isi -> 'rhk') r
     WHERE s.penilai_id = :saya AND s.tahun = :tahun AND s.status NOT IN ('dibatalkan', 'ditutup')
       AND r ->> 'jenis' = 'utama' AND r ->> 'rhk_atasan_id' IS NULL AND r ->> 'rhk_atasan_teks' <> ''
       AND NOT EXISTS (SELECT FROM tautan t WHERE t.skp_id = s.id AND t.rhk_id = CAST(r ->> 'id' AS uuid))
       AND EXISTS (SELECT FROM skp a WHERE a.pegawai_id = :saya AND a.tahun = :tahun AND a.status = ANY(:boleh)
                     AND a.mulai <= s.selesai AND a.selesai >= s.mulai AND a.isi -> 'rhk' @> '[{"jenis": "utama"}]')
    """
)


class PenyimpananTautan(UnitOfWork):
    """A unit of work that knows the links that came later."""

    def list_tautan(self, *, skp_id: UUID | None = None, penilai_id: UUID | None = None, tahun: int = 0) -> dict[UUID, Tautan]:
        """By the id of the linked RHK: of one SKP, or of a leader's team in a year."""
        k = t.tautan.c
        syarat = [k.skp_id == skp_id] if skp_id else [k.penilai_id == penilai_id, k.tahun == tahun]
        rows = self.connection.execute(sa.select(t.tautan).where(*syarat)).mappings()
        return {row["rhk_id"]: Tautan(**row) for row in rows}

    def add_tautan(self, tautan: Iterable[Tautan]) -> set[UUID]:
        """Keep links where nobody has decided yet; the ids of the RHK that are linked now."""
        rows = [asdict(satu) for satu in tautan]
        if not rows:
            return set()
        statement = pg.insert(t.tautan).values(rows).on_conflict_do_nothing().returning(t.tautan.c.rhk_id)
        return set(self.connection.execute(statement).scalars())

    def save_tautan(self, tautan: Tautan) -> None:
        """The last decision counts."""
        sisip = pg.insert(t.tautan).values(**asdict(tautan))
        nilai = {n: sisip.excluded[n] for n in ("penilai_id", "rhk_atasan_id", "rhk_atasan_teks", "cara", "pada")}
        self.connection.execute(sisip.on_conflict_do_update(constraint="tautan_pkey", set_=nilai))

    def delete_tautan(self, skp_id: UUID, rhk_id: UUID) -> bool:
        statement = sa.delete(t.tautan).where(t.tautan.c.skp_id == skp_id, t.tautan.c.rhk_id == rhk_id)
        return bool(self.connection.execute(statement).rowcount)

    def drop_tautan_ke(self, penilai_id: UUID, tahun: int, rhk_atasan_ids: Collection[UUID]) -> None:
        """What a leader's revision took out is supported by nobody any more: those RHK wait for a link again."""
        k = t.tautan.c
        self.connection.execute(
            sa.delete(t.tautan).where(k.penilai_id == penilai_id, k.tahun == tahun, k.rhk_atasan_id.in_(rhk_atasan_ids))
        )

    def count_menunggu(self, penilai_id: UUID, tahun: int, boleh_ditaut: Iterable[str]) -> int:
        """How many RHK of a leader's team wait for a link that could be made now."""
        isi = {"saya": penilai_id, "tahun": tahun, "boleh": list(boleh_ditaut)}
        return int(self.connection.execute(_MENUNGGU, isi).scalar_one())
