"""The database goes away under the worker: it acknowledges nothing, waits, and goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from toy import MIGRATIONS, Toy, message, remove_queue, unor, wait_until

from native.postgres import PostgresServer
from native.rabbitmq import RabbitServer
from shared.messaging.rabbitmq import Subscription, declare_topology
from shared.persistence.migrations import upgrade
from shared.testing.service import create_database


@pytest.fixture
def outage(own_postgres: tuple[PostgresServer, Callable[[], None]], broker: RabbitServer) -> Iterator[Toy]:
    server, _ = own_postgres
    toy = Toy("toyputus", create_database(server, "toyputus"), broker.amqp_url)
    upgrade(MIGRATIONS, toy.url)
    declare_topology(broker.amqp_url, toy.name, ["auth.unor.v1"])
    yield toy
    toy.database.dispose()
    remove_queue(broker.management_url, toy.name)


def waiting(toy: Toy) -> int:
    """Messages that no consumer holds."""
    subscription = Subscription(toy.amqp_url, toy.name, ["auth.unor.v1"], prefetch=1)
    try:
        return subscription.depth()
    finally:
        subscription.close()


def test_nothing_is_acknowledged_while_the_database_is_down_and_all_is_applied_once_after_it_is_back(
    outage: Toy, own_postgres: tuple[PostgresServer, Callable[[], None]]
) -> None:
    server, restart = own_postgres
    with outage.running(consumer=True):
        outage.send(message(unor("sebelum")))
        wait_until(lambda: outage.applied() == 1, "the first event applied")

    server.stop()
    with outage.running(consumer=True):
        outage.send(*(message(unor(f"saat {n}")) for n in range(20)))
        wait_until(lambda: waiting(outage) == 0, "the consumer holds all of them")

    subscription = Subscription(outage.amqp_url, outage.name, ["auth.unor.v1"])
    try:
        held: list[bytes] = []

        def all_back() -> bool:
            held[:] = subscription.receive(0.2)
            return len(held) == 20

        wait_until(all_back, "all twenty in the queue again")
    finally:
        subscription.close()

    with outage.running(consumer=True):
        wait_until(lambda: waiting(outage) == 0, "the consumer holds all of them again")
        restart()
        wait_until(lambda: outage.applied() == 21, "all applied")
        wait_until(lambda: waiting(outage) == 0, "the queue empty")
    assert outage.applied_twice() == 0
    assert outage.dead_letters() == []


def test_relay_and_consumer_go_on_after_the_database_was_restarted_under_them(
    outage: Toy, own_postgres: tuple[PostgresServer, Callable[[], None]]
) -> None:
    server, restart = own_postgres
    with outage.running(relay=True, consumer=True):
        outage.publish(unor("sebelum"))
        wait_until(lambda: outage.applied() == 1, "the first event applied")
        server.stop()
        restart()

        outage.publish(unor("sesudah"))

        wait_until(lambda: outage.applied() == 2, "the event after the restart applied")
    assert outage.dead_letters() == []


def test_what_arrives_during_a_pause_is_not_acknowledged_with_what_was_received_before(bound: Toy) -> None:
    subscription = Subscription(bound.amqp_url, bound.name, ["auth.unor.v1"])
    try:
        bound.send(message(unor("sebelum")))
        wait_until(lambda: len(subscription.receive(0.2)) == 1, "the first one received")
        bound.send(message(unor("saat menunggu")))
        subscription.pause(1.0)
        subscription.acknowledge()
    finally:
        subscription.close()

    again = Subscription(bound.amqp_url, bound.name, ["auth.unor.v1"])
    try:
        held: list[bytes] = []

        def one_left() -> bool:
            held[:] = again.receive(0.2)
            return len(held) == 1

        wait_until(one_left, "the second one is still there", seconds=30)
        assert b"saat menunggu" in held[0]
    finally:
        again.close()
