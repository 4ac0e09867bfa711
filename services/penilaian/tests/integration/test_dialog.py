"""Dialogue and pembinaan through API and pages."""

from __future__ import annotations

import re

import sqlalchemy as sa
from services.penilaian.tests.integration.test_alur import API, siapkan
from services.penilaian.tests.integration.test_tindak_lanjut import KURANG, daftar, final, halaman, jam, klien, peramban
from services.penilaian.tests.mothers import P1, P2, P4, P5

from penilaian.adapters.data_pribadi import DATA_PRIBADI
from shared.persistence.personal_data import collect

__all__ = ["jam"]
ISI = {"topik": "Laporan bulanan", "uraian": "Sering lewat.", "kesepakatan": [{"teks": "Kirim tiap Jumat.", "tenggat": "2026-03-31"}]}


def mulai(svc, id_, siapa=P2, **lain):
    return klien(svc, siapa).post(f"{API}/evaluasi/{id_}/dialog", json={"jenis": "dialog", "tanggal": "2026-01-12", **ISI, **lain})


def lakukan(svc, id_, apa, siapa=P2, **isi):
    return klien(svc, siapa).post(f"{API}/dialog/{id_}/{apa}", json=isi)


def test_a_dialogue_goes_its_way_and_carries_over_what_was_not_reached(svc):
    id_ = siapkan(svc)
    for siapa, kode in ((P4, 403), (P1, 403), (P5, 404)):
        assert mulai(svc, id_, siapa).status_code == kode
    d = mulai(svc, id_).json["id"]
    assert klien(svc, P4).get(f"{API}/dialog/{d}").status_code == 404, "a draft is the evaluator's alone"
    assert klien(svc, P4).get(f"{API}/evaluasi/{id_}/dialog").json["data"] == []
    assert not [r for label, r in collect(svc.connection, DATA_PRIBADI, P4) if label == "Dialog kinerja"]
    assert lakukan(svc, d, "kirim").json["status"] == "menunggu_pegawai"
    assert lakukan(svc, d, "tanggapi", P2, tanggapan="Saya jawab sendiri.").status_code == 403
    assert lakukan(svc, d, "simpan", P4, **ISI).status_code == 403
    assert lakukan(svc, d, "tanggapi", P4, tanggapan="<i>Setuju</i>").json["status"] == "menunggu_atasan"
    assert "&lt;i&gt;Setuju" in halaman(svc, P2, f"/penilaian/dialog/{d}")
    basi = klien(svc, P2).post(f"{API}/dialog/{d}/sepakati", json={}, headers={"If-Match": '"1"'})
    assert basi.status_code == 412
    assert lakukan(svc, d, "sepakati").json["status"] == "menunggu_validasi"
    assert lakukan(svc, d, "validasi", P4).json["status"] == "selesai"
    assert lakukan(svc, d, "tinjau").status_code == 422
    ditinjau = lakukan(svc, d, "tinjau", capaian=[{"capaian": "belum", "hasil": "Baru dua minggu."}]).json
    lanjutan = klien(svc, P2).get(f"{API}/dialog/{ditinjau['lanjutan_id']}").json
    assert (lanjutan["status"], lanjutan["kesepakatan"][0]["asal"]) == ("draft_atasan", "2026-01-12")
    assert len(klien(svc, P2).get(f"{API}/evaluasi/{id_}/dialog").json["data"]) == 2
    assert len(klien(svc, P4).get(f"{API}/evaluasi/{id_}/dialog").json["data"]) == 1
    assert [a["kode"] for a in klien(svc, P1).get(f"{API}/dialog/{d}").json["aksi"]] == []
    dibaca = svc.connection.execute(sa.text("SELECT DISTINCT sebagai FROM jejak WHERE aksi = 'baca' AND objek = 'dialog'")).scalars()
    assert set(dibaca) == {"penilai", "atasan_penilai"}


def test_pembinaan_joins_the_follow_up_of_a_result_below_expectation(svc):
    id_ = final(svc, KURANG)
    bimbingan = daftar(svc)["bimbingan"]["id"]
    d = mulai(svc, id_, jenis="bimbingan").json
    assert d["tindak_lanjut_id"] == bimbingan
    assert mulai(svc, id_, jenis="konseling").json["tindak_lanjut_id"] is None
    alamat = f"/penilaian/tindak-lanjut/{bimbingan}"
    assert "Laporan bulanan" not in halaman(svc, P4, alamat), "a draft yet"
    lakukan(svc, d["id"], "kirim")
    for siapa in (P2, P4):
        assert f"/penilaian/dialog/{d['id']}" in halaman(svc, siapa, alamat)
    petugas = klien(svc, P5, {"pengelola_kinerja"})
    assert petugas.get(f"{API}/tindak-lanjut/{bimbingan}").status_code == 200
    assert petugas.get(f"{API}/dialog/{d['id']}").status_code == 404


def kirim(svc, siapa, alamat, isi, asal):
    browser = peramban(svc, siapa)
    versi = re.search(r'name="version" value="(\d+)"', browser.get(asal).get_data(as_text=True))[1]
    return browser.post_form(alamat, {**isi, "version": versi}, page=asal)


def test_the_pages_work_without_a_script(svc):
    id_ = siapkan(svc)
    daftar_ = f"/penilaian/{id_}/dialog"
    assert daftar_ in halaman(svc, P2, f"/penilaian/{id_}") and daftar_ in halaman(svc, P4, f"/penilaian/hasil/{id_}")
    assert "Belum ada dialog" in halaman(svc, P4, daftar_) and "Buat draf" not in halaman(svc, P4, daftar_)
    browser = peramban(svc, P2)
    assert browser.post_form(daftar_, {"jenis": "dialog", "tanggal": "kapan", "topik": "Laporan"}).status_code == 422
    dibuat = browser.post_form(daftar_, {"jenis": "dialog", "tanggal": "2026-01-12", "topik": "Laporan bulanan"})
    assert dibuat.status_code == 303
    satu = dibuat.headers["Location"]
    assert "Tulis paling sedikit satu kesepakatan" in halaman(svc, P2, satu)
    isi = {"topik": "Laporan bulanan", "uraian": "Sering lewat.", "teks-1": "Kirim tiap Jumat.", "tenggat-1": "besok"}
    salah = kirim(svc, P2, f"{satu}/simpan", isi, satu)
    assert salah.status_code == 422 and "Kirim tiap Jumat." in salah.get_data(as_text=True)
    assert kirim(svc, P2, f"{satu}/simpan", {**isi, "tenggat-1": "2026-03-31"}, satu).status_code == 303
    assert kirim(svc, P2, f"{satu}/kirim", {}, satu).status_code == 303
    assert "Giliran Anda" in halaman(svc, P4, satu)
    assert kirim(svc, P4, f"{satu}/tanggapi", {"tanggapan": ""}, satu).status_code == 422
    assert kirim(svc, P4, f"{satu}/tanggapi", {"tanggapan": "Setuju."}, satu).status_code == 303
    assert kirim(svc, P2, f"{satu}/sepakati", {}, satu).status_code == 303
    assert kirim(svc, P4, f"{satu}/validasi", {}, satu).status_code == 303
    assert "Laporan bulanan" in halaman(svc, P4, daftar_)
    lanjut = kirim(svc, P2, f"{satu}/tinjau", {"capaian-1": "belum", "hasil-1": "Belum rutin."}, satu)
    assert lanjut.status_code == 303 and lanjut.headers["Location"] != satu
    assert "Kirim tiap Jumat." in halaman(svc, P2, lanjut.headers["Location"])
