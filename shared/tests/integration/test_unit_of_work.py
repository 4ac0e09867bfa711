"""The transaction: one commit for state and outbox, one instansi in sight, and a dead pooled connection that nobody notices."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError
from toy import KABUPATEN, KOTA, MIGRATIONS, Toy, unor, unor_view

from native.postgres import PostgresServer
from shared.persistence import SYSTEM, UnitOfWork
from shared.persistence.migrations import check, upgrade


def keep(uow: UnitOfWork, nama: str, instansi_id: object) -> None:
    uow.connection.execute(sa.insert(unor_view), {"id": uuid4(), "instansi_id": instansi_id, "nama": nama, "epoch": 0, "version": 1})


def names(uow: UnitOfWork) -> list[str]:
    return list(uow.connection.execute(sa.select(unor_view.c.nama).order_by(unor_view.c.nama)).scalars())


@pytest.fixture
def two(toy: Toy) -> Iterator[Toy]:
    with toy.unit() as uow:
        keep(uow, "Kota", KOTA)
        keep(uow, "Kabupaten", KABUPATEN)
    yield toy


def test_state_and_outbox_are_one_commit(toy: Toy) -> None:
    with toy.unit(KOTA) as uow:
        keep(uow, "Kota", KOTA)
        uow.publish(unor())

    assert (toy.names(), toy.unpublished()) == (["Kota"], 1)


def test_an_exception_takes_back_state_and_outbox(toy: Toy) -> None:
    with pytest.raises(RuntimeError), toy.unit(KOTA) as uow:
        keep(uow, "Kota", KOTA)
        uow.publish(unor())
        raise RuntimeError

    assert (toy.names(), toy.unpublished()) == ([], 0)


def test_an_outbox_that_cannot_be_written_takes_back_the_state(toy: Toy) -> None:
    with toy.database.transaction(SYSTEM) as connection:
        connection.execute(sa.text("ALTER TABLE outbox RENAME TO hilang"))

    with pytest.raises(ProgrammingError), toy.unit(KOTA) as uow:
        keep(uow, "Kota", KOTA)
        uow.publish(unor())

    assert toy.names() == []


def test_another_instansi_is_not_seen(two: Toy) -> None:
    with two.unit(KOTA) as uow:
        assert names(uow) == ["Kota"]


def test_the_system_sees_all(two: Toy) -> None:
    with two.unit() as uow:
        assert names(uow) == ["Kabupaten", "Kota"]


def test_the_system_that_acts_for_an_instansi_sees_only_that(two: Toy) -> None:
    with two.unit() as uow:
        uow.act_for(KABUPATEN)
        assert names(uow) == ["Kabupaten"]
        uow.act_for(KOTA)
        assert names(uow) == ["Kota"]


def test_a_row_of_another_instansi_cannot_be_written(two: Toy) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), two.unit(KOTA) as uow:
        keep(uow, "Titipan", KABUPATEN)


def test_a_row_cannot_be_moved_to_another_instansi(two: Toy) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), two.unit(KOTA) as uow:
        uow.connection.execute(sa.update(unor_view).values(instansi_id=KABUPATEN))


def test_an_update_or_deletion_without_condition_leaves_other_instansi_alone(two: Toy) -> None:
    with two.unit(KOTA) as uow:
        assert uow.connection.execute(sa.update(unor_view).values(nama="Diubah")).rowcount == 1
        assert uow.connection.execute(sa.delete(unor_view)).rowcount == 1

    assert two.names() == ["Kabupaten"]


def test_a_connection_without_an_instansi_sees_nothing(two: Toy) -> None:
    with two.database.engine.connect() as connection:
        assert connection.execute(sa.select(unor_view.c.nama)).all() == []


def test_the_instansi_of_one_transaction_is_forgotten_by_the_next_on_the_same_connection(two: Toy) -> None:
    with two.database.transaction(SYSTEM) as connection:
        first = connection.execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
    with two.database.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT pg_backend_pid()")).scalar_one() == first
        assert connection.execute(sa.select(unor_view.c.nama)).all() == []


def end_all_connections(server: PostgresServer, toy: Toy) -> None:
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (sa.make_url(toy.url).database,))


def test_connections_that_died_in_the_pool_are_replaced_unnoticed(two: Toy, postgres: PostgresServer) -> None:
    with two.unit(), two.unit(), two.unit():
        pass  # three connections lie in the pool now

    end_all_connections(postgres, two)

    with two.unit(KOTA) as uow:
        keep(uow, "Sesudah", KOTA)
    assert two.names() == ["Kabupaten", "Kota", "Sesudah"]


def test_a_connection_that_dies_in_the_middle_fails_the_work_and_not_the_next(two: Toy, postgres: PostgresServer) -> None:
    with pytest.raises(OperationalError), two.unit(KOTA) as uow:
        keep(uow, "Setengah", KOTA)
        end_all_connections(postgres, two)
        keep(uow, "Jalan", KOTA)

    with two.unit(KOTA) as uow:
        assert names(uow) == ["Kota"]


def test_the_text_of_a_database_error_carries_no_parameters(two: Toy) -> None:
    with pytest.raises(ProgrammingError) as refusal, two.unit(KOTA) as uow:
        keep(uow, "Rina Lestari, A.Md.", KABUPATEN)

    assert "Rina" not in str(refusal.value)


def test_the_tables_in_code_are_those_of_the_migrations(toy: Toy) -> None:
    upgrade(MIGRATIONS, toy.url)
    check(MIGRATIONS, toy.url)
