"""The sample year: who plans what in 2025, what comes of it, and how it is judged. All persons are invented.

The figures are the project's oracle: whoever computes them otherwise is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NIP = {
    "S0": "196910101994031907",
    "P1": "197204151997031901",
    "P2": "197901302005041903",
    "P3": "197508022000122902",
    "P4": "199305172019022904",
    "P5": "199109082015031905",
    "P9": "198002142006042905",
    "T1": "199011232019031906",
    "T2": "199506122023212901",
}

DA, SE, DB = "di_atas_ekspektasi", "sesuai_ekspektasi", "di_bawah_ekspektasi"


@dataclass(frozen=True)
class Ukuran:
    """One indikator; ``realisasi`` is the year's total (cara_hitung jumlah) or its last value (akhir)."""

    aspek: str
    teks: str
    target_teks: str
    target: str
    satuan: str
    realisasi: str
    arah: str = "normal"
    cara_hitung: str = "akhir"


@dataclass(frozen=True)
class Hasil:
    teks: str
    bobot: str
    ukuran: tuple[Ukuran, ...]
    mendukung: int | None = None


@dataclass(frozen=True)
class Rencana:
    """One SKP with its outcome. ``terlambat`` maps a month to (days after the deadline, reason, excused)."""

    kode: str
    penilai: str
    atasan: str | None
    hasil: tuple[Hasil, ...]
    perilaku: tuple[int, ...]
    rating: tuple[str, str]
    harapan: dict[str, str]
    tanggal: str = "2025-01-06"
    terlambat: dict[int, tuple[int, str, bool]] = field(default_factory=dict)
    alasan_hasil: str = ""
    alasan_perilaku: str = ""
    gagasan_baru: str = ""


def _jumlah(aspek: str, teks: str, target_teks: str, target: str, satuan: str, realisasi: str) -> Ukuran:
    return Ukuran(aspek, teks, target_teks, target, satuan, realisasi, cara_hitung="jumlah")


def _akhir(teks: str, target: str, satuan: str, realisasi: str, *, aspek: str = "kualitas", arah: str = "normal") -> Ukuran:
    return Ukuran(aspek, teks, f"{target.replace('.', ',')} {satuan}", target, satuan, realisasi, arah=arah)


SAMA = (100,) * 7

RENCANA = (
    Rencana(
        "P1",
        "S0",
        None,
        (
            Hasil("Meningkatnya indeks mutu pendidikan", "40", (_akhir("Indeks mutu pendidikan", "83", "indeks", "83.1"),)),
            Hasil("Meningkatnya angka partisipasi sekolah", "25", (_akhir("Angka partisipasi", "87", "%", "87.5"),)),
            Hasil("Meningkatnya indeks pelayanan publik", "20", (_akhir("Indeks pelayanan publik", "3.8", "indeks", "3.9"),)),
            Hasil("Terserapnya anggaran dinas", "15", (_akhir("Penyerapan anggaran", "95", "%", "96.4", aspek="biaya"),)),
        ),
        (104,) * 7,
        (SE, SE),
        {"nilai_skp": "100.94", "nkp": "102.16", "predikat": "baik"},
        tanggal="2025-01-03",
    ),
    Rencana(
        "P2",
        "P1",
        "P1",
        (
            Hasil("Meningkatnya mutu SD", "35", (_akhir("Nilai mutu SD", "82", "indeks", "82.4"),), 0),
            Hasil("Terlaksananya pembinaan sekolah", "35", (_akhir("Sekolah yang dibina", "95", "%", "96"),), 1),
            Hasil(
                "Tersedianya laporan dan data pokok",
                "30",
                (
                    _jumlah("kuantitas", "Laporan bulanan", "12 laporan per tahun", "12", "laporan", "12"),
                    _akhir("Kelengkapan data pokok", "100", "%", "100"),
                ),
                2,
            ),
        ),
        (101,) * 7,
        (SE, SE),
        {"nilai_skp": "100.54", "nkp": "100.72", "predikat": "baik"},
        tanggal="2025-01-06",
    ),
    Rencana(
        "P3",
        "P1",
        "P1",
        (
            Hasil("Meningkatnya ketuntasan belajar", "40", (_akhir("Ketuntasan belajar", "90", "%", "91"),), 0),
            Hasil("Meningkatnya kepuasan orang tua", "30", (_akhir("Kepuasan orang tua", "88", "%", "88"),), 2),
            Hasil("Terjaganya kehadiran guru", "30", (_akhir("Kehadiran guru", "95", "%", "97"),), 1),
        ),
        (102,) * 7,
        (SE, SE),
        {"nilai_skp": "101.08", "nkp": "101.45", "predikat": "baik"},
        tanggal="2025-01-06",
    ),
    Rencana(
        "P4",
        "P2",
        "P2",
        (
            Hasil(
                "Menyusun laporan kegiatan bulanan",
                "20.00",
                (_jumlah("kuantitas", "Tepat waktu & akurat", "12 laporan per tahun", "12", "laporan", "12"),),
                2,
            ),
            Hasil(
                "Pelaksanaan program layanan publik",
                "30.00",
                (
                    _jumlah("kuantitas", "Program terlaksana", "1 program per triwulan", "4", "program", "4"),
                    Ukuran("kualitas", "Kepuasan masyarakat minimal 85%", "85%", "85", "%", "91.2"),
                ),
                1,
            ),
            Hasil(
                "Pengembangan kompetensi",
                "15.00",
                (_jumlah("kuantitas", "Mengikuti pelatihan minimal 2 kali per tahun", "2 pelatihan", "2", "pelatihan", "3"),),
                0,
            ),
            Hasil(
                "Inovasi & perbaikan proses kerja",
                "35.00",
                (_jumlah("kuantitas", "Jumlah inovasi diterapkan", "1 inovasi per tahun", "1", "inovasi", "2"),),
                0,
            ),
        ),
        (115, 112, 110, 110, 108, 115, 114),
        (DA, DA),
        {"nilai_skp": "111.09", "nilai_perilaku": "112.00", "nkp": "111.46", "predikat": "sangat_baik"},
        tanggal="2025-01-07",
        alasan_hasil="Dua inovasi diterapkan dari target satu; kepuasan layanan naik menjadi 91,2 %.",
        alasan_perilaku="Menjadi rujukan operator sekolah; dua rekan dibimbing sampai mandiri.",
        gagasan_baru="Loket daring rekap data sekolah, dipakai seluruh SD sejak Oktober 2025.",
    ),
    Rencana(
        "P5",
        "P9",
        None,
        (
            Hasil(
                "Tersusunnya analisis jabatan",
                "50",
                (_jumlah("kuantitas", "Dokumen analisis jabatan", "10 dokumen", "10", "dokumen", "10"),),
            ),
            Hasil("Terlayaninya administrasi kepegawaian", "50", (_akhir("Layanan selesai", "100", "%", "98"),)),
        ),
        SAMA,
        (SE, SE),
        {"nilai_skp": "99.00", "nkp": "99.40", "predikat": "baik"},
        tanggal="2025-01-07",
    ),
    Rencana(
        "P5",
        "P2",
        "P2",
        (
            Hasil(
                "Terselesaikannya berkas kepegawaian",
                "40",
                (
                    _jumlah("kuantitas", "Berkas selesai", "24 berkas", "24", "berkas", "22"),
                    _akhir("Ketelitian berkas", "95", "%", "98"),
                ),
                2,
            ),
            Hasil(
                "Makin singkatnya waktu proses",
                "35",
                (
                    _akhir("Waktu proses", "6", "hari", "7", aspek="waktu", arah="khusus"),
                    _akhir("Kelengkapan berkas", "100", "%", "100"),
                ),
                1,
            ),
            Hasil("Tersusunnya peta kompetensi", "25", (_jumlah("kuantitas", "Peta kompetensi", "2 peta", "2", "peta", "2"),), 0),
        ),
        (97, 82, 98, 100, 100, 97, 98),
        (SE, SE),
        {"nilai_skp": "96.05", "nkp": "96.03", "predikat": "baik"},
        tanggal="2025-08-04",
        terlambat={8: (12, "tugas_luar", False), 9: (9, "lainnya", False), 10: (15, "lainnya", False), 11: (2, "sakit", True)},
        alasan_perilaku="Tiga laporan terlambat, tetapi kerja sama dan layanan kepada sekolah tetap sesuai harapan.",
    ),
    Rencana(
        "T1",
        "P3",
        "P3",
        (
            Hasil(
                "Tersusunnya perangkat ajar",
                "35",
                (
                    _jumlah("kuantitas", "Perangkat ajar", "2 perangkat", "2", "perangkat", "2"),
                    _akhir("Mutu perangkat ajar", "90", "nilai", "92"),
                ),
                0,
            ),
            Hasil(
                "Tuntasnya belajar siswa",
                "40",
                (
                    _akhir("Ketuntasan siswa", "75", "%", "76"),
                    _akhir("Jam mengajar per minggu", "36", "jam", "36", aspek="kuantitas"),
                ),
                0,
            ),
            Hasil("Pengembangan diri", "25", (_akhir("Kegiatan pengembangan diri", "4", "kegiatan", "0", aspek="kuantitas"),), 2),
        ),
        SAMA,
        (DB, SE),
        {"nilai_skp": "75.66", "nkp": "85.39", "predikat": "butuh_perbaikan"},
        alasan_hasil="Bukti empat kegiatan pengembangan diri belum dapat dibuka, jadi belum dihitung.",
    ),
    Rencana(
        "T2",
        "P3",
        "P3",
        (
            Hasil(
                "Tersusunnya perangkat ajar",
                "30",
                (
                    _jumlah("kuantitas", "Perangkat ajar", "2 perangkat", "2", "perangkat", "1"),
                    _akhir("Mutu perangkat ajar", "90", "nilai", "70"),
                ),
                0,
            ),
            Hasil(
                "Tuntasnya belajar siswa",
                "45",
                (
                    _akhir("Ketuntasan siswa", "75", "%", "61"),
                    _akhir("Jam mengajar per minggu", "36", "jam", "27", aspek="kuantitas"),
                ),
                0,
            ),
            Hasil("Pengembangan diri", "25", (_akhir("Kegiatan pengembangan diri", "4", "kegiatan", "2", aspek="kuantitas"),), 2),
        ),
        SAMA,
        (DB, SE),
        {"nilai_skp": "66.84", "nkp": "80.11", "predikat": "butuh_perbaikan"},
        alasan_hasil="Satu dari dua perangkat ajar selesai dan ketuntasan siswa jauh di bawah target.",
    ),
)
