"""One evaluation as a caller may see it: the same picture for the API and for the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from penilaian.adapters.unit_of_work import KeberatanTermuat, Termuat
from penilaian.domain.angka import bulat
from penilaian.domain.evaluasi import LABEL_STATUS, Aksi, Formulir, Peristiwa, VersiHasil
from penilaian.domain.keberatan import LABEL_KEBERATAN
from penilaian.domain.ketepatan import saran_akuntabel
from penilaian.domain.kuadran import Predikat, Rating, predikat, predikat_angka, saran_rating
from penilaian.domain.numerik import Jejak
from shared.auth.identity import Identity
from shared.contracts.penilaian import Ketepatan
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan

_TERTUTUP = ("nilai", "urungkan_sekaligus", "kembalikan")
"""Deeds of the history that tell about drafts are the evaluator's and the person's; ``nilai`` is the evaluator's alone."""


@dataclass(frozen=True, slots=True)
class Gambaran:
    """``formulir`` and the figures are None where they are closed to the caller."""

    termuat: Termuat
    formulir: Formulir | None
    nilai_skp: Decimal | None
    nilai_perilaku: Decimal | None
    nkp: Decimal | None
    tanpa_angka: str
    capaian: dict[str, tuple[Decimal, Decimal]]
    capaian_indikator: dict[str, Decimal]
    jejak: Jejak | None
    predikat: Predikat | None
    predikat_angka: Predikat | None
    saran_hasil: Rating | None
    saran_perilaku: Rating | None
    ketepatan: Ketepatan
    akuntabel_di_bawah: bool
    aksi: list[Aksi]
    riwayat: list[Peristiwa]
    laporan_baru: tuple[str, ...]
    penilai: bool

    @property
    def saran_predikat(self) -> Predikat | None:
        return predikat(self.saran_hasil, self.saran_perilaku) if self.saran_hasil and self.saran_perilaku else None

    def boleh(self, kode: str) -> bool:
        return any(a.kode == kode and a.boleh for a in self.aksi)

    def alasan(self, kode: str) -> str:
        return next((a.alasan for a in self.aksi if a.kode == kode), "")


def gambarkan(termuat: Termuat, identity: Identity, pada: datetime) -> Gambaran:
    """What the caller may see now. Before it is fixed the figures are computed anew from the reports; afterwards they are the stored ones."""
    e, fakta = termuat.evaluasi, termuat.fakta
    terbuka = termuat.pemutus or e.boleh_lihat_rating(identity.pegawai_id, termuat.peran, fakta.sebagai)
    penilai = identity.pegawai_id == e.penilai_id or bool(fakta.sebagai)
    sendiri = identity.pegawai_id == e.pegawai_id
    isi = e.formulir if terbuka else None
    hasil = e.hasil if terbuka else None
    hitungan, tanpa_angka = fakta.hitung(e.formulir.skor if penilai else {}) if hasil is None else (None, "")
    jejak = hasil.jejak if hasil else hitungan.jejak if hitungan else None
    ketepatan = hasil.ketepatan if hasil else fakta.ketepatan(fakta.hari(pada))
    nilai_skp = hasil.nilai_skp if hasil else hitungan.nilai_skp if hitungan else None
    nilai_perilaku = hasil.nilai_perilaku if hasil else hitungan.nilai_perilaku if hitungan else None
    nkp = hasil.nkp if hasil else hitungan.nkp if hitungan else None
    draf = predikat(isi.rating_hasil, isi.rating_perilaku) if isi and isi.rating_hasil and isi.rating_perilaku else None
    return Gambaran(
        termuat=termuat,
        formulir=isi,
        nilai_skp=nilai_skp,
        nilai_perilaku=nilai_perilaku,
        nkp=nkp,
        tanpa_angka=tanpa_angka,
        capaian=_capaian(termuat, jejak),
        capaian_indikator=_capaian_indikator(termuat, jejak),
        jejak=jejak,
        predikat=hasil.predikat if hasil else draf,
        predikat_angka=hasil.predikat_angka if hasil else predikat_angka(nkp, gagasan_baru=bool(isi and isi.gagasan_baru)),
        saran_hasil=fakta.saran_hasil(nilai_skp) if penilai else None,
        saran_perilaku=saran_rating(nilai_perilaku) if penilai else None,
        ketepatan=ketepatan,
        akuntabel_di_bawah=saran_akuntabel(ketepatan, fakta.pengaturan.ambang_ketepatan),
        aksi=e.aksi(identity.pegawai_id, pada, fakta),
        riwayat=[p for p in e.riwayat if penilai or (p.aksi not in _TERTUTUP) or (sendiri and p.aksi == "kembalikan")],
        laporan_baru=e.laporan_baru(fakta) if penilai else (),
        penilai=penilai,
    )


def _berbobot(termuat: Termuat) -> list[Any]:
    return [satu for satu in termuat.fakta.rekap if satu.rhk.jenis == "utama" and satu.rhk.bobot is not None]


def _capaian(termuat: Termuat, jejak: Jejak | None) -> dict[str, tuple[Decimal, Decimal]]:
    """Per RHK id: capaian and contribution, from the trace."""
    if jejak is None:
        return {}
    rerata: dict[int, Decimal] = {}
    sumbangan: dict[int, Decimal] = {}
    for langkah in jejak.langkah:
        if langkah.rhk is None:
            continue
        if langkah.jenis == "sumbangan":
            sumbangan[langkah.rhk] = langkah.nilai
        else:
            rerata[langkah.rhk] = langkah.nilai  # the RHK's own step, if it has several indikator, comes after theirs
    return {str(satu.rhk.id): (rerata[nomor], sumbangan[nomor]) for nomor, satu in enumerate(_berbobot(termuat), 1) if nomor in sumbangan}


def _capaian_indikator(termuat: Termuat, jejak: Jejak | None) -> dict[str, Decimal]:
    if jejak is None:
        return {}
    nilai = {(x.rhk, x.indikator): x.nilai for x in jejak.langkah if x.jenis == "indikator"}
    return {
        str(i.indikator.id): nilai[n, m]
        for n, satu in enumerate(_berbobot(termuat), 1)
        for m, i in enumerate(satu.indikator, 1)
        if (n, m) in nilai
    }


def desimal(nilai: Decimal | Fraction | None) -> Decimal | None:
    """A total for people: at most four decimals."""
    return bulat(nilai, 4) if isinstance(nilai, Fraction) else nilai


def sebagai_json(g: Gambaran) -> dict[str, Any]:
    """The picture in the API's fields (:class:`EvaluasiSchema`)."""
    e, fakta, isi = g.termuat.evaluasi, g.termuat.fakta, g.formulir
    org = g.termuat.organisasi
    return {
        **{nama: getattr(e, nama) for nama in ("id", "version", "tahun", "jenis", "mulai", "selesai", "skp_id", "unor_id", "pegawai")},
        "status": e.status.value,
        "status_label": LABEL_STATUS[e.status][0],
        "penilai": fakta.skp.penilai,
        "atasan_penilai": fakta.skp.atasan_penilai,
        "ketepatan": g.ketepatan,
        "organisasi": {"nilai": org.nilai.value, "unor_id": org.unor_id, "unor_nama": org.unor_nama} if org else None,
        "capaian_organisasi": e.hasil.capaian_organisasi if e.hasil and isi else org.nilai.value if org else "",
        "rating_hasil": isi.rating_hasil if isi else None,
        "alasan_hasil": isi.alasan_hasil if isi else None,
        "rating_perilaku": isi.rating_perilaku if isi else None,
        "alasan_perilaku": isi.alasan_perilaku if isi else None,
        "perilaku": isi.perilaku if isi else None,
        "catatan_rhk": {str(c.rhk_id): {"rating": c.rating, "catatan": c.catatan} for c in isi.catatan_rhk} if isi else None,
        "gagasan_baru": isi.gagasan_baru if isi else None,
        "catatan": isi.catatan if isi else None,
        "organisasi_belum": isi.organisasi_belum if isi else None,
        "alasan_pola": isi.alasan_pola if isi and g.penilai else None,
        "saran": {
            "rating_hasil": g.saran_hasil,
            "rating_perilaku": g.saran_perilaku,
            "predikat": g.saran_predikat,
            "akuntabel_di_bawah": g.akuntabel_di_bawah,
        }
        if g.penilai
        else None,
        "predikat": g.predikat,
        "predikat_angka": g.predikat_angka if isi else None,
        "nilai_skp": g.nilai_skp if isi else None,
        "nilai_perilaku": g.nilai_perilaku if isi else None,
        "nkp": g.nkp if isi else None,
        "tanpa_angka": g.tanpa_angka,
        "jejak": g.jejak if isi else None,
        "rhk": [_rhk(g, satu) for satu in fakta.rekap],
        "laporan": fakta.laporan,
        "laporan_baru": g.laporan_baru,
        "diajukan_otomatis": e.diajukan_otomatis,
        **{nama: getattr(e, nama) for nama in ("diajukan_pada", "dikembalikan_pada", "ditetapkan_pada", "disampaikan_pada", "final_pada")},
        "keberatan": e.keberatan if isi else "",
        "dikoreksi_pada": e.dikoreksi_pada if isi else None,
        "sebelum": [_versi_lama(v) for v in e.versi_lama] if isi else [],
        "batas_keberatan": e.batas_keberatan(fakta),
        "hash": e.hasil.hash if e.hasil and isi else "",
        "aksi": g.aksi,
        "riwayat": g.riwayat,
    }


def _versi_lama(v: VersiHasil) -> dict[str, Any]:
    """A result as it was before an objection."""
    angka = {nama: getattr(v.hasil, nama) for nama in ("nilai_skp", "nilai_perilaku", "nkp", "predikat", "rating_hasil", "rating_perilaku")}
    return {**angka, "hash": v.hasil.hash, "sampai": v.sampai}


def keberatan_json(dimuat: KeberatanTermuat, identity: Identity, pada: datetime) -> dict[str, Any]:
    """An objection in the API's fields (:class:`KeberatanSchema`): the whole bundle, or state and clocks for who may only know these."""
    k, termuat = dimuat.keberatan, dimuat.termuat
    e, fakta = termuat.evaluasi, termuat.fakta
    kolom = (
        "id", "evaluasi_id", "tahun", "diajukan_pada", "batas_penjelasan", "batas_putusan", "version",
    )  # fmt: skip
    garis = {
        **{nama: getattr(k, nama) for nama in kolom},
        "status": k.status.value,
        "status_label": LABEL_KEBERATAN[k.status][0],
        "pegawai": e.pegawai,
        "hubungan": sorted(dimuat.hubungan),
        "aksi": k.aksi(dimuat.hubungan, pada, fakta.zona),
    }
    if not terbuka(dimuat, identity):
        return garis
    return {
        **garis,
        "isi": k.isi,
        **{nama: getattr(k, nama) for nama in ("penjelasan", "pertanyaan", "tanggapan", "putusan")},
        "penjelasan_terlambat": bool(k.penjelasan and k.penjelasan_lewat(k.penjelasan.pada, fakta.zona)),
        "riwayat": k.riwayat,
        "evaluasi": sebagai_json(gambarkan(termuat, identity, pada)),
        "berkas": berkas(dimuat, identity),
    }


def terbuka(dimuat: KeberatanTermuat, identity: Identity) -> bool:
    """Whether the caller reads the texts: the parties, and roles with more than the state."""
    pihak = bool(dimuat.hubungan) or identity.pegawai_id == dimuat.termuat.evaluasi.atasan_penilai_id
    return pihak or not dimuat.peran.isdisjoint(peran_dengan(Objek.KEBERATAN, Hak.BACA))


def berkas(dimuat: KeberatanTermuat, identity: Identity) -> list[dict[str, Any]] | None:
    """The evidence of the evaluated span by name; None where the names stand in a report that the caller may not read."""
    pihak = bool(dimuat.hubungan) or identity.pegawai_id == dimuat.termuat.evaluasi.atasan_penilai_id
    if not pihak and dimuat.peran.isdisjoint(peran_dengan(Objek.REALISASI, Hak.BACA)):
        return None
    dirujuk = set(dimuat.keberatan.isi.bukti)
    return [
        {
            **{nama: getattr(b, nama) for nama in ("id", "indikator_id", "nama", "jenis", "ukuran")},
            "laporan": lap.nama,
            "dirujuk": b.id in dirujuk,
        }
        for lap in dimuat.termuat.fakta.laporan
        for b in lap.bukti
    ]


def _rhk(g: Gambaran, satu: Any) -> dict[str, Any]:
    capaian = g.capaian.get(str(satu.rhk.id)) if g.formulir else None
    return {
        **{nama: getattr(satu.rhk, nama) for nama in ("id", "nomor", "jenis", "teks", "bobot")},
        "dihentikan": satu.dihentikan,
        "capaian": capaian[0] if capaian else None,
        "sumbangan": capaian[1] if capaian else None,
        "indikator": [
            {
                **{nama: getattr(i.indikator, nama) for nama in ("id", "teks", "aspek", "target_teks", "satuan")},
                "realisasi": desimal(i.total),
                "capaian": g.capaian_indikator.get(str(i.indikator.id)) if g.formulir else None,
            }
            for i in satu.indikator
        ],
    }
