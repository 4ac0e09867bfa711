"""Keeping the access log: one row a person and read."""

from __future__ import annotations

import sqlalchemy as sa

from auth.domain.akses import PEMERIKSAAN, SAMA
from shared import persistence
from shared.contracts.akses import Dibaca

_TAMBAH = sa.text(
    """
    INSERT INTO akses_log (orang_id, pada, id, instansi_id, pembaca_id, klien, sebagai, layanan, objek, objek_id, apa, daftar, pemeriksaan, ulang)
    SELECT o.id, :pada, :id, :instansi_id, :pembaca_id, :klien, :sebagai, :layanan, :objek, :objek_id, :apa, :daftar, :pemeriksaan,
           EXISTS (SELECT 1 FROM akses_log l
                    WHERE l.orang_id = o.id AND l.pada > CAST(:pada AS timestamptz) - CAST(:sama AS interval) AND l.pada <= :pada AND NOT l.ulang
                      AND l.pembaca_id IS NOT DISTINCT FROM CAST(:pembaca_id AS uuid) AND l.klien = :klien AND l.sebagai = :sebagai
                      AND l.layanan = :layanan AND l.objek = :objek AND l.objek_id IS NOT DISTINCT FROM CAST(:objek_id AS uuid) AND l.apa = :apa)
      FROM unnest(CAST(:orang AS uuid[])) AS o(id)
    ON CONFLICT DO NOTHING
    """
)


class CatatanAkses(persistence.UnitOfWork):
    """What auth's unit of work can do with the access log."""

    def simpan_dibaca(self, dibaca: Dibaca, layanan: str) -> None:
        """A row for each person; one that repeats what is shown already is marked, and kept. Safe to repeat."""
        for satu in dibaca.kelompok:
            self.connection.execute(
                _TAMBAH,
                {
                    "id": dibaca.id,
                    "instansi_id": dibaca.instansi_id,
                    "pembaca_id": dibaca.pembaca_id,
                    "klien": dibaca.klien,
                    "sebagai": satu.sebagai,
                    "layanan": layanan,
                    "objek": dibaca.objek,
                    "objek_id": dibaca.objek_id,
                    "apa": dibaca.apa,
                    "daftar": dibaca.daftar,
                    "pada": dibaca.pada,
                    "pemeriksaan": satu.sebagai in PEMERIKSAAN,
                    "sama": SAMA,
                    "orang": list(satu.orang),
                },
            )

    def kabarkan_baca(self, dibaca: Dibaca) -> None:
        """auth's own reads need no way round by the broker."""
        self.simpan_dibaca(dibaca, "auth")
