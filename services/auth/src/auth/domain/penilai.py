"""Who evaluates a person and why: the steps of the derivation, what the admin set instead, and the complaint "atasan saya salah"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from auth.domain.organisasi import TERDALAM, Jabatan, Organisasi, Pegawai, Penetapan
from auth.domain.tanggal import sebut
from shared.errors import Conflict, Forbidden, Invalid, NotAllowed

ALASAN_TERPENDEK, ALASAN_TERPANJANG = 10, 1000

Sumber = Literal["penetapan", "tertulis", "kepala_unit", "tidak_ada", "tanpa_jabatan"]
SUMBER: Mapping[Sumber, str] = {
    "penetapan": "Ditetapkan admin",
    "tertulis": "Tertulis di data penugasan",
    "kepala_unit": "Kepala unit",
    "tidak_ada": "Tidak ada kepala unit",
    "tanpa_jabatan": "Tanpa penugasan",
}


@dataclass(frozen=True, slots=True)
class Langkah:
    """One unit that was asked for its head on the way up."""

    unor_id: UUID
    unor: str
    kepala_id: UUID | None
    diri: bool = False


@dataclass(frozen=True, slots=True)
class Penjelasan:
    """Why this evaluator on ``hari``; ``langkah`` from the person's own unit upward, the last one decided."""

    hari: date
    penilai_id: UUID | None
    sumber: Sumber
    langkah: tuple[Langkah, ...] = ()
    penetapan: Penetapan | None = None

    @property
    def kalimat(self) -> str:
        """The derivation in one sentence, without the evaluator's name."""
        if self.sumber == "penetapan" and self.penetapan:
            return f"Ditetapkan admin: {self.penetapan.alasan}"
        if self.sumber == "tertulis":
            return "Tertulis di data penugasan, bukan diturunkan dari kepala unit."
        if self.sumber == "tanpa_jabatan":
            return f"Tidak ada penugasan pada {sebut(self.hari)}."
        jalan = [
            f"{s.unor} {'dikepalai pegawai ini sendiri' if s.diri else 'tidak ada kepalanya'}" for s in self.langkah if not s.kepala_id
        ]
        if self.sumber == "tidak_ada":
            return "; ".join([*jalan, "tidak ada unit lain di atasnya"]) + "."
        return "; ".join([*jalan, f"{'kepala' if jalan else 'Kepala'} {self.langkah[-1].unor} menilai"]) + "."


def jelaskan(organisasi: Organisasi, pegawai: Pegawai, hari: date) -> Penjelasan:
    """The same derivation as the segments, for one day, with its steps."""
    jabatan = pegawai.jabatan_pada(hari)
    if jabatan is None:
        return Penjelasan(hari, None, "tanpa_jabatan")
    ditetapkan = next((p for p in pegawai.penetapan if p.jabatan_id == jabatan.id and p.pada(hari)), None)
    if ditetapkan:
        return Penjelasan(hari, ditetapkan.penilai_id, "penetapan", penetapan=ditetapkan)
    if jabatan.penilai_id:
        return Penjelasan(hari, jabatan.penilai_id, "tertulis")
    langkah: list[Langkah] = []
    kini: UUID | None = jabatan.unor_id
    while kini is not None and len(langkah) <= TERDALAM and kini in organisasi.unor:
        masa = organisasi.unor[kini].pada(hari)
        diri = jabatan.kepala and kini == jabatan.unor_id
        kepala = None if diri else organisasi.kepala_pada(kini, hari, kecuali=pegawai.id)
        langkah.append(Langkah(kini, masa.nama, kepala, diri))
        if kepala:
            return Penjelasan(hari, kepala, "kepala_unit", tuple(langkah))
        kini = masa.induk_id
    return Penjelasan(hari, None, "tidak_ada", tuple(langkah))


def periksa_alasan(alasan: str, bidang: str = "alasan", sebutan: str = "Alasan") -> str:
    """The reason without needless blanks; raises :class:`Invalid` when it is too short, too long or not text."""
    rapi = "\n".join(" ".join(baris.split()) for baris in alasan.splitlines() if baris.strip())
    if len(rapi) < ALASAN_TERPENDEK:
        raise Invalid(
            f"{sebutan} belum cukup jelas.", errors={bidang: [f"Tulis {sebutan.lower()} paling sedikit {ALASAN_TERPENDEK} karakter."]}
        )
    if len(rapi) > ALASAN_TERPANJANG:
        raise Invalid(
            f"{sebutan} terlalu panjang.", errors={bidang: [f"{len(rapi)} karakter. Ringkas sampai paling banyak {ALASAN_TERPANJANG}."]}
        )
    if any(ord(huruf) < ord(" ") and huruf != "\n" for huruf in rapi):
        raise Invalid(f"{sebutan} memuat karakter yang tidak dapat dibaca.", errors={bidang: ["Ketik ulang tanpa karakter khusus."]})
    return rapi


def periksa_penilai(
    pegawai: Pegawai, penilai: Pegawai | None, mulai: date, rantai: Sequence[tuple[UUID, str]], bidang: str = "penilai_id"
) -> Jabatan:
    """The post in which ``penilai`` may be set as evaluator from ``mulai``.

    ``rantai`` are the evaluators above ``penilai`` on that day, nearest first, as (id, name). Raises :class:`Invalid` for oneself, for who is not
    here or not in service, and for a subordinate, which would close a circle.
    """
    jabatan = pegawai.jabatan_pada(mulai)
    if jabatan is None:
        kalimat = f"{pegawai.nama} tidak punya penugasan pada {sebut(mulai)}. Pilih tanggal lain."
        raise Invalid(kalimat, errors={"mulai": [kalimat]})
    salah = ""
    if penilai is None:
        salah = "Orang ini tidak ada di instansi Anda. Cari lagi menurut nama atau NIP."
    elif penilai.id == pegawai.id:
        salah = f"{pegawai.nama} tidak dapat menilai dirinya sendiri. Pilih orang lain."
    elif not penilai.aktif:
        salah = f"{penilai.nama} tidak aktif lagi. Pilih orang lain."
    elif penilai.jabatan_pada(mulai) is None and penilai.status != "pejabat_negara":
        salah = f"{penilai.nama} tidak punya penugasan pada {sebut(mulai)}, misalnya karena pensiun. Pilih orang lain atau tanggal lain."
    elif any(orang == pegawai.id for orang, _ in rantai):
        di_antara = [nama for orang, nama in rantai[: [o for o, _ in rantai].index(pegawai.id)]]
        jalur = " → ".join([penilai.nama, *di_antara, pegawai.nama])
        salah = f"{penilai.nama} dinilai oleh {pegawai.nama} ({jalur}), sehingga penilaian akan melingkar. Pilih atasannya."
    if salah:
        raise Invalid(salah, errors={bidang: [salah]}, code="evaluator_invalid")
    return jabatan


def tetapkan(pegawai: Pegawai, baru: Penetapan) -> Pegawai:
    """The person with the evaluator set; what was set for the same days before ends the day before."""
    lama = []
    for satu in pegawai.penetapan:
        kena = satu.jabatan_id == baru.jabatan_id and not satu.hampa and satu.akhir >= baru.mulai and satu.mulai <= baru.akhir
        lama.append(_akhiri(satu, baru.mulai, baru.oleh, baru.dicatat_pada) if kena else satu)
    return replace(pegawai, penetapan=(*lama, baru))


def cabut(pegawai: Pegawai, penetapan_id: UUID, *, mulai: date, oleh: UUID, pada: datetime) -> Pegawai:
    """Back to the derived evaluator from ``mulai`` on. Raises :class:`NotAllowed` when it has ended already."""
    satu = next((p for p in pegawai.penetapan if p.id == penetapan_id), None)
    if satu is None or satu.hampa or satu.akhir < mulai:
        raise NotAllowed("Penetapan penilai ini sudah berakhir atau sudah dicabut.", code="override_ended")
    return replace(pegawai, penetapan=tuple(_akhiri(p, mulai, oleh, pada) if p.id == penetapan_id else p for p in pegawai.penetapan))


def _akhiri(satu: Penetapan, mulai: date, oleh: UUID | None, pada: datetime) -> Penetapan:
    selesai = max(mulai, satu.mulai) - timedelta(days=1)
    return replace(satu, selesai=selesai, dicabut_pada=pada, dicabut_oleh=oleh)


# "Atasan saya salah"

StatusKeluhan = Literal["diajukan", "diterima", "ditolak", "ditarik"]
STATUS_KELUHAN: Mapping[str, str] = {
    "diajukan": "Menunggu admin",
    "diterima": "Diterima",
    "ditolak": "Ditolak",
    "ditarik": "Ditarik",
}
CARA: Mapping[str, str] = {"penetapan": "Penilai ditetapkan admin", "kepala": "Kepala unit ditunjuk"}


@dataclass(frozen=True, slots=True)
class Keluhan:
    """A person says that the evaluator is wrong; ``usul_id`` is who it should be, None for "tidak tahu"."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    penilai_id: UUID | None
    usul_id: UUID | None
    alasan: str
    diajukan_pada: datetime
    status: StatusKeluhan = "diajukan"
    cara: str = ""
    hasil_id: UUID | None = None
    catatan: str = ""
    diputus_pada: datetime | None = None
    diputus_oleh: UUID | None = None
    version: int = 1

    def putus(
        self, status: StatusKeluhan, oleh: UUID, pada: datetime, *, cara: str = "", hasil_id: UUID | None = None, catatan: str = ""
    ) -> Keluhan:
        """Decide an open complaint. Nobody decides on his own."""
        if self.status != "diajukan":
            raise NotAllowed(f"Laporan ini sudah {STATUS_KELUHAN[self.status].lower()}.", code="complaint_closed")
        if status != "ditarik" and oleh == self.pegawai_id:
            raise Forbidden("Laporan Anda sendiri diputus admin lain.", code="own_complaint")
        if status == "ditarik" and oleh != self.pegawai_id:
            raise Forbidden("Hanya pelapor yang dapat menarik laporannya.")
        return replace(
            self,
            status=status,
            cara=cara,
            hasil_id=hasil_id,
            catatan=catatan,
            diputus_pada=pada,
            diputus_oleh=oleh,
            version=self.version + 1,
        )


def jadikan_kepala(organisasi: Organisasi, pegawai: Pegawai, hari: date) -> Pegawai:
    """The person as head of the unit in which he serves on the day, for the whole post.

    Raises :class:`Conflict` when somebody else heads the unit during it: two heads at a time are nobody's head.
    """
    jabatan = pegawai.jabatan_pada(hari)
    if jabatan is None:
        raise Invalid(f"{pegawai.nama} tidak punya penugasan pada {sebut(hari)}.", code="evaluator_invalid")
    if jabatan.kepala:
        raise Conflict(f"{pegawai.nama} sudah tercatat sebagai kepala unit itu.", code="already_head")
    lain = organisasi.kepala_selama(jabatan.unor_id, jabatan.mulai, jabatan.akhir)
    if lain:
        dari, sampai, siapa = lain[0]
        nama = organisasi.pegawai[siapa].nama if siapa in organisasi.pegawai else "orang lain"
        batas = f" sampai {sebut(sampai)}" if sampai != date.max else ""
        raise Conflict(
            f"{organisasi.unor[jabatan.unor_id].nama} dikepalai {nama} dari {sebut(dari)}{batas}. Akhiri penugasan itu dulu, atau tetapkan penilainya saja.",
            code="double_head",
        )
    return replace(pegawai, jabatan=tuple(replace(j, kepala=True) if j.id == jabatan.id else j for j in pegawai.jabatan))
