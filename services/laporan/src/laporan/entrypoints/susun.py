"""What the pages need beside the figures: sentences, bars and links made from them."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from laporan.adapters.libur import kalender
from laporan.application.instansi import Instansi
from laporan.application.pembaca import Pembaca
from laporan.application.tahun import KinerjaTahun, LaporanTahun, SkpTahun
from laporan.domain import keadaan, ketepatan
from laporan.domain.distribusi import POLA, periksa
from laporan.domain.kepatuhan import Kepatuhan
from laporan.domain.ketepatan import Ketepatan
from laporan.domain.tenggat import Tugas, hitung_tugas
from shared.web.format import BULAN, angka, bilangan, persen, tanggal

_CUKUP = 2


def tautan(alamat: str, teks: str) -> Markup:
    return Markup('<a class="k-kecil" href="{}">{}</a>').format(alamat, teks)


def judul_beranda(tugas: Sequence[Tugas]) -> str:
    """``Lima hal menunggu Anda, satu lewat batas``."""
    waiting, late = hitung_tugas(tugas)
    if not waiting:
        return "Tidak ada yang menunggu Anda"
    sentence = f"{bilangan(waiting)} hal menunggu Anda".capitalize().replace("anda", "Anda")
    return f"{sentence}, {bilangan(late)} lewat batas" if late else sentence


def corong(angka_tahun: Kepatuhan) -> list[dict[str, Any]]:
    """The funnel as bar rows: share, and the count with its denominator."""
    return [
        {
            "label": label,
            "persen": b.persen or 0,
            "kanan": persen(b.persen, 1),
            "rumus": f"{angka(b.jumlah, 0)} dari {angka(b.dari, 0)}",
            "predikat": "",
            "keterangan": "",
        }
        for label, b in angka_tahun.corong
    ]


def lewat_nilai(batas: date | None, hari_ini: date) -> int:
    """Working days past the normal deadline of the ratings; 0 when it has not passed."""
    return max(kalender().jumlah(batas, hari_ini), 0) if batas and batas < hari_ini else 0


def jendela_bulan(jendela: Sequence[Any], hari_ini: date) -> dict[str, Any]:
    """The windows that touch this month, as bars on a 320 wide drawing: in time, then late but open."""
    days = calendar.monthrange(hari_ini.year, hari_ini.month)[1]
    first, last = hari_ini.replace(day=1), hari_ini.replace(day=days)
    step = 300 / days

    def x(day: date) -> float:
        return round(10 + (min(max(day, first), last + timedelta(days=1)) - first).days * step, 1)

    bars, sentences = [], []
    for window in jendela:
        start = window.mulai if window.untuk == "skp" else window.selesai + timedelta(days=1)
        if window.batas_toleransi < first or start > last:
            continue
        label = (
            f"Ajukan SKP {window.tahun}"
            if window.untuk == "skp"
            else f"Nilai {window.nama}"
            if str(window.tahun) in window.nama
            else f"Nilai {window.nama.lower()} {window.tahun}"
        )
        middle, end = window.batas_normal + timedelta(days=1), window.batas_toleransi + timedelta(days=1)
        bars.append(
            {
                "label": label,
                "x": x(start),
                "lebar": round(x(middle) - x(start), 1),
                "x_2": x(middle),
                "lebar_2": round(x(end) - x(middle), 1),
            }
        )
        sentences.append(f"{label} sampai {tanggal(window.batas_normal)}, terlambat sampai {tanggal(window.batas_toleransi)}")
    return {
        "nama": BULAN[hari_ini.month - 1],
        "bar": bars[:5],
        "kini": x(hari_ini) + round(step / 2, 1),
        "tanda": [
            {"hari": d, "x": x(first + timedelta(days=d - 1)) + round(step / 2, 1)}
            for d in (1, 8, 15, 22, 29)
            if d <= days and abs(d - hari_ini.day) >= _CUKUP
        ],
        "kalimat": "; ".join(sentences) + f". Hari ini {tanggal(hari_ini)}.",
    }


def tren(periode: Sequence[tuple[str, Ketepatan]]) -> dict[str, Any]:
    """Lateness per period for the line chart: whole percents, the axis cut below the lowest."""
    points = [(nama, t.persen) for nama, t in periode if t.persen is not None]
    values = [int(v.to_integral_value()) for _, v in points]
    low = min(values, default=0)
    bottom = max((low - 1) // 20 * 20, 0) if low else 0
    title = "Belum ada laporan yang jatuh tempo."
    if points:
        title = f"Laporan tepat waktu {values[0]} persen pada {points[0][0]} dan {values[-1]} persen pada {points[-1][0]}. Angka lengkap ada di tabel di bawah grafik."
    many = len(points) > 6
    return {
        "judul": title,
        "nilai": values,
        "bawah": bottom,
        "kisi": 10 if bottom >= 60 else 20,
        "kelompok": [{"label": nama[:3] if not many or index % 2 == 0 else "", "banyak": 1} for index, (nama, _) in enumerate(points)],
    }


def sebaran(found: Instansi, nama: str, hitungan: Mapping[str, int], organisasi: str) -> dict[str, Any]:
    """One distribution beside its pattern, small cells hidden where this reader must not see them."""
    shown = found.predikat(hitungan)
    rated = sum(hitungan.values())
    pola = POLA.get(organisasi)
    limits = {b.kode[0]: b.maks for b in pola.batas if b.maks and len(b.kode) == 1} if pola else {}
    hidden = any(v is None for v in shown.values())
    return {
        "nama": nama,
        "dinilai": rated,
        "organisasi": keadaan.LABEL_ORGANISASI.get(organisasi, ""),
        "verdik": None if hidden else periksa(dict(hitungan), organisasi),
        "baris": [
            {"kode": code, "jumlah": n, "persen": 0 if n is None else ketepatan.persen(n, rated) or 0, "batas": limits.get(code)}
            for code, n in shown.items()
        ],
    }


_TENANG = {
    "keberatan": ("Keberatan sedang diperiksa", "Rating terkunci sampai diputus.", "timbangan"),
    "diterima": ("Hasil diterima", "Menunggu sistem memfinalkan.", "cek"),
    "diterima_otomatis": ("Hasil diterima", "Menunggu sistem memfinalkan.", "cek"),
}
"""States in which nobody has to act: title, sentence, icon."""


def _giliran(judul: str, teks: str = "", ikon: str = "", *, anda: bool = False, alamat: str = "", tombol: str = "") -> dict[str, Any]:
    return {"judul": judul, "teks": teks, "anda": anda, "alamat": alamat, "tombol": tombol, "ikon": ikon}


def giliran_tahun(found: KinerjaTahun, reader: Pembaca) -> dict[str, Any]:
    """Whose turn the year is: one sentence, the first thing on the page."""
    own = found.orang.dasar == "sendiri"
    who = "Anda" if own else found.orang.nama
    if not found.skp:
        return _giliran(
            f"Menunggu {who} menyusun SKP {found.tahun}" if not own else f"Belum ada SKP {found.tahun}", anda=False, ikon="rencana"
        )
    skp = found.skp[-1]
    if skp.status in ("draf", "dikembalikan"):
        text = "Dikembalikan dengan catatan." if skp.status == "dikembalikan" else "SKP masih draf."
        if own:
            return _giliran("Giliran Anda: ajukan SKP", text, anda=True, alamat=f"/skp/{skp.id}", tombol="Buka SKP", ikon="rencana")
        return _giliran(f"Menunggu {who} mengajukan SKP", text)
    if skp.status in ("diajukan", "direviu"):
        return _di_penilai(skp, reader, "menyetujui SKP", skp.diajukan, f"/skp/{skp.id}/tinjau", "Tinjau SKP", own=own)
    return _giliran_hasil(found, skp, reader, own=own, who=who)


def _giliran_hasil(found: KinerjaTahun, skp: SkpTahun, reader: Pembaca, *, own: bool, who: str) -> dict[str, Any]:
    evaluasi = next((e for e in reversed(found.evaluasi) if e.skp_id == skp.id), None)
    status = evaluasi.status if evaluasi else ""
    if evaluasi and status in keadaan.EVALUASI_FINAL:
        return _giliran("Selesai, tidak ada yang ditunggu", f"Final {tanggal(evaluasi.final)}." if evaluasi.final else "", ikon="kunci")
    if status in _TENANG:
        return _giliran(*_TENANG[status])
    if evaluasi and status == "disampaikan":
        if own:
            return _giliran(
                "Giliran Anda: baca hasil",
                "Terima, atau ajukan keberatan dalam 14 hari.",
                anda=True,
                alamat=f"/penilaian/hasil/{evaluasi.id}",
                tombol="Baca hasil",
                ikon="amplop",
            )
        return _giliran(f"Menunggu jawaban {who}", "Hasil sudah disampaikan.", ikon="amplop")
    if evaluasi and status in (*keadaan.EVALUASI_GILIRAN_PENILAI, "ditetapkan"):
        return _di_penilai(
            skp,
            reader,
            "menyampaikan hasil" if status == "ditetapkan" else "menilai",
            evaluasi.diajukan,
            f"/penilaian/{evaluasi.id}",
            "Buka penilaian",
            own=own,
        )
    return _giliran_laporan(found, own=own, who=who)


def _giliran_laporan(found: KinerjaTahun, *, own: bool, who: str) -> dict[str, Any]:
    empty: list[LaporanTahun] = [r for r in found.laporan if r.keadaan == "kosong" or r.status == "dikembalikan"]
    if empty:
        text = f"{len(empty)} laporan belum dikirim: {', '.join(r.nama for r in empty[:3])}{' dan lainnya' if len(empty) > 3 else ''}."
        if own:
            return _giliran("Giliran Anda: kirim laporan", text, anda=True, alamat="/capaian/laporan", tombol="Buka laporan", ikon="catat")
        return _giliran(f"Menunggu laporan {who}", text)
    coming = next((r for r in found.laporan if r.keadaan == "nanti"), None)
    if coming:
        return _giliran(
            "Tahun sedang berjalan", f"Laporan berikutnya: {coming.nama}, batas {tanggal(coming.batas_normal)}.", ikon="kalender"
        )
    return _giliran("Semua laporan terkirim", "Penilaian tahunan menyusul.", ikon="cek")


def _di_penilai(skp: SkpTahun, reader: Pembaca, kerja: str, sejak: date | None, alamat: str, tombol: str, *, own: bool) -> dict[str, Any]:
    since = f" sejak {tanggal(sejak)}" if sejak else ""
    if skp.penilai and skp.penilai.pegawai_id == reader.pegawai_id:
        return _giliran(f"Giliran Anda {kerja}", f"Menunggu{since}." if since else "", anda=True, alamat=alamat, tombol=tombol)
    name = skp.penilai.nama if skp.penilai else "pejabat penilai"
    return _giliran(
        f"Menunggu {name} {kerja}{',' if since else ''}{since}", "Keterlambatan penilai tidak dicatat atas nama Anda." if own else ""
    )
