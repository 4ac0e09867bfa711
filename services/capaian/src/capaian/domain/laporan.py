"""The report of one period under one SKP: realisasi and evidence, sent by its owner, accepted or returned by the evaluator.

Lateness (domain 4.5 rules 1 and 2) is computed when the first version is sent and never again; an excuse is shown beside it, not instead of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from capaian.domain.angka import salah_realisasi
from capaian.domain.bukti import Bukti
from capaian.domain.hari_kerja import tanggal_kata
from shared.contracts.capaian import LaporanDikirim, LaporanDiterima, Realisasi
from shared.contracts.skp import Indikator, Skp
from shared.errors import Forbidden, Invalid, NotAllowed
from shared.matriks import Hak, Kolom, Objek
from shared.matriks import peran as peran_dengan

HARI_SEBELUM_AKHIR = 0
"""How many days before the last day of its period a report may be sent; the rules name no earlier day than the last."""

HARI_BUKA_TERBANYAK = 60
TEKS_TERPANJANG = 2000
ALASAN_TERPENDEK = 10

STATUS = {
    "draf": ("Draf", "pensil", ""),
    "dikirim": ("Dikirim", "kirim", "jalan"),
    "dikembalikan": ("Dikembalikan", "kembali", "awas"),
    "diterima": ("Diterima", "cek", "baik"),
}
ALASAN = {"sakit": "Sakit", "gangguan_sistem": "Gangguan sistem", "tugas_luar": "Tugas luar", "lainnya": "Alasan lain"}


@dataclass(frozen=True, slots=True)
class Transisi:
    """``ke`` is None for a deed that leaves the state; ``siapa`` is pemilik, penilai, admin or sistem."""

    aksi: str
    label: str
    dari: frozenset[str]
    ke: str | None
    siapa: str


TRANSISI = (
    Transisi("isi", "Simpan isian", frozenset({"draf", "dikembalikan"}), None, "pemilik"),
    Transisi("kirim", "Kirim laporan", frozenset({"draf", "dikembalikan"}), "dikirim", "pemilik"),
    Transisi("terima", "Terima laporan", frozenset({"dikirim"}), "diterima", "penilai"),
    Transisi("kembalikan", "Kembalikan dengan alasan", frozenset({"dikirim"}), "dikembalikan", "penilai"),
    Transisi("maafkan", "Putuskan maaf keterlambatan", frozenset({"dikirim", "dikembalikan", "diterima"}), None, "penilai"),
    Transisi("kirim_otomatis", "Kirim apa adanya", frozenset({"draf"}), "dikirim", "sistem"),
    Transisi("minta_buka", "Minta dibuka kembali", frozenset({"draf", "dikirim"}), None, "pemilik"),
    Transisi("maaf_gangguan", "Maafkan karena gangguan", frozenset({"draf", "dikirim", "dikembalikan", "diterima"}), None, "sistem"),
    Transisi("cabut_maaf_gangguan", "Cabut maaf gangguan", frozenset({"draf", "dikirim", "dikembalikan", "diterima"}), None, "sistem"),
    Transisi("buka", "Buka kembali", frozenset({"draf", "dikirim"}), "draf", "admin"),
    Transisi("tolak_buka", "Tolak permintaan", frozenset({"draf", "dikirim", "dikembalikan", "diterima"}), None, "admin"),
)
_MENURUT_AKSI = {t.aksi: t for t in TRANSISI}
PERAN_LAPORAN = {
    "penghitung": peran_dengan(Objek.REALISASI, Hak.HITUNG),
    "pembaca": peran_dengan(Objek.REALISASI, Hak.BACA),
    "pemeriksa": peran_dengan(Objek.BUKTI, Hak.BACA),
    "admin": peran_dengan(Objek.REALISASI, Hak.KELOLA),
}
PEMUTUS = "pemutus"
"""Decides on an open objection to what this report was evaluated for; the evidence is open to him as long (domain 2.7, 5.8)."""
PPK = str(Kolom.PPK)
"""What an assigned role is to a report: it counts, reads, opens the evidence, manages."""
BERISI = frozenset({"pemilik", "penilai", "atasan", "pembaca", PEMUTUS})
"""Who sees the content of a report; everybody else its state and counts."""
BERKAS = frozenset({"pemilik", "penilai", "pemeriksa", PEMUTUS})
"""Who opens evidence."""
_SIAPA = {"pemilik": "pemilik laporan", "penilai": "pejabat penilainya", "admin": "admin instansi", "sistem": "sistem"}
_SISTEM = frozenset({"sistem"})


_PENGGANTI = {"plt": "plt", "plh": "plh", "atasan": "wakil_atasan"}


def sebagai_dari(hubungan: Collection[str]) -> str:
    """In which capacity somebody with these relations decides."""
    return next((sebagai for sebagai, nama in _PENGGANTI.items() if nama in hubungan), "penilai")


@dataclass(frozen=True, slots=True)
class Aksi:
    kode: str
    label: str
    boleh: bool
    alasan: str


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One line of the report's history: what was done, by whom (None: the system), when, with which words."""

    aksi: str
    oleh: UUID | None
    pada: datetime
    catatan: str = ""
    sebagai: str = ""


@dataclass(frozen=True, slots=True)
class IsianRealisasi:
    indikator_id: UUID
    angka: Decimal | None = None
    teks: str = ""
    dasar: str = ""
    kendala: str = ""
    tindak_lanjut: str = ""


@dataclass(slots=True)
class Laporan:
    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    penilai_id: UUID | None
    atasan_penilai_id: UUID | None
    skp_id: UUID
    periode_id: UUID
    tahun: int
    nomor: int
    nama: str
    mulai: date
    selesai: date
    batas_normal: date
    batas_toleransi: date
    status: str = "draf"
    realisasi: tuple[Realisasi, ...] = ()
    bukti: tuple[Bukti, ...] = ()
    jumlah_progres: int = 0
    pertama_dikirim_pada: datetime | None = None
    dikirim_pada: datetime | None = None
    diterima_pada: datetime | None = None
    terlambat: bool = False
    hari_terlambat: int = 0
    alasan_terlambat: str = ""
    keterangan_terlambat: str = ""
    dimaafkan: bool = False
    catatan_penilai: str = ""
    catatan_maaf: str = ""
    dibuka_sampai: date | None = None
    dibuat: date | None = None
    diajukan_otomatis: bool = False
    diminta_buka_pada: datetime | None = None
    alasan_buka: str = ""
    gangguan_id: UUID | None = None
    bebas: str = ""
    diterima_oleh: UUID | None = None
    diterima_sebagai: str = ""
    riwayat: tuple[Peristiwa, ...] = field(default=())
    version: int = 1

    # ---- what holds now

    @property
    def hari_terakhir(self) -> date:
        """The last open day; it ends at 23:59:59."""
        return max(self.batas_toleransi, self.dibuka_sampai or self.batas_toleransi)

    def terkunci(self, hari_ini: date) -> bool:
        """Never sent, and the open days are over. A returned report is not locked: its return asks for the revision."""
        return self.status == "draf" and not self.bebas and hari_ini > self.hari_terakhir

    def akan_terlambat(self, hari_ini: date) -> int:
        """Days of lateness that sending today would record; 0 once the first version was sent."""
        return 0 if self.pertama_dikirim_pada or self.bebas else max(0, (hari_ini - self.batas_normal).days)

    def belum_diisi(self, wajib: Collection[UUID]) -> list[UUID]:
        """The indikator that have neither a figure nor a reason in words."""
        terisi = {r.indikator_id for r in self.realisasi if r.angka is not None or r.teks or r.kendala}
        return [indikator for indikator in wajib if indikator not in terisi]

    def hubungan(self, pegawai_id: UUID, peran: Collection[str] = (), sebagai: str = "", *, memutus: bool = False) -> frozenset[str]:
        """How the person stands to this report: pemilik, penilai, atasan, pemutus; and by the assigned roles that reach it: :data:`PERAN_LAPORAN`.

        ``sebagai`` is the capacity in which he may decide today; a substitute is penilai, and plt, plh or wakil_atasan beside it.
        """
        siapa = {"pemilik": self.pegawai_id, "penilai": self.penilai_id, "atasan": self.atasan_penilai_id}
        dekat = {nama for nama, orang in siapa.items() if orang == pegawai_id}
        if sebagai in _PENGGANTI:
            dekat |= {"penilai", _PENGGANTI[sebagai]}
        if memutus and dekat.isdisjoint({"pemilik", "penilai"}):
            dekat.add(PEMUTUS)
        return frozenset(dekat | {nama for nama, peran_nya in PERAN_LAPORAN.items() if not peran_nya.isdisjoint(peran)})

    def aksi(self, hubungan: Collection[str], hari_ini: date, wajib: Collection[UUID]) -> list[Aksi]:
        """What this person may do now, and for the rest why not."""
        mungkin = [(t, self._keberatan(t, hari_ini, wajib)) for t in TRANSISI if t.siapa in hubungan]
        return [Aksi(t.aksi, t.label, not alasan, alasan) for t, alasan in mungkin]

    def _keberatan(self, t: Transisi, hari_ini: date, wajib: Collection[UUID]) -> str:
        if self.status not in t.dari:
            return f"Laporan ini berstatus {STATUS[self.status][0].lower()}."
        sendiri = {
            "minta_buka": self._keberatan_meminta,
            "buka": self._keberatan_membuka,
            "tolak_buka": self._keberatan_menolak,
            "kirim_otomatis": self._keberatan_mengunci,
        }
        if t.aksi in sendiri:
            return sendiri[t.aksi](hari_ini)
        if t.siapa == "pemilik":
            return self._keberatan_mengisi(t.aksi, hari_ini, wajib)
        return "Laporan ini dikirim tepat waktu." if t.aksi == "maafkan" and not self.terlambat else ""

    def _keberatan_mengunci(self, hari_ini: date) -> str:
        return "" if self.terkunci(hari_ini) else f"Laporan ini masih terbuka sampai {tanggal_kata(self.hari_terakhir)}."

    def _keberatan_menolak(self, _: date) -> str:
        return "" if self.diminta_buka_pada else "Tidak ada permintaan membuka laporan ini."

    def _keberatan_meminta(self, hari_ini: date) -> str:
        if self.diminta_buka_pada:
            return "Permintaan Anda masih menunggu keputusan admin instansi."
        if self.status == "dikirim" and not self.diajukan_otomatis:
            return "Laporan ini sudah Anda kirim. Minta penilai mengembalikannya bila perlu diperbaiki."
        if self.status == "draf" and not self.terkunci(hari_ini):
            return "Laporan ini masih terbuka, jadi tidak perlu diminta."
        return ""

    def _keberatan_membuka(self, hari_ini: date) -> str:
        if self.status == "dikirim" and not self.diajukan_otomatis:
            return "Laporan ini sudah dikirim pemiliknya. Bila perlu diperbaiki, penilai yang mengembalikannya."
        if hari_ini <= self.batas_toleransi:
            return f"Laporan ini masih terbuka sampai {tanggal_kata(self.batas_toleransi)}."
        return ""

    def _keberatan_mengisi(self, aksi: str, hari_ini: date, wajib: Collection[UUID]) -> str:
        if self.terkunci(hari_ini):
            return f"Terkunci: batas akhirnya {tanggal_kata(self.hari_terakhir)}. Minta admin instansi membukanya kembali, dengan alasan."
        if hari_ini < self.mulai:
            return f"Periode ini baru mulai {tanggal_kata(self.mulai)}."
        if aksi != "kirim":
            return ""
        paling_awal = self.selesai - timedelta(days=HARI_SEBELUM_AKHIR)
        if hari_ini < paling_awal:
            return f"Laporan dapat dikirim mulai hari terakhir periodenya, {tanggal_kata(paling_awal)}."
        kurang = len(self.belum_diisi(wajib))
        return f"{kurang} indikator belum diisi. Isi angkanya, atau tulis sebabnya bila tidak ada." if kurang else ""

    def _pastikan(self, aksi: str, hubungan: Collection[str], hari_ini: date, wajib: Collection[UUID] = ()) -> Transisi:
        t = _MENURUT_AKSI[aksi]
        if t.siapa not in hubungan:
            raise Forbidden(f"{t.label} hanya dapat dilakukan {_SIAPA[t.siapa]}.")
        if alasan := self._keberatan(t, hari_ini, wajib):
            raise NotAllowed(alasan, code="report_locked" if t.siapa == "pemilik" and self.terkunci(hari_ini) else None)
        return t

    def _tulis_riwayat(self, aksi: str, oleh: UUID | None, pada: datetime, catatan: str = "", sebagai: str = "") -> None:
        self.riwayat = (*self.riwayat, Peristiwa(aksi, oleh, pada, catatan, sebagai))

    # ---- the owner

    def isi(
        self, isian: Sequence[IsianRealisasi], indikator: Mapping[UUID, tuple[UUID, Indikator]], hubungan: Collection[str], hari_ini: date
    ) -> None:
        """Take the given realisasi; those that are not mentioned stay. ``indikator`` maps the SKP's indikator to (RHK id, indikator).

        Raises :class:`Invalid` with each fault at ``realisasi.<n>.<field>``; then nothing was taken.
        """
        self._pastikan("isi", hubungan, hari_ini)
        errors: dict[str, list[str]] = {}
        baru: dict[UUID, Realisasi] = {}
        for n, baris in enumerate(isian):
            if baris.indikator_id not in indikator:
                errors[f"realisasi.{n}.indikator_id"] = ["Indikator ini tidak ada dalam SKP Anda."]
                continue
            if baris.indikator_id in baru:
                errors[f"realisasi.{n}.indikator_id"] = ["Indikator ini disebut dua kali."]
                continue
            rhk_id, satu = indikator[baris.indikator_id]
            realisasi, salah = _realisasi(baris, rhk_id, satu)
            errors |= {f"realisasi.{n}.{bidang}": [pesan] for bidang, pesan in salah.items()}
            baru[baris.indikator_id] = realisasi
        if errors:
            raise Invalid("Ada realisasi yang perlu dibetulkan.", errors=errors)
        lama = {r.indikator_id: r for r in self.realisasi if r.indikator_id in indikator}
        self.realisasi = tuple((lama | baru)[i] for i in indikator if i in lama or i in baru)

    def pastikan_dapat_diisi(self, hubungan: Collection[str], hari_ini: date) -> None:
        self._pastikan("isi", hubungan, hari_ini)

    def kirim(
        self, *, alasan: str, keterangan: str, wajib: Collection[UUID], hubungan: Collection[str], oleh: UUID, pada: datetime, zona: str
    ) -> LaporanDikirim:
        """Send to the evaluator. The first sending fixes lateness: the day in ``zona`` against ``batas_normal``, which ends at 23:59:59."""
        hari_ini = pada.astimezone(ZoneInfo(zona)).date()
        t = self._pastikan("kirim", hubungan, hari_ini, wajib)
        if self.pertama_dikirim_pada is None:
            self._tetapkan_ketepatan(hari_ini, alasan.strip(), keterangan.strip())
            self.pertama_dikirim_pada = pada
        elif self.terlambat and not self.alasan_terlambat and alasan.strip() in ALASAN:
            self.alasan_terlambat, self.keterangan_terlambat = alasan.strip(), keterangan.strip()[:TEKS_TERPANJANG]
        self.diajukan_otomatis, self.diminta_buka_pada, self.alasan_buka = False, None, ""
        return self._dikirim(t, oleh, pada)

    def kirim_otomatis(self, pada: datetime, zona: str) -> LaporanDikirim:
        """Send the draft as it stands, also an empty one, once its lock has passed (domain 5.4).

        Lateness is counted to the lock and not to ``pada``: whoever is late with this deed, it is not the owner.
        """
        t = self._pastikan("kirim_otomatis", _SISTEM, pada.astimezone(ZoneInfo(zona)).date())
        if self.pertama_dikirim_pada is None:
            self.hari_terlambat = self.akan_terlambat(self.hari_terakhir + timedelta(days=1))
            self.terlambat, self.pertama_dikirim_pada = self.hari_terlambat > 0, pada
        self.diajukan_otomatis = True
        return self._dikirim(t, None, pada)

    def _dikirim(self, t: Transisi, oleh: UUID | None, pada: datetime) -> LaporanDikirim:
        self.status, self.dikirim_pada = t.ke or self.status, pada
        self._tulis_riwayat(t.aksi, oleh, pada)
        rentang = (self.mulai, self.selesai)
        return LaporanDikirim(
            self.id, self.instansi_id, self.pegawai_id, self.skp_id, *rentang, pada, self.terlambat, self.diajukan_otomatis
        )

    def _tetapkan_ketepatan(self, hari_ini: date, alasan: str, keterangan: str) -> None:
        hari = self.akan_terlambat(hari_ini)
        if hari and alasan not in ALASAN:
            pesan = f"Laporan ini terlambat {hari} hari. Pilih alasannya: sakit, gangguan sistem, tugas luar atau lainnya."
            raise Invalid(pesan, errors={"alasan_terlambat": [pesan]})
        if hari and alasan == "lainnya" and len(keterangan) < ALASAN_TERPENDEK:
            pesan = f"Jelaskan alasannya paling sedikit {ALASAN_TERPENDEK} karakter."
            raise Invalid(pesan, errors={"keterangan": [pesan]})
        self.terlambat, self.hari_terlambat = hari > 0, hari
        self.alasan_terlambat, self.keterangan_terlambat = (alasan, keterangan[:TEKS_TERPANJANG]) if hari else ("", "")

    def minta_buka(self, alasan: str, hubungan: Collection[str], oleh: UUID, pada: datetime, hari_ini: date) -> None:
        """Ask the admin to open what is locked, or what the lock has sent (domain 4.5)."""
        self._pastikan("minta_buka", hubungan, hari_ini)
        self.alasan_buka = _teks_wajib(alasan, "alasan", "Tulis mengapa laporan ini perlu dibuka kembali")
        self.diminta_buka_pada = pada
        self._tulis_riwayat("minta_buka", oleh, pada, self.alasan_buka)

    # ---- the evaluator

    def terima(self, hubungan: Collection[str], oleh: UUID, pada: datetime, hari_ini: date) -> LaporanDiterima:
        self.status = self._pastikan("terima", hubungan, hari_ini).ke or self.status
        self.diterima_pada, self.diterima_oleh, self.diterima_sebagai = pada, oleh, sebagai_dari(hubungan)
        self._tulis_riwayat("terima", oleh, pada, sebagai=self.diterima_sebagai)
        return LaporanDiterima(self.id, self.instansi_id, self.pegawai_id, self.skp_id, self.mulai, self.selesai, pada)

    def kembalikan(self, alasan: str, hubungan: Collection[str], oleh: UUID, pada: datetime, hari_ini: date) -> None:
        t = self._pastikan("kembalikan", hubungan, hari_ini)
        self.catatan_penilai = _teks_wajib(alasan, "alasan", "Tulis apa yang perlu diperbaiki")
        self.status = t.ke or self.status
        self._tulis_riwayat("kembalikan", oleh, pada, self.catatan_penilai, sebagai_dari(hubungan))

    def pastikan_dapat_dikonfirmasi(self, hubungan: Collection[str]) -> None:
        """The evaluator confirms documents of what was sent to him, also after he has accepted it."""
        if "penilai" not in hubungan:
            raise Forbidden("Bukti hanya dikonfirmasi pejabat penilainya.")
        if self.status not in ("dikirim", "diterima"):
            raise NotAllowed("Bukti dikonfirmasi sesudah laporannya dikirim.")

    def maafkan(self, dimaafkan: bool, catatan: str, hubungan: Collection[str], oleh: UUID, pada: datetime, hari_ini: date) -> None:
        """Decide on the excuse: an excused lateness is shown but not counted; the lateness itself stays.

        An excuse of the evaluator's own no longer hangs on an outage that may be withdrawn.
        """
        self._pastikan("maafkan", hubungan, hari_ini)
        catatan = catatan.strip()
        if len(catatan) > TEKS_TERPANJANG:
            raise Invalid("Catatan terlalu panjang.", errors={"catatan": [f"Paling banyak {TEKS_TERPANJANG} karakter."]})
        self.dimaafkan, self.catatan_maaf = dimaafkan, catatan
        self.gangguan_id = None if dimaafkan else self.gangguan_id
        self._tulis_riwayat("maafkan" if dimaafkan else "tidak_dimaafkan", oleh, pada, catatan, sebagai_dari(hubungan))

    # ---- an outage

    def maaf_gangguan(self, gangguan_id: UUID, sebab: str, pada: datetime, hari_ini: date) -> None:
        """The excuse that a recorded outage gives by itself."""
        self._pastikan("maaf_gangguan", _SISTEM, hari_ini)
        self.dimaafkan, self.catatan_maaf, self.gangguan_id = True, sebab, gangguan_id
        self._tulis_riwayat("maaf_gangguan", None, pada, sebab)

    def cabut_maaf_gangguan(self, pada: datetime, hari_ini: date) -> None:
        """The outage was recorded by mistake: the lateness counts again until the evaluator excuses it."""
        self._pastikan("cabut_maaf_gangguan", _SISTEM, hari_ini)
        self.dimaafkan, self.catatan_maaf, self.gangguan_id = False, "", None
        self._tulis_riwayat("cabut_maaf_gangguan", None, pada)

    # ---- the admin

    def buka(self, sampai: date, alasan: str, hubungan: Collection[str], oleh: UUID, pada: datetime, hari_ini: date) -> None:
        """Open a locked report, or one that the lock has sent, until the end of ``sampai``. The lateness of the first sending stays."""
        t = self._pastikan("buka", hubungan, hari_ini)
        if not hari_ini <= sampai <= hari_ini + timedelta(days=HARI_BUKA_TERBANYAK):
            raise Invalid(
                "Tanggalnya perlu dibetulkan.", errors={"sampai": [f"Pilih tanggal mulai hari ini sampai {HARI_BUKA_TERBANYAK} hari lagi."]}
            )
        alasan = _teks_wajib(alasan, "alasan", "Tulis alasan membuka kembali")
        self.dibuka_sampai, self.status = sampai, t.ke or self.status
        self.diminta_buka_pada, self.alasan_buka = None, ""
        self._tulis_riwayat("buka", oleh, pada, alasan)

    def tolak_buka(self, alasan: str, hubungan: Collection[str], oleh: UUID, pada: datetime, hari_ini: date) -> None:
        """Refuse what the owner asked for; he may ask again with other reasons."""
        self._pastikan("tolak_buka", hubungan, hari_ini)
        alasan = _teks_wajib(alasan, "alasan", "Tulis mengapa permintaan ini ditolak")
        self.diminta_buka_pada, self.alasan_buka = None, ""
        self._tulis_riwayat("tolak_buka", oleh, pada, alasan)

    @property
    def penolakan(self) -> str:
        """Why the last request was refused, when nothing happened since."""
        return self.riwayat[-1].catatan if self.riwayat and self.riwayat[-1].aksi == "tolak_buka" else ""


def untuk_periode(  # noqa: PLR0913
    skp: Skp,
    *,
    id: UUID,  # noqa: A002
    periode_id: UUID,
    nomor: int,
    nama: str,
    mulai: date,
    selesai: date,
    batas_normal: date,
    batas_toleransi: date,
) -> Laporan | None:
    """The draft report of one laporan period under this SKP, cut to the SKP's span; None when the two do not overlap."""
    if selesai < skp.mulai or mulai > skp.selesai:
        return None
    return Laporan(
        id=id,
        instansi_id=skp.instansi_id,
        pegawai_id=skp.pegawai_id,
        penilai_id=skp.penilai_id,
        atasan_penilai_id=skp.atasan_penilai_id,
        skp_id=skp.id,
        periode_id=periode_id,
        tahun=skp.tahun,
        nomor=nomor,
        nama=nama,
        mulai=max(mulai, skp.mulai),
        selesai=min(selesai, skp.selesai),
        batas_normal=batas_normal,
        batas_toleransi=batas_toleransi,
    )


def _realisasi(baris: IsianRealisasi, rhk_id: UUID, indikator: Indikator) -> tuple[Realisasi, dict[str, str]]:
    angka = baris.angka
    salah = {}
    if angka is not None:
        target = indikator.target if indikator.target is not None else indikator.target_max
        if pesan := salah_realisasi(angka, satuan=indikator.satuan, arah=indikator.arah, target=target):
            salah["angka"] = pesan
    teks = {bidang: getattr(baris, bidang).strip() for bidang in ("teks", "dasar", "kendala", "tindak_lanjut")}
    salah |= {bidang: f"Paling banyak {TEKS_TERPANJANG} karakter." for bidang, isi in teks.items() if len(isi) > TEKS_TERPANJANG}
    return Realisasi(baris.indikator_id, rhk_id, angka, **teks), salah


def _teks_wajib(teks: str, bidang: str, perintah: str) -> str:
    teks = teks.strip()
    if not ALASAN_TERPENDEK <= len(teks) <= TEKS_TERPANJANG:
        pesan = f"{perintah}, paling sedikit {ALASAN_TERPENDEK} karakter."
        raise Invalid(pesan, errors={bidang: [pesan]})
    return teks
