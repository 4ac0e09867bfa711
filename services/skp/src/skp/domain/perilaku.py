"""The seven core values of the civil service (BerAKHLAK) with their official guides to behaviour.

Source: SE MenPANRB 20/2021, wording as in domain.md 3.6.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.skp import Perilaku


@dataclass(frozen=True, slots=True)
class Nilai:
    """One core value: ``kode`` is stored, ``nama`` and the three guides are printed."""

    kode: str
    nama: str
    panduan: tuple[str, str, str]


BERAKHLAK: tuple[Nilai, ...] = (
    Nilai(
        "BP",
        "Berorientasi Pelayanan",
        (
            "Memahami dan memenuhi kebutuhan masyarakat",
            "Ramah, cekatan, solutif, dan dapat diandalkan",
            "Melakukan perbaikan tiada henti",
        ),
    ),
    Nilai(
        "AK",
        "Akuntabel",
        (
            "Melaksanakan tugas dengan jujur, bertanggung jawab, cermat, disiplin, dan berintegritas tinggi",
            "Menggunakan kekayaan dan barang milik negara secara bertanggung jawab, efektif, dan efisien",
            "Tidak menyalahgunakan kewenangan jabatan",
        ),
    ),
    Nilai(
        "KP",
        "Kompeten",
        (
            "Meningkatkan kompetensi diri untuk menjawab tantangan yang selalu berubah",
            "Membantu orang lain belajar",
            "Melaksanakan tugas dengan kualitas terbaik",
        ),
    ),
    Nilai(
        "HM",
        "Harmonis",
        (
            "Menghargai setiap orang apapun latar belakangnya",
            "Suka menolong orang lain",
            "Membangun lingkungan kerja yang kondusif",
        ),
    ),
    Nilai(
        "LY",
        "Loyal",
        (
            (
                "Memegang teguh ideologi Pancasila, Undang-Undang Dasar Negara Republik Indonesia Tahun 1945, setia kepada Negara Kesatuan"
                " Republik Indonesia serta pemerintahan yang sah"
            ),
            "Menjaga nama baik sesama ASN, pimpinan, instansi, dan negara",
            "Menjaga rahasia jabatan dan negara",
        ),
    ),
    Nilai(
        "AD",
        "Adaptif",
        (
            "Cepat menyesuaikan diri menghadapi perubahan",
            "Terus berinovasi dan mengembangkan kreativitas",
            "Bertindak proaktif",
        ),
    ),
    Nilai(
        "KB",
        "Kolaboratif",
        (
            "Memberi kesempatan kepada berbagai pihak untuk berkontribusi",
            "Terbuka dalam bekerja sama untuk menghasilkan nilai tambah",
            "Menggerakkan pemanfaatan berbagai sumber daya untuk tujuan bersama",
        ),
    ),
)
KODE_NILAI = tuple(nilai.kode for nilai in BERAKHLAK)


def tujuh_perilaku() -> tuple[Perilaku, ...]:
    """The rows that every SKP has from the start and that cannot be removed."""
    return tuple(Perilaku(kode=kode, ekspektasi_khusus="") for kode in KODE_NILAI)
