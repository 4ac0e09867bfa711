"""Signing keys (ES256), shared by all processes through the database, the private half encrypted; and the tokens they sign."""

from __future__ import annotations

import base64
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, KeySetSerialization

from auth.adapters.unit_of_work import UnitOfWork
from auth.domain.akun import MASA_TOKEN, Izin
from auth.domain.klien import Klien
from shared import clock
from shared.auth.identity import Identity
from shared.auth.tokens import AUDIENCE, TokenVerifier

MASA_PAKAI = timedelta(days=30)
TUMPANG = timedelta(days=2)
_SEGAR_DETIK = 60.0

BukaUnit = Callable[[], UnitOfWork]


class PenyandiData:
    """Encrypts values at rest with a key of its own, derived from ``KINERJA_SECRET_KEY``; ``untuk`` keeps uses apart."""

    def __init__(self, secret_key: str, untuk: str) -> None:
        kunci = HKDF(hashes.SHA256(), 32, salt=None, info=f"kinerja auth {untuk}".encode()).derive(secret_key.encode())
        self._penyandi = Fernet(base64.urlsafe_b64encode(kunci))

    def sandikan(self, teks: str) -> bytes:
        return self._penyandi.encrypt(teks.encode())

    def buka(self, isi: bytes) -> str:
        """Raises InvalidToken for what was encrypted under another secret."""
        return self._penyandi.decrypt(isi).decode()


@dataclass(frozen=True, slots=True)
class _Simpanan:
    pada: float
    penanda: ECKey
    publik: KeySetSerialization


class GantunganKunci:
    """The keys of this installation. The newest signs; older ones stay published until their last token has expired."""

    def __init__(self, secret_key: str) -> None:
        kunci = HKDF(hashes.SHA256(), 32, salt=None, info=b"kinerja auth signing keys").derive(secret_key.encode())
        self._penyandi = Fernet(base64.urlsafe_b64encode(kunci))
        self._lock = threading.Lock()
        self._simpanan: _Simpanan | None = None

    def jwks(self, buka: BukaUnit) -> KeySetSerialization:
        """The public keys, as served."""
        return self._ambil(buka).publik

    def tanda_tangani(self, buka: BukaUnit, *, issuer: str, izin: Izin, sesi_id: str) -> str:
        """An access token of five minutes for the account."""
        akun = izin.akun
        claims: dict[str, object] = {
            "sub": str(akun.pegawai_id),
            "instansi": str(akun.instansi_id),
            "nama": akun.nama,
            "peran": sorted(akun.peran),
            "sid": sesi_id,
        }
        if akun.peran_unit:
            claims["peran_unit"] = {nama: [str(satu) for satu in unit] for nama, unit in sorted(akun.peran_unit.items())}
        return self._tanda_tangani(buka, issuer, izin.terbit, claims)

    def tanda_tangani_klien(self, buka: BukaUnit, *, issuer: str, klien: Klien, scope: Sequence[str], terbit: datetime) -> str:
        """An access token of five minutes for another system; it names no person, no roles and no session.

        ``terbit`` is the moment at which the client's row was held, by the clock of the database.
        """
        satu = str(klien.id)
        claims = {"sub": satu, "klien_id": satu, "instansi": str(klien.instansi_id), "nama": klien.nama, "scope": " ".join(scope)}
        return self._tanda_tangani(buka, issuer, terbit, claims)

    def _tanda_tangani(self, buka: BukaUnit, issuer: str, terbit: datetime, claims: Mapping[str, object]) -> str:
        """``iat`` has a fraction: a revocation in the same second must tell the older token from the newer."""
        penanda = self._ambil(buka).penanda
        iat = terbit.timestamp()
        isi = {"iss": issuer, "aud": AUDIENCE, **claims, "iat": iat, "exp": iat + MASA_TOKEN}
        return jwt.encode({"alg": "ES256", "kid": penanda.kid}, isi, penanda)

    def lupakan(self) -> None:
        """Read the keys anew next time."""
        self._simpanan = None

    def _ambil(self, buka: BukaUnit) -> _Simpanan:
        with self._lock:
            if self._simpanan is None or time.monotonic() - self._simpanan.pada > _SEGAR_DETIK:
                with buka() as uow:
                    self._simpanan = self._muat(uow, datetime.now(clock.UTC))
            return self._simpanan

    def _muat(self, uow: UnitOfWork, pada: datetime) -> _Simpanan:
        simpanan = self._baca(uow, pada)
        if simpanan is None:
            uow.kunci_pembuatan()
            simpanan = self._baca(uow, pada) or self._buat(uow, pada)
        return simpanan

    def _buat(self, uow: UnitOfWork, pada: datetime) -> _Simpanan:
        kid = secrets.token_hex(8)
        kunci = ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})
        publik = dict(kunci.as_dict(private=False))
        uow.add_kunci(kid, publik, self._penyandi.encrypt(msgspec.json.encode(kunci.as_dict(private=True))), pada)
        uow.catat("kunci.buat", objek="kunci", objek_id=kid)
        lama = [row.publik for row in uow.list_kunci(pada - MASA_PAKAI - TUMPANG) if row.kid != kid]
        return _Simpanan(time.monotonic(), kunci, {"keys": [publik, *lama]})

    def _baca(self, uow: UnitOfWork, pada: datetime) -> _Simpanan | None:
        """None when there is no key young enough to sign with, or it was encrypted under another secret."""
        rows = uow.list_kunci(pada - MASA_PAKAI - TUMPANG)
        if not rows or rows[0].dibuat_pada < pada - MASA_PAKAI:
            return None
        try:
            penanda = ECKey.import_key(msgspec.json.decode(self._penyandi.decrypt(bytes(rows[0].privat_tersandi))))
        except InvalidToken:
            return None
        return _Simpanan(time.monotonic(), penanda, {"keys": [row.publik for row in rows]})


class VerifierSendiri(TokenVerifier):
    """Auth's own check: the keys come from its database instead of over HTTP. ``tambahan`` are further public keys."""

    def __init__(self, issuer: str, gantungan: GantunganKunci, buka: BukaUnit, tambahan: KeySet | None = None) -> None:
        super().__init__(issuer, "")
        self._gantungan = gantungan
        self._buka = buka
        self._tambahan = list(tambahan.keys) if tambahan else []
        self._dikenal: set[str | None] = set()

    def verify(self, token: str) -> Identity:
        if _kid(token) not in self._dikenal:
            self._gantungan.lupakan()
            kunci = [*KeySet.import_key_set(self._gantungan.jwks(self._buka)).keys, *self._tambahan]
            self._dikenal = {k.kid for k in kunci}
            self.use(KeySet(kunci))
        return super().verify(token)


def _kid(token: str) -> str | None:
    try:
        kid = jws.extract_compact(token.encode()).headers().get("kid")
    except (JoseError, ValueError):
        return None
    return kid if isinstance(kid, str) else None
