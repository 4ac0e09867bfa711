"""The settings of penilaian: the common ones alone."""

from __future__ import annotations

from shared.settings import Environment, ServiceSettings, service_settings


def from_env() -> ServiceSettings:
    """Raises :class:`shared.settings.SettingsError` with every fault at once."""
    env = Environment()
    settings = service_settings("penilaian", env)
    env.check()
    return settings
