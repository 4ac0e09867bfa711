"""The broker's management API: users, permissions, queues and connections of subscribers. Works on RabbitMQ 3.10 and 4.x."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

import requests

from shared.errors import Unavailable
from shared.messaging.envelope import EXCHANGES

PESAN_TERBANYAK = 100_000
BITA_TERBANYAK = 256 * 1024 * 1024
ALIRAN_TERLAMA = "30D"
ALIRAN_BITA = 2 * 1024 * 1024 * 1024
_TUNGGU_DETIK = 10
_PUTUS_DETIK = 25.0
_KOSONG_BERTURUT = 13  # half seconds: the broker tells of a new connection up to five seconds late


@dataclass(frozen=True, slots=True)
class KeadaanAntrian:
    """``menunggu`` messages and how many ``pembaca`` are connected now."""

    menunggu: int
    pembaca: int


class Broker:
    """``management_url`` is ``http://user:password@host:port``; ``amqp_url`` says host, port and vhost for subscribers."""

    def __init__(self, management_url: str, amqp_url: str) -> None:
        bagian = urlsplit(management_url)
        self._dasar = f"{bagian.scheme}://{bagian.hostname}:{bagian.port or 15672}{bagian.path.rstrip('/')}/api"
        self._http = requests.Session()
        self._http.auth = (unquote(bagian.username or "guest"), unquote(bagian.password or "guest"))
        self._amqp = urlsplit(amqp_url)
        self._vhost_teks = unquote(self._amqp.path.removeprefix("/")) or "/"
        self._vhost = quote(self._vhost_teks, safe="")

    def alamat_amqp(self, pengguna: str, sandi: str) -> str:
        """The subscriber's own AMQP URL."""
        port = f":{self._amqp.port}" if self._amqp.port else ""
        return f"{self._amqp.scheme}://{quote(pengguna, safe='')}:{quote(sandi, safe='')}@{self._amqp.hostname}{port}/{self._vhost}"

    def buat_pengguna(self, nama: str, *, baca: Sequence[str]) -> str:
        """Make the user, or give it a new password; it may read exactly these queues and nothing else. Returns the password."""
        sandi = secrets.token_urlsafe(24)
        self._kirim("PUT", f"users/{nama}", {"password": sandi, "tags": ""})
        hanya = "^(" + "|".join(re.escape(q) for q in baca) + ")$"
        self._kirim("PUT", f"permissions/{self._vhost}/{nama}", {"configure": "^$", "write": "^$", "read": hanya})
        return sandi

    def buat_antrian(self, antrian: str, aliran: str, kunci: Sequence[str]) -> None:
        """Queue and stream, both capped so that one who sleeps harms nobody, each with exactly these bindings."""
        self._kirim(
            "PUT",
            f"exchanges/{self._vhost}/{EXCHANGES['public']}",
            {"type": "topic", "durable": True, "auto_delete": False, "internal": False, "arguments": {}},
        )
        batas = {
            "x-queue-type": "quorum",
            "x-overflow": "drop-head",
            "x-max-length": PESAN_TERBANYAK,
            "x-max-length-bytes": BITA_TERBANYAK,
            "x-delivery-limit": 1_000_000,
        }
        self._kirim("PUT", f"queues/{self._vhost}/{antrian}", {"durable": True, "auto_delete": False, "arguments": batas})
        panjang = {
            "x-queue-type": "stream",
            "x-max-age": ALIRAN_TERLAMA,
            "x-max-length-bytes": ALIRAN_BITA,
            "x-stream-max-segment-size-bytes": 50 * 1024 * 1024,
        }
        self._kirim("PUT", f"queues/{self._vhost}/{aliran}", {"durable": True, "auto_delete": False, "arguments": panjang})
        for nama in (antrian, aliran):
            for satu in kunci:
                self._kirim("POST", f"bindings/{self._vhost}/e/{EXCHANGES['public']}/q/{nama}", {"routing_key": satu, "arguments": {}})

    def hapus_pengguna(self, nama: str) -> None:
        self._kirim("DELETE", f"users/{nama}", boleh_hilang=True)

    def putuskan(self, pengguna: str) -> int:
        """Close the user's connections; how many were found open. The list lags behind, so look until it has stayed empty for longer than that."""
        ditutup: set[str] = set()
        batas, kosong = time.monotonic() + _PUTUS_DETIK, 0
        while time.monotonic() < batas and kosong < _KOSONG_BERTURUT:
            jawaban = self._kirim("GET", "connections")
            nama = [str(c["name"]) for c in jawaban.json() if c.get("user") == pengguna]
            for satu in nama:
                self._kirim(
                    "DELETE",
                    f"connections/{quote(satu, safe='')}",
                    boleh_hilang=True,
                    kepala={"X-Reason": "subscriber suspended or password changed"},
                )
            ditutup |= set(nama)
            kosong = 0 if nama else kosong + 1
            time.sleep(0.5)
        return len(ditutup)

    def hapus_semua(self, pengguna: str, antrian: str, aliran: str, *, diam: bool = False) -> None:
        """Remove user, queue and stream; ``diam`` keeps quiet about faults (cleaning up after one)."""
        try:
            self.hapus_pengguna(pengguna)
            if not diam:
                self.putuskan(pengguna)
            for nama in (antrian, aliran):
                self._kirim("DELETE", f"queues/{self._vhost}/{nama}", boleh_hilang=True)
        except Unavailable:
            if not diam:
                raise

    def keadaan(self, antrian: str) -> KeadaanAntrian | None:
        """None when the queue is not there."""
        jawaban = self._kirim("GET", f"queues/{self._vhost}/{antrian}", boleh_hilang=True)
        if jawaban.status_code == 404:
            return None
        isi = jawaban.json()
        return KeadaanAntrian(int(isi.get("messages") or 0), int(isi.get("consumers") or 0))

    def _kirim(
        self,
        cara: str,
        jalan: str,
        isi: dict[str, object] | None = None,
        *,
        boleh_hilang: bool = False,
        kepala: dict[str, str] | None = None,
    ) -> requests.Response:
        try:
            jawaban = self._http.request(cara, f"{self._dasar}/{jalan}", json=isi, headers=kepala, timeout=_TUNGGU_DETIK)
        except requests.RequestException as error:
            raise Unavailable(
                "API manajemen RabbitMQ tidak dapat dihubungi. Periksa RABBITMQ_MANAGEMENT_URL. Tidak ada yang berubah."
            ) from error
        if jawaban.status_code == 404 and boleh_hilang:
            return jawaban
        if not jawaban.ok:
            raise Unavailable(
                f"API manajemen RabbitMQ menolak ({cara} {jalan.split('/', maxsplit=1)[0]}, {jawaban.status_code}): {jawaban.text[:200]}"
            )
        return jawaban
