"""The persons and the SKP of the sample (domain.md section 10): Rina Lestari (P4), her evaluator Agus Prasetyo (P2), his superior (P1)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from shared.contracts.auth import Instansi, Pegawai, Pengaturan, Penugasan, Unor
from shared.contracts.skp import Lampiran, Orang
from skp.domain.isi import Acuan, Isian, IsianIndikator, IsianRhk
from skp.domain.skp import DataSkp, Pelaku, Skp

INSTANSI = UUID("00000000-0000-7000-8000-000000007699")
BIDANG = UUID("00000000-0000-7000-8000-000000000b10")
RINA = UUID("00000000-0000-7000-8000-0000000000b4")
AGUS = UUID("00000000-0000-7000-8000-0000000000b2")
BAMBANG = UUID("00000000-0000-7000-8000-0000000000b1")
DIMAS = UUID("00000000-0000-7000-8000-0000000000b5")
ADMIN = UUID("00000000-0000-7000-8000-0000000000ad")
TUGAS_RINA = UUID("00000000-0000-7000-8000-000000000f04")
JANUARI = datetime(2025, 1, 13, 3, 0, tzinfo=UTC)

ORANG_RINA = Orang(RINA, "Rina Lestari, A.Md.", "199305172019022904", "II/d", "Pengolah Data", "Bidang Pembinaan SD")
ORANG_AGUS = Orang(AGUS, "Agus Prasetyo, M.Pd.", "197901302005041903", "IV/a", "Kepala Bidang Pembinaan SD", "Bidang Pembinaan SD")
ORANG_BAMBANG = Orang(BAMBANG, "Dr. Bambang Suryana", "197204151997031901", "IV/c", "Kepala Dinas", "Dinas Pendidikan")

sebagai_rina = Pelaku(RINA, "Rina Lestari, A.Md.")
sebagai_agus = Pelaku(AGUS, "Agus Prasetyo, M.Pd.")
sebagai_bambang = Pelaku(BAMBANG, "Dr. Bambang Suryana")

LAMPIRAN = Lampiran(("PC dan printer",), ("Laporan triwulan",), ("Apresiasi dari atasan langsung",))


def acuan(*, numerik: bool = True, pendekatan: str = "kuantitatif", rhk_atasan: dict[UUID, str] | None = None) -> Acuan:
    return Acuan(rhk_atasan=rhk_atasan or {}, numerik=numerik, pendekatan=pendekatan, id_baru=uuid4)


def indikator(teks: str, target: str | None, satuan: str = "laporan", aspek: str = "kuantitas", target_teks: str = "") -> IsianIndikator:
    return IsianIndikator(aspek=aspek, teks=teks, target=Decimal(target) if target else None, satuan=satuan, target_teks=target_teks)


def isian_benih(bobot: tuple[str, str, str, str] = ("20", "30", "15", "35")) -> Isian:
    """The seed's table exactly (domain.md 10.2)."""
    baris = (
        ("Menyusun laporan kegiatan bulanan", (indikator("Tepat waktu & akurat", "12", "laporan", target_teks="12 laporan per tahun"),)),
        (
            "Pelaksanaan program layanan publik",
            (
                indikator("Program terlaksana", "4", "program", target_teks="1 program per triwulan"),
                indikator("Kepuasan masyarakat minimal 85%", "85", "%", "kualitas", "85%"),
            ),
        ),
        (
            "Pengembangan kompetensi",
            (indikator("Mengikuti pelatihan minimal 2 kali per tahun", "2", "pelatihan", target_teks="2 pelatihan"),),
        ),
        ("Inovasi & perbaikan proses kerja", (indikator("Jumlah inovasi diterapkan", "1", "inovasi", target_teks="1 inovasi per tahun"),)),
    )
    return Isian(
        tuple(
            IsianRhk(teks=teks, bobot=Decimal(b), rhk_atasan_teks="Laporan dan data pokok", indikator=daftar)
            for (teks, daftar), b in zip(baris, bobot, strict=True)
        ),
        LAMPIRAN,
    )


def data_skp(*, jenis_jabatan: str = "pelaksana", penilai: Orang | None = ORANG_AGUS, mulai: date = date(2025, 1, 1)) -> DataSkp:
    return DataSkp(
        id=uuid4(),
        instansi_id=INSTANSI,
        penugasan_id=TUGAS_RINA,
        unor_id=BIDANG,
        jenis_jabatan=jenis_jabatan,
        tahun=2025,
        mulai=mulai,
        selesai=date(2025, 12, 31),
        pegawai=ORANG_RINA,
        penilai_id=penilai.pegawai_id if penilai else None,
        penilai=penilai,
        atasan_penilai_id=BAMBANG,
        atasan_penilai=ORANG_BAMBANG,
    )


def draf_kosong(**kw: object) -> Skp:
    skp, _ = Skp.buat(data_skp(**kw), "kuantitatif", sebagai_rina, JANUARI)  # type: ignore[arg-type]
    return skp


def draf_benih(**kw: object) -> Skp:
    skp = draf_kosong(**kw)
    skp.ubah(isian_benih(), sebagai_rina, acuan())
    return skp


def diajukan() -> Skp:
    skp = draf_benih()
    skp.ajukan(sebagai_rina, JANUARI, numerik=True)
    return skp


def disetujui() -> Skp:
    skp = diajukan()
    skp.setujui({"BP": "Jawab keluhan dalam satu hari."}, sebagai_agus, JANUARI, numerik=True)
    return skp


# ---- what auth tells about them -------------------------------------------------------------------------------------


def instansi(id_: UUID = INSTANSI, version: int = 1, **pengaturan: object) -> Instansi:
    isi = {"metode": "linear_120", "periode_evaluasi": "triwulan", **pengaturan}
    return Instansi(id_, "7699", "Pemerintah Kota Contoh", "kota", "Asia/Jakarta", Pengaturan(**isi), version)  # type: ignore[arg-type]


def unor() -> Unor:
    return Unor(BIDANG, INSTANSI, "B1", "Bidang Pembinaan SD", "bidang", None, date(2020, 1, 1), None, 1)


def penugasan(id_: UUID, jabatan: str, jenis: str, penilai: UUID | None, atasan: UUID | None, **kw: object) -> Penugasan:
    isi: dict[str, object] = {
        "unor_id": BIDANG,
        "unor_nama": "Bidang Pembinaan SD",
        "jenjang": None,
        "golongan": "II/d",
        "kepala": False,
        "mulai": date(2020, 1, 1),
        "selesai": None,
        **kw,
    }
    return Penugasan(id=id_, jabatan=jabatan, jenis_jabatan=jenis, penilai_id=penilai, atasan_penilai_id=atasan, **isi)  # type: ignore[arg-type]


def pegawai(id_: UUID, nama: str, nip: str | None, *segmen: Penugasan, instansi_id: UUID = INSTANSI, version: int = 1) -> Pegawai:
    return Pegawai(id_, instansi_id, nip, nama, "pns", True, (), segmen, version)


def rina(version: int = 1, **kw: object) -> Pegawai:
    segmen = penugasan(TUGAS_RINA, "Pengolah Data", "pelaksana", AGUS, BAMBANG, **kw)
    return pegawai(RINA, "Rina Lestari, A.Md.", "199305172019022904", segmen, version=version)


def agus() -> Pegawai:
    segmen = penugasan(UUID(int=0xF02), "Kepala Bidang Pembinaan SD", "administrator", BAMBANG, None, golongan="IV/a", kepala=True)
    return pegawai(AGUS, "Agus Prasetyo, M.Pd.", "197901302005041903", segmen)


def bambang() -> Pegawai:
    segmen = penugasan(UUID(int=0xF01), "Kepala Dinas", "jpt_pratama", None, None, golongan="IV/c", kepala=True)
    return pegawai(BAMBANG, "Dr. Bambang Suryana", "197204151997031901", segmen)


def dimas() -> Pegawai:
    segmen = penugasan(UUID(int=0xF05), "Analis SDM Aparatur Ahli Pertama", "jf", AGUS, BAMBANG, golongan="III/b", mulai=date(2025, 8, 1))
    return pegawai(DIMAS, "Dimas Nugroho, S.E.", "199109082015031905", segmen)


def organisasi() -> tuple[object, ...]:
    """Everything auth publishes about the sample, in one order."""
    return instansi(), unor(), bambang(), agus(), rina(), dimas()
