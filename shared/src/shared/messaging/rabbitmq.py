"""RabbitMQ: the only module that knows pika. Works on RabbitMQ 3.10 and 4.x."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError
from pika.exchange_type import ExchangeType

from shared.messaging.envelope import CONTENT_TYPE, EXCHANGES

BrokerError = (AMQPError, OSError)
DELIVERY_LIMIT = 1_000_000  # failing events become rows, so a redelivery only means that a worker was killed; never drop for it

_PARTING_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Message:
    exchange: str
    routing_key: str
    body: bytes
    message_id: str


def _parameters(url: str) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.heartbeat = 30
    parameters.blocked_connection_timeout = 30
    parameters.socket_timeout = 5
    parameters.connection_attempts = 1
    return parameters


def queue_name(service: str) -> str:
    return f"{service}.events"


def declare_exchanges(channel: BlockingChannel) -> None:
    for exchange in EXCHANGES.values():
        channel.exchange_declare(exchange, exchange_type=ExchangeType.topic, durable=True)  # type: ignore[arg-type]


def declare_topology(url: str, service: str, types: Iterable[str]) -> None:
    """Declare the exchanges and, when ``types`` is not empty, the service's queue with one binding a type. Safe to repeat."""
    with pika.BlockingConnection(_parameters(url)) as connection:
        channel = connection.channel()
        declare_exchanges(channel)
        _declare_queue(channel, service, types)


def _declare_queue(channel: BlockingChannel, service: str, types: Iterable[str]) -> None:
    queue = queue_name(service)
    for index, type_ in enumerate(types):
        if index == 0:
            channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum", "x-delivery-limit": DELIVERY_LIMIT})
        channel.queue_bind(queue, EXCHANGES["state"], routing_key=f"*.{type_}")


class Publisher:
    """Publishes batches with pipelined publisher confirms on one connection.

    The event loop runs only inside :meth:`publish` and :meth:`heartbeat`; every broker fault is raised as one of ``BrokerError``.
    """

    def __init__(self, url: str, *, confirm_timeout: float = 15.0) -> None:
        self._timeout = confirm_timeout
        self._error: BaseException | None = None
        self._channel: Any = None
        self._waiting: set[int] = set()
        self._unroutable: set[str] = set()
        self._nacked: set[int] = set()
        self._next_tag = 1
        self._connection = pika.SelectConnection(
            _parameters(url),
            on_open_callback=self._connected,
            on_open_error_callback=lambda _connection, error: self._fail(ConnectionError(str(error))),
            on_close_callback=lambda _connection, error: self._fail(error),
        )
        try:
            self._run(lambda: self._channel is not None)
        except BaseException:
            self.close()
            raise

    def _connected(self, connection: Any) -> None:
        connection.channel(on_open_callback=self._opened)

    def _opened(self, channel: Any) -> None:
        channel.add_on_close_callback(lambda _channel, error: self._fail(error))
        channel.add_on_return_callback(self._returned)
        channel.confirm_delivery(self._confirmed)
        pending = list(EXCHANGES.values())

        def declared(_frame: Any) -> None:
            pending.pop()
            if not pending:
                self._channel = channel
                self._connection.ioloop.stop()

        for exchange in EXCHANGES.values():
            channel.exchange_declare(exchange, exchange_type="topic", durable=True, callback=declared)

    def _returned(self, _channel: Any, method: Any, properties: Any, _body: bytes) -> None:
        if method.exchange == EXCHANGES["state"]:
            self._unroutable.add(properties.message_id)

    def _confirmed(self, frame: Any) -> None:
        tag = frame.method.delivery_tag
        tags = {t for t in self._waiting if t <= tag} if frame.method.multiple else {tag}
        if frame.method.NAME == "Basic.Nack":
            self._nacked |= tags
        self._waiting -= tags
        if not self._waiting:
            self._connection.ioloop.stop()

    def _fail(self, error: BaseException) -> None:
        self._error = error
        self._connection.ioloop.stop()

    def _run(self, done: Callable[[], bool]) -> None:
        """Turn the event loop until ``done``; raise what broke, or a timeout."""
        timer = self._connection.ioloop.call_later(self._timeout, lambda: self._fail(TimeoutError("broker does not answer")))
        while not done() and self._error is None:
            self._connection.ioloop.start()
        self._connection.ioloop.remove_timeout(timer)
        if self._error is not None:
            raise self._error if isinstance(self._error, BrokerError) else ConnectionError(str(self._error))

    def publish(self, messages: Sequence[Message]) -> set[str]:
        """Send the batch and wait for all confirms; returns the ``message_id`` of those that did not arrive (nacked or unroutable).

        A public event without subscriber is no fault; a state event that no queue takes is.
        """
        if self._error is not None:
            raise ConnectionError(str(self._error))
        self._unroutable, self._nacked = set(), set()
        by_tag: dict[int, str] = {}
        for message in messages:
            self._channel.basic_publish(
                message.exchange,
                message.routing_key,
                message.body,
                pika.BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2, message_id=message.message_id),
                mandatory=True,
            )
            by_tag[self._next_tag] = message.message_id
            self._waiting.add(self._next_tag)
            self._next_tag += 1
        self._run(lambda: not self._waiting)
        return self._unroutable | {by_tag[tag] for tag in self._nacked}

    def heartbeat(self) -> None:
        """Serve the connection for a moment, so that an idle one is kept; raises when it is gone."""
        if self._error is None:
            self._connection.ioloop.call_later(0, self._connection.ioloop.stop)
            self._connection.ioloop.start()
        if self._error is not None:
            raise ConnectionError(str(self._error))

    def close(self) -> None:
        """Part from the broker, as far as it listens, and free the sockets in any case."""
        connection, loop = self._connection, self._connection.ioloop
        deadline = time.monotonic() + _PARTING_SECONDS
        if not (connection.is_closing or connection.is_closed):
            connection.close()
        while not connection.is_closed and time.monotonic() < deadline:
            loop.call_later(0.1, loop.stop)
            loop.start()
        loop.close()


class Subscription:
    """The service's own queue: batches in, one acknowledgement out."""

    def __init__(self, url: str, service: str, types: Iterable[str], *, prefetch: int = 500) -> None:
        self._queue = queue_name(service)
        self._prefetch = prefetch
        self._arrived: list[tuple[int, bytes]] = []
        self._given = 0
        self._cancelled = False
        self._connection = pika.BlockingConnection(_parameters(url))
        try:
            self._channel = self._connection.channel()
            declare_exchanges(self._channel)
            _declare_queue(self._channel, service, types)
            self._channel.basic_qos(prefetch_count=prefetch)
            self._channel.add_on_cancel_callback(self._on_cancel)
            self._channel.basic_consume(self._queue, self._on_message)
        except BaseException:
            self.close()
            raise

    def _on_cancel(self, _frame: Any) -> None:
        self._cancelled = True

    def _on_message(self, _channel: Any, method: Any, _properties: Any, body: bytes) -> None:
        self._arrived.append((method.delivery_tag, body))

    def receive(self, wait: float) -> list[bytes]:
        """What has arrived, at most ``prefetch`` bodies; waits up to ``wait`` seconds for the first.

        Raises when the broker took the queue away: it must be declared again.
        """
        if not self._arrived:
            self._connection.process_data_events(time_limit=wait)  # type: ignore[arg-type]
        seen = 0
        while seen < len(self._arrived) < self._prefetch:
            seen = len(self._arrived)
            self._connection.process_data_events(time_limit=0)
        if self._cancelled:
            raise ConnectionError("the queue is gone")
        self._given = len(self._arrived)
        return [body for _, body in self._arrived]

    def acknowledge(self) -> None:
        """What :meth:`receive` gave last is safe. What arrived since then (a :meth:`pause` lets messages in) waits for its own turn."""
        if self._given:
            self._channel.basic_ack(self._arrived[self._given - 1][0], multiple=True)
            del self._arrived[: self._given]
            self._given = 0

    def depth(self) -> int:
        return self._channel.queue_declare(self._queue, passive=True).method.message_count or 0

    def pause(self, seconds: float) -> None:
        """Wait without acknowledging, keeping the connection alive."""
        self._connection.sleep(seconds)

    def close(self) -> None:
        if self._connection.is_open:
            self._connection.close()


def is_reachable(url: str, timeout: float = 1.0) -> bool:
    """Whether the broker's port answers (readiness; no sign-in)."""
    parameters = pika.URLParameters(url)
    try:
        with socket.create_connection((parameters.host, parameters.port), timeout=timeout):
            return True
    except OSError:
        return False
