"""From the outbox to the broker: all that was committed, nothing that was not, whoever is killed in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from uuid import uuid4

import psutil
import pytest
import sqlalchemy as sa
from toy import KOTA, Toy, body, message, remove_queue, unor, wait_until

from native.rabbitmq import _SCRIPTS, RabbitServer
from native.rabbitmq import start as start_rabbitmq
from shared.contracts.auth import PegawaiDiubah
from shared.contracts.penilaian import Organisasi
from shared.messaging.envelope import decode
from shared.messaging.rabbitmq import BrokerError, Message, Publisher, Subscription, declare_topology
from shared.messaging.relay import BATCH, POLL_SECONDS, Relay
from shared.persistence import SYSTEM


def received(toy: Toy, count: int) -> list[bytes]:
    """Exactly ``count`` bodies of the toy's queue, acknowledged."""
    subscription = Subscription(toy.amqp_url, toy.name, ["auth.unor.v1"])
    bodies: list[bytes] = []
    try:

        def all_here() -> bool:
            bodies.extend(subscription.receive(0.2))
            subscription.acknowledge()
            return len(bodies) >= count

        wait_until(all_here, f"{count} messages in the queue") if count else None
        bodies.extend(subscription.receive(0.5))
        return bodies
    finally:
        subscription.close()


@pytest.fixture
def relay(bound: Toy) -> Iterator[Relay]:
    made = Relay(bound.database, bound.amqp_url, threading.Event())
    yield made
    made._drop_connections()


@pytest.fixture
def power_cut(broker: RabbitServer) -> Iterator[tuple[Callable[[], object], Callable[[], None]]]:
    """Kill the broker, and start it on the same data; it is up again after the test whatever happened."""

    def restart() -> None:
        start_rabbitmq(
            broker.home, broker.port, dist_port=broker.dist_port, epmd_port=broker.epmd_port, management_port=broker.management_port
        )

    yield lambda: (settle(broker), broker.kill()), restart
    restart()


def settle(broker: RabbitServer) -> None:
    """RabbitMQ 3.10 writes its register of quorum queues every three minutes: killed sooner, a new queue has no leader ever after."""
    broker.who.run([f"{_SCRIPTS}/rabbitmqctl", "eval", "[dets:sync(T) || T <- dets:all()]."], env=broker.env)


def test_what_was_committed_is_published_and_nothing_of_a_rollback(bound: Toy, relay: Relay) -> None:
    bound.publish(unor("Tersimpan"))
    with pytest.raises(RuntimeError), bound.unit() as uow:
        uow.publish(unor("Dibatalkan"))
        uow.flush_events()
        raise RuntimeError

    assert relay.forward_once() == (1, 0)
    assert relay.forward_once() == (0, 0)

    (arrived,) = received(bound, 1)
    assert decode(arrived).event().nama == "Tersimpan"  # type: ignore[attr-defined]
    assert bound.unpublished() == 0


def test_the_relay_wakes_when_something_is_committed_and_does_not_wait_for_its_poll(bound: Toy) -> None:
    with bound.running(relay=True):
        bound.publish(unor())
        wait_until(lambda: bound.unpublished() == 0, "the first event published")
        for _ in range(3):
            bound.publish(unor())
            wait_until(lambda: bound.unpublished() == 0, "an event published at once", seconds=POLL_SECONDS / 2)


def test_a_crash_between_publishing_and_marking_delivers_twice_and_applies_once(bound: Toy, relay: Relay) -> None:
    bound.publish(unor("Sekali"))
    (row,) = bound.rows("SELECT event_id, exchange, routing_key, body FROM outbox")
    assert bound.send(Message(row.exchange, row.routing_key, bytes(row.body), str(row.event_id))) == set()

    assert relay.forward_once() == (1, 0)

    bodies = received(bound, 2)
    assert len(bodies) == 2
    for one in bodies:
        bound.consumer().handle([one])
    assert bound.applied() == 1


def test_two_relays_at_once_publish_each_event_once(bound: Toy) -> None:
    for _ in range(6):
        bound.publish(*(unor() for _ in range(200)))

    with bound.running(relay=True), bound.running(relay=True):
        wait_until(lambda: bound.unpublished() == 0, "everything published")

    bodies = received(bound, 1200)
    assert len({decode(one).id for one in bodies}) == len(bodies) == 1200


def test_a_broker_that_is_killed_loses_nothing_and_everything_is_applied_once(
    bound: Toy, power_cut: tuple[Callable[[], object], Callable[[], None]]
) -> None:
    kill, restart = power_cut
    with bound.running(relay=True, consumer=True):
        bound.publish(*(unor(f"sebelum {n}") for n in range(20)))
        wait_until(lambda: bound.applied() == 20, "the first events applied")

        bound.publish(*(unor(f"saat {n}") for n in range(400)))
        kill()  # some of them are published, some not, some published and not marked
        for n in range(20):
            bound.publish(unor(f"sesudah {n}"))
        assert bound.unpublished() >= 20
        restart()

        wait_until(lambda: bound.applied() == 440, "all applied after the broker came back", seconds=60)
        wait_until(lambda: bound.unpublished() == 0, "all marked as published")

    assert bound.applied_twice() == 0
    assert bound.dead_letters() == []
    assert received(bound, 0) == []


def test_a_broker_that_lost_its_data_is_filled_again(bound: Toy, broker: RabbitServer) -> None:
    """The queue vanishes under a running consumer: it is declared again, and states published meanwhile wait in the outbox."""
    with bound.running(relay=True, consumer=True):
        bound.publish(unor("sebelum"))
        wait_until(lambda: bound.applied() == 1, "the first event applied")

        remove_queue(broker.management_url, bound.name)
        bound.publish(unor("sesudah"))

        wait_until(lambda: bound.applied() == 2, "the event after the queue vanished applied")


def test_a_state_event_that_no_queue_takes_stays_in_the_outbox_until_one_does(toy: Toy, broker: RabbitServer) -> None:
    toy.amqp_url = broker.amqp_url
    relay = Relay(toy.database, toy.amqp_url, threading.Event())
    toy.publish(Organisasi(uuid4(), KOTA, uuid4(), 2025, "baik", "", uuid4(), decode(body(unor())).time, 1))
    try:
        assert relay.forward_once() == (0, 1)
        assert toy.unpublished() == 1

        declare_topology(toy.amqp_url, toy.name, ["penilaian.organisasi.v1"])

        assert relay.forward_once() == (1, 0)
        assert toy.unpublished() == 0
    finally:
        relay._drop_connections()
        remove_queue(broker.management_url, toy.name)


def test_a_public_event_without_subscriber_is_published_all_the_same(bound: Toy, relay: Relay) -> None:
    bound.publish(PegawaiDiubah(uuid4(), KOTA, ("nama",)))

    assert relay.forward_once() == (1, 0)
    assert bound.unpublished() == 0


def test_events_that_no_queue_takes_do_not_hold_up_the_others(bound: Toy) -> None:
    """More of them than one batch, all older than the one that can be delivered."""
    moment = decode(body(unor())).time
    bound.publish(*(Organisasi(uuid4(), KOTA, uuid4(), 2025, "baik", "", uuid4(), moment, 1) for _ in range(BATCH + 1)))
    bound.publish(unor("Sampai"))

    with bound.running(relay=True, consumer=True):
        wait_until(lambda: bound.names() == ["Sampai"], "the deliverable event delivered", seconds=20)

    assert bound.unpublished() == BATCH + 1


def test_an_unreachable_broker_costs_no_file_descriptor_at_each_try(toy: Toy) -> None:
    """A long outage means thousands of tries."""
    import gc

    process = psutil.Process()
    gc.collect()
    gc.disable()
    try:
        before = process.num_fds()
        for _ in range(10):
            with pytest.raises(BrokerError):
                Publisher("amqp://guest:guest@127.0.0.1:1/")
        assert process.num_fds() <= before + 2
    finally:
        gc.enable()


def test_a_message_reaches_every_service_that_binds_its_type(bound: Toy, broker: RabbitServer) -> None:
    declare_topology(broker.amqp_url, f"{bound.name}b", ["auth.unor.v1"])
    other = Toy(f"{bound.name}b", bound.url, broker.amqp_url)
    try:
        assert bound.send(message(unor())) == set()

        assert len(received(bound, 1)) == len(received(other, 1)) == 1
    finally:
        other.database.dispose()
        remove_queue(broker.management_url, other.name)


def test_a_batch_that_could_not_be_marked_is_not_lost(bound: Toy, relay: Relay) -> None:
    """The row lock of another transaction keeps the relay away from a row; it is sent when the lock is gone."""
    bound.publish(unor("Terkunci"), unor("Bebas"))
    with bound.database.transaction(SYSTEM) as connection:
        connection.execute(sa.text("SELECT 1 FROM outbox WHERE id = (SELECT min(id) FROM outbox) FOR UPDATE"))
        assert relay.forward_once() == (1, 0)

    assert relay.forward_once() == (1, 0)
    assert bound.unpublished() == 0
