"""Reads for the API and the pages; every one is scoped by the caller in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared import clock
from shared.auth.identity import Identity
from shared.contracts.auth import Keadaan, Pegawai
from shared.contracts.skp import Orang, Periode, Rhk
from shared.errors import Forbidden, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.persistence.akses import catat_baca, kapasitas
from shared.persistence.jangkauan import dicapai, memegang
from shared.wewenang import Wewenang
from skp.adapters import tables as t
from skp.adapters.unit_of_work import BOLEH_DITAUT, TIDAK_ADA, InstansiLokal, UnitOfWork, VersiSkp, dicapai_peran, dinilai
from skp.application.use_cases import Terbaca, muat
from skp.domain.banding import Perubahan, banding_salinan, bandingkan
from skp.domain.isi import rapikan
from skp.domain.kalender import Kalender
from skp.domain.matriks import Anggota, Matriks, Tawaran, susun_matriks
from skp.domain.penugasan import LABEL_KEADAAN, MEMUTUS, daftar_masa, hari_acuan, irisan_tahun, masa_pada, sebagai_orang
from skp.domain.periode import periksa_tahun
from skp.domain.pustaka import Butir, kunci_cocok
from skp.domain.skp import MENUNGGU_PUTUSAN, PEMBACA_INSTANSI, STATUS, Pelaku, Skp, nama_pendek
from skp.domain.tautan import Tautan, dengan_tautan, menunggu, paling_mirip

HALAMAN = 50
SEHALAMAN_PUSTAKA = 25
PANJANG_CARI = 100
MILIK = ("saya", "tim", "instansi")


@dataclass(frozen=True, slots=True)
class RingkasanSkp:
    """One row of a list."""

    id: UUID
    tahun: int
    mulai: date
    selesai: date
    status: str
    pendekatan: str
    pegawai: Orang
    penilai_id: UUID | None
    atasan_penilai_id: UUID | None
    unor_lowong: tuple[UUID, ...]
    penilai: Orang | None
    jumlah_rhk: int
    revisi: int
    diajukan_pada: datetime | None
    dikembalikan_pada: datetime | None
    disetujui_pada: datetime | None
    tahap_revisi: str
    tahap_revisi_sejak: datetime | None
    sudah_direviu: bool
    version: int

    @property
    def langkah(self) -> str:
        """Key of :data:`skp.domain.skp.STATUS`."""
        return f"revisi_{self.tahap_revisi}" if self.status == "revisi" and self.tahap_revisi != "disusun" else self.status


@dataclass(frozen=True, slots=True)
class BarisTim:
    """One person of the evaluator's team: the SKP, or None; ``sejak`` is when the state began.

    ``sebagai``: in which capacity the reader evaluates; ``absen``: why the person is not at the post today, empty when he is. In the state
    ``bebas`` nothing is due in the whole year.
    """

    pegawai: Orang
    mulai: date
    selesai: date
    status: str
    sejak: datetime | date
    skp: RingkasanSkp | None
    sebagai: str = "penilai"
    absen: str = ""
    menunggu_reviu: bool = False

    @property
    def giliran_penilai(self) -> bool:
        return (self.status in MENUNGGU_PUTUSAN and not self.menunggu_reviu) or self.minta_revisi

    @property
    def minta_revisi(self) -> bool:
        """The employee asked for a revision; it is opened or declined on the SKP itself."""
        return self.skp is not None and self.skp.tahap_revisi == "diminta"


@dataclass(frozen=True, slots=True)
class RhkAtasan:
    """The choices for "RHK pimpinan yang diintervensi", or why there are none and who must act."""

    pilihan: tuple[tuple[UUID, str], ...]
    nama_penilai: str
    keterangan: str


@dataclass(frozen=True, slots=True)
class Tenggat:
    """A deadline as a person meets it: the day, working days left (negative: past), and whether only a reopening helps."""

    batas_normal: date
    batas_toleransi: date
    sisa: int


def baca_satu(uow: UnitOfWork, identity: Identity, skp_id: UUID) -> Terbaca:
    terbaca = muat(uow, identity, skp_id)
    skp = terbaca.skp
    catat_baca(uow, Objek.SKP, f"SKP {skp.tahun}", {sebagai(skp, terbaca.pelaku): [skp.pegawai_id]}, objek_id=skp.id)
    return terbaca


@dataclass(frozen=True, slots=True)
class Banding:
    """Two contents of one SKP and what differs; ``ke`` None is the next version that is not agreed yet. ``tahun_asal``: a draft against the
    SKP of another year that it was copied from."""

    dari: int
    ke: int | None
    perubahan: Perubahan
    versi: list[VersiSkp]
    tahun_asal: int | None = None


def banding_versi(uow: UnitOfWork, terbaca: Terbaca, dari: int | None = None, ke: int | None = None) -> Banding:
    """Without figures: the next version against the one in force, else the last version against the one before.

    Raises NotFound for a version that does not exist.
    """
    skp, versi = terbaca.skp, uow.list_versi(terbaca.skp.id)
    if not versi and ke is None and dari is None:
        sumber = uow.get_source(skp) if skp.salinan_dari else None
        if sumber is None:
            return Banding(0, None, Perubahan(), versi)
        beda = banding_salinan((sumber.rhk, sumber.lampiran), (skp.rhk, skp.lampiran), skp.asal)
        return Banding(0, None, beda, versi, sumber.tahun)
    if ke is None and dari is None and skp.usulan:
        return Banding(skp.revisi, None, bandingkan(skp.rhk, skp.usulan.rhk, (skp.lampiran, skp.usulan.lampiran)), versi)
    baru = ke if ke is not None else skp.revisi
    lama = dari if dari is not None else baru - 1
    isi = {v.revisi: v.isi for v in versi}
    if baru not in isi or (lama not in isi and lama != 0):
        raise NotFound(f"Versi itu tidak ada. SKP ini punya {len(isi)} versi yang disetujui.")
    sebelum = isi.get(lama)
    perubahan = bandingkan(
        sebelum.rhk if sebelum else (), isi[baru].rhk, (sebelum.lampiran if sebelum else isi[baru].lampiran, isi[baru].lampiran)
    )
    return Banding(lama, baru, perubahan, versi)


def sebagai(skp: Skp, oleh: Pelaku) -> str:
    """The capacity in which the caller reads somebody's SKP."""
    if oleh.pegawai_id == skp.atasan_penilai_id:
        return "atasan_penilai"
    return skp.sebagai(oleh).replace("atasan", "atasan_penilai") or kapasitas(oleh.peran, Objek.SKP, Hak.BACA)


_ISI = t.skp.c.isi
_RINGKAS = (
    t.skp.c.id,
    t.skp.c.tahun,
    t.skp.c.mulai,
    t.skp.c.selesai,
    t.skp.c.status,
    _ISI["pendekatan"].astext.label("pendekatan"),
    _ISI["pegawai"].label("pegawai"),
    t.skp.c.penilai_id,
    t.skp.c.atasan_penilai_id,
    t.skp.c.unor_lowong,
    _ISI["penilai"].label("penilai"),
    sa.func.jsonb_array_length(_ISI["rhk"]).label("jumlah_rhk"),
    sa.cast(_ISI["revisi"].astext, sa.Integer).label("revisi"),
    *(_ISI[nama].astext.label(nama) for nama in ("diajukan_pada", "dikembalikan_pada", "disetujui_pada")),
    sa.func.coalesce(
        _ISI["usulan"]["tahap"].astext, sa.case((sa.func.jsonb_typeof(_ISI["permintaan"]) == "object", "diminta"), else_="")
    ).label("tahap_revisi"),
    sa.func.coalesce(_ISI["usulan"]["sejak"].astext, _ISI["permintaan"]["pada"].astext).label("tahap_revisi_sejak"),
    sa.func.coalesce(sa.func.jsonb_typeof(_ISI["reviu"]) == "object", False).label("sudah_direviu"),
    t.skp.c.version,
)


def _ringkasan(uow: UnitOfWork, statement: sa.Select[tuple[object, ...]]) -> list[RingkasanSkp]:
    return [
        msgspec.convert({str(k): v for k, v in baris.items()}, RingkasanSkp, strict=False)
        for baris in uow.connection.execute(statement).mappings()
    ]


def list_skp(
    uow: UnitOfWork,
    identity: Identity,
    milik: str = "saya",
    tahun: int | None = None,
    status: str | None = None,
    cursor: UUID | None = None,
) -> tuple[list[RingkasanSkp], UUID | None]:
    """Newest first, fifty a page. ``milik``: saya, tim (those I evaluate), instansi (for the roles that read everything)."""
    if status is not None and status not in STATUS:
        raise Invalid("Status tidak dikenal.", errors={"status": [f"Pakai salah satu dari {', '.join(STATUS)}."]})
    statement = sa.select(*_RINGKAS).where(_milik(uow, identity, milik)).order_by(t.skp.c.id.desc()).limit(HALAMAN + 1)
    if tahun is not None:
        statement = statement.where(t.skp.c.tahun == tahun)
    if status is not None:
        statement = statement.where(t.skp.c.status == status)
    if cursor is not None:
        statement = statement.where(t.skp.c.id < cursor)
    rows = _ringkasan(uow, statement)
    if milik != "saya":
        peran = "penilai" if milik == "tim" else kapasitas(identity.peran, Objek.SKP, Hak.BACA)
        catat_baca(uow, Objek.SKP, f"daftar SKP {milik}", {peran: [r.pegawai.pegawai_id for r in rows[:HALAMAN]]}, daftar=True)
    return rows[:HALAMAN], rows[HALAMAN - 1].id if len(rows) > HALAMAN else None


def _milik(uow: UnitOfWork, identity: Identity, milik: str) -> sa.ColumnElement[bool]:
    if milik == "tim":
        return dinilai(uow.get_wewenang(identity.instansi_id, identity.pegawai_id))
    if milik == "instansi":
        if not memegang(identity, PEMBACA_INSTANSI):
            raise Forbidden("Daftar seluruh instansi hanya untuk admin instansi, pengelola kinerja, PPK, dan auditor.")
        return sa.and_(t.skp.c.instansi_id == identity.instansi_id, dicapai_peran(identity))
    if milik == "saya":
        return t.skp.c.pegawai_id == identity.pegawai_id
    raise Invalid("Milik tidak dikenal.", errors={"milik": [f"Pakai salah satu dari {', '.join(MILIK)}."]})


def list_tim(
    uow: UnitOfWork, identity: Identity, tahun: int, wewenang: Wewenang | None = None, hari_ini: date | None = None
) -> list[BarisTim]:
    """The evaluator's queue, also of those for whom he stands in today: submitted first (oldest first), then returned, drafts, persons without
    SKP, and the finished ones."""
    kuasa = wewenang or uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    instansi = uow.get_instansi(identity.instansi_id)
    hari = hari_ini or clock.today(instansi.zona_waktu)
    statement = sa.select(*_RINGKAS).where(dinilai(kuasa), t.skp.c.tahun == tahun, t.skp.c.status != "dibatalkan")
    dibuat = _ringkasan(uow, statement)
    keadaan = _keadaan(uow, {s.pegawai.pegawai_id for s in dibuat})
    baris = [_baris_skp(s, kuasa, _absen(keadaan.get(s.pegawai.pegawai_id, ()), hari), wajib_reviu=instansi.wajib_reviu) for s in dibuat]
    ada = [(b.pegawai.pegawai_id, b.mulai, b.selesai) for b in baris]
    for pegawai in uow.list_bawahan(kuasa):
        baris += [b for b in _baris_kosong(pegawai, tahun, kuasa, hari) if not _sudah_ada(ada, pegawai.id, b)]
    menurut: dict[str, list[UUID]] = {}
    for b in baris:
        menurut.setdefault("atasan_penilai" if b.sebagai == "atasan" else b.sebagai, []).append(b.pegawai.pegawai_id)
    catat_baca(uow, Objek.SKP, f"daftar SKP tim {tahun}", menurut, daftar=True)
    urut = {
        "diajukan": 0,
        "revisi_diajukan": 0,
        "direviu": 1,
        "dikembalikan": 1,
        "revisi_dikembalikan": 1,
        "draf": 2,
        "revisi": 2,
        "tanpa_skp": 3,
        "disetujui": 4,
    }
    return sorted(
        baris, key=lambda b: (0 if b.giliran_penilai else urut.get(b.status, 6), str(b.sejak) if b.giliran_penilai else b.pegawai.nama)
    )


def list_reviu(uow: UnitOfWork, identity: Identity, halaman: int) -> tuple[list[RingkasanSkp], bool]:
    """What a pengelola kinerja has to review, the longest waiting first, those under review among them; and whether there are more."""
    if not uow.get_instansi(identity.instansi_id).wajib_reviu:
        syarat = t.skp.c.status == "direviu"
    else:
        belum = sa.func.jsonb_typeof(_ISI["reviu"]).is_distinct_from("object")
        syarat = sa.and_(t.skp.c.status.in_(("diajukan", "direviu")), belum)
    statement = sa.select(*_RINGKAS).where(
        t.skp.c.instansi_id == identity.instansi_id,
        syarat,
        t.skp.c.pegawai_id != identity.pegawai_id,
        dicapai(identity, peran_dengan(Objek.SKP, Hak.REVIU), t.skp.c.unor_id, t.unor_view),
    )
    statement = statement.order_by(_ISI["diajukan_pada"].astext, t.skp.c.id).offset((halaman - 1) * HALAMAN).limit(HALAMAN + 1)
    rows = _ringkasan(uow, statement)
    orang = [r.pegawai.pegawai_id for r in rows[:HALAMAN]]
    catat_baca(uow, Objek.SKP, "antrian reviu SKP", {"pengelola_kinerja": orang}, daftar=True)
    return rows[:HALAMAN], len(rows) > HALAMAN


def _sudah_ada(ada: list[tuple[UUID, date, date]], pegawai_id: UUID, baris: BarisTim) -> bool:
    return any(id_ == pegawai_id and mulai <= baris.selesai and selesai >= baris.mulai for id_, mulai, selesai in ada)


def _baris_skp(skp: RingkasanSkp, kuasa: Wewenang, absen: str, *, wajib_reviu: bool) -> BarisTim:
    sejak = skp.tahap_revisi_sejak or {
        "diajukan": skp.diajukan_pada,
        "direviu": skp.diajukan_pada,
        "dikembalikan": skp.dikembalikan_pada,
        "disetujui": skp.disetujui_pada,
    }.get(skp.status)
    sebagai = kuasa.sebagai(
        pegawai_id=skp.pegawai.pegawai_id, penilai_id=skp.penilai_id, atasan_penilai_id=skp.atasan_penilai_id, unor_lowong=skp.unor_lowong
    )
    reviu = skp.status == "direviu" or (wajib_reviu and skp.status == "diajukan" and not skp.sudah_direviu)
    return BarisTim(skp.pegawai, skp.mulai, skp.selesai, skp.langkah, sejak or skp.mulai, skp, sebagai, absen, reviu)


def _baris_kosong(pegawai: Pegawai, tahun: int, kuasa: Wewenang, hari: date) -> list[BarisTim]:
    """The pieces of the year for which this person's SKP is still to be made, and that the reader evaluates."""
    if not pegawai.aktif:
        return []
    baris = []
    masa = daftar_masa(pegawai)
    for satu in masa:
        rentang = irisan_tahun(satu, tahun)
        if rentang is None:
            continue
        segmen = satu.pada(max(rentang[0], min(hari, rentang[1])))
        sebagai = kuasa.sebagai(
            pegawai_id=pegawai.id, penilai_id=segmen.penilai_id, atasan_penilai_id=segmen.atasan_penilai_id, unor_lowong=segmen.unor_lowong
        )
        if sebagai:
            orang = sebagai_orang(pegawai, satu.mulai)
            baris.append(BarisTim(orang, *rentang, "tanpa_skp", rentang[0], None, sebagai, _absen(pegawai.keadaan, hari)))
    return baris or _baris_bebas(pegawai, tahun, kuasa, hari, masa_ada=any(irisan_tahun(m, tahun) for m in masa))


def _baris_bebas(pegawai: Pegawai, tahun: int, kuasa: Wewenang, hari: date, *, masa_ada: bool) -> list[BarisTim]:
    """Somebody whose whole year is interrupted (CLTN): shown with the reason, nothing is due."""
    segmen = next((p for p in pegawai.penugasan if irisan_tahun(p, tahun) and p.penilai_id in (kuasa.pegawai_id, *kuasa.digantikan)), None)
    rentang = irisan_tahun(segmen, tahun) if segmen else None
    absen = next((LABEL_KEADAAN[k.jenis] for k in pegawai.keadaan if k.jenis in MEMUTUS), "")
    if masa_ada or segmen is None or rentang is None or not absen:
        return []
    return [
        BarisTim(
            sebagai_orang(pegawai, segmen.mulai), *rentang, "bebas", rentang[0], None, "penilai", _absen(pegawai.keadaan, hari) or absen
        )
    ]


def _keadaan(uow: UnitOfWork, ids: set[UUID]) -> dict[UUID, tuple[Keadaan, ...]]:
    """The absences of these people, of those who have any."""
    if not ids:
        return {}
    orang = t.pegawai_view.c
    rows = uow.connection.execute(sa.select(orang.id, orang.keadaan).where(orang.id.in_(ids), orang.keadaan != sa.cast([], pg.JSONB)))
    return {row.id: msgspec.convert(row.keadaan, tuple[Keadaan, ...], strict=False) for row in rows}


def _absen(keadaan: tuple[Keadaan, ...], hari: date) -> str:
    """What keeps the person from the post on the day, in words."""
    kini = next((k for k in keadaan if k.mulai <= hari <= (k.selesai or date.max)), None)
    return LABEL_KEADAAN.get(kini.jenis, kini.jenis) if kini else ""


def rhk_atasan_saya(uow: UnitOfWork, identity: Identity, skp_id: UUID) -> RhkAtasan:
    """The choices for the caller's own SKP: a superior's RHK are open to those who link to them, not to everybody who may read the SKP."""
    skp = baca_satu(uow, identity, skp_id).skp
    if skp.pegawai_id != identity.pegawai_id:
        raise NotFound(TIDAK_ADA)
    return rhk_atasan(uow, skp)


def rhk_atasan(uow: UnitOfWork, skp: Skp) -> RhkAtasan:
    """Names the cause when nothing can be chosen (domain.md 3.5, 9: "screen explains which cause and who acts")."""
    if skp.penilai_id is None or skp.penilai is None:
        teks = "Penilai Anda belum tercatat, jadi RHK-nya belum dapat dipilih. Minta admin instansi melengkapinya. Tulis dulu RHK yang Anda dukung."
        return RhkAtasan((), "", teks)
    nama = nama_pendek(skp.penilai.nama)
    atasan = uow.list_rhk_atasan(skp.penilai_id, skp.tahun, skp.mulai, skp.selesai)
    pilihan = tuple((r.id, r.teks) for s in atasan if s.status in BOLEH_DITAUT for r in s.rhk if r.jenis == "utama")
    if pilihan:
        catat_baca(uow, Objek.SKP, f"RHK SKP {skp.tahun}", {"bawahan": [skp.penilai_id]})
        return RhkAtasan(pilihan, nama, "")
    sebab = f"{nama} belum mengajukan SKP {skp.tahun}-nya" if atasan else f"{nama} belum menyusun SKP {skp.tahun}"
    return RhkAtasan((), nama, f"{sebab}, jadi RHK-nya belum dapat dipilih. Tulis dulu RHK yang Anda dukung; tautkan nanti.")


@dataclass(frozen=True, slots=True)
class Menunggu:
    """An RHK that waits for its link: whose it is, and which of ``pilihan`` is offered first (None: none is near)."""

    skp_id: UUID
    pegawai: Orang
    rhk: Rhk
    saran: UUID | None
    pilihan: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class MatriksTim:
    """``sebab`` says why there are no columns and who must act; ``catatan`` what hinders linking though there are."""

    matriks: Matriks
    sebab: str
    catatan: str
    menunggu: tuple[Menunggu, ...] = ()
    """RHK of members that stand on a placeholder though they could be linked."""
    tautan: Mapping[UUID, Tautan] = field(default_factory=dict)


def matriks_tim(uow: UnitOfWork, identity: Identity, tahun: int) -> MatriksTim:
    """The caller's RHK across, the people evaluated by the caller in the year down; seven statements."""
    periksa_tahun(tahun)
    milik = uow.list_rhk_atasan(identity.pegawai_id, tahun, date(tahun, 1, 1), date(tahun, 12, 31))
    kuasa = Wewenang(identity.pegawai_id)
    punya = [s for s in uow.list_skp_tim(kuasa, tahun) if s.penilai_id == identity.pegawai_id]
    tautan = uow.list_tautan(penilai_id=identity.pegawai_id, tahun=tahun)
    anggota = [Anggota(s.pegawai, s.id, s.langkah, dengan_tautan(s.rhk, tautan)) for s in punya]
    ada = {s.pegawai_id for s in punya}
    hari = hari_acuan(tahun, clock.today(uow.get_instansi(identity.instansi_id).zona_waktu))
    for pegawai in uow.list_bawahan(kuasa):
        masa = masa_pada(pegawai, hari)
        if pegawai.id not in ada and pegawai.aktif and masa and masa.pada(hari).penilai_id == identity.pegawai_id:
            anggota.append(Anggota(sebagai_orang(pegawai, hari), None, "tanpa_skp"))
    anggota.sort(key=lambda a: a.pegawai.nama)
    matriks = susun_matriks((r for s in milik for r in s.rhk), anggota, uow.list_tawaran(tahun, penilai_id=identity.pegawai_id))
    catat_baca(uow, Objek.SKP, f"matriks peran hasil {tahun}", {"penilai": [a.pegawai.pegawai_id for a in anggota]}, daftar=True)
    sebab = catatan = ""
    if not milik:
        sebab = f"Anda belum menyusun SKP {tahun}. Susun dulu RHK Anda; tim sudah dapat menulis RHK yang didukungnya dengan kata-kata."
    elif not matriks.kolom:
        sebab = f"SKP {tahun} Anda belum berisi RHK utama. Tambahkan dulu."
    elif not any(s.status in BOLEH_DITAUT for s in milik):
        catatan = "SKP Anda masih draf, jadi tim belum dapat menautkan RHK-nya. Ajukan SKP Anda; sampai itu tawaran masuk dengan kata-kata."
    pilihan = {r.id: r.teks for s in milik if s.status in BOLEH_DITAUT for r in s.rhk if r.jenis == "utama"}
    antri = [m for s in sorted(punya, key=lambda s: s.pegawai.nama) for m in _menunggu(s, tautan, pilihan)] if pilihan else []
    return MatriksTim(matriks, sebab, catatan, tuple(antri), tautan)


def _menunggu(skp: Skp, tautan: Mapping[UUID, Tautan], pilihan: Mapping[UUID, str]) -> list[Menunggu]:
    if skp.status in ("ditutup", "dibatalkan"):
        return []
    return [Menunggu(skp.id, skp.pegawai, r, paling_mirip(r.rhk_atasan_teks, pilihan), pilihan) for r in menunggu(skp.rhk, tautan)]


@dataclass(frozen=True, slots=True)
class Kaitan:
    """Of one SKP: what waits for its link, and the links that came later."""

    menunggu: tuple[Menunggu, ...] = ()
    tautan: Mapping[UUID, Tautan] = field(default_factory=dict)


def kaitan(uow: UnitOfWork, terbaca: Terbaca) -> Kaitan:
    """For the owner and the evaluator; nothing is asked of the database where no RHK stands on a placeholder."""
    skp = terbaca.skp
    if not menunggu(skp.rhk, ()) or terbaca.skp.hubungan(terbaca.pelaku).isdisjoint(("pegawai", "penilai")):
        return Kaitan()
    tautan = uow.list_tautan(skp_id=skp.id)
    pilihan = dict(rhk_atasan(uow, skp).pilihan) if menunggu(skp.rhk, tautan) else {}
    return Kaitan(tuple(_menunggu(skp, tautan, pilihan)) if pilihan else (), tautan)


def jumlah_menunggu(uow: UnitOfWork, identity: Identity, tahun: int) -> int:
    return uow.count_menunggu(identity.pegawai_id, tahun, BOLEH_DITAUT)


def rhk_anggota_lain(uow: UnitOfWork, identity: Identity, skp: Skp) -> list[tuple[str, str]]:
    """Names and RHK of the others whom the caller evaluates, for the comparison on his desk; they are read, and so in the access log."""
    lain = [s for s in uow.list_skp_tim(Wewenang(identity.pegawai_id), skp.tahun) if s.pegawai_id != skp.pegawai_id]
    if lain:
        catat_baca(uow, Objek.SKP, f"RHK tim {skp.tahun}", {"penilai": [s.pegawai_id for s in lain]}, daftar=True)
    return [(nama_pendek(s.pegawai.nama), r.teks) for s in lain for r in s.ditulis.rhk]


def salinan_utuh(uow: UnitOfWork, kuasa: Wewenang, tahun: int) -> list[Skp]:
    """Submitted copies that are the same as last year's agreed SKP: what may be agreed together."""
    return [
        s
        for s, asal in uow.list_salinan_diajukan(kuasa, tahun)
        if not banding_salinan((asal.rhk, asal.lampiran), (s.rhk, s.lampiran), s.asal).ada
    ]


def tawaran_saya(uow: UnitOfWork, skp: Skp) -> list[Tawaran]:
    return uow.list_tawaran(skp.tahun, pegawai_id=skp.pegawai_id)


def list_pustaka(
    uow: UnitOfWork, identity: Identity, cari: str = "", jabatan: str = "", cursor: UUID | None = None
) -> tuple[list[Butir], UUID | None]:
    """The library of the instansi; ``jabatan``: only what serves a post of that name."""
    kunci = kunci_cocok(jabatan) if jabatan else None
    rows = uow.list_pustaka(
        identity.instansi_id, cari=rapikan(cari)[:PANJANG_CARI], kunci=kunci, cursor=cursor, batas=SEHALAMAN_PUSTAKA + 1
    )
    return rows[:SEHALAMAN_PUSTAKA], rows[SEHALAMAN_PUSTAKA - 1].id if len(rows) > SEHALAMAN_PUSTAKA else None


def list_periode(uow: UnitOfWork, identity: Identity, tahun: int | None = None) -> list[Periode]:
    return uow.list_periode(identity.instansi_id, tahun)


def tahun_terbuka(uow: UnitOfWork, identity: Identity) -> list[int]:
    statement = sa.select(t.periode.c.tahun).where(t.periode.c.instansi_id == identity.instansi_id, t.periode.c.untuk == "skp")
    return list(uow.connection.execute(statement.order_by(t.periode.c.tahun.desc())).scalars())


def tahun_kini(uow: UnitOfWork, identity: Identity) -> int:
    """This year when it is open, else the latest open year, else this year."""
    tahun = clock.today(uow.get_instansi(identity.instansi_id).zona_waktu).year
    terbuka = tahun_terbuka(uow, identity)
    return tahun if tahun in terbuka or not terbuka else terbuka[0]


def tenggat_skp(uow: UnitOfWork, instansi_id: UUID, tahun: int, instansi: InstansiLokal) -> Tenggat | None:
    """The deadline for submitting, seen from today."""
    periode = next(iter(uow.list_periode(instansi_id, tahun, "skp")), None)
    if periode is None:
        return None
    sisa = Kalender().sisa_hari_kerja(clock.today(instansi.zona_waktu), periode.batas_normal)
    return Tenggat(periode.batas_normal, periode.batas_toleransi, sisa)
