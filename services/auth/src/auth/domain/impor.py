"""Importing the organisation: rows against what is there, as changes and rejected rows. Nothing is stored here.

A sheet adds and changes; who is not in it stays as he is. A post is recognised by its person and its TMT, an absence by its person, kind and first day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Literal
from uuid import UUID

from auth.domain import nip as nip_
from auth.domain import organisasi as org
from auth.domain.bentuk import KOLOM, Baris, tebak_jenis_unor
from auth.domain.keadaan import JENIS_KEADAAN, MENGAKHIRI, Keadaan, cocok, gabung, susun
from auth.domain.keadaan import akibat as akibat_keadaan
from auth.domain.organisasi import JENIS_JABATAN, JENIS_UNOR, PERAN, PERAN_LEWAT_IMPOR, STATUS, Jabatan, Organisasi, Pegawai, Unor
from auth.domain.penugasan import hentikan, tahun_terbuka
from auth.domain.tanggal import baca, sebut
from shared.errors import DomainError

Jenis = Literal["baru", "berubah", "tetap"]

_TERAWAL, _TERAKHIR = date(1960, 1, 1), date(2100, 12, 31)
_TEKS_TERPANJANG = 300
_KENDALI = re.compile(r"[\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Isi:
    """The sheets as read. Columns that the file does not have are missing in the rows."""

    unit: Sequence[Baris]
    pegawai: Sequence[Baris]
    penugasan: Sequence[Baris]
    cuti: Sequence[Baris] = ()


@dataclass(frozen=True, slots=True)
class Ditolak:
    """A rejected row: where, and why with what to do."""

    lembar: str
    baris: int
    kolom: str
    sebab: str


@dataclass(frozen=True, slots=True)
class Beda:
    kolom: str
    lama: str
    baru: str


@dataclass(frozen=True, slots=True)
class Perubahan:
    """What happens to one unit or person; ``baris`` is None for somebody who only follows (his head of unit changed)."""

    lembar: str
    baris: int | None
    jenis: Jenis
    id: UUID
    nama: str
    pengenal: str
    beda: tuple[Beda, ...] = ()
    akibat: tuple[str, ...] = ()
    peringatan: tuple[str, ...] = ()
    pindah: bool = False


@dataclass(frozen=True, slots=True)
class Mutasi:
    pegawai_id: UUID
    dari_unor_id: UUID
    ke_unor_id: UUID
    tmt: date


@dataclass(frozen=True, slots=True)
class HasilImpor:
    """``unor`` and ``pegawai`` are what has to be stored: the new and the changed. ``hilang`` are absences that a complete list does not have."""

    perubahan: tuple[Perubahan, ...]
    ditolak: tuple[Ditolak, ...]
    unor: tuple[Unor, ...]
    pegawai: tuple[Pegawai, ...]
    mutasi: tuple[Mutasi, ...]
    kode_ditolak: frozenset[str] = frozenset()
    kunci_ditolak: frozenset[str] = frozenset()
    hilang: tuple[Perubahan, ...] = ()

    def hitung(self, jenis: Jenis) -> int:
        return sum(1 for p in self.perubahan if p.jenis == jenis)


@dataclass(frozen=True, slots=True)
class Latar:
    """What one part of a large file refers to beyond itself: those who lead or evaluate, in their coming state, and what was rejected before."""

    pegawai: Mapping[UUID, Pegawai]
    menurut_nip: Mapping[str, UUID]
    menurut_nama: Mapping[str, UUID]
    kode_ditolak: frozenset[str] = frozenset()
    kunci_ditolak: frozenset[str] = frozenset()

    @classmethod
    def dari(
        cls, pegawai: Iterable[Pegawai], kode_ditolak: frozenset[str] = frozenset(), kunci_ditolak: frozenset[str] = frozenset()
    ) -> Latar:
        semua = {p.id: p for p in pegawai}
        return cls(
            semua,
            {p.nip: p.id for p in semua.values() if p.nip},
            {kunci_nama(p.nama): p.id for p in semua.values() if p.status == "pejabat_negara"},
            kode_ditolak,
            kunci_ditolak,
        )


_TANPA_LATAR = Latar({}, {}, {})


@dataclass(slots=True)
class _Pembaca:
    """Reads one row, gathering every fault of it."""

    lembar: str
    baris: Baris
    ditolak: list[Ditolak]
    salah: bool = False

    def tolak(self, kolom: str, sebab: str) -> None:
        self.salah = True
        self.ditolak.append(Ditolak(self.baris.asal or self.lembar, self.baris.nomor, kolom, sebab))

    def ada(self, kolom: str) -> bool:
        return kolom in self.baris.sel

    def teks(self, kolom: str, *, wajib: bool = False) -> str:
        nilai = self.baris.sel.get(kolom)
        if isinstance(nilai, float) and nilai.is_integer():
            nilai = int(nilai)
        teks = " ".join(str(nilai).split()) if nilai is not None else ""
        if wajib and not teks:
            self.tolak(kolom, f"{kolom} kosong. Isi {kolom.lower()}.")
        if len(teks) > _TEKS_TERPANJANG:
            self.tolak(kolom, f"{kolom} lebih dari {_TEKS_TERPANJANG} karakter. Ringkas.")
        if _KENDALI.search(teks):
            self.tolak(kolom, f"{kolom} memuat karakter yang tidak dapat dibaca. Ketik ulang.")
        return teks

    def nip(self, kolom: str) -> str:
        """The digits as stored; a number cell has lost digits already and is refused."""
        nilai = self.baris.sel.get(kolom)
        if isinstance(nilai, float | int) and not isinstance(nilai, bool):
            self.tolak(
                kolom,
                "NIP tersimpan sebagai angka, sehingga angka terakhirnya hilang. Ubah format kolom menjadi teks lalu ketik ulang NIP.",
            )
            return ""
        return nip_.rapikan(str(nilai)) if nilai is not None else ""

    def tanggal(self, kolom: str, *, wajib: bool = False) -> date | None:
        nilai = self.baris.sel.get(kolom)
        if nilai is None or nilai == "":
            if wajib:
                self.tolak(kolom, f"{kolom} kosong. Isi tanggal, misalnya 2025-08-01.")
            return None
        try:
            hari = baca(nilai if isinstance(nilai, date) else str(nilai))
        except ValueError:
            self.tolak(kolom, f"{kolom} berisi {_bukan_tanggal(nilai)}")
            return None
        if not _TERAWAL <= hari <= _TERAKHIR:
            self.tolak(kolom, f"{kolom} {sebut(hari)} di luar 1960 sampai 2100. Periksa tahunnya.")
            return None
        return hari

    def pilihan(self, kolom: str, daftar: Mapping[str, str]) -> str:
        teks = self.teks(kolom, wajib=True)
        kode = _kode(teks)
        if kode in daftar:
            return kode
        for kunci, label in daftar.items():
            if label.casefold() == teks.casefold():
                return kunci
        if teks:
            self.tolak(kolom, f"{kolom} berisi {teks[:60]}, tidak dikenal. Pakai salah satu dari {', '.join(daftar.values())}.")
        return ""

    def ya(self, kolom: str, *, bawaan: bool) -> bool:
        nilai = self.baris.sel.get(kolom)
        if isinstance(nilai, bool):
            return nilai
        teks = self.teks(kolom).casefold()
        if teks in ("", "-"):
            return bawaan
        if teks in ("ya", "y", "1", "true", "benar", "aktif"):
            return True
        if teks in ("tidak", "t", "0", "false", "salah", "nonaktif"):
            return False
        self.tolak(kolom, f"{kolom} berisi {teks[:40]}. Isi Ya atau Tidak.")
        return bawaan


def _bukan_tanggal(nilai: object) -> str:
    if isinstance(nilai, float | int):
        return f"angka {nilai:g}, bukan tanggal. Ubah format sel menjadi tanggal, atau tulis seperti 2025-08-01."
    teks = str(nilai)
    if teks.startswith("="):
        return f"rumus {teks[:40]}, bukan tanggal. Salin selnya, lalu tempel sebagai nilai."
    return f"{teks[:40]}, bukan tanggal. Tulis seperti 2025-08-01 atau 1 Agustus 2025."


def _kode(teks: str) -> str:
    return teks.casefold().replace("-", " ").replace(" ", "_")


def _mungkin(teks: str, pilihan: Iterable[str]) -> str:
    dekat = get_close_matches(teks, list(pilihan), n=1, cutoff=0.6)
    return f" Mungkin maksudnya {dekat[0]}." if dekat else ""


def kunci_nama(nama: str) -> str:
    """A name as it is compared: state officials have no other key."""
    return " ".join(nama.casefold().split())


def bandingkan(
    isi: Isi,
    unor: Iterable[Unor],
    pegawai: Iterable[Pegawai],
    *,
    pada: date,
    id_baru: Callable[[], UUID],
    latar: Latar | None = None,
    cuti_lengkap: Literal["", "usulkan", "hapus"] = "",
    oleh: UUID | None = None,
) -> HasilImpor:
    """Compare the rows with what is stored on the day ``pada``.

    ``id_baru`` gives ids for what is new. With ``latar`` the rows are one part of a file:
    ``unor`` are the units as they will be, ``pegawai`` the people of this part alone, and whether two people head one unit was looked at before.
    ``cuti_lengkap``: absences of the open year that have no row are proposed for removal, or removed. ``oleh`` imports, and gives himself no role.
    """
    orang = {p.id: p for p in pegawai}
    return _Perbandingan(isi, {u.id: u for u in unor}, orang, pada, id_baru, latar, cuti_lengkap, oleh).jalankan()


@dataclass(slots=True)
class _Perbandingan:
    isi: Isi
    unor_lama: dict[UUID, Unor]
    pegawai_lama: dict[UUID, Pegawai]
    pada: date
    id_baru: Callable[[], UUID]
    bagian: Latar | None
    cuti_lengkap: str
    oleh: UUID | None
    latar: Latar = _TANPA_LATAR
    ditolak: list[Ditolak] = field(default_factory=list)
    unor: dict[UUID, Unor] = field(default_factory=dict)
    pegawai: dict[UUID, Pegawai] = field(default_factory=dict)
    baris_unor: dict[UUID, int] = field(default_factory=dict)
    baris_pegawai: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    dari_penugasan: dict[UUID, list[_Pembaca]] = field(default_factory=dict)
    peringatan: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    cuti_tertulis: dict[UUID, dict[UUID, _Pembaca]] = field(default_factory=lambda: defaultdict(dict))
    cuti_ditolak: set[UUID] = field(default_factory=set)
    hilang: list[Perubahan] = field(default_factory=list)
    nip_ditolak: set[str] = field(default_factory=set)
    kode_ditolak: set[str] = field(default_factory=set)
    menurut_kode: dict[str, UUID] = field(default_factory=dict)
    menurut_nip: dict[str, UUID] = field(default_factory=dict)
    menurut_nama: dict[str, UUID] = field(default_factory=dict)

    def jalankan(self) -> HasilImpor:
        self.unor, self.pegawai = dict(self.unor_lama), dict(self.pegawai_lama)
        if self.bagian is not None:
            self.latar = self.bagian
            self.nip_ditolak |= self.bagian.kunci_ditolak
            self.kode_ditolak |= self.bagian.kode_ditolak
        self.menurut_kode = {u.kode: u.id for u in self.unor.values()}
        self.menurut_nip = {p.nip: p.id for p in self.pegawai.values() if p.nip}
        self.menurut_nama = {kunci_nama(p.nama): p.id for p in self.pegawai.values() if p.status == "pejabat_negara"}
        self._baca_unit()
        self._baca_pegawai()
        self._baca_penugasan()
        self._baca_cuti()
        if self.cuti_lengkap:
            self._cuti_hilang()
        organisasi = self._susun()
        for orang in list(self.pegawai.values()):
            segmen = organisasi.segmen(orang)
            if segmen != orang.segmen:
                self.pegawai[orang.id] = replace(orang, segmen=segmen)
        mutasi = tuple(self._mutasi())
        urutan = {nama: nomor for nomor, nama in enumerate(KOLOM)}
        return HasilImpor(
            perubahan=(*self._perubahan_unor(), *self._perubahan_pegawai({m.pegawai_id for m in mutasi})),
            ditolak=tuple(sorted(self.ditolak, key=lambda d: (urutan.get(d.lembar, len(urutan)), d.baris))),
            unor=tuple(u for u in self.unor.values() if u != self.unor_lama.get(u.id)),
            pegawai=tuple(p for p in self.pegawai.values() if p != self.pegawai_lama.get(p.id)),
            mutasi=mutasi,
            kode_ditolak=frozenset(self.kode_ditolak),
            kunci_ditolak=frozenset(self.nip_ditolak),
            hilang=tuple(self.hilang),
        )

    def _id_menurut_nip(self, nomor: str) -> UUID | None:
        return self.menurut_nip.get(nomor) or self.latar.menurut_nip.get(nomor)

    def _id_menurut_nama(self, kunci: str) -> UUID | None:
        return self.menurut_nama.get(kunci) or self.latar.menurut_nama.get(kunci)

    # Units

    def _baca_unit(self) -> None:
        induk: dict[UUID, tuple[_Pembaca, str]] = {}
        terlihat: dict[str, int] = {}
        for baris in self.isi.unit:
            b = _Pembaca("Unit", baris, self.ditolak)
            kode = b.teks("Kode", wajib=True)
            if kode and kode in terlihat:
                b.tolak("Kode", f"Kode {kode} sudah ada di baris {terlihat[kode]}. Setiap unit satu baris.")
            lama_id = self.menurut_kode.get(kode)
            lama = self.unor_lama.get(lama_id) if lama_id else None
            mulai, sampai = b.tanggal("Berlaku Dari", wajib=b.ada("Berlaku Dari")), b.tanggal("Berlaku Sampai")
            nama, kode_induk = b.teks("Nama", wajib=True), b.teks("Kode Induk")
            jenis = (
                b.pilihan("Jenis", JENIS_UNOR)
                if b.ada("Jenis")
                else lama.jenis
                if lama
                else tebak_jenis_unor(nama, berinduk=bool(kode_induk))
            )
            if mulai and sampai and sampai < mulai:
                b.tolak("Berlaku Sampai", f"Berlaku sampai {sebut(sampai)}, lebih awal daripada {sebut(mulai)}.")
            unit = replace(
                lama or Unor(self.id_baru(), kode, "", "", None, self.pada),
                nama=nama,
                jenis=jenis,
                berlaku_dari=mulai or (lama.berlaku_dari if lama and not b.ada("Berlaku Dari") else _TERAWAL),
                berlaku_sampai=sampai if b.ada("Berlaku Sampai") or not lama else lama.berlaku_sampai,
            )
            terlihat.setdefault(kode, baris.nomor)
            if b.salah:
                self.kode_ditolak.add(kode)
                continue
            self.unor[unit.id] = unit
            self.menurut_kode[kode] = unit.id
            self.baris_unor[unit.id] = baris.nomor
            induk[unit.id] = (b, kode_induk)
        for unor_id, (b, kode_induk) in induk.items():
            self._tautkan(unor_id, b, kode_induk)
        self._tolak_lingkaran(induk)

    def _tautkan(self, unor_id: UUID, b: _Pembaca, kode_induk: str) -> None:
        if not kode_induk:
            self.unor[unor_id] = replace(self.unor[unor_id], induk_id=None)
        elif kode_induk in self.menurut_kode:
            self.unor[unor_id] = replace(self.unor[unor_id], induk_id=self.menurut_kode[kode_induk])
        else:
            b.tolak("Kode Induk", self._unit_tidak_ada(kode_induk))
            self._batalkan_unor(unor_id)

    def _unit_tidak_ada(self, kode: str) -> str:
        if kode in self.kode_ditolak:
            return f"Unit {kode} ada di lembar Unit, tetapi barisnya ditolak. Betulkan baris itu dulu."
        saran = _mungkin(kode, self.menurut_kode) or " Betulkan kodenya, atau tambahkan unitnya."
        return f"Unit {kode} tidak ada di lembar Unit maupun di sistem.{saran}"

    def _batalkan_unor(self, unor_id: UUID) -> None:
        unit = self.unor.pop(unor_id)
        self.kode_ditolak.add(unit.kode)
        self.baris_unor.pop(unor_id, None)
        if lama := self.unor_lama.get(unor_id):
            self.unor[unor_id] = lama
        else:
            self.menurut_kode.pop(unit.kode, None)

    def _tolak_lingkaran(self, induk: Mapping[UUID, tuple[_Pembaca, str]]) -> None:
        for unor_id in org.dalam_lingkaran({u.id: u.induk_id for u in self.unor.values()}):
            if unor_id in induk and unor_id in self.baris_unor:
                b, kode_induk = induk[unor_id]
                b.tolak(
                    "Kode Induk",
                    f"Unit {self.unor[unor_id].kode} berada di bawah dirinya sendiri melalui induk {kode_induk}. Betulkan kode induknya.",
                )
                self._batalkan_unor(unor_id)

    # People

    def _baca_pegawai(self) -> None:
        terlihat: dict[str, int] = {}
        for baris in self.isi.pegawai:
            b = _Pembaca("Pegawai", baris, self.ditolak)
            nomor, nama, status = b.nip("NIP"), b.teks("Nama", wajib=True), b.pilihan("Status", STATUS)
            self._periksa_nip(b, nomor, status)
            kunci = nomor or kunci_nama(nama)
            if kunci and kunci in terlihat:
                b.tolak("NIP" if nomor else "Nama", f"{nomor or nama} sudah ada di baris {terlihat[kunci]}. Setiap pegawai satu baris.")
            terlihat.setdefault(kunci, baris.nomor)
            lama_id = self._id_menurut_nip(nomor) if nomor else self._id_menurut_nama(kunci)
            lama = self.pegawai_lama.get(lama_id) if lama_id else None
            peran = self._peran(b, lama)
            aktif = b.ya("Aktif", bawaan=True) if b.ada("Aktif") or not lama else lama.aktif
            if lama and lama.id == self.oleh and not aktif:
                b.tolak("Aktif", "Anda tidak dapat menonaktifkan diri sendiri. Minta admin lain.")
            orang = replace(
                lama or Pegawai(self.id_baru(), nomor or None, nama, status), nama=nama, status=status, aktif=aktif, peran=peran
            )
            if b.salah:
                self.nip_ditolak.add(kunci)
                continue
            self.pegawai[orang.id] = orang
            self.baris_pegawai[orang.id] = (baris.asal or "Pegawai", baris.nomor)
            if nomor:
                self.menurut_nip[nomor] = orang.id
                self.peringatan[orang.id] += [
                    kalimat for _, kalimat in nip_.peringatan(nip_.periksa(nomor, self.pada), self.pada, status=status)
                ]
            else:
                self.menurut_nama[kunci] = orang.id
            if lama and kunci_nama(lama.nama) != kunci_nama(nama):
                self.peringatan[orang.id].append("Nama berbeda, NIP sama. Cocokkan dengan data kepegawaian sebelum menerapkan.")

    def _periksa_nip(self, b: _Pembaca, nomor: str, status: str) -> None:
        if status == "pejabat_negara":
            if nomor:
                b.tolak("NIP", "Pejabat negara tidak mempunyai NIP. Kosongkan NIP, atau betulkan statusnya.")
        elif nomor:
            try:
                nip_.periksa(nomor, self.pada)
            except nip_.NipTidakSah as error:
                b.tolak("NIP", error.detail)
        elif not b.salah:
            b.tolak("NIP", "NIP kosong. Hanya pejabat negara yang boleh tanpa NIP.")

    def _peran(self, b: _Pembaca, lama: Pegawai | None) -> tuple[str, ...]:
        kini = set(lama.peran) if lama else set()
        if not b.ada("Peran"):
            return tuple(sorted(kini))
        diminta = {_kode(bagian.strip()) for bagian in b.teks("Peran").replace(";", ",").split(",") if bagian.strip()}
        if lama and lama.id == self.oleh and diminta - kini:
            b.tolak("Peran", "Anda tidak dapat memberi peran kepada diri sendiri. Minta admin lain.")
        for peran in sorted(diminta - PERAN_LEWAT_IMPOR - kini):
            if peran in PERAN:
                b.tolak("Peran", f"Peran {PERAN[peran]} tidak dapat diberikan lewat impor. Admin instansi memberinya di halaman Peran.")
            else:
                b.tolak("Peran", f"Peran {peran[:40]} tidak dikenal. Pakai {', '.join(sorted(PERAN_LEWAT_IMPOR))}.")
        return tuple(sorted((kini - PERAN_LEWAT_IMPOR) | diminta))

    # Posts

    def _baca_penugasan(self) -> None:
        menurut_orang: dict[UUID, list[tuple[_Pembaca, Jabatan]]] = defaultdict(list)
        for baris in self.isi.penugasan:
            b = _Pembaca("Penugasan", baris, self.ditolak)
            orang = self._orang_baris(b)
            jabatan = self._jabatan(b, orang)
            if b.salah or orang is None or jabatan is None:
                continue
            if any(lain.mulai == jabatan.mulai for _, lain in menurut_orang[orang.id]):
                b.tolak("TMT", f"{orang.nama} sudah punya penugasan dengan TMT {sebut(jabatan.mulai)} di lembar ini. Sisakan satu.")
                continue
            menurut_orang[orang.id].append((b, jabatan))
        for orang_id, daftar in menurut_orang.items():
            orang = self.pegawai[orang_id]
            dari_berkas = {j.mulai for _, j in daftar}
            try:
                jabatan_baru = org.urutkan([*(j for j in orang.jabatan if j.mulai not in dari_berkas), *(j for _, j in daftar)])
            except org.TumpangTindih as error:
                max(daftar, key=lambda pasangan: pasangan[1].mulai)[0].tolak("TMT", f"{orang.nama}: {error.detail}")
                continue
            self.pegawai[orang_id] = replace(orang, jabatan=jabatan_baru)
            self.dari_penugasan[orang_id] = [b for b, _ in daftar]
            self.baris_pegawai.setdefault(orang_id, (daftar[0][0].baris.asal or "Penugasan", daftar[0][0].baris.nomor))

    def _orang_baris(self, b: _Pembaca) -> Pegawai | None:
        nomor, nama = b.nip("NIP"), b.teks("Nama")
        if b.salah:
            return None
        kunci = nomor or kunci_nama(nama)
        orang_id = self.menurut_nip.get(nomor) if nomor else self.menurut_nama.get(kunci)
        if not kunci:
            b.tolak("NIP", "NIP dan nama kosong. Isi NIP, atau nama untuk pejabat negara.")
        elif orang_id is None:
            ditolak = kunci in self.nip_ditolak
            b.tolak(
                "NIP" if nomor else "Nama",
                f"{nomor or nama} ada di lembar Pegawai, tetapi barisnya ditolak. Betulkan baris itu dulu."
                if ditolak
                else f"{nomor or nama} tidak ada di lembar Pegawai maupun di sistem."
                f"{' Betulkan NIP-nya, atau tambahkan pegawainya.' if nomor else ' Pegawai ber-NIP dikenali dari NIP-nya.'}",
            )
        elif nama and kunci_nama(nama) != kunci_nama(self.pegawai[orang_id].nama):
            b.tolak(
                "Nama", f"NIP {nomor} milik {self.pegawai[orang_id].nama}, tetapi di baris ini tertulis {nama}. Cocokkan NIP atau namanya."
            )
        else:
            return self.pegawai[orang_id]
        return None

    def _jabatan(self, b: _Pembaca, orang: Pegawai | None) -> Jabatan | None:
        tmt, selesai = b.tanggal("TMT", wajib=True), b.tanggal("Selesai")
        kode_unit = b.teks("Kode Unit", wajib=True)
        unor_id = self.menurut_kode.get(kode_unit)
        if kode_unit and unor_id is None:
            b.tolak("Kode Unit", self._unit_tidak_ada(kode_unit))
        nama_jabatan, jenis, kepala = (
            b.teks("Jabatan", wajib=True),
            b.pilihan("Jenis Jabatan", JENIS_JABATAN),
            b.ya("Kepala Unit", bawaan=False),
        )
        penilai_id = self._penilai_tertulis(b, orang)
        if tmt and selesai and selesai < tmt:
            b.tolak("Selesai", f"Selesai {sebut(selesai)}, lebih awal daripada TMT {sebut(tmt)}.")
        if b.salah or tmt is None or unor_id is None:
            return None
        unit = self.unor[unor_id]
        if tmt < unit.berlaku_dari or (unit.berlaku_sampai and (selesai or org.SELAMANYA) > unit.berlaku_sampai):
            sampai = f" sampai {sebut(unit.berlaku_sampai)}" if unit.berlaku_sampai else ""
            b.tolak(
                "TMT",
                f"{unit.nama} berlaku dari {sebut(unit.berlaku_dari)}{sampai}. Sesuaikan TMT, tanggal selesai, atau masa berlaku unit.",
            )
            return None
        lama = next((j for j in orang.jabatan if j.mulai == tmt), None) if orang else None
        return Jabatan(
            id=lama.id if lama else self.id_baru(),
            unor_id=unor_id,
            jabatan=nama_jabatan,
            jenis_jabatan=jenis,
            mulai=tmt,
            selesai=selesai if b.ada("Selesai") or not lama else lama.selesai,
            jenjang=(b.teks("Jenjang") or None) if b.ada("Jenjang") or not lama else lama.jenjang,
            golongan=(b.teks("Golongan") or None) if b.ada("Golongan") or not lama else lama.golongan,
            kepala=kepala,
            penilai_id=penilai_id if b.ada("Penilai") or not lama else lama.penilai_id,
        )

    def _penilai_tertulis(self, b: _Pembaca, orang: Pegawai | None) -> UUID | None:
        nilai = b.baris.sel.get("Penilai")
        if nilai is None or nilai == "":
            return None
        teks = b.nip("Penilai") if not isinstance(nilai, str) or nip_.rapikan(nilai).isdigit() else b.teks("Penilai")
        penilai_id = self._id_menurut_nip(teks) or self._id_menurut_nama(kunci_nama(teks))
        if b.salah:
            return None
        if penilai_id is None:
            b.tolak(
                "Penilai", f"Penilai {teks} tidak ada di lembar Pegawai maupun di sistem. Isi NIP penilai, atau nama untuk pejabat negara."
            )
        elif orang and penilai_id == orang.id:
            b.tolak("Penilai", f"{orang.nama} tertulis sebagai penilai dirinya sendiri. Isi NIP atasannya, atau kosongkan.")
        return penilai_id

    # Absences

    def _baca_cuti(self) -> None:
        menurut_orang: dict[UUID, list[Keadaan]] = defaultdict(list)
        for baris in self.isi.cuti:
            b = _Pembaca("Cuti", baris, self.ditolak)
            orang = self._orang_baris(b)
            jenis, mulai, selesai = b.pilihan("Jenis", JENIS_KEADAAN), b.tanggal("Mulai", wajib=True), b.tanggal("Selesai")
            dasar = b.teks("Dasar", wajib=True)
            if orang and mulai and (sama := cocok(menurut_orang[orang.id], jenis, mulai)):
                b.tolak("Mulai", f"{sama.sebutan} sudah ada di baris {self.cuti_tertulis[orang.id][sama.id].baris.nomor}. Sisakan satu.")
            if b.salah or orang is None or mulai is None:
                if orang:
                    self.cuti_ditolak.add(orang.id)
                continue
            lama = cocok(orang.keadaan, jenis, mulai)
            keadaan = Keadaan(lama.id if lama else self.id_baru(), jenis, mulai, selesai, dasar)
            menurut_orang[orang.id].append(keadaan)
            self.cuti_tertulis[orang.id][keadaan.id] = b
        for orang_id, daftar in menurut_orang.items():
            if daftar:
                self._pasang_cuti(orang_id, daftar)

    def _pasang_cuti(self, orang_id: UUID, daftar: Sequence[Keadaan]) -> None:
        orang, dibaca = self.pegawai[orang_id], self.cuti_tertulis[orang_id]
        berakhir = [k for k in daftar if k.jenis in MENGAKHIRI and k not in orang.keadaan]
        masa = [(j.mulai, j.akhir) for j in orang.jabatan]
        keadaan, tumpang = gabung(orang.keadaan, [k for k in daftar if k not in berakhir], masa, orang.nama)
        salah: dict[UUID, DomainError] = dict(tumpang)
        orang = replace(orang, keadaan=keadaan)
        for satu in berakhir:
            try:
                orang = self._akhiri(orang, satu)
            except DomainError as error:
                salah[satu.id] = error
        for keadaan_id, fault in salah.items():
            bidang, kalimat = next(iter(fault.errors.items()), ("jenis", [fault.detail]))
            dibaca[keadaan_id].tolak(bidang.capitalize(), f"{orang.nama}: {kalimat[0]}")
            self.cuti_ditolak.add(orang_id)
        self.pegawai[orang_id] = orang
        if berlaku := [k for k in daftar if k.id not in salah]:
            pertama = dibaca[berlaku[0].id].baris
            self.baris_pegawai.setdefault(orang_id, (pertama.asal or "Cuti", pertama.nomor))

    def _akhiri(self, orang: Pegawai, keadaan: Keadaan) -> Pegawai:
        """The end of a service: of who has left already it is only noted."""
        if not orang.aktif and all(j.akhir < keadaan.mulai for j in orang.jabatan):
            return replace(orang, keadaan=susun(orang.keadaan, keadaan, [(date.min, date.max)], orang.nama))
        return hentikan(orang, keadaan, self.pada)

    def _cuti_hilang(self) -> None:
        awal = tahun_terbuka(self.pada)
        for orang in list(self.pegawai.values()):
            if orang.id in self.cuti_ditolak:
                continue
            tertulis = self.cuti_tertulis.get(orang.id, {})
            lebih = [k for k in orang.keadaan if k.id not in tertulis and k.akhir >= awal and k.jenis not in MENGAKHIRI]
            if lebih and self.cuti_lengkap == "hapus":
                self.pegawai[orang.id] = replace(orang, keadaan=tuple(k for k in orang.keadaan if k not in lebih))
            elif lebih:
                beda = tuple(Beda("Cuti", _sebut_cuti(k), "") for k in lebih)
                akibat = ("Tidak ada di berkas. Catatannya dihapus bila Anda menyetujui.",)
                self.hilang.append(
                    Perubahan("Cuti", None, "berubah", orang.id, orang.nama, orang.nip or STATUS[orang.status], beda, akibat)
                )

    # The whole

    def _susun(self) -> Organisasi:
        """The organisation that the rows make; of two heads of one unit the one who comes with the file keeps his old posts."""
        if self.bagian is not None:
            return Organisasi(self.unor, {**self.latar.pegawai, **self.pegawai})
        while True:
            organisasi = Organisasi(self.unor, self.pegawai)
            dikembalikan: set[UUID] = set()
            for unor_id, lama, baru in organisasi.kepala_bertabrakan():
                bersalah = next((i for i in (baru, lama) if i in self.dari_penugasan), None)
                if bersalah is None or {lama, baru} & dikembalikan:
                    continue
                self._tolak_kepala(unor_id, lama, baru, bersalah)
                dikembalikan.add(bersalah)
            if not dikembalikan:
                return organisasi

    def _tolak_kepala(self, unor_id: UUID, lama: UUID, baru: UUID, bersalah: UUID) -> None:
        b = next((b for b in self.dari_penugasan.pop(bersalah) if b.baris.sel.get("Kode Unit") == self.unor[unor_id].kode), None)
        b = b or _Pembaca("Penugasan", Baris(self.baris_pegawai[bersalah][1], {}), self.ditolak)
        b.tolak(
            "Kepala Unit",
            f"{self.unor[unor_id].nama} dikepalai {self.pegawai[lama].nama} dan {self.pegawai[baru].nama} pada hari yang sama."
            f" Isi tanggal selesai {self.pegawai[lama].nama} sebelum penggantinya mulai.",
        )
        asal = self.pegawai_lama.get(bersalah)
        self.pegawai[bersalah] = replace(self.pegawai[bersalah], jabatan=asal.jabatan if asal else ())

    def _perubahan_unor(self) -> Iterable[Perubahan]:
        for unit in self.unor.values():
            lama = self.unor_lama.get(unit.id)
            baris = self.baris_unor.get(unit.id)
            if lama is None:
                beda: tuple[Beda, ...] = (
                    Beda("Jenis", "", JENIS_UNOR[unit.jenis]),
                    *([Beda("Induk", "", self._nama_unor(unit.induk_id))] if unit.induk_id else []),
                )
                yield Perubahan("Unit", baris, "baru", unit.id, unit.nama, unit.kode, beda)
            elif baris is not None:
                beda = tuple(
                    Beda(kolom, sebelum, sesudah)
                    for kolom, sebelum, sesudah in (
                        ("Nama", lama.nama, unit.nama),
                        ("Jenis", JENIS_UNOR.get(lama.jenis, lama.jenis), JENIS_UNOR[unit.jenis]),
                        ("Induk", self._nama_unor_lama(lama.induk_id), self._nama_unor(unit.induk_id)),
                        ("Berlaku dari", sebut(lama.berlaku_dari), sebut(unit.berlaku_dari)),
                        ("Berlaku sampai", _hari(lama.berlaku_sampai), _hari(unit.berlaku_sampai)),
                    )
                    if sebelum != sesudah
                )
                yield Perubahan("Unit", baris, "berubah" if unit != lama else "tetap", unit.id, unit.nama, unit.kode, beda)

    def _perubahan_pegawai(self, pindah: set[UUID]) -> Iterable[Perubahan]:
        for orang in self.pegawai.values():
            lama = self.pegawai_lama.get(orang.id)
            lembar, baris = self.baris_pegawai.get(orang.id, ("Pegawai", None))
            if baris is None and orang == lama:
                continue
            jenis: Jenis = "baru" if lama is None else "tetap" if orang == lama else "berubah"
            yield Perubahan(
                lembar,
                baris,
                jenis,
                orang.id,
                orang.nama,
                orang.nip or STATUS[orang.status],
                tuple(self._beda_pegawai(lama, orang)),
                tuple(self._akibat(lama, orang, ikut=baris is None)),
                tuple(self.peringatan.get(orang.id, ())),
                orang.id in pindah,
            )

    def _beda_pegawai(self, lama: Pegawai | None, baru: Pegawai) -> Iterable[Beda]:
        if lama is not None:
            for kolom, sebelum, sesudah in (
                ("Nama", lama.nama, baru.nama),
                ("Status", STATUS[lama.status], STATUS[baru.status]),
                ("Aktif", _ya(lama.aktif), _ya(baru.aktif)),
            ):
                if sebelum != sesudah:
                    yield Beda(kolom, sebelum, sesudah)
        peran_lama, peran_baru = _peran(lama.peran if lama else ()), _peran(baru.peran)
        if peran_lama != peran_baru:
            yield Beda("Peran", peran_lama, peran_baru)
        jabatan_lama = {j.id: j for j in lama.jabatan} if lama else {}
        for jabatan in baru.jabatan:
            sebelum_ = jabatan_lama.get(jabatan.id)
            if sebelum_ is None:
                yield Beda("Jabatan", "", self._sebut_jabatan(jabatan))
            elif sebelum_ != jabatan:
                yield Beda("Jabatan", self._sebut_jabatan(sebelum_), self._sebut_jabatan(jabatan))
        keadaan_lama, keadaan_baru = ({k.id: k for k in p.keadaan} if p else {} for p in (lama, baru))
        for keadaan_id in dict.fromkeys((*keadaan_lama, *keadaan_baru)):
            dulu, kini = keadaan_lama.get(keadaan_id), keadaan_baru.get(keadaan_id)
            if dulu != kini:
                yield Beda("Cuti", _sebut_cuti(dulu) if dulu else "", _sebut_cuti(kini) if kini else "")
        kini_lama, kini_baru = org.segmen_kini(lama.segmen if lama else (), self.pada), org.segmen_kini(baru.segmen, self.pada)
        for kolom, kiri, kanan in (
            ("Penilai", kini_lama.penilai_id if kini_lama else None, kini_baru.penilai_id if kini_baru else None),
            ("Atasan penilai", kini_lama.atasan_penilai_id if kini_lama else None, kini_baru.atasan_penilai_id if kini_baru else None),
        ):
            if kiri != kanan:
                yield Beda(kolom, self._nama_pegawai(kiri), self._nama_pegawai(kanan))

    def _akibat(self, lama: Pegawai | None, baru: Pegawai, *, ikut: bool) -> Iterable[str]:
        yield from dict.fromkeys(
            kalimat for k in baru.keadaan if not lama or k not in lama.keadaan for kalimat in akibat_keadaan(k, baru.nama)
        )
        if lama is None:
            return
        if ikut:
            yield "Ikut berubah karena unit atau kepala unitnya berubah."
        dikenal = {j.id for j in lama.jabatan}
        for sebelum, jabatan in pairwise(baru.jabatan):
            if jabatan.id not in dikenal and sebelum.id in dikenal:
                yield f"SKP berjalan ditutup {sebut(sebelum.akhir)}, SKP baru dibuka {sebut(jabatan.mulai)}."
        if lama.aktif and not baru.aktif:
            yield "Pegawai tidak dapat masuk lagi."

    def _mutasi(self) -> Iterable[Mutasi]:
        for orang in self.pegawai.values():
            lama = self.pegawai_lama.get(orang.id)
            dikenal = {j.id for j in lama.jabatan} if lama else set()
            for sebelum, jabatan in pairwise(orang.jabatan):
                pindah = (sebelum.unor_id, sebelum.jabatan) != (jabatan.unor_id, jabatan.jabatan)
                if jabatan.id not in dikenal and pindah:
                    yield Mutasi(orang.id, sebelum.unor_id, jabatan.unor_id, jabatan.mulai)

    def _sebut_jabatan(self, jabatan: Jabatan) -> str:
        sampai = f" sampai {sebut(jabatan.selesai)}" if jabatan.selesai else ""
        kepala = ", kepala unit" if jabatan.kepala else ""
        pangkat = f", {jabatan.golongan}" if jabatan.golongan else ""
        return f"{jabatan.jabatan}{pangkat}, {self._nama_unor(jabatan.unor_id)}{kepala}, mulai {sebut(jabatan.mulai)}{sampai}"

    def _nama_unor(self, unor_id: UUID | None) -> str:
        return self.unor[unor_id].nama if unor_id and unor_id in self.unor else "–"

    def _nama_unor_lama(self, unor_id: UUID | None) -> str:
        return self.unor_lama[unor_id].nama if unor_id and unor_id in self.unor_lama else "–"

    def _nama_pegawai(self, pegawai_id: UUID | None) -> str:
        orang = (self.pegawai.get(pegawai_id) or self.latar.pegawai.get(pegawai_id)) if pegawai_id else None
        return orang.nama if orang else "–"


def _sebut_cuti(keadaan: Keadaan) -> str:
    return f"{keadaan.sebutan}, {keadaan.dasar}" if keadaan.dasar else keadaan.sebutan


def _hari(hari: date | None) -> str:
    return sebut(hari) if hari else "–"


def _ya(nilai: bool) -> str:
    return "Ya" if nilai else "Tidak"


def _peran(peran: Sequence[str]) -> str:
    return ", ".join(PERAN.get(p, p) for p in peran) or "–"
