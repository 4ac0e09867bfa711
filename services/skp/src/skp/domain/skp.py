"""The SKP of one employee: its content, its states, and who may move it on. State machine: domain.md 3.9.

In ``revisi`` the SKP keeps the content in force; the next
version is written, submitted and returned beside it (:mod:`skp.domain.revisi`), and its stages are steps of the same table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from shared.contracts import skp as kontrak
from shared.contracts.skp import Lampiran, Orang, Perilaku, Rhk
from shared.errors import Forbidden, Invalid, NotAllowed
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.wewenang import Wewenang
from skp.domain.isi import PALING_BANYAK_RHK, PANJANG_RHK, Acuan, Isian, IsianRhk, rapikan, salin_rhk, susun_lampiran, susun_rhk
from skp.domain.perilaku import KODE_NILAI, tujuh_perilaku
from skp.domain.revisi import Permintaan, Usulan, dihentikan, gabungan
from skp.domain.reviu import HASIL, Reviu
from skp.domain.saran import Saran, saran_untuk
from skp.domain.syarat import Masalah, Syarat, daftar_syarat

PANJANG_ALASAN = 2000
ALASAN_PALING_PENDEK = 10
PEMBACA_INSTANSI = peran_dengan(Objek.SKP, Hak.BACA)
"""Assigned roles that read SKP of their instansi, as far as the role reaches (domain.md 2.7)."""
DINILAI = frozenset({"ditetapkan", "disampaikan", "keberatan", "diterima", "diterima_otomatis", "final", "dikoreksi"})
"""States of an evaluation whose ratings are fixed: the SKP that they rest on is not revised any more (domain.md 3.9)."""


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
    "revisi": Keadaan("Revisi", "pensil", "awas", "SKP ini sedang direvisi pegawai; versi sebelumnya tetap berlaku."),
    "revisi_diajukan": Keadaan(
        "Revisi diajukan", "kirim", "jalan", "Revisi sudah diajukan; versi sebelumnya berlaku sampai revisi disetujui."
    ),
    "revisi_dikembalikan": Keadaan(
        "Revisi dikembalikan", "kembali", "awas", "Revisi dikembalikan dan sedang diperbaiki; versi sebelumnya berlaku."
    ),
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


MENUNGGU_PUTUSAN = ("diajukan", "revisi_diajukan")
"""Steps at which the evaluator decides."""
PUTUSAN = ("setujui", "kembalikan", "buka_revisi", "tolak_revisi")
"""What is done as evaluator, in a capacity that is recorded."""
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
    permintaan: Permintaan | None = None
    usulan: Usulan | None = None
    dihentikan: tuple[Rhk, ...] = ()
    penilaian: str = ""
    wajib_reviu: bool = False
    """Whether the instansi wants a review before it is agreed; told by its settings at each loading, like ``penilaian`` by its evaluation."""
    reviu: Reviu | None = None
    salinan_dari: UUID | None = None
    asal: dict[UUID, UUID] = field(default_factory=dict)
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

    def salin(self, sumber: Skp, id_baru: Callable[[], UUID], *, numerik: bool) -> tuple[object, ...]:
        """Fill a new draft with what was agreed in another year; ``asal`` keeps which RHK and indikator each came from."""
        self.rhk, self.asal = salin_rhk(sumber.rhk, id_baru, numerik=numerik)
        self.lampiran, self.salinan_dari = sumber.lampiran, sumber.id
        return (self.keadaan(),)

    # ---- what it is -------------------------------------------------------------------------------------------------

    @property
    def jpt(self) -> bool:
        return self.jenis_jabatan.startswith("jpt")

    @property
    def nama_penilai(self) -> str:
        """The evaluator without titles, for buttons and sentences."""
        return nama_pendek(self.penilai.nama) if self.penilai else "penilai"

    @property
    def langkah(self) -> str:
        """Where it stands: its state, in a revision with the stage of the next version. Key of :data:`STATUS` and :data:`TRANSISI`."""
        return f"revisi_{self.usulan.tahap}" if self.usulan and self.usulan.tahap != "disusun" else self.status

    @property
    def tahap_revisi(self) -> str:
        return self.usulan.tahap if self.usulan else ("diminta" if self.permintaan else "")

    @property
    def ditulis(self) -> Skp | Usulan:
        """Where the employee writes: the SKP itself, or the next version of one that is in force."""
        return self.usulan or self

    @property
    def naskah(self) -> Skp:
        """The SKP with the content that is being written, for those who write or decide on it."""
        if self.usulan is None:
            return self
        nama = ("rhk", "lampiran", "komentar", "diajukan_pada", "dibuka_pada", "dikembalikan_pada", "alasan_dikembalikan")
        return replace(self, **{n: getattr(self.usulan, n) for n in nama})

    def syarat(self, *, numerik: bool) -> tuple[Syarat, ...]:
        """The checklist before submission."""
        return daftar_syarat(
            self.ditulis.rhk,
            self.perilaku,
            self.ditulis.lampiran,
            pendekatan=self.pendekatan,
            numerik=numerik,
            jpt=self.jpt,
            nama_penilai=self.penilai.nama if self.penilai and self.penilai_id else None,
        )

    def saran(self) -> tuple[Saran, ...]:
        return saran_untuk(self.ditulis.rhk, self.pendekatan)

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
            dihentikan=self.dihentikan,
            tahap_revisi=self.tahap_revisi,
            menunggu_reviu=self.wajib_reviu and self.reviu is None and self.status in ("diajukan", "direviu"),
            tahap_revisi_sejak=self.usulan.sejak if self.usulan else (self.permintaan.pada if self.permintaan else None),
        )

    def sidik_isi(self) -> str:
        """Fingerprint of what the employee writes."""
        return _sidik_isi(self.ditulis.rhk, self.ditulis.lampiran)

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
                "rhk": [_rhk_untuk_sidik(r) for r in self.rhk],
                "perilaku": [asdict(p) for p in self.perilaku],
                "lampiran": asdict(self.lampiran),
                **({"dihentikan": [_rhk_untuk_sidik(r) for r in self.dihentikan]} if self.dihentikan else {}),
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
            if hubungan.isdisjoint(transisi.siapa) or (transisi.aksi in daftar and transisi.dari != self.langkah):
                continue
            label = transisi.label.format(penilai=self.nama_penilai)
            if transisi.dari != self.langkah:
                daftar[transisi.aksi] = Aksi(transisi.aksi, label, False, STATUS[self.langkah].sebab, False)
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
        transisi = next((t for t in jalan if t.dari == self.langkah), None)
        if transisi is None:
            raise NotAllowed(STATUS[self.langkah].sebab)
        halangan = self._halangan(transisi, pelaku, numerik=numerik)
        if halangan:
            _tolak(halangan)
        return transisi

    def _pindah(self, transisi: Transisi, pelaku: Pelaku, pada: datetime, alasan: str = "") -> None:
        self.status, _, tahap = transisi.ke.partition("_")
        self.usulan = replace(self.usulan, tahap=tahap or "disusun", sejak=pada) if self.usulan and self.status == "revisi" else None
        self.version += 1
        self._catat(transisi.aksi, transisi.dari, pelaku, pada, alasan)

    def _catat(self, aksi: str, dari: str, pelaku: Pelaku, pada: datetime, alasan: str = "") -> None:
        sebagai = self.sebagai(pelaku) if aksi in PUTUSAN else ""
        self.riwayat = (*self.riwayat, Riwayat(aksi, dari, self.status, pelaku.pegawai_id, pelaku.nama, pada, alasan, sebagai))

    # ---- what can happen to it --------------------------------------------------------------------------------------

    def _tulis(self, **isi: object) -> None:
        """Set fields where the employee writes: of the SKP, or of the next version."""
        if self.usulan is not None:
            self.usulan = replace(self.usulan, **isi)  # type: ignore[arg-type]
        else:
            for nama, nilai in isi.items():
                setattr(self, nama, nilai)

    def ubah(self, isian: Isian, oleh: Pelaku, acuan: Acuan) -> tuple[object, ...]:
        """Replace the content; unchanged content is no change. Raises Invalid with one message a field."""
        self._jalan("ubah", oleh, numerik=acuan.numerik)
        lama = self.ditulis
        rhk = susun_rhk(isian.rhk, gabungan(lama.rhk, self.rhk, self.dihentikan), acuan)
        lampiran = susun_lampiran(isian.lampiran) if isian.lampiran is not None else lama.lampiran
        if (rhk, lampiran) == (lama.rhk, lama.lampiran):
            return ()
        self._tulis(rhk=rhk, lampiran=lampiran)
        self.version += 1
        return (self.keadaan(),)

    def tambah_rhk(self, isian: tuple[IsianRhk, ...], oleh: Pelaku, acuan: Acuan) -> tuple[object, ...]:
        """Put more RHK at the end of what is being written."""
        self._jalan("ubah", oleh, numerik=acuan.numerik)
        lama = self.ditulis.rhk
        if len(lama) + len(isian) > PALING_BANYAK_RHK:
            raise NotAllowed(f"Satu SKP paling banyak {PALING_BANYAK_RHK} RHK; sekarang sudah {len(lama)}. Hapus sebagian dulu.")
        baru = susun_rhk(isian, (), acuan)
        self._tulis(rhk=(*lama, *(replace(r, nomor=len(lama) + n) for n, r in enumerate(baru, 1))))
        self.version += 1
        return (self.keadaan(),)

    def pastikan_ditulis(self, oleh: Pelaku, *, numerik: bool) -> None:
        """Raise when the person may not change the content now."""
        self._jalan("ubah", oleh, numerik=numerik)

    def ajukan(self, oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Submit to the evaluator; refused with every missing thing at its field."""
        self._pindah(self._jalan("ajukan", oleh, numerik=numerik), oleh, pada)
        self._tulis(diajukan_pada=pada, dibuka_pada=None)
        self.reviu = None
        return (self.keadaan(),)

    def tarik(self, oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Take back what the evaluator has not opened yet."""
        self._pindah(self._jalan("tarik", oleh, numerik=numerik), oleh, pada)
        self._tulis(diajukan_pada=None)
        return (self.keadaan(),)

    def mulai_reviu(self, oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """A pengelola kinerja takes the submitted SKP to review it; nobody decides meanwhile."""
        self._pindah(self._jalan("mulai_reviu", oleh, numerik=numerik), oleh, pada)
        return (self.keadaan(),)

    def selesai_reviu(
        self, hasil: str, catatan: str, komentar: Mapping[UUID, str], oleh: Pelaku, pada: datetime, *, numerik: bool
    ) -> tuple[object, ...]:
        """Pass it on to the evaluator with what was found; what needs mending is said in words."""
        transisi = self._jalan("selesai_reviu", oleh, numerik=numerik)
        if hasil not in HASIL:
            raise Invalid("Pilih hasil reviu.", errors={"hasil": [f"Pilih salah satu: {', '.join(HASIL.values())}."]})
        bersih, per_rhk = rapikan(catatan), self._komentar(komentar)
        if hasil == "perlu_perbaikan" and not per_rhk:
            bersih = _alasan(bersih, "penilai dan pegawai tahu apa yang perlu diperbaiki", bidang="catatan")
        elif len(bersih) > PANJANG_ALASAN:
            pesan = f"Catatan paling panjang {PANJANG_ALASAN} karakter; sekarang {len(bersih)}."
            raise Invalid(pesan, errors={"catatan": [pesan]})
        self._pindah(transisi, oleh, pada, HASIL[hasil] + (f": {bersih}" if bersih else ""))
        self.reviu = Reviu(oleh.pegawai_id, oleh.nama, pada, hasil, bersih, per_rhk)
        return (self.keadaan(),)

    def kembalikan(self, alasan: str, komentar: Mapping[UUID, str], oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Return with a reason of at least ten characters, and remarks on single RHK."""
        transisi = self._jalan("kembalikan", oleh, numerik=numerik)
        bersih = _alasan(alasan)
        catatan = self._komentar(komentar)
        self._pindah(transisi, oleh, pada, bersih)
        self._tulis(alasan_dikembalikan=bersih, dikembalikan_pada=pada, komentar=catatan, sidik_dikembalikan=self.sidik_isi())
        return (self.keadaan(),)

    def setujui(self, ekspektasi: Mapping[str, str], oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Agree; the document gets its number and hash and becomes the baseline of the year, or its next version (domain.md 3.9).

        Expectations that a revision does not name stay as they were agreed before.
        """
        transisi = self._jalan("setujui", oleh, numerik=numerik)
        usulan = self.usulan
        perilaku = _perilaku({**{p.kode: p.ekspektasi_khusus for p in self.perilaku}, **ekspektasi})
        self.disetujui_oleh, self.disetujui_sebagai = oleh.pegawai_id, self.sebagai(oleh)
        self._pindah(transisi, oleh, pada)
        if self.penilai_id is None:
            self.penilai_id, self.penilai = self.atasan_penilai_id, self.atasan_penilai
        if usulan is not None:
            self.dihentikan = dihentikan(self.rhk, usulan.rhk, self.dihentikan)
            self.rhk, self.lampiran, self.diajukan_pada = usulan.rhk, usulan.lampiran, usulan.diajukan_pada
        self.perilaku, self.disetujui_pada, self.komentar = perilaku, pada, {}
        self.revisi += 1
        self.hash = self.sidik_lengkap()
        kabar = kontrak.SkpDisetujui if usulan is None else kontrak.SkpDirevisi
        berlaku = kabar(
            skp_id=self.id,
            instansi_id=self.instansi_id,
            pegawai_id=self.pegawai_id,
            tahun=self.tahun,
            mulai=self.mulai,
            selesai=self.selesai,
            revisi=self.revisi,
            disetujui_pada=pada,
        )
        return (self.keadaan(), berlaku)

    def minta_revisi(self, alasan: str, oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """The employee asks the evaluator to open a revision."""
        transisi, bersih = self._jalan("minta_revisi", oleh, numerik=numerik), _alasan(alasan, "penilai tahu apa yang berubah")
        self._pindah(transisi, oleh, pada, bersih)
        self.permintaan = Permintaan(bersih, pada)
        return (self.keadaan(),)

    def tolak_revisi(self, alasan: str, oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Decline what the employee asked for; the SKP goes on as it is."""
        transisi, bersih = self._jalan("tolak_revisi", oleh, numerik=numerik), _alasan(alasan, "pegawai tahu sebabnya")
        self._pindah(transisi, oleh, pada, bersih)
        self.permintaan = None
        return (self.keadaan(),)

    def buka_revisi(self, alasan: str, oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Open the next version, as asked for or after a change of directives; it starts as the version in force, which stays."""
        transisi = self._jalan("buka_revisi", oleh, numerik=numerik)
        bersih = self.permintaan.alasan if self.permintaan and not rapikan(alasan) else _alasan(alasan, "pegawai tahu apa yang berubah")
        self.usulan, self.permintaan = Usulan(bersih, pada, self.rhk, self.lampiran), None
        self._pindah(transisi, oleh, pada, bersih)
        return (self.keadaan(),)

    def batalkan_revisi(self, alasan: str, oleh: Pelaku, pada: datetime, *, numerik: bool) -> tuple[object, ...]:
        """Drop the next version; the one in force goes on."""
        self._pindah(self._jalan("batalkan_revisi", oleh, numerik=numerik), oleh, pada, rapikan(alasan)[:PANJANG_ALASAN])
        return (self.keadaan(),)

    def batalkan(self, oleh: Pelaku, pada: datetime, *, numerik: bool, alasan: str = "") -> tuple[object, ...]:
        """Give up a draft; its dates are free for another."""
        self._pindah(self._jalan("batalkan", oleh, numerik=numerik), oleh, pada, rapikan(alasan)[:PANJANG_ALASAN])
        return (self.keadaan(),)

    def akhiri(self, selesai: date, pada: datetime, hari_ini: date) -> tuple[object, ...]:
        """The service it is for ends earlier than the SKP: shortened at once, an agreed one closed when that day is past (domain.md 2.6)."""
        if selesai < self.mulai or selesai > self.selesai or self.status in ("ditutup", "dibatalkan"):
            return ()
        tutup = self.status in ("disetujui", "revisi") and selesai < hari_ini and selesai < date(self.tahun, 12, 31)
        if selesai == self.selesai and not tutup:
            return ()
        self.selesai = selesai
        if tutup:
            self._pindah(self._jalan("tutup", SISTEM, numerik=False), SISTEM, pada, "Penugasan berakhir.")
            self.permintaan = None
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
        if self.status not in ("draf", "diajukan", "direviu", "dikembalikan", "disetujui", "revisi"):
            return ()
        baru = (penilai_id, penilai, atasan_id, atasan, unor_lowong)
        if self.status in ("disetujui", "revisi"):
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
        dikenal = {r.id for r in self.ditulis.rhk}
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
    if skp.ditulis.sidik_dikembalikan and skp.ditulis.sidik_dikembalikan == skp.sidik_isi():
        return (Masalah("Belum ada yang berubah sejak SKP dikembalikan. Perbaiki dulu sesuai alasan penilai."),)
    return ()


def _belum_dibuka(skp: Skp, _pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    if skp.ditulis.dibuka_pada is not None:
        return (Masalah(f"{skp.nama_penilai} sudah membuka SKP ini. Minta SKP dikembalikan bila ada yang perlu diubah."),)
    return ()


def _reviu_dipakai(skp: Skp, pelaku: Pelaku, numerik: bool) -> tuple[Masalah, ...]:
    if not skp.wajib_reviu:
        return (Masalah("Instansi ini tidak memakai reviu SKP. Admin instansi mengaturnya di pengaturan instansi."),)
    if skp.reviu is not None:
        return (Masalah(f"SKP ini sudah direviu {skp.reviu.oleh_nama}; sekarang giliran {skp.nama_penilai}."),)
    return _bukan_sendiri(skp, pelaku, numerik)


def _bukan_sendiri(skp: Skp, pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    return (Masalah("SKP sendiri direviu pengelola kinerja lain."),) if pelaku.pegawai_id == skp.pegawai_id else ()


def _sudah_direviu(skp: Skp, _pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    if skp.wajib_reviu and skp.reviu is None:
        return (Masalah("SKP ini menunggu reviu pengelola kinerja. Setelah direviu Anda dapat menyetujuinya."),)
    return ()


def _ada_perubahan(skp: Skp, _pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    if skp.sidik_isi() == _sidik_isi(skp.rhk, skp.lampiran):
        return (Masalah("Revisi ini masih sama dengan versi yang berlaku. Ubah isinya, atau batalkan revisi."),)
    return ()


def _belum_diminta(skp: Skp, _pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    if skp.permintaan is not None:
        return (Masalah(f"Permintaan revisi Anda menunggu {skp.nama_penilai}."),)
    return ()


def _ada_permintaan(skp: Skp, _pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    return () if skp.permintaan is not None else (Masalah("Tidak ada permintaan revisi."),)


def _belum_dinilai(skp: Skp, _pelaku: Pelaku, _numerik: bool) -> tuple[Masalah, ...]:
    if skp.penilaian in DINILAI:
        return (Masalah(f"Penilaian {skp.tahun} atas SKP ini sudah ditetapkan, jadi isinya tidak direvisi lagi."),)
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
_DUA, _PEREVIU = ("pegawai", "penilai"), ("pengelola_kinerja",)
_SIAP = (_penilai_bukan_pegawai, _syarat_terpenuhi)

TRANSISI: tuple[Transisi, ...] = (
    Transisi("draf", "ubah", "draf", _PEGAWAI, "Ubah isi SKP"),
    Transisi("dikembalikan", "ubah", "dikembalikan", _PEGAWAI, "Ubah isi SKP"),
    Transisi("draf", "ajukan", "diajukan", _PEGAWAI, "Ajukan ke {penilai}", _SIAP),
    Transisi("dikembalikan", "ajukan", "diajukan", _PEGAWAI, "Ajukan lagi ke {penilai}", (_sudah_diperbaiki, *_SIAP)),
    Transisi("diajukan", "tarik", "draf", _PEGAWAI, "Tarik kembali", (_belum_dibuka,)),
    Transisi("diajukan", "mulai_reviu", "direviu", _PEREVIU, "Mulai reviu", (_reviu_dipakai,)),
    Transisi("direviu", "selesai_reviu", "diajukan", _PEREVIU, "Teruskan ke {penilai}", (_bukan_sendiri,)),
    Transisi("diajukan", "setujui", "disetujui", _PENILAI, "Setujui SKP", (_penilai_bukan_pegawai, _sudah_direviu, _isi_terpenuhi)),
    Transisi("diajukan", "kembalikan", "dikembalikan", _PENILAI, "Kembalikan dengan alasan"),
    Transisi("draf", "batalkan", "dibatalkan", ("pegawai", "admin_instansi"), "Batalkan SKP ini"),
    Transisi("dikembalikan", "batalkan", "dibatalkan", ("pegawai", "admin_instansi"), "Batalkan SKP ini"),
    Transisi("disetujui", "minta_revisi", "disetujui", _PEGAWAI, "Minta revisi ke {penilai}", (_belum_dinilai, _belum_diminta)),
    Transisi("disetujui", "tolak_revisi", "disetujui", _PENILAI, "Tolak permintaan revisi", (_ada_permintaan,)),
    Transisi("disetujui", "buka_revisi", "revisi", _PENILAI, "Buka revisi", (_penilai_bukan_pegawai, _belum_dinilai)),
    Transisi("revisi", "ubah", "revisi", _PEGAWAI, "Ubah isi revisi"),
    Transisi("revisi_dikembalikan", "ubah", "revisi_dikembalikan", _PEGAWAI, "Ubah isi revisi"),
    Transisi("revisi", "ajukan", "revisi_diajukan", _PEGAWAI, "Ajukan revisi ke {penilai}", (_ada_perubahan, *_SIAP)),
    Transisi(
        "revisi_dikembalikan",
        "ajukan",
        "revisi_diajukan",
        _PEGAWAI,
        "Ajukan lagi revisi ke {penilai}",
        (_sudah_diperbaiki, _ada_perubahan, *_SIAP),
    ),
    Transisi("revisi_diajukan", "tarik", "revisi", _PEGAWAI, "Tarik kembali revisi", (_belum_dibuka,)),
    Transisi(
        "revisi_diajukan", "setujui", "disetujui", _PENILAI, "Setujui revisi", (_penilai_bukan_pegawai, _belum_dinilai, _isi_terpenuhi)
    ),
    Transisi("revisi_diajukan", "kembalikan", "revisi_dikembalikan", _PENILAI, "Kembalikan revisi dengan alasan"),
    Transisi("revisi", "batalkan_revisi", "disetujui", _DUA, "Batalkan revisi"),
    Transisi("revisi_dikembalikan", "batalkan_revisi", "disetujui", _DUA, "Batalkan revisi"),
    Transisi("revisi_diajukan", "batalkan_revisi", "disetujui", _PENILAI, "Batalkan revisi"),
    Transisi("disetujui", "tutup", "ditutup", ("sistem",), "Tutup SKP"),
    Transisi("revisi", "tutup", "ditutup", ("sistem",), "Tutup SKP"),
    Transisi("revisi_diajukan", "tutup", "ditutup", ("sistem",), "Tutup SKP"),
    Transisi("revisi_dikembalikan", "tutup", "ditutup", ("sistem",), "Tutup SKP"),
    Transisi("ditutup", "lanjut", "disetujui", ("sistem",), "Lanjutkan SKP"),
)

_HANYA = {
    "pegawai": "Hanya {pegawai}, pemilik SKP ini, yang dapat melakukannya.",
    "penilai": "Hanya penilai SKP ini, {penilai}, yang dapat melakukannya.",
    "pengelola_kinerja": "Hanya pengelola kinerja instansi yang mereviu SKP.",
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


def _alasan(alasan: str, supaya: str = "pegawai tahu apa yang perlu diperbaiki", bidang: str = "alasan") -> str:
    bersih = rapikan(alasan)
    if not ALASAN_PALING_PENDEK <= len(bersih) <= PANJANG_ALASAN:
        pesan = (
            f"Tulis alasan paling sedikit {ALASAN_PALING_PENDEK} karakter, supaya {supaya}."
            if len(bersih) < ALASAN_PALING_PENDEK
            else f"Alasan paling panjang {PANJANG_ALASAN} karakter; sekarang {len(bersih)}."
        )
        raise Invalid(pesan, errors={bidang: [pesan]})
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


def _sidik_isi(rhk: tuple[Rhk, ...], lampiran: Lampiran) -> str:
    return _sidik({"rhk": [_rhk_untuk_sidik(r) for r in rhk], "lampiran": asdict(lampiran)})


def _rhk_untuk_sidik(rhk: Rhk) -> dict[str, object]:
    """Without what an RHK does not have, so that documents agreed before there was a perspektif or klasifikasi keep their hash."""
    return {k: v for k, v in asdict(rhk).items() if v or k not in {"perspektif", "klasifikasi"}}


def _sidik(isi: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(isi, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()).hexdigest()
