"""Performance dialogue and pembinaan (domain 4.6, 4.7): what evaluator and person talked about, what they agreed until when, and what came of it.

The evaluator drafts, the person answers, the evaluator settles the agreements, the person confirms that they are what was agreed. Later the evaluator
reviews them; what was not reached goes over into the next dialogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from penilaian.domain.evaluasi import Aksi, Evaluasi, Peristiwa
from penilaian.domain.tindak_lanjut import Jenis as JenisTindakLanjut
from penilaian.domain.tindak_lanjut import tambah_bulan
from shared.errors import Forbidden, Invalid, NotAllowed

TEKS_TERPANJANG = 2000
TOPIK_TERPANJANG = 200
KESEPAKATAN_TERBANYAK = 8


class Status(StrEnum):
    DRAFT_ATASAN = "draft_atasan"
    MENUNGGU_PEGAWAI = "menunggu_pegawai"
    MENUNGGU_ATASAN = "menunggu_atasan"
    MENUNGGU_VALIDASI = "menunggu_validasi"
    SELESAI = "selesai"


class Jenis(StrEnum):
    """The dialogue itself, or one of the two kinds of pembinaan."""

    DIALOG = "dialog"
    BIMBINGAN = "bimbingan"
    KONSELING = "konseling"


class Capaian(StrEnum):
    TERCAPAI = "tercapai"
    BELUM = "belum"


LABEL_STATUS = {
    Status.DRAFT_ATASAN: ("Draf atasan", "pensil", ""),
    Status.MENUNGGU_PEGAWAI: ("Menunggu pegawai", "jam", "jalan"),
    Status.MENUNGGU_ATASAN: ("Menunggu atasan", "jam", "jalan"),
    Status.MENUNGGU_VALIDASI: ("Menunggu validasi", "jam", "jalan"),
    Status.SELESAI: ("Selesai", "cek", "baik"),
}
LABEL_JENIS = {Jenis.DIALOG: "Dialog kinerja", Jenis.BIMBINGAN: "Bimbingan kinerja", Jenis.KONSELING: "Konseling kinerja"}
PEMBINAAN = {Jenis.BIMBINGAN: JenisTindakLanjut.BIMBINGAN, Jenis.KONSELING: JenisTindakLanjut.KONSELING}
"""Pembinaan, and the follow-up of a result that it belongs to."""


@dataclass(frozen=True, slots=True)
class Kesepakatan:
    """``asal`` is the day of the dialogue from which it was carried over."""

    teks: str
    tenggat: date
    capaian: Capaian | None = None
    hasil: str = ""
    asal: date | None = None


@dataclass(frozen=True, slots=True)
class Isi:
    """What the evaluator writes."""

    topik: str
    uraian: str = ""
    kesepakatan: tuple[Kesepakatan, ...] = ()


@dataclass
class Dialog:
    """Deeds change the state or raise; ``version`` grows. ``lanjutan_id`` is the dialogue into which something was carried over."""

    id: UUID
    instansi_id: UUID
    evaluasi_id: UUID
    pegawai_id: UUID
    penilai_id: UUID
    unor_id: UUID
    tahun: int
    jenis: Jenis
    tanggal: date
    isi: Isi
    status: Status = Status.DRAFT_ATASAN
    tanggapan: str = ""
    tindak_lanjut_id: UUID | None = None
    lanjutan_id: UUID | None = None
    ditinjau_pada: datetime | None = None
    riwayat: tuple[Peristiwa, ...] = field(default_factory=tuple)
    version: int = 1

    @classmethod
    def mulai(
        cls, id_: UUID, e: Evaluasi, jenis: Jenis, tanggal: date, isi: Isi, *, oleh: UUID, pada: datetime, tindak_lanjut_id: UUID | None
    ) -> Dialog:
        """A draft of the evaluator."""
        if not e.mulai <= tanggal <= tambah_bulan(e.selesai, 12):
            raise Invalid("Dialog belum dapat disimpan.", errors={"tanggal": ["Pilih tanggal dalam masa SKP ini atau setahun sesudahnya."]})
        return cls(
            id_,
            e.instansi_id,
            e.id,
            e.pegawai_id,
            oleh,
            e.unor_id,
            e.tahun,
            jenis,
            tanggal,
            _periksa(isi, tanggal),
            tindak_lanjut_id=tindak_lanjut_id,
            riwayat=(Peristiwa("buat", oleh, pada),),
        )

    def terlihat_pegawai(self) -> bool:
        return self.status is not Status.DRAFT_ATASAN

    def simpan(self, oleh: UUID, pada: datetime, isi: Isi, *, penilai: bool) -> None:
        """Write the draft, or the agreements after the person's answer; what was carried over keeps its origin."""
        self._boleh("simpan", penilai=penilai, pegawai=False)
        asal = {k.teks: k.asal for k in self.isi.kesepakatan}
        baru = _periksa(isi, self.tanggal)
        self.isi = replace(baru, kesepakatan=tuple(replace(k, asal=asal.get(k.teks)) for k in baru.kesepakatan))
        self._catat("simpan", oleh, pada)

    def kirim(self, oleh: UUID, pada: datetime, *, penilai: bool) -> None:
        self._lanjut("kirim", oleh, pada, penilai=penilai)

    def tanggapi(self, oleh: UUID, pada: datetime, teks: str, *, pegawai: bool) -> None:
        """The person's answer; also to agreements that he does not confirm."""
        self._boleh("tanggapi", penilai=False, pegawai=pegawai)
        self.tanggapan = _teks(teks, "tanggapan", 1, TEKS_TERPANJANG)
        self.status = Status.MENUNGGU_ATASAN
        self._catat("tanggapi", oleh, pada)

    def sepakati(self, oleh: UUID, pada: datetime, *, penilai: bool) -> None:
        self._lanjut("sepakati", oleh, pada, penilai=penilai)

    def validasi(self, oleh: UUID, pada: datetime, *, pegawai: bool) -> None:
        self._lanjut("validasi", oleh, pada, pegawai=pegawai)

    def tinjau(self, oleh: UUID, pada: datetime, capaian: Sequence[tuple[Capaian, str]], lanjutan_id: UUID, *, penilai: bool) -> Isi | None:
        """Say of every agreement whether it was reached; returns what goes over into the dialogue ``lanjutan_id``, None when all was."""
        self._boleh("tinjau", penilai=penilai, pegawai=False)
        if len(capaian) != len(self.isi.kesepakatan):
            raise Invalid("Tinjauan belum dapat disimpan.", errors={"capaian": ["Pilih tercapai atau belum untuk setiap kesepakatan."]})
        ditinjau = tuple(
            replace(k, capaian=c, hasil=_teks(h, "hasil", 0, TEKS_TERPANJANG))
            for k, (c, h) in zip(self.isi.kesepakatan, capaian, strict=True)
        )
        self.isi, self.ditinjau_pada = replace(self.isi, kesepakatan=ditinjau), pada
        sisa = tuple(Kesepakatan(k.teks, k.tenggat, asal=k.asal or self.tanggal) for k in ditinjau if k.capaian is Capaian.BELUM)
        self.lanjutan_id = lanjutan_id if sisa else None
        self._catat("tinjau", oleh, pada)
        return Isi(self.isi.topik, "", sisa) if sisa else None

    def lanjutan(self, id_: UUID, isi: Isi, *, oleh: UUID, pada: datetime, hari: date) -> Dialog:
        """The next dialogue, a draft with what was carried over and new due dates to be set."""
        return Dialog(
            id_,
            self.instansi_id,
            self.evaluasi_id,
            self.pegawai_id,
            oleh,
            self.unor_id,
            self.tahun,
            self.jenis,
            hari,
            replace(isi, kesepakatan=tuple(replace(k, tenggat=max(k.tenggat, tambah_bulan(hari, 1))) for k in isi.kesepakatan)),
            tindak_lanjut_id=self.tindak_lanjut_id,
            riwayat=(Peristiwa("buat", oleh, pada),),
        )

    def aksi(self, *, penilai: bool, pegawai: bool) -> list[Aksi]:
        """What the caller's side may do now, and why not."""
        return [
            Aksi(c.kode, c.label, not alasan, alasan)
            for c in TRANSISI.values()
            if (penilai if c.oleh == PENILAI else pegawai)
            for alasan in (self._mengapa_tidak(c),)
        ]

    def _mengapa_tidak(self, cara: Cara) -> str:
        if self.status not in cara.dari:
            return f"Tidak dapat dilakukan: dialog ini {LABEL_STATUS[self.status][0].lower()}."
        if cara.kode in ("kirim", "sepakati", "tinjau") and not self.isi.kesepakatan:
            return "Tulis paling sedikit satu kesepakatan dengan tenggatnya."
        if cara.kode == "tinjau" and self.ditinjau_pada is not None:
            return "Kesepakatan dialog ini sudah ditinjau."
        return ""

    def _boleh(self, kode: str, *, penilai: bool, pegawai: bool) -> None:
        cara = TRANSISI[kode]
        if not (penilai if cara.oleh == PENILAI else pegawai):
            raise Forbidden(_HANYA[cara.oleh])
        if alasan := self._mengapa_tidak(cara):
            raise NotAllowed(alasan)

    def _lanjut(self, kode: str, oleh: UUID, pada: datetime, *, penilai: bool = False, pegawai: bool = False) -> None:
        self._boleh(kode, penilai=penilai, pegawai=pegawai)
        self.status = TRANSISI[kode].ke or self.status
        self._catat(kode, oleh, pada)

    def _catat(self, aksi: str, oleh: UUID, pada: datetime) -> None:
        self.riwayat += (Peristiwa(aksi, oleh, pada),)
        self.version += 1


def _teks(teks: str, kolom: str, terpendek: int, terpanjang: int) -> str:
    bersih = teks.replace("\x00", "").strip()
    if not terpendek <= len(bersih) <= terpanjang:
        pesan = f"Tulis {terpendek} sampai {terpanjang:,} karakter.".replace(",", ".")
        raise Invalid("Dialog belum dapat disimpan.", errors={kolom: [pesan]})
    return bersih


def _periksa(isi: Isi, tanggal: date) -> Isi:
    if len(isi.kesepakatan) > KESEPAKATAN_TERBANYAK:
        raise Invalid("Dialog belum dapat disimpan.", errors={"kesepakatan": [f"Paling banyak {KESEPAKATAN_TERBANYAK} kesepakatan."]})
    if any(not tanggal <= k.tenggat <= tambah_bulan(tanggal, 36) for k in isi.kesepakatan):
        pesan = "Tenggat kesepakatan dari tanggal dialog sampai tiga tahun sesudahnya."
        raise Invalid("Dialog belum dapat disimpan.", errors={"kesepakatan": [pesan]})
    return Isi(
        _teks(isi.topik, "topik", 5, TOPIK_TERPANJANG),
        _teks(isi.uraian, "uraian", 0, TEKS_TERPANJANG),
        tuple(Kesepakatan(_teks(k.teks, "kesepakatan", 5, TEKS_TERPANJANG), k.tenggat) for k in isi.kesepakatan),
    )


PENILAI, PEGAWAI = "penilai", "pegawai"
_HANYA: Mapping[str, str] = {
    PENILAI: "Hanya pejabat penilai pegawai ini yang dapat melakukannya.",
    PEGAWAI: "Hanya pegawai dalam dialog ini yang dapat melakukannya.",
}


@dataclass(frozen=True, slots=True)
class Cara:
    """``ke`` None: the state stays."""

    kode: str
    label: str
    oleh: str
    dari: frozenset[Status]
    ke: Status | None = None


TRANSISI: dict[str, Cara] = {
    cara.kode: cara
    for cara in (
        Cara("simpan", "Simpan", PENILAI, frozenset({Status.DRAFT_ATASAN, Status.MENUNGGU_ATASAN})),
        Cara("kirim", "Kirim ke pegawai", PENILAI, frozenset({Status.DRAFT_ATASAN}), Status.MENUNGGU_PEGAWAI),
        Cara("tanggapi", "Tanggapi", PEGAWAI, frozenset({Status.MENUNGGU_PEGAWAI, Status.MENUNGGU_VALIDASI}), Status.MENUNGGU_ATASAN),
        Cara("sepakati", "Minta validasi pegawai", PENILAI, frozenset({Status.MENUNGGU_ATASAN}), Status.MENUNGGU_VALIDASI),
        Cara("validasi", "Kesepakatan benar", PEGAWAI, frozenset({Status.MENUNGGU_VALIDASI}), Status.SELESAI),
        Cara("tinjau", "Tinjau kesepakatan", PENILAI, frozenset({Status.SELESAI})),
    )
}
"""The state machine as data: one row a deed."""
