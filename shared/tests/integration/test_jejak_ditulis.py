"""Writing the audit trail: with the change, in one statement, and never again changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from toy import KABUPATEN, KOTA, Toy, unor

from shared.jejak.baris import Konteks
from shared.observability import bound_request_id
from shared.persistence import UnitOfWork


@contextmanager
def statements(toy: Toy) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    sa.event.listen(toy.database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(toy.database.engine, "before_cursor_execute", note)


def pegawai_unit(toy: Toy) -> UnitOfWork:
    uow = UnitOfWork(toy.database, service=toy.name, instansi=str(KOTA), actor=str(uuid4()), epoch=3)
    uow.konteks = Konteks(frozenset({"auditor"}), "sesi-1", "klien-1", "10.1.2.3")
    return uow


def test_a_row_says_who_did_what_to_whose_data_and_from_where(toy: Toy) -> None:
    satu, dua = uuid4(), uuid4()
    uow = pegawai_unit(toy)
    with bound_request_id("a" * 32), uow:
        uow.catat("skp.setujui", objek="skp", objek_id=satu, orang=[satu, dua, satu], rincian={"bobot": [Decimal("1.50"), 2], "ke": None})

    (row,) = toy.rows("SELECT * FROM jejak")
    assert (row.instansi_id, str(row.pelaku_id), row.sebagai, row.sesi, row.klien) == (KOTA, uow.actor, "klien", "sesi-1", "klien-1")
    assert (row.request_id, row.alamat, row.zaman) == ("a" * 32, "10.1.2.3", 3)
    assert (row.aksi, row.objek, row.objek_id, row.orang) == ("skp.setujui", "skp", str(satu), [satu, dua])
    assert row.rincian == {"bobot": ["1.50", 2], "ke": None}
    assert row.pada.tzinfo is not None


def test_many_rows_and_the_event_of_a_change_are_one_statement(toy: Toy) -> None:
    with statements(toy) as seen, pegawai_unit(toy) as uow:
        for _ in range(20):
            uow.catat("baca", objek="pegawai", objek_id=uuid4(), orang=[uuid4()])
        uow.publish(unor())

    assert len([s for s in seen if "INSERT" in s]) == 1
    assert (toy.value("SELECT count(*) FROM jejak"), toy.unpublished()) == (20, 1)


def test_a_reading_of_a_page_is_one_statement_and_no_event(toy: Toy) -> None:
    with statements(toy) as seen, pegawai_unit(toy) as uow:
        uow.catat("baca", objek="pegawai", objek_id=None, orang=[uuid4() for _ in range(50)])

    assert len([s for s in seen if "INSERT" in s]) == 1
    assert toy.value("SELECT cardinality(orang) FROM jejak") == 50


def test_an_exception_takes_the_row_back_with_the_change(toy: Toy) -> None:
    with pytest.raises(RuntimeError), pegawai_unit(toy) as uow:
        uow.catat("skp.setujui", objek="skp", objek_id=uuid4())
        uow.flush_events()
        raise RuntimeError

    assert toy.rows("SELECT * FROM jejak") == []


def test_a_long_work_is_written_in_pieces_without_loss(toy: Toy) -> None:
    with pegawai_unit(toy) as uow:
        for nomor in range(2500):
            uow.catat("pegawai.ubah", objek="pegawai", objek_id=nomor)
        uow.publish(unor(), unor())

    assert toy.value("SELECT count(DISTINCT objek_id) FROM jejak") == 2500
    assert toy.unpublished() == 2


def test_what_the_system_does_is_the_systems_and_belongs_to_the_instansi_that_is_named(toy: Toy) -> None:
    with toy.unit() as uow:
        uow.catat("jejak.uji", objek="uji", objek_id=None)
        uow.catat("jejak.uji", objek="uji", objek_id=None, instansi_id=KOTA)

    assert [(r.instansi_id, r.sebagai) for r in toy.rows("SELECT * FROM jejak ORDER BY id")] == [(None, "sistem"), (KOTA, "sistem")]


@pytest.mark.parametrize(
    ("peran", "sebagai", "expected"),
    [({"ppk", "auditor"}, "", "auditor,ppk"), (set(), "", "pegawai"), ({"ppk"}, "penilai", "penilai")],
)
def test_the_capacity_is_what_the_use_case_says_or_the_assigned_roles(toy: Toy, peran: set[str], sebagai: str, expected: str) -> None:
    uow = UnitOfWork(toy.database, service=toy.name, instansi=str(KOTA), actor=str(uuid4()))
    uow.konteks = Konteks(frozenset(peran), "sesi-1", "", "10.1.2.3")
    with uow:
        uow.catat("jejak.uji", objek="uji", objek_id=None, sebagai=sebagai)

    assert toy.value("SELECT sebagai FROM jejak") == expected


def test_an_instansi_sees_its_own_rows_alone(toy: Toy) -> None:
    for instansi in (KOTA, KABUPATEN, "*"):
        with toy.unit(instansi) as uow:
            uow.catat("jejak.uji", objek="uji", objek_id=instansi)

    with toy.unit(KOTA) as uow:
        assert uow.connection.execute(sa.text("SELECT objek_id FROM jejak")).scalars().all() == [str(KOTA)]


def test_letters_that_jsonb_does_not_take_do_not_undo_the_work(toy: Toy) -> None:
    with toy.unit(KOTA) as uow:
        uow.catat("jejak.uji", objek="uji", objek_id="a\x00b", rincian={"nama": "x\x00\ud800y"})

    assert toy.rows("SELECT objek_id, rincian FROM jejak") == [("a\ufffdb", {"nama": "x\ufffd?y"})]


@pytest.mark.parametrize("table", ["jejak", "jejak_blok", "jejak_kepala", "jejak_potong", "jejak_kunci"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {column} = {column}", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("granted", [False, True])
def test_the_database_refuses_to_change_or_remove_what_was_written(toy: Toy, table: str, statement: str, *, granted: bool) -> None:
    """The service's role has no right to; and gave it itself the right, for it owns the tables, then triggers refuse."""
    column = {"jejak": "aksi", "jejak_blok": "hash", "jejak_kepala": "hash", "jejak_potong": "hash", "jejak_kunci": "kid"}[table]
    with toy.unit() as uow:
        uow.catat("jejak.uji", objek="uji", objek_id=None)
        if granted:
            uow.connection.execute(sa.text(f"GRANT ALL ON {table} TO CURRENT_USER"))

    with pytest.raises(DBAPIError, match=r"only grows|permission denied"), toy.unit() as uow:
        uow.connection.execute(sa.text(statement.format(table, column=column)))

    assert toy.value("SELECT count(*) FROM jejak") == 1
