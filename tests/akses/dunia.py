"""The town in each service, and how each of its routes is asked: what the parts of an address mean, and what a valid body is."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from services.capaian.tests.mothers import PDF
from tests.akses import kota as t

from auth.adapters.unit_of_work import UnitOfWork as UnitAuth
from capaian.entrypoints.consumer import HANDLERS as CAPAIAN
from laporan.entrypoints.consumer import HANDLERS as LAPORAN
from penilaian.entrypoints.consumer import HANDLERS as PENILAIAN
from shared import clock
from shared.contracts.auth import Pengaturan
from shared.matriks import Objek
from shared.testing.service import ServiceUnderTest
from skp.adapters.unit_of_work import UnitOfWork as UnitSkp
from skp.domain.isi import Acuan, Isian, IsianIndikator, IsianRhk
from skp.domain.skp import DataSkp, Pelaku, Skp
from skp.entrypoints.consumer import HANDLERS as SKP

Isi = Mapping[str, Any]
"""Keyword arguments of the test client: ``json``, ``data``, ``query_string``."""


@dataclass
class Dunia:
    """``alamat``: what a part of an address is for the records of a person. ``isi``: a valid body by view name. ``daftar``: questions to a list."""

    svc: ServiceUnderTest
    alamat: Mapping[str, Callable[[UUID], object]]
    isi: Mapping[str, Callable[[UUID], Isi]]
    versi: Callable[[str, UUID], int]
    daftar: Mapping[str, tuple[Isi, ...]] = field(default_factory=dict)


def _kirim(svc: ServiceUnderTest, handlers: Mapping[type, Any], *events: object) -> None:
    svc.deliver(*(e for e in events if type(e) in handlers))
    assert svc.dead_letters() == []


def _versi(svc: ServiceUnderTest, tabel: Mapping[str, str]) -> Callable[[str, UUID], int]:
    def baca(bagian: str, id_: UUID) -> int:
        query = sa.text(f"SELECT version FROM {tabel[bagian]} WHERE id = :id") if bagian in tabel else None
        return int(svc.connection.execute(query, {"id": id_}).scalar() or 1) if query is not None else 1

    return baca


# ---- skp


def skp(svc: ServiceUnderTest) -> Dunia:
    _kirim(svc, SKP, *t.organisasi())
    with svc.open_unit() as uow:
        assert isinstance(uow, UnitSkp)
        assert uow.add_periode(t.periode())
    for orang in t.SASARAN:
        penilai, atasan = t.ATASANNYA[orang]
        data = DataSkp(
            t.kunci(f"skp {orang} 2025"), t.MILIK[orang], t.kunci(f"tugas {orang}"), t.UNIT[orang], "jf", 2025, date(2025, 1, 1), date(2025, 12, 31),
            t.orang(orang), penilai, t.orang(penilai), atasan, t.orang(atasan) if atasan else None,
        )  # fmt: skip
        pelaku = Pelaku(orang, t.NAMA[orang])
        satu, _ = Skp.buat(data, "kuantitatif", pelaku, t.KINI)
        satu.ubah(_isian(orang), pelaku, Acuan(rhk_atasan={}, numerik=True, pendekatan="kuantitatif", id_baru=uuid4))
        satu.ajukan(pelaku, t.KINI, numerik=True)
        with svc.open_unit() as uow:
            assert isinstance(uow, UnitSkp)
            uow.add_skp(satu)
    alasan = {"alasan": "Target belum terukur; perbaiki dulu."}
    ekspektasi = {"ekspektasi_khusus": dict.fromkeys(("BP", "AK", "KP", "HM", "LY", "AD", "KB"), "")}
    return Dunia(
        svc,
        {"skp_id": lambda o: t.kunci(f"skp {o} 2025")},
        {
            "buka_periode": lambda _: {"json": {"tahun": 2026}},
            "buat_skp": lambda _: {"json": {"tahun": 2025}},
            "ubah_skp": lambda o: {"json": _isian_json(o)},
            "batalkan": lambda _: {"json": alasan},
            "kembalikan": lambda _: {"json": alasan},
            "setujui": lambda _: {"json": ekspektasi},
            **{f"{aksi}_revisi": lambda _: {"json": alasan} for aksi in ("minta", "tolak", "buka", "batalkan")},
            **{f"skp_ui.{aksi}_revisi": lambda _: {"data": alasan} for aksi in ("minta", "tolak", "buka", "batalkan")},
            **{f"{jawab}_tawaran": lambda _: {"json": {"tawaran_id": str(uuid4())}} for jawab in ("ambil", "tolak")},
            **{f"skp_ui.{jawab}_tawaran": lambda _: {"data": {"tawaran_id": str(uuid4())}} for jawab in ("ambil", "tolak")},
            "setujui_salinan": lambda o: {"json": {"data": [{"id": str(t.kunci(f"skp {o} 2025")), "version": 1}]}},
            "skp_ui.setujui_salinan": lambda o: {"data": {"skp": f"{t.kunci(f'skp {o} 2025')} 1"}},
            "tawarkan": lambda o: {"json": {"tahun": 2025, "pegawai_id": str(o), "rhk_atasan_id": str(uuid4())}},
            "skp_ui.tawarkan": lambda o: {"data": {"tahun": "2025", "sel": f"{o} {uuid4()}"}},
            "selesai_reviu": lambda _: {"json": {"hasil": "sesuai"}},
            "skp_reviu_ui.selesai": lambda _: {"data": {"hasil": "sesuai"}},
            "kaitkan": lambda _: {"json": {"rhk_id": str(uuid4()), "rhk_atasan_id": None}},
            "lepas_kaitan": lambda _: {"json": {"rhk_id": str(uuid4())}},
            **{f"skp_ui.{apa}": lambda _: {"data": {"rhk_id": str(uuid4())}} for apa in ("kaitkan", "lepas_kaitan")},
            "ambil_pustaka": lambda _: {"json": {"butir": [str(uuid4())]}},
            "skp_pustaka_ui.ambil": lambda _: {"data": {"butir": str(uuid4())}},
            "skp_ui.buka_periode": lambda _: {"data": {"tahun": "2026"}},
            "skp_ui.batalkan": lambda _: {"data": alasan},
            "skp_ui.kembalikan": lambda _: {"data": alasan},
        },
        _versi(svc, {"skp_id": "skp"}),
        {
            "list_skp": tuple({"query_string": {"milik": milik, "tahun": 2025}} for milik in ("saya", "tim", "instansi")),
            "antrian": ({"query_string": {"tahun": 2025}},),
            "tim": ({"query_string": {"tahun": 2025}},),
            "matriks": ({"query_string": {"tahun": 2025}},),
        },
    )


def _isian(orang: UUID) -> Isian:
    indikator = IsianIndikator(
        aspek="kuantitas", teks="Laporan tersusun", target=t.indikator(orang).target, satuan="laporan", target_teks="12"
    )
    teks = f"Menyusun laporan {t.tanda(Objek.SKP, orang)}"
    lampiran = t.skp.Lampiran(("PC",), ("Laporan triwulan",), ("Apresiasi",))
    return Isian((IsianRhk(teks=teks, bobot=t.Decimal(100), rhk_atasan_teks="Data pokok", indikator=(indikator,)),), lampiran)


def _isian_json(orang: UUID) -> dict[str, Any]:
    indikator = {"aspek": "kuantitas", "teks": "Laporan tersusun", "target": "12", "satuan": "laporan", "target_teks": "12"}
    return {
        "rhk": [{"jenis": "utama", "teks": "Menyusun laporan bulanan", "bobot": "100", "rhk_atasan_teks": "Data", "indikator": [indikator]}]
    }


# ---- capaian


def capaian(svc: ServiceUnderTest) -> Dunia:
    _kirim(svc, CAPAIAN, *t.organisasi(), *t.periode(), *(t.skp_disetujui(o) for o in t.SASARAN))
    laporan: dict[UUID, UUID] = {}
    bukti: dict[UUID, UUID] = {}
    progres: dict[UUID, UUID] = {}
    berkas_progres: dict[UUID, UUID] = {}
    rencana: dict[UUID, UUID] = {}
    with clock.at(t.datetime(2025, 12, 2, 3, tzinfo=t.UTC)):
        for orang in t.SASARAN:
            periodenya = svc.connection.execute(sa.text("SELECT id FROM laporan WHERE pegawai_id = :p"), {"p": orang}).scalar_one()
            klien = svc.client(t.Identity(orang, t.MILIK[orang], t.NAMA[orang], frozenset(), ""))
            satu = {"rhk_id": str(t.rhk(orang).id), "teks": t.tanda(Objek.REALISASI, orang)}
            ditulis = klien.post(f"/capaian/api/v1/laporan/{periodenya}/rencana", json=satu)
            assert ditulis.status_code == 201, ditulis.text
            rencana[orang] = UUID(ditulis.json["id"])
    with clock.at(t.datetime(2025, 12, 30, 3, tzinfo=t.UTC)):
        for orang in t.SASARAN:
            klien = svc.client(t.Identity(orang, t.MILIK[orang], t.NAMA[orang], frozenset(), ""))
            catatan = {"tanggal": "2025-12-30", "uraian": t.tanda(Objek.REALISASI, orang), "lokasi_kerja": "wfo"}
            dicatat = klien.post("/capaian/api/v1/progres", json={**catatan, "rhk_id": str(t.rhk(orang).id)})
            assert dicatat.status_code == 201, dicatat.text
            progres[orang] = UUID(dicatat.json["id"])
            berkas = {"berkas": (io.BytesIO(PDF), f"{t.tanda(Objek.BUKTI, orang)}.pdf")}
            diunggah = klien.post(f"/capaian/api/v1/progres/{progres[orang]}/bukti", data=berkas)
            assert diunggah.status_code == 201, diunggah.text
            berkas_progres[orang] = UUID(diunggah.json["id"])
    with clock.at(t.KINI):
        for orang in t.SASARAN:
            laporan[orang] = svc.connection.execute(sa.text("SELECT id FROM laporan WHERE pegawai_id = :p"), {"p": orang}).scalar_one()
            klien = svc.client(t.Identity(orang, t.MILIK[orang], t.NAMA[orang], frozenset(), ""))
            alamat = f"/capaian/api/v1/laporan/{laporan[orang]}"
            isi = {"indikator_id": str(t.indikator(orang).id), "angka": "3", "teks": t.tanda(Objek.REALISASI, orang)}
            jawab = [klien.put(alamat, json={"realisasi": [isi]}, headers={"If-Match": '"1"'})]
            jawab.append(klien.post(f"{alamat}/bukti", data={"berkas": (io.BytesIO(PDF), f"{t.tanda(Objek.BUKTI, orang)}.pdf")}))
            bukti[orang] = UUID(jawab[-1].json["id"])
            jawab.append(klien.post(f"{alamat}/kirim", json={"alasan_terlambat": "sakit", "keterangan": "Rawat inap."}))
            assert [j.status_code for j in jawab if j.status_code >= 300] == [], [j.text for j in jawab]
    usulan: dict[UUID, UUID] = {}
    with clock.at(t.KINI):
        for orang in t.SASARAN:
            tawaran = {"nip": t.NIP[orang], "rujukan": f"surat {orang}", "tanggal": "2025-12-31", "uraian": t.tanda(Objek.REALISASI, orang)}
            ditawarkan = svc.client(svc.client_identity("capaian.usul", instansi_id=t.MILIK[orang])).post(
                "/capaian/api/v1/usulan", json=tawaran
            )
            assert ditawarkan.status_code == 201, ditawarkan.text
            usulan[orang] = UUID(ditawarkan.json["id"])
    alasan = {"alasan": "Angka bulan ini perlu bukti."}
    isi_kosong: Callable[[UUID], Isi] = lambda _: {"json": {}}  # noqa: E731

    def realisasi(o: UUID) -> Isi:
        return {"json": {"realisasi": [{"indikator_id": str(t.indikator(o).id), "angka": "3"}]}}

    return Dunia(
        svc,
        {
            "laporan_id": lambda o: laporan[o],
            "bukti_id": lambda o: bukti[o],
            "progres_id": lambda o: progres[o],
            "berkas_id": lambda o: berkas_progres[o],
            "usulan_id": lambda o: usulan[o],
            "rencana_id": lambda o: rencana[o],
        },
        {
            "post_progres": lambda o: {"json": {"tanggal": "2026-01-12", "uraian": "Menyusun laporan", "rhk_id": str(t.rhk(o).id)}},
            "put_progres": lambda o: {"json": {"uraian": "Menyusun laporan", "rhk_id": str(t.rhk(o).id)}},
            "post_usulan": lambda o: {
                "json": {"nip": t.NIP[o], "rujukan": "surat baru", "tanggal": "2026-01-12", "uraian": "Menyusun nota dinas"}
            },
            "capaian_api.catat_usulan": lambda o: {
                "json": {"tanggal": "2025-12-31", "uraian": "Menyusun nota dinas", "lokasi_kerja": "wfo", "rhk_id": str(t.rhk(o).id)}
            },
            "capaian_ui.catat_usulan": lambda o: {
                "data": {"tanggal": "2025-12-31", "uraian": "Menyusun nota dinas", "lokasi_kerja": "wfo", "rhk_id": str(t.rhk(o).id)}
            },
            "post_rencana": lambda o: {"json": {"rhk_id": str(t.rhk(o).id), "teks": "Menyusun laporan"}},
            "put_rencana": lambda o: {"json": {"rhk_id": str(t.rhk(o).id), "teks": "Menyusun laporan"}},
            "tulis_rencana": lambda o: {"data": {"rhk_id": str(t.rhk(o).id), "teks": "Menyusun laporan"}},
            "ubah_rencana": lambda o: {"data": {"rhk_id": str(t.rhk(o).id), "teks": "Menyusun laporan"}},
            "put_laporan": realisasi,
            "post_bukti": lambda _: {"data": {"berkas": (io.BytesIO(PDF), "bukti.pdf")}},
            "post_bukti_progres": lambda _: {"data": {"berkas": (io.BytesIO(PDF), "bukti.pdf")}},
            "post_tautan": lambda _: {"json": {"tautan": "https://10.0.0.1/"}},
            "post_tautan_progres": lambda _: {"json": {"tautan": "https://10.0.0.1/"}},
            "post_dokumen": lambda _: {"json": {"dokumen": "Buku nilai kelas 5", "letak": "Lemari arsip ruang guru"}},
            "post_konfirmasi": lambda _: {"json": {"ada": True}},
            "post_kirim": isi_kosong,
            "post_kembalikan": lambda _: {"json": alasan},
            "post_maafkan": lambda _: {"json": {"dimaafkan": True, "catatan": "Sakit."}},
            "post_buka": lambda _: {"json": {"sampai": "2026-02-10", **alasan}},
            "post_gangguan": lambda _: {
                "json": {"mulai": "2026-01-08T08:00:00+07:00", "selesai": "2026-01-08T10:00:00+07:00", "sebab": "Listrik padam."}
            },
            "capaian_ui.catat_gangguan": lambda _: {
                "data": {
                    "mulai": "2026-01-08",
                    "mulai_jam": "08.00",
                    "selesai": "2026-01-08",
                    "selesai_jam": "10.00",
                    "sebab": "Listrik padam.",
                }
            },
            "post_minta_buka": lambda _: {"json": alasan},
            "post_tolak_buka": lambda _: {"json": alasan},
            "capaian_ui.minta_buka": lambda _: {"data": alasan},
            "capaian_ui.tolak_buka": lambda _: {"data": alasan},
            "capaian_ui.kembalikan": lambda _: {"data": alasan},
            "capaian_ui.maafkan": lambda _: {"data": {"dimaafkan": "ya", "catatan": "Sakit."}},
            "capaian_ui.buka": lambda _: {"data": {"sampai": "2026-02-10", **alasan}},
            "terima_banyak": lambda o: {"data": {"laporan": [str(laporan[o])]}},
        },
        _versi(svc, {"laporan_id": "laporan", "progres_id": "progres_harian", "rencana_id": "rencana_aksi"}),
        {
            "list_laporan": tuple({"query_string": {"milik": milik, "tahun": 2025}} for milik in ("saya", "tim", "instansi")),
            "daftar": tuple({"query_string": {"milik": milik, "tahun": 2025}} for milik in ("saya", "instansi")),
            "tim": ({"query_string": {"tahun": 2025}}, {"query_string": {"tahun": 2025, "tampil": "semua"}}),
        },
    )


# ---- penilaian


def penilaian(svc: ServiceUnderTest) -> Dunia:
    """2025 is delivered; 2026 is still the evaluator's draft (:func:`draf`)."""
    tahun = (2025, 2026)
    _kirim(
        svc,
        PENILAIAN,
        *t.organisasi(),
        *(p for y in tahun for p in t.periode(y)),
        *(t.skp_disetujui(o, y) for y in tahun for o in t.SASARAN),
    )
    _kirim(svc, PENILAIAN, *(t.laporan_setahun(o, y) for y in tahun for o in t.SASARAN))
    id_ = {y: dict(_evaluasi(svc, y)) for y in tahun}
    with clock.at(t.datetime(2027, 1, 12, 3, tzinfo=t.UTC)):
        for orang in t.SASARAN:
            klien = svc.client(t.Identity(t.ATASANNYA[orang][0], t.MILIK[orang], "Penilai", frozenset(), ""))
            for y in tahun:
                alamat = f"/penilaian/api/v1/evaluasi/{id_[y][orang]}"
                isi = _nilai(orang) if y == 2025 else {**_nilai(orang), "catatan": f"DRAF{t.tanda(Objek.RATING, orang)}"}
                versi = svc.connection.execute(sa.text("SELECT version FROM evaluasi WHERE id = :id"), {"id": id_[y][orang]}).scalar_one()
                jawab = [klien.put(alamat, json=isi, headers={"If-Match": f'"{versi}"'})]
                jawab += [klien.post(f"{alamat}/{aksi}") for aksi in ("tetapkan", "sampaikan") if y == 2025]
                assert [j.status_code for j in jawab if j.status_code >= 300] == [], [j.text for j in jawab]
    alasan = {"alasan": "Realisasi triwulan empat belum lengkap."}
    keberatan: dict[UUID, UUID] = {}
    with clock.at(t.datetime(2027, 1, 12, 4, tzinfo=t.UTC)):
        for orang in t.SASARAN:
            klien = svc.client(t.Identity(orang, t.MILIK[orang], t.NAMA[orang], frozenset(), ""))
            diajukan = klien.post(f"/penilaian/api/v1/evaluasi/{id_[2025][orang]}/keberatan", json=_keberatan())
            assert diajukan.status_code == 201, diajukan.text
            keberatan[orang] = UUID(diajukan.json["id"])
        tindak = {orang: _tindak_lanjut(svc, orang, id_[2025][orang]) for orang in t.SASARAN}
        dialog = {orang: _dialog(svc, orang, id_[2025][orang]) for orang in t.SASARAN}
    umpan = {orang: _umpan(svc, orang) for orang in t.SASARAN}
    teks = {"teks": "Sesuai bukti pada laporan."}
    putusan_keberatan = {"putusan": "ditolak", "alasan": "Bukti yang dirujuk tidak mendukung keberatan ini."}

    def putusan(o: UUID) -> dict[str, object]:
        return {"unor_id": str(t.UNIT[o]), "tahun": 2024, "nilai": "baik", "alasan": "Perjanjian kinerja tercapai."}

    return Dunia(
        svc,
        {
            "evaluasi_id": lambda o: id_[2025][o],
            "draf_id": lambda o: id_[2026][o],
            "keberatan_id": lambda o: keberatan[o],
            "umpan_id": lambda o: umpan[o],
            "tindak_id": lambda o: tindak[o],
            "dialog_id": lambda o: dialog[o],
        },
        {
            "nilai": lambda o: {"json": _nilai(o)},
            "kembalikan": lambda _: {"json": alasan},
            "tolak_paraf": lambda _: {"json": alasan},
            "penilaian_ui.tolak_paraf": lambda _: {"data": alasan},
            "tetapkan_organisasi": lambda o: {"json": putusan(o)},
            "simulasi": lambda _: {"json": {"metode": "linear_120", "rhk": [], "perilaku": {}}},
            "ajukan_keberatan": lambda _: {"json": _keberatan()},
            **{f"{apa}_keberatan": lambda _: {"json": teks} for apa in ("jelaskan", "periksa", "tanggapi")},
            "putuskan_keberatan": lambda _: {"json": putusan_keberatan},
            **{f"penilaian_ui.{apa}_keberatan": lambda _: {"data": teks} for apa in ("jelaskan", "periksa", "tanggapi")},
            "penilaian_ui.ajukan_keberatan": lambda _: {"data": _keberatan()},
            "penilaian_ui.putuskan_keberatan": lambda _: {"data": putusan_keberatan},
            "penilaian_ui.kembalikan": lambda _: {"data": alasan},
            "penilaian_ui.tetapkan_organisasi": lambda o: {"data": putusan(o)},
            "tambah_tindak_lanjut": lambda _: {"json": _ISI_TINDAK_LANJUT},
            "penilaian_ui_tindak_lanjut.tambah_tindak_lanjut": lambda _: {"data": _ISI_TINDAK_LANJUT},
            "penilaian_ui_tindak_lanjut.lakukan_tindak_lanjut": lambda _: {"data": {}},
            "mulai_dialog": lambda _: {"json": _ISI_DIALOG},
            "penilaian_ui_dialog.mulai_dialog": lambda _: {"data": {"jenis": "dialog", "tanggal": "2026-01-05", "topik": "Awal tahun"}},
            "jawab_dialog": lambda _: {"json": {"tanggapan": "Saya setuju."}},
            "penilaian_ui_dialog.jawab_dialog": lambda _: {"data": {"tanggapan": "Saya setuju."}},
            "penilaian_ui_dialog.lakukan_dialog": lambda _: {"data": {}},
            "beri_umpan": lambda o: {"json": {"pegawai_id": str(o), **_ISI_UMPAN}},
            "tanggapi_umpan": lambda _: {"json": {"tanggapan": "Terima kasih, saya perbaiki."}},
            "penilaian_ui_umpan.beri_umpan": lambda o: {"data": {"kepada": str(o), **_ISI_UMPAN}},
            "penilaian_ui_umpan.tanggapi_umpan": lambda _: {"data": {"tanggapan": "Terima kasih, saya perbaiki."}},
        },
        _versi(
            svc,
            {
                "evaluasi_id": "evaluasi",
                "keberatan_id": "keberatan",
                "umpan_id": "umpan_balik",
                "tindak_id": "tindak_lanjut",
                "dialog_id": "dialog_kinerja",
            },
        ),
        {
            "daftar_tindak_lanjut": tuple({"query_string": {"milik": milik}} for milik in ("saya", "tim", "instansi")),
            "daftar_keberatan": tuple({"query_string": {"milik": milik}} for milik in ("saya", "penilai", "putus", "instansi")),
            "daftar": tuple({"query_string": {"milik": milik, "tahun": 2025}} for milik in ("saya", "tim")),
            "antrian": ({"query_string": {"tahun": 2025}}, {"query_string": {"tahun": 2026}}),
            "organisasi": ({"query_string": {"tahun": 2025}},),
            "penilaian_barisan.barisan": tuple(
                {"query_string": {"tahun": y, "penilai": str(a)}} for y in tahun for a in {x[0] for x in t.ATASANNYA.values()}
            ),
            "penilaian_barisan.penetapan": ({"query_string": {"tahun": 2025}},),
        },
    )


_ISI_TINDAK_LANJUT = {"jenis": "pelatihan", "uraian": "Pelatihan penyusunan laporan.", "tenggat": "2027-07-01"}


def _tindak_lanjut(svc: ServiceUnderTest, orang: UUID, evaluasi_id: UUID) -> UUID:
    """What the evaluator added to the delivered result of a person."""
    klien = svc.client(t.Identity(t.ATASANNYA[orang][0], t.MILIK[orang], "Penilai", frozenset(), ""))
    ditambah = klien.post(f"/penilaian/api/v1/evaluasi/{evaluasi_id}/tindak-lanjut", json=_ISI_TINDAK_LANJUT)
    assert ditambah.status_code == 201, ditambah.text
    return UUID(ditambah.json["id"])


_ISI_DIALOG = {
    "jenis": "dialog",
    "tanggal": "2026-01-05",
    "topik": "Awal tahun",
    "kesepakatan": [{"teks": "Laporan dikirim tiap Jumat.", "tenggat": "2026-06-30"}],
}


def _dialog(svc: ServiceUnderTest, orang: UUID, evaluasi_id: UUID) -> UUID:
    """A dialogue that the evaluator sent to a person."""
    klien = svc.client(t.Identity(t.ATASANNYA[orang][0], t.MILIK[orang], "Penilai", frozenset(), ""))
    dimulai = klien.post(f"/penilaian/api/v1/evaluasi/{evaluasi_id}/dialog", json=_ISI_DIALOG)
    assert dimulai.status_code == 201, dimulai.text
    dikirim = klien.post(f"/penilaian/api/v1/dialog/{dimulai.json['id']}/kirim", json={})
    assert dikirim.status_code == 200, dikirim.text
    return UUID(dimulai.json["id"])


_ISI_UMPAN = {"jenis": "apresiasi", "teks": "Laporan bulanan selalu rapi dan tepat waktu."}


def _umpan(svc: ServiceUnderTest, orang: UUID) -> UUID:
    """What the evaluator of a person wrote about him."""
    klien = svc.client(t.Identity(t.ATASANNYA[orang][0], t.MILIK[orang], "Penilai", frozenset(), ""))
    diberi = klien.post("/penilaian/api/v1/umpan", json={"pegawai_id": str(orang), **_ISI_UMPAN})
    assert diberi.status_code == 201, diberi.text
    return UUID(diberi.json["id"])


def _keberatan() -> dict[str, Any]:
    return {"alasan": "Realisasi laporan tahunan belum dihitung seluruhnya oleh penilai.", "pokok": ["hasil"]}


def _evaluasi(svc: ServiceUnderTest, tahun: int) -> list[tuple[UUID, UUID]]:
    rows = svc.connection.execute(sa.text("SELECT pegawai_id, id FROM evaluasi WHERE tahun = :t"), {"t": tahun}).all()
    return [(row.pegawai_id, row.id) for row in rows]


def _nilai(orang: UUID) -> dict[str, Any]:
    return {
        "rating_hasil": "sesuai_ekspektasi",
        "alasan_hasil": "Seluruh target tahun ini tercapai menurut bukti yang ada.",
        "rating_perilaku": "sesuai_ekspektasi",
        "alasan_perilaku": "Tujuh nilai perilaku terlihat dalam pekerjaan sehari-hari.",
        "perilaku": [{"kode": kode, "skor": "100"} for kode in ("BP", "AK", "KP", "HM", "LY", "AD", "KB")],
        "catatan": t.tanda(Objek.RATING, orang),
        "organisasi_belum": "Capaian unit belum ditetapkan pimpinan.",
    }


# ---- laporan


def laporan(svc: ServiceUnderTest) -> Dunia:
    _kirim(svc, LAPORAN, *t.organisasi(), *t.periode(), *(t.skp_disetujui(o) for o in t.SASARAN))
    _kirim(svc, LAPORAN, *(t.laporan_diterima(o) for o in t.SASARAN), *(t.evaluasi(o) for o in t.SASARAN))
    tahun = {"tahun": 2025}
    return Dunia(
        svc,
        {"nip": lambda o: t.NIP[o], "pegawai_id": lambda o: o, "evaluasi_id": lambda o: t.kunci(f"evaluasi {o} 2025")},
        {},
        lambda *_: 1,
        {
            "tim": tuple({"query_string": {**tahun, "lingkup": lingkup}} for lingkup in ("langsung", "lini", "instansi")),
            "instansi": tuple({"query_string": {**tahun, **unit}} for unit in ({}, {"unit": str(t.A)}, {"unit": str(t.B)})),
            "rekap_xlsx": ({"query_string": tahun},),
            "kinerja": ({"query_string": tahun},),
            "pegawai": ({"query_string": tahun},),
        },
    )


# ---- auth


def auth(svc: ServiceUnderTest) -> Dunia:
    """The persons of the town with their posts, written as an import would."""
    from auth.domain.organisasi import Pegawai, Unor
    from auth.domain.peran import PeranPegawai
    from shared.contracts import auth as kontrak

    diberi = {o: t.kunci(f"peran {o}") for o in t.SASARAN}
    with svc.open_unit() as uow:
        assert isinstance(uow, UnitAuth)
        for kode, id_ in (("7699", t.INSTANSI), ("7600", t.INSTANSI_LAIN)):
            uow.act_for("*")
            uow.save_instansi(kontrak.Instansi(id_, kode, f"Kota {kode}", "kota", "Asia/Jakarta", Pengaturan("linear_120"), 1))
        events = t.organisasi()
        for milik in (t.INSTANSI, t.INSTANSI_LAIN):
            unor = [e for e in events if isinstance(e, kontrak.Unor) and e.instansi_id == milik]
            uow.save_unor(
                milik, [Unor(u.id, u.kode, u.nama, u.jenis, u.induk_id, u.berlaku_dari, u.berlaku_sampai, u.version) for u in unor]
            )
            orang = [e for e in events if isinstance(e, kontrak.Pegawai) and e.instansi_id == milik]
            ada = {p.id for p in orang}
            petugas = [p.identity for p in t.penanya() if p.identity and p.identity.instansi_id == milik and not p.klien]
            baru = [Pegawai(i.pegawai_id, None, i.nama, "pns", version=1) for i in petugas if i.pegawai_id not in ada]
            uow.save_pegawai(milik, baru)
            uow.save_pegawai(
                milik, [Pegawai(p.id, p.nip, p.nama, p.status, jabatan=(), peran=(), segmen=p.penugasan, version=1) for p in orang]
            )
            uow.save_akun(milik, [(p.id, p.nip or f"akun.{p.id.hex}") for p in [*orang, *baru]])
            uow.save_peran(
                milik,
                [
                    PeranPegawai(p, o, "auditor", t.UNIT[o], None, None, "SK 1", dicatat_pada=t.KINI)
                    for o, p in diberi.items()
                    if t.MILIK[o] == milik
                ],
            )

    def unit(o: UUID) -> Isi:
        return {"json": {"nama": f"Unit {o.hex[:4]}", "jenis": "bidang", "berlaku_dari": "2026-01-12", "dasar": "Perwal 1/2026"}}

    return Dunia(
        svc,
        {"pegawai_id": lambda o: o, "unor_id": lambda o: t.UNIT[o], "peran_id": lambda o: diberi[o]},
        {
            "kata_sandi_awal": lambda o: {"json": {"nip": [t.NIP[o]]}},
            "tetapkan": lambda _: {"json": {"penilai_id": str(t.PENILAI_B), "mulai": "2026-01-12", "alasan": "Penugasan khusus."}},
            "terima": lambda _: {"json": {"cara": "penetapan", "penilai_id": str(t.PENILAI_B)}},
            "beri_peran": lambda o: {
                "json": {"pegawai_id": str(o), "peran": "ppk", "unor_id": str(t.UNIT[o]), "dari": "2026-01-12", "dasar": "SK 1/2026"}
            },
            "akhiri_peran": lambda _: {"json": {"alasan": "Pindah tugas ke unit lain."}},
            "auth_peran_ui.akhiri": lambda _: {"data": {"alasan": "Pindah tugas ke unit lain."}},
            "tolak": lambda _: {"json": {"catatan": "Penilai sudah benar."}},
            "ubah_unor": unit,
            "akhiri_unor": lambda _: {"json": {"sampai": "2026-12-31", "dasar": "Perwal 1/2026"}},
            "auth_ui_penilai.terima": lambda _: {"data": {"cara": "penetapan", "penilai_id": str(t.PENILAI_B)}},
        },
        lambda *_: 1,
        {
            "daftar_pegawai": ({}, {"query_string": {"cari": "sasaran"}}),
            "organisasi": tuple({"query_string": {"cari": "sasaran", **unit}} for unit in ({}, {"unor": str(t.A)}, {"unor": str(t.B)})),
        },
    )


DUNIA: Mapping[str, Callable[[ServiceUnderTest], Dunia]] = {
    "auth": auth, "skp": skp, "capaian": capaian, "penilaian": penilaian, "laporan": laporan,
}  # fmt: skip
