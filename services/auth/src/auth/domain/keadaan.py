"""Why a person is not at the post as usual: leave, study, secondment, suspension, retirement, death (domain.md 2.6), dated and with its basis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from auth.domain.tanggal import sebut
from shared.errors import Invalid

JENIS_KEADAAN = {
    "cuti_tahunan": "Cuti tahunan",
    "cuti_sakit": "Cuti sakit",
    "cuti_melahirkan": "Cuti melahirkan",
    "cuti_besar": "Cuti besar",
    "cuti_alasan_penting": "Cuti alasan penting",
    "cltn": "Cuti di luar tanggungan negara",
    "tugas_belajar": "Tugas belajar",
    "diperbantukan": "Diperbantukan atau dipekerjakan",
    "pemberhentian_sementara": "Pemberhentian sementara",
    "pensiun": "Pensiun",
    "meninggal": "Meninggal",
    "berhenti": "Berhenti atau pindah instansi",
}
MENGAKHIRI = frozenset({"pensiun", "meninggal", "berhenti"})
"""They end the service on the day before they begin."""
TIDAK_BERTUGAS = frozenset(JENIS_KEADAAN) - {"tugas_belajar", "diperbantukan"}
"""Nothing is due and nothing is decided on these days; who is away for these cannot stand in for somebody."""
CUTI = frozenset(j for j in JENIS_KEADAAN if j.startswith("cuti_")) | {"cltn"}
_BOLEH_TERBUKA = frozenset({"tugas_belajar", "diperbantukan", "pemberhentian_sementara"}) | MENGAKHIRI
DASAR_TERPANJANG = 200
SELAMANYA = date.max
SATU_HARI = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Keadaan:
    """``mulai`` to ``selesai`` (both inclusive, None: open); ``dasar`` is the number of the decision (SK, surat cuti)."""

    id: UUID
    jenis: str
    mulai: date
    selesai: date | None
    dasar: str = ""

    @property
    def akhir(self) -> date:
        return self.selesai or SELAMANYA

    @property
    def sebutan(self) -> str:
        rentang = f"mulai {sebut(self.mulai)}" if self.selesai is None else f"{sebut(self.mulai)} sampai {sebut(self.selesai)}"
        return f"{JENIS_KEADAAN[self.jenis]} {rentang}"

    def kena(self, mulai: date, akhir: date) -> bool:
        return self.mulai <= akhir and self.akhir >= mulai


def susun(lama: Iterable[Keadaan], baru: Keadaan, masa: Sequence[tuple[date, date]], nama: str) -> tuple[Keadaan, ...]:
    """The person's states with the new one, in order. ``masa`` are the spans of the posts. Raises :class:`Invalid` with the fault at its field."""
    salah = _salah_sendiri(baru)
    if not salah and not any(m <= baru.mulai <= a or m <= baru.akhir <= a for m, a in masa):
        salah = {"mulai": f"{nama} tidak punya penugasan pada masa itu. Periksa tanggalnya, atau lengkapi penugasannya dulu."}
    lain = [k for k in lama if k.id != baru.id]
    tumpang = next((k for k in lain if _bertabrakan(k, baru)), None)
    if not salah and tumpang:
        salah = {"mulai": f"Tumpang tindih dengan {tumpang.sebutan}. Betulkan tanggalnya, atau akhiri yang itu dulu."}
    if salah:
        raise Invalid(next(iter(salah.values())), errors={bidang: [pesan] for bidang, pesan in salah.items()}, code="state_invalid")
    return tuple(sorted((*lain, baru), key=lambda k: (k.mulai, k.jenis)))


def cocok(keadaan: Iterable[Keadaan], jenis: str, mulai: date) -> Keadaan | None:
    """The one that is meant by kind and first day; of two leaves with the same first day one corrects the kind of the other."""
    return next((k for k in keadaan if k.mulai == mulai and (k.jenis == jenis or {k.jenis, jenis} <= CUTI)), None)


def gabung(
    lama: Sequence[Keadaan], baru: Sequence[Keadaan], masa: Sequence[tuple[date, date]], nama: str
) -> tuple[tuple[Keadaan, ...], dict[UUID, Invalid]]:
    """The stored states with ``baru`` in place of those with the same id, and by id what cannot be taken and why: its stored state stays."""
    salah: dict[UUID, Invalid] = {}
    while True:
        diambil = [k for k in baru if k.id not in salah and k not in lama]
        hasil = tuple(k for k in lama if k.id not in {d.id for d in diambil})
        for satu in diambil:
            try:
                hasil = susun(hasil, satu, masa, nama)
            except Invalid as error:
                salah[satu.id] = error
                break
        else:
            return hasil, salah


def akibat(keadaan: Keadaan, nama: str) -> list[str]:
    """What the entry means for the person, in sentences."""
    if keadaan.jenis in MENGAKHIRI:
        return [
            f"Penugasan dan SKP {nama} berakhir {sebut(keadaan.mulai - SATU_HARI)}.",
            f"Mulai {sebut(keadaan.mulai)} ia tidak dapat masuk lagi.",
        ]
    if keadaan.jenis in ("cltn", "pemberhentian_sementara"):
        return [f"SKP {nama} ditutup {sebut(keadaan.mulai - SATU_HARI)}; selama itu tidak ada SKP, catatan harian, atau laporan."]
    if keadaan.jenis.startswith("cuti_"):
        return ["Hari cuti tidak dihitung sebagai hari wajib catatan, dan tidak membuat laporan terlambat."]
    return ["Kewajiban SKP, catatan, dan laporan tetap berjalan."]


def _salah_sendiri(baru: Keadaan) -> dict[str, str]:
    if baru.jenis not in JENIS_KEADAAN:
        return {"jenis": f"Pilih salah satu: {', '.join(JENIS_KEADAAN.values())}."}
    if pesan := _salah_selesai(baru):
        return {"selesai": pesan}
    if not baru.dasar.strip():
        return {"dasar": "Isi nomor SK atau surat yang menjadi dasarnya."}
    return {"dasar": f"Paling panjang {DASAR_TERPANJANG} karakter."} if len(baru.dasar) > DASAR_TERPANJANG else {}


def _salah_selesai(baru: Keadaan) -> str:
    if baru.jenis in MENGAKHIRI and baru.selesai is not None:
        return f"{JENIS_KEADAAN[baru.jenis]} tidak berakhir. Kosongkan tanggal selesai."
    if baru.selesai is None:
        return "" if baru.jenis in _BOLEH_TERBUKA else "Isi sampai tanggal berapa."
    return f"Selesai {sebut(baru.selesai)}, lebih awal daripada mulai {sebut(baru.mulai)}." if baru.selesai < baru.mulai else ""


def _bertabrakan(satu: Keadaan, lain: Keadaan) -> bool:
    """The same kind twice, two leaves at once, or anything after the service has ended."""
    if not satu.kena(lain.mulai, lain.akhir):
        return False
    sejenis = satu.jenis == lain.jenis or {satu.jenis, lain.jenis} <= CUTI
    return sejenis or bool({satu.jenis, lain.jenis} & MENGAKHIRI)
