"""The settings of capaian: the common ones and the folder of the evidence store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shared.settings import Environment, ServiceSettings, service_settings


@dataclass(frozen=True, slots=True)
class Settings:
    service: ServiceSettings
    berkas_dir: Path

    @classmethod
    def from_env(cls) -> Settings:
        """Raises :class:`shared.settings.SettingsError` with every fault at once."""
        env = Environment()
        settings = cls(service_settings("capaian", env), Path(env.text("CAPAIAN_BERKAS_DIR")))
        env.check()
        return settings


def service_from_env() -> ServiceSettings:
    return Settings.from_env().service
