"""The daily log (domain 4.2): one entry of what was done on one day, and until when a day may still be written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from capaian.domain.absen import absen_pada, tanpa_absen
from capaian.domain.angka import kuantitas
from capaian.domain.bukti import Bukti
from capaian.domain.hari_kerja import HariKerja, tanggal_kata
from shared.contracts.auth import Keadaan
from shared.errors import Conflict, Invalid, NotAllowed

HARI_TERBUKA = 3
URAIAN_TERPENDEK, URAIAN_TERPANJANG = 10, 1000
ALASAN_TERPENDEK, ALASAN_TERPANJANG = 5, 200
SATUAN_TERPANJANG = 40
LOKASI = {"wfo": "Kantor", "wfa": "Dari mana saja", "dinas_luar": "Dinas luar"}

STATUS = {"dikirim": ("Dikirim", "kirim", "jalan"), "diterima": ("Diterima", "cek", "baik")}
TRANSISI = {
    ("dikirim", "ubah"): "dikirim",
    ("dikirim", "hapus"): "",
    ("dikirim", "terima"): "diterima",
}
"""(state, deed) → state. An entry is sent as it is saved; the evaluator accepts it together with the report of its period."""


@dataclass(frozen=True, slots=True)
class Isian:
    """What a person writes. Exactly one of ``rhk_id`` and ``di_luar_skp`` (the reason) is set; ``kuantitas`` is in ``satuan``. A plan (``rencana_aksi_id``) brings its RHK."""

    uraian: str
    lokasi_kerja: str
    rhk_id: UUID | None = None
    di_luar_skp: str = ""
    kuantitas: Decimal | None = None
    satuan: str = ""
    mulai: time | None = None
    selesai: time | None = None
    rencana_aksi_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Jendela:
    """The SKP that the day belongs to and, when there is one, the report of its period."""

    skp_id: UUID
    rhk: frozenset[UUID]
    mulai: date
    selesai: date
    status_laporan: str = ""
    batas_laporan: date | None = None
    dibuka_sampai: date | None = None
    keadaan: tuple[Keadaan, ...] = ()

    def terakhir(self, tanggal: date, hari_kerja: HariKerja) -> date:
        """The last day on which ``tanggal`` may be written: the third working day after it, at most the deadline of its report, or the reopening."""
        batas = hari_kerja.tambah(tanggal, HARI_TERBUKA)
        if self.batas_laporan is not None:
            batas = max(tanggal, min(batas, self.batas_laporan))
        return max(batas, self.dibuka_sampai) if self.dibuka_sampai else batas

    def pastikan_terbuka(self, tanggal: date, hari_ini: date, hari_kerja: HariKerja) -> None:
        """Raises :class:`Invalid` for a day in the future or outside the SKP, :class:`NotAllowed` when its time has passed."""
        if tanggal > hari_ini:
            raise _salah("tanggal", "Tanggalnya belum tiba. Catat pekerjaan yang sudah dilakukan.")
        if not self.mulai <= tanggal <= self.selesai:
            raise _salah("tanggal", "Tanggal ini di luar masa SKP Anda. Pilih tanggal di dalamnya.")
        if tanggal == hari_ini or self.status_laporan == "dikembalikan":
            return
        if hari_ini > self.terakhir(tanggal, hari_kerja):
            raise NotAllowed(
                f"Hari itu sudah terkunci: catatan dapat diisi sampai {HARI_TERBUKA} hari kerja sesudahnya dan tidak melewati batas laporannya. "
                "Minta penilai mengembalikan laporannya, atau admin instansi membukanya.",
                code="day_locked",
            )


@dataclass(slots=True)
class Progres:
    """One entry. ``terlambat`` and ``hari_terlambat`` (calendar days) are computed when it is first sent, and stay."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    skp_id: UUID
    tanggal: date
    isian: Isian
    status: str
    dikirim_pada: datetime
    terlambat: bool
    hari_terlambat: int
    version: int
    bukti: tuple[Bukti, ...] = ()

    @classmethod
    def catat(  # noqa: PLR0913
        cls,
        *,
        id: UUID,  # noqa: A002
        instansi_id: UUID,
        pegawai_id: UUID,
        jendela: Jendela,
        tanggal: date,
        isian: Isian,
        pada: datetime,
        hari_ini: date,
        hari_kerja: HariKerja,
    ) -> Progres:
        """Write down what was done on ``tanggal``; ``hari_ini`` is the day in the instansi's own zone."""
        isian = sah(isian, jendela.rhk)
        jendela.pastikan_terbuka(tanggal, hari_ini, tanpa_absen(hari_kerja, jendela.keadaan))
        telat = 0 if absen_pada(jendela.keadaan, tanggal) else (hari_ini - tanggal).days
        return cls(id, instansi_id, pegawai_id, jendela.skp_id, tanggal, isian, "dikirim", pada, telat > 0, telat, 1)

    def ubah(self, isian: Isian, rhk: frozenset[UUID]) -> None:
        """Replace the text and figures; day and lateness stay as they were first sent."""
        self.status = self._tujuan("ubah")
        self.isian = sah(isian, rhk)

    def pastikan_dapat_diubah(self) -> None:
        """Raises :class:`NotAllowed` once the evaluator has accepted the entry; its files stay with it then."""
        self._tujuan("ubah")

    def hapus(self) -> None:
        self._tujuan("hapus")

    def _tujuan(self, aksi: str) -> str:
        ke = TRANSISI.get((self.status, aksi))
        if ke is None:
            raise NotAllowed("Catatan ini sudah diterima penilai bersama laporannya, jadi tidak berubah lagi.", code="entry_accepted")
        return ke


def sah(isian: Isian, rhk: frozenset[UUID]) -> Isian:
    """The same entry with its texts trimmed; raises :class:`Invalid` with every fault at its field."""
    isian, errors = rapikan(isian)
    alasan = isian.di_luar_skp
    if (isian.rhk_id is None) == (not alasan):
        errors["rhk_id"] = ["Pilih satu RHK, atau tulis alasan bila pekerjaan ini di luar SKP."]
    elif isian.rhk_id is not None and isian.rhk_id not in rhk:
        errors["rhk_id"] = ["RHK ini tidak ada dalam SKP Anda yang berlaku pada tanggal itu."]
    elif alasan and not ALASAN_TERPENDEK <= len(alasan) <= ALASAN_TERPANJANG:
        errors["di_luar_skp"] = [f"Tulis alasannya dalam {ALASAN_TERPENDEK} sampai {ALASAN_TERPANJANG} karakter."]
    if isian.mulai and isian.selesai and isian.selesai <= isian.mulai:
        errors["selesai"] = ["Jam selesai harus sesudah jam mulai."]
    tolak(errors)
    return isian


def rapikan(isian: Isian) -> tuple[Isian, dict[str, list[str]]]:
    """The entry with its texts trimmed, and what is wrong with what it says, whatever it belongs to."""
    errors: dict[str, list[str]] = {}
    uraian = isian.uraian.strip()
    if not URAIAN_TERPENDEK <= len(uraian) <= URAIAN_TERPANJANG:
        errors["uraian"] = [f"Tulis {URAIAN_TERPENDEK} sampai {URAIAN_TERPANJANG} karakter. Sekarang {len(uraian)}."]
    lokasi = isian.lokasi_kerja.strip().lower().replace(" ", "_")
    if lokasi not in LOKASI:
        errors["lokasi_kerja"] = ["Pilih tempat kerja: wfo, wfa atau dinas_luar."]
    satuan = isian.satuan.strip()
    if len(satuan) > SATUAN_TERPANJANG:
        errors["satuan"] = [f"Satuan paling panjang {SATUAN_TERPANJANG} karakter."]
    try:
        kuantitas(isian.kuantitas)
    except Invalid as salah:
        errors.update({bidang: list(pesan) for bidang, pesan in salah.errors.items()})
    return replace(isian, uraian=uraian, lokasi_kerja=lokasi, di_luar_skp=isian.di_luar_skp.strip(), satuan=satuan), errors


def tolak(errors: dict[str, list[str]]) -> None:
    """Raise :class:`Invalid` with every fault at its field; nothing when there is none."""
    if errors:
        raise Invalid(next(iter(errors.values()))[0] if len(errors) == 1 else "Ada isian catatan yang perlu dibetulkan.", errors=errors)


def tanpa_skp(tanggal: date, skp_pertama: date | None) -> Conflict:
    """No agreed SKP covers the day; ``skp_pertama`` is the first day of the person's first one, if there is any."""
    if skp_pertama is not None and tanggal < skp_pertama:
        pesan = f"SKP Anda baru berlaku mulai {tanggal_kata(skp_pertama)}. Pekerjaan sebelum tanggal itu tidak dicatat di sini."
        return Conflict(pesan, code="before_skp", errors={"tanggal": [pesan]})
    return Conflict("Anda belum punya SKP yang disetujui untuk tanggal itu. Susun dan ajukan SKP dulu di menu Rencana.", code="no_skp")


def _salah(bidang: str, pesan: str) -> Invalid:
    return Invalid(pesan, errors={bidang: [pesan]})
