"""What is due, for whom and by when; and, for what waits on somebody else, on whom and since when.

One list over all services, sorted by deadline. The default deadlines are those of domain rule 4.5; a delay belongs to the person whose turn
it is (rule 5), so a late evaluator never makes his people late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from laporan.domain.kalender import Kalender
from laporan.domain.keadaan import EVALUASI_GILIRAN_PENILAI, SKP_BATAL

HARI_SETUJU_SKP: Final = 5
HARI_PERBAIKAN: Final = 3
HARI_TERIMA_LAPORAN: Final = 5
HARI_TANGGAPAN: Final = 14
_NAMA_TERTULIS: Final = 3


@dataclass(frozen=True, slots=True)
class Jendela:
    """The two last days of a period: in time, and open though late."""

    tahun: int
    batas_normal: date
    batas_toleransi: date


@dataclass(frozen=True, slots=True)
class ButirSkp:
    """A SKP that may ask something of the reader; ``penilai`` and ``pegawai`` are names. ``tahap`` of its revision, since ``tahap_sejak``."""

    id: UUID
    tahun: int
    status: str
    pegawai: str
    penilai: str
    diajukan: date | None = None
    dikembalikan: date | None = None
    tahap: str = ""
    tahap_sejak: date | None = None
    menunggu_reviu: bool = False


@dataclass(frozen=True, slots=True)
class ButirLaporan:
    id: UUID
    nama: str
    status: str
    pegawai: str
    penilai: str
    selesai: date
    batas_normal: date
    batas_toleransi: date
    dikirim: date | None = None
    otomatis: bool = False


@dataclass(frozen=True, slots=True)
class ButirEvaluasi:
    id: UUID
    tahun: int
    status: str
    pegawai: str
    penilai: str
    diajukan: date | None = None
    ditetapkan: date | None = None
    disampaikan: date | None = None
    diputus_saya: bool = False
    """Its running objection is the reader's to decide."""


@dataclass(frozen=True, slots=True)
class Tugas:
    """One line of the list. ``sisa`` is working days left (negative: past); ``alamat`` the page where it is done, ``tombol`` its verb."""

    jenis: str
    judul: str
    teks: str
    alamat: str
    tombol: str
    ikon: str
    batas: date | None = None
    sisa: int | None = None
    terkunci: bool = False

    @property
    def lewat(self) -> bool:
        return self.sisa is not None and self.sisa < 0


@dataclass(frozen=True, slots=True)
class Penantian:
    """What is mine but waits on ``siapa`` since ``sejak``; ``lewat`` working days past that person's own deadline (0: still in time)."""

    judul: str
    siapa: str
    sejak: date | None
    lewat: int
    alamat: str


def tahun_berjalan(hari_ini: date) -> int:
    """The year people work on: in January still the old one, whose reports and ratings are due then."""
    return hari_ini.year - (hari_ini.month == 1)


def urutkan(tugas: Iterable[Tugas]) -> list[Tugas]:
    """By deadline, what has none last, what is locked (nothing to do until it is opened) behind everything else."""
    return sorted(tugas, key=lambda t: (t.terkunci, t.batas is None, t.batas or date.max, t.jenis))


def hitung_tugas(tugas: Sequence[Tugas]) -> tuple[int, int]:
    """(how many wait, how many of them are past their deadline); what is locked waits for the admin, not for the reader."""
    terbuka = [t for t in tugas if not t.terkunci]
    return len(terbuka), sum(t.lewat for t in terbuka)


def tenggat_setuju(diajukan: date, kalender: Kalender) -> date:
    """Agree or return a SKP within five working days after it was submitted."""
    return kalender.tambah(diajukan, HARI_SETUJU_SKP)


def tugas_skp(
    milik: Sequence[ButirSkp], jendela: Iterable[Jendela], mulai_penugasan: date | None, kalender: Kalender, hari_ini: date
) -> list[Tugas]:
    """Making, submitting and mending one's own SKP. ``mulai_penugasan``: the first day of the present post, ``None`` without a post.

    A post that began within the year has 20 days from its first day, as January gives everybody.
    """
    tugas: list[Tugas] = []
    for satu in jendela:
        punya = [s for s in milik if s.tahun == satu.tahun and s.status != SKP_BATAL]
        batas, akhir = satu.batas_normal, satu.batas_toleransi
        if mulai_penugasan and mulai_penugasan.year == satu.tahun:
            batas = max(batas, mulai_penugasan + timedelta(days=19))
            akhir = max(akhir, batas)
        if not punya:
            if mulai_penugasan is None or satu.tahun < hari_ini.year or mulai_penugasan > date(satu.tahun, 12, 31):
                continue
            terkunci = hari_ini > akhir
            teks = (
                f"Terkunci sejak {tanggal(akhir)}. Minta admin instansi membukanya."
                if terkunci
                else "Tulis rencana hasil kerja, lalu ajukan ke penilai."
            )
            tugas.append(
                _tugas(
                    "skp_susun",
                    f"Susun SKP {satu.tahun}",
                    teks,
                    "/skp/",
                    "Susun SKP",
                    "rencana",
                    batas,
                    kalender,
                    hari_ini,
                    terkunci=terkunci,
                )
            )
        for skp in punya:
            if skp.status == "draf":
                tugas.append(
                    _tugas(
                        "skp_ajukan",
                        f"Ajukan SKP {skp.tahun}",
                        f"Masih draf. Setelah lengkap, ajukan ke {skp.penilai}.",
                        f"/skp/{skp.id}",
                        "Lanjutkan SKP",
                        "rencana",
                        batas,
                        kalender,
                        hari_ini,
                    )
                )
            elif skp.status == "dikembalikan":
                perbaikan = kalender.tambah(skp.dikembalikan, HARI_PERBAIKAN) if skp.dikembalikan else batas
                tugas.append(
                    _tugas(
                        "skp_perbaiki",
                        f"Perbaiki SKP {skp.tahun}",
                        f"Dikembalikan {skp.penilai} dengan catatan.",
                        f"/skp/{skp.id}",
                        "Perbaiki SKP",
                        "kembali",
                        max(batas, perbaikan),
                        kalender,
                        hari_ini,
                    )
                )
    return tugas


def tugas_laporan(milik: Sequence[ButirLaporan], kalender: Kalender, hari_ini: date) -> list[Tugas]:
    """Sending the reports of periods that have ended; several become one line with the earliest deadline, returned ones a line each."""
    tugas = [
        _tugas("laporan_perbaiki", f"Perbaiki laporan {satu.nama}", f"Dikembalikan {satu.penilai} dengan catatan.", f"/capaian/laporan/{satu.id}", "Perbaiki", "kembali",
               max(satu.batas_normal, satu.batas_toleransi), kalender, hari_ini)
        for satu in milik if satu.status == "dikembalikan"
    ]  # fmt: skip
    tunggak = sorted((s for s in milik if s.status == "draf" and s.selesai < hari_ini), key=lambda s: s.selesai)
    terbuka = [s for s in tunggak if hari_ini <= s.batas_toleransi]
    terkunci = [s for s in tunggak if hari_ini > s.batas_toleransi]
    if terbuka:
        alamat, tombol = (
            (f"/capaian/laporan/{terbuka[0].id}", "Isi laporan")
            if len(terbuka) == 1
            else ("/capaian/laporan", f"Isi {len(terbuka)} laporan")
        )
        tugas.append(
            _tugas(
                "laporan_kirim",
                f"Kirim laporan {daftar([s.nama for s in terbuka])}",
                f"Masih dapat dikirim sampai {tanggal(terbuka[0].batas_toleransi)}, sesudah batas tercatat terlambat.",
                alamat,
                tombol,
                "catat",
                terbuka[0].batas_normal,
                kalender,
                hari_ini,
            )
        )
    if terkunci:
        tugas.append(
            _tugas(
                "laporan_terkunci",
                f"{len(terkunci)} laporan terkunci: {daftar([s.nama for s in terkunci])}",
                "Tidak dikirim sampai batas akhir. Minta admin instansi membukanya.",
                "/capaian/laporan",
                "Lihat laporan",
                "kunci",
                terkunci[-1].batas_toleransi,
                kalender,
                hari_ini,
                terkunci=True,
            )
        )
    return tugas


def tugas_hasil(milik: Sequence[ButirEvaluasi], kalender: Kalender, hari_ini: date) -> list[Tugas]:
    """Reading a delivered result: 14 calendar days to accept or object."""
    return [
        _tugas("hasil_baca", f"Baca hasil penilaian {satu.tahun}", f"Disampaikan {satu.penilai}. Terima, atau ajukan keberatan.", f"/penilaian/hasil/{satu.id}", "Baca hasil", "amplop",
               satu.disampaikan + timedelta(days=HARI_TANGGAPAN) if satu.disampaikan else None, kalender, hari_ini)
        for satu in milik if satu.status == "disampaikan"
    ]  # fmt: skip


def tugas_setujui(antrian: Sequence[ButirSkp], kalender: Kalender, hari_ini: date) -> list[Tugas]:
    """The evaluator's SKP to agree, one line a year, by the oldest submission."""
    tugas = []
    for tahun in sorted({s.tahun for s in antrian if s.status == "diajukan"}):
        skp = sorted((s for s in antrian if s.tahun == tahun and s.status == "diajukan"), key=lambda s: s.diajukan or date.max)
        diajukan = [s.diajukan for s in skp if s.diajukan]
        alamat, tombol = (f"/skp/{skp[0].id}/tinjau", "Tinjau SKP") if len(skp) == 1 else ("/skp/tim", f"Tinjau {len(skp)} SKP")
        batas = tenggat_setuju(diajukan[0], kalender) if diajukan else None
        teks = f"Diajukan {rentang(diajukan)}." if diajukan else "Menunggu persetujuan Anda."
        tugas.append(
            _tugas(
                "skp_setujui",
                f"Setujui SKP {tahun}: {daftar([s.pegawai for s in skp])}",
                teks,
                alamat,
                tombol,
                "rencana",
                batas,
                kalender,
                hari_ini,
            )
        )
    return tugas


def tugas_revisi(milik: Sequence[ButirSkp], antrian: Sequence[ButirSkp], kalender: Kalender, hari_ini: date) -> list[Tugas]:
    """Writing one's own revision, and the evaluator's: to decide on one that is asked for, to agree to one that is submitted."""
    tugas = []
    for satu in milik:
        if satu.tahap in ("disusun", "dikembalikan"):
            kembali = satu.tahap == "dikembalikan"
            batas = kalender.tambah(satu.tahap_sejak, HARI_PERBAIKAN) if kembali and satu.tahap_sejak else None
            teks = f"Dikembalikan {satu.penilai} dengan catatan." if kembali else "Versi sebelumnya berlaku sampai revisi disetujui."
            judul, ikon = (f"Perbaiki revisi SKP {satu.tahun}", "kembali") if kembali else (f"Susun revisi SKP {satu.tahun}", "pensil")
            tugas.append(_tugas("skp_revisi", judul, teks, f"/skp/{satu.id}", "Lanjutkan revisi", ikon, batas, kalender, hari_ini))
    for satu in antrian:
        if satu.tahap not in ("diminta", "diajukan"):
            continue
        diminta = satu.tahap == "diminta"
        judul = f"{'Putuskan permintaan revisi' if diminta else 'Setujui revisi'} SKP {satu.tahun}: {satu.pegawai}"
        alamat, tombol = (f"/skp/{satu.id}", "Putuskan") if diminta else (f"/skp/{satu.id}/tinjau", "Tinjau revisi")
        batas = tenggat_setuju(satu.tahap_sejak, kalender) if satu.tahap_sejak else None
        teks = "SKP tetap berlaku sampai Anda memutuskan."
        tugas.append(_tugas("skp_revisi_putus", judul, teks, alamat, tombol, "rencana", batas, kalender, hari_ini))
    return tugas


def tugas_reviu(banyak: int, kalender: Kalender, hari_ini: date) -> list[Tugas]:
    """SKP that the pengelola kinerja reviews before their evaluators may agree."""
    if not banyak:
        return []
    teks = "Penilai baru dapat menyetujui setelah Anda mereviunya."
    return [_tugas("skp_reviu", f"Reviu {banyak} SKP", teks, "/skp/reviu", "Buka antrian reviu", "mata", None, kalender, hari_ini)]


def tugas_terima(antrian: Sequence[ButirLaporan], kalender: Kalender, hari_ini: date) -> list[Tugas]:
    """The evaluator's reports to accept or return, in one line."""
    kiriman = sorted((s for s in antrian if s.status == "dikirim"), key=lambda s: s.dikirim or date.max)
    if not kiriman:
        return []
    pada = [s.dikirim for s in kiriman if s.dikirim]
    orang = list(dict.fromkeys(s.pegawai for s in kiriman))
    satu = len(kiriman) == 1
    judul = f"Terima laporan {kiriman[0].nama}: {orang[0]}" if satu else f"Terima {len(kiriman)} laporan: {daftar(orang)}"
    return [
        _tugas("laporan_terima", judul, f"Dikirim {rentang(pada)}." if pada else "Menunggu Anda.", f"/capaian/laporan/{kiriman[0].id}" if satu else "/capaian/tim",
               "Periksa laporan" if satu else f"Periksa {len(kiriman)} laporan", "catat", kalender.tambah(pada[0], HARI_TERIMA_LAPORAN) if pada else None, kalender, hari_ini)
    ]  # fmt: skip


def tugas_nilai(antrian: Sequence[ButirEvaluasi], jendela: Sequence[Jendela], kalender: Kalender, hari_ini: date) -> list[Tugas]:
    """The evaluator's ratings: to rate, and rated but not yet delivered; one line a year each."""
    tugas = []
    for tahun in sorted({e.tahun for e in antrian}):
        batas = next((j for j in jendela if j.tahun == tahun), None)
        nilai = [e for e in antrian if e.tahun == tahun and e.status in EVALUASI_GILIRAN_PENILAI]
        if nilai:
            orang = [e.pegawai for e in nilai]
            teks = f"Masih dapat dinilai sampai {tanggal(batas.batas_toleransi)}." if batas else "Laporan setahun sudah lengkap."
            alamat, tombol = (f"/penilaian/{nilai[0].id}", "Nilai") if len(nilai) == 1 else ("/penilaian/", f"Nilai {len(nilai)} orang")
            tugas.append(
                _tugas(
                    "evaluasi_nilai",
                    f"Nilai tahunan {tahun} untuk {daftar(orang)}",
                    teks,
                    alamat,
                    tombol,
                    "nilai",
                    batas.batas_normal if batas else None,
                    kalender,
                    hari_ini,
                )
            )
        siap = [e for e in antrian if e.tahun == tahun and e.status == "ditetapkan"]
        if siap:
            alamat = f"/penilaian/{siap[0].id}" if len(siap) == 1 else "/penilaian/"
            tugas.append(
                _tugas(
                    "evaluasi_sampaikan",
                    f"Sampaikan hasil {tahun} kepada {daftar([e.pegawai for e in siap])}",
                    "Rating sudah ditetapkan, pegawai belum dapat membacanya.",
                    alamat,
                    "Sampaikan",
                    "amplop",
                    batas.batas_normal if batas else None,
                    kalender,
                    hari_ini,
                )
            )
    return tugas


def tugas_putuskan(antrian: Sequence[ButirEvaluasi], kalender: Kalender, hari_ini: date) -> list[Tugas]:
    """Objections that wait for the reader's decision, one line; their clocks stand on their page."""
    orang = [e.pegawai for e in antrian if e.diputus_saya]
    if not orang:
        return []
    judul = f"Putuskan keberatan {daftar(orang)}"
    teks = "Dengarkan penilai dan pegawai, lalu putuskan. Putusan tidak boleh merugikan pegawai."
    return [
        _tugas(
            "keberatan_putuskan", judul, teks, "/penilaian/keberatan?milik=putus", "Buka keberatan", "timbangan", None, kalender, hari_ini
        )
    ]


def tugas_admin(*, tahun_ada: Sequence[int], tanpa_penilai: int, unit_tanpa_kepala: int, kalender: Kalender, hari_ini: date) -> list[Tugas]:
    """What only the admin of the instansi can set right."""
    tugas = []
    if hari_ini.year not in tahun_ada:
        tugas.append(
            _tugas(
                "periode_buka",
                f"Buka periode {hari_ini.year}",
                "Tanpa periode, SKP tahun ini belum dapat disusun.",
                "/skp/periode",
                f"Buka {hari_ini.year}",
                "kalender",
                date(hari_ini.year, 1, 20),
                kalender,
                hari_ini,
            )
        )
    if tanpa_penilai:
        tugas.append(
            _tugas(
                "tanpa_penilai",
                f"{tanpa_penilai} pegawai tanpa pejabat penilai",
                "SKP mereka tidak dapat diajukan.",
                "/auth/organisasi",
                "Lengkapi penilai",
                "orang",
                None,
                kalender,
                hari_ini,
            )
        )
    if unit_tanpa_kepala:
        tugas.append(
            _tugas(
                "unit_tanpa_kepala",
                f"{unit_tanpa_kepala} unit tanpa kepala",
                "Capaian organisasi unit itu tidak punya penanggung jawab.",
                "/auth/organisasi",
                "Lengkapi unit",
                "tim",
                None,
                kalender,
                hari_ini,
            )
        )
    return tugas


def penantian(
    skp: Iterable[ButirSkp],
    laporan: Iterable[ButirLaporan],
    evaluasi: Iterable[ButirEvaluasi],
    jendela: Sequence[Jendela],
    kalender: Kalender,
    hari_ini: date,
) -> list[Penantian]:
    """What of mine waits on my evaluator; his delay is his."""
    hasil = [
        Penantian(f"SKP {s.tahun} menunggu persetujuan", s.penilai, s.diajukan, _lewat(tenggat_setuju(s.diajukan, kalender) if s.diajukan else None, kalender, hari_ini), f"/skp/{s.id}")
        for s in skp if s.status == "diajukan" and not s.menunggu_reviu
    ]  # fmt: skip
    hasil += [
        Penantian(f"SKP {s.tahun} menunggu reviu", "pengelola kinerja", s.diajukan, 0, f"/skp/{s.id}") for s in skp if s.menunggu_reviu
    ]
    hasil += [
        Penantian(
            f"Revisi SKP {s.tahun} menunggu {'dibuka' if s.tahap == 'diminta' else 'persetujuan'}",
            s.penilai,
            s.tahap_sejak,
            _lewat(tenggat_setuju(s.tahap_sejak, kalender) if s.tahap_sejak else None, kalender, hari_ini),
            f"/skp/{s.id}",
        )
        for s in skp
        if s.tahap in ("diminta", "diajukan")
    ]
    hasil += [
        Penantian(f"Laporan {s.nama}{', dikirim otomatis saat terkunci,' if s.otomatis else ''} menunggu diterima", s.penilai, s.dikirim, _lewat(kalender.tambah(s.dikirim, HARI_TERIMA_LAPORAN) if s.dikirim else None, kalender, hari_ini), f"/capaian/laporan/{s.id}")
        for s in laporan if s.status == "dikirim"
    ]  # fmt: skip
    for e in evaluasi:
        if e.status in EVALUASI_GILIRAN_PENILAI or e.status == "ditetapkan":
            batas = next((j.batas_normal for j in jendela if j.tahun == e.tahun), None)
            hasil.append(
                Penantian(f"Penilaian {e.tahun} menunggu hasil", e.penilai, e.diajukan, _lewat(batas, kalender, hari_ini), "/penilaian/")
            )
    return hasil


def daftar(nama: Sequence[str]) -> str:
    """Up to three names in words: ``Agus dan Sri``; more are counted."""
    if len(nama) <= 1:
        return "".join(nama)
    if len(nama) <= _NAMA_TERTULIS:
        return f"{', '.join(nama[:-1])} dan {nama[-1]}"
    return f"{', '.join(nama[: _NAMA_TERTULIS - 1])} dan {len(nama) - _NAMA_TERTULIS + 1} lainnya"


_BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")


def tanggal(hari: date) -> str:
    return f"{hari.day} {_BULAN[hari.month - 1]}"


def rentang(hari: Sequence[date]) -> str:
    """``14 Januari`` or ``14 sampai 16 Januari``."""
    awal, akhir = min(hari), max(hari)
    if awal == akhir:
        return tanggal(awal)
    if (awal.year, awal.month) == (akhir.year, akhir.month):
        return f"{awal.day} sampai {tanggal(akhir)}"
    return f"{tanggal(awal)} sampai {tanggal(akhir)}"


def _lewat(batas: date | None, kalender: Kalender, hari_ini: date) -> int:
    return max(kalender.jumlah(batas, hari_ini), 0) if batas and batas < hari_ini else 0


def _tugas(  # noqa: PLR0913, PLR0917 - one line of the list has this many parts
    jenis: str,
    judul: str,
    teks: str,
    alamat: str,
    tombol: str,
    ikon: str,
    batas: date | None,
    kalender: Kalender,
    hari_ini: date,
    *,
    terkunci: bool = False,
) -> Tugas:
    sisa = None if batas is None else kalender.jumlah(hari_ini, batas)
    if batas is not None and batas < hari_ini and sisa == 0:
        sisa = -1  # past, though no working day lies between
    return Tugas(jenis, judul, teks, alamat, tombol, ikon, batas, sisa, terkunci)
