"""The yearly evaluation of one SKP: its states, who may do what and why not, and what is fixed when it is fixed (domain 5.2 to 5.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from penilaian.domain import ketepatan as hitungan_ketepatan
from penilaian.domain import kuadran
from penilaian.domain.angka import tulis
from penilaian.domain.distribusi import CapaianOrganisasi, ModeKurva, Pemeriksaan
from penilaian.domain.fakta import Fakta
from penilaian.domain.kuadran import Predikat, Rating
from penilaian.domain.numerik import BATAS_ATAS, Jejak, Perhitungan, sidik
from penilaian.domain.perilaku import KODE, NAMA
from penilaian.domain.realisasi import TERKIRIM, bukti_kurang
from shared import clock
from shared.contracts import penilaian as kontrak
from shared.contracts.penilaian import Ketepatan
from shared.contracts.skp import Orang, Skp
from shared.errors import Forbidden, Invalid, NotAllowed
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan

_BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
ALASAN_MINIMAL = 30
"""Characters of a justification (domain 5.2)."""
SKOR_SESUAI = Decimal(100)
"""The score that a mark *sesuai* stands for where the evaluator wrote none."""
TAHUNAN = "tahunan"
"""The kind of the evaluation of a whole SKP; one of a period within it is named ``<kind of period>-<number>``, as ``triwulan-01``."""
HARI_KEBERATAN = 14
"""Days to object, counted from the day after delivery (PP 30/2019 article 59; domain 5.8). Whether days of the calendar or working days is not
settled by a text that we found: ``Pengaturan.hitungan_keberatan``, by default the calendar's."""


class Status(StrEnum):
    TERJADWAL = "terjadwal"
    PENGISIAN = "pengisian"
    DIAJUKAN = "diajukan"
    DIKEMBALIKAN = "dikembalikan"
    DINILAI = "dinilai"
    DITETAPKAN = "ditetapkan"
    DISAMPAIKAN = "disampaikan"
    KEBERATAN = "keberatan"
    DITERIMA = "diterima"
    DITERIMA_OTOMATIS = "diterima_otomatis"
    FINAL = "final"
    DIKOREKSI = "dikoreksi"


LABEL_STATUS = {
    Status.TERJADWAL: ("Terjadwal", "kalender", ""),
    Status.PENGISIAN: ("Pengisian", "pensil", ""),
    Status.DIAJUKAN: ("Diajukan", "kirim", "jalan"),
    Status.DIKEMBALIKAN: ("Dikembalikan", "kembali", "awas"),
    Status.DINILAI: ("Dinilai", "setengah", "jalan"),
    Status.DITETAPKAN: ("Ditetapkan", "cap", "jalan"),
    Status.DISAMPAIKAN: ("Disampaikan", "amplop", "jalan"),
    Status.KEBERATAN: ("Keberatan", "timbangan", "hukum"),
    Status.DITERIMA: ("Diterima", "cek", "baik"),
    Status.DITERIMA_OTOMATIS: ("Diterima otomatis", "jam", "baik"),
    Status.FINAL: ("Final", "kunci", "baik"),
    Status.DIKOREKSI: ("Dikoreksi", "dokumen", "hukum"),
}
"""Label, icon and tone of each state, for the API and the pages."""

TETAP = frozenset(
    {Status.DITETAPKAN, Status.DISAMPAIKAN, Status.KEBERATAN, Status.DITERIMA, Status.DITERIMA_OTOMATIS, Status.FINAL, Status.DIKOREKSI}
)
"""Ratings are fixed: readable by those who may, no longer editable."""
PEMBACA_HASIL = peran_dengan(Objek.RATING, Hak.BACA)
"""Assigned roles that read a fixed result, as far as the role reaches (domain 2.7)."""
SAMPAI = TETAP - {Status.DITETAPKAN}
"""The employee sees the result."""
SKP_DINILAI = frozenset({"disetujui", "revisi", "ditutup"})
"""States of an SKP that may be evaluated: in force, also while its next version is written, or closed by a transfer or at the end of service
(domain 3.9)."""
TERBUKA = frozenset({Status.TERJADWAL, Status.PENGISIAN, Status.DIAJUKAN, Status.DIKEMBALIKAN, Status.DINILAI})
"""Follows changes of the plan (evaluator, span) until it is fixed."""


@dataclass(frozen=True, slots=True)
class SkorPerilaku:
    """``skor`` 0..120 in mode numerik; ``rating`` a mark in words, which may stand alone without it."""

    kode: str
    skor: Decimal | None = None
    rating: Rating | None = None
    catatan: str = ""


@dataclass(frozen=True, slots=True)
class CatatanRhk:
    rhk_id: UUID
    rating: Rating | None = None
    catatan: str = ""


@dataclass(frozen=True, slots=True)
class Formulir:
    """What the evaluator writes. ``gagasan_baru`` names the new idea that the top band of PP 30/2019 asks for; empty when there is none.

    ``alasan_pola`` says why the unit's distribution deviates from its pattern, where the instansi asks for it.
    """

    rating_hasil: Rating | None = None
    alasan_hasil: str = ""
    rating_perilaku: Rating | None = None
    alasan_perilaku: str = ""
    perilaku: tuple[SkorPerilaku, ...] = tuple(SkorPerilaku(kode) for kode in KODE)
    catatan_rhk: tuple[CatatanRhk, ...] = ()
    gagasan_baru: str = ""
    catatan: str = ""
    organisasi_belum: str = ""
    alasan_pola: str = ""

    @property
    def predikat(self) -> Predikat | None:
        if self.rating_hasil is None or self.rating_perilaku is None:
            return None
        return kuadran.predikat(self.rating_hasil, self.rating_perilaku)

    @property
    def skor(self) -> dict[str, Decimal | None]:
        return {satu.kode: satu.skor for satu in self.perilaku}

    def catatan_untuk(self, rhk_id: UUID) -> CatatanRhk:
        return next((satu for satu in self.catatan_rhk if satu.rhk_id == rhk_id), CatatanRhk(rhk_id))


@dataclass(frozen=True, slots=True)
class LaporanDinilai:
    """The sending of a report that the ratings looked at."""

    laporan_id: UUID
    version: int
    dikirim_pada: datetime | None


@dataclass(frozen=True, slots=True)
class Hasil:
    """What is fixed: the words that count, the figures that explain, and the document's hash."""

    rating_hasil: Rating
    rating_perilaku: Rating
    predikat: Predikat
    predikat_angka: Predikat | None
    capaian_organisasi: str
    organisasi_unor: str
    nilai_skp: Decimal | None
    nilai_perilaku: Decimal | None
    nkp: Decimal | None
    capaian_rhk: tuple[tuple[UUID, Decimal, Decimal], ...]
    jejak: Jejak | None
    ketepatan: Ketepatan
    aturan_kuadran: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class KoreksiRealisasi:
    """A total that the decision on an objection sets in place of the reported one."""

    indikator_id: UUID
    angka: Decimal


@dataclass(frozen=True, slots=True)
class Koreksi:
    """What the decision on an objection sets anew; what is None or missing stays."""

    rating_hasil: Rating | None = None
    rating_perilaku: Rating | None = None
    perilaku: Mapping[str, Decimal] = field(default_factory=dict)
    realisasi: tuple[KoreksiRealisasi, ...] = ()

    @property
    def kosong(self) -> bool:
        return self.rating_hasil is None and self.rating_perilaku is None and not self.perilaku and not self.realisasi


@dataclass(frozen=True, slots=True)
class VersiHasil:
    """A result that held until ``sampai``, when an objection was decided. Never changed again."""

    formulir: Formulir
    hasil: Hasil
    sampai: datetime


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One line of the history; ``oleh`` None means the system."""

    aksi: str
    oleh: UUID | None
    pada: datetime
    alasan: str = ""
    sebagai: str = ""


@dataclass(frozen=True, slots=True)
class Aksi:
    kode: str
    label: str
    boleh: bool
    alasan: str


@dataclass
class Evaluasi:
    """One SKP evaluated once (``jenis`` tahunan). Deeds change the state or raise, and return the public events; ``version`` grows."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    penilai_id: UUID | None
    atasan_penilai_id: UUID | None
    unor_id: UUID
    skp_id: UUID
    tahun: int
    jenis: str
    mulai: date
    selesai: date
    pegawai: Orang
    status: Status = Status.PENGISIAN
    formulir: Formulir = field(default_factory=Formulir)
    dinilai_dari: tuple[LaporanDinilai, ...] = ()
    hasil: Hasil | None = None
    riwayat: tuple[Peristiwa, ...] = ()
    ketepatan: Ketepatan = hitungan_ketepatan.KOSONG
    diajukan_otomatis: bool = False
    diajukan_pada: datetime | None = None
    dikembalikan_pada: datetime | None = None
    ditetapkan_pada: datetime | None = None
    disampaikan_pada: datetime | None = None
    diterima_pada: datetime | None = None
    final_pada: datetime | None = None
    ditetapkan_oleh: UUID | None = None
    ditetapkan_sebagai: str = ""
    menunggu_atasan: bool = False
    tidak_dinilai: str = ""
    keberatan: str = ""
    pemutus_keberatan_id: UUID | None = None
    koreksi: tuple[KoreksiRealisasi, ...] = ()
    versi_lama: tuple[VersiHasil, ...] = ()
    sebelum_sekaligus: Formulir | None = None
    """The form as it was before both ratings were given together with those of others: until it is fixed that can be undone."""
    dikoreksi_pada: datetime | None = None
    version: int = 1

    @classmethod
    def untuk_skp(cls, id_: UUID, skp: Skp) -> Evaluasi:
        """The evaluation that an agreed SKP calls for."""
        return cls(
            id=id_,
            instansi_id=skp.instansi_id,
            pegawai_id=skp.pegawai_id,
            penilai_id=skp.penilai_id,
            atasan_penilai_id=skp.atasan_penilai_id,
            unor_id=skp.unor_id,
            skp_id=skp.id,
            tahun=skp.tahun,
            jenis=TAHUNAN,
            mulai=skp.mulai,
            selesai=skp.selesai,
            pegawai=skp.pegawai,
        )

    @property
    def menunggu_sejak(self) -> datetime | None:
        """Since when it lies with who has to do the next step; None where no single moment says so."""
        if self.menunggu_atasan:
            return next((p.pada for p in reversed(self.riwayat) if p.aksi == "paraf"), None)
        return {
            Status.DIAJUKAN: self.diajukan_pada,
            Status.DINILAI: self.diajukan_pada,
            Status.DITETAPKAN: self.ditetapkan_pada,
            Status.DIKEMBALIKAN: self.dikembalikan_pada,
        }.get(self.status)

    # ---- the system's own steps ----

    def ikuti_skp(self, skp: Skp) -> bool:
        """Take over evaluator, span and person from a newer SKP until the result is fixed; True when something changed."""
        if self.status not in TERBUKA:
            return False
        baru = (skp.penilai_id, skp.atasan_penilai_id, skp.unor_id, skp.mulai, skp.selesai, skp.pegawai)
        if baru == (self.penilai_id, self.atasan_penilai_id, self.unor_id, self.mulai, self.selesai, self.pegawai):
            return False
        self.penilai_id, self.atasan_penilai_id, self.unor_id, self.mulai, self.selesai, self.pegawai = baru
        self.version += 1
        return True

    def bebaskan(self, sebab: str) -> bool:
        """Note why this segment gets no evaluation, or that it does; only until the result is fixed. True when that changed."""
        if self.status not in TERBUKA or sebab == self.tidak_dinilai:
            return False
        self.tidak_dinilai = sebab
        self.version += 1
        return True

    def ikuti_laporan(self, fakta: Fakta, pada: datetime) -> bool:
        """Hand over to the evaluator once all reports are there or the last lock has passed; True when the state changed.

        Completed later, an automatic handing-over loses its mark. After a return only something sent since then counts.
        """
        if (
            self.status not in (Status.PENGISIAN, Status.DIKEMBALIKAN, Status.DIAJUKAN)
            or fakta.skp.status not in SKP_DINILAI
            or self.tidak_dinilai
        ):
            return False
        terkirim = fakta.terkirim_pada
        if self.status is Status.DIAJUKAN:
            if not (self.diajukan_otomatis and fakta.lengkap):
                return False
            self.diajukan_otomatis, self.diajukan_pada = False, terkirim
            self.version += 1
            return True
        if self.status is Status.DIKEMBALIKAN and (
            terkirim is None or self.dikembalikan_pada is None or terkirim <= self.dikembalikan_pada
        ):
            return False
        if fakta.lengkap:
            self._ajukan(None, terkirim or pada, otomatis=False)
        elif fakta.terkunci(pada):
            self._ajukan(None, pada, otomatis=True)
        else:
            return False
        return True

    def hitung_ketepatan(self, fakta: Fakta, hari: date) -> bool:
        """Refresh the counters while the reports are coming in; True when they changed (and so the version)."""
        if self.status in TETAP or (baru := fakta.ketepatan(hari)) == self.ketepatan:
            return False
        self.ketepatan = baru
        if self.status is Status.PENGISIAN:
            self.version += 1
            return True
        return False  # with the evaluator: shown at once, published with the next deed, so that an open form does not go stale

    def _ajukan(self, oleh: UUID | None, pada: datetime, *, otomatis: bool) -> None:
        self.status, self.diajukan_pada, self.diajukan_otomatis = Status.DIAJUKAN, pada, otomatis
        self._catat("ajukan", oleh, pada, "Diajukan otomatis: batas pengisian lewat." if otomatis else "")

    # ---- deeds of people ----

    def ajukan(self, oleh: UUID, pada: datetime, fakta: Fakta) -> list[object]:
        self._periksa("ajukan", oleh, pada, fakta)
        self._ajukan(oleh, pada, otomatis=False)
        return []

    def nilai(self, oleh: UUID, pada: datetime, fakta: Fakta, formulir: Formulir, *, lihat_laporan: bool) -> list[object]:
        """Store the evaluator's draft; ``lihat_laporan`` says that the ratings were given on the reports as they are now."""
        self._periksa("nilai", oleh, pada, fakta)
        _periksa_isi(formulir, fakta)
        if self.status is Status.DIAJUKAN:
            self._catat("nilai", oleh, pada)
            lihat_laporan = True
        else:
            self.version += 1
        self.status, self.formulir, self.menunggu_atasan, self.sebelum_sekaligus = Status.DINILAI, formulir, False, None
        if lihat_laporan:
            self.dinilai_dari = tuple(LaporanDinilai(satu.id, satu.version, satu.dikirim_pada) for satu in fakta.laporan)
        return []

    def mengapa_tidak_sekaligus(self, oleh: UUID, pada: datetime, fakta: Fakta) -> str:
        """Why this person cannot be given *sesuai* together with others: something here asks for a look of its own."""
        if not _penilai(self, oleh, fakta):
            return _HANYA_PENILAI
        return TRANSISI["nilai"].mengapa_tidak(self, pada, fakta) or self._perlu_dilihat(pada, fakta)

    def _perlu_dilihat(self, pada: datetime, fakta: Fakta) -> str:
        isi = self.formulir
        if isi.rating_hasil or isi.rating_perilaku:
            return "Sudah Anda beri rating."
        if kurang := bukti_kurang(fakta.rekap):
            return f"{kurang} indikator belum berbukti."
        if hitungan_ketepatan.saran_akuntabel(fakta.ketepatan(fakta.hari(pada)), fakta.pengaturan.ambang_ketepatan):
            return "Ketepatan laporannya di bawah ambang."
        hitungan, _ = fakta.hitung(_semua_sesuai(isi, fakta).skor)
        saran_hasil = fakta.saran_hasil(hitungan.nilai_skp if hitungan else None)
        saran_perilaku = kuadran.saran_rating(hitungan.nilai_perilaku if hitungan else None)
        if {saran_hasil, saran_perilaku} - {Rating.SESUAI, None}:
            lain = saran_hasil if saran_hasil not in (Rating.SESUAI, None) else saran_perilaku
            return f"Sarannya {kuadran.LABEL_RATING[lain].lower()}." if lain else ""
        return ""

    def nilai_sekaligus(self, oleh: UUID, pada: datetime, fakta: Fakta) -> list[object]:
        """Both ratings and every empty behaviour row become *sesuai*; :meth:`urungkan_sekaligus` takes it back until it is fixed."""
        if alasan := self.mengapa_tidak_sekaligus(oleh, pada, fakta):
            raise NotAllowed(alasan)
        lama = self.formulir
        berita = self.nilai(oleh, pada, fakta, _semua_sesuai(lama, fakta), lihat_laporan=True)
        self.sebelum_sekaligus = lama
        return berita

    def urungkan_sekaligus(self, oleh: UUID, pada: datetime, fakta: Fakta) -> list[object]:
        self._periksa("urungkan_sekaligus", oleh, pada, fakta)
        assert self.sebelum_sekaligus is not None  # noqa: S101 - who may is asked by it
        self.formulir, self.sebelum_sekaligus, self.status = self.sebelum_sekaligus, None, Status.DIAJUKAN
        self._catat("urungkan_sekaligus", oleh, pada, sebagai=fakta.sebagai)
        return []

    def kembalikan(self, oleh: UUID, pada: datetime, fakta: Fakta, alasan: str) -> list[object]:
        self._periksa("kembalikan", oleh, pada, fakta)
        sebab = _alasan(alasan, "alasan", "Tulis apa yang perlu dilengkapi pegawai.")
        self.status, self.dikembalikan_pada, self.diajukan_otomatis, self.menunggu_atasan = Status.DIKEMBALIKAN, pada, False, False
        self._catat("kembalikan", oleh, pada, sebab, fakta.sebagai)
        return []

    def tetapkan(self, oleh: UUID, pada: datetime, fakta: Fakta) -> list[object]:
        """Fix the ratings: the quadrant gives the predikat, the figures and their trace are frozen with it.

        By a Plh they wait for the countersign of the evaluator's superior, as a draft, where the instansi wants it so.
        """
        self._periksa("tetapkan", oleh, pada, fakta)
        if fakta.perlu_tanda_tangan:
            self.menunggu_atasan = True
            self._catat("paraf", oleh, pada, sebagai=fakta.sebagai)
            return []
        return self._tetapkan(oleh, pada, fakta, fakta.sebagai, "tetapkan")

    def tanda_tangani(self, oleh: UUID, pada: datetime, fakta: Fakta) -> list[object]:
        """The evaluator's superior countersigns what a Plh rated: now it is fixed."""
        self._periksa("tanda_tangani", oleh, pada, fakta)
        return self._tetapkan(oleh, pada, fakta, "atasan", "tanda_tangani")

    def tolak_paraf(self, oleh: UUID, pada: datetime, fakta: Fakta, alasan: str) -> list[object]:
        """The superior does not countersign: the draft is with who rated it again."""
        self._periksa("tolak_paraf", oleh, pada, fakta)
        sebab = _alasan(alasan, "alasan", "Tulis apa yang perlu diperbaiki penilai.")
        self.menunggu_atasan = False
        self._catat("tolak_paraf", oleh, pada, sebab, "atasan")
        return []

    def _tetapkan(self, oleh: UUID, pada: datetime, fakta: Fakta, sebagai: str, aksi: str) -> list[object]:
        self.ketepatan = fakta.ketepatan(fakta.hari(pada))
        hitungan, _ = fakta.hitung(self.formulir.skor)
        self.hasil = _hasil(self, self.formulir, fakta, hitungan)
        self.status, self.ditetapkan_pada, self.menunggu_atasan = Status.DITETAPKAN, pada, False
        self.ditetapkan_oleh, self.ditetapkan_sebagai = oleh, sebagai
        self._catat(aksi, oleh, pada, sebagai=sebagai)
        return [kontrak.PenilaianDitetapkan(self.id, self.instansi_id, self.pegawai_id, self.skp_id, self.tahun, self.jenis, pada)]

    def sampaikan(self, oleh: UUID, pada: datetime, fakta: Fakta) -> list[object]:
        self._periksa("sampaikan", oleh, pada, fakta)
        self.status, self.disampaikan_pada = Status.DISAMPAIKAN, pada
        self._catat("sampaikan", oleh, pada, sebagai=fakta.sebagai or "atasan")
        return []

    def terima(self, oleh: UUID, pada: datetime, fakta: Fakta) -> list[object]:
        """The employee accepts; nothing is left to object to, so the result is final."""
        self._periksa("terima", oleh, pada, fakta)
        self.status, self.diterima_pada = Status.DITERIMA, pada
        self._catat("terima", oleh, pada)
        return self._finalkan(pada)

    def terima_otomatis(self, pada: datetime, fakta: Fakta) -> list[object]:
        """After the objection's last moment silence is acceptance."""
        if self.status is not Status.DISAMPAIKAN or not self.keberatan_lewat(pada, fakta):
            raise NotAllowed("Masa keberatan belum lewat.")
        self.status, self.diterima_pada = Status.DITERIMA_OTOMATIS, pada
        self._catat("terima_otomatis", None, pada)
        return self._finalkan(pada)

    def _finalkan(self, pada: datetime) -> list[object]:
        self.status, self.final_pada = Status.FINAL, pada
        self.riwayat += (Peristiwa("finalkan", None, pada),)
        return [kontrak.PenilaianFinal(self.id, self.instansi_id, self.pegawai_id, self.skp_id, self.tahun, self.jenis, pada)]

    # ---- objection (domain 5.8) ----

    def batas_keberatan(self, fakta: Fakta) -> date | None:
        """The last day to object, until 23:59:59 where the instansi is."""
        if self.disampaikan_pada is None:
            return None
        return fakta.tenggat(self.disampaikan_pada, HARI_KEBERATAN, kerja=fakta.pengaturan.hitungan_keberatan == "kerja")

    def keberatan_lewat(self, pada: datetime, fakta: Fakta) -> bool:
        """The last second is over. The one clock of the objection: filing and silent acceptance both ask it."""
        batas = self.batas_keberatan(fakta)
        return batas is not None and pada >= clock.end_of_day(batas, fakta.zona) + timedelta(seconds=1)

    def ajukan_keberatan(self, oleh: UUID, pada: datetime, fakta: Fakta, pemutus_id: UUID | None) -> None:
        """The person objects; ``pemutus_id`` decides (None: PPK). Raises :class:`NotAllowed` with code ``kedaluwarsa`` a second too late."""
        batas = self.batas_keberatan(fakta)
        if oleh == self.pegawai_id and not self.keberatan and batas is not None and self.keberatan_lewat(pada, fakta):
            raise NotAllowed(_masa_keberatan(self, pada, fakta), code="kedaluwarsa")
        self._periksa("keberatan", oleh, pada, fakta)
        self.status, self.keberatan, self.pemutus_keberatan_id = Status.KEBERATAN, "diajukan", pemutus_id
        self._catat("keberatan", oleh, pada)

    def ikuti_keberatan(self, status: str) -> None:
        """Tell the others where the objection stands."""
        if status != self.keberatan:
            self.keberatan = status
            self.version += 1

    def cabut_keberatan(self, oleh: UUID, pada: datetime) -> None:
        """Withdrawn: as if it had not been filed, with the same clock, but it cannot be filed again."""
        if self.status is not Status.KEBERATAN:
            raise NotAllowed("Tidak ada keberatan yang berjalan.")
        self.status, self.keberatan = Status.DISAMPAIKAN, "dicabut"
        self._catat("cabut_keberatan", oleh, pada)

    def putuskan_keberatan(
        self, oleh: UUID, pada: datetime, fakta: Fakta, putusan: str, koreksi: Koreksi, alasan: str, sebagai: str
    ) -> list[object]:
        """The decision is final (PP 30/2019): kept as it was, or computed anew with the same rules as a new version. Never worse than before."""
        if self.status is not Status.KEBERATAN or self.hasil is None:
            raise NotAllowed("Tidak ada keberatan yang berjalan.")
        berita: list[object] = []
        if not koreksi.kosong:
            lama = VersiHasil(self.formulir, self.hasil, pada)
            formulir, hasil, realisasi = self._terkoreksi(fakta, koreksi, alasan)
            _periksa_tidak_lebih_buruk(lama, formulir, hasil, fakta)
            self.formulir, self.hasil, self.koreksi = formulir, hasil, realisasi
            self.versi_lama += (lama,)
            self.dikoreksi_pada = pada
            berita.append(kontrak.PenilaianDikoreksi(self.id, self.instansi_id, self.pegawai_id, self.skp_id, self.tahun, self.jenis, pada))
        self.keberatan = putusan
        self._catat("putuskan_keberatan", oleh, pada, sebagai=sebagai)
        return [*berita, *self._finalkan(pada)]

    def _terkoreksi(self, fakta: Fakta, koreksi: Koreksi, alasan: str) -> tuple[Formulir, Hasil, tuple[KoreksiRealisasi, ...]]:
        assert self.hasil is not None  # noqa: S101 - the caller looked
        lama = self.hasil
        formulir = replace(
            self.formulir,
            rating_hasil=koreksi.rating_hasil or self.formulir.rating_hasil,
            alasan_hasil=alasan if koreksi.rating_hasil else self.formulir.alasan_hasil,
            rating_perilaku=koreksi.rating_perilaku or self.formulir.rating_perilaku,
            alasan_perilaku=alasan if koreksi.rating_perilaku else self.formulir.alasan_perilaku,
            perilaku=tuple(replace(p, skor=koreksi.perilaku.get(p.kode, p.skor)) for p in self.formulir.perilaku),
        )
        total = {**{k.indikator_id: k.angka for k in self.koreksi}, **{k.indikator_id: k.angka for k in koreksi.realisasi}}
        dulu = replace(
            fakta,
            organisasi=CapaianOrganisasi(lama.capaian_organisasi) if lama.capaian_organisasi else None,
            organisasi_unor=lama.organisasi_unor,
            koreksi=total,
        )
        hitungan, _ = dulu.hitung(formulir.skor)
        hasil = _hasil(self, formulir, dulu, hitungan)
        return formulir, hasil, tuple(KoreksiRealisasi(i, angka) for i, angka in total.items())

    def _catat(self, aksi: str, oleh: UUID | None, pada: datetime, alasan: str = "", sebagai: str = "") -> None:
        self.riwayat += (Peristiwa(aksi, oleh, pada, alasan, sebagai),)
        self.version += 1

    # ---- what may be done, and why not ----

    def _periksa(self, kode: str, oleh: UUID, pada: datetime, fakta: Fakta) -> None:
        cara = TRANSISI[kode]
        if not cara.pelaku(self, oleh, fakta):
            raise Forbidden(cara.siapa)
        alasan = cara.mengapa_tidak(self, pada, fakta)
        if alasan:
            raise NotAllowed(alasan)

    def aksi(self, oleh: UUID, pada: datetime, fakta: Fakta) -> list[Aksi]:
        """What the caller's role has in this state: allowed, or not with the reason. Deeds of others are left out."""
        return [
            Aksi(cara.kode, cara.label, not alasan, alasan)
            for cara in TRANSISI.values()
            if self.status in cara.tampak and cara.pelaku(self, oleh, fakta)
            for alasan in (cara.mengapa_tidak(self, pada, fakta),)
        ]

    def periksa_pola(self, fakta: Fakta) -> Pemeriksaan | None:
        """The unit's distribution as it would be with this person's two ratings; None where the others were not counted."""
        if fakta.sebaran is None:
            return None
        return fakta.sebaran.dengan(self.formulir.predikat).periksa(self.selesai, fakta.kurva)

    def laporan_baru(self, fakta: Fakta) -> tuple[str, ...]:
        """Names of the reports that were sent (again) after the ratings were given."""
        if self.status is not Status.DINILAI:
            return ()
        dilihat = {satu.laporan_id: satu.dikirim_pada for satu in self.dinilai_dari}
        return tuple(
            satu.nama
            for satu in fakta.laporan
            if satu.status in TERKIRIM
            and satu.dikirim_pada is not None
            and ((lama := dilihat.get(satu.id)) is None or satu.dikirim_pada > lama)
        )

    def boleh_dibaca(self, oleh: UUID, peran: frozenset[str]) -> bool:
        """Access matrix, domain 2.7: person, evaluator and the evaluator's superior; officers once it is fixed.

        ``peran`` are the assigned roles that reach this evaluation.
        """
        if oleh in (self.pegawai_id, self.penilai_id, self.atasan_penilai_id):
            return True
        return self.status in TETAP and not peran.isdisjoint(PEMBACA_HASIL)

    def boleh_lihat_rating(self, oleh: UUID, peran: frozenset[str], sebagai: str = "") -> bool:
        """A draft stays with its evaluator, a fixed result waits for its delivery before the employee sees it."""
        if oleh == self.penilai_id or sebagai or (self.menunggu_atasan and oleh == self.atasan_penilai_id):
            return True
        if oleh == self.pegawai_id:
            return self.status in SAMPAI
        return self.status in TETAP and self.boleh_dibaca(oleh, peran)

    def ke_kontrak(self) -> kontrak.Evaluasi:
        """The state as the other services get it: without ratings before they are fixed."""
        hasil = self.hasil
        return kontrak.Evaluasi(
            id=self.id,
            instansi_id=self.instansi_id,
            pegawai_id=self.pegawai_id,
            penilai_id=self.penilai_id,
            atasan_penilai_id=self.atasan_penilai_id,
            unor_id=self.unor_id,
            skp_id=self.skp_id,
            tahun=self.tahun,
            jenis=self.jenis,
            mulai=self.mulai,
            selesai=self.selesai,
            status=self.status.value,
            ketepatan=self.ketepatan,
            capaian_organisasi=hasil.capaian_organisasi if hasil else "",
            rating_hasil=hasil.rating_hasil.value if hasil else "",
            rating_perilaku=hasil.rating_perilaku.value if hasil else "",
            predikat=hasil.predikat.value if hasil else "",
            nilai_skp=hasil.nilai_skp if hasil else None,
            nilai_perilaku=hasil.nilai_perilaku if hasil else None,
            nkp=hasil.nkp if hasil else None,
            catatan=self.formulir.catatan if hasil else "",
            diajukan_pada=self.diajukan_pada,
            ditetapkan_pada=self.ditetapkan_pada,
            disampaikan_pada=self.disampaikan_pada,
            final_pada=self.final_pada,
            hash=hasil.hash if hasil else "",
            version=self.version,
            ditetapkan_oleh=self.ditetapkan_oleh,
            ditetapkan_sebagai=self.ditetapkan_sebagai,
            menunggu_atasan=self.menunggu_atasan,
            tidak_dinilai=self.tidak_dinilai,
            keberatan=self.keberatan,
            pemutus_keberatan_id=self.pemutus_keberatan_id,
            dikoreksi_pada=self.dikoreksi_pada,
            sebelum=_sebelum(self.versi_lama[0].hasil) if self.versi_lama else None,
        )


def _sebelum(lama: Hasil) -> kontrak.HasilSebelum:
    return kontrak.HasilSebelum(
        lama.rating_hasil.value, lama.rating_perilaku.value, lama.predikat.value, lama.nilai_skp, lama.nilai_perilaku, lama.nkp
    )


def _semua_sesuai(isi: Formulir, fakta: Fakta) -> Formulir:
    """Every mark that is still empty becomes *sesuai*; with mode numerik an empty score becomes the middle of its band."""
    berangka = fakta.numerik and fakta.skp.pendekatan == "kuantitatif"

    def satu(p: SkorPerilaku) -> SkorPerilaku:
        skor = SKOR_SESUAI if berangka and p.skor is None else p.skor
        return replace(p, skor=skor, rating=p.rating or (kuadran.saran_rating(skor) if skor is not None else Rating.SESUAI))

    return replace(isi, rating_hasil=Rating.SESUAI, rating_perilaku=Rating.SESUAI, perilaku=tuple(satu(p) for p in isi.perilaku))


def _alasan(teks: str, kolom: str, pesan: str) -> str:
    bersih = teks.strip()
    if not bersih:
        raise Invalid(pesan, errors={kolom: [pesan]})
    return bersih


def _periksa_isi(formulir: Formulir, fakta: Fakta) -> None:
    salah: dict[str, list[str]] = {}
    for satu in formulir.perilaku:
        if satu.skor is not None and not (satu.skor.is_finite() and 0 <= satu.skor <= BATAS_ATAS):
            salah[f"skor-{satu.kode}"] = [f"Nilai {NAMA[satu.kode]} antara 0 dan 120."]
    dikenal = {rhk.id for rhk in (*fakta.skp.rhk, *fakta.skp.dihentikan)}
    salah.update({f"catatan-{satu.rhk_id}": ["RHK ini tidak ada pada SKP."] for satu in formulir.catatan_rhk if satu.rhk_id not in dikenal})
    if salah:
        raise Invalid("Ada isian yang perlu dibetulkan.", errors=salah)


def _hasil(evaluasi: Evaluasi, isi: Formulir, fakta: Fakta, hitungan: Perhitungan | None) -> Hasil:
    assert isi.rating_hasil is not None and isi.rating_perilaku is not None  # noqa: S101 - guarded by the transition
    berbobot = [satu.rhk for satu in fakta.rekap if satu.rhk.jenis == "utama" and satu.rhk.bobot is not None]
    nkp = hitungan.nkp if hitungan else None
    hasil = Hasil(
        rating_hasil=isi.rating_hasil,
        rating_perilaku=isi.rating_perilaku,
        predikat=kuadran.predikat(isi.rating_hasil, isi.rating_perilaku),
        predikat_angka=kuadran.predikat_angka(nkp, gagasan_baru=bool(isi.gagasan_baru)),
        capaian_organisasi=fakta.organisasi.value if fakta.organisasi else "",
        organisasi_unor=fakta.organisasi_unor,
        nilai_skp=hitungan.nilai_skp if hitungan else None,
        nilai_perilaku=hitungan.nilai_perilaku if hitungan else None,
        nkp=nkp,
        capaian_rhk=tuple((rhk.id, c.capaian, c.sumbangan) for rhk, c in zip(berbobot, hitungan.rhk, strict=True)) if hitungan else (),
        jejak=hitungan.jejak if hitungan else None,
        ketepatan=evaluasi.ketepatan,
        aturan_kuadran=f"{kuadran.DASAR_HUKUM}, berlaku sejak {kuadran.BERLAKU_DARI.isoformat()}",
    )
    dokumen = {"evaluasi": evaluasi.id, "skp": fakta.skp.hash, "formulir": asdict(isi), "hasil": asdict(hasil)}
    return replace(hasil, hash=sidik(_berkunci_teks(dokumen)))


_URUTAN_RATING = tuple(Rating)
_URUTAN_PREDIKAT = tuple(reversed(Predikat))


def _periksa_tidak_lebih_buruk(lama: VersiHasil, formulir: Formulir, hasil: Hasil, fakta: Fakta) -> None:
    """Non reformatio in peius: no rating, score, figure or predikat below what the person had (domain 5.8)."""
    dulu = lama.hasil
    salah: dict[str, list[str]] = {}
    for kunci, nama, sebelum, sesudah in (
        ("rating_hasil", "Rating hasil kerja", dulu.rating_hasil, hasil.rating_hasil),
        ("rating_perilaku", "Rating perilaku kerja", dulu.rating_perilaku, hasil.rating_perilaku),
    ):
        if _URUTAN_RATING.index(sesudah) < _URUTAN_RATING.index(sebelum):
            salah[kunci] = [f"{nama} tidak boleh turun dari {kuadran.LABEL_RATING[sebelum].lower()}."]
    skor = lama.formulir.skor
    for kode, baru in formulir.skor.items():
        semula = skor.get(kode)
        if semula is not None and (baru is None or baru < semula):
            salah[f"perilaku.{kode}"] = [f"Nilai {NAMA[kode]} tidak boleh turun dari {tulis(semula, 2)}."]
    rhk_dulu = {rhk_id: nilai for rhk_id, nilai, _ in dulu.capaian_rhk}
    for rhk_id, nilai, _ in hasil.capaian_rhk:
        if nilai < rhk_dulu.get(rhk_id, nilai):
            nomor = next((r.rhk.nomor for r in fakta.rekap if r.rhk.id == rhk_id), "")
            salah[f"realisasi.{rhk_id}"] = [f"Capaian RHK {nomor} tidak boleh turun dari {tulis(rhk_dulu[rhk_id], 2)}."]
    for kunci, nama, angka_dulu, angka in (
        ("nilai_skp", "Nilai SKP", dulu.nilai_skp, hasil.nilai_skp),
        ("nilai_perilaku", "Nilai perilaku", dulu.nilai_perilaku, hasil.nilai_perilaku),
        ("nkp", "NKP", dulu.nkp, hasil.nkp),
    ):
        if angka_dulu is not None and (angka is None or angka < angka_dulu):
            salah[kunci] = [f"{nama} tidak boleh turun dari {tulis(angka_dulu, 2)}."]
    if _URUTAN_PREDIKAT.index(hasil.predikat) < _URUTAN_PREDIKAT.index(dulu.predikat):
        salah["predikat"] = [f"Predikat tidak boleh turun dari {kuadran.LABEL_PREDIKAT[dulu.predikat]}."]
    if salah:
        raise Invalid("Putusan keberatan tidak boleh merugikan pegawai.", errors=salah)


def _berkunci_teks(isi: object) -> object:
    if isinstance(isi, Mapping):
        return {str(k): _berkunci_teks(v) for k, v in isi.items()}
    if isinstance(isi, (list, tuple)):
        return [_berkunci_teks(v) for v in isi]
    return isi


# ---- guards: each answers why not, or nothing ----

Syarat = Callable[[Evaluasi, datetime, Fakta], str]


def _bukan_diri(e: Evaluasi, _pada: datetime, _fakta: Fakta) -> str:
    return "Anda tidak dapat menilai diri sendiri." if e.penilai_id == e.pegawai_id else ""


def _atasan_bukan_diri(e: Evaluasi, _pada: datetime, _fakta: Fakta) -> str:
    return "Anda tidak dapat menandatangani penilaian diri sendiri." if e.atasan_penilai_id == e.pegawai_id else ""


def _sudah_diparaf(e: Evaluasi, _pada: datetime, fakta: Fakta) -> str:
    return "Penilaian ini menunggu tanda tangan atasan penilai." if e.menunggu_atasan and fakta.perlu_tanda_tangan else ""


def _skp_disetujui(_e: Evaluasi, _pada: datetime, fakta: Fakta) -> str:
    if _e.tidak_dinilai:
        return _e.tidak_dinilai
    return "" if fakta.skp.status in SKP_DINILAI else "SKP belum disetujui, jadi belum dapat dinilai. Setujui SKP-nya lebih dulu."


def _revisi_selesai(_e: Evaluasi, _pada: datetime, fakta: Fakta) -> str:
    """Ratings rest on one version of the plan: the one under way is decided first (domain 3.9)."""
    return "SKP sedang direvisi. Setujui atau batalkan revisinya sebelum menetapkan." if fakta.skp.status == "revisi" else ""


def _laporan_siap(e: Evaluasi, pada: datetime, fakta: Fakta) -> str:
    if fakta.lengkap or fakta.terkunci(pada) or e.diajukan_otomatis:
        return ""
    if not fakta.laporan:
        return f"Laporan {_nama(e)} belum ada."
    nama = _sebut([satu.nama for satu in fakta.belum_dikirim])
    return f"Laporan {nama} belum dikirim {_nama(e)}."


def _menunggu_laporan(e: Evaluasi, pada: datetime, fakta: Fakta) -> str:
    """A draft may go on while a single report is being mended; only before the handing-over there is nothing to rate."""
    return _laporan_siap(e, pada, fakta) if e.status is Status.PENGISIAN else ""


def _laporan_dilihat(e: Evaluasi, _pada: datetime, fakta: Fakta) -> str:
    baru = e.laporan_baru(fakta)
    return f"Laporan {_sebut(baru)} dikirim sesudah Anda menilai. Baca, lalu simpan lagi rating Anda." if baru else ""


def _nama(e: Evaluasi) -> str:
    """The person's name without titles behind it."""
    return e.pegawai.nama.split(",")[0]


def _sebut(nama: Sequence[str], paling_banyak: int = 3) -> str:
    if len(nama) <= paling_banyak:
        return ", ".join(nama)
    return f"{', '.join(nama[:paling_banyak])} dan {len(nama) - paling_banyak} lain"


def _rating_lengkap(e: Evaluasi, _pada: datetime, fakta: Fakta) -> str:
    """Both ratings, with a justification when not *sesuai* or against the suggestion."""
    isi = e.formulir
    hitungan, _ = fakta.hitung(isi.skor)
    saran = (
        fakta.saran_hasil(hitungan.nilai_skp if hitungan else None),
        kuadran.saran_rating(hitungan.nilai_perilaku if hitungan else None),
    )
    belum = [nama for nama, rating in (("hasil kerja", isi.rating_hasil), ("perilaku kerja", isi.rating_perilaku)) if rating is None]
    if belum:
        return f"Beri rating {' dan '.join(belum)}."
    pasangan = (
        ("hasil kerja", isi.rating_hasil, saran[0], isi.alasan_hasil),
        ("perilaku kerja", isi.rating_perilaku, saran[1], isi.alasan_perilaku),
    )
    for nama, rating, usul, alasan in pasangan:
        panjang = len(alasan.strip())
        if kuadran.wajib_alasan(rating, usul) and panjang < ALASAN_MINIMAL:
            return f"Tulis alasan rating {nama} paling sedikit {ALASAN_MINIMAL} karakter, sekarang {panjang}."
    return ""


def _skor_lengkap(e: Evaluasi, _pada: datetime, fakta: Fakta) -> str:
    if not fakta.numerik or fakta.skp.pendekatan != "kuantitatif":
        return ""
    belum = [NAMA[kode] for kode in KODE if e.formulir.skor.get(kode) is None]
    return f"Isi nilai perilaku {_sebut(belum)}." if belum else ""


def _organisasi_ada(e: Evaluasi, _pada: datetime, fakta: Fakta) -> str:
    if fakta.organisasi is not None or e.formulir.organisasi_belum.strip():
        return ""
    return "Capaian organisasi unit ini belum ditetapkan. Minta pimpinan di atas unit menetapkannya, atau tulis alasan mengapa belum ada."


def _pola_diperhatikan(e: Evaluasi, _pada: datetime, fakta: Fakta) -> str:
    """A deviating distribution only warns, needs a reason, or stops, as the instansi decided (``kurva_mode``)."""
    mode = fakta.kurva.mode
    hasil = e.periksa_pola(fakta) if mode is not ModeKurva.PERINGATAN else None
    if hasil is None or hasil.sesuai is not False:
        return ""
    assert fakta.sebaran is not None  # noqa: S101 - it was looked at
    rinci = " ".join(t.kalimat for t in hasil.temuan if not t.sesuai and not t.peringatan)
    apa = f"Sebaran {fakta.sebaran.unor_nama} menyimpang dari pola. {rinci}"
    if mode is ModeKurva.BLOKIR:
        return f"{apa} Instansi Anda tidak menetapkan sebaran yang menyimpang; periksa lagi rating tim."
    panjang = len(e.formulir.alasan_pola.strip())
    return f"{apa} Tulis alasannya paling sedikit {ALASAN_MINIMAL} karakter, sekarang {panjang}." if panjang < ALASAN_MINIMAL else ""


def _umpan_balik_ada(_e: Evaluasi, _pada: datetime, fakta: Fakta) -> str:
    """Rating without any feedback in the span only warns, or stops, as the instansi decided (``umpan_balik_mode``; domain 5.4)."""
    if fakta.ada_umpan_balik or fakta.pengaturan.umpan_balik_mode != "wajib":
        return ""
    return "Belum ada umpan balik dalam masa yang dinilai. Beri paling sedikit satu umpan balik lebih dulu."


def _masa_keberatan(e: Evaluasi, pada: datetime, fakta: Fakta) -> str:
    batas = e.batas_keberatan(fakta)
    if batas is None or not e.keberatan_lewat(pada, fakta):
        return ""
    return f"Masa keberatan {HARI_KEBERATAN} hari sudah berakhir {batas.day} {_BULAN[batas.month - 1]} {batas.year} pukul 23.59.59."


def _keberatan_sekali(e: Evaluasi, _pada: datetime, _fakta: Fakta) -> str:
    return "Keberatan hanya dapat diajukan satu kali, dan keberatan Anda sudah dicabut." if e.keberatan else ""


def _sudah_dinilai(e: Evaluasi, _pada: datetime, _fakta: Fakta) -> str:
    return "Beri rating lebih dulu." if e.status is Status.DIAJUKAN else ""


@dataclass(frozen=True, slots=True)
class Transisi:
    """``pelaku`` tells whether a person has the role for it, ``siapa`` says who has; ``tampak`` are the states in which it is offered."""

    kode: str
    label: str
    dari: frozenset[Status]
    ke: Status
    pelaku: Callable[[Evaluasi, UUID, Fakta], bool]
    siapa: str
    tampak: frozenset[Status]
    syarat: tuple[Syarat, ...] = ()

    def mengapa_tidak(self, evaluasi: Evaluasi, pada: datetime, fakta: Fakta) -> str:
        """The first unmet guard in words for people, or nothing."""
        if evaluasi.status in self.tampak:
            for syarat in self.syarat:
                if alasan := syarat(evaluasi, pada, fakta):
                    return alasan
        if evaluasi.status not in self.dari:
            return f"Tidak dapat dilakukan: evaluasi ini berstatus {LABEL_STATUS[evaluasi.status][0].lower()}."
        return ""


def _penilai(e: Evaluasi, oleh: UUID, fakta: Fakta) -> bool:
    return oleh == e.penilai_id or bool(fakta.sebagai)


def _penilai_sekaligus(e: Evaluasi, oleh: UUID, fakta: Fakta) -> bool:
    return e.sebelum_sekaligus is not None and _penilai(e, oleh, fakta)


def _penyampai(e: Evaluasi, oleh: UUID, fakta: Fakta) -> bool:
    """Who countersigned may deliver as well."""
    return _penilai(e, oleh, fakta) or (e.ditetapkan_sebagai == "atasan" and oleh == e.ditetapkan_oleh)


def _atasan_menunggu(e: Evaluasi, oleh: UUID, _fakta: Fakta) -> bool:
    return e.menunggu_atasan and oleh == e.atasan_penilai_id


def _pegawai(e: Evaluasi, oleh: UUID, _fakta: Fakta) -> bool:
    return oleh == e.pegawai_id


_HANYA_PENILAI = "Hanya pejabat penilai pegawai ini yang dapat melakukannya."
_HANYA_ATASAN = "Hanya atasan pejabat penilai, dan hanya selama penilaian Plh menunggu tanda tangannya."
_HANYA_PEGAWAI = "Hanya pegawai yang dinilai yang dapat melakukannya."
_DINILAI_SIAP = (_bukan_diri, _skp_disetujui, _menunggu_laporan)

TRANSISI: dict[str, Transisi] = {
    cara.kode: cara
    for cara in (
        Transisi(
            "ajukan",
            "Ajukan kembali ke penilai",
            frozenset({Status.DIKEMBALIKAN}),
            Status.DIAJUKAN,
            _pegawai,
            _HANYA_PEGAWAI,
            frozenset({Status.DIKEMBALIKAN}),
            (_skp_disetujui, _laporan_siap),
        ),
        Transisi(
            "nilai",
            "Simpan penilaian",
            frozenset({Status.DIAJUKAN, Status.DINILAI}),
            Status.DINILAI,
            _penilai,
            _HANYA_PENILAI,
            frozenset({Status.PENGISIAN, Status.DIAJUKAN, Status.DINILAI}),
            _DINILAI_SIAP,
        ),
        Transisi(
            "tetapkan",
            "Tetapkan",
            frozenset({Status.DINILAI}),
            Status.DITETAPKAN,
            _penilai,
            _HANYA_PENILAI,
            frozenset({Status.DIAJUKAN, Status.DINILAI}),
            (
                _bukan_diri,
                _skp_disetujui,
                _laporan_siap,
                _sudah_dinilai,
                _sudah_diparaf,
                _rating_lengkap,
                _skor_lengkap,
                _umpan_balik_ada,
                _organisasi_ada,
                _pola_diperhatikan,
                _laporan_dilihat,
                _revisi_selesai,
            ),
        ),
        Transisi(
            "sampaikan",
            "Sampaikan ke pegawai",
            frozenset({Status.DITETAPKAN}),
            Status.DISAMPAIKAN,
            _penyampai,
            _HANYA_PENILAI,
            frozenset({Status.DITETAPKAN}),
        ),
        Transisi(
            "urungkan_sekaligus",
            "Urungkan penilaian sekaligus",
            frozenset({Status.DINILAI}),
            Status.DIAJUKAN,
            _penilai_sekaligus,
            "Rating ini diberi sendiri, bukan sekaligus; ubah di halaman penilaian.",
            frozenset({Status.DINILAI}),
        ),
        Transisi(
            "tanda_tangani",
            "Tanda tangani dan sampaikan",
            frozenset({Status.DINILAI}),
            Status.DITETAPKAN,
            _atasan_menunggu,
            _HANYA_ATASAN,
            frozenset({Status.DINILAI}),
            (
                _atasan_bukan_diri,
                _skp_disetujui,
                _laporan_siap,
                _rating_lengkap,
                _skor_lengkap,
                _organisasi_ada,
                _pola_diperhatikan,
                _laporan_dilihat,
                _revisi_selesai,
            ),
        ),
        Transisi(
            "tolak_paraf",
            "Kembalikan ke penilai",
            frozenset({Status.DINILAI}),
            Status.DINILAI,
            _atasan_menunggu,
            _HANYA_ATASAN,
            frozenset({Status.DINILAI}),
        ),
        Transisi(
            "kembalikan",
            "Kembalikan ke pegawai",
            frozenset({Status.DIAJUKAN, Status.DINILAI}),
            Status.DIKEMBALIKAN,
            _penilai,
            _HANYA_PENILAI,
            frozenset({Status.DIAJUKAN, Status.DINILAI}),
            (_bukan_diri,),
        ),
        Transisi(
            "terima",
            "Terima hasil",
            frozenset({Status.DISAMPAIKAN}),
            Status.DITERIMA,
            _pegawai,
            _HANYA_PEGAWAI,
            frozenset({Status.DISAMPAIKAN}),
        ),
        Transisi(
            "keberatan",
            "Ajukan keberatan",
            frozenset({Status.DISAMPAIKAN}),
            Status.KEBERATAN,
            _pegawai,
            _HANYA_PEGAWAI,
            frozenset({Status.DISAMPAIKAN}),
            (_keberatan_sekali, _masa_keberatan),
        ),
    )
}
"""The state machine as data: one row a deed."""
