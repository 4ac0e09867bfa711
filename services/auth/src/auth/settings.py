"""Settings of auth, from the environment."""

from __future__ import annotations

from dataclasses import dataclass

from shared.settings import Environment, ServiceSettings, service_settings


@dataclass(frozen=True, slots=True)
class Settings:
    """``rabbitmq_management_url`` is empty where no subscribers are managed."""

    service: ServiceSettings
    rabbitmq_management_url: str


def from_env() -> ServiceSettings:
    return settings().service


def settings() -> Settings:
    env = Environment()
    found = Settings(service_settings("auth", env), env.text("RABBITMQ_MANAGEMENT_URL", ""))
    env.check()
    return found
