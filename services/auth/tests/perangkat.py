"""What people hold in their hands: an authenticator app, and an authenticator of passkeys made of software."""

from __future__ import annotations

import hashlib
import html
import json
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import cbor2
import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ASAL = "http://localhost:8080"


def teks(isi: bytes) -> str:
    return urlsafe_b64encode(isi).decode().rstrip("=")


def byte(isi: str) -> bytes:
    return urlsafe_b64decode(isi + "=" * (-len(isi) % 4))


@dataclass
class Aplikasi:
    """An authenticator app whose phone may go wrong by ``selisih`` seconds."""

    rahasia: str
    selisih: int = 0

    @classmethod
    def pindai(cls, halaman: str) -> Aplikasi:
        """From the page that shows the QR code (the key beside it is the same)."""
        found = re.search(r'class="auth-kunci">([A-Z2-7 ]+)<', html.unescape(halaman))
        assert found, "the page shows no key"
        return cls(found[1].replace(" ", ""))

    def kode(self, langkah: int = 0) -> str:
        """The code on the display, or that of some steps later."""
        return pyotp.TOTP(self.rahasia).at(int(time.time()) + self.selisih + 30 * langkah)

    def kode_salah(self) -> str:
        """A code of no step within ten minutes."""
        dekat = {self.kode(i) for i in range(-25, 26)}
        return next(f"{i:06d}" for i in range(1_000_000) if f"{i:06d}" not in dekat)


@dataclass
class Kunci:
    rp_id: str
    pemilik: bytes
    rahasia: ec.EllipticCurvePrivateKey
    hitungan: int = 0


@dataclass
class Autentikator:
    """Answers as a browser with a platform authenticator would; ``asal`` and the rest may be bent by a test."""

    asal: str = ASAL
    terverifikasi: bool = True
    kunci: dict[bytes, Kunci] = field(default_factory=dict)
    langkah_hitungan: int = 1

    def buat(self, pilihan: dict[str, Any]) -> dict[str, Any]:
        """navigator.credentials.create"""
        kid = uuid4().bytes
        self.kunci[kid] = Kunci(pilihan["rp"]["id"], byte(pilihan["user"]["id"]), ec.generate_private_key(ec.SECP256R1()))
        angka = self.kunci[kid].rahasia.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: angka.x.to_bytes(32), -3: angka.y.to_bytes(32)})
        data = self._data(self.kunci[kid], 0x40) + UUID(int=0).bytes + len(kid).to_bytes(2) + kid + cose
        jawaban = {
            "clientDataJSON": self._klien("webauthn.create", pilihan["challenge"]),
            "attestationObject": teks(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return {"id": teks(kid), "rawId": teks(kid), "type": "public-key", "response": jawaban}

    def jawab(self, pilihan: dict[str, Any], kid: bytes | None = None) -> dict[str, Any]:
        """navigator.credentials.get"""
        kid = kid or next(iter(self.kunci))
        kunci = self.kunci[kid]
        kunci.hitungan += self.langkah_hitungan
        klien, data = self._klien("webauthn.get", pilihan["challenge"]), self._data(kunci)
        tanda = kunci.rahasia.sign(data + hashlib.sha256(byte(klien)).digest(), ec.ECDSA(hashes.SHA256()))
        jawaban = {"clientDataJSON": klien, "authenticatorData": teks(data), "signature": teks(tanda), "userHandle": teks(kunci.pemilik)}
        return {"id": teks(kid), "rawId": teks(kid), "type": "public-key", "response": jawaban}

    def _data(self, kunci: Kunci, bendera: int = 0) -> bytes:
        bendera |= 0x01 | (0x04 if self.terverifikasi else 0)
        return hashlib.sha256(kunci.rp_id.encode()).digest() + bytes([bendera]) + kunci.hitungan.to_bytes(4)

    def _klien(self, jenis: str, tantangan: str) -> str:
        return teks(json.dumps({"type": jenis, "challenge": tantangan, "origin": self.asal, "crossOrigin": False}).encode())
