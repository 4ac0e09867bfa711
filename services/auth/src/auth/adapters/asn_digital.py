"""ASN Digital, or any other OpenID Connect provider: discovery, authorization code with PKCE, the checks of the id_token, going out.

A provider that is slow or down must not hold the workers: every answer has three seconds in all, and after a failure nobody asks again for a while.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import KeySet
from requests.adapters import HTTPAdapter

from auth.domain.identitas_luar import GagalAsn, OrangLuar
from shared.errors import Unavailable
from shared.observability import get_logger

ALGORITMA = ["RS256", "PS256", "ES256"]
SAMBUNG_DETIK = 1.5
TENGGAT_DETIK = 3.0
SEGAR_DETIK = 15.0
JEDA_DETIK = 15.0
KUNCI_SEGAR_DETIK = 3600.0
KELONGGARAN_DETIK = 30
_TERBESAR = 512 * 1024
_SUB_TERPANJANG = 255
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
log = get_logger()


@dataclass(frozen=True, slots=True)
class SetelanAsn:
    """One provider. ``klaim_nip`` and ``klaim_nama`` name the claims; ``client_secret`` is empty for a public client."""

    issuer: str
    client_id: str
    client_secret: str = ""
    scope: str = "openid profile"
    klaim_nip: str = "preferred_username"
    klaim_nama: str = "name"


class AsnTidakMenjawab(Unavailable):
    code = "asn_unreachable"

    def __init__(self) -> None:
        super().__init__("ASN Digital sedang tidak menjawab. Masuk dengan akun lokal, atau coba lagi sebentar lagi.")


@dataclass(frozen=True, slots=True)
class _Metadata:
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    end_session_endpoint: str
    cara_klien: str
    menyebut_issuer: bool


class _Bertenggat(HTTPAdapter):
    """Reads an answer whole within the time and size that it is given, so that a trickling server holds nobody."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kw: Any) -> requests.Response:
        akhir = time.monotonic() + TENGGAT_DETIK
        response = super().send(request, *args, **{**kw, "stream": True, "timeout": (SAMBUNG_DETIK, TENGGAT_DETIK)})
        isi = bytearray()
        while potong := response.raw.read1(16_384, decode_content=True):
            isi += potong
            if time.monotonic() > akhir or len(isi) > _TERBESAR:
                response.close()
                raise requests.Timeout("the answer was too slow or too large")
        response._content = bytes(isi)  # noqa: SLF001 - what requests itself does when it does not stream
        return response


def alamat_sah(alamat: str) -> bool:
    """An https address; http only on this machine."""
    bagian = urlsplit(alamat)
    return bool(bagian.hostname) and (bagian.scheme == "https" or (bagian.scheme == "http" and bagian.hostname in _LOOPBACK))


def periksa_issuer(teks: str) -> str:
    """The issuer of the settings; raises ValueError for what cannot be one."""
    if teks and (not alamat_sah(teks) or "?" in teks or "#" in teks):
        raise ValueError("must be an https:// address without a query")
    return teks


class AsnDigital:
    """The provider as seen by one process."""

    def __init__(self, setelan: SetelanAsn, url: str) -> None:
        self.setelan = setelan
        self.kembali = f"{url}/auth/asn/kembali"
        self._sesudah_keluar = f"{url}/auth/masuk"
        self._lock = threading.Lock()
        self._metadata: _Metadata | None = None
        self._metadata_pada = 0.0
        self._kunci: KeySet | None = None
        self._kunci_pada = 0.0
        self._mati_sampai = 0.0

    @property
    def tidak_menjawab(self) -> bool:
        """Whether it failed a moment ago; it is then not asked."""
        return time.monotonic() < self._mati_sampai

    def alamat_masuk(self, *, state: str, nonce: str, verifier: str, akun_lain: bool) -> str:
        """Where the browser is sent; the provider has just answered. Raises :class:`AsnTidakMenjawab`."""
        metadata = self._baca_metadata(segar=SEGAR_DETIK)
        tambahan = {"prompt": "login"} if akun_lain else {}
        alamat, _ = self._sesi(metadata).create_authorization_url(
            metadata.authorization_endpoint, state=state, nonce=nonce, code_verifier=verifier, **tambahan
        )
        return str(alamat)

    def alamat_keluar(self, id_token: str) -> str | None:
        """RP-initiated logout; None when the provider has none or cannot be asked."""
        try:
            metadata = self._baca_metadata()
        except AsnTidakMenjawab:
            return None
        if not metadata.end_session_endpoint:
            return None
        isi = {
            "id_token_hint": id_token,
            "client_id": self.setelan.client_id,
            "post_logout_redirect_uri": self._sesudah_keluar,
            "state": secrets.token_urlsafe(16),
        }
        return str(add_params_to_uri(metadata.end_session_endpoint, list(isi.items())))

    def tukar(self, *, code: str, iss: str, verifier: str, nonce: str) -> OrangLuar:
        """The person whose sign-in this code is; raises :class:`GagalAsn` for whatever is wrong with it."""
        metadata = self._baca_metadata()
        if iss != self.setelan.issuer and (iss or metadata.menyebut_issuer):
            raise _tidak_sah("issuer", "Jawaban ini bukan dari ASN Digital yang dipakai di sini.")
        with self._sesi(metadata) as sesi:
            token = self._ambil_token(sesi, metadata, code, verifier)
            klaim = self._klaim(token, metadata, nonce)
            if self._teks(klaim, self.setelan.klaim_nip) == "" and metadata.userinfo_endpoint:
                klaim = {**klaim, **self._userinfo(metadata, str(token["access_token"]), klaim["sub"])}
        return OrangLuar(
            self.setelan.issuer,
            klaim["sub"],
            self._teks(klaim, self.setelan.klaim_nip),
            self._teks(klaim, self.setelan.klaim_nama),
            str(token["id_token"]),
        )

    @staticmethod
    def _teks(klaim: Mapping[str, Any], nama: str) -> str:
        """A claim as one line of text; empty for whatever is none."""
        nilai = klaim.get(nama)
        if isinstance(nilai, bool) or not isinstance(nilai, (str, int)):
            return ""
        return "".join(huruf for huruf in str(nilai)[:200] if huruf.isprintable()).strip()

    def _sesi(self, metadata: _Metadata) -> OAuth2Session:
        setelan = self.setelan
        dasar = metadata.cara_klien == "client_secret_basic"
        sesi = OAuth2Session(
            quote_plus(setelan.client_id) if dasar else setelan.client_id,
            (quote_plus(setelan.client_secret) if dasar else setelan.client_secret) or None,
            token_endpoint_auth_method=metadata.cara_klien,
            scope=setelan.scope,
            redirect_uri=self.kembali,
            code_challenge_method="S256",
        )
        sesi.mount("https://", _Bertenggat())
        sesi.mount("http://", _Bertenggat())
        return sesi

    def _ambil_token(self, sesi: OAuth2Session, metadata: _Metadata, code: str, verifier: str) -> Mapping[str, Any]:
        try:
            token: dict[str, Any] = sesi.fetch_token(
                metadata.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier, allow_redirects=False
            )
        except AuthlibBaseError as error:
            log.warning("asn_code_refused", error=str(error.error)[:60])
            raise GagalAsn(
                "ASN Digital menolak kode masuk ini. Kode hanya dapat dipakai sekali dan cepat kedaluwarsa.",
                "Mulai lagi dari awal. Bila berulang, sampaikan kepada admin platform.",
                code="asn_code_refused",
            ) from error
        except (requests.RequestException, ValueError) as error:
            raise self._mati(error) from error
        if not all(isinstance(token.get(nama), str) for nama in ("id_token", "access_token")):
            raise _tidak_sah("id_token", "ASN Digital tidak menyertakan identitas Anda.")
        return token

    def _klaim(self, token: Mapping[str, Any], metadata: _Metadata, nonce: str) -> dict[str, Any]:
        """The claims after every check of OpenID Connect Core 3.1.3.7; an unknown key has the JWKS read anew, once."""
        try:
            try:
                isi = jwt.decode(token["id_token"], self._baca_kunci(metadata), algorithms=ALGORITMA)
            except (JoseError, ValueError):
                isi = jwt.decode(token["id_token"], self._baca_kunci(metadata, baru=True), algorithms=ALGORITMA)
            klaim = CodeIDToken(
                isi.claims,
                isi.header,
                {
                    "iss": {"essential": True, "value": self.setelan.issuer},
                    "aud": {"essential": True, "value": self.setelan.client_id},
                    "sub": {"essential": True},
                },
                {"nonce": nonce, "client_id": self.setelan.client_id, "access_token": token["access_token"]},
            )
            klaim.validate(leeway=KELONGGARAN_DETIK)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            sebab = getattr(error, "claim", None) or type(error).__name__
            basi = isinstance(error, ExpiredTokenError)
            kalimat = "Jawaban ASN Digital sudah kedaluwarsa." if basi else "Jawaban ASN Digital tidak lolos pemeriksaan keaslian."
            raise _tidak_sah(str(sebab), kalimat) from error
        if not isinstance(klaim["sub"], str) or not 0 < len(klaim["sub"]) <= _SUB_TERPANJANG or not klaim["sub"].isprintable():
            raise _tidak_sah("sub", "ASN Digital tidak menyebut akun Anda.")
        return dict(klaim)

    def _userinfo(self, metadata: _Metadata, access_token: str, sub: str) -> dict[str, Any]:
        isi = self._json(metadata.userinfo_endpoint, {"Authorization": f"Bearer {access_token}"})
        if isi.get("sub") != sub:
            raise _tidak_sah("userinfo", "ASN Digital menjawab tentang akun lain.")
        return {nama: isi[nama] for nama in (self.setelan.klaim_nip, self.setelan.klaim_nama) if nama in isi and nama != "sub"}

    def _baca_metadata(self, *, segar: float = KUNCI_SEGAR_DETIK) -> _Metadata:
        with self._lock:
            if self._metadata is None or time.monotonic() - self._metadata_pada > segar:
                isi = self._json(self.setelan.issuer.rstrip("/") + "/.well-known/openid-configuration")
                self._metadata, self._metadata_pada = self._pilih(isi), time.monotonic()
            return self._metadata

    def _pilih(self, isi: Mapping[str, Any]) -> _Metadata:
        alamat = {
            nama: str(isi.get(nama) or "")
            for nama in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint")
        }
        wajib = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if isi.get("issuer") != self.setelan.issuer or any(
            not alamat_sah(nilai) for nama, nilai in alamat.items() if nilai or nama in wajib
        ):
            log.error("asn_discovery_invalid")
            raise self._mati(None)
        cara = isi.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        pilihan = ("none",) if not self.setelan.client_secret else ("client_secret_basic", "client_secret_post")
        return _Metadata(
            **alamat,
            cara_klien=next((satu for satu in pilihan if satu in cara), pilihan[0]),
            menyebut_issuer=isi.get("authorization_response_iss_parameter_supported") is True,
        )

    def _baca_kunci(self, metadata: _Metadata, *, baru: bool = False) -> KeySet:
        with self._lock:
            if self._kunci is None or baru or time.monotonic() - self._kunci_pada > KUNCI_SEGAR_DETIK:
                isi = self._json(metadata.jwks_uri)
                daftar = [satu for satu in isi.get("keys") or [] if isinstance(satu, dict) and satu.get("kty") in ("RSA", "EC")]
                self._kunci, self._kunci_pada = KeySet.import_key_set({"keys": daftar}), time.monotonic()
            return self._kunci

    def _json(self, alamat: str, kepala: Mapping[str, str] | None = None) -> dict[str, Any]:
        """A JSON object by GET, without following redirects; raises :class:`AsnTidakMenjawab`."""
        if self.tidak_menjawab:
            raise AsnTidakMenjawab
        try:
            with requests.Session() as sesi:
                sesi.mount("https://", _Bertenggat())
                sesi.mount("http://", _Bertenggat())
                response = sesi.get(alamat, headers=kepala, allow_redirects=False)
            response.raise_for_status()
            isi = response.json()
        except (requests.RequestException, ValueError) as error:
            raise self._mati(error) from error
        if not isinstance(isi, dict):
            raise self._mati(None)
        return isi

    def _mati(self, error: Exception | None) -> AsnTidakMenjawab:
        self._mati_sampai = time.monotonic() + JEDA_DETIK
        log.error("asn_unreachable", error=type(error).__name__)
        return AsnTidakMenjawab()


def _tidak_sah(sebab: str, kalimat: str) -> GagalAsn:
    log.warning("asn_token_invalid", cause=sebab[:60])
    return GagalAsn(kalimat, "Mulai lagi dari awal. Bila berulang, sampaikan kepada admin platform.", code="asn_token_invalid")
