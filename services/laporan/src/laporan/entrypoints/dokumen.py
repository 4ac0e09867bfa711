"""The evaluation document (form F8) as PDF/A, tagged: the words of the form, the counters of lateness, and the figures as an annex.

The data goes to the template as one JSON text and is used there as values only, so no name or note can become markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import typst

from laporan.application.pembaca import Pembaca
from laporan.application.tahun import EvaluasiTahun, KinerjaTahun, SkpTahun
from laporan.domain.capaian import CapaianSkp
from laporan.domain.keadaan import LABEL_ORGANISASI, LABEL_PREDIKAT, LABEL_RATING
from laporan.domain.ketepatan import Kiriman, hitung_ketepatan
from shared.contracts.skp import Orang
from shared.errors import NotFound
from shared.web.format import angka, persen, tanggal

TEMPLATE = Path(str(files("laporan.entrypoints"))) / "templates" / "laporan" / "dokumen_evaluasi.typ"
KOSONG = "–"


@dataclass(frozen=True, slots=True)
class Dokumen:
    nama_berkas: str
    isi: bytes


def buat_dokumen(pembaca: Pembaca, kinerja: KinerjaTahun, evaluasi: EvaluasiTahun, lambang: Path | None = None) -> Dokumen:
    """The PDF of one evaluation; raises :class:`NotFound` when its SKP has not arrived."""
    skp = next((s for s in kinerja.skp if s.id == evaluasi.skp_id), None)
    if skp is None:
        raise NotFound("SKP dari penilaian ini belum sampai di laporan. Coba lagi sebentar lagi.")
    data = isi_dokumen(pembaca, kinerja, evaluasi, skp)
    return Dokumen(f"evaluasi-{kinerja.tahun}-{kinerja.orang.nip or evaluasi.id}.pdf", render(data, lambang))


def render(data: dict[str, object], lambang: Path | None = None) -> bytes:
    """Typeset the data; ``lambang`` is an image file of the installation, or none."""
    sources: dict[str, bytes] = {"main.typ": _template()}
    if lambang is not None:
        sources[f"lambang{lambang.suffix}"] = lambang.read_bytes()
    data = {**data, "lambang": f"lambang{lambang.suffix}" if lambang else ""}
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs do not know a set of files
        sources, format="pdf", ignore_system_fonts=True, sys_inputs={"data": msgspec.json.encode(data).decode()}, pdf_standards=["a-2a"]
    )
    return made


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def isi_dokumen(pembaca: Pembaca, kinerja: KinerjaTahun, evaluasi: EvaluasiTahun, skp: SkpTahun) -> dict[str, object]:
    """Every text of the form, formatted, as a tree of plain values."""
    moment = evaluasi.disampaikan.astimezone(ZoneInfo(pembaca.zona)).date() if evaluasi.disampaikan else evaluasi.ditetapkan
    day = moment or pembaca.hari_ini
    reports = [r for r in kinerja.laporan if r.skp_id == skp.id]
    hitungan = hitung_ketepatan(
        (Kiriman(r.batas_normal, r.pertama, r.terlambat, r.dimaafkan, bool(r.bebas)) for r in reports), pembaca.hari_ini
    )
    numerik = [
        ("Nilai SKP", evaluasi.nilai_skp),
        ("Nilai perilaku", evaluasi.nilai_perilaku),
        ("Nilai kinerja pegawai (NKP)", evaluasi.nkp),
    ]
    return {
        "judul": "Dokumen evaluasi kinerja pegawai",
        "tanggal": [day.year, day.month, day.day],
        "nama": skp.pegawai.nama,
        "instansi": pembaca.instansi_nama,
        "periode": f"Tahunan {kinerja.tahun}" if evaluasi.jenis == "tahunan" else evaluasi.jenis,
        "rentang": f"{tanggal(evaluasi.mulai)} sampai {tanggal(evaluasi.selesai)}",
        "nomor": nomor_dokumen(pembaca.instansi_kode, kinerja.tahun, evaluasi),
        "hash": evaluasi.hash[:16] or KOSONG,
        "blok": [
            _blok_orang("Pegawai yang dinilai", skp.pegawai),
            _blok_orang("Pejabat penilai kinerja", skp.penilai),
            _blok_orang("Atasan pejabat penilai kinerja", skp.atasan_penilai),
            {
                "judul": "Evaluasi kinerja",
                "baris": [
                    ["Capaian kinerja organisasi", LABEL_ORGANISASI.get(evaluasi.capaian_organisasi, "Belum ditetapkan")],
                    ["Rating hasil kerja", LABEL_RATING.get(evaluasi.rating_hasil, KOSONG)],
                    ["Rating perilaku kerja", LABEL_RATING.get(evaluasi.rating_perilaku, KOSONG)],
                    ["Predikat kinerja pegawai", LABEL_PREDIKAT.get(evaluasi.predikat, KOSONG)],
                ],
            },
            {"judul": "Catatan/rekomendasi", "baris": [["Catatan", evaluasi.catatan or KOSONG]]},
        ],
        "numerik": [[label, angka(value)] for label, value in numerik if value is not None],
        "ketepatan": [
            ["Wajib", angka(hitungan.wajib, 0)],
            ["Tepat waktu", angka(hitungan.tepat_waktu, 0)],
            ["Terlambat", angka(hitungan.terlambat, 0)],
            ["Dimaafkan", angka(hitungan.dimaafkan, 0)],
            ["Tidak melaporkan", angka(hitungan.kosong, 0)],
            ["Ketepatan", persen(hitungan.persen, 2)],
        ],
        "catatan_ketepatan": "Ketepatan = tepat waktu / (wajib - dimaafkan). Keterlambatan dicatat saat pengiriman pertama.",
        "tempat_tanggal": f"{pembaca.instansi_nama}, {tanggal(moment)}" if moment else pembaca.instansi_nama,
        "tanda_tangan": [_tanda("Pegawai yang dinilai", skp.pegawai), _tanda("Pejabat penilai kinerja", skp.penilai)],
        "rhk": _lampiran(skp.capaian) if skp.capaian and evaluasi.nilai_skp is not None else [],
        "nilai_skp": angka(evaluasi.nilai_skp),
        "penjelasan": [
            "Capaian indikator = realisasi / target x 100; bila lebih rendah lebih baik, (2 - realisasi / target) x 100; paling tinggi 120.",
            "Capaian RHK = rata-rata capaian indikatornya. Sumbangan = bobot x capaian RHK. Dihitung dengan angka penuh, dibulatkan di akhir.",
            "Predikat ditetapkan dari kuadran rating hasil kerja dan rating perilaku kerja, tidak dari angka.",
        ],
    }


def nomor_dokumen(kode_instansi: str, tahun: int, evaluasi: EvaluasiTahun) -> str:
    """Unique per evaluation and version, without telling the person: ``DEK/7699/2025/0f3c9a2b.4``."""
    return f"DEK/{kode_instansi}/{tahun}/{evaluasi.id.hex[-8:]}.{evaluasi.version}"


def _blok_orang(judul: str, orang: Orang | None) -> dict[str, object]:
    if orang is None:
        return {"judul": judul, "baris": [["Nama", KOSONG]]}
    return {
        "judul": judul,
        "baris": [
            ["Nama", orang.nama],
            ["NIP", orang.nip or KOSONG],
            ["Pangkat/gol. ruang", orang.golongan or KOSONG],
            ["Jabatan", orang.jabatan or KOSONG],
            ["Unit kerja", orang.unit_kerja or KOSONG],
        ],
    }


def _tanda(sebagai: str, orang: Orang | None) -> dict[str, str]:
    return {"sebagai": sebagai, "nama": orang.nama if orang else KOSONG, "nip": (orang.nip or "") if orang else ""}


def _lampiran(capaian: CapaianSkp) -> list[dict[str, object]]:
    return [
        {
            "nomor": str(baris.rhk.nomor),
            "teks": baris.rhk.teks,
            "bobot": persen(baris.rhk.bobot, 2),
            "capaian": angka(baris.capaian),
            "sumbangan": angka(baris.sumbangan),
            "indikator": [
                {
                    "teks": i.indikator.teks,
                    "target": i.indikator.target_teks,
                    "realisasi": f"{angka(i.realisasi, None)} {i.indikator.satuan}" if i.realisasi is not None else KOSONG,
                    "capaian": angka(i.capaian),
                }
                for i in baris.indikator
            ],
        }
        for baris in capaian.rhk
    ]
