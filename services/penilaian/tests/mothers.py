"""The people and papers of the sample (Kota Contoh, Dinas Pendidikan, 2025) as the contracts that the other services publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from shared.contracts import auth, capaian, skp

NS = UUID("6f1d3a52-9c1e-4b6f-8c55-0d7f7f6d7699")


def uid(nama: str) -> UUID:
    return uuid5(NS, nama)


INSTANSI = uid("instansi")
INSTANSI_LAIN = uid("instansi lain")
KOTA, DINAS, SD, SDN = uid("kota"), uid("dinas"), uid("bidang sd"), uid("sdn contoh 1")
S0, P1, P2, P3, P4, P5, P9, T1, T2 = (uid(kode) for kode in ("S0", "P1", "P2", "P3", "P4", "P5", "P9", "T1", "T2"))

NAMA = {
    P1: "Dr. Bambang Suryana",
    P2: "Agus Prasetyo, M.Pd.",
    P3: "Sri Wahyuni, M.Pd.",
    P4: "Rina Lestari, A.Md.",
    P5: "Dimas Nugroho, S.E.",
    T1: "Budi Santoso, S.Pd.",
    T2: "Maya Kurniasih, S.Pd.",
    S0: "Drs. Hartono Wijaya",
    P9: "Ratna Dewi, M.Si.",
}
NIP = {P4: "199305172019022904", P5: "199109082015031905", P2: "197901302005041903", P1: "197204151997031901"}

AKHIR = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
"""12 January 2026, 09:00 in the sample's time zone."""

PENGATURAN = auth.Pengaturan(metode="linear_120")

D = Decimal


def instansi(id_: UUID = INSTANSI, pengaturan: auth.Pengaturan = PENGATURAN, version: int = 1) -> auth.Instansi:
    return auth.Instansi(id_, "7699", "Pemerintah Kota Contoh", "kota", "Asia/Jakarta", pengaturan, version)


def unor(id_: UUID, nama: str, induk: UUID | None, instansi_id: UUID = INSTANSI, version: int = 1) -> auth.Unor:
    return auth.Unor(id_, instansi_id, nama[:8], nama, "bidang", induk, date(2020, 1, 1), None, version)


def penugasan(unor_id: UUID, *, kepala: bool = False, penilai: UUID | None = None, atasan: UUID | None = None) -> auth.Penugasan:
    return auth.Penugasan(
        uid(f"penugasan {unor_id} {kepala}"),
        unor_id,
        "Unit",
        "Jabatan",
        "pelaksana",
        None,
        "II/d",
        kepala,
        penilai,
        atasan,
        date(2024, 1, 1),
        None,
    )


def pegawai(
    id_: UUID,
    *tugas: auth.Penugasan,
    peran: tuple[str, ...] = (),
    instansi_id: UUID = INSTANSI,
    version: int = 1,
) -> auth.Pegawai:
    return auth.Pegawai(id_, instansi_id, NIP.get(id_), NAMA.get(id_, "Pegawai Lain"), "pns", True, peran, tugas, version)


def orang(id_: UUID) -> skp.Orang:
    return skp.Orang(id_, NAMA.get(id_, "Pegawai Lain"), NIP.get(id_), "II/d", "Pengolah Data", "Bidang Pembinaan SD")


def indikator(kunci: str, target: str | None, *, satuan: str = "laporan", aspek: str = "kuantitas", **lain: object) -> skp.Indikator:
    return skp.Indikator(
        id=uid(f"indikator {kunci}"),
        aspek=aspek,
        teks=f"Indikator {kunci}",
        target_teks=f"{target} {satuan}",
        target=D(target) if target is not None else None,
        target_min=lain.pop("target_min", None),  # type: ignore[arg-type]
        target_max=lain.pop("target_max", None),  # type: ignore[arg-type]
        satuan=satuan,
        **lain,  # type: ignore[arg-type]
    )


def rhk(nomor: int, bobot: str | None, *isi: skp.Indikator, teks: str = "", jenis: str = "utama") -> skp.Rhk:
    return skp.Rhk(
        uid(f"rhk {isi[0].id}"), nomor, jenis, teks or f"Rencana hasil kerja {nomor}", D(bobot) if bobot else None, None, "", "", tuple(isi)
    )


RHK_P4 = (
    rhk(1, "20.00", indikator("1", "12"), teks="Menyusun laporan kegiatan bulanan"),
    rhk(
        2,
        "30.00",
        indikator("2a", "4", satuan="program"),
        indikator("2b", "85", satuan="%", aspek="kualitas", cara_hitung="akhir"),
        teks="Pelaksanaan program layanan publik",
    ),
    rhk(3, "15.00", indikator("3", "2", satuan="pelatihan"), teks="Pengembangan kompetensi"),
    rhk(4, "35.00", indikator("4", "1", satuan="inovasi"), teks="Inovasi & perbaikan proses kerja"),
)
KODE_PERILAKU = ("BP", "AK", "KP", "HM", "LY", "AD", "KB")
SKOR_P4 = dict(zip(KODE_PERILAKU, (D(115), D(112), D(110), D(110), D(108), D(115), D(114)), strict=True))


def skp_pegawai(
    id_: UUID = P4,
    *,
    penilai: UUID | None = P2,
    atasan: UUID | None = P1,
    unor_id: UUID = SD,
    instansi_id: UUID = INSTANSI,
    status: str = "disetujui",
    isi: tuple[skp.Rhk, ...] = RHK_P4,
    version: int = 3,
    tahun: int = 2025,
    **lain: object,
) -> skp.Skp:
    dasar = skp.Skp(
        id=uid(f"skp {id_} {tahun}"),
        instansi_id=instansi_id,
        pegawai_id=id_,
        penilai_id=penilai,
        atasan_penilai_id=atasan,
        unor_id=unor_id,
        tahun=tahun,
        mulai=date(tahun, 1, 1),
        selesai=date(tahun, 12, 31),
        pendekatan="kuantitatif",
        status=status,
        pegawai=orang(id_),
        penilai=orang(penilai) if penilai else None,
        atasan_penilai=orang(atasan) if atasan else None,
        rhk=isi,
        perilaku=tuple(skp.Perilaku(kode, "Angka dapat ditelusuri." if kode == "AK" else "") for kode in KODE_PERILAKU),
        lampiran=skp.Lampiran(),
        revisi=1,
        diajukan_pada=None,
        dikembalikan_pada=None,
        disetujui_pada=datetime(tahun, 1, 15, tzinfo=UTC),
        alasan_dikembalikan="",
        hash="ab" * 32,
        version=version,
    )
    return replace(dasar, **lain)  # type: ignore[arg-type]


BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
ANGKA_P4: dict[str, tuple[str | None, ...]] = {
    "1": ("1",) * 12,
    "2a": (None, None, "1", None, None, "1", None, None, "1", None, None, "1"),
    "2b": (None, None, "86.1", None, None, "88.4", None, None, "90", None, None, "91.2"),
    "3": (None, None, None, None, "1", None, None, "1", None, None, None, "1"),
    "4": (None, None, None, None, None, None, None, None, "1", None, None, "1"),
}


def laporan(
    bulan: int,
    *,
    rencana: skp.Skp | None = None,
    angka: dict[str, tuple[str | None, ...]] | None = None,
    status: str = "dikirim",
    terlambat: int = 0,
    dimaafkan: bool = False,
    version: int = 2,
    dikirim_pada: datetime | None = None,
    bukti: Sequence[capaian.Bukti] = (),
) -> capaian.Laporan:
    rencana = rencana or skp_pegawai()
    mulai = date(2025, bulan, 1)
    selesai = (date(2025, bulan + 1, 1) if bulan < 12 else date(2026, 1, 1)) - timedelta(days=1)
    batas = selesai + timedelta(days=7)
    dikirim = dikirim_pada or datetime(batas.year, batas.month, batas.day, 3, tzinfo=UTC) + timedelta(days=terlambat)
    terkirim = status in ("dikirim", "diterima", "dikembalikan")
    isi = angka if angka is not None else ANGKA_P4
    nilai = tuple(
        capaian.Realisasi(i.id, r.id, D(a) if (a := isi[kunci][bulan - 1]) is not None else None, "Sesuai rencana.", "", "", "")
        for r in rencana.rhk
        for i in r.indikator
        if (kunci := i.teks.removeprefix("Indikator ")) in isi
    )
    return capaian.Laporan(
        id=uid(f"laporan {rencana.id} {bulan}"),
        instansi_id=rencana.instansi_id,
        pegawai_id=rencana.pegawai_id,
        penilai_id=rencana.penilai_id,
        skp_id=rencana.id,
        periode_id=uid(f"periode {bulan}"),
        tahun=2025,
        nomor=bulan,
        nama=f"{BULAN[bulan - 1]} 2025",
        mulai=mulai,
        selesai=selesai,
        batas_normal=batas,
        batas_toleransi=batas + timedelta(days=5),
        status=status,
        realisasi=nilai,
        bukti=tuple(bukti),
        jumlah_progres=20,
        pertama_dikirim_pada=dikirim if terkirim else None,
        dikirim_pada=dikirim if terkirim else None,
        diterima_pada=None,
        terlambat=terlambat > 0,
        hari_terlambat=terlambat,
        alasan_terlambat="sakit" if dimaafkan else "lainnya" if terlambat else "",
        keterangan_terlambat="",
        dimaafkan=dimaafkan,
        catatan_penilai="",
        version=version,
    )


def laporan_setahun(rencana: skp.Skp | None = None, **lain: object) -> list[capaian.Laporan]:
    return [laporan(bulan, rencana=rencana, **lain) for bulan in range(1, 13)]  # type: ignore[arg-type]


ALASAN_HASIL = "Dua inovasi diterapkan dari target satu; kepuasan layanan 91,2 %."
ALASAN_PERILAKU = "Menjadi rujukan operator sekolah; dua rekan dibimbing sampai mandiri."
