"""What an operator can do with a service from the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from toy import MIGRATIONS, Toy, body, remove_queue, unor

from native.postgres import PostgresServer
from native.rabbitmq import RabbitServer
from shared.cli import make_cli
from shared.messaging.rabbitmq import Subscription
from shared.persistence import UnitOfWork
from shared.testing.service import create_database, settings_for_tests

Run = Callable[..., Result]


def runner(toy: Toy) -> Run:
    def republish(uow: UnitOfWork):  # type: ignore[no-untyped-def]
        for number in range(3):
            uow.publish(unor(f"Unit {number}"))
            yield number + 1

    cli = make_cli(lambda: toy.settings, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=toy.handlers, republish=republish)
    return lambda *arguments: CliRunner().invoke(cli, arguments)


@pytest.fixture
def run(toy: Toy) -> Run:
    return runner(toy)


@pytest.fixture
def poisoned(toy: Toy) -> Toy:
    """Two events are set aside."""
    toy.poisoned = {"Racun 1", "Racun 2"}
    toy.consumer().handle([body(unor("Racun 1")), body(unor("Racun 2"))])
    return toy


def ids(toy: Toy) -> list[str]:
    return [str(letter.id) for letter in toy.dead_letters()]


def test_there_is_nothing_to_list_when_all_went_well(run: Run) -> None:
    assert run("surat-mati", "daftar").output == "0 surat mati\n"


def test_set_aside_events_are_listed_with_their_cause(poisoned: Toy, run: Run) -> None:
    lines = run("surat-mati", "daftar").output.splitlines()

    assert len(lines) == 3
    assert all("auth.unor.v1\t1x\tdicoba lagi" in line and "ValueError: cannot digest" in line for line in lines[:2])
    assert lines[2] == "2 surat mati"


def test_a_mended_event_is_replayed_by_its_id_and_leaves_the_list(poisoned: Toy, run: Run) -> None:
    first, second = ids(poisoned)
    poisoned.poisoned = set()

    result = run("surat-mati", "ulangi", first)

    assert (result.exit_code, result.output) == (0, "1 dari 1 berhasil\n")
    assert poisoned.names() == ["Racun 1"]
    assert ids(poisoned) == [second]


def test_a_replay_that_fails_again_says_so_and_keeps_the_event(poisoned: Toy, run: Run) -> None:
    poisoned.poisoned = {"Racun 2"}

    result = run("surat-mati", "ulangi", "--semua")

    assert (result.exit_code, result.output) == (1, "1 dari 2 berhasil\n")
    assert poisoned.names() == ["Racun 1"]
    assert [letter.percobaan for letter in poisoned.dead_letters()] == [2]


def test_a_parked_event_can_be_replayed(poisoned: Toy, run: Run) -> None:
    poisoned.rows("UPDATE surat_mati SET percobaan = 8, coba_lagi_pada = NULL, diparkir_pada = now() RETURNING id")
    poisoned.poisoned = set()

    assert run("surat-mati", "ulangi", "--semua").exit_code == 0
    assert poisoned.names() == ["Racun 1", "Racun 2"]


def test_an_unreadable_event_can_be_listed_and_its_replay_fails_quietly(toy: Toy, run: Run) -> None:
    toy.consumer().handle([b"no event"])

    assert "diparkir" in run("surat-mati", "daftar").output
    assert run("surat-mati", "ulangi", "--semua").exit_code == 1
    assert len(toy.dead_letters()) == 1


def test_one_event_is_dropped_by_its_id(poisoned: Toy, run: Run) -> None:
    first, second = ids(poisoned)

    assert run("surat-mati", "buang", first).output == "1 dibuang\n"
    assert ids(poisoned) == [second]


def test_nothing_is_dropped_or_replayed_without_saying_what(poisoned: Toy, run: Run) -> None:
    assert run("surat-mati", "buang").output == "0 dibuang\n"
    assert run("surat-mati", "ulangi").output == "0 dari 0 berhasil\n"
    assert len(poisoned.dead_letters()) == 2


def test_all_are_dropped(poisoned: Toy, run: Run) -> None:
    assert run("surat-mati", "buang", "--semua").output == "2 dibuang\n"
    assert poisoned.dead_letters() == []


def test_everything_is_published_again(toy: Toy, run: Run) -> None:
    result = run("terbitkan-ulang")

    assert result.exit_code == 0
    assert result.output.endswith("3 keadaan diterbitkan ulang\n")
    assert toy.unpublished() == 3


def test_preparing_makes_tables_and_queue_and_may_be_repeated(postgres: PostgresServer, broker: RabbitServer) -> None:
    toy = Toy("toysiap", create_database(postgres, "toysiap"), broker.amqp_url)
    toy.settings = settings_for_tests(toy.name, toy.url, broker.amqp_url)
    try:
        for _ in range(2):
            assert runner(toy)("siapkan").output == "toysiap: siap\n"

        assert toy.unpublished() == 0
        subscription = Subscription(broker.amqp_url, toy.name, [])
        assert subscription.depth() == 0
        subscription.close()
    finally:
        toy.database.dispose()
        remove_queue(broker.management_url, toy.name)
