"""The shapes in which rows come in: our own templates, and the exports of SIASN (domain.md 2.2, 2.3, 8.3).

A shape is recognised by the column names of the header, whatever the sheet or file is called. Columns that are not known are left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final

from auth.domain.nip import PANJANG, rapikan

Sel = str | float | int | bool | date | datetime | None

KOLOM: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "Unit": (("Kode", "Nama", "Jenis", "Kode Induk", "Berlaku Dari"), ("Berlaku Sampai",)),
    "Pegawai": (("NIP", "Nama", "Status"), ("Aktif", "Peran")),
    "Penugasan": (
        ("NIP", "Nama", "Kode Unit", "Jabatan", "Jenis Jabatan", "Kepala Unit", "TMT"),
        ("Jenjang", "Golongan", "Penilai", "Selesai"),
    ),
    "Cuti": (("NIP", "Jenis", "Mulai", "Selesai", "Dasar"), ("Nama",)),
}
"""Sheet → (required columns, optional columns). A missing optional column leaves what is stored."""

URUTAN: Final[Mapping[str, tuple[str, ...]]] = {
    "Unit": ("Kode", "Nama", "Jenis", "Kode Induk", "Berlaku Dari", "Berlaku Sampai"),
    "Pegawai": ("NIP", "Nama", "Status", "Aktif", "Peran"),
    "Penugasan": (
        "NIP",
        "Nama",
        "Kode Unit",
        "Jabatan",
        "Jenis Jabatan",
        "Jenjang",
        "Golongan",
        "Kepala Unit",
        "Penilai",
        "TMT",
        "Selesai",
    ),
    "Cuti": ("NIP", "Nama", "Jenis", "Mulai", "Selesai", "Dasar"),
}
"""The columns in the order of our templates and exports."""

_ESELON = {"1": "JPT madya", "2": "JPT pratama", "3": "Administrator", "4": "Pengawas", "5": "Pengawas"}
_ROMAWI = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_KEAHLIAN = ("Ahli Pertama", "Ahli Muda", "Ahli Madya", "Ahli Utama")
_KETERAMPILAN = ("Pemula", "Terampil", "Mahir", "Penyelia")
_STRUKTURAL = (
    (re.compile(r"\b(sekretaris daerah|kepala dinas|kepala badan|inspektur|direktur)\b"), "JPT pratama"),
    (re.compile(r"\b(kepala bidang|kepala bagian|sekretaris|camat|kepala kantor)\b"), "Administrator"),
    (re.compile(r"\b(kepala (sub|seksi|upt)|lurah|kasi|kasubag)"), "Pengawas"),
)
_UNIT = (
    (
        re.compile(r"^(sd|sdn|smp|smpn|sma|sman|smk|smkn|slb|tk|paud|sekolah|madrasah)\b|\bsd(n)? |\bsmp(n)? |\bsma(n)? |\bsmk(n)? "),
        "sekolah",
    ),
    (re.compile(r"^(upt|uptd|puskesmas|balai|rsud|unit pelaksana)"), "upt"),
    (re.compile(r"^(seksi|sub ?bagian|sub ?bidang|sub ?koordinator)"), "seksi"),
    (re.compile(r"^bidang"), "bidang"),
    (re.compile(r"^(bagian|asisten)"), "bagian"),
    (re.compile(r"^sekretariat"), "sekretariat"),
)
_CUTI = (
    (re.compile(r"tanggungan negara|cltn"), "Cuti di luar tanggungan negara"),
    (re.compile(r"tahunan"), "Cuti tahunan"),
    (re.compile(r"sakit"), "Cuti sakit"),
    (re.compile(r"melahirkan|bersalin"), "Cuti melahirkan"),
    (re.compile(r"cuti besar"), "Cuti besar"),
    (re.compile(r"alasan penting"), "Cuti alasan penting"),
    (re.compile(r"tugas belajar"), "Tugas belajar"),
)
_PENSIUN = re.compile(r"pensiun|berhenti|meninggal|diberhentikan|mengundurkan|tidak aktif|non ?aktif")


@dataclass(frozen=True, slots=True)
class Baris:
    """One row below the header; ``nomor`` as the spreadsheet counts, ``asal`` the sheet or file it stands in."""

    nomor: int
    sel: Mapping[str, Sel]
    asal: str = ""


Pengubah = Callable[[Mapping[str, Sel]], dict[str, Sel]]


@dataclass(frozen=True, slots=True)
class Bentuk:
    """How the cells of one sheet become rows: target sheet → what makes its columns. ``abaikan`` are the header's unknown columns."""

    kode: str
    kepala: tuple[str, ...]
    pengubah: Mapping[str, Pengubah] = field(hash=False)
    abaikan: tuple[str, ...] = ()

    def baris(self, nomor: int, sel: Sequence[Sel], asal: str) -> list[tuple[str, Baris]]:
        """(sheet, row) for one row of cells; empty cells of the end may be missing."""
        bernama = {k: sel[i] if i < len(sel) else None for i, k in enumerate(self.kepala) if k}
        return [(lembar, Baris(nomor, ubah(bernama), asal)) for lembar, ubah in self.pengubah.items()]


def _norma(nama: str) -> str:
    return re.sub(r"[^a-z0-9]", "", nama.casefold())


def _pilih(nama: Mapping[str, str]) -> Pengubah:
    return lambda sel: {kolom: sel[asal] for asal, kolom in nama.items()}


def kenali(kepala: Sequence[str], lembar: str = "") -> tuple[Bentuk | None, list[str]]:
    """The shape of this header, and what is wrong with it in sentences when there is none. ``lembar`` is the sheet's name, which helps to say what is missing."""
    bersih = tuple(" ".join(k.split()) for k in kepala)
    ganda = sorted({k for k in bersih if k and bersih.count(k) > 1})
    norma = {_norma(k): k for k in bersih if k}
    if not ganda:
        for kode, tanda, buat in _SIASN:
            if tanda <= norma.keys():
                pengubah, terpakai = buat(norma)
                return Bentuk(kode, bersih, pengubah, tuple(k for n, k in norma.items() if n not in terpakai)), []
        for nama, (wajib, boleh) in KOLOM.items():
            milik = {_norma(k): k for k in (*wajib, *boleh)}
            if {_norma(k) for k in wajib} <= norma.keys() and (lembar not in KOLOM or nama == lembar):
                peta = {norma[n]: milik[n] for n in norma if n in milik}
                return Bentuk(nama, bersih, {nama: _pilih(peta)}, tuple(k for n, k in norma.items() if n not in milik)), []
    return None, _cacat(bersih, ganda, lembar)


def dikenal(kepala: Sequence[str]) -> bool:
    """Whether at least one column of the header is known in any shape."""
    nama = (
        {_norma(k) for bagian in KOLOM.values() for daftar in bagian for k in daftar}
        | _NAMA_KOLOM_PEGAWAI
        | _NAMA_KOLOM_JABATAN
        | _NAMA_KOLOM_CUTI
    )
    return bool(nama & {_norma(k) for k in kepala})


def _cacat(kepala: Sequence[str], ganda: Sequence[str], lembar: str) -> list[str]:
    if ganda:
        return [f"Lembar {lembar or '1'}: kolom {', '.join(ganda)} ada lebih dari sekali. Sisakan satu."]
    norma = {_norma(k) for k in kepala}
    nama = lembar if lembar in KOLOM else max(KOLOM, key=lambda n: len(norma & {_norma(k) for k in KOLOM[n][0]}))
    wajib = KOLOM[nama][0]
    kurang = [k for k in wajib if _norma(k) not in norma]
    mirip = [f"{k} (mungkin maksudnya {m[0]})" for k in kepala if k and (m := get_close_matches(k, kurang, n=1, cutoff=0.7))]
    saran = f" Periksa kolom {', '.join(mirip)}." if mirip else ""
    return [f"Lembar {lembar or nama}: kolom {', '.join(kurang)} tidak ada. Baris pertama harus berisi {', '.join(wajib)}.{saran}"]


def pemberitahuan(bentuk: Bentuk, asal: str) -> list[str]:
    """What somebody should know about how this sheet was read."""
    kalimat = []
    if bentuk.kode.startswith("siasn"):
        kalimat.append(f"{asal} dibaca sebagai ekspor SIASN ({NAMA_BENTUK[bentuk.kode]}).")
    if bentuk.abaikan and not bentuk.kode.startswith("siasn"):
        dikenal = [k for lembar in bentuk.pengubah for bagian in KOLOM[lembar] for k in bagian if k not in bentuk.kepala]
        mirip = {k: m[0] for k in bentuk.abaikan if (m := get_close_matches(k, dikenal, n=1, cutoff=0.7))}
        sebut = ", ".join(f"{k} (mungkin maksudnya {mirip[k]})" if k in mirip else k for k in bentuk.abaikan[:8])
        kalimat.append(f"{asal}: kolom {sebut} tidak dikenal, jadi tidak dipakai.")
    return kalimat


# SIASN


def _teks(nilai: Sel) -> str:
    if isinstance(nilai, float) and nilai.is_integer():
        nilai = int(nilai)
    return " ".join(str(nilai).split()) if nilai is not None else ""


def _unor(norma: Mapping[str, str]) -> tuple[dict[str, Pengubah], set[str]]:
    peta = {"id": "Kode", "diatasanid": "Kode Induk", "namaunor": "Nama"}
    return {"Unit": _pilih({norma[n]: k for n, k in peta.items()})}, set(peta)


def _nama_bergelar(sel: Mapping[str, Sel], norma: Mapping[str, str]) -> str:
    depan, nama, belakang = (_teks(sel.get(norma.get(n, ""))) for n in ("gelardepan", "nama", "gelarbelakang"))
    return f"{f'{depan} ' if depan else ''}{nama}{f', {belakang}' if belakang else ''}"


def _status(teks: str, nip: str) -> str:
    polos = teks.casefold()
    if "paruh" in polos:
        return "PPPK paruh waktu"
    if "pppk" in polos or "p3k" in polos:
        return "PPPK"
    if polos in ("c", "cpns"):
        return "CPNS"
    if polos in ("p", "pns"):
        return "PNS"
    nomor = rapikan(nip)
    return "PPPK" if len(nomor) == PANJANG and nomor[12:14] >= "21" else "PNS"


def _jenis_jabatan(kode: str, nama: str, eselon: str) -> str:
    """The label of our jenis jabatan for SIASN's 1 (structural), 2 (functional), 4 (pelaksana); empty when it cannot be told."""
    polos = kode.casefold()
    if polos in ("2", "fungsional", "jabatan fungsional", "jabatan fungsional tertentu"):
        return "Fungsional keterampilan" if any(nama.casefold().endswith(j.casefold()) for j in _KETERAMPILAN) else "Fungsional keahlian"
    if polos in ("4", "pelaksana", "jabatan pelaksana", "jabatan fungsional umum"):
        return "Pelaksana"
    if polos in ("1", "struktural", "jabatan struktural"):
        awal = eselon.casefold().split(".")[0].strip()
        tingkat = _ROMAWI.get(awal) or eselon[:1]
        return _ESELON.get(tingkat) or next((jenis for pola, jenis in _STRUKTURAL if pola.search(nama.casefold())), "")
    return kode


def _jenjang(nama: str) -> str:
    return next((j for j in (*_KEAHLIAN, *_KETERAMPILAN) if nama.casefold().endswith(j.casefold())), "")


def _pertama(sel: Mapping[str, Sel], norma: Mapping[str, str], *nama: str) -> Sel:
    return next((sel[norma[n]] for n in nama if n in norma and sel[norma[n]] not in (None, "")), None)


_NAMA_KOLOM_PEGAWAI = {
    "nipbaru", "nama", "gelardepan", "gelarbelakang", "statuscpnspns", "statuskepegawaian", "statuspegawai", "jenispegawainama",
    "kedudukanhukumnama", "kedudukanpnsnama", "kedudukanhukum",
}  # fmt: skip
_NAMA_KOLOM_JABATAN = {
    "unorid", "jabatannama", "namajabatan", "jenisjabatanid", "jenisjabatan", "jenisjabatannama", "tmtjabatan", "eselonid", "eselon",
    "eselonnama", "golakhirnama", "golruangakhir", "golongan", "nipbaru", "nama",
}  # fmt: skip


def _pegawai_siasn(norma: Mapping[str, str]) -> Pengubah:
    def ubah(sel: Mapping[str, Sel]) -> dict[str, Sel]:
        nip = sel[norma["nipbaru"]]
        kedudukan = _teks(_pertama(sel, norma, "kedudukanhukumnama", "kedudukanpnsnama", "kedudukanhukum"))
        status = _teks(_pertama(sel, norma, "statuscpnspns", "statuskepegawaian", "statuspegawai", "jenispegawainama"))
        if "pppk" in kedudukan.casefold():
            status = kedudukan
        hasil: dict[str, Sel] = {"NIP": nip, "Nama": _nama_bergelar(sel, norma), "Status": _status(status, _teks(nip))}
        if kedudukan:
            hasil["Aktif"] = "Tidak" if _PENSIUN.search(kedudukan.casefold()) else "Ya"
        return hasil

    return ubah


def _penugasan_siasn(norma: Mapping[str, str]) -> Pengubah:
    def ubah(sel: Mapping[str, Sel]) -> dict[str, Sel]:
        jabatan = _teks(_pertama(sel, norma, "jabatannama", "namajabatan"))
        kode = _teks(_pertama(sel, norma, "jenisjabatanid", "jenisjabatan", "jenisjabatannama"))
        jenis = _jenis_jabatan(kode, jabatan, _teks(_pertama(sel, norma, "eselonnama", "eselon", "eselonid")))
        hasil: dict[str, Sel] = {
            "NIP": sel[norma["nipbaru"]],
            "Nama": _nama_bergelar(sel, norma) if "nama" in norma else "",
            "Kode Unit": sel[norma["unorid"]],
            "Jabatan": jabatan,
            "Jenis Jabatan": jenis,
            "Kepala Unit": "Ya" if jenis in _ESELON.values() else "Tidak",
            "TMT": sel[norma["tmtjabatan"]],
            "Jenjang": _jenjang(jabatan),
        }
        if golongan := _pertama(sel, norma, "golakhirnama", "golruangakhir", "golongan"):
            hasil["Golongan"] = golongan
        return hasil

    return ubah


def _orang_dan_jabatan(norma: Mapping[str, str]) -> tuple[dict[str, Pengubah], set[str]]:
    return {"Pegawai": _pegawai_siasn(norma), "Penugasan": _penugasan_siasn(norma)}, _NAMA_KOLOM_PEGAWAI | _NAMA_KOLOM_JABATAN


def _hanya_orang(norma: Mapping[str, str]) -> tuple[dict[str, Pengubah], set[str]]:
    return {"Pegawai": _pegawai_siasn(norma)}, _NAMA_KOLOM_PEGAWAI


def _hanya_jabatan(norma: Mapping[str, str]) -> tuple[dict[str, Pengubah], set[str]]:
    return {"Penugasan": _penugasan_siasn(norma)}, _NAMA_KOLOM_JABATAN


_AWAL_CUTI = ("tanggalawal", "tglawal", "tanggalmulai", "tglmulai", "tanggalmulaicuti", "tglmulaicuti")
_AKHIR_CUTI = ("tanggalakhir", "tglakhir", "tanggalselesai", "tglselesai", "tanggalselesaicuti", "tglselesaicuti")
_JENIS_CUTI = ("jeniscutinama", "namajeniscuti", "jeniscuti", "jenis")
_DASAR_CUTI = ("sknomor", "nomorsk", "nosk", "nomorsurat", "nomorsuratcuti")
_TANDA_CLTN = {"nomorletterbkn", "tanggalletterbkn", "tanggalaktif", "cltnid"}
_NAMA_KOLOM_CUTI = {"nipbaru", "nama", "gelardepan", "gelarbelakang", *_AWAL_CUTI, *_AKHIR_CUTI, *_JENIS_CUTI, *_DASAR_CUTI, *_TANDA_CLTN}


def _cuti_siasn(norma: Mapping[str, str]) -> tuple[dict[str, Pengubah], set[str]]:
    """A list of leaves; without a column for the kind it is the history of CLTN when it has the letter of BKN."""
    tanpa_jenis = "Cuti di luar tanggungan negara" if _TANDA_CLTN & norma.keys() else ""

    def ubah(sel: Mapping[str, Sel]) -> dict[str, Sel]:
        jenis = _teks(_pertama(sel, norma, *_JENIS_CUTI))
        return {
            "NIP": sel[norma["nipbaru"]],
            "Nama": _nama_bergelar(sel, norma) if "nama" in norma else "",
            "Jenis": next((label for pola, label in _CUTI if pola.search(jenis.casefold())), jenis) or tanpa_jenis,
            "Mulai": _pertama(sel, norma, *_AWAL_CUTI),
            "Selesai": _pertama(sel, norma, *_AKHIR_CUTI),
            "Dasar": _teks(_pertama(sel, norma, *_DASAR_CUTI)),
        }

    return {"Cuti": ubah}, _NAMA_KOLOM_CUTI


_SIASN: Final[tuple[tuple[str, frozenset[str], Callable[[Mapping[str, str]], tuple[dict[str, Pengubah], set[str]]]], ...]] = (
    ("siasn_unor", frozenset({"id", "diatasanid", "namaunor"}), _unor),
    ("siasn_pegawai", frozenset({"nipbaru", "nama", "unorid", "tmtjabatan"}), _orang_dan_jabatan),
    ("siasn_jabatan", frozenset({"nipbaru", "unorid", "tmtjabatan"}), _hanya_jabatan),
    *(("siasn_cuti", frozenset({"nipbaru", awal}), _cuti_siasn) for awal in _AWAL_CUTI),
    ("siasn_orang", frozenset({"nipbaru", "nama"}), _hanya_orang),
)
NAMA_BENTUK: Final[Mapping[str, str]] = {
    "siasn_unor": "referensi unor",
    "siasn_pegawai": "daftar pegawai dengan jabatan",
    "siasn_jabatan": "riwayat jabatan",
    "siasn_cuti": "riwayat cuti",
    "siasn_orang": "daftar pegawai",
}


def tebak_jenis_unor(nama: str, *, berinduk: bool) -> str:
    """The kind of a unit that SIASN does not tell, from its name: the code of JENIS_UNOR."""
    if not berinduk:
        return "instansi"
    return next((jenis for pola, jenis in _UNIT if pola.search(nama.casefold())), "perangkat_daerah")
