"""Writes kota-contoh.xlsx beside this file: the invented Pemerintah Kota Contoh, in the form that the import of auth reads.

Run it again after a change: ``python deploy/contoh/buat_contoh.py [target.xlsx]``. All persons are invented, all NIP synthetic.
"""

from __future__ import annotations

import sys
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


def tulis(target: Path) -> None:
    with xlsxwriter.Workbook(str(target)) as buku:
        buku.set_properties({"title": "Pemerintah Kota Contoh", "created": datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        kepala = buku.add_format({"bold": True, "bottom": 1})
        teks = buku.add_format({"num_format": "@"})
        tanggal = buku.add_format({"num_format": "yyyy-mm-dd"})
        for nama, baris in (("Unit", UNIT), ("Pegawai", PEGAWAI), ("Penugasan", PENUGASAN)):
            lembar = buku.add_worksheet(nama)
            lembar.freeze_panes(1, 0)
            for r, isi in enumerate(baris):
                for k, nilai in enumerate(isi):
                    if isinstance(nilai, date):
                        lembar.write_datetime(r, k, datetime(nilai.year, nilai.month, nilai.day), tanggal)  # noqa: DTZ001
                    elif nilai:
                        lembar.write_string(r, k, nilai, kepala if r == 0 else teks)
            lembar.autofit()


if __name__ == "__main__":
    tulis(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("kota-contoh.xlsx"))
