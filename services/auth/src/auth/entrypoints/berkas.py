"""Files in and out of auth: what a form brings, the templates, the exports."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from flask import Response, request, send_file

from auth.adapters import berkas_ekspor
from auth.adapters.berkas_impor import Berkas, periksa_ukuran
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import ekspor
from auth.domain.bentuk import KOLOM, URUTAN, Sel
from auth.domain.keadaan import JENIS_KEADAAN
from auth.domain.organisasi import JENIS_JABATAN, JENIS_UNOR, PERAN_LEWAT_IMPOR, STATUS
from shared.errors import Invalid, NotFound, TooLarge
from shared.web.context import caller, unit_of_work

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BENTUK: Final = ("xlsx", "csv")
XLSX_TERBANYAK = 50_000
_BERKAS_TERBANYAK = 8
_CONTOH: Final[dict[str, list[list[Sel]]]] = {
    "Unit": [
        ["DISDIK", "Dinas Pendidikan", "Perangkat daerah", "", date(2025, 1, 1), ""],
        ["DISDIK-SD", "Bidang Pembinaan SD", "Bidang", "DISDIK", date(2025, 1, 1), ""],
    ],
    "Pegawai": [["197204151997031901", "Nama Lengkap, M.Si.", "PNS", "Ya", ""]],
    "Penugasan": [
        [
            "197204151997031901",
            "Nama Lengkap, M.Si.",
            "DISDIK",
            "Kepala Dinas Pendidikan",
            "JPT pratama",
            "",
            "IV/c",
            "Ya",
            "",
            date(2025, 1, 1),
            "",
        ]
    ],
    "Cuti": [["197204151997031901", "Nama Lengkap, M.Si.", "Cuti tahunan", date(2025, 6, 2), date(2025, 6, 5), "851/12/2025"]],
}
_ARTI: Final[dict[str, dict[str, str]]] = {
    "Unit": {
        "Kode": "Pengenal unit. Unit dengan kode yang sama diperbarui, yang lain ditambahkan.",
        "Nama": "Nama unit.",
        "Jenis": f"Salah satu dari {', '.join(JENIS_UNOR.values())}.",
        "Kode Induk": "Kode unit di atasnya. Kosong untuk unit teratas.",
        "Berlaku Dari": "Hari pertama unit ini berlaku.",
        "Berlaku Sampai": "Hari terakhir unit ini berlaku. Kosong bila masih berlaku.",
    },
    "Pegawai": {
        "NIP": "18 angka, sel berformat teks. Kosong hanya untuk pejabat negara.",
        "Nama": "Nama dengan gelar.",
        "Status": f"Salah satu dari {', '.join(STATUS.values())}.",
        "Aktif": "Ya atau Tidak. Yang tidak aktif tidak dapat masuk.",
        "Peran": f"Kosong, atau {', '.join(sorted(PERAN_LEWAT_IMPOR))}; beberapa dipisah koma.",
    },
    "Penugasan": {
        "NIP": "NIP pegawai. Kosong untuk pejabat negara, yang dikenali dari namanya.",
        "Nama": "Dicocokkan dengan nama pegawai, agar salah ketik NIP ketahuan.",
        "Kode Unit": "Kode di lembar Unit, atau yang sudah ada di sistem.",
        "Jabatan": "Nama jabatan.",
        "Jenis Jabatan": f"Salah satu dari {', '.join(JENIS_JABATAN.values())}.",
        "Jenjang": "Jenjang jabatan fungsional, misalnya Ahli Pertama.",
        "Golongan": "Misalnya III/b, atau IX untuk PPPK.",
        "Kepala Unit": "Ya bila ia mengepalai unit itu. Kepala unit menilai orang di unitnya.",
        "Penilai": "Kosong berarti kepala unit. Isi NIP hanya bila penilainya orang lain.",
        "TMT": "Hari pertama. Penugasan dikenali dari pegawai dan TMT.",
        "Selesai": "Hari terakhir. Kosong bila masih berlangsung; penugasan berikutnya menutupnya sendiri.",
    },
    "Cuti": {
        "NIP": "NIP pegawai. Kosong untuk pejabat negara, yang dikenali dari namanya.",
        "Nama": "Dicocokkan dengan nama pegawai, agar salah ketik NIP ketahuan.",
        "Jenis": f"Salah satu dari {', '.join(JENIS_KEADAAN.values())}.",
        "Mulai": "Hari pertama. Cuti dikenali dari pegawai, jenis, dan hari pertamanya.",
        "Selesai": "Hari terakhir. Kosong hanya untuk tugas belajar, diperbantukan, pemberhentian sementara, dan akhir masa dinas.",
        "Dasar": "Nomor SK atau surat cuti.",
    },
}
PENJELASAN_UMUM: Final = (
    "Kolom NIP berformat teks: Excel menghilangkan angka terakhir NIP yang disimpan sebagai angka.",
    "Tanggal ditulis 2025-08-01, 01/08/2025, atau 1 Agustus 2025.",
    "Ekspor SIASN dapat diunggah apa adanya: referensi unor (Id, DiatasanId, NamaUnor), daftar pegawai (NIP BARU, NAMA, UNOR ID, TMT JABATAN), riwayat jabatan, riwayat cuti dan CLTN (NIP BARU, TANGGAL AWAL, TANGGAL AKHIR, SK NOMOR).",
    "CSV berkode UTF-8, dipisah koma, titik koma, atau tab. Beberapa CSV dapat diunggah sekaligus.",
    "Yang tidak ada di berkas tidak berubah, kecuali Anda memilih daftar lengkap dan menyetujui usulnya.",
)


def terkirim(*, banyak: bool = True) -> list[Berkas]:
    """The files of the form's field ``berkas``; raises Invalid without one and TooLarge for too much."""
    dikirim = [b for b in request.files.getlist("berkas") if b.filename]
    try:
        if not dikirim:
            raise Invalid("Pilih berkas XLSX atau CSV.", errors={"berkas": ["Pilih berkas XLSX atau CSV lebih dulu."]})
        if len(dikirim) > (_BERKAS_TERBANYAK if banyak else 1):
            raise Invalid(
                "Terlalu banyak berkas.",
                errors={"berkas": [f"Unggah paling banyak {_BERKAS_TERBANYAK if banyak else 1} berkas sekaligus."]},
            )
        berkas = [Berkas((b.filename or "")[-120:].replace("\x00", ""), b.read()) for b in dikirim]
    finally:
        for b in request.files.values():
            b.close()
    periksa_ukuran(berkas)
    return berkas


def kirim(isi: bytes, nama: str, bentuk: str) -> Response:
    return send_file(
        io.BytesIO(isi),
        mimetype=XLSX if bentuk == "xlsx" else "text/csv; charset=utf-8",
        as_attachment=True,
        download_name=f"{nama}.{bentuk}",
    )


def penjelasan(lembar: Sequence[str]) -> list[list[str]]:
    baris = [["Lembar", "Kolom", "Isi"]]
    for nama in lembar:
        wajib = KOLOM[nama][0]
        baris += [[nama, k, _ARTI[nama][k] + ("" if k in wajib else " Kolom ini boleh tidak ada.")] for k in URUTAN[nama]]
    return [*baris, *(["", "", kalimat] for kalimat in PENJELASAN_UMUM)]


def templat(nama: str, bentuk: str) -> Response:
    """An empty form with one example row: ``organisasi`` is all sheets in one workbook."""
    lembar = [s for kunci, (s, _) in ekspor.LEMBAR.items() if nama in (kunci, "organisasi")]
    if not lembar or bentuk not in BENTUK or (bentuk == "csv" and len(lembar) > 1):
        raise NotFound("Templat ini tidak ada. Pilih dari halaman Impor.")
    if bentuk == "csv":
        return kirim(b"".join(berkas_ekspor.csv_baris(URUTAN[lembar[0]], _CONTOH[lembar[0]])), f"templat-{nama}", bentuk)
    isi = berkas_ekspor.xlsx({s: (URUTAN[s], _CONTOH[s]) for s in lembar}, penjelasan=penjelasan(lembar), judul="Templat impor Kinerja")
    return kirim(isi, f"templat-{nama}", bentuk)


def ekspor_berkas(nama: str, bentuk: str) -> Response:
    """The organisation of the caller's instansi in the shape that the import reads."""
    lembar = {s: baris for kunci, (s, baris) in ekspor.LEMBAR.items() if nama in (kunci, "organisasi")}
    if not lembar or bentuk not in BENTUK or (bentuk == "csv" and len(lembar) > 1):
        raise NotFound("Ekspor ini tidak ada. Pilih dari halaman Impor.")
    instansi_id = caller().instansi_id
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(instansi_id)
        if bentuk == "xlsx" and ekspor.hitung(uow, instansi_id) > XLSX_TERBANYAK:
            raise TooLarge(f"Lebih dari {XLSX_TERBANYAK} pegawai. Unduh CSV setiap lembar satu per satu.")
        if bentuk == "csv":
            ((judul, baris),) = lembar.items()
            isi = b"".join(berkas_ekspor.csv_baris(URUTAN[judul], baris(uow, instansi_id)))
        else:
            isi = berkas_ekspor.xlsx({s: (URUTAN[s], _hari(baris(uow, instansi_id))) for s, baris in lembar.items()}, judul=instansi.nama)
        uow.catat("ekspor", objek="organisasi", objek_id=instansi_id, rincian={"isi": nama, "bentuk": bentuk})
    return kirim(isi, f"{instansi.kode}-{nama}", bentuk)


def _hari(baris: Iterator[list[Sel]]) -> Iterator[list[Sel]]:
    """Days that come as text out of JSON, as days."""
    for isi in baris:
        yield [
            date.fromisoformat(s) if isinstance(s, str) and len(s) == 10 and s[4:5] == s[7:8] == "-" and s[:4].isdigit() else s for s in isi
        ]


def berkas_tolakan(nama: str, lembar: Sequence[tuple[str, list[str], list[list[Sel]]]], bentuk: str) -> Response:
    """The rejected rows in the columns of the file, with their cause, to be corrected and uploaded again."""
    if bentuk not in BENTUK or not lembar:
        raise NotFound("Tidak ada baris yang ditolak.")
    if bentuk == "csv":
        if len(lembar) > 1:
            raise Invalid("Baris yang ditolak ada di beberapa lembar. Unduh sebagai XLSX.")
        return kirim(b"".join(berkas_ekspor.csv_baris(lembar[0][1], lembar[0][2])), nama, bentuk)
    isi = berkas_ekspor.xlsx({_nama_lembar(asal, i): (kepala, baris) for i, (asal, kepala, baris) in enumerate(lembar)})
    return kirim(isi, nama, bentuk)


def _nama_lembar(asal: str, nomor: int) -> str:
    bersih = "".join(h for h in asal if h not in "[]:*?/\\'")[:28]
    return bersih if bersih in KOLOM or not nomor else f"{bersih}-{nomor}"
