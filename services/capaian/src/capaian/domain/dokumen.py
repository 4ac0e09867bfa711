"""Evidence that stays where it is: the pegawai says which document there is and where, the evaluator confirms that it exists (domain 4.4, for teachers).

Which forms of evidence an instansi takes is a setting of its own, with a day from which it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, Invalid

DOKUMEN = "application/vnd.kinerja.dokumen"
"""The media type that the row of such a document bears."""
MODE_BAWAAN = "unggah_atau_tautan"
BERKAS, TAUTAN, SEBUTAN = "berkas", "tautan", "dokumen"
_BENTUK = {
    MODE_BAWAAN: frozenset({BERKAS, TAUTAN}),
    "unggah": frozenset({BERKAS}),
    "tautan": frozenset({TAUTAN}),
    "konfirmasi_atasan": frozenset({SEBUTAN}),
}
_KATA = {
    BERKAS: "berkas tidak diunggah",
    TAUTAN: "tautan tidak dipakai",
    SEBUTAN: "bukti tidak cukup disebutkan",
}
_SARAN = {
    frozenset({BERKAS}): "Unggah berkasnya.",
    frozenset({TAUTAN}): "Tulis tautannya.",
    frozenset({SEBUTAN}): "Sebutkan dokumen yang ada dan letaknya dalam laporan periode; penilai Anda mengonfirmasinya.",
}
_TERPENDEK, _NAMA_TERPANJANG, _LETAK_TERPANJANG, _CATATAN_TERPANJANG = 5, 120, 300, 500


class Konfirmasi(StrEnum):
    """What the evaluator said of a document. Empty: it is a file or a link."""

    TANPA = ""
    MENUNGGU = "menunggu"
    ADA = "ada"
    TIDAK_ADA = "tidak_ada"


KATA = {
    Konfirmasi.MENUNGGU: ("menunggu konfirmasi penilai", ""),
    Konfirmasi.ADA: ("dikonfirmasi ada", "baik"),
    Konfirmasi.TIDAK_ADA: ("dinyatakan tidak ada", "awas"),
}


def mode_pada(riwayat: Sequence[tuple[date, str]], hari: date) -> str:
    """The mode of the day: the last that has begun, else the first, else the usual one."""
    urut = sorted(riwayat)
    return next((mode for dari, mode in reversed(urut) if dari <= hari), urut[0][1] if urut else MODE_BAWAAN)


def bentuk_diterima(mode: str) -> frozenset[str]:
    """Which of berkas, tautan and dokumen are taken; a mode that is not known here takes the usual ones."""
    return _BENTUK.get(mode, _BENTUK[MODE_BAWAAN])


def pastikan_bentuk(mode: str, bentuk: str) -> None:
    """Raises :class:`Conflict` when the instansi does not take evidence of this form."""
    diterima = bentuk_diterima(mode)
    if bentuk not in diterima:
        saran = _SARAN.get(diterima, "Unggah berkasnya atau tulis tautannya.")
        pesan = f"Instansi Anda menetapkan bahwa {_KATA[bentuk]}. {saran}"
        raise Conflict(pesan, code="evidence_form", errors={bentuk: [pesan]})


def dokumen_bersih(nama: str, letak: str) -> tuple[str, str]:
    """Which document, and where it is kept. Raises :class:`Invalid` at ``dokumen`` and ``letak``."""
    nama, letak = " ".join(nama.split()), " ".join(letak.split())
    errors: dict[str, list[str]] = {}
    if not _TERPENDEK <= len(nama) <= _NAMA_TERPANJANG:
        errors["dokumen"] = [f"Sebutkan dokumennya, {_TERPENDEK} sampai {_NAMA_TERPANJANG} karakter."]
    if not _TERPENDEK <= len(letak) <= _LETAK_TERPANJANG:
        errors["letak"] = [f"Tulis di mana dokumen itu disimpan, {_TERPENDEK} sampai {_LETAK_TERPANJANG} karakter."]
    if errors:
        raise Invalid("Sebutkan dokumennya dan letaknya.", errors=errors)
    return nama, letak


def catatan_bersih(ada: bool, catatan: str) -> str:
    """What the evaluator adds; needed when the document is not there. Raises :class:`Invalid` at ``catatan``."""
    catatan = catatan.strip()
    if not ada and len(catatan) < _TERPENDEK:
        raise Invalid(
            "Tulis mengapa dokumen ini dinyatakan tidak ada.",
            errors={"catatan": [f"Tulis alasannya, paling sedikit {_TERPENDEK} karakter."]},
        )
    if len(catatan) > _CATATAN_TERPANJANG:
        raise Invalid("Catatan terlalu panjang.", errors={"catatan": [f"Paling banyak {_CATATAN_TERPANJANG} karakter."]})
    return catatan
