"""The small town of the access tests, as the services hear of it: three persons whose records are asked for, and everybody who asks.

Units: kota over bidang A (with the section A1) and bidang B. The records belong to Xaverius (head of A), Yohana (in B), and Zulkifli in another
instansi. Every record carries a mark of its class and its owner, so that a leak shows wherever it happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from shared.auth.identity import Identity
from shared.auth.scopes import SCOPES
from shared.contracts import auth, capaian, penilaian, skp
from shared.matriks import Kolom, Objek

RUANG = UUID("acce5500-0000-7000-8000-000000000000")
KINI = datetime(2026, 1, 12, 3, 0, tzinfo=UTC)


def kunci(nama: str) -> UUID:
    return uuid5(RUANG, nama)


INSTANSI, INSTANSI_LAIN = kunci("instansi"), kunci("instansi lain")
KOTA, A, A1, B, LAIN = kunci("kota"), kunci("a"), kunci("a1"), kunci("b"), kunci("unit lain")
X, Y, Z = kunci("x"), kunci("y"), kunci("z")
PENILAI, ATASAN, REKAN, BAWAHAN = kunci("penilai"), kunci("atasan"), kunci("rekan"), kunci("bawahan")
PENILAI_B, PENILAI_LAIN = kunci("penilai b"), kunci("penilai lain")
NAMA = {
    X: "Xaverius Sasaran", Y: "Yohana Sasaran", Z: "Zulkifli Sasaran", PENILAI: "Pranata Penilai", ATASAN: "Astuti Atasan",
    REKAN: "Rahmat Rekan", BAWAHAN: "Bagus Bawahan", PENILAI_B: "Beni Penilai", PENILAI_LAIN: "Lukman Lain",
}  # fmt: skip
NIP = {X: "198001012005011001", Y: "198001012005011002", Z: "198001012005011003"}
SASARAN = (X, Y, Z)
UNIT = {X: A, Y: B, Z: LAIN}
MILIK = {X: INSTANSI, Y: INSTANSI, Z: INSTANSI_LAIN}
ATASANNYA = {X: (PENILAI, ATASAN), Y: (PENILAI_B, ATASAN), Z: (PENILAI_LAIN, None)}
PERAN = (Kolom.PENGELOLA_KINERJA, Kolom.ADMIN_INSTANSI, Kolom.PPK, Kolom.AUDITOR, Kolom.ADMIN_PLATFORM)


def tanda(objek: Objek, orang: UUID) -> str:
    """A text that stands in this person's records of this class and nowhere else."""
    return f"TANDA{objek.upper().replace('_', '')}{NAMA[orang][0]}"


@dataclass(frozen=True)
class Penanya:
    """Somebody who asks; ``hubungan`` are his columns of the matrix by whose record it is."""

    nama: str
    identity: Identity | None
    hubungan: Mapping[UUID, frozenset[str]] = field(default_factory=dict)

    def kolom(self, orang: UUID) -> frozenset[str]:
        return self.hubungan.get(orang, frozenset())

    @property
    def peran(self) -> frozenset[str]:
        """The roles that hold in the whole own instansi."""
        return self.identity.peran_seluruh if self.identity else frozenset()

    @property
    def klien(self) -> bool:
        return bool(self.identity and self.identity.klien_id)


def _orang(nama: str, id_: UUID, hubungan: Mapping[UUID, str], *, instansi: UUID = INSTANSI) -> Penanya:
    return Penanya(
        nama,
        Identity(id_, instansi, NAMA.get(id_, nama), frozenset(), ""),
        {orang: frozenset({kolom}) for orang, kolom in hubungan.items()},
    )


def _petugas(peran: Kolom, nama: str, *, instansi: UUID = INSTANSI, unit: UUID | None = None) -> Penanya:
    dicapai = [orang for orang in SASARAN if MILIK[orang] == instansi and (unit is None or UNIT[orang] == unit)]
    peran_unit = {str(peran): frozenset({unit})} if unit else {}
    identity = Identity(kunci(nama), instansi, f"Petugas {nama}", frozenset({str(peran)}), "", peran_unit)
    return Penanya(nama, identity, {orang: frozenset({str(peran)}) for orang in dicapai})


def penanya() -> list[Penanya]:
    klien = Identity(kunci("klien"), INSTANSI, "Aplikasi uji", frozenset(), "", {}, str(kunci("klien")), frozenset(SCOPES))
    return [
        Penanya("anonim", None),
        _orang("pegawai", X, {X: Kolom.PEGAWAI}),
        _orang("penilai", PENILAI, {X: Kolom.PENILAI}),
        _orang("atasan penilai", ATASAN, {X: Kolom.ATASAN_PENILAI, Y: Kolom.ATASAN_PENILAI}),
        _orang("rekan", REKAN, {X: Kolom.REKAN}),
        _orang("bawahan", BAWAHAN, {X: Kolom.BAWAHAN}),
        _orang("orang instansi lain", PENILAI_LAIN, {Z: Kolom.PENILAI}, instansi=INSTANSI_LAIN),
        *(_petugas(peran, str(peran)) for peran in PERAN),
        *(_petugas(peran, f"{peran} bidang A", unit=A) for peran in PERAN[:4]),
        *(_petugas(peran, f"{peran} instansi lain", instansi=INSTANSI_LAIN) for peran in (Kolom.ADMIN_INSTANSI, Kolom.AUDITOR)),
        Penanya("klien dengan scope", klien, {X: frozenset({str(Kolom.PENGELOLA_KINERJA)}), Y: frozenset({str(Kolom.PENGELOLA_KINERJA)})}),
        Penanya("klien tanpa scope", replace(klien, scope=frozenset())),
    ]


# ---- what the other services publish about it


def organisasi() -> list[object]:
    pengaturan = auth.Pengaturan(metode="linear_120")
    instansi = [
        auth.Instansi(INSTANSI, "7699", "Kota Uji", "kota", "Asia/Jakarta", pengaturan, 1),
        auth.Instansi(INSTANSI_LAIN, "7600", "Kota Lain", "kota", "Asia/Jakarta", pengaturan, 1),
    ]
    induk = {KOTA: (INSTANSI, None), A: (INSTANSI, KOTA), A1: (INSTANSI, A), B: (INSTANSI, KOTA), LAIN: (INSTANSI_LAIN, None)}
    unor = [
        auth.Unor(u, milik, str(n), f"Unit {n}", "bidang", atas, date(2020, 1, 1), None, 1)
        for n, (u, (milik, atas)) in enumerate(induk.items())
    ]
    tugas = {
        X: (INSTANSI, A, True, PENILAI, ATASAN), Y: (INSTANSI, B, True, PENILAI_B, ATASAN), Z: (INSTANSI_LAIN, LAIN, True, PENILAI_LAIN, None),
        PENILAI: (INSTANSI, KOTA, False, ATASAN, None), PENILAI_B: (INSTANSI, KOTA, False, ATASAN, None), ATASAN: (INSTANSI, KOTA, True, None, None),
        REKAN: (INSTANSI, A, False, PENILAI, ATASAN), BAWAHAN: (INSTANSI, A1, False, X, PENILAI), PENILAI_LAIN: (INSTANSI_LAIN, LAIN, False, None, None),
    }  # fmt: skip
    pegawai = []
    for id_, (milik, unit, kepala, penilai_, atasan) in tugas.items():
        pos = auth.Penugasan(
            kunci(f"tugas {id_}"), unit, "Unit", "Analis", "jf", "muda", "III/c", kepala, penilai_, atasan, date(2020, 1, 1), None
        )
        pegawai.append(auth.Pegawai(id_, milik, NIP.get(id_), NAMA[id_], "pns", True, (), (pos,), 1))
    return [*instansi, *unor, *pegawai]


def periode(tahun: int = 2025) -> list[skp.Periode]:
    isi = []
    for milik in (INSTANSI, INSTANSI_LAIN):
        dasar = (date(tahun, 1, 1), date(tahun, 12, 31), date(tahun + 1, 1, 15), date(tahun + 1, 1, 31), 1)
        isi += [
            skp.Periode(kunci(f"{jenis} {milik} {tahun}"), milik, tahun, jenis, "tahunan", 1, f"Tahunan {tahun}", *dasar)
            for jenis in ("skp", "evaluasi")
        ]
        isi.append(
            skp.Periode(
                kunci(f"laporan {milik} {tahun}"),
                milik,
                tahun,
                "laporan",
                "bulanan",
                12,
                f"Desember {tahun}",
                date(tahun, 12, 1),
                date(tahun, 12, 31),
                date(tahun + 1, 1, 8),
                date(tahun + 1, 1, 20),
                1,
            )
        )
    return isi


def orang(id_: UUID) -> skp.Orang:
    return skp.Orang(id_, NAMA[id_], NIP.get(id_), "III/c", "Analis", "Unit")


def indikator(id_: UUID) -> skp.Indikator:
    return skp.Indikator(kunci(f"indikator {id_}"), "kuantitas", "Laporan tersusun", "12 laporan", Decimal(12), None, None, "laporan")


def rhk(id_: UUID) -> skp.Rhk:
    return skp.Rhk(
        kunci(f"rhk {id_}"), 1, "utama", f"Menyusun laporan {tanda(Objek.SKP, id_)}", Decimal(100), None, "", "", (indikator(id_),)
    )


def skp_disetujui(id_: UUID, tahun: int = 2025) -> skp.Skp:
    penilai_, atasan = ATASANNYA[id_]
    return skp.Skp(
        id=kunci(f"skp {id_} {tahun}"), instansi_id=MILIK[id_], pegawai_id=id_, penilai_id=penilai_, atasan_penilai_id=atasan, unor_id=UNIT[id_],
        tahun=tahun, mulai=date(tahun, 1, 1), selesai=date(tahun, 12, 31), pendekatan="kuantitatif", status="disetujui", pegawai=orang(id_),
        penilai=orang(penilai_), atasan_penilai=orang(atasan) if atasan else None, rhk=(rhk(id_),), perilaku=(), lampiran=skp.Lampiran(), revisi=1,
        diajukan_pada=datetime(tahun, 1, 10, tzinfo=UTC), dikembalikan_pada=None, disetujui_pada=datetime(tahun, 1, 15, tzinfo=UTC),
        alasan_dikembalikan="", hash="ab" * 32, version=3,
    )  # fmt: skip


ANGKA = {X: "731.25", Y: "732.25", Z: "733.25"}
"""The figures of the reports: a mark where only numbers travel."""


def laporan_diterima(id_: UUID, tahun: int = 2025) -> capaian.Laporan:
    p = next(p for p in periode(tahun) if p.instansi_id == MILIK[id_] and p.untuk == "laporan")
    isi = capaian.Realisasi(indikator(id_).id, rhk(id_).id, Decimal(ANGKA[id_]), tanda(Objek.REALISASI, id_), "", "", "")
    bukti = capaian.Bukti(kunci(f"bukti {id_}"), indikator(id_).id, f"{tanda(Objek.BUKTI, id_)}.pdf", "application/pdf", 100, "cd" * 32)
    pada = datetime(tahun + 1, 1, 5, tzinfo=UTC)
    return capaian.Laporan(
        id=kunci(f"laporan {id_} {tahun}"), instansi_id=MILIK[id_], pegawai_id=id_, penilai_id=ATASANNYA[id_][0], skp_id=kunci(f"skp {id_} {tahun}"),
        periode_id=p.id, tahun=tahun, nomor=12, nama=p.nama, mulai=p.mulai, selesai=p.selesai, batas_normal=p.batas_normal,
        batas_toleransi=p.batas_toleransi, status="diterima", realisasi=(isi,), bukti=(bukti,), jumlah_progres=3, pertama_dikirim_pada=pada,
        dikirim_pada=pada, diterima_pada=pada, terlambat=False, hari_terlambat=0, alasan_terlambat="", keterangan_terlambat="", dimaafkan=False,
        catatan_penilai="", version=4,
    )  # fmt: skip


def laporan_setahun(id_: UUID, tahun: int = 2025) -> capaian.Laporan:
    """One report for the whole year, as where reports are yearly."""
    return replace(laporan_diterima(id_, tahun), mulai=date(tahun, 1, 1))


def evaluasi(id_: UUID, status: str = "disampaikan", tahun: int = 2025) -> penilaian.Evaluasi:
    penilai_, atasan = ATASANNYA[id_]
    tetap = status == "disampaikan"
    pada = datetime(tahun + 1, 1, 9, tzinfo=UTC)
    return penilaian.Evaluasi(
        id=kunci(f"evaluasi {id_} {tahun}"), instansi_id=MILIK[id_], pegawai_id=id_, penilai_id=penilai_, atasan_penilai_id=atasan, unor_id=UNIT[id_],
        skp_id=kunci(f"skp {id_} {tahun}"), tahun=tahun, jenis="tahunan", mulai=date(tahun, 1, 1), selesai=date(tahun, 12, 31), status=status,
        ketepatan=penilaian.Ketepatan(1, 1, 0, 0, 0, Decimal("100.00")), capaian_organisasi="baik" if tetap else "",
        rating_hasil="sesuai_ekspektasi" if tetap else "", rating_perilaku="sesuai_ekspektasi" if tetap else "", predikat="baik" if tetap else "",
        nilai_skp=Decimal("100.00"), nilai_perilaku=Decimal("100.00"), nkp=Decimal("100.00"), catatan=tanda(Objek.RATING, id_), diajukan_pada=pada,
        ditetapkan_pada=pada, disampaikan_pada=pada, final_pada=None, hash="ef" * 32, version=4,
    )  # fmt: skip
