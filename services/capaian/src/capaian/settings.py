"""The settings of capaian: the common ones the folder of the evidence store, and how long an offer waits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shared.settings import Environment, ServiceSettings, service_settings

USULAN_HARI = 30
"""Days that an offer of another system waits for its answer."""


def _hari(teks: str) -> int:
    if not 1 <= (hari := int(teks)) <= 366:
        raise ValueError("must be 1 to 366 days")
    return hari


@dataclass(frozen=True, slots=True)
class Settings:
    service: ServiceSettings
    berkas_dir: Path
    usulan_hari: int

    @classmethod
    def from_env(cls) -> Settings:
        """Raises :class:`shared.settings.SettingsError` with every fault at once."""
        env = Environment()
        settings = cls(
            service_settings("capaian", env),
            Path(env.text("CAPAIAN_BERKAS_DIR")),
            env.parse("CAPAIAN_USULAN_HARI", str(USULAN_HARI), _hari) or 0,
        )
        env.check()
        return settings


def service_from_env() -> ServiceSettings:
    return Settings.from_env().service
