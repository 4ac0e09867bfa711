"""Making the copy of a person's data: asking the other services as that person, and packing JSON and PDF into one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any

import msgspec
import requests
import typst

from auth.domain.akun import Akun, Izin
from auth.domain.salinan import LAYANAN
from shared.errors import Unavailable

_JUDUL = {
    "auth": "Identitas dan organisasi",
    "skp": "Rencana (SKP)",
    "capaian": "Capaian",
    "penilaian": "Penilaian",
    "laporan": "Laporan",
}
_DETIK = 10


def ambil(layanan_url: str, token: Callable[[Izin], str], layanan: str, izin: Izin) -> bytes:
    """What a service holds of the person, as JSON; raises :class:`Unavailable`."""
    alamat = f"{layanan_url.replace('{layanan}', layanan)}/{layanan}/api/v1/data-saya"
    try:
        jawaban = requests.get(alamat, headers={"Authorization": f"Bearer {token(izin)}"}, timeout=_DETIK)
        jawaban.raise_for_status()
    except requests.RequestException as error:
        raise Unavailable(f"Layanan {layanan} belum menjawab.") from error
    return jawaban.content


def sebagai_json(isi: Mapping[str, object]) -> bytes:
    return msgspec.json.encode(isi)


def tulis(akun: Akun, bagian: Mapping[str, bytes], tanggal: str) -> bytes:
    """A ZIP with data-saya.json (as the services answered) and data-saya.pdf (the same, to be read)."""
    isi = {layanan: msgspec.json.decode(bagian[layanan]) for layanan in LAYANAN}
    berkas = io.BytesIO()
    with zipfile.ZipFile(berkas, "w", zipfile.ZIP_DEFLATED) as paket:
        paket.writestr("data-saya.json", msgspec.json.format(msgspec.json.encode(isi), indent=1))
        paket.writestr("data-saya.pdf", _pdf(akun, isi, tanggal))
    return berkas.getvalue()


def _pdf(akun: Akun, isi: Mapping[str, Mapping[str, list[dict[str, Any]]]], tanggal: str) -> bytes:
    data = {
        "nama": akun.nama,
        "nip": akun.nip or "–",
        "tanggal": tanggal,
        "bagian": [
            {
                "judul": _JUDUL[layanan],
                "tabel": [{"label": label, "baris": [list(_rata(row)) for row in rows]} for label, rows in tabel.items()],
            }
            for layanan, tabel in isi.items()
        ],
    }
    sumber = {"main.typ": (files("auth.entrypoints") / "templates" / "auth" / "data_saya.typ").read_bytes()}
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs do not know a set of files
        sumber, format="pdf", ignore_system_fonts=True, sys_inputs={"data": msgspec.json.encode(data).decode()}, pdf_standards=["a-2a"]
    )
    return made


def _rata(nilai: Any, nama: str = "") -> Iterator[tuple[str, str]]:
    """A tree as (path, text), without what is empty."""
    if isinstance(nilai, dict):
        for kunci, isi in nilai.items():
            yield from _rata(isi, f"{nama}.{kunci}" if nama else str(kunci))
    elif isinstance(nilai, list):
        for nomor, isi in enumerate(nilai, 1):
            yield from _rata(isi, f"{nama} {nomor}")
    elif nilai not in (None, ""):
        yield nama, {True: "ya", False: "tidak"}.get(nilai, str(nilai)) if isinstance(nilai, bool) else str(nilai)
