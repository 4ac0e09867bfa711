"""The chain: nothing is skipped, nobody waits for it, and whatever a superuser does to it afterwards is found and named."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from toy import KABUPATEN, KOTA, MIGRATIONS, Toy, wait_until

from native.postgres import PostgresServer
from shared.cli import make_cli
from shared.contracts.jejak import KepalaHari
from shared.jejak import perantai
from shared.jejak.ekspor import jwk
from shared.jejak.perantai import JejakRusak, Perantai
from shared.jejak.segel import Segel
from shared.messaging.envelope import decode
from shared.persistence import UnitOfWork

VERIFIER = Path(__file__).parents[3] / "deploy/contoh/periksa_jejak.py"


@dataclass
class Trail:
    """The toy's trail, its chainer, its command line, and the server's superuser."""

    toy: Toy
    server: PostgresServer
    folder: Path

    @property
    def segel(self) -> Segel:
        return Segel(self.toy.settings.secret_key, self.toy.name)

    def chainer(self, *, batch: int = 3, now: Callable[[], datetime] = perantai.machine_time, zaman: int = 0) -> Perantai:
        self.settle()
        return Perantai(self.toy.unit, self.segel, zaman=zaman, batch=batch, now=now)

    def settle(self) -> None:
        """Wait for what is under way in other databases and in autovacuum: a snapshot counts their transactions too, and the chainer with it."""
        database = sa.make_url(self.toy.url).database
        with psycopg.connect(self.server.admin_url, autocommit=True) as admin:
            reached = admin.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchall()
            older = (
                "SELECT pid FROM pg_stat_activity WHERE backend_xid::text::bigint < %s"
                " AND (datname IS DISTINCT FROM %s OR backend_type <> 'client backend')"
            )
            wait_until(lambda: not admin.execute(older, (reached[0][0], database)).fetchall(), "older transactions of others at their end")

    def record(self, count: int = 1, *, instansi: object = KOTA, zaman: int = 0) -> None:
        for number in range(count):
            with UnitOfWork(self.toy.database, service=self.toy.name, instansi=str(instansi), actor=str(uuid4()), epoch=zaman) as uow:
                uow.catat("uji.ubah", objek="uji", objek_id=number, orang=[uuid4()], rincian={"sebelum": "é", "sesudah": number})

    def chain(self, **how: object) -> Perantai:
        chainer = self.chainer(**how)  # type: ignore[arg-type]
        while chainer.chain_once():
            pass
        return chainer

    def run(self, *arguments: str) -> Result:
        cli = make_cli(lambda: self.toy.settings, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=self.toy.handlers)
        return CliRunner().invoke(cli, arguments)

    def check(self, *arguments: str) -> str:
        """What periksa-jejak says of a trail that is whole."""
        result = self.run("periksa-jejak", *arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def fault(self, *arguments: str) -> str:
        """The first fault that periksa-jejak names."""
        result = self.run("periksa-jejak", *arguments)
        assert result.exit_code == 1, result.output
        return result.output.splitlines()[0].removeprefix(f"{self.toy.name}: jejak RUSAK: ")

    def superuser(self, *statements: str) -> None:
        """Whatever they say, past triggers and rights."""
        url = self.server.admin_url.removesuffix("/postgres") + f"/{sa.make_url(self.toy.url).database}"
        with psycopg.connect(url) as admin:
            admin.execute("SET session_replication_role = replica")
            for statement in statements:
                admin.execute(statement)  # type: ignore[call-overload]

    def verify(self, export: Path, *arguments: str, keys: Path | None = None) -> subprocess.CompletedProcess[str]:
        """The auditor's own program, in a process of its own, with public keys only."""
        keys = keys or self.keys()
        return subprocess.run(
            [sys.executable, "-I", str(VERIFIER), str(export), "--kunci", str(keys), *arguments],
            capture_output=True,
            text=True,
            check=False,
        )

    def keys(self) -> Path:
        path = self.folder / "jejak.json"
        path.write_text(json.dumps({"layanan": self.toy.name, "keys": [jwk(self.segel.publik, self.segel.kid)]}))
        return path

    def export(self, *arguments: str) -> Path:
        path = self.folder / "ekspor.jsonl"
        result = self.run("ekspor-jejak", "--ke", str(path), *arguments)
        assert result.exit_code == 0, result.output
        return path


@pytest.fixture
def trail(toy: Toy, postgres: PostgresServer, tmp_path: Path) -> Trail:
    return Trail(toy, postgres, tmp_path)


@pytest.fixture
def chained(trail: Trail) -> Trail:
    """Ten rows in four blocks of three: 1-3, 4-6, 7-9, 10."""
    trail.record(10)
    trail.chain()
    return trail


@contextmanager
def open_writer(trail: Trail) -> Iterator[UnitOfWork]:
    """A transaction that has written its row and does not end yet."""
    uow = UnitOfWork(trail.toy.database, service=trail.toy.name, instansi=str(KOTA), actor="")
    with uow:
        uow.catat("uji.lambat", objek="uji", objek_id="lambat")
        uow.flush_events()
        yield uow


# ---- chaining


def test_a_whole_trail_is_told_with_its_counts(chained: Trail) -> None:
    chained.record(2)

    assert "jejak utuh: 4 blok, 10 baris; 2 baris menunggu dirantai" in chained.check()


def test_an_empty_trail_is_whole(trail: Trail) -> None:
    assert "jejak utuh: 0 blok, 0 baris" in trail.check()


def test_a_row_that_becomes_visible_late_is_chained_after_those_that_overtook_it(trail: Trail) -> None:
    """Its number is the smallest, its transaction the last to end."""
    with open_writer(trail):
        trail.record(3)
        assert trail.chain(batch=10).chain_once() == 0, "rows behind an unfinished transaction wait"
    trail.record(1)
    trail.chain(batch=10)

    assert "5 baris\n" in trail.check()
    assert trail.toy.value("SELECT id_baris FROM jejak_blok") == [1, 2, 3, 4, 5]


def test_rows_of_a_transaction_older_than_the_last_block_are_never_skipped(trail: Trail) -> None:
    """The slow one begins after the first block's rows and ends after the second's: no block may overtake it."""
    trail.record(2)
    trail.chain()
    with open_writer(trail):
        trail.record(2)
        trail.chain()
    trail.record(2)
    trail.chain()

    assert "7 baris\n" in trail.check()


def test_a_long_transaction_is_cut_between_rows_and_nothing_is_lost(trail: Trail) -> None:
    with trail.toy.unit(KOTA) as uow:
        for number in range(10):
            uow.catat("uji.impor", objek="uji", objek_id=number)
    trail.chain(batch=4)

    assert "3 blok, 10 baris\n" in trail.check()


def test_concurrent_writers_lose_no_row_and_never_wait_for_the_chainer(trail: Trail) -> None:
    stop = threading.Event()
    chainer = threading.Thread(target=trail.chainer(batch=7).run, args=(stop,))
    writers = [threading.Thread(target=trail.record, args=(60,)) for _ in range(4)]
    for thread in (chainer, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    try:
        wait_until(lambda: trail.toy.value("SELECT COALESCE(sum(jumlah), 0) FROM jejak_blok") == 240, "all rows chained")
    finally:
        stop.set()
        chainer.join()

    assert "240 baris\n" in trail.check()


def test_a_writer_commits_while_the_chainer_stands_in_the_middle_of_its_work(trail: Trail) -> None:
    trail.record(1)
    with trail.toy.unit() as holding:
        holding.connection.execute(sa.text("SELECT pg_advisory_xact_lock(:id)"), {"id": perantai._LOCK_ID})
        holding.connection.execute(sa.text("SELECT * FROM jejak"))
        trail.record(5)
        assert trail.chain().chain_once() == 0, "one chainer at a time"

    trail.chain()
    assert "6 baris\n" in trail.check()


def test_a_killed_chainer_leaves_no_half_block_and_the_next_one_goes_on(trail: Trail) -> None:
    trail.record(8)
    trail.chainer().chain_once()
    killed = trail.chainer()
    show = killed._show_key

    def die(connection: sa.Connection) -> None:
        show(connection)
        connection.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

    killed._show_key = die  # type: ignore[method-assign]
    with pytest.raises(sa.exc.OperationalError):
        killed.chain_once()
    assert "1 blok, 3 baris; 5 baris menunggu" in trail.check()

    trail.chain()
    assert "3 blok, 8 baris\n" in trail.check()


def test_after_a_restore_with_a_raised_epoch_the_chain_goes_on(chained: Trail) -> None:
    """In the new server transactions are numbered from the beginning: rows as they stood there have numbers of the future."""
    chained.superuser("UPDATE jejak SET transaksi = transaksi + 1000000000", "UPDATE jejak_blok SET transaksi = transaksi + 1000000000")
    chained.superuser("DELETE FROM jejak_blok")
    chained.superuser("DELETE FROM jejak_kunci")
    chained.record(2, zaman=1)
    chained.chain(batch=20, zaman=1)

    assert chained.toy.value("SELECT id_baris FROM jejak_blok") == list(range(1, 13))
    assert "1 blok, 12 baris\n" in chained.check()


def test_a_restore_without_raising_the_epoch_is_refused_before_anything_is_spoilt(chained: Trail) -> None:
    chained.superuser("UPDATE jejak SET transaksi = transaksi + 1000000000")

    with pytest.raises(JejakRusak, match="raise its epoch above 0"):
        chained.chainer().chain_once()
    result = chained.run("siapkan")
    assert result.exit_code == 1
    assert "_EPOCH: this database was restored" in result.output


# ---- what a superuser does


INSERTED = (
    "INSERT INTO jejak OVERRIDING SYSTEM VALUE SELECT 99, {}, transaksi, pada, instansi_id, pelaku_id, sebagai, sesi, klien, request_id,"
    " alamat, aksi, objek, objek_id, orang, rincian FROM jejak WHERE id = 5"
)
TAMPERINGS = {
    "a changed column": (["UPDATE jejak SET aksi = 'uji.baca' WHERE id = 5"], "baris 5 diubah (blok 2)"),
    "a changed detail": (["""UPDATE jejak SET rincian = '{"sebelum": "é", "sesudah": 9}' WHERE id = 5"""], "baris 5 diubah (blok 2)"),
    "a number that is no integer": (["UPDATE jejak SET rincian = '{\"sesudah\": 1e400}' WHERE id = 5"], "baris 5 diubah (blok 2)"),
    "another time": (["UPDATE jejak SET pada = pada - interval '1 microsecond' WHERE id = 2"], "baris 2 diubah (blok 1)"),
    "another person": (["UPDATE jejak SET orang = '{}' WHERE id = 9"], "baris 9 diubah (blok 3)"),
    "another instansi": (["UPDATE jejak SET instansi_id = NULL WHERE id = 7"], "baris 7 diubah (blok 3)"),
    "a removed row": (["DELETE FROM jejak WHERE id = 4"], "baris 4 hilang (blok 2)"),
    "the last row removed": (["DELETE FROM jejak WHERE id = 10"], "baris 10 hilang (blok 4)"),
    "two rows swapped": (
        ["UPDATE jejak SET id = -1 WHERE id = 2", "UPDATE jejak SET id = 2 WHERE id = 3", "UPDATE jejak SET id = 3 WHERE id = -1"],
        "baris 2 diubah (blok 1)",
    ),
    "a row moved behind the end": (["UPDATE jejak SET transaksi = transaksi + 100000 WHERE id = 6"], "baris 6 dipindahkan (blok 2)"),
    "an inserted row": (
        [
            INSERTED.format("zaman")
        ],
        "baris 99 disisipkan (blok 2)",
    ),
    "a row before the first": (
        [
            INSERTED.format("-5")
        ],
        "baris 99 disisipkan (blok 1)",
    ),
    "a double without the primary key": (
        ["ALTER TABLE jejak DROP CONSTRAINT jejak_pkey", "INSERT INTO jejak OVERRIDING SYSTEM VALUE SELECT * FROM jejak WHERE id = 5"],
        "baris 5 ada dua kali (blok 2)",
    ),
    "a removed block": (["DELETE FROM jejak_blok WHERE nomor = 2"], "blok 2 hilang (berikutnya 3)"),
    "the first block removed": (["DELETE FROM jejak_blok WHERE nomor = 1"], "blok 1 hilang (berikutnya 2)"),
    "all blocks removed": (["DELETE FROM jejak_blok"], "tidak ada satu blok pun, padahal rantai ini pernah ditandatangani"),
    "a row list without its row": (
        ["DELETE FROM jejak WHERE id = 6", "UPDATE jejak_blok SET id_baris = '{4,5}', jumlah = 2 WHERE nomor = 2"],
        "blok 2: jumlah barisnya tidak sesuai",
    ),
    "a changed row hash": (["UPDATE jejak_blok SET hash_baris = overlay(hash_baris PLACING '\\x00' FROM 1) WHERE nomor = 2"], "blok 2: daftar barisnya diubah"),
    "a changed block time": (["UPDATE jejak_blok SET pada = pada - interval '1 day' WHERE nomor = 3"], "blok 3: kepalanya diubah"),
    "a signature of another block": (
        ["UPDATE jejak_blok SET tanda_tangan = (SELECT tanda_tangan FROM jejak_blok WHERE nomor = 1) WHERE nomor = 3"],
        "blok 3: tanda tangannya palsu",
    ),
    "a renumbered chain": (["DELETE FROM jejak_blok WHERE nomor = 2", "UPDATE jejak_blok SET nomor = nomor - 1 WHERE nomor > 2"], "blok 2 tidak menyambung"),
}  # fmt: skip


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_a_superuser_does_is_found_and_named(chained: Trail, tampering: str) -> None:
    statements, expected = TAMPERINGS[tampering]
    chained.check()
    chained.superuser(*statements)

    assert chained.fault().startswith(expected)


def rechain(trail: Trail, secret: str) -> None:
    """Change row 5 and write all blocks anew, signed with the key of another secret, which is put in the place of the first."""
    trail.superuser(
        "UPDATE jejak SET aksi = 'uji.baca' WHERE id = 5", "DELETE FROM jejak_blok", "DELETE FROM jejak_kunci", "DELETE FROM jejak_kepala"
    )
    trail.settle()
    forger = Perantai(trail.toy.unit, Segel(secret, trail.toy.name), zaman=0, batch=3)
    while forger.chain_once():
        pass


def test_a_chain_written_anew_by_somebody_without_the_secret_is_found(chained: Trail) -> None:
    rechain(chained, "another secret that is long enough for all")

    assert "blok 1: ditandatangani kunci" in chained.fault()


def test_a_chain_written_anew_by_somebody_with_the_secret_is_found_by_the_witness(trail: Trail) -> None:
    trail.record(10)
    yesterday = perantai.machine_time() - timedelta(days=1)
    trail.chain(now=lambda: yesterday)
    trail.chainer().announce_heads()
    (body,) = [row.body for row in trail.toy.rows("SELECT body FROM outbox")]
    kept = trail.folder / "saksi.jsonl"
    kept.write_bytes(bytes(body) + b"\nnothing of this kind\n")
    assert "1 kepala saksi" in trail.check("--saksi", str(kept))

    rechain(trail, trail.toy.settings.secret_key)

    trail.check()
    assert "bukan yang disimpan saksi" in trail.fault("--saksi", str(kept))


def test_a_shortened_chain_is_found_by_the_witness_and_by_the_announced_heads(trail: Trail) -> None:
    trail.record(10)
    yesterday = perantai.machine_time() - timedelta(days=1)
    trail.chain(now=lambda: yesterday)
    trail.chainer().announce_heads()
    (body,) = [row.body for row in trail.toy.rows("SELECT body FROM outbox")]
    kept = trail.folder / "saksi.jsonl"
    kept.write_bytes(bytes(body))
    trail.superuser("DELETE FROM jejak WHERE id > 6", "DELETE FROM jejak_blok WHERE nomor > 2")

    assert "kepala hari" in trail.fault()
    trail.superuser("DELETE FROM jejak_kepala")
    trail.check()
    assert "blok 4, yang disimpan saksi, tidak ada lagi" in trail.fault("--saksi", str(kept))


def test_the_chainer_does_not_go_on_from_a_block_that_it_did_not_write(chained: Trail) -> None:
    chainer = chained.chain()
    chained.superuser("DELETE FROM jejak_blok WHERE nomor = 4", "UPDATE jejak SET aksi = 'uji.baca' WHERE id = 10")
    chained.record(1)

    with pytest.raises(JejakRusak, match="block 4 was removed or replaced"):
        chainer.chain_once()


def test_a_chainer_that_starts_anew_does_not_go_on_from_a_forged_block(chained: Trail) -> None:
    chained.superuser("UPDATE jejak_blok SET pada = pada - interval '1 day' WHERE nomor = 4")
    chained.record(1)

    with pytest.raises(JejakRusak, match="block 4: kepalanya diubah"):
        chained.chainer().chain_once()


def test_the_log_of_the_worker_is_a_witness_too(chained: Trail) -> None:
    kept = chained.folder / "log.jsonl"
    last = chained.toy.rows("SELECT nomor, hash FROM jejak_blok ORDER BY nomor DESC")[0]
    line = {"event": "audit_block", "layanan": chained.toy.name, "nomor": last.nomor, "hash": last.hash}
    kept.write_text("worker-1  | " + json.dumps(line) + "\n")
    chained.check("--saksi", str(kept))
    chained.superuser("DELETE FROM jejak WHERE id = 10", "DELETE FROM jejak_blok WHERE nomor = 4")

    assert "blok 4, yang disimpan saksi, tidak ada lagi" in chained.fault("--saksi", str(kept))


def test_a_file_that_holds_no_head_of_this_service_is_no_witness(chained: Trail) -> None:
    kept = chained.folder / "kosong.jsonl"
    kept.write_text("{}\n")

    result = chained.run("periksa-jejak", "--saksi", str(kept))
    assert (result.exit_code, "tidak ada kepala rantai" in result.output) == (1, True)


def test_after_the_secret_was_changed_the_old_public_key_is_given_by_hand(chained: Trail) -> None:
    keys = chained.keys()
    object.__setattr__(chained.toy.settings, "secret_key", "a new secret, as long as the one before it")
    chained.record(2)
    chained.chain()

    assert "yang tidak dikenal" in chained.fault()
    assert "5 blok, 12 baris\n" in chained.check("--kunci", str(keys))


# ---- heads of days


def test_the_head_of_each_finished_day_is_told_once_to_every_instansi(trail: Trail) -> None:
    day = datetime(2026, 3, 2, 12, tzinfo=UTC)
    for offset in (0, 1):
        trail.record(2)
        trail.record(1, instansi=KABUPATEN)
        trail.chain(now=lambda offset=offset: day + timedelta(days=offset))  # type: ignore[misc]

    midnight = trail.chainer(now=lambda: datetime(2026, 3, 4, 0, 0, 1, tzinfo=UTC))
    trail.chainer(now=lambda: datetime(2026, 3, 3, 23, 59, 59, tzinfo=UTC)).announce_heads()
    assert [row.hari for row in trail.toy.rows("SELECT hari FROM jejak_kepala")] == [date(2026, 3, 2)]
    midnight.announce_heads()
    assert midnight.announce_heads() == []

    heads = [decode(bytes(row.body)).event() for row in trail.toy.rows("SELECT body FROM outbox ORDER BY id")]
    assert {(h.hari, h.nomor, h.instansi_id) for h in heads if isinstance(h, KepalaHari)} == {
        (date(2026, 3, day), nomor, instansi) for day, nomor in ((2, 1), (3, 2)) for instansi in (KOTA, KABUPATEN)
    }


# ---- exports


def test_an_export_is_verified_offline_with_the_public_key_alone(chained: Trail) -> None:
    result = chained.verify(chained.export())

    assert (result.returncode, result.stderr) == (0, "")
    assert "utuh: 4 blok, 10 baris" in result.stdout


def test_an_export_says_in_the_trail_that_it_was_made(chained: Trail) -> None:
    chained.export()

    assert chained.toy.value("SELECT count(*) FROM jejak WHERE aksi = 'jejak.ekspor'") == 1


CHANGES: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "a changed row": (lambda lines: [line.replace('"sesudah":4', '"sesudah":5') for line in lines], "baris 5 diubah"),
    "a removed row": (lambda lines: [line for line in lines if '"isi":{"id":5,' not in line], "baris 5 hilang"),
    "a repeated row": (lambda lines: [one for line in lines for one in ([line] * 2 if '"isi":{"id":5,' in line else [line])], "baris 5"),
    "a removed block": (lambda lines: [line for line in lines if '"nomor":2,' not in line and '"blok":2,' not in line], "blok 2 hilang"),
    "the end removed": (lambda lines: lines[:-3], "berkas terpotong"),
    "no line at all": (lambda _: [], "bukan ekspor"),
    "a line that is no JSON": (lambda lines: [*lines[:5], "{", *lines[5:]], "baris ke-6"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_export_is_found_offline(chained: Trail, change: str) -> None:
    export = chained.export()
    alter, expected = CHANGES[change]
    export.write_text("".join(alter(export.read_text().splitlines(keepends=True))))

    result = chained.verify(export)
    assert (result.returncode, expected in result.stdout + result.stderr, "Traceback" in result.stderr) == (1, True, False), result


def test_an_export_signed_with_another_key_is_found_offline(chained: Trail) -> None:
    keys = chained.folder / "lain.json"
    other = Segel("somebody else's secret, long enough", chained.toy.name)
    keys.write_text(json.dumps({"keys": [jwk(other.publik, other.kid)]}))

    result = chained.verify(chained.export(), keys=keys)
    assert (result.returncode, "tidak dikenal" in result.stdout) == (1, True)


def test_an_export_of_a_few_days_holds_those_alone_and_is_verified_by_itself(trail: Trail) -> None:
    for day in (1, 2, 3):
        trail.record(4)
        trail.chain(now=lambda day=day: datetime(2026, 3, day, 9, tzinfo=UTC))  # type: ignore[misc]

    result = trail.verify(trail.export("--dari", "2026-03-02", "--sampai", "2026-03-02"))
    assert (result.returncode, "2 blok, 4 baris" in result.stdout) == (0, True), result


def test_an_export_of_a_chain_written_anew_is_found_offline_by_the_witness(trail: Trail) -> None:
    trail.record(10)
    yesterday = perantai.machine_time() - timedelta(days=1)
    trail.chain(now=lambda: yesterday)
    trail.chainer().announce_heads()
    kept = trail.folder / "saksi.jsonl"
    kept.write_bytes(bytes(trail.toy.value("SELECT body FROM outbox")))
    assert trail.verify(trail.export(), "--saksi", str(kept)).returncode == 0

    rechain(trail, trail.toy.settings.secret_key)

    result = trail.verify(trail.export(), "--saksi", str(kept))
    assert (result.returncode, "saksi" in result.stdout) == (1, True)


# ---- retention


@pytest.fixture
def three_days(trail: Trail) -> Trail:
    """Five rows a day on 1, 2 and 3 March, all heads told."""
    for day in (1, 2, 3):
        trail.record(5)
        trail.chain(now=lambda day=day: datetime(2026, 3, day, 9, tzinfo=UTC))  # type: ignore[misc]
    trail.chainer(now=lambda: datetime(2026, 3, 4, tzinfo=UTC)).announce_heads()
    return trail


def test_pruning_says_first_what_would_go_and_changes_nothing(three_days: Trail) -> None:
    result = three_days.run("pangkas-jejak", "--sebelum", "2026-03-03")

    assert "10 baris sampai 2026-03-02 (blok 4) akan dipangkas" in result.output
    assert three_days.toy.value("SELECT count(*) FROM jejak") == 15


def test_a_pruned_trail_is_still_verified_here_and_offline_and_knows_by_which_rule(three_days: Trail) -> None:
    result = three_days.run("pangkas-jejak", "--sebelum", "2026-03-03", "--terapkan", "--dasar", "JRA 2026/12")
    assert result.exit_code == 0, result.output
    three_days.chain()

    assert three_days.toy.value("SELECT count(*) FROM jejak WHERE aksi <> 'jejak.pangkas'") == 5
    assert "10 baris dipangkas menurut catatan" in three_days.check()
    assert three_days.toy.value("SELECT rincian->>'dasar' FROM jejak WHERE aksi = 'jejak.pangkas'") == "JRA 2026/12"
    offline = three_days.verify(three_days.export())
    assert (offline.returncode, "10 baris dipangkas" in offline.stdout) == (0, True), offline


def test_behind_a_cut_nothing_else_can_be_deleted(three_days: Trail) -> None:
    three_days.run("pangkas-jejak", "--sebelum", "2026-03-02", "--terapkan", "--dasar", "JRA 2026/12")

    with pytest.raises(sa.exc.DBAPIError, match="behind no signed cut"), three_days.toy.unit() as uow:
        uow.connection.execute(sa.text("DELETE FROM jejak"))
    assert three_days.run("pangkas-jejak", "--sebelum", "2026-03-02").output.count("tidak ada baris") == 1


def test_a_forged_cut_permits_nothing(three_days: Trail) -> None:
    three_days.run("pangkas-jejak", "--sebelum", "2026-03-02", "--terapkan", "--dasar", "JRA 2026/12")
    three_days.superuser(
        "INSERT INTO jejak_potong SELECT b.nomor, p.pada, b.zaman, b.transaksi, b.baris_akhir, b.hash, 5, p.dasar, p.kid, p.tanda_tangan"
        " FROM jejak_potong p, jejak_blok b WHERE b.nomor = 4",
        "DELETE FROM jejak WHERE id = 7",
    )

    assert "pemotongan sampai blok 4: tanda tangannya palsu" in three_days.fault()


def test_a_rule_must_be_named_and_a_broken_prefix_is_not_removed(three_days: Trail) -> None:
    assert "Sebutkan dasar" in three_days.run("pangkas-jejak", "--sebelum", "2026-03-03", "--terapkan").output
    three_days.superuser("UPDATE jejak SET aksi = 'x' WHERE id = 1")

    result = three_days.run("pangkas-jejak", "--sebelum", "2026-03-03", "--terapkan", "--dasar", "JRA")
    assert (result.exit_code, "baris 1 diubah" in result.output) == (1, True)
    assert three_days.toy.value("SELECT count(*) FROM jejak") == 15
