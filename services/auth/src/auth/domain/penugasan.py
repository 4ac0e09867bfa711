"""Changing the service of one person: a new post, its end, retirement, and what may not be written into the past (domain.md 2.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from auth.domain import nip as nip_
from auth.domain.keadaan import JENIS_KEADAAN, MENGAKHIRI, Keadaan, susun
from auth.domain.organisasi import JENIS_JABATAN, STATUS, Jabatan, Organisasi, Pegawai, Unor, urutkan
from auth.domain.tanggal import sebut
from shared.errors import Conflict, Invalid, NotAllowed

SATU_HARI = timedelta(days=1)
TEKS_TERPANJANG = 300
_TERJAUH = 366
_NRP = re.compile(r"\d{5,16}")


def tahun_terbuka(hari_ini: date) -> date:
    """The first day that may still be changed: the year that is worked on; in January still the year before, whose ratings are due then."""
    return date(hari_ini.year - (hari_ini.month == 1), 1, 1)


def _tolak(bidang: str, pesan: str, code: str = "penugasan_invalid") -> Invalid:
    return Invalid(pesan, errors={bidang: [pesan]}, code=code)


def periksa_tanggal(bidang: str, hari: date, hari_ini: date, sebutan: str) -> None:
    """Raises :class:`Invalid` for a day in a closed year, or more than a year ahead."""
    awal = tahun_terbuka(hari_ini)
    if hari < awal:
        raise _tolak(
            bidang,
            f"{sebutan} {sebut(hari)} jatuh pada tahun yang sudah ditutup. Yang masih dapat diubah mulai {sebut(awal)}.",
            "year_closed",
        )
    if hari > hari_ini + timedelta(days=_TERJAUH):
        raise _tolak(bidang, f"{sebutan} {sebut(hari)} lebih dari setahun lagi. Periksa tahunnya.")


def mutasi(orang: Pegawai, baru: Jabatan, unor: Unor | None, hari_ini: date) -> Pegawai:
    """The person with the new post from its TMT; the one before ends the day before. Raises :class:`Invalid` with the fault at its field."""
    if not orang.aktif:
        raise NotAllowed(f"{orang.nama} tidak aktif. Aktifkan dulu sebelum memberi penugasan.")
    if akhir := next((k for k in orang.keadaan if k.jenis in MENGAKHIRI and k.mulai <= baru.akhir), None):
        raise _tolak("tmt", f"{orang.nama} tercatat {akhir.sebutan}. Batalkan itu dulu bila keliru.")
    _periksa_jabatan(baru, unor)
    if orang.jabatan or baru.kepala:
        periksa_tanggal("tmt", baru.mulai, hari_ini, "TMT")
    kemudian = next((j for j in orang.jabatan if j.mulai >= baru.mulai), None)
    if kemudian:
        raise _tolak(
            "tmt",
            f"{orang.nama} sudah punya penugasan dengan TMT {sebut(kemudian.mulai)}: {kemudian.jabatan}. Pilih TMT sesudahnya.",
            "overlap",
        )
    kini = next((j for j in orang.jabatan if j.pada(baru.mulai)), None)
    if kini and _isi(kini) == _isi(baru):
        raise _tolak("jabatan", f"Penugasan itu sama dengan yang berlaku sejak {sebut(kini.mulai)}. Tidak ada yang berubah.")
    lama = tuple(replace(j, selesai=baru.mulai - SATU_HARI) if j is kini else j for j in orang.jabatan)
    return replace(orang, jabatan=urutkan((*lama, baru)))


def _isi(j: Jabatan) -> tuple[object, ...]:
    return (j.unor_id, j.jabatan, j.jenis_jabatan, j.jenjang, j.golongan, j.kepala, j.penilai_id)


def _periksa_jabatan(baru: Jabatan, unor: Unor | None) -> None:
    if unor is None:
        raise _tolak("unor_id", "Pilih unit tempat bertugas.")
    if not baru.jabatan or len(baru.jabatan) > TEKS_TERPANJANG:
        raise _tolak("jabatan", f"Isi nama jabatan, paling panjang {TEKS_TERPANJANG} karakter.")
    if baru.jenis_jabatan not in JENIS_JABATAN:
        raise _tolak("jenis_jabatan", "Pilih jenis jabatan.")
    if baru.mulai < unor.berlaku_dari or (unor.berlaku_sampai and unor.berlaku_sampai < baru.mulai):
        sampai = f" sampai {sebut(unor.berlaku_sampai)}" if unor.berlaku_sampai else ""
        raise _tolak("unor_id", f"{unor.nama} berlaku dari {sebut(unor.berlaku_dari)}{sampai}. Pilih unit lain, atau sesuaikan TMT.")


def akhiri(orang: Pegawai, selesai: date, hari_ini: date) -> Pegawai:
    """End the latest post on a day; the person stays without a post."""
    if not orang.jabatan:
        raise NotAllowed(f"{orang.nama} tidak punya penugasan.")
    periksa_tanggal("selesai", selesai, hari_ini, "Tanggal selesai")
    akhir = orang.jabatan[-1]
    if selesai < akhir.mulai:
        raise _tolak("selesai", f"Selesai {sebut(selesai)}, lebih awal daripada TMT {sebut(akhir.mulai)}.")
    if akhir.selesai is not None and selesai >= akhir.selesai:
        raise _tolak("selesai", f"Penugasan itu sudah berakhir {sebut(akhir.selesai)}. Pilih hari yang lebih awal.")
    return replace(orang, jabatan=(*orang.jabatan[:-1], replace(akhir, selesai=selesai)))


def hentikan(orang: Pegawai, keadaan: Keadaan, hari_ini: date) -> Pegawai:
    """Retirement, death or leaving: posts end the day before it begins, and the person is inactive once the day has come."""
    if keadaan.jenis not in MENGAKHIRI:
        raise _tolak("jenis", f"Pilih {', '.join(JENIS_KEADAAN[j] for j in sorted(MENGAKHIRI))}.")
    if not orang.aktif:
        raise NotAllowed(f"{orang.nama} sudah tidak aktif.")
    periksa_tanggal("mulai", keadaan.mulai, hari_ini, "Mulai")
    masa = [(j.mulai, j.akhir) for j in orang.jabatan] or [(date.min, date.max)]
    if orang.jabatan and keadaan.mulai > orang.jabatan[-1].akhir:
        masa = [(date.min, date.max)]
    semua = susun(orang.keadaan, keadaan, masa, orang.nama)
    jabatan = tuple(replace(j, selesai=min(j.akhir, keadaan.mulai - SATU_HARI)) for j in orang.jabatan if j.mulai < keadaan.mulai)
    return replace(orang, jabatan=jabatan, keadaan=semua, aktif=keadaan.mulai > hari_ini)


def catat_keadaan(orang: Pegawai, keadaan: Keadaan, hari_ini: date) -> Pegawai:
    """A leave or another state of some days; ending states go through :func:`hentikan`."""
    if keadaan.jenis in MENGAKHIRI:
        return hentikan(orang, keadaan, hari_ini)
    periksa_tanggal("mulai", max(keadaan.mulai, min(keadaan.akhir, hari_ini)), hari_ini, "Mulai")
    return replace(orang, keadaan=susun(orang.keadaan, keadaan, [(j.mulai, j.akhir) for j in orang.jabatan], orang.nama))


def batalkan_keadaan(orang: Pegawai, keadaan: Keadaan) -> Pegawai:
    """Take back a wrong entry; after an ending one the post that it ended goes on and the person is active again."""
    sisa = tuple(k for k in orang.keadaan if k.id != keadaan.id)
    if keadaan.jenis not in MENGAKHIRI:
        return replace(orang, keadaan=sisa)
    jabatan = orang.jabatan
    if jabatan and jabatan[-1].selesai == keadaan.mulai - SATU_HARI:
        jabatan = (*jabatan[:-1], replace(jabatan[-1], selesai=None))
    return replace(orang, keadaan=sisa, jabatan=jabatan, aktif=True)


@dataclass(frozen=True, slots=True)
class DataDiri:
    """Name, status and number as written; ``peringatan`` are the oddities W1 to W3 of the NIP."""

    nama: str
    status: str
    nip: str | None
    peringatan: tuple[str, ...] = ()


def periksa_data(nama: str, status: str, nomor: str, hari_ini: date) -> DataDiri:
    """The data as stored. A pejabat negara has no NIP; an officer of TNI or Polri writes the NRP there. Raises :class:`Invalid`."""
    nama = " ".join(nama.split())
    if not nama or len(nama) > TEKS_TERPANJANG or any(not h.isprintable() for h in nama):
        raise _tolak("nama", f"Isi nama, paling panjang {TEKS_TERPANJANG} karakter.")
    if status not in STATUS:
        raise _tolak("status", f"Pilih salah satu: {', '.join(STATUS.values())}.")
    angka = nip_.rapikan(nomor)
    if status == "pejabat_negara":
        if angka and not _NRP.fullmatch(angka):
            raise _tolak("nip", "Pejabat negara tidak mempunyai NIP. Kosongkan, atau isi NRP (5 sampai 16 angka) untuk TNI dan Polri.")
        return DataDiri(nama, status, angka or None)
    if not angka:
        raise _tolak("nip", "NIP kosong. Hanya pejabat negara yang boleh tanpa NIP.", "nip_e1")
    try:
        nip = nip_.periksa(angka, hari_ini)
    except nip_.NipTidakSah as salah:
        raise _tolak("nip", salah.detail, salah.code) from None
    return DataDiri(nama, status, nip.nilai, tuple(kalimat for _, kalimat in nip_.peringatan(nip, hari_ini, status=status)))


def periksa_kepala(organisasi: Organisasi, orang: Sequence[Pegawai]) -> None:
    """Raises :class:`Conflict` when one of these people would head a unit beside somebody else."""
    ids = {p.id for p in orang}
    for unor_id, lama, baru in organisasi.kepala_bertabrakan():
        if ids & {lama, baru}:
            lain = organisasi.pegawai[baru if lama in ids else lama]
            pesan = f"{organisasi.unor[unor_id].nama} sudah dikepalai {lain.nama} pada masa itu. Akhiri penugasannya dulu, atau pilih TMT sesudahnya."
            raise Conflict(pesan, code="double_head", errors={"kepala": [pesan]})
