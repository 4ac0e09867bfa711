"""Writes kota-contoh.xlsx beside this file: the invented Pemerintah Kota Contoh, in the form that the import of auth reads; and
kota-contoh-cacat.xlsx, the same with deliberate faults: some the import refuses row by row, the others the hierarchy check finds.

Run it again after a change: ``python deploy/contoh/buat_contoh.py [target.xlsx]``. All persons are invented, all NIP synthetic.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

AWAL = date(2025, 1, 1)

UNIT = [
    ("Kode", "Nama", "Jenis", "Kode Induk", "Berlaku Dari", "Berlaku Sampai"),
    ("KOTA", "Pemerintah Kota Contoh", "Instansi", "", date(2020, 1, 1), ""),
    ("SETDA", "Sekretariat Daerah", "Sekretariat", "KOTA", date(2020, 1, 1), ""),
    ("DISDIK", "Dinas Pendidikan", "Perangkat daerah", "KOTA", date(2020, 1, 1), ""),
    ("DISDIK-SEK", "Sekretariat Dinas", "Sekretariat", "DISDIK", date(2020, 1, 1), ""),
    ("DISDIK-SD", "Bidang Pembinaan SD", "Bidang", "DISDIK", date(2020, 1, 1), ""),
    ("SDN-1", "UPT SDN Contoh 1", "UPT", "DISDIK", date(2020, 1, 1), ""),
]

PEGAWAI = [
    ("NIP", "Nama", "Status", "Aktif", "Peran"),
    ("", "Ir. Hj. Larasati Kusumo", "Pejabat negara", "Ya", "ppk"),
    ("196910101994031907", "Drs. Hartono Wijaya", "PNS", "Ya", ""),
    ("197204151997031901", "Dr. Bambang Suryana", "PNS", "Ya", ""),
    ("197901302005041903", "Agus Prasetyo, M.Pd.", "PNS", "Ya", ""),
    ("197508022000122902", "Sri Wahyuni, M.Pd.", "PNS", "Ya", ""),
    ("199305172019022904", "Rina Lestari, A.Md.", "PNS", "Ya", ""),
    ("199109082015031905", "Dimas Nugroho, S.E.", "PNS", "Ya", ""),
    ("198002142006042905", "Ratna Dewi, M.Si.", "PNS", "Ya", ""),
    ("199011232019031906", "Budi Santoso, S.Pd.", "PNS", "Ya", ""),
    ("199506122023212901", "Maya Kurniasih, S.Pd.", "PPPK", "Ya", ""),
]

PENUGASAN = [
    ("NIP", "Nama", "Kode Unit", "Jabatan", "Jenis Jabatan", "Jenjang", "Golongan", "Kepala Unit", "Penilai", "TMT", "Selesai"),
    ("", "Ir. Hj. Larasati Kusumo", "KOTA", "Walikota Contoh", "Pejabat negara", "", "", "Ya", "", AWAL, ""),
    ("196910101994031907", "Drs. Hartono Wijaya", "SETDA", "Sekretaris Daerah", "JPT pratama", "", "IV/d", "Ya", "", AWAL, ""),
    ("197204151997031901", "Dr. Bambang Suryana", "DISDIK", "Kepala Dinas Pendidikan", "JPT pratama", "", "IV/c", "Ya", "196910101994031907", AWAL, ""),
    ("197901302005041903", "Agus Prasetyo, M.Pd.", "DISDIK-SD", "Kepala Bidang Pembinaan SD", "Administrator", "", "IV/a", "Ya", "", AWAL, ""),
    ("197508022000122902", "Sri Wahyuni, M.Pd.", "SDN-1", "Guru Ahli Madya, Kepala SDN Contoh 1", "Fungsional keahlian", "Ahli Madya", "IV/b", "Ya", "", AWAL, ""),
    ("199305172019022904", "Rina Lestari, A.Md.", "DISDIK-SD", "Pengolah Data", "Pelaksana", "", "II/d", "Tidak", "", AWAL, ""),
    ("199109082015031905", "Dimas Nugroho, S.E.", "DISDIK-SEK", "Analis SDM Aparatur Ahli Pertama", "Fungsional keahlian", "Ahli Pertama", "III/b", "Tidak", "", AWAL, date(2025, 7, 31)),
    ("199109082015031905", "Dimas Nugroho, S.E.", "DISDIK-SD", "Analis SDM Aparatur Ahli Pertama", "Fungsional keahlian", "Ahli Pertama", "III/b", "Tidak", "", date(2025, 8, 1), ""),
    ("198002142006042905", "Ratna Dewi, M.Si.", "DISDIK-SEK", "Sekretaris Dinas", "Administrator", "", "IV/a", "Ya", "", AWAL, date(2025, 7, 31)),
    ("199011232019031906", "Budi Santoso, S.Pd.", "SDN-1", "Guru Ahli Pertama", "Fungsional keahlian", "Ahli Pertama", "III/b", "Tidak", "", AWAL, ""),
    ("199506122023212901", "Maya Kurniasih, S.Pd.", "SDN-1", "Guru Ahli Pertama", "Fungsional keahlian", "Ahli Pertama", "IX", "Tidak", "", AWAL, ""),
]  # fmt: skip


CUTI = [("NIP", "Nama", "Jenis", "Mulai", "Selesai", "Dasar")]

TERTOLAK = {
    "Unit": [
        ("LINGKAR-A", "Bagian yang melingkar A", "Bagian", "LINGKAR-B", date(2020, 1, 1), ""),
        ("LINGKAR-B", "Bagian yang melingkar B", "Bagian", "LINGKAR-A", date(2020, 1, 1), ""),
        ("TUTUP", "Bidang yang sudah ditutup", "Bidang", "DISDIK", date(2020, 1, 1), date(2024, 12, 31)),
        ("YATIM", "Seksi dengan induk yang tidak ada", "Seksi", "TIDAK-ADA", date(2020, 1, 1), ""),
    ],
    "Pegawai": [
        ("197202301997031901", "Lahir 30 Februari", "PNS", "Ya", ""),
        ("199305172019022904", "Rina Lestari, A.Md.", "PNS", "Ya", ""),
    ],
    "Penugasan": [
        ("199011232019031906", "Budi Santoso, S.Pd.", "SDN-1", "Guru Ahli Pertama", "Fungsional keahlian", "Ahli Pertama", "III/b", "Tidak", "", date(2024, 6, 1), date(2025, 6, 30)),
        ("199506122023212901", "Maya Kurniasih, S.Pd.", "SDN-1", "Guru Ahli Pertama", "Fungsional keahlian", "Ahli Pertama", "IX", "Tidak", "199506122023212901", date(2026, 1, 1), ""),
        ("198002142006042905", "Ratna Dewi, M.Si.", "TUTUP", "Analis", "Pelaksana", "", "IV/a", "Tidak", "", date(2025, 9, 1), ""),
        ("199305172019022904", "Rina Lestari, A.Md.", "DISDIK-SD", "Kepala kedua", "Administrator", "", "III/d", "Ya", "", date(2026, 1, 1), ""),
    ],
    "Cuti": [
        ("198001012005011199", "", "Cuti tahunan", date(2025, 3, 3), date(2025, 3, 7), "851/1/2025"),
        ("197508022000122902", "", "Cuti sakit", date(2025, 4, 10), date(2025, 4, 1), "851/2/2025"),
        ("197508022000122902", "", "Cuti tahunan", date(2025, 5, 5), date(2025, 5, 9), "851/3/2025"),
        ("197508022000122902", "", "Cuti besar", date(2025, 5, 8), date(2025, 6, 30), "851/4/2025"),
        ("199305172019022904", "", "Cuti bersama-sama", date(2025, 7, 1), date(2025, 7, 2), "851/5/2025"),
        ("199305172019022904", "", "Cuti tahunan", "=TODAY()", date(2025, 8, 2), "851/6/2025"),
        ("199305172019022904", "", "Cuti tahunan", "31 Februari 2025", date(2025, 9, 2), "851/7/2025"),
        ("199506122023212901", "", "Tugas belajar", date(2025, 9, 1), "", ""),
    ],
}  # fmt: skip
"""Rows that the import refuses: a circle of units, an unknown parent, a NIP of a day that never was, a person twice, overlapping posts, an evaluator of
himself, a post in a unit that was closed before, a second head; leave of somebody unknown, that ends before it starts, over another leave, of an unknown
kind, from a formula, from a day that never was, without a decision."""

CACAT = {
    "Unit": [
        ("KOSONG", "Bidang tanpa kepala", "Bidang", "DISDIK", date(2020, 1, 1), ""),
        ("BUBAR", "Bidang yang akan bubar", "Bidang", "DISDIK", date(2020, 1, 1), ""),
        ("LEPAS", "Badan di luar pohon", "Perangkat daerah", "", date(2020, 1, 1), ""),
        ("GEMUK", "UPT dengan terlalu banyak orang", "UPT", "DISDIK", date(2020, 1, 1), ""),
    ],
    "Pegawai": [
        ("198001012005011101", "Tanpa Kepala, S.Sos.", "PNS", "Ya", ""),
        ("198001012005011102", "Kepala Unit Bubar, S.E.", "PNS", "Ya", ""),
        ("198001012005011103", "Tanpa Penilai, S.H.", "PNS", "Ya", ""),
        ("198001012005011104", "Sudah Pensiun, S.Pd.", "PNS", "Ya", ""),
        ("198001012005011105", "Dinilai Pensiunan, S.Pd.", "PNS", "Ya", ""),
        ("198001012005011106", "Tanpa Unit, S.T.", "PNS", "Ya", ""),
        ("198001012005011107", "Saling Menilai Satu, M.M.", "PNS", "Ya", ""),
        ("198001012005011108", "Saling Menilai Dua, M.M.", "PNS", "Ya", ""),
        ("198001012005011109", "Kepala UPT Gemuk, M.Pd.", "PNS", "Ya", ""),
        *((f"19850101201001{1 + n % 2}{200 + n}", f"Guru Nomor {n}, S.Pd.", "PNS", "Ya", "") for n in range(61)),
    ],
    "Penugasan": [
        ("198001012005011101", "", "KOSONG", "Analis", "Pelaksana", "", "III/a", "Tidak", "", AWAL, ""),
        ("198001012005011102", "", "BUBAR", "Kepala Bidang", "Administrator", "", "IV/a", "Ya", "", AWAL, ""),
        ("198001012005011103", "", "LEPAS", "Analis", "Pelaksana", "", "III/a", "Tidak", "", AWAL, ""),
        ("198001012005011104", "", "DISDIK-SD", "Pengawas", "Pengawas", "", "III/d", "Tidak", "", AWAL, date(2025, 12, 31)),
        ("198001012005011105", "", "DISDIK-SD", "Guru", "Fungsional keahlian", "Ahli Muda", "III/c", "Tidak", "198001012005011104", AWAL, ""),
        ("198001012005011107", "", "DISDIK-SD", "Analis Ahli Madya", "Fungsional keahlian", "Ahli Madya", "IV/a", "Tidak", "198001012005011108", AWAL, ""),
        ("198001012005011108", "", "DISDIK-SD", "Analis Ahli Madya", "Fungsional keahlian", "Ahli Madya", "IV/a", "Tidak", "198001012005011107", AWAL, ""),
        ("198001012005011109", "", "GEMUK", "Kepala UPT", "Pengawas", "", "IV/a", "Ya", "", AWAL, ""),
        *((f"19850101201001{1 + n % 2}{200 + n}", "", "GEMUK", "Guru Ahli Muda", "Fungsional keahlian", "Ahli Muda", "III/c", "Tidak", "", AWAL, "") for n in range(61)),
    ],
}  # fmt: skip
"""Rows that the import takes and the hierarchy check then reports: a unit without head, nobody above, an evaluator who
retired, somebody without a unit, two who evaluate each other, an evaluator of more than sixty."""


def lembar(tambahan: Mapping[str, Sequence[Sequence[object]]] | None = None) -> dict[str, list[Sequence[object]]]:
    """The sheets of the sample, with more rows below; nobody in it is on leave."""
    tambahan = tambahan or {}
    semua = (("Unit", UNIT), ("Pegawai", PEGAWAI), ("Penugasan", PENUGASAN), ("Cuti", CUTI))
    return {nama: [*baris, *tambahan.get(nama, ())] for nama, baris in semua if nama != "Cuti" or nama in tambahan}


def tulis(target: Path, isi_lembar: Mapping[str, Sequence[Sequence[object]]] | None = None) -> None:
    with xlsxwriter.Workbook(str(target)) as buku:
        buku.set_properties({"title": "Pemerintah Kota Contoh", "created": datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        kepala = buku.add_format({"bold": True, "bottom": 1})
        teks = buku.add_format({"num_format": "@"})
        tanggal = buku.add_format({"num_format": "yyyy-mm-dd"})
        for nama, baris in (isi_lembar or lembar()).items():
            halaman = buku.add_worksheet(nama)
            halaman.freeze_panes(1, 0)
            for r, isi in enumerate(baris):
                for k, nilai in enumerate(isi):
                    if isinstance(nilai, date):
                        halaman.write_datetime(r, k, datetime(nilai.year, nilai.month, nilai.day), tanggal)  # noqa: DTZ001
                    elif nilai:
                        halaman.write_string(r, k, str(nilai), kepala if r == 0 else teks)
            halaman.autofit()


def cacat() -> dict[str, list[Sequence[object]]]:
    """The sample with every deliberate fault."""
    return lembar({nama: [*CACAT.get(nama, ()), *baris] for nama, baris in TERTOLAK.items()})


if __name__ == "__main__":
    tulis(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("kota-contoh.xlsx"))
    if len(sys.argv) == 1:
        tulis(Path(__file__).with_name("kota-contoh-cacat.xlsx"), cacat())
