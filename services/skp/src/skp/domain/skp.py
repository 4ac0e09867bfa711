"""The SKP of one employee: its content, its states, and who may move it on. State machine: domain.md 3.9.

``direviu`` and ``revisi`` have their names here already; to open them, add their lines to :data:`TRANSISI`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from shared.contracts import skp as kontrak
from shared.contracts.skp import Lampiran, Orang, Perilaku, Rhk
from shared.errors import Forbidden, Invalid, NotAllowed
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.wewenang import Wewenang
from skp.domain.isi import PANJANG_RHK, Acuan, Isian, rapikan, susun_lampiran, susun_rhk
from skp.domain.perilaku import KODE_NILAI, tujuh_perilaku
from skp.domain.saran import Saran, saran_untuk
from skp.domain.syarat import Masalah, Syarat, daftar_syarat

PANJANG_ALASAN = 2000
ALASAN_PALING_PENDEK = 10
PEMBACA_INSTANSI = peran_dengan(Objek.SKP, Hak.BACA)
"""Assigned roles that read SKP of their instansi, as far as the role reaches (domain.md 2.7)."""


@dataclass(frozen=True, slots=True)
class Keadaan:
    """How a state is shown (ui.md, state chips) and why nothing else can be done in it."""

    label: str
    ikon: str
    nada: str
    sebab: str


STATUS: Mapping[str, Keadaan] = {
    "draf": Keadaan("Draf", "pensil", "", "SKP ini masih draf dan belum diajukan."),
    "diajukan": Keadaan("Diajukan", "kirim", "jalan", "SKP ini sudah diajukan; terkunci sampai penilai menyetujui atau mengembalikannya."),
    "direviu": Keadaan("Direviu", "mata", "jalan", "SKP ini sedang direviu pengelola kinerja."),
    "dikembalikan": Keadaan("Dikembalikan", "kembali", "awas", "SKP ini dikembalikan dan sedang diperbaiki pegawai."),
    "disetujui": Keadaan("Disetujui", "cek", "baik", "SKP ini sudah disetujui; isinya terkunci."),
    "revisi": Keadaan("Revisi", "pensil", "awas", "SKP ini sedang direvisi."),
    "ditutup": Keadaan("Ditutup", "kunci", "", "SKP ini sudah ditutup; hanya evaluasi yang dapat menyusul."),
    "dibatalkan": Keadaan("Dibatalkan", "silang", "batal", "SKP ini sudah dibatalkan."),
}


@dataclass(frozen=True, slots=True)
class Pelaku:
    """Who acts: the person, the assigned roles, and for whom he stands in today (None: for nobody)."""

    pegawai_id: UUID
    nama: str
    peran: frozenset[str] = frozenset()
    wewenang: Wewenang | None = None


SISTEM = Pelaku(UUID(int=0), "Sistem", frozenset({"sistem"}))


@dataclass(frozen=True, slots=True)
class Riwayat:
    """One step of the SKP's way, for its timeline; ``sebagai`` is the capacity of who decided (penilai, plt, plh, atasan)."""

    aksi: str
    dari: str
    ke: str
    oleh_id: UUID
    oleh_nama: str
    pada: datetime
    alasan: str = ""
    sebagai: str = ""


@dataclass(frozen=True, slots=True)
class Aksi:
    """What the caller may do, or why not. ``kini``: the state has this way at all, so that a page shows it."""

    kode: str
    label: str
    boleh: bool
    alasan: str
    kini: bool


@dataclass(frozen=True, slots=True)
class DataSkp:
    """What a new SKP starts from: the person, the segment of service, and the two superiors as they are known now."""

    id: UUID
    instansi_id: UUID
    penugasan_id: UUID
    unor_id: UUID
    jenis_jabatan: str
    tahun: int
    mulai: date
    selesai: date
    pegawai: Orang
    penilai_id: UUID | None
    penilai: Orang | None
    atasan_penilai_id: UUID | None
    atasan_penilai: Orang | None
    unor_lowong: tuple[UUID, ...] = ()


@dataclass(slots=True)
class Skp:
    """The aggregate. Changing methods raise, or change the state and return the events to publish."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    penugasan_id: UUID
    unor_id: UUID
    jenis_jabatan: str
    tahun: int
    mulai: date
    selesai: date
    pendekatan: str
    status: str
    pegawai: Orang
    penilai_id: UUID | None
    penilai: Orang | None
    atasan_penilai_id: UUID | None
    atasan_penilai: Orang | None
    rhk: tuple[Rhk, ...] = ()
    perilaku: tuple[Perilaku, ...] = field(default_factory=tujuh_perilaku)
    lampiran: Lampiran = field(default_factory=Lampiran)
    riwayat: tuple[Riwayat, ...] = ()
    komentar: dict[UUID, str] = field(default_factory=dict)
    revisi: int = 0
    diajukan_pada: datetime | None = None
    dibuka_pada: datetime | None = None
    dikembalikan_pada: datetime | None = None
    disetujui_pada: datetime | None = None
    alasan_dikembalikan: str = ""
    sidik_dikembalikan: str = ""
    hash: str = ""
    unor_lowong: tuple[UUID, ...] = ()
    pernah_menilai: tuple[UUID, ...] = ()
    disetujui_oleh: UUID | None = None
    disetujui_sebagai: str = ""
    version: int = 1

    @classmethod
    def buat(cls, data: DataSkp, pendekatan: str, oleh: Pelaku, pada: datetime) -> tuple[Skp, tuple[object, ...]]:
        """A draft without content; the seven rows of perilaku are there from the start."""
        skp = cls(
            id=data.id,
            instansi_id=data.instansi_id,
            pegawai_id=data.pegawai.pegawai_id,
            penugasan_id=data.penugasan_id,
            unor_id=data.unor_id,
            jenis_jabatan=data.jenis_jabatan,
            tahun=data.tahun,
            mulai=data.mulai,
            selesai=data.selesai,
            pendekatan=pendekatan,
            status="draf",
            pegawai=data.pegawai,
            penilai_id=data.penilai_id,
            penilai=data.penilai,
            atasan_penilai_id=data.atasan_penilai_id,
            atasan_penilai=data.atasan_penilai,
            unor_lowong=data.unor_lowong,
        )
        skp._catat("buat", "", oleh, pada)
        return skp, (skp.keadaan(),)

    # ---- what it is -------------------------------------------------------------------------------------------------

    @property
    def jpt(self) -> bool:
        return self.jenis_jabatan.startswith("jpt")

    @property
    def nama_penilai(self) -> str:
        """The evaluator without titles, for buttons and sentences."""
        return nama_pendek(self.penilai.nama) if self.penilai else "penilai"

    def syarat(self, *, numerik: bool) -> tuple[Syarat, ...]:
        """The checklist before submission."""
        return daftar_syarat(
            self.rhk,
            self.perilaku,
            self.lampiran,
            pendekatan=self.pendekatan,
            numerik=numerik,
            jpt=self.jpt,
            nama_penilai=self.penilai.nama if self.penilai and self.penilai_id else None,
        )

    def saran(self) -> tuple[Saran, ...]:
        return saran_untuk(self.rhk, self.pendekatan)

    def keadaan(self) -> kontrak.Skp:
        """The whole state for the copies of the other services."""
        return kontrak.Skp(
            id=self.id,
            instansi_id=self.instansi_id,
            pegawai_id=self.pegawai_id,
            penilai_id=self.penilai_id,
            atasan_penilai_id=self.atasan_penilai_id,
            unor_id=self.unor_id,
            tahun=self.tahun,
            mulai=self.mulai,
            selesai=self.selesai,
            pendekatan=self.pendekatan,
            status=self.status,
            pegawai=self.pegawai,
            penilai=self.penilai,
            atasan_penilai=self.atasan_penilai,
            rhk=self.rhk,
            perilaku=self.perilaku,
            lampiran=self.lampiran,
            revisi=self.revisi,
            diajukan_pada=self.diajukan_pada,
            dikembalikan_pada=self.dikembalikan_pada,
            disetujui_pada=self.disetujui_pada,
            alasan_dikembalikan=self.alasan_dikembalikan,
            hash=self.hash,
            version=self.version,
            unor_lowong=self.unor_lowong,
            disetujui_oleh=self.disetujui_oleh,
            disetujui_sebagai=self.disetujui_sebagai,
        )

    def sidik_isi(self) -> str:
        """Fingerprint of what the employee writes."""
        return _sidik({"rhk": [asdict(r) for r in self.rhk], "lampiran": asdict(self.lampiran)})

    def sidik_lengkap(self) -> str:
        """SHA-256 over the canonical JSON of the agreed document: persons, span, content, expectations."""
        orang = {
            nama: asdict(o) if o else None
            for nama, o in (("pegawai", self.pegawai), ("penilai", self.penilai), ("atasan", self.atasan_penilai))
        }
        return _sidik(
            {
                **orang,
                "id": self.id,
                "revisi": self.revisi,
                "tahun": self.tahun,
                "mulai": self.mulai,
                "selesai": self.selesai,
                "pendekatan": self.pendekatan,
                "rhk": [asdict(r) for r in self.rhk],
                "perilaku": [asdict(p) for p in self.perilaku],
                "lampiran": asdict(self.lampiran),
            }
        )

    # ---- who may do what --------------------------------------------------------------------------------------------

    def hubungan(self, pelaku: Pelaku) -> frozenset[str]:
        """The relations of law of a person to this SKP, and the assigned roles that count here."""
        pihak = {"pegawai": self.pegawai_id, "atasan_penilai": self.atasan_penilai_id}
        hubungan = {nama for nama, milik in pihak.items() if milik == pelaku.pegawai_id}
        if self.sebagai(pelaku):
            hubungan.add("penilai")
        return frozenset(hubungan | (pelaku.peran & (PEMBACA_INSTANSI | {"sistem"})))

    def sebagai(self, pelaku: Pelaku) -> str:
        """In which capacity the person decides on this SKP today: penilai, plt, plh or atasan; empty when in none."""
        wewenang = pelaku.wewenang or Wewenang(pelaku.pegawai_id)
        return wewenang.sebagai(
            pegawai_id=self.pegawai_id,
            penilai_id=self.penilai_id,
            atasan_penilai_id=self.atasan_penilai_id,
            unor_lowong=self.unor_lowong,
        )

    def aksi(self, pelaku: Pelaku, *, numerik: bool) -> tuple[Aksi, ...]:
        """Every action that the caller's relations have, with the reason where it is not possible now."""
        hubungan = self.hubungan(pelaku)
        daftar: dict[str, Aksi] = {}
        for transisi in TRANSISI:
            if hubungan.isdisjoint(transisi.siapa) or (transisi.aksi in daftar and transisi.dari != self.status):
                continue
            label = transisi.label.format(penilai=self.nama_penilai)
            if transisi.dari != self.status:
                daftar[transisi.aksi] = Aksi(transisi.aksi, label, False, STATUS[self.status].sebab, False)
                continue
            halangan = self._halangan(transisi, pelaku, numerik=numerik)
            daftar[transisi.aksi] = Aksi(transisi.aksi, label, not halangan, _ringkas(halangan), True)
        return tuple(daftar.values())

    def _halangan(self, transisi: Transisi, pelaku: Pelaku, *, numerik: bool) -> tuple[Masalah, ...]:
        return tuple(masalah for guard in transisi.guards for masalah in guard(self, pelaku, numerik))

    def _jalan(self, aksi: str, pelaku: Pelaku, *, numerik: bool) -> Transisi:
        """The way from the present state for this person, its guards passed. Raises Forbidden, NotAllowed or Invalid."""
        jalan = [t for t in TRANSISI if t.aksi == aksi]
        if self.hubungan(pelaku).isdisjoint({siapa for t in jalan for siapa in t.siapa}):
            raise Forbidden(_HANYA[jalan[0].siapa[0]].format(penilai=self.nama_penilai, pegawai=nama_pendek(self.pegawai.nama)))
        transisi = next((t for t in jalan if t.dari == self.status), None)
        if transisi is None:
            raise NotAllowed(STATUS[self.status].sebab)
        halangan = self._halangan(transisi, pelaku, numerik=numerik)
        if halangan:
            _tolak(halangan)
        return transisi

    def _pindah(self, transisi: Transisi, pelaku: Pelaku, pada: datetime, alasan: str = "") -> None:
        self.status = transisi.ke
        self.version += 1
        self._catat(transisi.aksi, transisi.dari, pelaku, pada, alasan)

    def _catat(self, aksi: str, dari: str, pelaku: Pelaku, pada: datetime, alasan: str = "") -> None:
        sebagai = self.sebagai(pelaku) if aksi in ("setujui", "kembalikan") else ""
        self.riwayat = (*self.riwayat, Riwayat(aksi, dari, self.status, pelaku.pegawai_id, pelaku.nama, pada, alasan, sebagai))

    # ---- what can happen to it --------------------------------------------------------------------------------------

    def ubah(self, isian: Isian, oleh: Pelaku, acuan: Acuan) -> tuple[object, ...]:
        """Replace the content; unchanged content is no change. Raises Invalid with one message a field."""
        self._jalan("ubah", oleh, numerik=acuan.numerik)
        rhk = susun_rhk(isian.rhk, self.rhk, acuan)
        lampiran = susun_lampiran(isian.lampiran) if isian.lampiran is not None else self.lampiran
        if (rhk, lampiran) == (self.rhk, self.lampiran):
            return ()
        self.rhk, self.lampiran = rhk, lampiran
        self.version += 1
        return (self.keadaan(),)

    def ajukan(self, oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Submit to the evaluator; refused with every missing thing at its field."""
        self._pindah(self._jalan("ajukan", oleh, numerik=numerik), oleh, pada)
        self.diajukan_pada, self.dibuka_pada = pada, None
        return (self.keadaan(),)

    def tarik(self, oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Take back what the evaluator has not opened yet."""
        self._pindah(self._jalan("tarik", oleh, numerik=numerik), oleh, pada)
        self.diajukan_pada = None
        return (self.keadaan(),)

    def kembalikan(self, alasan: str, komentar: Mapping[UUID, str], oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Return with a reason of at least ten characters, and remarks on single RHK."""
        transisi = self._jalan("kembalikan", oleh, numerik=numerik)
        bersih = _alasan(alasan)
        catatan = self._komentar(komentar)
        self._pindah(transisi, oleh, pada, bersih)
        self.alasan_dikembalikan, self.dikembalikan_pada, self.komentar = bersih, pada, catatan
        self.sidik_dikembalikan = self.sidik_isi()
        return (self.keadaan(),)

    def setujui(self, ekspektasi: Mapping[str, str], oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Agree; the document gets its number and hash and becomes the baseline of the year."""
        transisi = self._jalan("setujui", oleh, numerik=numerik)
        perilaku = _perilaku(ekspektasi)
        self.disetujui_oleh, self.disetujui_sebagai = oleh.pegawai_id, self.sebagai(oleh)
        self._pindah(transisi, oleh, pada)
        if self.penilai_id is None:
            self.penilai_id, self.penilai = self.atasan_penilai_id, self.atasan_penilai
        self.perilaku, self.disetujui_pada, self.komentar = perilaku, pada, {}
        self.revisi += 1
        self.hash = self.sidik_lengkap()
        disetujui = kontrak.SkpDisetujui(
            skp_id=self.id,
            instansi_id=self.instansi_id,
            pegawai_id=self.pegawai_id,
            tahun=self.tahun,
            mulai=self.mulai,
            selesai=self.selesai,
            revisi=self.revisi,
            disetujui_pada=pada,
        )
        return (self.keadaan(), disetujui)

    def batalkan(self, oleh: Pelaku, pada: datetime, *, numerik: bool, alasan: str = "") -> tuple[object, ...]:
        """Give up a draft; its dates are free for another."""
        self._pindah(self._jalan("batalkan", oleh, numerik=numerik), oleh, pada, rapikan(alasan)[:PANJANG_ALASAN])
        return (self.keadaan(),)

    def akhiri(self, selesai: date, pada: datetime, hari_ini: date) -> tuple[object, ...]:
        """The service it is for ends earlier than the SKP: shortened at once, an agreed one closed when that day is past (domain.md 2.6)."""
        if selesai < self.mulai or selesai > self.selesai or self.status in ("ditutup", "dibatalkan"):
            return ()
        tutup = self.status == "disetujui" and selesai < hari_ini and selesai < date(self.tahun, 12, 31)
        if selesai == self.selesai and not tutup:
            return ()
        self.selesai = selesai
        if tutup:
            self._pindah(self._jalan("tutup", SISTEM, numerik=False), SISTEM, pada, "Penugasan berakhir.")
        else:
            self.version += 1
        return (self.keadaan(),)

    def lanjutkan(self, selesai: date, pada: datetime) -> tuple[object, ...]:
        """What was ended goes on after all (a transfer was taken back): the SKP gets its days again, a closed one is in force as before."""
        if selesai <= self.selesai or self.status == "dibatalkan":
            return ()
        self.selesai = selesai
        if self.status == "ditutup":
            self._pindah(self._jalan("lanjut", SISTEM, numerik=False), SISTEM, pada, "Penugasan berlanjut.")
        else:
            self.version += 1
        return (self.keadaan(),)

    def perbarui_atasan(
        self,
        penilai_id: UUID | None,
        penilai: Orang | None,
        atasan_id: UUID | None,
        atasan: Orang | None,
        unor_lowong: tuple[UUID, ...],
        pada: datetime,
    ) -> tuple[object, ...]:
        """Take over the superiors of today. An agreed SKP goes on with a new evaluator (domain.md 2.6: no new SKP); the document that was
        agreed stays as it is in its version, and the former evaluator keeps reading what he evaluated."""
        if self.status not in ("draf", "diajukan", "dikembalikan", "disetujui"):
            return ()
        baru = (penilai_id, penilai, atasan_id, atasan, unor_lowong)
        if self.status == "disetujui":
            if (penilai_id, atasan_id, unor_lowong) == (self.penilai_id, self.atasan_penilai_id, self.unor_lowong):
                return ()
            if penilai_id != self.penilai_id:
                self._serahkan(penilai, pada)
        elif baru == (self.penilai_id, self.penilai, self.atasan_penilai_id, self.atasan_penilai, self.unor_lowong):
            return ()
        self.penilai_id, self.penilai, self.atasan_penilai_id, self.atasan_penilai, self.unor_lowong = baru
        self.version += 1
        return (self.keadaan(),)

    def _serahkan(self, penilai: Orang | None, pada: datetime) -> None:
        if self.penilai_id is not None:
            self.pernah_menilai = tuple(dict.fromkeys((*self.pernah_menilai, self.penilai_id)))
        lama, baru = (o.nama if o else "belum ada" for o in (self.penilai, penilai))
        self._catat("ganti_penilai", self.status, SISTEM, pada, f"Dari {lama} ke {baru}.")

    def _komentar(self, komentar: Mapping[UUID, str]) -> dict[UUID, str]:
        dikenal = {r.id for r in self.rhk}
        bersih = {rhk_id: rapikan(teks) for rhk_id, teks in komentar.items()}
        salah: dict[str, list[str]] = {}
        for rhk_id, teks in bersih.items():
            if rhk_id not in dikenal:
                salah[f"komentar.{rhk_id}"] = ["RHK yang dikomentari tidak ada di SKP ini."]
            elif len(teks) > PANJANG_RHK:
                salah[f"komentar.{rhk_id}"] = [f"Komentar paling panjang {PANJANG_RHK} karakter."]
        if salah:
            raise Invalid("Ada komentar yang perlu dibetulkan.", errors=salah)
        return {rhk_id: teks for rhk_id, teks in bersih.items() if teks}


# ---- guards ---------------------------------------------------------------------------------------------------------

Guard = Callable[[Skp, Pelaku, bool], tuple[Masalah, ...]]


def _syarat_terpenuhi(skp: Skp, _pelaku: Pelaku, numerik: bool) -> tuple[Masalah, ...]:
    return tuple(masalah for s in skp.syarat(numerik=numerik) if s.wajib for masalah in s.masalah)


def _isi_terpenuhi(skp: Skp, _pelaku: Pelaku, numerik: bool) -> tuple[Masalah, ...]:
    """The same without the evaluator: in a vacancy his superior agrees."""
    return tuple(masalah for s in skp.syarat(numerik=numerik) if s.wajib and s.kode != "penilai" for masalah in s.masalah)


def _penilai_bukan_pegawai(skp: Skp, _pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    if skp.penilai_id == skp.pegawai_id:
        return (Masalah("Penilai tidak boleh pegawai itu sendiri. Minta admin instansi membetulkan atasan pada penugasan."),)
    return ()


def _sudah_diperbaiki(skp: Skp, _pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    if skp.sidik_dikembalikan and skp.sidik_dikembalikan == skp.sidik_isi():
        return (Masalah("Belum ada yang berubah sejak SKP dikembalikan. Perbaiki dulu sesuai alasan penilai."),)
    return ()


def _belum_dibuka(skp: Skp, _pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    if skp.dibuka_pada is not None:
        return (Masalah(f"{skp.nama_penilai} sudah membuka SKP ini. Minta SKP dikembalikan bila ada yang perlu diubah."),)
    return ()


@dataclass(frozen=True, slots=True)
class Transisi:
    """One way: from a state by an action to a state, for whom (relations or roles), under which guards."""

    dari: str
    aksi: str
    ke: str
    siapa: tuple[str, ...]
    label: str
    guards: tuple[Guard, ...] = ()


_PEGAWAI, _PENILAI = ("pegawai",), ("penilai",)
_SIAP = (_penilai_bukan_pegawai, _syarat_terpenuhi)

TRANSISI: tuple[Transisi, ...] = (
    Transisi("draf", "ubah", "draf", _PEGAWAI, "Ubah isi SKP"),
    Transisi("dikembalikan", "ubah", "dikembalikan", _PEGAWAI, "Ubah isi SKP"),
    Transisi("draf", "ajukan", "diajukan", _PEGAWAI, "Ajukan ke {penilai}", _SIAP),
    Transisi("dikembalikan", "ajukan", "diajukan", _PEGAWAI, "Ajukan lagi ke {penilai}", (_sudah_diperbaiki, *_SIAP)),
    Transisi("diajukan", "tarik", "draf", _PEGAWAI, "Tarik kembali", (_belum_dibuka,)),
    Transisi("diajukan", "setujui", "disetujui", _PENILAI, "Setujui SKP", (_penilai_bukan_pegawai, _isi_terpenuhi)),
    Transisi("diajukan", "kembalikan", "dikembalikan", _PENILAI, "Kembalikan dengan alasan"),
    Transisi("draf", "batalkan", "dibatalkan", ("pegawai", "admin_instansi"), "Batalkan SKP ini"),
    Transisi("dikembalikan", "batalkan", "dibatalkan", ("pegawai", "admin_instansi"), "Batalkan SKP ini"),
    Transisi("disetujui", "tutup", "ditutup", ("sistem",), "Tutup SKP"),
    Transisi("ditutup", "lanjut", "disetujui", ("sistem",), "Lanjutkan SKP"),
)

_HANYA = {
    "pegawai": "Hanya {pegawai}, pemilik SKP ini, yang dapat melakukannya.",
    "penilai": "Hanya penilai SKP ini, {penilai}, yang dapat melakukannya.",
    "sistem": "SKP ditutup oleh sistem pada akhir penugasan.",
}


def nama_pendek(nama: str) -> str:
    """A name without titles: ``Dr. Agus Prasetyo, M.Pd.`` is ``Agus Prasetyo``."""
    kata = [k for k in nama.split(",", maxsplit=1)[0].split() if not k.endswith(".")]
    return " ".join(kata) or nama


def _tolak(halangan: tuple[Masalah, ...]) -> None:
    errors: dict[str, list[str]] = {}
    for masalah in halangan:
        if masalah.bidang:
            errors.setdefault(masalah.bidang, []).append(masalah.teks)
    if errors:
        raise Invalid(_ringkas(halangan), code="syarat_belum_terpenuhi", errors=errors)
    raise NotAllowed(_ringkas(halangan), code="syarat_belum_terpenuhi")


def _ringkas(halangan: tuple[Masalah, ...]) -> str:
    if not halangan:
        return ""
    lain = len(halangan) - 1
    return halangan[0].teks + (f" Ada {lain} hal lain yang belum siap." if lain else "")


def _alasan(alasan: str) -> str:
    bersih = rapikan(alasan)
    if not ALASAN_PALING_PENDEK <= len(bersih) <= PANJANG_ALASAN:
        pesan = (
            f"Tulis alasan paling sedikit {ALASAN_PALING_PENDEK} karakter, supaya pegawai tahu apa yang perlu diperbaiki."
            if len(bersih) < ALASAN_PALING_PENDEK
            else f"Alasan paling panjang {PANJANG_ALASAN} karakter; sekarang {len(bersih)}."
        )
        raise Invalid(pesan, errors={"alasan": [pesan]})
    return bersih


def _perilaku(ekspektasi: Mapping[str, str]) -> tuple[Perilaku, ...]:
    salah: dict[str, list[str]] = {
        f"ekspektasi_khusus.{kode}": [f"Kode {kode[:20]} bukan nilai BerAKHLAK. Pakai {', '.join(KODE_NILAI)}."]
        for kode in ekspektasi
        if kode not in KODE_NILAI
    }
    bersih = {kode: rapikan(ekspektasi.get(kode, "")) for kode in KODE_NILAI}
    for kode, teks in bersih.items():
        if len(teks) > PANJANG_RHK:
            salah[f"ekspektasi_khusus.{kode}"] = [f"Ekspektasi khusus {kode} paling panjang {PANJANG_RHK} karakter; sekarang {len(teks)}."]
    if salah:
        raise Invalid("Ada ekspektasi khusus yang perlu dibetulkan.", errors=salah)
    return tuple(Perilaku(kode=kode, ekspektasi_khusus=teks) for kode, teks in bersih.items())


def _sidik(isi: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(isi, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()).hexdigest()
