"""Handing letters to the agency's mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from auth.domain.surat import Surat
from shared import clock

TUNGGU_DETIK = 10
CARA_TLS = ("starttls", "tls", "tanpa")


@dataclass(frozen=True, slots=True)
class ServerSurel:
    """``tls``: ``starttls`` (port 587), ``tls`` from the first byte (465), or ``tanpa`` on a network of one's own. Certificates are checked."""

    host: str
    port: int
    tls: str
    dari: str
    pengguna: str = ""
    kata_sandi: str = ""


class SuratDitolak(Exception):
    """The server will never take this letter; trying again is of no use."""


class ServerTakTerjangkau(Exception):
    """No letter can be sent now; its text names the cause without any address."""


Kirim = Callable[[Surat], None]


@contextmanager
def sambungan(server: ServerSurel) -> Iterator[Kirim]:
    """One connection for several letters. Raises ServerTakTerjangkau; the given function raises that or SuratDitolak."""
    try:
        smtp = _buka(server)
    except (OSError, smtplib.SMTPException) as error:
        raise ServerTakTerjangkau(_sebab(error)) from error
    try:
        yield lambda surat: _kirim(smtp, server, surat)
    finally:
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()


def _buka(server: ServerSurel) -> smtplib.SMTP:
    if server.tls == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TUNGGU_DETIK, context=ssl.create_default_context())
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TUNGGU_DETIK)
    try:
        if server.tls == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if server.pengguna:
            smtp.login(server.pengguna, server.kata_sandi)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _kirim(smtp: smtplib.SMTP, server: ServerSurel, surat: Surat) -> None:
    pesan = EmailMessage()
    pesan["From"], pesan["To"], pesan["Subject"] = f"Kinerja <{server.dari}>", surat.kepada, surat.judul
    pesan["Date"], pesan["Message-ID"] = format_datetime(datetime.now(clock.UTC)), make_msgid(domain=server.dari.rpartition("@")[2])
    pesan["Auto-Submitted"] = "auto-generated"
    pesan.set_content(surat.isi)
    try:
        smtp.send_message(pesan, from_addr=server.dari, to_addrs=[surat.kepada])
    except smtplib.SMTPRecipientsRefused as error:
        kode = max((k for k, _ in error.recipients.values()), default=500)
        raise (SuratDitolak if kode >= 500 else ServerTakTerjangkau)(f"SMTPRecipientsRefused {kode}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise ServerTakTerjangkau(_sebab(error)) from error


def _sebab(error: Exception) -> str:
    kode = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {kode}" if kode else type(error).__name__
