"""An admin asks to give somebody back a lost password or lost second factors; another admin consents. Nobody does it alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared.errors import Forbidden, Invalid, NotAllowed

MASA = timedelta(hours=24)
ALASAN_TERPENDEK, ALASAN_TERPANJANG = 10, 500
JENIS = {"kata_sandi": "Kata sandi", "faktor": "Verifikasi dua langkah"}
KEADAAN = {
    "menunggu": "Menunggu persetujuan",
    "disetujui": "Disetujui",
    "ditolak": "Ditolak",
    "dibatalkan": "Dibatalkan",
    "selesai": "Selesai",
    "kedaluwarsa": "Kedaluwarsa",
}
PEMINTA, ADMIN_LAIN = "peminta", "admin_lain"
PERALIHAN = {
    ("menunggu", "setujui"): ("disetujui", ADMIN_LAIN),
    ("menunggu", "tolak"): ("ditolak", ADMIN_LAIN),
    ("menunggu", "batalkan"): ("dibatalkan", PEMINTA),
    ("disetujui", "tampilkan"): ("selesai", PEMINTA),
    ("disetujui", "batalkan"): ("dibatalkan", PEMINTA),
}
"""(state, action) -> (state after, who). Factors are removed with the consent itself; a password is shown to who asked."""
LABEL = {"setujui": "Setujui", "tolak": "Tolak", "batalkan": "Batalkan", "tampilkan": "Tampilkan kata sandi"}
_SIAPA = {
    PEMINTA: "Hanya admin yang mengajukan dapat melakukan ini.",
    ADMIN_LAIN: "Persetujuan harus dari admin lain, bukan yang mengajukan.",
}


@dataclass(frozen=True, slots=True)
class Permintaan:
    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    jenis: str
    alasan: str
    keadaan: str
    diminta_oleh: UUID
    diminta_pada: datetime
    kedaluwarsa_pada: datetime
    diputus_oleh: UUID | None = None
    diputus_pada: datetime | None = None
    selesai_pada: datetime | None = None

    def keadaan_pada(self, pada: datetime) -> str:
        """An open request ends by itself after 24 hours."""
        return "kedaluwarsa" if self.keadaan in ("menunggu", "disetujui") and pada >= self.kedaluwarsa_pada else self.keadaan

    def halangan(self, aksi: str, oleh: UUID, pada: datetime) -> str:
        """Why this admin cannot do it now; empty when he can."""
        peralihan = PERALIHAN.get((self.keadaan_pada(pada), aksi))
        if peralihan is None:
            return f"Permintaan ini sudah {KEADAAN[self.keadaan_pada(pada)].lower()}."
        if oleh == self.pegawai_id:
            return "Permintaan ini menyangkut akun Anda sendiri. Admin lain yang memutuskannya."
        if (peralihan[1] == PEMINTA) != (oleh == self.diminta_oleh):
            return _SIAPA[peralihan[1]]
        return ""

    def lakukan(self, aksi: str, oleh: UUID, pada: datetime) -> Permintaan:
        """The request after the action; raises NotAllowed or Forbidden with the reason."""
        if (alasan := self.halangan(aksi, oleh, pada)) != "":
            ada = (self.keadaan_pada(pada), aksi) in PERALIHAN
            raise Forbidden(alasan) if ada else NotAllowed(alasan)
        sesudah, _ = PERALIHAN[self.keadaan, aksi]
        if aksi == "tampilkan":
            return replace(self, keadaan=sesudah, selesai_pada=pada)
        langsung = aksi == "setujui" and self.jenis == "faktor"
        return replace(
            self, keadaan="selesai" if langsung else sesudah, diputus_oleh=oleh, diputus_pada=pada, selesai_pada=pada if langsung else None
        )

    def aksi(self, oleh: UUID, pada: datetime) -> list[dict[str, Any]]:
        """What this admin sees as buttons, with the reason of those he cannot press."""
        kini = self.keadaan_pada(pada)
        hasil = []
        for (dari, kode), (_, siapa) in PERALIHAN.items():
            if dari == kini and (siapa == PEMINTA) == (oleh == self.diminta_oleh):
                alasan = self.halangan(kode, oleh, pada)
                hasil.append({"kode": kode, "label": LABEL[kode], "boleh": not alasan, "alasan": alasan})
        return hasil


def periksa_permintaan(jenis: str, alasan: str, *, oleh: UUID, pegawai_id: UUID) -> str:
    """The reason as kept; raises Invalid or Forbidden for a request that cannot be made."""
    if jenis not in JENIS:
        raise Invalid("Pilih apa yang diatur ulang.", errors={"jenis": ["Pilih kata sandi atau verifikasi dua langkah."]})
    if oleh == pegawai_id:
        raise Forbidden("Akun Anda sendiri diatur ulang atas permintaan admin lain.")
    rapi = " ".join(alasan.split())
    if not ALASAN_TERPENDEK <= len(rapi) <= ALASAN_TERPANJANG:
        raise Invalid(
            "Alasan belum cukup jelas.",
            errors={"alasan": [f"Tulis {ALASAN_TERPENDEK} sampai {ALASAN_TERPANJANG} karakter: bagaimana Anda mengenali orangnya."]},
        )
    return rapi
