"""Settings of auth, from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from auth.domain.akses import TUNDA_PEMERIKSAAN
from shared.settings import Environment, ServiceSettings, service_settings


@dataclass(frozen=True, slots=True)
class Settings:
    """``rabbitmq_management_url`` is empty where no subscribers are managed. ``layanan_url``: where auth's worker reaches a service, ``{layanan}`` is its name.
    ``tunda_pemeriksaan``: reads by auditors are shown that much later.
    """

    service: ServiceSettings
    rabbitmq_management_url: str
    layanan_url: str
    tunda_pemeriksaan: timedelta = TUNDA_PEMERIKSAAN


def from_env() -> ServiceSettings:
    return settings().service


def settings() -> Settings:
    env = Environment()
    service = service_settings("auth", env)
    found = Settings(
        service,
        env.text("RABBITMQ_MANAGEMENT_URL", ""),
        env.text("KINERJA_LAYANAN_URL", service.url).rstrip("/"),
        timedelta(days=env.number("AUTH_TUNDA_PEMERIKSAAN_HARI", TUNDA_PEMERIKSAAN.days)),
    )
    env.check()
    return found
