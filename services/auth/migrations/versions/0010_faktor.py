"""Second factors, passkeys, e-mail addresses, and how a forgotten password comes back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0010"
down_revision = "0009"

Moment = sa.DateTime(timezone=True)


def _milik(*, pegawai: bool = True) -> list[sa.Column | sa.ForeignKeyConstraint]:
    """The columns that say whose a row is."""
    kolom = [sa.Column("instansi_id", sa.Uuid(), nullable=False), sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"])]
    if pegawai:
        kolom += [sa.Column("pegawai_id", sa.Uuid(), nullable=False), sa.ForeignKeyConstraint(["pegawai_id"], ["pegawai.id"])]
    return kolom


def upgrade() -> None:
    _faktor()
    _surel()
    op.create_table(
        "permintaan_atur_ulang",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_milik(),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("keadaan", sa.Text(), nullable=False),
        sa.Column("diminta_oleh", sa.Uuid(), nullable=False),
        sa.Column("diminta_pada", Moment, nullable=False),
        sa.Column("kedaluwarsa_pada", Moment, nullable=False),
        sa.Column("diputus_oleh", sa.Uuid(), nullable=True),
        sa.Column("diputus_pada", Moment, nullable=True),
        sa.Column("selesai_pada", Moment, nullable=True),
        sa.ForeignKeyConstraint(["diminta_oleh"], ["pegawai.id"]),
        sa.ForeignKeyConstraint(["diputus_oleh"], ["pegawai.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("permintaan_atur_ulang_instansi", "permintaan_atur_ulang", ["instansi_id", "diminta_pada"], unique=False)
    op.create_index("permintaan_atur_ulang_pegawai", "permintaan_atur_ulang", ["pegawai_id"], unique=False)
    enable_row_level_security(
        "faktor_totp", "kode_pemulihan", "passkey", "langkah_masuk", "kebijakan_faktor", "surel", "tautan_surel", "surel_keluar",
        "permintaan_atur_ulang",
    )  # fmt: skip


def _faktor() -> None:
    op.create_table(
        "faktor_totp",
        *_milik(),
        sa.Column("rahasia_tersandi", sa.LargeBinary(), nullable=False),
        sa.Column("dibuat_pada", Moment, nullable=False),
        sa.Column("langkah_terakhir", sa.BigInteger(), nullable=False),
        sa.Column("hangus", pg.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
        sa.Column("gagal", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gagal_sejak", Moment, nullable=True),
        sa.PrimaryKeyConstraint("pegawai_id"),
    )
    op.create_table(
        "kode_pemulihan",
        *_milik(),
        sa.Column("sidik", sa.LargeBinary(), nullable=False),
        sa.Column("dibuat_pada", Moment, nullable=False),
        sa.Column("dipakai_pada", Moment, nullable=True),
        sa.PrimaryKeyConstraint("pegawai_id", "sidik"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_milik(),
        sa.Column("kredensial_id", sa.LargeBinary(), nullable=False),
        sa.Column("kunci_publik", sa.LargeBinary(), nullable=False),
        sa.Column("hitungan", sa.BigInteger(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("tersalin", sa.Boolean(), nullable=False),
        sa.Column("dibuat_pada", Moment, nullable=False),
        sa.Column("dipakai_pada", Moment, nullable=True),
        sa.Column("dicurigai_pada", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kredensial_id"),
    )
    op.create_index("passkey_pegawai", "passkey", ["pegawai_id", "dibuat_pada"], unique=False)
    op.create_table(
        "langkah_masuk",
        sa.Column("sidik", sa.LargeBinary(), nullable=False),
        *_milik(),
        sa.Column("dibuat_pada", Moment, nullable=False),
        sa.Column("kedaluwarsa_pada", Moment, nullable=False),
        sa.PrimaryKeyConstraint("sidik"),
    )
    op.create_index("langkah_masuk_pegawai", "langkah_masuk", ["pegawai_id"], unique=False)
    op.create_index("langkah_masuk_kedaluwarsa", "langkah_masuk", ["kedaluwarsa_pada"], unique=False)
    op.create_table(
        "tantangan",
        sa.Column("sidik", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("kedaluwarsa_pada", Moment, nullable=False),
        sa.PrimaryKeyConstraint("sidik"),
    )
    op.create_index("tantangan_kedaluwarsa", "tantangan", ["kedaluwarsa_pada"], unique=False)
    op.create_table(
        "kebijakan_faktor",
        *_milik(pegawai=False),
        sa.Column("peran", pg.ARRAY(sa.Text()), nullable=False),
        sa.Column("diubah_oleh", sa.Uuid(), nullable=True),
        sa.Column("diubah_pada", Moment, nullable=False),
        sa.PrimaryKeyConstraint("instansi_id"),
    )


def _surel() -> None:
    op.create_table(
        "surel",
        *_milik(),
        sa.Column("alamat", sa.Text(), nullable=True),
        sa.Column("dikukuhkan_pada", Moment, nullable=True),
        sa.Column("calon", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pegawai_id"),
    )
    op.create_table(
        "tautan_surel",
        sa.Column("sidik", sa.LargeBinary(), nullable=False),
        *_milik(),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("alamat", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", Moment, nullable=False),
        sa.Column("kedaluwarsa_pada", Moment, nullable=False),
        sa.PrimaryKeyConstraint("sidik"),
    )
    op.create_index("tautan_surel_pegawai", "tautan_surel", ["pegawai_id"], unique=False)
    op.create_index("tautan_surel_kedaluwarsa", "tautan_surel", ["kedaluwarsa_pada"], unique=False)
    op.create_table(
        "surel_keluar",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_milik(),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("surat_tersandi", sa.LargeBinary(), nullable=False),
        sa.Column("dibuat_pada", Moment, nullable=False),
        sa.Column("kedaluwarsa_pada", Moment, nullable=False),
        sa.Column("coba_lagi_pada", Moment, nullable=True),
        sa.Column("percobaan", sa.Integer(), server_default="0", nullable=False),
        sa.Column("terkirim_pada", Moment, nullable=True),
        sa.Column("sebab", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "surel_keluar_menunggu", "surel_keluar", ["coba_lagi_pada"], unique=False, postgresql_where=sa.text("coba_lagi_pada IS NOT NULL")
    )
    op.create_index("surel_keluar_dibuat", "surel_keluar", ["dibuat_pada"], unique=False)
    op.create_table(
        "lupa_sandi",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("nama_akun", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
