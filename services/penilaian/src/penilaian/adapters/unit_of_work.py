"""Loading and saving of penilaian's aggregates in the transaction of one entrypoint."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
import uuid6
from sqlalchemy.dialects import postgresql as pg

from penilaian.adapters.libur import hari_kerja
from penilaian.adapters.tables import (
    evaluasi,
    instansi_view,
    keberatan,
    laporan_view,
    organisasi,
    pegawai_view,
    periode_view,
    skp_view,
    umpan_balik,
    unor_view,
)
from penilaian.domain.distribusi import CapaianOrganisasi, ModeKurva, Sebaran
from penilaian.domain.evaluasi import PEMBACA_HASIL, SAMPAI, SKP_DINILAI, TAHUNAN, TERBUKA, TETAP, Evaluasi, Status
from penilaian.domain.fakta import Fakta
from penilaian.domain.keberatan import PEMUTUS, Keberatan, hubungan_dengan
from penilaian.domain.kuadran import Predikat, predikat, saran_rating
from penilaian.domain.organisasi import Organisasi
from penilaian.domain.realisasi import bukti_kurang
from shared import clock
from shared.auth.identity import Identity
from shared.contracts.auth import Pengaturan, VersiPengaturan, pengaturan_pada
from shared.contracts.capaian import Laporan
from shared.contracts.skp import Skp
from shared.errors import Stale
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.persistence.jangkauan import dicapai, peran_mencapai
from shared.persistence.wewenang import PenyimpananWewenang, syarat_dinilai
from shared.wewenang import Wewenang

ZONA_BAWAAN = "Asia/Jakarta"
_BATCH = 200
PEMBACA_KEBERATAN = peran_dengan(Objek.KEBERATAN, Hak.HITUNG)
BERHENTI = frozenset({"pensiun", "meninggal", "berhenti"})
TANPA_PERIODE = "Masa dinas berakhir sebelum satu periode evaluasi lewat, jadi masa ini tidak dinilai."

_LAPORAN = (
    sa.select(sa.func.json_agg(pg.aggregate_order_by(laporan_view.c.dokumen, laporan_view.c.mulai)))
    .where(laporan_view.c.skp_id == evaluasi.c.skp_id)
    .scalar_subquery()
)
_KEPALA = sa.exists().where(
    pegawai_view.c.id == evaluasi.c.pegawai_id,
    pegawai_view.c.penugasan.contains(
        sa.func.jsonb_build_array(
            sa.func.jsonb_build_object("kepala", True, "unor_id", sa.cast(evaluasi.c.unor_id, sa.Text), type_=pg.JSONB), type_=pg.JSONB
        )
    ),
)
_lalu = evaluasi.alias("lalu")
_SEBELUM = (
    sa.select(
        sa.func.jsonb_build_object("tahun", _lalu.c.tahun, "predikat", _lalu.c.ringkasan["predikat"], "nkp", _lalu.c.ringkasan["nkp"])
    )
    .where(
        _lalu.c.pegawai_id == evaluasi.c.pegawai_id,
        _lalu.c.tahun == evaluasi.c.tahun - 1,
        _lalu.c.jenis == evaluasi.c.jenis,
        _lalu.c.status.in_([s.value for s in SAMPAI]),
    )
    .order_by(_lalu.c.id.desc())
    .limit(1)
    .correlate(evaluasi)
    .scalar_subquery()
)
_UMPAN_BALIK = sa.exists().where(
    umpan_balik.c.pegawai_id == evaluasi.c.pegawai_id,
    umpan_balik.c.tanggal.between(
        sa.cast(evaluasi.c.dokumen["mulai"].astext, sa.Date), sa.cast(evaluasi.c.dokumen["selesai"].astext, sa.Date)
    ),
)
_TERMUAT = sa.select(
    evaluasi.c.dokumen,
    evaluasi.c.ketepatan,
    skp_view.c.dokumen.label("skp"),
    skp_view.c.unor_lowong,
    instansi_view.c.pengaturan,
    instansi_view.c.riwayat_pengaturan,
    instansi_view.c.zona_waktu,
    instansi_view.c.nama.label("instansi_nama"),
    _LAPORAN.label("laporan"),
    _KEPALA.label("kepala"),
    _SEBELUM.label("sebelum"),
    _UMPAN_BALIK.label("ada_umpan_balik"),
).select_from(
    evaluasi.join(skp_view, skp_view.c.id == evaluasi.c.skp_id).outerjoin(instansi_view, instansi_view.c.id == evaluasi.c.instansi_id)
)
_ORGANISASI = sa.text(
    "WITH RECURSIVE jalur(asal, id, jarak) AS ("
    " SELECT a, a, 0 FROM unnest(CAST(:unor AS uuid[])) a UNION ALL"
    " SELECT asal, u.induk_id, jarak + 1 FROM jalur JOIN unor_view u ON u.id = jalur.id WHERE u.induk_id IS NOT NULL AND jarak < 30)"
    " SELECT DISTINCT ON (asal) asal, o.nilai, o.unor_id, o.ditetapkan_oleh, o.ditetapkan_pada, o.alasan, u.nama AS unor_nama, p.nama AS penetap"
    " FROM jalur JOIN organisasi o ON o.unor_id = jalur.id AND o.tahun = :tahun"
    " LEFT JOIN unor_view u ON u.id = o.unor_id LEFT JOIN pegawai_view p ON p.id = o.ditetapkan_oleh"
    " WHERE jarak >= :dari ORDER BY asal, jarak"
)
_SEBARAN = sa.text(
    """
    WITH RECURSIVE pohon(id) AS (
      SELECT CAST(:unor AS uuid) UNION SELECT u.id FROM pohon JOIN unor_view u ON u.induk_id = pohon.id),
    pimpinan AS (
      SELECT p.id FROM pegawai_view p, jsonb_array_elements(p.penugasan) t
       WHERE p.penugasan @> jsonb_build_array(jsonb_build_object('kepala', true, 'unor_id', CAST(:unor AS text)))
         AND t->>'unor_id' = CAST(:unor AS text) AND CAST(t->>'kepala' AS boolean)
         AND CAST(t->>'mulai' AS date) <= :akhir AND COALESCE(CAST(t->>'selesai' AS date), :akhir) >= :awal),
    orang AS (
      SELECT max(ARRAY[CAST(e.id AS text), e.status, d.predikat]) FILTER (WHERE d.predikat IS NOT NULL) AS akhir
        FROM pohon JOIN evaluasi e ON e.unor_id = pohon.id AND e.tahun = :tahun
       CROSS JOIN LATERAL (
         SELECT CASE WHEN e.status = ANY(:tetap) OR (e.status = 'dinilai' AND (e.penilai_id = ANY(:penilai) OR (:lowong AND e.penilai_id IS NULL)))
                     THEN e.ringkasan->>'predikat' END AS predikat) d
       WHERE e.jenis = 'tahunan' AND e.tidak_dinilai = '' AND e.pegawai_id <> ALL(:kecuali) AND e.pegawai_id NOT IN (SELECT id FROM pimpinan)
       GROUP BY e.pegawai_id)
    SELECT akhir[3] AS predikat, akhir[2] <> 'dinilai' AS tetap, count(*) AS orang FROM orang GROUP BY 1, 2
    """
)
"""The last rated segment of each person of the subtree; drafts only of the given evaluators."""
_RINGKASAN_BARU = sa.text(
    "UPDATE evaluasi e SET ringkasan = b.ringkasan, perlu_hitung = false"
    " FROM jsonb_to_recordset(CAST(:baru AS jsonb)) AS b(id uuid, ringkasan jsonb) WHERE e.id = b.id"
)


@dataclass(frozen=True, slots=True)
class OrganisasiBerlaku:
    """The nearest result from a unit upwards."""

    nilai: CapaianOrganisasi
    unor_id: UUID
    unor_nama: str
    penetap: str
    ditetapkan_pada: datetime
    alasan: str


@dataclass(frozen=True, slots=True)
class HasilLalu:
    """The delivered result of the year before, for comparison."""

    tahun: int
    predikat: Predikat
    nkp: Decimal | None


@dataclass(slots=True)
class Termuat:
    """An evaluation with the facts beside it; ``versi`` is the version it was loaded with, ``peran`` the caller's roles that reach it.

    ``pemutus``: the caller decides on the objection to it, so its result is open to him.
    """

    evaluasi: Evaluasi
    fakta: Fakta
    organisasi: OrganisasiBerlaku | None
    instansi_nama: str
    versi: int
    peran: frozenset[str] = frozenset()
    pemutus: bool = False
    wewenang: Wewenang | None = None
    sebelum: HasilLalu | None = None


@dataclass(slots=True)
class KeberatanTermuat:
    """An objection with its evaluation; ``hubungan``: how the caller stands to it, ``peran`` his roles that reach it."""

    keberatan: Keberatan
    termuat: Termuat
    hubungan: frozenset[str]
    peran: frozenset[str]
    versi: int


def pengenal() -> UUID:
    """A new, time-ordered id (UUIDv7)."""
    return UUID(str(uuid6.uuid7()))


def ringkasan(satu: Evaluasi, fakta: Fakta) -> dict[str, Any]:
    """The figures that a queue shows. ``predikat`` is the draft's one until it is fixed."""
    isi = satu.formulir
    hitungan, _ = fakta.hitung(isi.skor, bersidik=False)
    saran_hasil = fakta.saran_hasil(hitungan.nilai_skp if hitungan else None)
    saran_perilaku = saran_rating(hitungan.nilai_perilaku if hitungan else None)
    draf = predikat(isi.rating_hasil, isi.rating_perilaku) if isi.rating_hasil and isi.rating_perilaku else None
    return {
        "nilai_skp": str(hitungan.nilai_skp) if hitungan else None,
        "saran_hasil": saran_hasil.value if saran_hasil else None,
        "saran_predikat": predikat(saran_hasil, saran_perilaku).value if saran_hasil and saran_perilaku else None,
        "predikat": satu.hasil.predikat.value if satu.hasil else draf.value if draf else None,
        "nkp": str(satu.hasil.nkp) if satu.hasil and satu.hasil.nkp is not None else None,
        "bukti": sum(len(lap.bukti) for lap in fakta.laporan),
        "bukti_kurang": bukti_kurang(fakta.rekap),
        "laporan_terkirim": len(fakta.laporan) - len(fakta.belum_dikirim),
        "laporan": len(fakta.laporan),
        "dikembalikan_pada": satu.dikembalikan_pada.isoformat() if satu.dikembalikan_pada else None,
    }


def pengaturan_baris(row: Any, hari: date) -> Pengaturan:
    """The settings of the instansi on the last day that is evaluated: an old period keeps its rules."""
    kini = msgspec.convert(row.pengaturan, Pengaturan, strict=False) if row.pengaturan else Pengaturan()
    return pengaturan_pada(msgspec.convert(row.riwayat_pengaturan or [], tuple[VersiPengaturan, ...], strict=False), hari, kini)


def dinilai(wewenang: Wewenang) -> sa.ColumnElement[bool]:
    """The rows of ``evaluasi``, joined with their ``skp_view``, on which this person may decide today."""
    return syarat_dinilai(wewenang, evaluasi, skp_view.c.unor_lowong)


class UnitOfWork(PenyimpananWewenang):
    dokumen = evaluasi

    # ---- evaluations ----

    def cari_evaluasi(self, evaluasi_id: UUID, *, kunci: bool = False) -> Termuat | None:
        """For the system itself, with the organisation's result; ``kunci`` locks the row until the commit."""
        return self._muat(_TERMUAT.where(evaluasi.c.id == evaluasi_id), kunci=kunci, organisasi=True)

    def cari_evaluasi_untuk(self, identity: Identity, evaluasi_id: UUID, *, kunci: bool = False) -> Termuat | None:
        """The same, when the caller has something to do with it: as a party, or once it is fixed by an assigned role that reaches its unit."""
        saya, wewenang = identity.pegawai_id, self.get_wewenang(identity.instansi_id, identity.pegawai_id)
        pihak = sa.or_(evaluasi.c.pegawai_id == saya, evaluasi.c.atasan_penilai_id == saya, dinilai(wewenang))
        petugas = sa.and_(evaluasi.c.status.in_([s.value for s in TETAP]), dicapai(identity, PEMBACA_HASIL, evaluasi.c.unor_id, unor_view))
        statement = _TERMUAT.add_columns(peran_mencapai(identity, PEMBACA_HASIL, evaluasi.c.unor_id, unor_view).label("peran"))
        syarat = statement.where(evaluasi.c.id == evaluasi_id, sa.or_(pihak, petugas))
        return self._muat(syarat, kunci=kunci, organisasi=True, wewenang=wewenang)

    def cari_evaluasi_skp(self, skp_id: UUID) -> Termuat | None:
        """For projections: locked, without the organisation's result."""
        return self._muat(_TERMUAT.where(evaluasi.c.skp_id == skp_id, evaluasi.c.jenis == TAHUNAN), kunci=True, organisasi=False)

    def _muat(self, statement: sa.Select[Any], *, kunci: bool, organisasi: bool, wewenang: Wewenang | None = None) -> Termuat | None:
        row = self.connection.execute(statement.with_for_update(of=evaluasi) if kunci else statement).first()
        if row is None:
            return None
        satu = msgspec.convert(row.dokumen, Evaluasi, strict=False)
        org = self.organisasi_berlaku(satu.unor_id, satu.tahun) if organisasi else None
        return self._termuat(row, satu, org, wewenang)

    def muat_tim(self, wewenang: Wewenang, tahun: int, dari: tuple[str, UUID] | None, banyak: int) -> list[Termuat]:
        """Yearly evaluations that lie with this evaluator, by name: one page after ``dari`` (name, id), with its facts."""
        e = evaluasi.c
        di_tangan = e.status.in_([Status.DIAJUKAN.value, Status.DINILAI.value])
        statement = _TERMUAT.where(dinilai(wewenang), e.tahun == tahun, e.jenis == TAHUNAN, e.tidak_dinilai == "", di_tangan).order_by(
            e.nama, e.id
        )
        if dari is not None:
            statement = statement.where(sa.tuple_(e.nama, e.id) > sa.tuple_(sa.literal(dari[0]), sa.literal(dari[1])))
        rows = [(row, msgspec.convert(row.dokumen, Evaluasi, strict=False)) for row in self.connection.execute(statement.limit(banyak))]
        org = self.organisasi_banyak({satu.unor_id for _, satu in rows}, tahun) if rows else {}
        return [self._termuat(row, satu, org.get(satu.unor_id), wewenang) for row, satu in rows]

    def muat_orang(self, wewenang: Wewenang, tahun: int, ids: Collection[UUID]) -> list[Termuat]:
        """Those of these yearly evaluations on which this evaluator decides or decided, by name, with their facts."""
        e = evaluasi.c
        satu_tahun = sa.and_(e.tahun == tahun, e.jenis == TAHUNAN, e.id.in_(list(ids)), e.tidak_dinilai == "")
        statement = _TERMUAT.where(dinilai(wewenang), satu_tahun).order_by(e.nama, e.id)
        rows = [(row, msgspec.convert(row.dokumen, Evaluasi, strict=False)) for row in self.connection.execute(statement)]
        org = self.organisasi_banyak({satu.unor_id for _, satu in rows}, tahun) if rows else {}
        return [self._termuat(row, satu, org.get(satu.unor_id), wewenang) for row, satu in rows]

    def _termuat(self, row: Any, satu: Evaluasi, org: OrganisasiBerlaku | None, wewenang: Wewenang | None) -> Termuat:
        fakta = Fakta(
            skp=msgspec.convert(row.skp, Skp, strict=False),
            laporan=tuple(
                lap for lap in msgspec.convert(row.laporan or [], tuple[Laporan, ...], strict=False) if lap.bebas != "penugasan_berakhir"
            ),
            pengaturan=pengaturan_baris(row, satu.selesai),
            zona=row.zona_waktu or ZONA_BAWAAN,
            organisasi=org.nilai if org else None,
            organisasi_unor=org.unor_nama if org else "",
            kepala=row.kepala,
            organisasi_sendiri=bool(org and org.unor_id == satu.unor_id),
            sebagai=_sebagai(wewenang, satu, row.unor_lowong),
            koreksi={k.indikator_id: k.angka for k in satu.koreksi},
            hari_kerja=hari_kerja,
            ada_umpan_balik=row.ada_umpan_balik,
        )
        return Termuat(
            satu,
            fakta,
            org,
            row.instansi_nama or "",
            satu.version,
            frozenset(getattr(row, "peran", ())),
            wewenang=wewenang,
            sebelum=msgspec.convert(row.sebelum, HasilLalu, strict=False) if row.sebelum else None,
        )

    def lengkapi_sebaran(self, termuat: Termuat, *, bila_mengikat: bool = False, kunci: bool = False) -> None:
        """Count the others whose pattern this evaluation belongs to, for as long as it can be fixed.

        A unit's leader belongs to the pattern of the unit above. ``bila_mengikat``: only where a deviation has consequences. ``kunci``: who fixes in
        the same unit at the same time waits until the commit, so that two cannot pass on the same count.
        """
        satu, fakta = termuat.evaluasi, termuat.fakta
        mengikat = fakta.kurva.mode is not ModeKurva.PERINGATAN
        if satu.status not in TERBUKA or (bila_mengikat and not mengikat):
            return
        org = termuat.organisasi
        if org is not None and fakta.kepala and fakta.organisasi_sendiri:
            org = self.organisasi_berlaku(satu.unor_id, satu.tahun, dari=1)
        unor_id = org.unor_id if org else satu.unor_id
        if kunci:
            self.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"{unor_id} {satu.tahun}", 0))))
        nama, capaian = (org.unor_nama, org.nilai) if org else (fakta.skp.pegawai.unit_kerja, None)
        sebaran = self.hitung_sebaran(unor_id, nama, capaian, satu.tahun, penilai=(satu.penilai_id,), kecuali=(satu.pegawai_id,))
        termuat.fakta = replace(fakta, sebaran=sebaran)

    def hitung_sebaran(
        self,
        unor_id: UUID,
        unor_nama: str,
        capaian: CapaianOrganisasi | None,
        tahun: int,
        *,
        penilai: Collection[UUID | None],
        kecuali: Collection[UUID] = (),
    ) -> Sebaran:
        """The predikat below the leader of a unit, each person once; drafts only of these evaluators (None: where there is none)."""
        isi = {
            "unor": unor_id,
            "tahun": tahun,
            "awal": date(tahun, 1, 1),
            "akhir": date(tahun, 12, 31),
            "tetap": [s.value for s in TETAP],
            "penilai": [p for p in penilai if p is not None],
            "lowong": None in penilai,
            "kecuali": list(kecuali),
        }
        tetap, draf, anggota = dict.fromkeys(Predikat, 0), dict.fromkeys(Predikat, 0), 0
        for row in self.connection.execute(_SEBARAN, isi):
            anggota += row.orang
            if row.predikat is not None:
                (tetap if row.tetap else draf)[Predikat(row.predikat)] += row.orang
        return Sebaran(unor_id, unor_nama, capaian, tetap, draf, anggota)

    def get_alasan_pola(self, penilai_id: UUID | None, tahun: int) -> str:
        """A reason that this evaluator gave before for a deviating distribution: it is about the unit, so it holds for the next person too."""
        alasan = evaluasi.c.dokumen["formulir"]["alasan_pola"].astext
        statement = sa.select(alasan).where(
            evaluasi.c.penilai_id == penilai_id, evaluasi.c.tahun == tahun, evaluasi.c.jenis == TAHUNAN, alasan != ""
        )
        return self.connection.execute(statement.order_by(evaluasi.c.id.desc()).limit(1)).scalar() or ""

    def tambah_evaluasi(self, satu: Evaluasi, skp: Skp) -> bool:
        """False when this SKP has its evaluation already."""
        fakta = Fakta(skp, (), Pengaturan(), ZONA_BAWAAN)
        statement = pg.insert(evaluasi).values(id=satu.id, **_kolom(satu, fakta)).on_conflict_do_nothing().returning(evaluasi.c.id)
        return self.connection.execute(statement).first() is not None

    def simpan(self, termuat: Termuat) -> None:
        """Store the aggregate; :class:`Stale` when somebody changed it since it was loaded."""
        satu = termuat.evaluasi
        result = self.connection.execute(
            sa.update(evaluasi).where(evaluasi.c.id == satu.id, evaluasi.c.version == termuat.versi).values(**_kolom(satu, termuat.fakta))
        )
        if result.rowcount == 0:
            raise Stale("Evaluasi ini berubah sejak Anda buka. Muat ulang halaman, lalu ulangi perubahan Anda.")
        if satu.version != termuat.versi:
            self.publish(satu.ke_kontrak())
            termuat.versi = satu.version

    def tandai_hitung_ulang(self, *yang: sa.ColumnElement[bool]) -> None:
        """What the figures rest on changed: those of what is not fixed yet are to be computed anew, by :meth:`hitung_ulang`."""
        terbuka = evaluasi.c.status.in_([s.value for s in TERBUKA])
        self.connection.execute(sa.update(evaluasi).where(*yang, terbuka).values(perlu_hitung=True))

    def hitung_ulang(self, banyak: int = 500) -> int:
        """Compute the figures of the queues anew for one batch of what is marked; returns how many. Several may do it at once.

        Nothing else changes, and no version: what the evaluator writes and what the others were told stays as it is.
        """
        marked = _TERMUAT.where(evaluasi.c.perlu_hitung).order_by(evaluasi.c.id).limit(banyak)
        rows = self.connection.execute(marked.with_for_update(of=evaluasi, skip_locked=True)).all()
        dimuat = [(row, msgspec.convert(row.dokumen, Evaluasi, strict=False)) for row in rows]
        pimpinan = {(satu.tahun, satu.unor_id) for row, satu in dimuat if row.kepala}
        org = {t: self.organisasi_banyak({unor for tahun, unor in pimpinan if tahun == t}, t) for t in {tahun for tahun, _ in pimpinan}}
        baru = []
        for row, satu in dimuat:
            fakta = self._termuat(row, satu, org.get(satu.tahun, {}).get(satu.unor_id), None).fakta
            baru.append({"id": satu.id, "ringkasan": ringkasan(satu, fakta)})
        if baru:
            self.connection.execute(_RINGKASAN_BARU, {"baru": msgspec.json.encode(baru).decode()})
        return len(baru)

    def terkunci_belum_diajukan(self, hari: date) -> Sequence[UUID]:
        """SKP whose reports are all locked by ``hari`` while their yearly evaluation still waits for them."""
        terakhir = (
            sa.select(sa.func.max(laporan_view.c.batas_toleransi))
            .where(
                laporan_view.c.skp_id == evaluasi.c.skp_id, laporan_view.c.dokumen["bebas"].astext.is_distinct_from("penugasan_berakhir")
            )
            .scalar_subquery()
        )
        akhir = sa.cast(evaluasi.c.dokumen["selesai"].astext, sa.Date)
        statement = (
            sa.select(evaluasi.c.skp_id)
            .join(skp_view, skp_view.c.id == evaluasi.c.skp_id)
            .where(
                evaluasi.c.jenis == TAHUNAN,
                evaluasi.c.status == Status.PENGISIAN.value,
                skp_view.c.status.in_(SKP_DINILAI),
                evaluasi.c.tidak_dinilai == "",
                terakhir < hari,
                terakhir > akhir,
            )
            .limit(_BATCH)
        )
        return self.connection.execute(statement).scalars().all()

    def sebab_tidak_dinilai(self, satu: Evaluasi) -> str:
        """Why a segment that ended with the service gets no evaluation: no periodic period ended in it (domain 2.6); else empty."""
        keadaan = self.connection.execute(sa.select(pegawai_view.c.keadaan).where(pegawai_view.c.id == satu.pegawai_id)).scalar() or []
        akhir = satu.selesai + timedelta(days=1)
        if not any(k["jenis"] in BERHENTI and k["mulai"] == akhir.isoformat() for k in keadaan):
            return ""
        p = periode_view.c
        lewat = sa.select(sa.literal(1)).where(
            p.instansi_id == satu.instansi_id,
            p.tahun == satu.tahun,
            p.untuk == "evaluasi",
            p.jenis != "tahunan",
            p.selesai.between(satu.mulai, satu.selesai),
        )
        return "" if self.connection.execute(lewat.limit(1)).first() else TANPA_PERIODE

    def list_skp_orang(self, pegawai_id: UUID) -> Sequence[UUID]:
        """SKP of the person whose yearly evaluation is not fixed yet."""
        statement = sa.select(evaluasi.c.skp_id).where(
            evaluasi.c.pegawai_id == pegawai_id, evaluasi.c.jenis == TAHUNAN, evaluasi.c.status.in_([s.value for s in TERBUKA])
        )
        return self.connection.execute(statement).scalars().all()

    def disampaikan_sebelum(self, pada: datetime) -> Sequence[UUID]:
        statement = sa.select(evaluasi.c.id).where(evaluasi.c.status == Status.DISAMPAIKAN.value, evaluasi.c.disampaikan_pada < pada)
        return self.connection.execute(statement.order_by(evaluasi.c.disampaikan_pada).limit(_BATCH)).scalars().all()

    # ---- objections ----

    def get_pemutus(self, satu: Evaluasi) -> UUID | None:
        """Who decides on an objection to this evaluation: the evaluator's superior, or the next one up who is in office and did not rate.

        None when nobody is left above: then it is the PPK (domain 5.8).
        """
        penilai = {satu.pegawai_id, satu.penilai_id, satu.ditetapkan_oleh}
        calon, dilihat = satu.atasan_penilai_id, set[UUID]()
        while calon is not None and calon not in dilihat:
            dilihat.add(calon)
            tugas = self.connection.execute(sa.select(pegawai_view.c.penugasan).where(pegawai_view.c.id == calon)).scalar() or []
            urut = sorted(tugas, key=lambda t: str(t["mulai"]))
            kini = [t for t in urut if berlaku(t, clock.today(self.get_zona(satu.instansi_id)))]
            if kini and calon not in penilai:
                return calon
            atas = (kini or urut)[-1]["penilai_id"] if urut else None
            calon = UUID(atas) if atas else None
        return None

    def get_zona(self, instansi_id: UUID) -> str:
        zona = self.connection.execute(sa.select(instansi_view.c.zona_waktu).where(instansi_view.c.id == instansi_id)).scalar()
        return zona or ZONA_BAWAAN

    def tambah_keberatan(self, satu: Keberatan) -> None:
        self.connection.execute(sa.insert(keberatan).values(id=satu.id, **_kolom_keberatan(satu)))

    def simpan_keberatan(self, dimuat: KeberatanTermuat) -> None:
        """Store the aggregate; :class:`Stale` when somebody changed it since it was loaded."""
        satu = dimuat.keberatan
        result = self.connection.execute(
            sa.update(keberatan).where(keberatan.c.id == satu.id, keberatan.c.version == dimuat.versi).values(**_kolom_keberatan(satu))
        )
        if result.rowcount == 0:
            raise Stale("Keberatan ini berubah sejak Anda buka. Muat ulang halaman, lalu ulangi perubahan Anda.")
        dimuat.versi = satu.version

    def terlihat(self, identity: Identity, wewenang: Wewenang) -> sa.ColumnElement[bool]:
        """The rows of ``keberatan``, joined with evaluation and SKP, that concern the caller or that one of his roles reaches."""
        saya = identity.pegawai_id
        pihak = [keberatan.c.pegawai_id == saya, keberatan.c.pemutus_id == saya, evaluasi.c.atasan_penilai_id == saya, dinilai(wewenang)]
        if wewenang.digantikan:
            pihak.append(keberatan.c.pemutus_id.in_(wewenang.digantikan))
        return sa.or_(*pihak, dicapai(identity, PEMBACA_KEBERATAN, keberatan.c.unor_id, unor_view))

    def cari_keberatan_untuk(self, identity: Identity, keberatan_id: UUID, *, kunci: bool = False) -> KeberatanTermuat | None:
        """An objection that the caller may see, with its evaluation; ``kunci`` locks both until the commit."""
        wewenang = self.get_wewenang(identity.instansi_id, identity.pegawai_id)
        peran = peran_mencapai(identity, PEMBACA_KEBERATAN, keberatan.c.unor_id, unor_view).label("peran")
        statement = (
            sa.select(keberatan.c.dokumen, peran)
            .select_from(
                keberatan.join(evaluasi, evaluasi.c.id == keberatan.c.evaluasi_id).join(skp_view, skp_view.c.id == evaluasi.c.skp_id)
            )
            .where(keberatan.c.id == keberatan_id, self.terlihat(identity, wewenang))
        )
        row = self.connection.execute(statement.with_for_update(of=[keberatan, evaluasi]) if kunci else statement).first()
        if row is None:
            return None
        satu = msgspec.convert(row.dokumen, Keberatan, strict=False)
        hasil = _TERMUAT.add_columns(peran_mencapai(identity, PEMBACA_HASIL, evaluasi.c.unor_id, unor_view).label("peran"))
        termuat = self._muat(hasil.where(evaluasi.c.id == satu.evaluasi_id), kunci=False, organisasi=True, wewenang=wewenang)
        assert termuat is not None  # noqa: S101 - a foreign key
        hubungan = hubungan_dengan(
            satu,
            termuat.evaluasi,
            identity.pegawai_id,
            digantikan=wewenang.digantikan,
            sebagai=termuat.fakta.sebagai,
            ppk="ppk" in row.peran,
            pada=clock.now(),
            zona=termuat.fakta.zona,
        )
        termuat.pemutus = PEMUTUS in hubungan
        return KeberatanTermuat(satu, termuat, hubungan, frozenset(row.peran), satu.version)

    def id_keberatan(self, evaluasi_id: UUID) -> UUID | None:
        return self.connection.execute(sa.select(keberatan.c.id).where(keberatan.c.evaluasi_id == evaluasi_id)).scalar()

    # ---- results of organisations ----

    def organisasi_berlaku(self, unor_id: UUID, tahun: int, *, dari: int = 0) -> OrganisasiBerlaku | None:
        """The result of the unit, else of the nearest unit above that has one; ``dari`` 1 begins with the unit above."""
        return self.organisasi_banyak([unor_id], tahun, dari=dari).get(unor_id)

    def organisasi_banyak(self, unor_ids: Collection[UUID], tahun: int, *, dari: int = 0) -> dict[UUID, OrganisasiBerlaku]:
        """The same for several units in one statement; units without a result are left out."""
        rows = self.connection.execute(_ORGANISASI, {"unor": list(unor_ids), "tahun": tahun, "dari": dari})
        return {
            row.asal: OrganisasiBerlaku(
                CapaianOrganisasi(row.nilai), row.unor_id, row.unor_nama or "unit ini", row.penetap or "", row.ditetapkan_pada, row.alasan
            )
            for row in rows
        }

    def cari_organisasi(self, unor_id: UUID, tahun: int) -> Organisasi | None:
        row = self.connection.execute(
            sa.select(organisasi).where(organisasi.c.unor_id == unor_id, organisasi.c.tahun == tahun).with_for_update()
        ).first()
        return _organisasi(row) if row else None

    def simpan_organisasi(self, satu: Organisasi) -> None:
        nilai = {
            "instansi_id": satu.instansi_id,
            "unor_id": satu.unor_id,
            "tahun": satu.tahun,
            "nilai": satu.nilai.value,
            "alasan": satu.alasan,
            "ditetapkan_oleh": satu.ditetapkan_oleh,
            "ditetapkan_pada": satu.ditetapkan_pada,
            "version": satu.version,
        }
        statement = pg.insert(organisasi).values(id=satu.id, **nilai)
        result = self.connection.execute(
            statement.on_conflict_do_update(
                constraint="organisasi_satu_tiap_tahun", set_=nilai, where=organisasi.c.version == satu.version - 1
            )
        )
        if result.rowcount == 0:
            raise Stale("Capaian organisasi ini berubah sejak Anda buka. Muat ulang halaman.")
        self.tandai_hitung_ulang(evaluasi.c.unor_id == satu.unor_id, evaluasi.c.tahun == satu.tahun, _KEPALA)
        self.publish(satu.ke_kontrak())

    def dicapai_ppk(self, identity: Identity, unor_id: UUID) -> bool:
        """Whether the caller is PPK for this unit."""
        return bool(self.connection.execute(sa.select(dicapai(identity, ("ppk",), sa.literal(unor_id), unor_view))).scalar())

    def kepala_unor(self, unor_id: UUID, pada: date) -> UUID | None:
        """The evaluator of the person who leads the unit on a day; None when nobody leads it or the leader has no evaluator."""
        isi = sa.func.jsonb_build_array(
            sa.func.jsonb_build_object("kepala", True, "unor_id", sa.cast(str(unor_id), sa.Text), type_=pg.JSONB), type_=pg.JSONB
        )
        for row in self.connection.execute(sa.select(pegawai_view.c.penugasan).where(pegawai_view.c.penugasan.contains(isi))):
            for tugas in row.penugasan:
                if tugas["kepala"] and tugas["unor_id"] == str(unor_id) and berlaku(tugas, pada) and tugas["penilai_id"]:
                    return UUID(tugas["penilai_id"])
        return None

    # ---- everything again ----

    def iter_keadaan(self) -> Iterator[list[object]]:
        """The state events of all aggregates in batches."""
        terakhir: UUID | None = None
        while True:
            statement = sa.select(evaluasi.c.id, evaluasi.c.dokumen).order_by(evaluasi.c.id).limit(_BATCH)
            rows = self.connection.execute(statement.where(evaluasi.c.id > terakhir) if terakhir else statement).all()
            if not rows:
                break
            terakhir = rows[-1].id
            yield [msgspec.convert(row.dokumen, Evaluasi, strict=False).ke_kontrak() for row in rows]
        semua = self.connection.execute(sa.select(organisasi)).all()
        if semua:
            yield [_organisasi(row).ke_kontrak() for row in semua]


def _sebagai(wewenang: Wewenang | None, satu: Evaluasi, unor_lowong: list[UUID]) -> str:
    if wewenang is None:
        return ""
    return wewenang.sebagai(
        pegawai_id=satu.pegawai_id, penilai_id=satu.penilai_id, atasan_penilai_id=satu.atasan_penilai_id, unor_lowong=unor_lowong
    )


def berlaku(penugasan: dict[str, Any], pada: date) -> bool:
    """Whether a stored penugasan is in force on a day."""
    return date.fromisoformat(penugasan["mulai"]) <= pada and (
        penugasan["selesai"] is None or pada <= date.fromisoformat(penugasan["selesai"])
    )


def _organisasi(row: sa.Row[Any]) -> Organisasi:
    return Organisasi(
        row.id,
        row.instansi_id,
        row.unor_id,
        row.tahun,
        CapaianOrganisasi(row.nilai),
        row.alasan,
        row.ditetapkan_oleh,
        row.ditetapkan_pada,
        row.version,
    )


def _kolom_keberatan(satu: Keberatan) -> dict[str, Any]:
    kolom = ("instansi_id", "evaluasi_id", "pegawai_id", "pemutus_id", "unor_id", "tahun", "diajukan_pada", "batas_putusan", "version")
    return {nama: getattr(satu, nama) for nama in kolom} | {"status": satu.status.value, "dokumen": msgspec.to_builtins(satu)}


def _kolom(satu: Evaluasi, fakta: Fakta) -> dict[str, Any]:
    return {
        "instansi_id": satu.instansi_id,
        "pegawai_id": satu.pegawai_id,
        "penilai_id": satu.penilai_id,
        "atasan_penilai_id": satu.atasan_penilai_id,
        "unor_id": satu.unor_id,
        "skp_id": satu.skp_id,
        "tahun": satu.tahun,
        "jenis": satu.jenis,
        "status": satu.status.value,
        "nama": satu.pegawai.nama,
        "nip": satu.pegawai.nip,
        "jabatan": satu.pegawai.jabatan,
        "disampaikan_pada": satu.disampaikan_pada,
        "tidak_dinilai": satu.tidak_dinilai,
        "menunggu_atasan": satu.menunggu_atasan,
        "menunggu_sejak": satu.menunggu_sejak,
        "perlu_hitung": False,
        "ketepatan": msgspec.to_builtins(satu.ketepatan),
        "ringkasan": ringkasan(satu, fakta),
        "dokumen": msgspec.to_builtins(satu),
        "version": satu.version,
    }
