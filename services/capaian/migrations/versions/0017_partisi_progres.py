"""Daily entries lie in one partition a year: a page of one month reads the year's, however many years there are.

A year's partition is made by ``buka_tahun_progres``: here for every year that has an entry or an SKP, later as soon as an SKP of a year is agreed
(``projections.on_skp``), without which nobody writes on a day of it. There is no default partition. The primary key needs the day, so evidence
carries it too and still points to an entry that is there (MATCH FULL).

The rows are moved month by month; nothing else writes the table meanwhile. A downgrade moves them back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_ATURAN = "instansi_id = CAST(NULLIF(NULLIF(current_setting('app.instansi', true), '*'), '') AS uuid) OR current_setting('app.instansi', true) = '*'"
_RLS = (
    "ALTER TABLE {nama} ENABLE ROW LEVEL SECURITY; ALTER TABLE {nama} FORCE ROW LEVEL SECURITY;"
    f"CREATE POLICY per_instansi ON {{nama}} USING ({_ATURAN}) WITH CHECK ({_ATURAN})"
)
_BUKA_TAHUN = f"""
CREATE FUNCTION buka_tahun_progres(tahun integer) RETURNS void LANGUAGE plpgsql AS $buka$
DECLARE nama text := 'progres_harian_' || tahun;
BEGIN
    IF to_regclass(nama) IS NOT NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(7699004);
    IF to_regclass(nama) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE progres_harian INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', nama);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', nama);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', nama);
    EXECUTE format($aturan$CREATE POLICY per_instansi ON %I USING ({_ATURAN}) WITH CHECK ({_ATURAN})$aturan$, nama);
    EXECUTE format('ALTER TABLE progres_harian ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   nama, make_date(tahun, 1, 1), make_date(tahun + 1, 1, 1));
END $buka$
"""
_ISI_TANGGAL = """
CREATE FUNCTION isi_tanggal_bukti() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.progres_id IS NOT NULL AND NEW.progres_tanggal IS NULL THEN
        SELECT tanggal INTO NEW.progres_tanggal FROM progres_harian WHERE id = NEW.progres_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bukti_isi_tanggal BEFORE INSERT ON bukti FOR EACH ROW EXECUTE FUNCTION isi_tanggal_bukti()
"""
"""For the code before this migration, which does not name the day."""
_INDEKS = (
    "CREATE INDEX progres_pegawai ON progres_harian (pegawai_id, tanggal, id)",
    "CREATE INDEX progres_skp ON progres_harian (skp_id, tanggal)",
    "CREATE INDEX progres_rencana ON progres_harian (rencana_aksi_id) WHERE rencana_aksi_id IS NOT NULL",
    "ALTER TABLE progres_harian ADD CONSTRAINT progres_rencana_aksi FOREIGN KEY (rencana_aksi_id) REFERENCES rencana_aksi (id) ON DELETE SET NULL",
)
_TAHUN = """
SELECT DISTINCT tahun FROM (
    SELECT extract(year FROM tanggal)::int AS tahun FROM progres_lama
    UNION ALL SELECT generate_series(extract(year FROM mulai)::int, extract(year FROM selesai)::int) FROM skp_view
    UNION ALL SELECT extract(year FROM now())::int + n FROM generate_series(0, 1) n
) semua ORDER BY tahun
"""


def _singkirkan() -> None:
    """The table as it is steps aside, with the names of its indexes."""
    op.execute("SELECT set_config('app.instansi', '*', true)")
    op.execute("LOCK TABLE progres_harian, bukti IN ACCESS EXCLUSIVE MODE")
    op.execute("ALTER TABLE progres_harian DROP CONSTRAINT progres_rencana_aksi")
    op.execute("DROP INDEX progres_pegawai; DROP INDEX progres_skp; DROP INDEX progres_rencana")
    op.execute("ALTER TABLE progres_harian RENAME TO progres_lama")
    op.execute("ALTER INDEX progres_harian_pkey RENAME TO progres_lama_pkey")


def _pindahkan() -> None:
    """One statement a month, so that none comes near the statement timeout."""
    connection = op.get_bind()
    kolom = [k["name"] for k in sa.inspect(connection).get_columns("progres_lama")]
    nama = ", ".join(kolom)
    bulan = connection.execute(sa.text("SELECT DISTINCT date_trunc('month', tanggal)::date FROM progres_lama ORDER BY 1")).scalars().all()
    for awal in bulan:
        op.execute(
            sa.text(
                f"INSERT INTO progres_harian ({nama}) SELECT {nama} FROM progres_lama"  # noqa: S608 - names of our own columns
                " WHERE tanggal >= :awal AND tanggal < :awal + interval '1 month'"
            ).bindparams(sa.bindparam("awal", awal, sa.Date))
        )
    lama, baru = (connection.execute(sa.text(f"SELECT count(*) FROM {t}")).scalar_one() for t in ("progres_lama", "progres_harian"))  # noqa: S608
    if lama != baru:
        raise RuntimeError(f"{lama} daily entries before the move, {baru} after it")


def upgrade() -> None:
    _singkirkan()
    op.execute("ALTER TABLE bukti DROP CONSTRAINT bukti_progres_id_fkey")
    op.execute("CREATE TABLE progres_harian (LIKE progres_lama INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (tanggal)")
    op.execute(_RLS.format(nama="progres_harian"))
    op.execute(_BUKA_TAHUN)
    for tahun in op.get_bind().execute(sa.text(_TAHUN)).scalars().all():
        op.execute(f"SELECT buka_tahun_progres({tahun})")
    _pindahkan()
    op.execute("ALTER TABLE progres_harian ADD CONSTRAINT progres_harian_pkey PRIMARY KEY (id, tanggal)")
    for perintah in _INDEKS:
        op.execute(perintah)
    op.execute("ALTER TABLE bukti ADD COLUMN progres_tanggal date")
    op.execute("UPDATE bukti SET progres_tanggal = p.tanggal FROM progres_harian p WHERE p.id = bukti.progres_id")
    op.execute(
        "ALTER TABLE bukti ADD CONSTRAINT bukti_progres FOREIGN KEY (progres_id, progres_tanggal)"
        " REFERENCES progres_harian (id, tanggal) MATCH FULL"
    )
    op.execute(_ISI_TANGGAL)
    op.execute("DROP TABLE progres_lama")


def downgrade() -> None:
    op.execute("DROP TRIGGER bukti_isi_tanggal ON bukti; DROP FUNCTION isi_tanggal_bukti()")
    op.execute("ALTER TABLE bukti DROP CONSTRAINT bukti_progres")
    _singkirkan()
    op.execute("CREATE TABLE progres_harian (LIKE progres_lama INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    op.execute(_RLS.format(nama="progres_harian"))
    _pindahkan()
    op.execute("ALTER TABLE progres_harian ADD CONSTRAINT progres_harian_pkey PRIMARY KEY (id)")
    for perintah in _INDEKS:
        op.execute(perintah)
    op.execute("ALTER TABLE bukti DROP COLUMN progres_tanggal")
    op.execute("ALTER TABLE bukti ADD CONSTRAINT bukti_progres_id_fkey FOREIGN KEY (progres_id) REFERENCES progres_harian (id)")
    op.execute("DROP TABLE progres_lama")
    op.execute("DROP FUNCTION buka_tahun_progres(integer)")
