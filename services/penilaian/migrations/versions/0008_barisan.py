"""Since when an evaluation lies with its evaluator, and the list of what hangs below a leader."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_PARAF = "(SELECT max(r->>'pada') FROM jsonb_array_elements(dokumen->'riwayat') r WHERE r->>'aksi' = 'paraf')"


def upgrade() -> None:
    op.add_column("evaluasi", sa.Column("menunggu_sejak", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE evaluasi SET menunggu_sejak = CAST(CASE"  # noqa: S608 - constants
        f" WHEN menunggu_atasan THEN {_PARAF}"
        " WHEN status IN ('diajukan', 'dinilai') THEN dokumen->>'diajukan_pada'"
        " WHEN status = 'ditetapkan' THEN dokumen->>'ditetapkan_pada'"
        " WHEN status = 'dikembalikan' THEN dokumen->>'dikembalikan_pada' END AS timestamptz)"
    )
    op.create_index("evaluasi_baris_atasan", "evaluasi", ["atasan_penilai_id", "tahun"])


def downgrade() -> None:
    op.drop_index("evaluasi_baris_atasan", "evaluasi")
    op.drop_column("evaluasi", "menunggu_sejak")
