"""Dialogue without a database: whose turn it is, what may be agreed, and what is carried over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from penilaian.domain.dialog import KESEPAKATAN_TERBANYAK, Capaian, Dialog, Isi, Jenis, Kesepakatan, Status
from shared.errors import Forbidden, Invalid, NotAllowed

PADA = datetime(2026, 3, 2, 3, tzinfo=UTC)
HARI = date(2026, 3, 2)
PENILAI, PEGAWAI = uuid4(), uuid4()
ISI = Isi(
    "Laporan bulanan",
    "Sering lewat tenggat.",
    (Kesepakatan("Kirim tiap Jumat.", date(2026, 4, 30)), Kesepakatan("Pakai daftar periksa.", date(2026, 5, 31))),
)
EVALUASI = SimpleNamespace(
    id=uuid4(), instansi_id=uuid4(), pegawai_id=PEGAWAI, unor_id=uuid4(), tahun=2026, mulai=date(2026, 1, 1), selesai=date(2026, 12, 31)
)


def mulai(isi=ISI, tanggal=HARI):
    return Dialog.mulai(uuid4(), EVALUASI, Jenis.DIALOG, tanggal, isi, oleh=PENILAI, pada=PADA, tindak_lanjut_id=None)


def selesai():
    d = mulai()
    d.kirim(PENILAI, PADA, penilai=True)
    d.tanggapi(PEGAWAI, PADA, "Saya setuju.", pegawai=True)
    d.sepakati(PENILAI, PADA, penilai=True)
    d.validasi(PEGAWAI, PADA, pegawai=True)
    return d


def test_it_goes_back_and_forth_and_each_side_has_its_turn():
    d = mulai()
    assert not d.terlihat_pegawai()
    with pytest.raises(Forbidden):
        d.kirim(PEGAWAI, PADA, penilai=False)
    with pytest.raises(NotAllowed):
        d.tanggapi(PEGAWAI, PADA, "Terlalu cepat.", pegawai=True)
    d.kirim(PENILAI, PADA, penilai=True)
    with pytest.raises(NotAllowed):
        d.simpan(PENILAI, PADA, ISI, penilai=True)
    d.tanggapi(PEGAWAI, PADA, "Saya perlu akses data.", pegawai=True)
    d.simpan(PENILAI, PADA, replace(ISI, uraian="Akses diberikan."), penilai=True)
    d.sepakati(PENILAI, PADA, penilai=True)
    d.tanggapi(PEGAWAI, PADA, "Tenggatnya terlalu dekat.", pegawai=True)
    assert d.status is Status.MENUNGGU_ATASAN
    d.sepakati(PENILAI, PADA, penilai=True)
    d.validasi(PEGAWAI, PADA, pegawai=True)
    assert d.status is Status.SELESAI
    assert {a.kode: a.boleh for a in d.aksi(penilai=True, pegawai=False)} == {
        "simpan": False,
        "kirim": False,
        "sepakati": False,
        "tinjau": True,
    }


def test_what_was_not_reached_goes_over_and_keeps_where_it_came_from():
    d = selesai()
    with pytest.raises(Invalid):
        d.tinjau(PENILAI, PADA, [(Capaian.TERCAPAI, "")], uuid4(), penilai=True)
    id_ = uuid4()
    sisa = d.tinjau(PENILAI, PADA, [(Capaian.TERCAPAI, "Tepat waktu."), (Capaian.BELUM, "Belum dibuat.")], id_, penilai=True)
    assert d.lanjutan_id == id_ and [k.teks for k in sisa.kesepakatan] == ["Pakai daftar periksa."]
    lanjut = d.lanjutan(id_, sisa, oleh=PENILAI, pada=PADA, hari=date(2026, 6, 1))
    (k,) = lanjut.isi.kesepakatan
    assert (lanjut.status, k.asal, k.tenggat, k.capaian) == (Status.DRAFT_ATASAN, HARI, date(2026, 7, 1), None)
    lanjut.simpan(PENILAI, PADA, replace(lanjut.isi, uraian="Ulangi."), penilai=True)
    assert lanjut.isi.kesepakatan[0].asal == HARI
    with pytest.raises(NotAllowed):
        d.tinjau(PENILAI, PADA, [(Capaian.TERCAPAI, "")] * 2, uuid4(), penilai=True)
    semua = selesai()
    assert semua.tinjau(PENILAI, PADA, [(Capaian.TERCAPAI, "")] * 2, uuid4(), penilai=True) is None and semua.lanjutan_id is None


def test_nothing_is_sent_without_an_agreement():
    d = mulai(Isi("Laporan bulanan"))
    assert "kesepakatan" in d.aksi(penilai=True, pegawai=False)[1].alasan
    with pytest.raises(NotAllowed):
        d.kirim(PENILAI, PADA, penilai=True)


@pytest.mark.parametrize(
    "isi",
    [
        replace(ISI, topik="abc"),
        replace(ISI, topik="x" * 201),
        replace(ISI, uraian="x" * 2001),
        replace(ISI, kesepakatan=(Kesepakatan("x", HARI),)),
        replace(ISI, kesepakatan=(Kesepakatan("Kemarin sudah.", date(2026, 3, 1)),)),
        replace(ISI, kesepakatan=(Kesepakatan("Kirim tiap Jumat.", HARI),) * (KESEPAKATAN_TERBANYAK + 1)),
    ],
)
def test_what_is_wrong_is_refused(isi):
    with pytest.raises(Invalid):
        mulai(isi)


def test_its_day_lies_in_the_year_or_the_year_after():
    for tanggal in (date(2025, 12, 31), date(2028, 1, 1)):
        with pytest.raises(Invalid):
            mulai(Isi("Laporan bulanan"), tanggal)
