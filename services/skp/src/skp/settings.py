"""What the service needs from its environment."""

from __future__ import annotations

from shared.settings import Environment, ServiceSettings, service_settings


def from_env() -> ServiceSettings:
    """The settings of this process; ends it with every fault named."""
    env = Environment()
    settings = service_settings("skp", env)
    env.check()
    return settings
