"""Object mothers: the persons and the SKP of the sample (domain 10), as capaian hears of them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from PIL import Image

from capaian.domain.laporan import IsianRealisasi, Laporan
from shared.contracts import auth, skp

WIB = ZoneInfo("Asia/Jakarta")
_RUANG = UUID("6f3a1d0e-0000-4000-8000-000000000000")


def id_dari(nama: str) -> UUID:
    return uuid5(_RUANG, nama)


INSTANSI = id_dari("instansi")
RINA, AGUS, BAMBANG, DIMAS, ADMIN = (id_dari(n) for n in ("P4", "P2", "P1", "P5", "admin"))
SKP_RINA = id_dari("skp-P4")
NAMA = {
    RINA: "Rina Lestari, A.Md.",
    AGUS: "Agus Prasetyo, M.Pd.",
    BAMBANG: "Dr. Bambang Suryana",
    DIMAS: "Dimas Nugroho, S.E.",
    ADMIN: "Admin Kota",
}
BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")


def jam(tahun: int, bulan: int, hari: int, pukul: int = 10, menit: int = 0, detik: int = 0) -> datetime:
    """A moment on the clock of Jakarta."""
    return datetime.combine(date(tahun, bulan, hari), time(pukul, menit, detik), WIB).astimezone(UTC)


def instansi() -> auth.Instansi:
    return auth.Instansi(INSTANSI, "7699", "Pemerintah Kota Contoh", "kota", "Asia/Jakarta", auth.Pengaturan(), 1)


def pegawai(pegawai_id: UUID) -> auth.Pegawai:
    return auth.Pegawai(pegawai_id, INSTANSI, None, NAMA[pegawai_id], "pns", True, (), (), 1)


def orang(pegawai_id: UUID) -> skp.Orang:
    return skp.Orang(pegawai_id, NAMA[pegawai_id], None, None, "Pengolah Data", "Bidang Pembinaan SD")


def periode_laporan(nomor: int, tahun: int = 2025, **ganti: object) -> skp.Periode:
    """A month: normal to the 8th of the next one, tolerated to the 15th."""
    mulai = date(tahun, nomor, 1)
    berikut = date(tahun + nomor // 12, nomor % 12 + 1, 1)
    isi: dict[str, object] = {
        "id": id_dari(f"periode-{tahun}-{nomor}"),
        "instansi_id": INSTANSI,
        "tahun": tahun,
        "untuk": "laporan",
        "jenis": "bulanan",
        "nomor": nomor,
        "nama": f"{BULAN[nomor - 1]} {tahun}",
        "mulai": mulai,
        "selesai": date.fromordinal(berikut.toordinal() - 1),
        "batas_normal": berikut.replace(day=8),
        "batas_toleransi": berikut.replace(day=15),
        "version": 1,
    }
    return skp.Periode(**(isi | ganti))  # type: ignore[arg-type]


def indikator(nama: str, target: str, satuan: str, **ganti: object) -> skp.Indikator:
    isi: dict[str, object] = {
        "id": id_dari(nama),
        "aspek": "kuantitas",
        "teks": nama,
        "target_teks": "",
        "target": Decimal(target),
        "target_min": None,
        "target_max": None,
        "satuan": satuan,
    }
    return skp.Indikator(**(isi | ganti))  # type: ignore[arg-type]


LAPORAN_BULANAN = indikator("Tepat waktu & akurat", "12", "laporan")
PROGRAM = indikator("Program terlaksana", "4", "program")
KEPUASAN = indikator("Kepuasan masyarakat minimal 85%", "85", "%", aspek="kualitas", cara_hitung="akhir")
PELATIHAN = indikator("Mengikuti pelatihan minimal 2 kali per tahun", "2", "pelatihan")
INOVASI = indikator("Jumlah inovasi diterapkan", "1", "inovasi")


def _rhk(nomor: int, teks: str, bobot: str, *daftar: skp.Indikator) -> skp.Rhk:
    return skp.Rhk(id_dari(teks), nomor, "utama", teks, Decimal(bobot), None, "", "", daftar)


RHK_RINA = (
    _rhk(1, "Menyusun laporan kegiatan bulanan", "20", LAPORAN_BULANAN),
    _rhk(2, "Pelaksanaan program layanan publik", "30", PROGRAM, KEPUASAN),
    _rhk(3, "Pengembangan kompetensi", "15", PELATIHAN),
    _rhk(4, "Inovasi & perbaikan proses kerja", "35", INOVASI),
)


def skp_rina(**ganti: object) -> skp.Skp:
    """The agreed SKP of P4 for 2025; P2 evaluates, P1 is above."""
    isi: dict[str, object] = {
        "id": SKP_RINA,
        "instansi_id": INSTANSI,
        "pegawai_id": RINA,
        "penilai_id": AGUS,
        "atasan_penilai_id": BAMBANG,
        "unor_id": id_dari("Bidang Pembinaan SD"),
        "tahun": 2025,
        "mulai": date(2025, 1, 1),
        "selesai": date(2025, 12, 31),
        "pendekatan": "kuantitatif",
        "status": "disetujui",
        "pegawai": orang(RINA),
        "penilai": orang(AGUS),
        "atasan_penilai": orang(BAMBANG),
        "rhk": RHK_RINA,
        "perilaku": (),
        "lampiran": skp.Lampiran(),
        "revisi": 1,
        "diajukan_pada": jam(2025, 1, 20),
        "dikembalikan_pada": None,
        "disetujui_pada": jam(2025, 1, 24),
        "alasan_dikembalikan": "",
        "hash": "x",
        "version": 3,
    }
    return skp.Skp(**(isi | ganti))  # type: ignore[arg-type]


def laporan(nomor: int = 11, **ganti: object) -> Laporan:
    """A draft of one month; November 2025 unless said otherwise: in time until 8 December, open until the 15th."""
    p = periode_laporan(nomor)
    isi: dict[str, object] = {
        "id": id_dari(f"laporan-{nomor}"),
        "instansi_id": INSTANSI,
        "pegawai_id": RINA,
        "penilai_id": AGUS,
        "atasan_penilai_id": BAMBANG,
        "skp_id": SKP_RINA,
        "periode_id": p.id,
        "tahun": 2025,
        "nomor": nomor,
        "nama": p.nama,
        "mulai": p.mulai,
        "selesai": p.selesai,
        "batas_normal": p.batas_normal,
        "batas_toleransi": p.batas_toleransi,
    }
    return Laporan(**(isi | ganti))  # type: ignore[arg-type]


def indikator_rina() -> dict[UUID, tuple[UUID, skp.Indikator]]:
    return {satu.id: (rhk.id, satu) for rhk in RHK_RINA for satu in rhk.indikator}


def isian_lengkap() -> list[IsianRealisasi]:
    return [IsianRealisasi(indikator_id, Decimal(1)) for indikator_id in indikator_rina()]


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def gambar(jenis: str, lebar: int = 1, tinggi: int = 1, **simpan: Any) -> bytes:
    """A picture of one colour; ``jenis`` is PNG or JPEG."""
    keluar = io.BytesIO()
    Image.new("RGB", (lebar, tinggi), "teal").save(keluar, jenis, **simpan)
    return keluar.getvalue()


PNG = gambar("PNG")
JPG = gambar("JPEG")


def arsip(*anggota: str, isi: bytes = b"<x/>") -> bytes:
    """A zip with these member names."""
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as tujuan:
        for nama in anggota:
            tujuan.writestr(nama, isi)
    return keluar.getvalue()


def docx() -> bytes:
    return arsip("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def xlsx() -> bytes:
    return arsip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")
