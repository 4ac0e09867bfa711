"""A bounded client: so many threads, so many seconds, a fresh connection a request (as gunicorn's sync workers answer)."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    port: int
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    expected: int = 200


def rate(call: Call, *, seconds: float, threads: int) -> float:
    """Requests a second that were answered as expected; any other answer ends the bench with its text."""
    stop_at = time.monotonic() + seconds
    counts = [0] * threads
    faults: list[str] = []

    def work(index: int) -> None:
        while time.monotonic() < stop_at and not faults:
            connection = http.client.HTTPConnection("127.0.0.1", call.port, timeout=15)
            try:
                connection.request(call.method, call.path, body=call.body, headers=dict(call.headers))
                response = connection.getresponse()
                text = response.read()
            finally:
                connection.close()
            if response.status != call.expected:
                faults.append(f"{call.name}: {response.status} {text[:300]!r}")
                return
            counts[index] += 1

    workers = [threading.Thread(target=work, args=(i,)) for i in range(threads)]
    started = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if faults:
        raise SystemExit(faults[0])
    return sum(counts) / (time.monotonic() - started)


def ratio(ours: Call, baseline: Call, *, rounds: int = 3, seconds: float = 3.0, threads: int = 4) -> tuple[float, float, float]:
    """(our rate, the baseline's, their ratio): medians of interleaved rounds, for the machine's speed wanders."""
    pairs = []
    for _ in range(rounds):
        base = rate(baseline, seconds=seconds, threads=threads)
        pairs.append((rate(ours, seconds=seconds, threads=threads), base))
    pairs.sort(key=lambda pair: pair[0] / pair[1])
    ours_rate, base_rate = pairs[len(pairs) // 2]
    return ours_rate, base_rate, ours_rate / base_rate
