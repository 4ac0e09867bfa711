"""Settings of auth, from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from auth.adapters.asn_digital import SetelanAsn, periksa_issuer
from auth.adapters.surel_smtp import CARA_TLS, ServerSurel
from auth.adapters.webauthn_server import PihakTepercaya, pihak_tepercaya
from auth.domain.akses import TUNDA_PEMERIKSAAN
from shared.settings import Environment, ServiceSettings, service_settings


@dataclass(frozen=True, slots=True)
class Settings:
    """``rabbitmq_management_url`` is empty where no subscribers are managed. ``layanan_url``: where auth's worker reaches a service, ``{layanan}`` is its name.
    ``tunda_pemeriksaan``: reads by auditors are shown that much later. ``asn`` is None without an identity provider.
    ``surel`` is None where nothing can be sent by e-mail; ``passkey`` None
    follows from the public address. ``kunci_sebelumnya`` is the KINERJA_SECRET_KEY before the present one: secrets of authenticator apps closed
    with it still open.
    """

    service: ServiceSettings
    rabbitmq_management_url: str = ""
    layanan_url: str = ""
    tunda_pemeriksaan: timedelta = TUNDA_PEMERIKSAAN
    asn: SetelanAsn | None = None
    surel: ServerSurel | None = None
    passkey: PihakTepercaya | None = None
    kunci_sebelumnya: str = ""


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
        _asn(env),
        _surel(env),
        _passkey(env, service.url),
        env.text("KINERJA_SECRET_KEY_SEBELUMNYA", ""),
    )
    env.check()
    return found


def _asn(env: Environment) -> SetelanAsn | None:
    issuer = env.parse("AUTH_OIDC_ISSUER", "", periksa_issuer)
    setelan = SetelanAsn(
        issuer=issuer or "",
        client_id=env.text("AUTH_OIDC_CLIENT_ID", ""),
        client_secret=env.text("AUTH_OIDC_CLIENT_SECRET", ""),
        scope=env.text("AUTH_OIDC_SCOPE", "openid profile"),
        klaim_nip=env.text("AUTH_OIDC_KLAIM_NIP", "preferred_username"),
        klaim_nama=env.text("AUTH_OIDC_KLAIM_NAMA", "name"),
    )
    if issuer and not setelan.client_id:
        env.faults.append("AUTH_OIDC_CLIENT_ID is missing: it goes with AUTH_OIDC_ISSUER")
    if issuer and "openid" not in setelan.scope.split():
        env.faults.append("AUTH_OIDC_SCOPE must contain openid")
    return setelan if issuer else None


def _surel(env: Environment) -> ServerSurel | None:
    host = env.text("AUTH_SMTP_HOST", "")
    tls = env.choice("AUTH_SMTP_TLS", "starttls", CARA_TLS)
    server = ServerSurel(
        host,
        env.number("AUTH_SMTP_PORT", {"starttls": 587, "tls": 465}.get(tls, 25)),
        tls,
        env.text("AUTH_SMTP_DARI", ""),
        env.text("AUTH_SMTP_PENGGUNA", ""),
        env.text("AUTH_SMTP_SANDI", ""),
    )
    if host and "@" not in server.dari:
        env.faults.append("AUTH_SMTP_DARI must be the sender's address when AUTH_SMTP_HOST is set")
    return server if host else None


def _passkey(env: Environment, url: str) -> PihakTepercaya | None:
    asal = env.text("AUTH_PASSKEY_ASAL", "")
    return env.parse("AUTH_PASSKEY_RP_ID", "", lambda rp_id: pihak_tepercaya(url, rp_id, asal))
