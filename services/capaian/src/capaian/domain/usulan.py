"""An offer (usulan): a draft daily entry that another system puts before a pegawai. It counts for nothing until the pegawai records it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from capaian.domain.progres import Isian, rapikan, tolak
from shared.errors import Conflict, NotAllowed

TERBUKA_TERBANYAK = 200
HARI_TERLAMA = 366
RUJUKAN_TERPANJANG, TAUTAN_TERPANJANG = 100, 500
TRANSISI = {
    ("terbuka", "perbarui"): "terbuka",
    ("terbuka", "catat"): "dicatat",
    ("terbuka", "abaikan"): "diabaikan",
}
"""(state, deed) → state. The system that offers does the first, the pegawai the others; an open one past ``berlaku_sampai`` has run out."""
_TERTUTUP = {
    "dicatat": "Usulan ini sudah Anda catat.",
    "diabaikan": "Usulan ini sudah Anda abaikan.",
    "kedaluwarsa": "Usulan ini sudah lewat masa berlakunya. Catat pekerjaannya seperti biasa bila harinya masih terbuka.",
}


@dataclass(slots=True)
class Usulan:
    """``rujukan`` is the system's own id of it, unique to the system. ``isian`` names no RHK: that choice is the pegawai's."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    klien_id: UUID
    klien_nama: str
    rujukan: str
    tanggal: date
    isian: Isian
    tautan: str
    status: str
    diusulkan_pada: datetime
    berlaku_sampai: date
    progres_id: UUID | None = None

    def keadaan(self, hari_ini: date) -> str:
        return "kedaluwarsa" if self.status == "terbuka" and hari_ini > self.berlaku_sampai else self.status

    def perbarui(self, baru: Usulan, hari_ini: date) -> bool:
        """Take over what the system says now; False when the pegawai has answered or its time is over, and nothing changes."""
        if baru.pegawai_id != self.pegawai_id:
            pesan = "Rujukan ini sudah dipakai untuk usulan kepada pegawai lain. Pakai rujukan sendiri bagi tiap pegawai."
            raise Conflict(pesan, code="reference_of_another", errors={"rujukan": [pesan]})
        ke = TRANSISI.get((self.keadaan(hari_ini), "perbarui"))
        if ke is None:
            return False
        self.status, self.klien_nama, self.tanggal, self.isian, self.tautan = ke, baru.klien_nama, baru.tanggal, baru.isian, baru.tautan
        self.diusulkan_pada, self.berlaku_sampai = baru.diusulkan_pada, baru.berlaku_sampai
        return True

    def pastikan_terbuka(self, hari_ini: date) -> None:
        """Raises :class:`NotAllowed` when it was answered, or has run out."""
        self._tujuan("catat", hari_ini)

    def catat(self, progres_id: UUID, hari_ini: date) -> None:
        self.status, self.progres_id = self._tujuan("catat", hari_ini), progres_id

    def abaikan(self, hari_ini: date) -> None:
        self.status = self._tujuan("abaikan", hari_ini)

    def _tujuan(self, aksi: str, hari_ini: date) -> str:
        kini = self.keadaan(hari_ini)
        ke = TRANSISI.get((kini, aksi))
        if ke is None:
            raise NotAllowed(_TERTUTUP[kini], code="offer_closed")
        return ke


def sah(usulan: Usulan, hari_ini: date) -> Usulan:
    """The same offer with its texts trimmed; raises :class:`Invalid` with every fault at its field."""
    usulan.isian, errors = rapikan(usulan.isian)
    usulan.rujukan, usulan.tautan = usulan.rujukan.strip(), usulan.tautan.strip()
    if not 1 <= len(usulan.rujukan) <= RUJUKAN_TERPANJANG:
        errors["rujukan"] = [f"Tulis rujukan Anda sendiri, 1 sampai {RUJUKAN_TERPANJANG} karakter."]
    if len(usulan.tautan) > TAUTAN_TERPANJANG:
        errors["tautan"] = [f"Tautan paling panjang {TAUTAN_TERPANJANG} karakter."]
    if usulan.tanggal > hari_ini:
        errors["tanggal"] = ["Tanggalnya belum tiba. Usulkan pekerjaan yang sudah dilakukan."]
    elif (hari_ini - usulan.tanggal).days > HARI_TERLAMA:
        errors["tanggal"] = [f"Tanggalnya lebih dari {HARI_TERLAMA} hari yang lalu."]
    tolak(errors)
    return usulan
