"""Reading settings from the environment: everything at start, all faults told at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from shared import clock, hari_libur

T = TypeVar("T")


class SettingsError(SystemExit):
    """Carries every fault of the environment; ends the process with them."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("settings:\n  " + "\n  ".join(faults))
        self.faults = faults


class Environment:
    """Collects values and faults; :meth:`check` raises once for all of them."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = os.environ if values is None else values
        self.faults: list[str] = []

    def text(self, name: str, default: str | None = None, *, minimum: int = 0) -> str:
        value = self._values.get(name) or default
        if value is None:
            self.faults.append(f"{name} is missing")
            return ""
        if len(value) < minimum:
            self.faults.append(f"{name} must have at least {minimum} characters")
        return value

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            self.faults.append(f"{name} must be one of {', '.join(allowed)}, not {value}")
        return value

    def parse(self, name: str, default: str, parser: Callable[[str], T]) -> T | None:
        value = self.text(name, default)
        try:
            return parser(value)
        except ValueError as error:
            self.faults.append(f"{name}: {error}")
            return None

    def number(self, name: str, default: int) -> int:
        return self.parse(name, str(default), int) or 0

    def check(self) -> None:
        if self.faults:
            raise SettingsError(self.faults)


def _demo_offset(value: str) -> timedelta:
    if not value:
        return timedelta(0)
    moment, _, since = value.partition("@")
    start = datetime.fromisoformat(moment)
    if start.tzinfo is None or not since:
        raise ValueError("must be an ISO moment with a zone, '@' and the unix second it was set")
    return start - datetime.fromtimestamp(float(since), clock.UTC)


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What every service needs. ``clock_offset`` is zero outside the demo profile, whatever the environment says."""

    name: str
    url: str
    profile: str
    database_url: str
    amqp_url: str
    secret_key: str
    jwks_url: str
    epoch: int
    log_level: str
    clock_offset: timedelta

    @property
    def demo(self) -> bool:
        return self.profile == "demo"

    @property
    def secure_cookies(self) -> bool:
        return self.url.startswith("https://")


def service_settings(name: str, env: Environment) -> ServiceSettings:
    """The common settings of one service; the caller adds its own and then calls ``env.check()``."""
    upper = name.upper()
    url = env.text("KINERJA_URL", "http://127.0.0.1:8080").rstrip("/")
    env.parse("KINERJA_LIBUR", "", hari_libur.baca)
    profile = env.choice("KINERJA_PROFILE", "production", ("production", "demo", "test"))
    return ServiceSettings(
        name=name,
        url=url,
        profile=profile,
        database_url=env.text(f"{upper}_DATABASE_URL"),
        amqp_url=env.text("AMQP_URL"),
        secret_key=env.text("KINERJA_SECRET_KEY", minimum=32),
        jwks_url=env.text("KINERJA_JWKS_URL", f"{url}/auth/.well-known/jwks.json"),
        epoch=env.number(f"{upper}_EPOCH", 0),
        log_level=env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
        clock_offset=(env.parse("KINERJA_DEMO_CLOCK", "", _demo_offset) or timedelta(0)) if profile == "demo" else timedelta(0),
    )
