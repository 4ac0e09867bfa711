"""The settings of capaian: the common ones, the evidence store, how long an offer waits, and which closed servers links may lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from capaian.adapters.penyimpanan import KUOTA, Penyimpanan, PenyimpananLokal
from capaian.domain.bukti import JUTA_PIKSEL
from capaian.domain.gangguan import HARI_MENYUSUL
from capaian.domain.rencana import HARI_KERJA_NORMAL, AturanRencana
from shared.settings import Environment, ServiceSettings, service_settings

USULAN_HARI = 30
"""Days that an offer of another system waits for its answer."""
_NAMA_SERVER = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


def _hari(teks: str) -> int:
    if not 1 <= (hari := int(teks)) <= 366:
        raise ValueError("must be 1 to 366 days")
    return hari


def _hari_kerja(teks: str) -> int:
    if not 1 <= (hari := int(teks)) <= 20:
        raise ValueError("must be 1 to 20 working days")
    return hari


def _ya_tidak(teks: str) -> str:
    if teks not in ("ya", "tidak"):
        raise ValueError("must be ya or tidak")
    return teks


def _megabita(teks: str) -> int:
    if not 10 <= (megabita := int(teks)) <= 1_000_000:
        raise ValueError("must be 10 to 1000000 megabytes")
    return megabita * 1024 * 1024


def _juta_piksel(teks: str) -> int:
    if not 1 <= (juta := int(teks)) <= 1000:
        raise ValueError("must be 1 to 1000 million pixels")
    return juta * 1_000_000


def _nama_server(teks: str) -> frozenset[str]:
    nama = frozenset(bersih for satu in teks.split(",") if (bersih := satu.strip().lower()))
    if salah := sorted(satu for satu in nama if not _NAMA_SERVER.fullmatch(satu)):
        raise ValueError(f"must be names of servers with commas between, not {salah[0]}")
    return nama


@dataclass(frozen=True, slots=True)
class S3:
    """A bucket of any S3."""

    url: str
    ember: str
    kunci: str
    rahasia: str = field(repr=False)
    wilayah: str = "us-east-1"


def _clamav(teks: str) -> tuple[str, int] | None:
    if not teks:
        return None
    nama, titik_dua, port = teks.rpartition(":")
    if not titik_dua or not nama or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("must be the scanner's host:port")
    return nama, int(port)


def _s3(env: Environment) -> S3 | None:
    """None without ``CAPAIAN_S3_URL``; with it the rest must be there."""
    url = env.text("CAPAIAN_S3_URL", "").rstrip("/")
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        env.faults.append("CAPAIAN_S3_URL must begin with https:// (or http://)")
    ember, kunci, rahasia = (env.text(f"CAPAIAN_S3_{nama}") for nama in ("EMBER", "KUNCI", "RAHASIA"))
    return S3(url, ember, kunci, rahasia, env.text("CAPAIAN_S3_WILAYAH", "us-east-1"))


@dataclass(frozen=True, slots=True)
class Settings:
    service: ServiceSettings
    berkas_dir: Path
    usulan_hari: int
    tautan_dalam: frozenset[str] = frozenset()
    kuota: int = KUOTA
    piksel: int = JUTA_PIKSEL * 1_000_000
    s3: S3 | None = None
    clamav: tuple[str, int] | None = None
    rencana: AturanRencana = field(default_factory=AturanRencana)
    gangguan_hari: int = HARI_MENYUSUL

    def penyimpanan(self) -> Penyimpanan:
        """The evidence store that is set: the bucket, else the folder. boto3 is loaded only for a bucket."""
        if self.s3 is None:
            return PenyimpananLokal(self.berkas_dir, self.kuota)
        from capaian.adapters.penyimpanan_s3 import PenyimpananS3

        return PenyimpananS3(self.berkas_dir, self.s3.url, self.s3.ember, self.s3.kunci, self.s3.rahasia, self.s3.wilayah, self.kuota)

    @classmethod
    def from_env(cls) -> Settings:
        """Raises :class:`shared.settings.SettingsError` with every fault at once."""
        env = Environment()
        settings = cls(
            service_settings("capaian", env),
            Path(env.text("CAPAIAN_BERKAS_DIR")),
            env.parse("CAPAIAN_USULAN_HARI", str(USULAN_HARI), _hari) or 0,
            env.parse("CAPAIAN_TAUTAN_DALAM", "", _nama_server) or frozenset(),
            env.parse("CAPAIAN_KUOTA_MB", str(KUOTA // 1024**2), _megabita) or 0,
            env.parse("CAPAIAN_JUTA_PIKSEL", str(JUTA_PIKSEL), _juta_piksel) or 0,
            _s3(env),
            env.parse("CAPAIAN_CLAMAV", "", _clamav),
            AturanRencana(
                env.parse("CAPAIAN_RENCANA_WAJIB", "tidak", _ya_tidak) == "ya",
                env.parse("CAPAIAN_RENCANA_HARI", str(HARI_KERJA_NORMAL), _hari_kerja) or HARI_KERJA_NORMAL,
            ),
            env.parse("CAPAIAN_GANGGUAN_HARI", str(HARI_MENYUSUL), _hari_kerja) or HARI_MENYUSUL,
        )
        env.check()
        return settings


def service_from_env() -> ServiceSettings:
    return Settings.from_env().service
