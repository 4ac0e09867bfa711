"""A mail server on loopback that keeps what it is given; it can refuse, or be away."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message

from auth.adapters.surel_smtp import ServerSurel


@dataclass
class KotakMasuk:
    server: ServerSurel
    surat: list[Message] = field(default_factory=list)
    tolak: str = ""

    def isi(self, nomor: int = -1) -> str:
        muatan = self.surat[nomor].get_payload(decode=True)
        assert isinstance(muatan, bytes)
        return muatan.decode()

    def tautan(self, nomor: int = -1) -> str:
        """The path of the link in a letter."""
        (baris,) = [b for b in self.isi(nomor).splitlines() if b.startswith("http://127.0.0.1:8080/")]
        return baris.removeprefix("http://127.0.0.1:8080")


class _Penangan(socketserver.StreamRequestHandler):
    kotak: KotakMasuk

    def handle(self) -> None:
        self._jawab("220 siap")
        while baris := self.rfile.readline():
            kata = baris.decode().strip()
            if kata.upper().startswith("DATA"):
                self._jawab("354 silakan")
                isi = b""
                while (satu := self.rfile.readline()) != b".\r\n":
                    isi += satu
                self.kotak.surat.append(email.message_from_bytes(isi))
                self._jawab("250 diterima")
            elif kata.upper().startswith("RCPT") and self.kotak.tolak:
                self._jawab(self.kotak.tolak)
            elif kata.upper().startswith("QUIT"):
                self._jawab("221 sampai jumpa")
                return
            else:
                self._jawab("250 baik")

    def _jawab(self, teks: str) -> None:
        self.wfile.write(f"{teks}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def server_surel() -> Iterator[KotakMasuk]:
    penangan = type("Penangan", (_Penangan,), {})
    with _Server(("127.0.0.1", 0), penangan) as server:
        kotak = KotakMasuk(ServerSurel("127.0.0.1", server.server_address[1], "tanpa", "kinerja@contoh.go.id"))
        penangan.kotak = kotak  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield kotak
        server.shutdown()
        thread.join()
