"""The objection to a delivered evaluation: its states, its clocks, who may do what and why not (PP 30/2019 article 59 to 61; domain 5.8)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from penilaian.domain.evaluasi import ALASAN_MINIMAL, Aksi, Evaluasi, Koreksi, Peristiwa
from penilaian.domain.fakta import Fakta
from penilaian.domain.perilaku import KODE
from shared import clock
from shared.contracts import penilaian as kontrak
from shared.errors import Forbidden, Invalid, NotAllowed

T = TypeVar("T")

ALASAN_KEBERATAN_MINIMAL = 50
"""Characters of the reasons of an objection (domain 5.8)."""


class StatusKeberatan(StrEnum):
    DIAJUKAN = "diajukan"
    DIPERIKSA = "diperiksa"
    DITERIMA = "diterima"
    DITERIMA_SEBAGIAN = "diterima_sebagian"
    DITOLAK = "ditolak"
    DICABUT = "dicabut"


LABEL_KEBERATAN = {
    StatusKeberatan.DIAJUKAN: ("Diajukan", "kirim", "hukum"),
    StatusKeberatan.DIPERIKSA: ("Diperiksa", "mata", "hukum"),
    StatusKeberatan.DITERIMA: ("Diterima", "cek", "baik"),
    StatusKeberatan.DITERIMA_SEBAGIAN: ("Diterima sebagian", "setengah", "baik"),
    StatusKeberatan.DITOLAK: ("Ditolak", "silang", ""),
    StatusKeberatan.DICABUT: ("Dicabut", "kembali", ""),
}
"""Label, icon and tone of each state, for the API and the pages."""
BERJALAN = frozenset({StatusKeberatan.DIAJUKAN, StatusKeberatan.DIPERIKSA})
PUTUSAN = (StatusKeberatan.DITERIMA, StatusKeberatan.DITERIMA_SEBAGIAN, StatusKeberatan.DITOLAK)

PEGAWAI, PENILAI, PEMUTUS = "pegawai", "penilai", "pemutus"
"""How somebody stands to an objection; one person may stand in none of these and still read it."""

POKOK = {"hasil": "Rating hasil kerja", "perilaku": "Rating perilaku kerja", "prosedur": "Jalannya penilaian"}
"""What may be contested as a whole; single RHK and values of behaviour are named beside it."""


@dataclass(frozen=True, slots=True)
class Isi:
    """What the person writes: what is contested, why, and which of the evidence in the reports speaks for it."""

    alasan: str
    pokok: tuple[str, ...] = ()
    rhk: tuple[UUID, ...] = ()
    perilaku: tuple[str, ...] = ()
    bukti: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Keterangan:
    """A statement of one side, and in which capacity it was given."""

    teks: str
    oleh: UUID
    pada: datetime
    sebagai: str = ""


@dataclass(frozen=True, slots=True)
class Putusan:
    status: StatusKeberatan
    alasan: str
    koreksi: Koreksi
    oleh: UUID
    sebagai: str
    pada: datetime


@dataclass
class Keberatan:
    """One an evaluation. ``pemutus_id`` decides; None: nobody stands above, so the PPK does. Deeds change the state or raise; ``version`` grows."""

    id: UUID
    instansi_id: UUID
    evaluasi_id: UUID
    pegawai_id: UUID
    penilai_id: UUID | None
    pemutus_id: UUID | None
    unor_id: UUID
    tahun: int
    isi: Isi
    diajukan_pada: datetime
    batas_penjelasan: date
    batas_putusan: date
    status: StatusKeberatan = StatusKeberatan.DIAJUKAN
    penjelasan: Keterangan | None = None
    pertanyaan: Keterangan | None = None
    tanggapan: Keterangan | None = None
    putusan: Putusan | None = None
    riwayat: tuple[Peristiwa, ...] = field(default_factory=tuple)
    version: int = 1

    @classmethod
    def ajukan(
        cls, id_: UUID, evaluasi: Evaluasi, isi: Isi, pemutus_id: UUID | None, *, oleh: UUID, pada: datetime, fakta: Fakta
    ) -> tuple[Keberatan, list[object]]:
        """File it. The evaluator is asked to explain at once; the decision is due from the same moment."""
        evaluasi.ajukan_keberatan(oleh, pada, fakta, pemutus_id)
        satu = cls(
            id=id_,
            instansi_id=evaluasi.instansi_id,
            evaluasi_id=evaluasi.id,
            pegawai_id=evaluasi.pegawai_id,
            penilai_id=evaluasi.penilai_id,
            pemutus_id=pemutus_id,
            unor_id=evaluasi.unor_id,
            tahun=evaluasi.tahun,
            isi=_periksa_isi(isi, fakta),
            diajukan_pada=pada,
            batas_penjelasan=fakta.tenggat(pada, fakta.pengaturan.batas_penjelasan_keberatan, kerja=True),
            batas_putusan=fakta.tenggat(pada, fakta.pengaturan.batas_putusan_keberatan, kerja=False),
            riwayat=(Peristiwa("ajukan", oleh, pada),),
        )
        kabar = kontrak.KeberatanDiajukan(
            satu.id, satu.instansi_id, satu.evaluasi_id, satu.pegawai_id, satu.tahun, satu.diajukan_pada, satu.batas_putusan
        )
        return satu, [kabar]

    # ---- clocks ----

    def penjelasan_lewat(self, pada: datetime, zona: str) -> bool:
        """The decider need not wait for the evaluator any longer."""
        return pada > clock.end_of_day(self.batas_penjelasan, zona)

    def putusan_lewat(self, pada: datetime, zona: str) -> bool:
        """Nothing is decided by silence: the PPK may decide as well from then on, and the person is not worse off for the delay."""
        return pada > clock.end_of_day(self.batas_putusan, zona)

    # ---- deeds ----

    def jelaskan(self, oleh: UUID, pada: datetime, hubungan: Collection[str], zona: str, teks: str, sebagai: str) -> None:
        """The evaluator's side; late it is still heard, as long as nothing is decided."""
        self._periksa("jelaskan", hubungan, pada, zona)
        self.penjelasan = Keterangan(_teks(teks, "penjelasan", "Tulis penjelasan Anda kepada pemutus."), oleh, pada, sebagai)
        self._catat("jelaskan", oleh, pada, sebagai)

    def periksa(self, oleh: UUID, pada: datetime, hubungan: Collection[str], zona: str, teks: str) -> None:
        """The decider takes it up and asks the person."""
        self._periksa("periksa", hubungan, pada, zona)
        self.pertanyaan = Keterangan(_teks(teks, "pertanyaan", "Tulis apa yang perlu dijelaskan pegawai."), oleh, pada)
        self.status = StatusKeberatan.DIPERIKSA
        self._catat("periksa", oleh, pada)

    def tanggapi(self, oleh: UUID, pada: datetime, hubungan: Collection[str], zona: str, teks: str) -> None:
        self._periksa("tanggapi", hubungan, pada, zona)
        self.tanggapan = Keterangan(_teks(teks, "tanggapan", "Tulis jawaban Anda."), oleh, pada)
        self._catat("tanggapi", oleh, pada)

    def cabut(self, oleh: UUID, pada: datetime, hubungan: Collection[str], zona: str, evaluasi: Evaluasi) -> None:
        self._periksa("cabut", hubungan, pada, zona)
        evaluasi.cabut_keberatan(oleh, pada)
        self.status = StatusKeberatan.DICABUT
        self._catat("cabut", oleh, pada)

    def putuskan(self, putusan: Putusan, hubungan: Collection[str], fakta: Fakta, evaluasi: Evaluasi) -> list[object]:
        """Final: kept, or corrected in favour of the person, with a reason. Raises :class:`Invalid` naming what does not hold together."""
        self._periksa("putuskan", hubungan, putusan.pada, fakta.zona)
        bersih = replace(putusan, alasan=_periksa_putusan(putusan, fakta))
        status, koreksi, pada = bersih.status, bersih.koreksi, bersih.pada
        berita = evaluasi.putuskan_keberatan(bersih.oleh, pada, fakta, status.value, koreksi, bersih.alasan, bersih.sebagai)
        self.status, self.putusan = status, bersih
        self._catat("putuskan", bersih.oleh, pada, bersih.sebagai)
        kabar = kontrak.KeberatanDiputus(
            self.id, self.instansi_id, self.evaluasi_id, self.pegawai_id, self.tahun, status.value, not koreksi.kosong, pada
        )
        return [kabar, *berita]

    def _catat(self, aksi: str, oleh: UUID, pada: datetime, sebagai: str = "") -> None:
        self.riwayat += (Peristiwa(aksi, oleh, pada, "", sebagai),)
        self.version += 1

    # ---- what may be done, and why not ----

    def _periksa(self, kode: str, hubungan: Collection[str], pada: datetime, zona: str) -> None:
        cara = TRANSISI_KEBERATAN[kode]
        if cara.oleh not in hubungan:
            raise Forbidden(_HANYA[cara.oleh])
        if alasan := cara.mengapa_tidak(self, pada, zona):
            raise NotAllowed(alasan)

    def aksi(self, hubungan: Collection[str], pada: datetime, zona: str) -> list[Aksi]:
        """What the caller has to do here while it runs: allowed, or not with the reason."""
        if self.status not in BERJALAN:
            return []
        return [
            Aksi(cara.kode, cara.label, not alasan, alasan)
            for cara in TRANSISI_KEBERATAN.values()
            if cara.oleh in hubungan
            for alasan in (cara.mengapa_tidak(self, pada, zona),)
        ]


def hubungan_dengan(
    satu: Keberatan, evaluasi: Evaluasi, orang: UUID, *, digantikan: Collection[UUID], sebagai: str, ppk: bool, pada: datetime, zona: str
) -> frozenset[str]:
    """How ``orang`` stands to the objection today.

    ``digantikan`` are whom he stands in for as Plh, ``sebagai`` the capacity in which he may act as evaluator, ``ppk``: he is PPK of the unit.
    Nobody decides about himself, or about his own rating.
    """
    if orang == satu.pegawai_id:
        return frozenset({PEGAWAI})
    if orang in (satu.penilai_id, evaluasi.ditetapkan_oleh):
        return frozenset({PENILAI})
    memutus = satu.pemutus_id is not None and (orang == satu.pemutus_id or satu.pemutus_id in digantikan)
    if memutus or (ppk and (satu.pemutus_id is None or satu.putusan_lewat(pada, zona))):
        return frozenset({PEMUTUS})
    return frozenset({PENILAI}) if sebagai else frozenset()


def _teks(teks: str, kolom: str, pesan: str) -> str:
    if not (bersih := teks.strip()):
        raise Invalid(pesan, errors={kolom: [pesan]})
    return bersih


def _periksa_isi(isi: Isi, fakta: Fakta) -> Isi:
    salah: dict[str, list[str]] = {}
    alasan = isi.alasan.strip()
    if len(alasan) < ALASAN_KEBERATAN_MINIMAL:
        salah["alasan"] = [f"Tulis alasan paling sedikit {ALASAN_KEBERATAN_MINIMAL} karakter, sekarang {len(alasan)}."]
    if not (isi.pokok or isi.rhk or isi.perilaku):
        salah["pokok"] = ["Pilih apa yang Anda beratkan."]
    if set(isi.pokok) - POKOK.keys():
        salah["pokok"] = ["Pakai hasil, perilaku, atau prosedur."]
    if set(isi.rhk) - {r.rhk.id for r in fakta.rekap}:
        salah["rhk"] = ["Ada RHK yang tidak ada pada SKP Anda."]
    if set(isi.perilaku) - set(KODE):
        salah["perilaku"] = ["Ada nilai perilaku yang tidak dikenal."]
    if set(isi.bukti) - {b.id for lap in fakta.laporan for b in lap.bukti}:
        salah["bukti"] = ["Ada bukti yang tidak ada pada laporan Anda."]
    if salah:
        raise Invalid("Keberatan belum dapat diajukan.", errors=salah)
    return Isi(alasan, _sekali(isi.pokok), _sekali(isi.rhk), _sekali(isi.perilaku), _sekali(isi.bukti))


def _sekali(isi: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(isi))


def _periksa_putusan(satu: Putusan, fakta: Fakta) -> str:
    salah: dict[str, list[str]] = {}
    putusan, koreksi, bersih = satu.status, satu.koreksi, satu.alasan.strip()
    if len(bersih) < ALASAN_MINIMAL:
        salah["alasan"] = [f"Tulis alasan putusan paling sedikit {ALASAN_MINIMAL} karakter, sekarang {len(bersih)}."]
    if putusan not in PUTUSAN:
        salah["putusan"] = ["Pakai diterima, diterima_sebagian, atau ditolak."]
    elif putusan is StatusKeberatan.DITOLAK and not koreksi.kosong:
        salah["putusan"] = ["Putusan menolak tidak mengubah hasil. Kosongkan perubahannya, atau pilih menerima."]
    elif putusan is not StatusKeberatan.DITOLAK and koreksi.kosong:
        salah["putusan"] = ["Putusan menerima perlu sedikitnya satu perubahan rating, nilai perilaku, atau realisasi."]
    if set(koreksi.perilaku) - set(KODE):
        salah["perilaku"] = ["Ada nilai perilaku yang tidak dikenal."]
    if {k.indikator_id for k in koreksi.realisasi} - {i.indikator.id for r in fakta.rekap if not r.dihentikan for i in r.indikator}:
        salah["realisasi"] = ["Ada indikator yang tidak ada pada SKP pegawai."]
    if salah:
        raise Invalid("Putusan belum dapat disimpan.", errors=salah)
    return bersih


# ---- the state machine as data ----

Syarat = Callable[[Keberatan, datetime, str], str]


def _belum_dijelaskan(k: Keberatan, _pada: datetime, _zona: str) -> str:
    return "Penjelasan penilai sudah diberikan." if k.penjelasan else ""


def _belum_diperiksa(k: Keberatan, _pada: datetime, _zona: str) -> str:
    return "Pertanyaan kepada pegawai sudah dikirim." if k.pertanyaan else ""


def _ditanya(k: Keberatan, _pada: datetime, _zona: str) -> str:
    if k.pertanyaan is None:
        return "Belum ada pertanyaan dari pemutus."
    return "Anda sudah menjawab." if k.tanggapan else ""


def _penilai_didengar(k: Keberatan, pada: datetime, zona: str) -> str:
    """Both sides are heard: the evaluator has explained himself, or has let his time pass."""
    if k.penjelasan is not None or k.penjelasan_lewat(pada, zona):
        return ""
    return "Menunggu penjelasan penilai, atau lewatnya waktu penilai untuk menjelaskan."


@dataclass(frozen=True, slots=True)
class CaraKeberatan:
    """``ke`` None: the state stays; several: the deed says which."""

    kode: str
    label: str
    oleh: str
    ke: tuple[StatusKeberatan, ...] = ()
    syarat: tuple[Syarat, ...] = ()

    def mengapa_tidak(self, satu: Keberatan, pada: datetime, zona: str) -> str:
        """The first unmet guard in words for people, or nothing."""
        if satu.status not in BERJALAN:
            return f"Tidak dapat dilakukan: keberatan ini sudah {LABEL_KEBERATAN[satu.status][0].lower()}."
        return next((alasan for syarat in self.syarat if (alasan := syarat(satu, pada, zona))), "")


_HANYA: Mapping[str, str] = {
    PEGAWAI: "Hanya pegawai yang mengajukan keberatan yang dapat melakukannya.",
    PENILAI: "Hanya pejabat penilai pegawai ini yang dapat memberi penjelasan.",
    PEMUTUS: "Hanya atasan pejabat penilai yang memutus keberatan; PPK bila tidak ada lagi atasan, atau bila waktunya lewat.",
}

TRANSISI_KEBERATAN: dict[str, CaraKeberatan] = {
    cara.kode: cara
    for cara in (
        CaraKeberatan("putuskan", "Putuskan keberatan", PEMUTUS, PUTUSAN, (_penilai_didengar,)),
        CaraKeberatan("periksa", "Tanya pegawai", PEMUTUS, (StatusKeberatan.DIPERIKSA,), (_belum_diperiksa,)),
        CaraKeberatan("jelaskan", "Beri penjelasan", PENILAI, (), (_belum_dijelaskan,)),
        CaraKeberatan("tanggapi", "Jawab pertanyaan", PEGAWAI, (), (_ditanya,)),
        CaraKeberatan("cabut", "Cabut keberatan", PEGAWAI, (StatusKeberatan.DICABUT,)),
    )
}
"""One row a deed; all of them only while it runs."""
