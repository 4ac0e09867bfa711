"""Looks whether a link opens, without ever letting it lead this server into a closed network.

The name is resolved here, every address of it must be a public one, and the connection goes to the very address that was looked at, so that a
name which answers differently the second time gains nothing. Each redirect is looked at anew. No cookie, no credential, no body is exchanged.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import quote, urljoin, urlsplit

from flask import current_app

from capaian.domain.tautan import KeadaanTautan, alamat_bersih
from shared.errors import Invalid

DETIK = 5.0
LOMPATAN_TERBANYAK = 4
_PORT = frozenset({80, 443, 8080, 8443})
_MASUK = frozenset({"accounts.google.com", "login.microsoftonline.com", "login.live.com", "login.microsoft.com", "appleid.apple.com"})
_JALAN_MASUK = re.compile(r"/(login|log-in|signin|sign-in|servicelogin|logon|masuk|sso|saml|authorize)(\W|$)", re.IGNORECASE)
_TIDAK_UMUM = tuple(
    ipaddress.ip_network(jaringan)
    for jaringan in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
"""What no link may lead to: closed, local, documentation and multicast ranges, the addresses where clouds keep their metadata (168.63.129.16 is
Azure's), and the ranges of IPv6 that carry an address of IPv4 within."""
_EXTENSION = "capaian.tautan"

Pencari = Callable[[str, int], Sequence[str]]
"""Name and port → addresses. Raises :class:`socket.gaierror`."""


def umum(alamat: str) -> bool:
    """Whether this address stands in the open network."""
    try:
        ip = ipaddress.ip_address(alamat)
    except ValueError:
        return False
    return ip.is_global and not any(ip.version == jaringan.version and ip in jaringan for jaringan in _TIDAK_UMUM)


def cari_alamat(nama: str, port: int) -> list[str]:
    """By the machine's own resolver."""
    return [str(satu[4][0]) for satu in socket.getaddrinfo(nama, port, type=socket.SOCK_STREAM)]


class _Selesai(Exception):
    def __init__(self, keadaan: KeadaanTautan) -> None:
        self.keadaan = keadaan


@dataclass(frozen=True, slots=True)
class PemeriksaTautan:
    """``host_dalam`` are names of closed-network servers that the operator lets be asked; empty unless set. ``detik`` bounds a whole check."""

    host_dalam: frozenset[str] = frozenset()
    detik: float = DETIK
    cari: Pencari = field(default=cari_alamat)

    def periksa(self, alamat: str) -> KeadaanTautan:
        """Never raises for what the other side does."""
        habis = time.monotonic() + self.detik
        try:
            for lompatan in range(LOMPATAN_TERBANYAK + 1):
                status, lokasi = self._minta(alamat, habis)
                if not (lokasi and 300 <= status < 400):
                    return _menurut_status(status)
                alamat = _lompat(alamat, lokasi, masih=lompatan < LOMPATAN_TERBANYAK)
        except _Selesai as selesai:
            return selesai.keadaan
        except (OSError, HTTPException, ValueError):
            pass
        return KeadaanTautan.RAGU

    def _minta(self, alamat: str, habis: float) -> tuple[int, str]:
        """Status and ``Location`` of one request."""
        bagian = urlsplit(alamat)
        nama, aman = bagian.hostname or "", bagian.scheme == "https"
        port = bagian.port or (443 if aman else 80)
        tujuan = self._tujuan(nama, port, habis)
        with socket.create_connection((tujuan, port), timeout=_sisa(habis)) as mentah:
            pemutus = threading.Timer(_sisa(habis), _putuskan, [kembar := mentah.dup()])
            pemutus.daemon = True
            pemutus.start()
            try:
                hubungan: HTTPConnection
                if aman:
                    hubungan = HTTPSConnection(nama, port, context=_kepercayaan())
                    hubungan.sock = _kepercayaan().wrap_socket(mentah, server_hostname=nama)
                else:
                    hubungan = HTTPConnection(nama, port)
                    hubungan.sock = mentah
                jalan = quote(bagian.path or "/", safe="/%:@!$&'()*+,;=~") + (
                    f"?{quote(bagian.query, safe='/%:@!$&()*+,;=~?')}" if bagian.query else ""
                )
                hubungan.request("GET", jalan, headers={"User-Agent": "Kinerja pemeriksa tautan", "Accept": "*/*", "Connection": "close"})
                jawab = hubungan.getresponse()
                _sisa(habis)  # an answer that was cut off looks whole
                return jawab.status, jawab.headers.get("Location", "")
            finally:
                pemutus.cancel()
                kembar.close()
                hubungan.close()

    def _tujuan(self, nama: str, port: int, habis: float) -> str:
        """The address to connect to; ends the check when one of the name's addresses, or the port, is not of the open network."""
        dalam = nama in self.host_dalam
        if port not in _PORT and not dalam:
            raise _Selesai(KeadaanTautan.DALAM)
        alamat = self._cari(nama, port, habis)
        if not dalam and not all(map(umum, alamat)):
            raise _Selesai(KeadaanTautan.DALAM)
        return alamat[0]

    def _cari(self, nama: str, port: int, habis: float) -> Sequence[str]:
        """The resolver knows no time limit of ours, so it is asked in a thread that is left alone when it takes too long."""
        jawab: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def tanya() -> None:
            try:
                jawab.put(self.cari(nama, port))
            except (OSError, UnicodeError) as error:
                jawab.put(error)

        threading.Thread(target=tanya, daemon=True).start()
        try:
            found = jawab.get(timeout=_sisa(habis))
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(found, socket.gaierror) and found.errno in (socket.EAI_NONAME, socket.EAI_NODATA):
            raise _Selesai(KeadaanTautan.MATI)
        if isinstance(found, Exception):
            raise found
        if not found:
            raise _Selesai(KeadaanTautan.MATI)
        return found


def _menurut_status(status: int) -> KeadaanTautan:
    if status < 300 or status == 304:
        return KeadaanTautan.TERBUKA
    if status in (401, 403, 407):
        return KeadaanTautan.TERTUTUP
    if status in (408, 425, 429) or status >= 500 or status < 400:
        return KeadaanTautan.RAGU
    return KeadaanTautan.MATI


def _lompat(dari: str, lokasi: str, *, masih: bool) -> str:
    """Where a redirect leads; ends the check at a page for signing in, and at an address that no link may have."""
    try:
        ke = alamat_bersih(urljoin(dari, lokasi.split("#", maxsplit=1)[0]))
    except (Invalid, ValueError):
        raise _Selesai(KeadaanTautan.RAGU) from None
    bagian = urlsplit(ke)
    if bagian.hostname in _MASUK or _JALAN_MASUK.search(bagian.path):
        raise _Selesai(KeadaanTautan.TERTUTUP)
    if not masih:
        raise _Selesai(KeadaanTautan.RAGU)
    return ke


def _sisa(habis: float) -> float:
    if (sisa := habis - time.monotonic()) <= 0:
        raise TimeoutError
    return sisa


def _putuskan(kembar: socket.socket) -> None:
    """End a connection whose other side answers byte by byte."""
    with suppress(OSError):
        kembar.shutdown(socket.SHUT_RDWR)


@cache
def _kepercayaan() -> ssl.SSLContext:
    return ssl.create_default_context()


def pasang(app: object, pemeriksa: PemeriksaTautan) -> None:
    app.extensions[_EXTENSION] = pemeriksa  # type: ignore[attr-defined]


def pemeriksa() -> PemeriksaTautan:
    """The checker of the running application."""
    found: PemeriksaTautan = current_app.extensions[_EXTENSION]
    return found
