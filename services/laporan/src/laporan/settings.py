"""Settings of laporan: those of every service, and the emblem printed on official documents."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shared.settings import Environment, ServiceSettings, service_settings


def _emblem(value: str) -> Path | None:
    """An SVG or PNG file that the installation provides; the state's emblem is not shipped."""
    if not value:
        return None
    path = Path(value)
    if path.suffix not in {".svg", ".png"} or not path.is_file():
        raise ValueError("must be an existing .svg or .png file")
    return path


@dataclass(frozen=True, slots=True)
class Settings:
    service: ServiceSettings
    lambang: Path | None = None


def from_env() -> Settings:
    env = Environment()
    service = service_settings("laporan", env)
    lambang = env.parse("LAPORAN_LAMBANG", "", _emblem)
    env.check()
    return Settings(service, lambang)


def service_from_env() -> ServiceSettings:
    return from_env().service
