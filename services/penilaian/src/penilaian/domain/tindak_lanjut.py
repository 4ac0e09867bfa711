"""Follow-up of a final result (domain 5.10): what a predikat calls for, who looks after it until when, and how it goes on.

A sanction itself is a decree outside the system: of it only number and date are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from penilaian.domain.evaluasi import Aksi, Evaluasi, Peristiwa
from penilaian.domain.kuadran import Predikat
from shared.errors import Forbidden, Invalid, NotAllowed

TEKS_TERPENDEK, TEKS_TERPANJANG = 10, 2000
CATATAN_TERBANYAK = 100
_SK_TERPANJANG = 100


class Status(StrEnum):
    RENCANA = "rencana"
    BERJALAN = "berjalan"
    SELESAI = "selesai"
    BATAL = "batal"


class Jenis(StrEnum):
    PENGHARGAAN = "penghargaan"
    BIMBINGAN = "bimbingan"
    KONSELING = "konseling"
    PELATIHAN = "pelatihan"
    UJI_KOMPETENSI = "uji_kompetensi"
    USUL_SANKSI = "usul_sanksi"
    REKOMENDASI_KONTRAK = "rekomendasi_kontrak"


LABEL_STATUS = {
    Status.RENCANA: ("Rencana", "kalender", ""),
    Status.BERJALAN: ("Berjalan", "setengah", "jalan"),
    Status.SELESAI: ("Selesai", "cek", "baik"),
    Status.BATAL: ("Batal", "silang", ""),
}
LABEL_JENIS = {
    Jenis.PENGHARGAAN: "Penghargaan",
    Jenis.BIMBINGAN: "Bimbingan kinerja",
    Jenis.KONSELING: "Konseling kinerja",
    Jenis.PELATIHAN: "Pelatihan",
    Jenis.UJI_KOMPETENSI: "Uji kompetensi",
    Jenis.USUL_SANKSI: "Pemeriksaan disiplin dan usul sanksi",
    Jenis.REKOMENDASI_KONTRAK: "Rekomendasi kontrak",
}
TERBUKA = frozenset({Status.RENCANA, Status.BERJALAN})


@dataclass(frozen=True, slots=True)
class Butir:
    """What a predikat calls for; due ``bulan`` months after the result became final, which the owner may change."""

    jenis: Jenis
    uraian: str
    bulan: int


@dataclass(frozen=True, slots=True)
class Aturan:
    """The rule for results of periods that end on or after ``berlaku_dari``."""

    berlaku_dari: date
    dasar_hukum: str
    butir: Mapping[Predikat, tuple[Butir, ...]]


_BIMBINGAN = Butir(Jenis.BIMBINGAN, "Susun rencana bimbingan kinerja bersama pegawai, dengan tanggal tinjauan, dan catat kemajuannya.", 6)
_KONSELING = Butir(Jenis.KONSELING, "Lakukan konseling kinerja tentang perilaku yang di bawah ekspektasi.", 1)
_DISIPLIN = Butir(Jenis.USUL_SANKSI, "Periksa apakah ada pelanggaran disiplin (PP 94/2021). Bila tidak ada, batalkan dengan alasan.", 1)
ATURAN = (
    Aturan(
        date(2019, 4, 26),
        "PP 30/2019 pasal 50 sampai 59; PP 94/2021; PermenPANRB 6/2022",
        {
            Predikat.SANGAT_BAIK: (Butir(Jenis.PENGHARGAAN, "Usulkan penghargaan dan masukkan nama ke pertimbangan kumpulan talenta.", 3),),
            Predikat.BAIK: (),
            Predikat.BUTUH_PERBAIKAN: (
                _BIMBINGAN,
                Butir(Jenis.PELATIHAN, "Pilih pelatihan untuk kemampuan yang belum memenuhi ekspektasi.", 6),
            ),
            Predikat.KURANG: (_KONSELING, _DISIPLIN),
            Predikat.SANGAT_KURANG: (
                _BIMBINGAN,
                _KONSELING,
                _DISIPLIN,
                Butir(Jenis.UJI_KOMPETENSI, "Bila setelah enam bulan perbaikan target tetap tidak tercapai, ajukan uji kompetensi.", 6),
            ),
        },
    ),
)
"""Rules with the day from which they hold. Which acts a predikat calls for is derived from domain 5.10; the six months are those of PP 30/2019."""


def aturan_pada(hari: date) -> Aturan:
    """The rule of an evaluated period by its last day; an older period than all rules has the first."""
    return next((a for a in reversed(ATURAN) if a.berlaku_dari <= hari), ATURAN[0])


def tambah_bulan(hari: date, bulan: int) -> date:
    """The same day that many months later, or the last of a shorter month."""
    tahun, sisa = divmod(hari.month - 1 + bulan, 12)
    for tanggal in (hari.day, 30, 29, 28):
        try:
            return date(hari.year + tahun, sisa + 1, tanggal)
        except ValueError:
            continue
    raise AssertionError


@dataclass(frozen=True, slots=True)
class Catatan:
    teks: str
    oleh: UUID
    pada: datetime


@dataclass(frozen=True, slots=True)
class Perubahan:
    """What the owner may change while it is open; None leaves it."""

    uraian: str | None = None
    tenggat: date | None = None
    penanggung_jawab_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Keputusan:
    """Number and date of a decree; both or none."""

    nomor: str = ""
    tanggal: date | None = None


@dataclass
class TindakLanjut:
    """``sidik`` is the hash of the result that the system made it for; empty where a person added it. Deeds change the state or raise."""

    id: UUID
    instansi_id: UUID
    evaluasi_id: UUID
    pegawai_id: UUID
    unor_id: UUID
    tahun: int
    predikat: Predikat
    jenis: Jenis
    uraian: str
    penanggung_jawab_id: UUID | None
    mulai: date
    tenggat: date
    status: Status = Status.RENCANA
    hasil: str = ""
    keputusan: Keputusan = Keputusan()
    catatan: tuple[Catatan, ...] = ()
    riwayat: tuple[Peristiwa, ...] = field(default_factory=tuple)
    dasar_hukum: str = ""
    sidik: str = ""
    version: int = 1

    @property
    def otomatis(self) -> bool:
        return bool(self.sidik)

    def mulai_kerjakan(self, oleh: UUID, pada: datetime, *, boleh: bool) -> None:
        self._periksa("mulai", boleh=boleh)
        self.status = Status.BERJALAN
        self._catat("mulai", oleh, pada)

    def tambah_catatan(self, oleh: UUID, pada: datetime, teks: str, *, boleh: bool) -> None:
        self._periksa("catat", boleh=boleh)
        if len(self.catatan) >= CATATAN_TERBANYAK:
            raise NotAllowed(f"Paling banyak {CATATAN_TERBANYAK} catatan untuk satu tindak lanjut.")
        self.catatan += (Catatan(_teks(teks, "catatan", "kemajuannya"), oleh, pada),)
        self._catat("catat", oleh, pada)

    def selesaikan(self, oleh: UUID, pada: datetime, hasil: str, keputusan: Keputusan, *, boleh: bool) -> None:
        self._periksa("selesaikan", boleh=boleh)
        self.hasil, self.keputusan = _teks(hasil, "hasil", "hasilnya"), _keputusan(keputusan)
        self.status = Status.SELESAI
        self._catat("selesaikan", oleh, pada)

    def batalkan(self, oleh: UUID | None, pada: datetime, alasan: str, *, boleh: bool) -> None:
        self._periksa("batalkan", boleh=boleh)
        sebab = _teks(alasan, "alasan", "mengapa batal")
        self.status = Status.BATAL
        self._catat("batalkan", oleh, pada, sebab)

    def ubah(self, oleh: UUID, pada: datetime, isi: Perubahan, *, boleh: bool) -> None:
        self._periksa("ubah", boleh=boleh)
        if isi.uraian is not None:
            self.uraian = _teks(isi.uraian, "uraian", "apa yang dikerjakan")
        if isi.tenggat is not None:
            self.tenggat = _tenggat(isi.tenggat, self.mulai)
        if isi.penanggung_jawab_id is not None:
            if isi.penanggung_jawab_id == self.pegawai_id:
                raise Invalid(
                    "Penanggung jawab belum dapat diganti.", errors={"penanggung_jawab_id": ["Pilih orang selain pegawai itu sendiri."]}
                )
            self.penanggung_jawab_id = isi.penanggung_jawab_id
        self._catat("ubah", oleh, pada)

    def aksi(self, *, boleh: bool) -> list[Aksi]:
        """What may be done now and why not; nothing for who does not look after it."""
        if not boleh:
            return []
        return [Aksi(c.kode, c.label, not alasan, alasan) for c in TRANSISI.values() for alasan in (c.mengapa_tidak(self),)]

    def _periksa(self, kode: str, *, boleh: bool) -> None:
        if not boleh:
            raise Forbidden("Hanya penanggung jawab atau penilai pegawai ini yang dapat melakukannya.")
        if alasan := TRANSISI[kode].mengapa_tidak(self):
            raise NotAllowed(alasan)

    def _catat(self, aksi: str, oleh: UUID | None, pada: datetime, alasan: str = "") -> None:
        self.riwayat += (Peristiwa(aksi, oleh, pada, alasan),)
        self.version += 1


def _teks(teks: str, kolom: str, apa: str) -> str:
    bersih = teks.replace("\x00", "").strip()
    if not TEKS_TERPENDEK <= len(bersih) <= TEKS_TERPANJANG:
        raise Invalid("Tindak lanjut belum dapat disimpan.", errors={kolom: [f"Tulis {apa}, 10 sampai 2.000 karakter."]})
    return bersih


def _tenggat(tenggat: date, mulai: date) -> date:
    if not mulai <= tenggat <= tambah_bulan(mulai, 36):
        raise Invalid(
            "Tindak lanjut belum dapat disimpan.", errors={"tenggat": ["Pilih tanggal dari hari mulai sampai tiga tahun sesudahnya."]}
        )
    return tenggat


def _keputusan(satu: Keputusan) -> Keputusan:
    nomor = satu.nomor.replace("\x00", "").strip()
    if bool(nomor) != (satu.tanggal is not None) or len(nomor) > _SK_TERPANJANG:
        raise Invalid(
            "Tindak lanjut belum dapat disimpan.",
            errors={"sk_nomor": ["Isi nomor (paling banyak 100 karakter) dan tanggal keputusan, atau tidak keduanya."]},
        )
    return replace(satu, nomor=nomor)


@dataclass(frozen=True, slots=True)
class Cara:
    """``dari``: states from which the deed may be done."""

    kode: str
    label: str
    dari: frozenset[Status]
    ke: Status | None
    syarat: Callable[[TindakLanjut], str] = lambda _: ""

    def mengapa_tidak(self, satu: TindakLanjut) -> str:
        if satu.status not in self.dari:
            return f"Tidak dapat dilakukan: tindak lanjut ini berstatus {LABEL_STATUS[satu.status][0].lower()}."
        return self.syarat(satu)


def _berpemilik(satu: TindakLanjut) -> str:
    return "" if satu.penanggung_jawab_id else "Tentukan penanggung jawab lebih dulu."


TRANSISI: dict[str, Cara] = {
    cara.kode: cara
    for cara in (
        Cara("mulai", "Mulai", frozenset({Status.RENCANA}), Status.BERJALAN, _berpemilik),
        Cara("catat", "Catat kemajuan", frozenset({Status.BERJALAN}), None),
        Cara("selesaikan", "Selesai", frozenset({Status.BERJALAN}), Status.SELESAI),
        Cara("batalkan", "Batalkan", TERBUKA, Status.BATAL),
        Cara("ubah", "Ubah", TERBUKA, None),
    )
}
"""The state machine as data: one row a deed."""

KOREKSI = "Hasil penilaian dikoreksi; predikat yang baru tidak memerlukan tindak lanjut ini."


def ikuti_hasil(
    evaluasi: Evaluasi, ada: Sequence[TindakLanjut], *, pada: datetime, hari: date, id_: Callable[[], UUID]
) -> tuple[list[TindakLanjut], list[TindakLanjut]]:
    """(to add, called off) so that the follow-up fits the final result; the same result again gives nothing.

    What nobody began and the corrected predikat does not call for is called off with the reason; what was begun, or added by a person, stays.
    """
    assert evaluasi.hasil is not None  # noqa: S101 - a final evaluation has its result
    hasil, aturan = evaluasi.hasil, aturan_pada(evaluasi.selesai)
    butir = aturan.butir.get(hasil.predikat, ())
    perlu = {b.jenis for b in butir}
    batal = [satu for satu in ada if satu.otomatis and satu.status is Status.RENCANA and satu.jenis not in perlu]
    for satu in batal:
        satu.batalkan(None, pada, KOREKSI, boleh=True)
    dipunyai = {satu.jenis for satu in ada if satu.otomatis and (satu.status is not Status.BATAL or satu.sidik == hasil.hash)}
    baru = [
        TindakLanjut(
            id_(),
            evaluasi.instansi_id,
            evaluasi.id,
            evaluasi.pegawai_id,
            evaluasi.unor_id,
            evaluasi.tahun,
            hasil.predikat,
            b.jenis,
            b.uraian,
            evaluasi.penilai_id or evaluasi.atasan_penilai_id,
            hari,
            tambah_bulan(hari, b.bulan),
            riwayat=(Peristiwa("buat", None, pada),),
            dasar_hukum=aturan.dasar_hukum,
            sidik=hasil.hash,
        )
        for b in butir
        if b.jenis not in dipunyai
    ]
    return baru, batal


def tambahkan(
    id_: UUID, evaluasi: Evaluasi, jenis: Jenis, uraian: str, tenggat: date, *, oleh: UUID, pada: datetime, hari: date
) -> TindakLanjut:
    """One that the evaluator adds to a delivered result, for example a plan of development."""
    if evaluasi.hasil is None:
        raise NotAllowed("Tindak lanjut dibuat setelah hasil disampaikan.")
    return TindakLanjut(
        id_,
        evaluasi.instansi_id,
        evaluasi.id,
        evaluasi.pegawai_id,
        evaluasi.unor_id,
        evaluasi.tahun,
        evaluasi.hasil.predikat,
        jenis,
        _teks(uraian, "uraian", "apa yang dikerjakan"),
        oleh,
        hari,
        _tenggat(tenggat, hari),
        riwayat=(Peristiwa("buat", oleh, pada),),
    )
