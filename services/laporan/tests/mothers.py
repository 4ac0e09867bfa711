"""The sample of Kota Contoh as the other services would publish it, and makers of many people for the large cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4, uuid5

from shared.auth.identity import Identity
from shared.contracts import auth, capaian, penilaian, skp

RUANG = UUID("7e57ab1e-0000-7000-8000-000000000000")
KINI = datetime(2026, 1, 19, 2, 0, tzinfo=UTC)
"""Monday 19 January 2026, 09.00 WIB."""


def kunci(nama: str) -> UUID:
    return uuid5(RUANG, nama)


INSTANSI = kunci("kota-contoh")
KOTA, DINAS, BIDANG, SEKOLAH = kunci("kota"), kunci("dinas"), kunci("bidang"), kunci("sdn-1")

ORANG = {
    "W0": ("Walikota Contoh", None, "pejabat_negara", "Walikota", KOTA, None, None),
    "S0": ("Drs. Hartono Wijaya", "196910101994031907", "pns", "Sekretaris Daerah", KOTA, "W0", None),
    "P1": ("Dr. Bambang Suryana", "197204151997031901", "pns", "Kepala Dinas Pendidikan", DINAS, "S0", "W0"),
    "P2": ("Agus Prasetyo, M.Pd.", "197901302005041903", "pns", "Kabid Pembinaan SD", BIDANG, "P1", "S0"),
    "P3": ("Sri Wahyuni, M.Pd.", "197508022000122902", "pns", "Kepala SDN Contoh 1", SEKOLAH, "P1", "S0"),
    "P4": ("Rina Lestari, A.Md.", "199305172019022904", "pns", "Pengolah Data", BIDANG, "P2", "P1"),
    "P5": ("Dimas Nugroho, S.E.", "199109082015031905", "pns", "Analis SDM Aparatur Ahli Pertama", BIDANG, "P2", "P1"),
    "P9": ("Ratna Dewi, M.Si.", "198002142006042905", "pns", "Sekretaris Dinas", DINAS, "P1", "S0"),
    "T1": ("Budi Santoso, S.Pd.", "199011232019031906", "pns", "Guru Ahli Pertama", SEKOLAH, "P3", "P1"),
    "T2": ("Maya Kurniasih, S.Pd.", "199506122023212901", "pppk", "Guru Ahli Pertama", SEKOLAH, "P3", "P1"),
}
KEPALA = {"S0", "P1", "P2", "P3"}
NAMA_UNIT = {KOTA: "Pemerintah Kota Contoh", DINAS: "Dinas Pendidikan", BIDANG: "Bidang Pembinaan SD", SEKOLAH: "UPT SDN Contoh 1"}


def identitas(kode: str, *peran: str) -> Identity:
    """Somebody of the sample, or an officer without a post when the code is unknown."""
    return Identity(kunci(kode), INSTANSI, ORANG[kode][0] if kode in ORANG else "Petugas Contoh", frozenset(peran), "")


def instansi(version: int = 1, nama: str = "Pemerintah Kota Contoh") -> auth.Instansi:
    return auth.Instansi(INSTANSI, "7699", nama, "kota", "Asia/Jakarta", auth.Pengaturan(metode="linear_120"), version)


def unor() -> list[auth.Unor]:
    parents = {KOTA: None, DINAS: KOTA, BIDANG: DINAS, SEKOLAH: DINAS}
    return [
        auth.Unor(u, INSTANSI, str(n), NAMA_UNIT[u], "perangkat_daerah", parents[u], date(2020, 1, 1), None, 1)
        for n, u in enumerate(parents)
    ]


def penugasan(
    kode: str, *, penilai: str | None = None, mulai: date = date(2020, 1, 1), selesai: date | None = None, nomor: int = 1
) -> auth.Penugasan:
    _, _, _, jabatan, unit, evaluator, superior = ORANG[kode]
    evaluator = penilai or evaluator
    return auth.Penugasan(
        kunci(f"tugas-{kode}-{nomor}"), unit, NAMA_UNIT[unit], jabatan, "pelaksana", None, "III/b", kode in KEPALA,
        kunci(evaluator) if evaluator else None, kunci(superior) if superior else None, mulai, selesai,
    )  # fmt: skip


def pegawai(
    kode: str, version: int = 1, *, tugas: Sequence[auth.Penugasan] | None = None, aktif: bool = True, peran: tuple[str, ...] = ()
) -> auth.Pegawai:
    nama, nip, status, *_ = ORANG[kode]
    return auth.Pegawai(
        kunci(kode), INSTANSI, nip, nama, status, aktif, peran, tuple(tugas if tugas is not None else [penugasan(kode)]), version
    )


def semua_pegawai() -> list[auth.Pegawai]:
    """P5 was under P9 until 31 July 2025."""
    p5 = pegawai("P5", tugas=[
        penugasan("P5", penilai="P9", mulai=date(2020, 1, 1), selesai=date(2025, 7, 31), nomor=1),
        penugasan("P5", mulai=date(2025, 8, 1), nomor=2),
    ])  # fmt: skip
    return [p5 if kode == "P5" else pegawai(kode) for kode in ORANG]


def orang(kode: str) -> skp.Orang:
    nama, nip, _, jabatan, unit, *_ = ORANG[kode]
    return skp.Orang(kunci(kode), nama, nip, "III/b", jabatan, NAMA_UNIT[unit])


def periode(tahun: int = 2025, version: int = 1) -> list[skp.Periode]:
    return [
        skp.Periode(kunci(f"p-skp-{tahun}"), INSTANSI, tahun, "skp", "tahunan", 1, f"SKP {tahun}", date(tahun, 1, 1), date(tahun, 12, 31), date(tahun, 1, 20), date(tahun, 1, 31), version),
        skp.Periode(kunci(f"p-ev-{tahun}"), INSTANSI, tahun, "evaluasi", "tahunan", 1, f"Tahunan {tahun}", date(tahun, 1, 1), date(tahun, 12, 31), date(tahun + 1, 1, 15), date(tahun + 1, 1, 31), version),
    ]  # fmt: skip


BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")


def indikator(nama: str, target: str, satuan: str, cara: str = "jumlah", arah: str = "normal") -> skp.Indikator:
    return skp.Indikator(
        kunci(f"i-{nama}"), "kuantitas", nama, f"{target} {satuan}", Decimal(target), None, None, satuan, arah, False, cara
    )


def rhk(nomor: int, teks: str, bobot: str, *butir: skp.Indikator) -> skp.Rhk:
    return skp.Rhk(kunci(f"rhk-{teks}"), nomor, "utama", teks, Decimal(bobot), None, "", "", butir)


RHK_P4 = (
    rhk(1, "Menyusun laporan kegiatan bulanan", "20.00", indikator("Tepat waktu & akurat", "12", "laporan")),
    rhk(
        2,
        "Pelaksanaan program layanan publik",
        "30.00",
        indikator("Program terlaksana", "4", "program"),
        indikator("Kepuasan masyarakat", "85", "%", "rata_rata"),
    ),
    rhk(3, "Pengembangan kompetensi", "15.00", indikator("Pelatihan", "2", "pelatihan")),
    rhk(4, "Inovasi & perbaikan proses kerja", "35.00", indikator("Inovasi diterapkan", "1", "inovasi")),
)
REALISASI_P4 = {
    "Tepat waktu & akurat": dict.fromkeys(range(1, 13), "1"),
    "Program terlaksana": dict.fromkeys((3, 6, 9, 12), "1"),
    "Kepuasan masyarakat": dict.fromkeys((3, 6, 9, 12), "91.2"),
    "Pelatihan": dict.fromkeys((2, 5, 10), "1"),
    "Inovasi diterapkan": dict.fromkeys((4, 11), "1"),
}


def skp_dari(
    kode: str, *, penilai: str | None = None, atasan: str | None = None, status: str = "disetujui", tahun: int = 2025, mulai: date | None = None, selesai: date | None = None,
    baris: tuple[skp.Rhk, ...] = RHK_P4, version: int = 3, nomor: int = 1,
) -> skp.Skp:  # fmt: skip
    evaluator = penilai or ORANG[kode][5]
    superior = atasan or ORANG[kode][6]
    agreed = status in ("disetujui", "ditutup", "revisi")
    return skp.Skp(
        id=kunci(f"skp-{kode}-{tahun}-{nomor}"),
        instansi_id=INSTANSI,
        pegawai_id=kunci(kode),
        penilai_id=kunci(evaluator) if evaluator else None,
        atasan_penilai_id=kunci(superior) if superior else None,
        unor_id=ORANG[kode][4],
        tahun=tahun,
        mulai=mulai or date(tahun, 1, 1),
        selesai=selesai or date(tahun, 12, 31),
        pendekatan="kuantitatif",
        status=status,
        pegawai=orang(kode),
        penilai=orang(evaluator) if evaluator else None,
        atasan_penilai=orang(superior) if superior else None,
        rhk=baris,
        perilaku=(),
        lampiran=skp.Lampiran(),
        revisi=1 if agreed else 0,
        diajukan_pada=datetime(tahun, 1, 14, 3, tzinfo=UTC) if status != "draf" else None,
        dikembalikan_pada=None,
        disetujui_pada=datetime(tahun, 1, 16, 3, tzinfo=UTC) if agreed else None,
        alasan_dikembalikan="",
        hash="ab" * 32 if agreed else "",
        version=version,
    )


def laporan(
    kode: str, bulan: int, *, penilai: str | None = None, status: str = "diterima", terlambat: int = 0, dimaafkan: bool = False, realisasi: dict[str, str] | None = None,
    skp_nomor: int = 1, version: int = 2, tahun: int = 2025,
) -> capaian.Laporan:  # fmt: skip
    first = date(tahun, bulan, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    normal = last + timedelta(days=7)
    sent = status in ("dikirim", "diterima", "dikembalikan")
    moment = datetime(normal.year, normal.month, normal.day, 3, tzinfo=UTC) + timedelta(days=terlambat or -2)
    evaluator = penilai or ORANG[kode][5]
    return capaian.Laporan(
        id=kunci(f"lap-{kode}-{tahun}-{bulan}"),
        instansi_id=INSTANSI,
        pegawai_id=kunci(kode),
        penilai_id=kunci(evaluator) if evaluator else None,
        skp_id=kunci(f"skp-{kode}-{tahun}-{skp_nomor}"),
        periode_id=kunci(f"p-lap-{tahun}-{bulan}"),
        tahun=tahun,
        nomor=bulan,
        nama=f"{BULAN[bulan - 1]} {tahun}",
        mulai=first,
        selesai=last,
        batas_normal=normal,
        batas_toleransi=normal + timedelta(days=7),
        status=status,
        realisasi=tuple(
            capaian.Realisasi(kunci(f"i-{nama}"), kunci("rhk"), Decimal(angka), "", "", "", "") for nama, angka in (realisasi or {}).items()
        ),
        bukti=(),
        jumlah_progres=20,
        pertama_dikirim_pada=moment if sent else None,
        dikirim_pada=moment if sent else None,
        diterima_pada=moment if status == "diterima" else None,
        terlambat=sent and terlambat > 0,
        hari_terlambat=terlambat if sent else 0,
        alasan_terlambat="sakit" if dimaafkan else "",
        keterangan_terlambat="",
        dimaafkan=dimaafkan,
        catatan_penilai="",
        version=version,
    )


def evaluasi(
    kode: str, *, penilai: str | None = None, atasan: str | None = None, status: str = "disampaikan", predikat: str = "baik", hasil: str = "sesuai_ekspektasi", perilaku: str = "sesuai_ekspektasi",
    nilai_skp: str = "100.00", nilai_perilaku: str = "100.00", nkp: str = "100.00", mulai: date | None = None, selesai: date | None = None, nomor: int = 1, version: int = 4, tahun: int = 2025,
) -> penilaian.Evaluasi:  # fmt: skip
    fixed = status not in ("terjadwal", "pengisian", "diajukan", "dikembalikan", "dinilai")
    delivered = fixed and status != "ditetapkan"
    evaluator, superior = penilai or ORANG[kode][5], atasan or ORANG[kode][6]
    return penilaian.Evaluasi(
        id=kunci(f"ev-{kode}-{tahun}-{nomor}"),
        instansi_id=INSTANSI,
        pegawai_id=kunci(kode),
        penilai_id=kunci(evaluator) if evaluator else None,
        atasan_penilai_id=kunci(superior) if superior else None,
        unor_id=ORANG[kode][4],
        skp_id=kunci(f"skp-{kode}-{tahun}-{nomor}"),
        tahun=tahun,
        jenis="tahunan",
        mulai=mulai or date(tahun, 1, 1),
        selesai=selesai or date(tahun, 12, 31),
        status=status,
        ketepatan=penilaian.Ketepatan(12, 12, 0, 0, 0, Decimal("100.00")),
        capaian_organisasi="baik" if fixed else "",
        rating_hasil=hasil if fixed else "",
        rating_perilaku=perilaku if fixed else "",
        predikat=predikat if fixed else "",
        nilai_skp=Decimal(nilai_skp) if fixed else None,
        nilai_perilaku=Decimal(nilai_perilaku) if fixed else None,
        nkp=Decimal(nkp) if fixed else None,
        catatan="Terapkan cara kerja baru di bidang lain." if fixed else "",
        diajukan_pada=datetime(2026, 1, 5, 3, tzinfo=UTC),
        ditetapkan_pada=datetime(2026, 1, 9, 3, tzinfo=UTC) if fixed else None,
        disampaikan_pada=datetime(2026, 1, 12, 2, tzinfo=UTC) if delivered else None,
        final_pada=datetime(2026, 1, 27, 2, tzinfo=UTC) if status == "final" else None,
        hash="cd" * 32 if fixed else "",
        version=version,
    )


def organisasi(unit: UUID = DINAS, nilai: str = "baik", tahun: int = 2025) -> penilaian.Organisasi:
    return penilaian.Organisasi(
        kunci(f"org-{unit}-{tahun}"),
        INSTANSI,
        unit,
        tahun,
        nilai,
        "Sesuai perjanjian kinerja.",
        kunci("S0"),
        datetime(2026, 1, 8, tzinfo=UTC),
        1,
    )


def progres(kode: str, tanggal: str, *, terlambat: bool = False) -> capaian.Progres:
    day = date.fromisoformat(tanggal)
    return capaian.Progres(uuid4(), INSTANSI, kunci(kode), kunci(f"skp-{kode}"), day, terlambat, int(terlambat), True, 1)


def dasar() -> list[object]:
    """The organisation and the periods."""
    return [instansi(), *unor(), *semua_pegawai(), *periode(2025)]


def tahun_p4(status: str = "disampaikan") -> list[object]:
    """P4's year with the figures of the seed table: 111.09, 112.00, 111.46, Sangat Baik."""
    reports = [laporan("P4", b, realisasi={nama: per[b] for nama, per in REALISASI_P4.items() if b in per}) for b in range(1, 13)]
    result = evaluasi(
        "P4",
        status=status,
        predikat="sangat_baik",
        hasil="di_atas_ekspektasi",
        perilaku="di_atas_ekspektasi",
        nilai_skp="111.09",
        nilai_perilaku="112.00",
        nkp="111.46",
    )
    return [skp_dari("P4"), *reports, result]


def tahun_p5() -> list[object]:
    """Two segments: under P9 to July, all on time; then under P2, one on time, three late (12, 9, 15 days), one late and excused."""
    late = {8: (0, False), 9: (12, False), 10: (9, False), 11: (15, False), 12: (3, True)}
    return [
        skp_dari("P5", penilai="P9", selesai=date(2025, 7, 31), status="ditutup", nomor=1),
        skp_dari("P5", mulai=date(2025, 8, 1), nomor=2),
        *[laporan("P5", b, penilai="P9", skp_nomor=1) for b in range(1, 8)],
        *[laporan("P5", b, terlambat=t, dimaafkan=m, skp_nomor=2) for b, (t, m) in late.items()],
        evaluasi("P5", penilai="P9", selesai=date(2025, 7, 31), nilai_skp="99.00", nkp="99.40", nomor=1),
        evaluasi("P5", mulai=date(2025, 8, 1), nilai_skp="96.05", nilai_perilaku="96.00", nkp="96.03", nomor=2),
    ]


def tahun_lain() -> list[object]:
    """P2, P3, T1 Baik; T2 Butuh Perbaikan; P1 submitted only: with P4 and P5 the distribution of the sample after the objection."""
    made: list[object] = []
    for kode, predikat in (("P2", "baik"), ("P3", "baik"), ("T1", "baik"), ("T2", "butuh_perbaikan")):
        made += [skp_dari(kode), *[laporan(kode, b) for b in range(1, 13)]]
        made.append(
            evaluasi(
                kode, predikat=predikat, hasil="di_bawah_ekspektasi" if predikat == "butuh_perbaikan" else "sesuai_ekspektasi", nkp="100.39"
            )
        )
    return [*made, skp_dari("P1", status="diajukan")]


def contoh() -> list[object]:
    return [*dasar(), *tahun_p4(), *tahun_p5(), *tahun_lain(), organisasi()]


@dataclass
class Banyak:
    """``jumlah`` people under heads of some units below the Dinas, each with an agreed SKP, twelve reports and a result."""

    jumlah: int
    per_unit: int = 25
    laporan: int = 12
    events: list[object] = field(default_factory=list)

    def build(self) -> list[object]:
        predikat = ("baik", "baik", "sangat_baik", "butuh_perbaikan", "baik")
        for n in range(self.jumlah):
            unit, head = n // self.per_unit, n % self.per_unit == 0
            unit_id, leader = kunci(f"unit-{unit}"), kunci(f"orang-{unit * self.per_unit}")
            if head:
                self.events.append(
                    auth.Unor(
                        unit_id,
                        INSTANSI,
                        f"U{unit}",
                        f"UPT Sekolah Dasar Negeri Contoh {unit + 10}",
                        "upt",
                        DINAS,
                        date(2020, 1, 1),
                        None,
                        1,
                    )
                )
            name, id_ = f"Pegawai Nomor {n:05d}, S.Pd.", kunci(f"orang-{n}")
            evaluator, superior = (kunci("P1"), kunci("S0")) if head else (leader, kunci("P1"))
            post = auth.Penugasan(
                kunci(f"tugas-{n}"),
                unit_id,
                f"UPT Sekolah Dasar Negeri Contoh {unit + 10}",
                "Guru Ahli Pertama",
                "jf",
                "pertama",
                "III/a",
                head,
                evaluator,
                superior,
                date(2020, 1, 1),
                None,
            )
            self.events.append(auth.Pegawai(id_, INSTANSI, f"{198000000000000000 + n}", name, "pns", True, (), (post,), 1))
            doc = skp_dari("P4")
            person = skp.Orang(id_, name, f"{198000000000000000 + n}", "III/a", "Guru", "UPT")
            contract_id = kunci(f"skp-orang-{n}")
            self.events.append(
                replace(
                    doc, id=contract_id, pegawai_id=id_, penilai_id=evaluator, atasan_penilai_id=superior, unor_id=unit_id, pegawai=person
                )
            )
            for b in range(1, self.laporan + 1):
                report = laporan("P4", b, terlambat=3 if (n + b) % 9 == 0 else 0, realisasi={"Tepat waktu & akurat": "1"})
                self.events.append(
                    replace(report, id=kunci(f"lap-orang-{n}-{b}"), pegawai_id=id_, penilai_id=evaluator, skp_id=contract_id)
                )
            result = evaluasi("P4", predikat=predikat[n % 5], status="disampaikan" if n % 7 else "diajukan")
            self.events.append(
                replace(
                    result,
                    id=kunci(f"ev-orang-{n}"),
                    pegawai_id=id_,
                    penilai_id=evaluator,
                    atasan_penilai_id=superior,
                    unor_id=unit_id,
                    skp_id=contract_id,
                )
            )
        return self.events
