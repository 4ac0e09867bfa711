"""The tables of the audit trail, the same in every service's database. They only ever grow: the database refuses everything but INSERT.

``jejak`` is under row-level security like every table with people in it; blocks, heads, cuts and keys hold hashes and counts alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

_Moment = sa.DateTime(timezone=True)


def audit_trail(metadata: sa.MetaData) -> None:
    """Add jejak, jejak_blok, jejak_kepala, jejak_potong and jejak_kunci to a service's metadata."""
    sa.Table(
        "jejak",
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("zaman", sa.Integer, nullable=False),
        sa.Column("transaksi", sa.BigInteger, nullable=False, server_default=sa.text("CAST(CAST(pg_current_xact_id() AS text) AS bigint)")),
        sa.Column("pada", _Moment, nullable=False, server_default=sa.func.clock_timestamp()),
        sa.Column("instansi_id", sa.Uuid),
        sa.Column("pelaku_id", sa.Uuid),
        sa.Column("sebagai", sa.Text, nullable=False),
        sa.Column("sesi", sa.Text, nullable=False),
        sa.Column("klien", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("alamat", sa.Text, nullable=False),
        sa.Column("aksi", sa.Text, nullable=False),
        sa.Column("objek", sa.Text, nullable=False),
        sa.Column("objek_id", sa.Text),
        sa.Column("orang", pg.ARRAY(sa.Uuid), nullable=False),
        sa.Column("rincian", pg.JSONB, nullable=False),
        sa.Index("jejak_rantai", "zaman", "transaksi", "id"),
        sa.Index("jejak_instansi", "instansi_id", "pada", "id"),
        sa.Index("jejak_orang", "orang", postgresql_using="gin"),
        sa.Index("jejak_pelaku", "pelaku_id", "pada", "id"),
        sa.Index("jejak_objek", "objek_id", "pada", "id"),
    )
    sa.Table(
        "jejak_blok",
        metadata,
        sa.Column("nomor", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("pada", _Moment, nullable=False),
        sa.Column("zaman", sa.Integer, nullable=False),
        sa.Column("transaksi", sa.BigInteger, nullable=False),
        sa.Column("baris_akhir", sa.BigInteger, nullable=False),
        sa.Column("jumlah", sa.Integer, nullable=False),
        sa.Column("id_baris", pg.ARRAY(sa.BigInteger), nullable=False),
        sa.Column("hash_baris", sa.LargeBinary, nullable=False),
        sa.Column("hash_isi", sa.Text, nullable=False),
        sa.Column("hash_sebelum", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("kid", sa.Text, nullable=False),
        sa.Column("tanda_tangan", sa.LargeBinary, nullable=False),
        sa.Index("jejak_blok_pada", "pada"),
    )
    sa.Table(
        "jejak_kepala",
        metadata,
        sa.Column("hari", sa.Date, primary_key=True),
        sa.Column("nomor", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("diumumkan_pada", _Moment, nullable=False),
    )
    sa.Table(
        "jejak_potong",
        metadata,
        sa.Column("sampai_blok", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("pada", _Moment, nullable=False),
        sa.Column("zaman", sa.Integer, nullable=False),
        sa.Column("transaksi", sa.BigInteger, nullable=False),
        sa.Column("baris_akhir", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("jumlah", sa.BigInteger, nullable=False),
        sa.Column("dasar", sa.Text, nullable=False),
        sa.Column("kid", sa.Text, nullable=False),
        sa.Column("tanda_tangan", sa.LargeBinary, nullable=False),
    )
    sa.Table(
        "jejak_kunci",
        metadata,
        sa.Column("kid", sa.Text, primary_key=True),
        sa.Column("publik", sa.LargeBinary, nullable=False),
        sa.Column("sejak", _Moment, nullable=False),
    )


GUARDS = """
CREATE FUNCTION jejak_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail only grows: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE FUNCTION jejak_hanya_terpotong() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM jejak_potong p WHERE (OLD.zaman, OLD.transaksi, OLD.id) <= (p.zaman, p.transaksi, p.baris_akhir)) THEN
    RAISE EXCEPTION 'the audit trail only grows: row % is behind no signed cut', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER jejak_tetap BEFORE UPDATE OR TRUNCATE ON jejak FOR EACH STATEMENT EXECUTE FUNCTION jejak_tetap();
CREATE TRIGGER jejak_hanya_terpotong BEFORE DELETE ON jejak FOR EACH ROW EXECUTE FUNCTION jejak_hanya_terpotong();
CREATE TRIGGER jejak_tetap BEFORE UPDATE OR DELETE OR TRUNCATE ON jejak_blok FOR EACH STATEMENT EXECUTE FUNCTION jejak_tetap();
CREATE TRIGGER jejak_tetap BEFORE UPDATE OR DELETE OR TRUNCATE ON jejak_kepala FOR EACH STATEMENT EXECUTE FUNCTION jejak_tetap();
CREATE TRIGGER jejak_tetap BEFORE UPDATE OR DELETE OR TRUNCATE ON jejak_potong FOR EACH STATEMENT EXECUTE FUNCTION jejak_tetap();
CREATE TRIGGER jejak_tetap BEFORE UPDATE OR DELETE OR TRUNCATE ON jejak_kunci FOR EACH STATEMENT EXECUTE FUNCTION jejak_tetap();
REVOKE UPDATE, TRUNCATE ON jejak FROM PUBLIC, CURRENT_USER;
REVOKE UPDATE, DELETE, TRUNCATE ON jejak_blok, jejak_kepala, jejak_potong, jejak_kunci FROM PUBLIC, CURRENT_USER;
"""
"""What refuses changes: the owner's rights are taken away, and triggers hold against whoever gives them back. A superuser can lift both; the chain finds him."""
