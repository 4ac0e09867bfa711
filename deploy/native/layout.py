"""Where the native stack lives and on which ports: settings with defaults, so that a second stack (tests, bench) can stand beside."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("auth", "skp", "capaian", "penilaian", "laporan")


@dataclass(frozen=True, slots=True)
class Layout:
    var: Path = ROOT / "var"
    gateway: int = 8080
    web: int = 8101
    postgres: int = 24329
    rabbitmq: int = 26729
    profile: str = "demo"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Layout:
        values = os.environ if env is None else env
        default = cls()
        return cls(
            var=Path(values.get("KINERJA_VAR") or default.var).absolute(),
            gateway=int(values.get("KINERJA_PORT") or default.gateway),
            web=int(values.get("KINERJA_WEB_PORT") or default.web),
            postgres=int(values.get("KINERJA_POSTGRES_PORT") or default.postgres),
            rabbitmq=int(values.get("KINERJA_RABBITMQ_PORT") or default.rabbitmq),
            profile=values.get("KINERJA_PROFILE") or default.profile,
        )

    def port(self, service: str) -> int:
        return self.web + SERVICES.index(service)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.gateway}"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def rabbitmq_ports(self) -> dict[str, int]:
        """Of distribution, port mapper and management, ten apart."""
        return {"dist_port": self.rabbitmq + 10, "epmd_port": self.rabbitmq + 20, "management_port": self.rabbitmq + 30}
