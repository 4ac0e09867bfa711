"""Pemeriksa hierarki: what is wrong with who evaluates whom on a day, who is affected, since when, and what would mend it.

It looks at the segments as they are told to the other services, so that what it passes is what they work with. One pass over the people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from auth.domain.organisasi import JENIS_UNOR, Unor

RENTANG_TERBESAR = 60
"""People that one evaluator can look after; more is a warning."""
_DISEBUT = 8

Bobot = Literal["galat", "awas"]
JENIS: Mapping[str, tuple[str, Bobot]] = {
    "tanpa_penilai": ("Tanpa penilai", "galat"),
    "lingkaran": ("Penilai melingkar", "galat"),
    "penilai_tidak_aktif": ("Penilai tidak aktif", "galat"),
    "penilai_luar": ("Penilai bukan dari instansi ini", "galat"),
    "kepala_ganda": ("Unit berkepala ganda", "galat"),
    "tanpa_unit": ("Pegawai tanpa unit", "galat"),
    "unit_berakhir": ("Penugasan di unit yang tidak berlaku", "galat"),
    "pohon_melingkar": ("Pohon unit melingkar", "galat"),
    "unit_tanpa_kepala": ("Unit tanpa kepala", "awas"),
    "rentang_lebar": (f"Menilai lebih dari {RENTANG_TERBESAR} orang", "awas"),
    "penilai_tanpa_akun": ("Penilai belum dapat masuk", "awas"),
}
"""Kind of finding → (label, weight). With a *galat* somebody cannot be evaluated."""


@dataclass(frozen=True, slots=True)
class Orang:
    """A person on the day. Without a post the fields from ``unor_id`` on are empty; ``terakhir`` is then the last day of the last post."""

    id: UUID
    nama: str
    status: str
    aktif: bool
    berperan: bool
    bisa_masuk: bool
    unor_id: UUID | None = None
    kepala: bool = False
    penilai_id: UUID | None = None
    mulai: date | None = None
    terakhir: date | None = None


@dataclass(frozen=True, slots=True)
class Perbaikan:
    """What to do, and where."""

    teks: str
    alamat: str


@dataclass(frozen=True, slots=True)
class Temuan:
    """``subjek_id`` is a unit or a person; ``terdampak`` are people."""

    jenis: str
    subjek_id: UUID
    judul: str
    uraian: str
    sejak: date | None
    terdampak: tuple[UUID, ...]
    perbaikan: tuple[Perbaikan, ...]

    @property
    def bobot(self) -> Bobot:
        return JENIS[self.jenis][1]


@dataclass(slots=True)
class Keadaan:
    """One instansi on one day. ``kepala_terakhir`` is, of a unit, the last day on which it had a head before ``hari``."""

    hari: date
    unor: Mapping[UUID, Unor]
    orang: Mapping[UUID, Orang]
    kepala_terakhir: Mapping[UUID, date] = field(default_factory=dict)
    _di_unit: dict[UUID, list[Orang]] = field(default_factory=lambda: defaultdict(list), init=False)
    _anak: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list), init=False)
    _dinilai: dict[UUID, list[Orang]] = field(default_factory=lambda: defaultdict(list), init=False)

    def __post_init__(self) -> None:
        for satu in self.orang.values():
            if satu.unor_id:
                self._di_unit[satu.unor_id].append(satu)
            if satu.penilai_id and satu.aktif:
                self._dinilai[satu.penilai_id].append(satu)
        for unor in self.unor.values():
            induk = unor.pada(self.hari).induk_id
            if induk and unor.berlaku(self.hari):
                self._anak[induk].append(unor.id)

    def temuan(self) -> list[Temuan]:
        """All findings, what keeps somebody from being evaluated first, then by how many it touches."""
        semua = [
            *self._tanpa_penilai(),
            *self._lingkaran(),
            *self._penilai(),
            *self._unit(),
            *self._pohon(),
            *self._tanpa_unit(),
        ]
        urutan = list(JENIS)
        return sorted(semua, key=lambda t: (t.bobot == "awas", urutan.index(t.jenis), -len(t.terdampak), t.judul))

    def _nama_unit(self, unor_id: UUID) -> str:
        return self.unor[unor_id].pada(self.hari).nama if unor_id in self.unor else "unit yang tidak dikenal"

    # People without evaluator

    def _tanpa_penilai(self) -> Iterator[Temuan]:
        for unor_id, orang in self._di_unit.items():
            kurang = [o for o in orang if o.penilai_id is None and o.aktif and o.status != "pejabat_negara"]
            if not kurang:
                continue
            nama = self._nama_unit(unor_id)
            puncak = [o for o in kurang if o.kepala]
            if puncak and len(kurang) == len(puncak):
                uraian = f"{puncak[0].nama} mengepalai {nama} dan tidak ada kepala unit di atasnya."
                perbaikan = [Perbaikan(f"Tetapkan penilai {puncak[0].nama}", f"/auth/pegawai/{puncak[0].id}#penilai")]
            else:
                uraian = f"{nama} tidak punya kepala, begitu juga semua unit di atasnya."
                perbaikan = [Perbaikan(f"Tunjuk kepala {nama}", f"/auth/unor/{unor_id}")]
            yield Temuan("tanpa_penilai", unor_id, nama, uraian, _terawal(kurang), tuple(o.id for o in kurang), tuple(perbaikan))

    def _lingkaran(self) -> Iterator[Temuan]:
        selesai: set[UUID] = set()
        for mulai in self.orang:
            jalur: list[UUID] = []
            letak: dict[UUID, int] = {}
            kini: UUID | None = mulai
            while kini is not None and kini not in selesai and kini not in letak:
                letak[kini] = len(jalur)
                jalur.append(kini)
                berikut = self.orang.get(kini)
                kini = berikut.penilai_id if berikut else None
            if kini is not None and kini in letak:
                lingkar = [self.orang[i] for i in jalur[letak[kini] :]]
                pertama = min(range(len(lingkar)), key=lambda i: (lingkar[i].nama, lingkar[i].id))
                anggota = lingkar[pertama:] + lingkar[:pertama]  # the same circle is told the same way, whoever is read first
                rute = " → ".join([*(o.nama for o in anggota[:_DISEBUT]), "…" if len(anggota) > _DISEBUT else anggota[0].nama])
                judul = anggota[0].nama if len(anggota) == 1 else f"{anggota[0].nama} dan {anggota[1].nama}"
                yield Temuan(
                    "lingkaran",
                    anggota[0].id,
                    judul,
                    f"Rantai penilai kembali ke awal: {rute}.",
                    _terakhir_mulai(anggota),
                    tuple(o.id for o in anggota),
                    tuple(Perbaikan(f"Periksa penilai {o.nama}", f"/auth/pegawai/{o.id}#penilai") for o in anggota[:3]),
                )
            selesai.update(jalur)

    # Evaluators

    def _penilai(self) -> Iterator[Temuan]:
        for penilai_id, orang in self._dinilai.items():
            penilai = self.orang.get(penilai_id)
            terdampak = tuple(o.id for o in orang)
            if penilai is None:
                yield Temuan(
                    "penilai_luar",
                    penilai_id,
                    "Penilai tidak dikenal",
                    "Penilai yang tercatat bukan pegawai instansi ini.",
                    _terawal(orang),
                    terdampak,
                    (Perbaikan(f"Tetapkan penilai {orang[0].nama}", f"/auth/pegawai/{orang[0].id}#penilai"),),
                )
                continue
            yield from self._satu_penilai(penilai, orang, terdampak)

    def _satu_penilai(self, penilai: Orang, orang: list[Orang], terdampak: tuple[UUID, ...]) -> Iterator[Temuan]:
        ganti = (
            Perbaikan(f"Akhiri penugasan {penilai.nama} atau aktifkan lagi", f"/auth/pegawai/{penilai.id}"),
            Perbaikan(f"Tetapkan penilai {orang[0].nama}", f"/auth/pegawai/{orang[0].id}#penilai"),
        )
        if not penilai.aktif:
            uraian = f"{penilai.nama} dinonaktifkan, tetapi masih tercatat menilai."
            yield Temuan("penilai_tidak_aktif", penilai.id, penilai.nama, uraian, penilai.terakhir, terdampak, ganti)
        elif penilai.unor_id is None and penilai.status != "pejabat_negara":
            sejak = penilai.terakhir + timedelta(days=1) if penilai.terakhir else None
            uraian = f"{penilai.nama} tidak punya penugasan lagi, misalnya pensiun atau pindah, tetapi masih tercatat menilai."
            yield Temuan("penilai_tidak_aktif", penilai.id, penilai.nama, uraian, sejak, terdampak, ganti[1:])
        if len(orang) > RENTANG_TERBESAR:
            uraian = f"{penilai.nama} menilai {len(orang)} orang. Bagi lewat unit di bawahnya atau penetapan penilai."
            perbaikan = (
                (Perbaikan(f"Lihat {self._nama_unit(penilai.unor_id)}", f"/auth/unor/{penilai.unor_id}"),) if penilai.unor_id else ()
            )
            yield Temuan("rentang_lebar", penilai.id, penilai.nama, uraian, None, terdampak, perbaikan)
        if penilai.aktif and not penilai.bisa_masuk:
            uraian = f"{penilai.nama} menilai {len(orang)} orang, tetapi akunnya belum punya cara masuk."
            yield Temuan(
                "penilai_tanpa_akun",
                penilai.id,
                penilai.nama,
                uraian,
                None,
                terdampak,
                (Perbaikan("Terbitkan kata sandi awal", f"/auth/pegawai/{penilai.id}"),),
            )

    # Units

    def _unit(self) -> Iterator[Temuan]:
        for unor in self.unor.values():
            orang = self._di_unit.get(unor.id, [])
            if not unor.berlaku(self.hari):
                if orang:
                    yield self._unit_berakhir(unor, orang)
                continue
            kepala = [o for o in orang if o.kepala and o.aktif]
            if len(kepala) > 1:
                nama = " dan ".join(o.nama for o in kepala[:3])
                yield Temuan(
                    "kepala_ganda",
                    unor.id,
                    self._nama_unit(unor.id),
                    f"Dikepalai {nama} pada hari yang sama.",
                    _terakhir_mulai(kepala),
                    tuple(o.id for o in orang),
                    tuple(Perbaikan(f"Akhiri penugasan {o.nama}", f"/auth/pegawai/{o.id}") for o in kepala[:3]),
                )
            elif not kepala:
                yield from self._tanpa_kepala(unor, orang)

    def _unit_berakhir(self, unor: Unor, orang: list[Orang]) -> Temuan:
        berakhir = unor.berlaku_sampai is not None and unor.berlaku_sampai < self.hari
        kepala = next((o.nama for o in orang if o.kepala), "")
        sebutan = f"termasuk kepalanya, {kepala}, " if kepala else ""
        return Temuan(
            "unit_berakhir",
            unor.id,
            unor.nama,
            f"Unit ini {'sudah berakhir' if berakhir else 'belum berlaku'}, tetapi {len(orang)} orang {sebutan}masih bertugas di dalamnya.",
            unor.berlaku_sampai + timedelta(days=1) if berakhir and unor.berlaku_sampai else None,
            tuple(o.id for o in orang),
            (
                Perbaikan("Pindahkan pegawainya", f"/auth/pegawai?unor={unor.id}"),
                Perbaikan("Betulkan masa berlaku unit", f"/auth/unor/{unor.id}"),
            ),
        )

    def _tanpa_kepala(self, unor: Unor, orang: Sequence[Orang]) -> Iterator[Temuan]:
        bawah = [o for anak in self._anak.get(unor.id, ()) for o in self._di_unit.get(anak, ()) if o.kepala]
        kena = [o for o in (*orang, *bawah) if o.aktif]
        nama = self._nama_unit(unor.id)
        akhir = self.kepala_terakhir.get(unor.id)
        naik = sum(1 for o in kena if o.penilai_id)
        kosong = not kena and not self._anak.get(unor.id)
        sebutan = f"{JENIS_UNOR.get(unor.jenis, 'Unit')} ini tidak punya kepala"
        yield Temuan(
            "unit_tanpa_kepala",
            unor.id,
            nama,
            f"{sebutan}; {naik} orang dinilai kepala unit di atasnya."
            if naik
            else f"{sebutan} maupun pegawai."
            if kosong
            else f"{sebutan}.",
            akhir + timedelta(days=1) if akhir else unor.berlaku_dari,
            tuple(o.id for o in kena),
            (Perbaikan(f"Akhiri {nama}" if kosong else f"Tunjuk kepala {nama}", f"/auth/unor/{unor.id}"),),
        )

    def _pohon(self) -> Iterator[Temuan]:
        induk = {u.id: u.pada(self.hari).induk_id for u in self.unor.values()}
        selesai: set[UUID] = set()
        for mulai in induk:
            jalur: list[UUID] = []
            kini: UUID | None = mulai
            while kini is not None and kini not in selesai and kini not in jalur:
                jalur.append(kini)
                kini = induk.get(kini)
            if kini is not None and kini in jalur:
                lingkar = jalur[jalur.index(kini) :]
                nama = " → ".join([*(self._nama_unit(u) for u in lingkar[:_DISEBUT]), self._nama_unit(lingkar[0])])
                yield Temuan(
                    "pohon_melingkar",
                    lingkar[0],
                    self._nama_unit(lingkar[0]),
                    f"Unit berada di bawah dirinya sendiri: {nama}.",
                    None,
                    tuple(o.id for u in lingkar for o in self._di_unit.get(u, ())),
                    (Perbaikan("Betulkan induk unit", f"/auth/unor/{lingkar[0]}"),),
                )
            selesai.update(jalur)

    def _tanpa_unit(self) -> Iterator[Temuan]:
        for satu in self.orang.values():
            pengelola = satu.berperan and satu.terakhir is None
            if satu.unor_id is not None or not satu.aktif or pengelola or satu.status == "pejabat_negara":
                continue
            sejak = satu.terakhir + timedelta(days=1) if satu.terakhir else None
            uraian = "Penugasan terakhir sudah berakhir dan tidak ada lanjutannya." if satu.terakhir else "Belum pernah punya penugasan."
            yield Temuan(
                "tanpa_unit",
                satu.id,
                satu.nama,
                uraian,
                sejak,
                (satu.id,),
                (
                    Perbaikan("Catat penugasan", f"/auth/pegawai/{satu.id}/mutasi"),
                    Perbaikan("Atau nonaktifkan", f"/auth/pegawai/{satu.id}/keadaan"),
                ),
            )


def _terawal(orang: Sequence[Orang]) -> date | None:
    return min((o.mulai for o in orang if o.mulai), default=None)


def _terakhir_mulai(orang: Sequence[Orang]) -> date | None:
    return max((o.mulai for o in orang if o.mulai), default=None)
