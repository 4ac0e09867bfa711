"""Follow-up through API and pages: made with the final result, corrected with it, looked after by its owner, read by the person."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from services.penilaian.tests.integration.test_alur import API, ISI, lakukan, nilai, organisasi_baik, siapkan
from services.penilaian.tests.mothers import AKHIR, INSTANSI, NAMA, P1, P2, P4, P5, SD, pegawai, penugasan

from penilaian.application import use_cases_tindak_lanjut
from penilaian.domain.evaluasi import Status
from penilaian.domain.kuadran import Predikat
from shared import clock

URAIAN = {"jenis": "pelatihan", "uraian": "Pelatihan analisis data.", "tenggat": "2026-06-01"}
KURANG = {
    "rating_hasil": "di_bawah_ekspektasi",
    "alasan_hasil": "Sebagian besar target tidak tercapai menurut bukti laporan.",
    "rating_perilaku": "sesuai_ekspektasi",
    "alasan_perilaku": "Perilaku terlihat sesuai panduan sepanjang tahun berjalan.",
}


@pytest.fixture(autouse=True)
def jam():
    with clock.at(AKHIR):
        yield


def klien(svc, siapa, peran=frozenset()):
    client = svc.client(svc.identity(pegawai_id=siapa, instansi_id=INSTANSI, peran=peran))
    client.environ_base["HTTP_X_KINERJA_JAM"] = AKHIR.isoformat()
    return client


def final(svc, isi=None):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    assert nilai(svc, id_, {**ISI, **(isi or {})}).status_code == 200
    assert lakukan(svc, id_, "tetapkan").status_code == 200
    lakukan(svc, id_, "sampaikan")
    assert list(daftar(svc)) == [], "nothing before it is final"
    assert lakukan(svc, id_, "terima", siapa=P4).json["status"] == "final"
    return id_


def daftar(svc, siapa=P2, milik="tim", peran=frozenset(), **lain):
    jawab = klien(svc, siapa, peran).get(f"{API}/tindak-lanjut", query_string={"milik": milik, **lain})
    assert jawab.status_code == 200, jawab.json
    return {b["jenis"]: b for b in jawab.json["data"]}


def kerjakan(svc, id_, apa, siapa=P2, **isi):
    return klien(svc, siapa).post(f"{API}/tindak-lanjut/{id_}/{apa}", json=isi)


def test_a_final_result_brings_its_follow_up_with_owner_and_due_date(svc):
    final(svc)
    (satu,) = daftar(svc).values()
    assert (satu["jenis"], satu["penanggung_jawab"], satu["tenggat"], satu["otomatis"]) == ("penghargaan", NAMA[P2], "2026-04-12", True)
    assert [b["id"] for b in daftar(svc, P4, "saya").values()] == [satu["id"]]
    assert daftar(svc, P1, "tim") == {} and klien(svc, P1).get(f"{API}/tindak-lanjut/{satu['id']}").status_code == 200
    assert klien(svc, P5).get(f"{API}/tindak-lanjut/{satu['id']}").status_code == 404


def test_a_second_storing_of_a_final_result_makes_nothing_new(svc):
    id_ = final(svc, KURANG)
    assert set(daftar(svc)) == {"bimbingan", "pelatihan"}
    with svc.open_unit() as uow:
        termuat = uow.cari_evaluasi(id_, kunci=True)
        use_cases_tindak_lanjut.ikuti(uow, termuat)
    assert svc.connection.execute(sa.text("SELECT count(*) FROM tindak_lanjut")).scalar() == 2


def test_a_corrected_result_calls_off_what_nobody_began(svc):
    id_ = final(svc, KURANG)
    mulai = daftar(svc)["bimbingan"]["id"]
    assert kerjakan(svc, mulai, "mulai").status_code == 200
    with svc.open_unit() as uow:
        termuat = uow.cari_evaluasi(id_, kunci=True)
        e = termuat.evaluasi
        assert e.status is Status.FINAL
        e.hasil = type(e.hasil)(
            **{**{n: getattr(e.hasil, n) for n in e.hasil.__slots__}, "predikat": Predikat.SANGAT_BAIK, "hash": "f" * 64}
        )
        use_cases_tindak_lanjut.ikuti(uow, termuat)
    assert {j: b["status"] for j, b in daftar(svc).items()} == {"bimbingan": "berjalan", "penghargaan": "rencana"}
    batal = daftar(svc, ditutup="1")["pelatihan"]
    html = halaman(svc, P2, f"/penilaian/tindak-lanjut/{batal['id']}")
    assert batal["status"] == "batal" and "Hasil penilaian dikoreksi" in html


def test_the_owner_takes_it_to_its_end_and_the_person_only_reads(svc):
    final(svc)
    id_ = daftar(svc)["penghargaan"]["id"]
    for apa in ("mulai", "catat", "selesaikan", "batalkan", "ubah"):
        assert kerjakan(svc, id_, apa, P4, teks="Saya sendiri saja.").status_code == 403
        assert kerjakan(svc, id_, apa, P1).status_code == 403
        assert kerjakan(svc, id_, apa, P5).status_code == 404
    assert kerjakan(svc, id_, "catat", teks="Belum dimulai juga.").status_code == 409
    mulai = kerjakan(svc, id_, "mulai")
    assert (mulai.json["status"], mulai.headers["ETag"]) == ("berjalan", '"2"')
    basi = klien(svc, P2).post(f"{API}/tindak-lanjut/{id_}/catat", json={"teks": "Sepuluh huruf."}, headers={"If-Match": '"1"'})
    assert basi.status_code == 412
    assert kerjakan(svc, id_, "catat", teks="<b>Usul</b> sudah dikirim.").json["catatan"][0]["teks"].startswith("<b>")
    assert "&lt;b&gt;Usul" in halaman(svc, P4, f"/penilaian/tindak-lanjut/{id_}")
    selesai = kerjakan(svc, id_, "selesaikan", hasil="Penghargaan diberikan.", sk_nomor="SK 7/2026", sk_tanggal="2026-03-01")
    assert (selesai.json["status"], selesai.json["sk_nomor"]) == ("selesai", "SK 7/2026")
    assert daftar(svc) == {} and set(daftar(svc, ditutup="1")) == {"penghargaan"}


def test_responsibility_goes_over_to_somebody_else_of_the_instansi(svc):
    final(svc)
    svc.deliver(pegawai(P5, penugasan(SD, penilai=P1)))
    id_ = daftar(svc)["penghargaan"]["id"]
    assert kerjakan(svc, id_, "ubah", penanggung_jawab_id=str(P4)).status_code == 422
    assert kerjakan(svc, id_, "ubah", penanggung_jawab_id="00000000-0000-7000-8000-000000000001").status_code == 422
    assert kerjakan(svc, id_, "ubah", penanggung_jawab_id=str(P5), tenggat="2026-05-01").status_code == 200
    assert daftar(svc, P5)["penghargaan"]["tenggat"] == "2026-05-01"
    assert kerjakan(svc, id_, "mulai", P5).status_code == 200


def test_the_evaluator_adds_one_once_the_result_is_delivered(svc):
    id_ = siapkan(svc)
    assert klien(svc, P2).post(f"{API}/evaluasi/{id_}/tindak-lanjut", json=URAIAN).status_code == 409
    organisasi_baik(svc)
    nilai(svc, id_)
    lakukan(svc, id_, "tetapkan")
    lakukan(svc, id_, "sampaikan")
    for siapa in (P4, P1):
        assert klien(svc, siapa).post(f"{API}/evaluasi/{id_}/tindak-lanjut", json=URAIAN).status_code == 403
    assert klien(svc, P2).post(f"{API}/evaluasi/{id_}/tindak-lanjut", json={**URAIAN, "jenis": "cambuk"}).status_code == 422
    assert klien(svc, P2).post(f"{API}/evaluasi/{id_}/tindak-lanjut", json=URAIAN).status_code == 201
    lakukan(svc, id_, "terima", siapa=P4)
    assert set(daftar(svc)) == {"pelatihan", "penghargaan"}


def test_officers_read_the_instansi_and_everybody_else_is_refused(svc):
    final(svc)
    assert set(daftar(svc, P5, "instansi", {"pengelola_kinerja"})) == {"penghargaan"}
    assert klien(svc, P5).get(f"{API}/tindak-lanjut?milik=instansi").status_code == 403
    assert klien(svc, P5, {"admin_instansi"}).get(f"{API}/tindak-lanjut?milik=instansi").status_code == 403
    dibaca = svc.connection.execute(sa.text("SELECT orang, sebagai FROM jejak WHERE aksi = 'baca' AND objek = 'tindak_lanjut'")).all()
    assert (([P4], "pengelola_kinerja")) in [(r.orang, r.sebagai) for r in dibaca]
    isi = svc.connection.execute(sa.text("SELECT rincian::text FROM jejak WHERE aksi = 'tindak_lanjut.buat'")).scalar()
    assert "penghargaan" not in isi and "sangat_baik" not in isi, "the kind would tell the predikat"


def test_the_list_goes_on_where_it_stopped(svc):
    id_ = final(svc)
    for n in range(51):
        assert (
            klien(svc, P2).post(f"{API}/evaluasi/{id_}/tindak-lanjut", json={**URAIAN, "tenggat": f"2026-06-{1 + n % 28:02d}"}).status_code
            == 201
        )
    pertama = klien(svc, P2).get(f"{API}/tindak-lanjut?milik=tim").json
    kedua = klien(svc, P2).get(f"{API}/tindak-lanjut", query_string={"milik": "tim", "cursor": pertama["berikutnya"]}).json
    semua = [b["id"] for b in (*pertama["data"], *kedua["data"])]
    assert len(semua) == len(set(semua)) == 52 and kedua["berikutnya"] is None
    assert klien(svc, P2).get(f"{API}/tindak-lanjut?cursor=ngawur").status_code == 422


# ---- pages


def peramban(svc, siapa):
    return svc.browser(svc.identity(pegawai_id=siapa, instansi_id=INSTANSI, nama=NAMA.get(siapa, "Orang")))


def halaman(svc, siapa, alamat):
    jawab = peramban(svc, siapa).get(alamat)
    assert jawab.status_code == 200, (alamat, jawab.status_code)
    return jawab.get_data(as_text=True)


def kirim(svc, alamat, isi, asal):
    browser = peramban(svc, P2)
    versi = re.search(r'name="version" value="(\d+)"', browser.get(asal).get_data(as_text=True))[1]
    return browser.post_form(alamat, {**isi, "version": versi}, page=asal)


def test_the_pages_work_without_a_script(svc):
    id_ = final(svc)
    assert "/penilaian/tindak-lanjut?milik=saya" in halaman(svc, P4, f"/penilaian/hasil/{id_}")
    assert "Penghargaan, Rina" in halaman(svc, P2, "/penilaian/tindak-lanjut")
    assert "Penghargaan" in halaman(svc, P4, "/penilaian/tindak-lanjut") and "Tindak lanjut atas hasil" in halaman(
        svc, P5, "/penilaian/tindak-lanjut"
    )
    satu = f"/penilaian/tindak-lanjut/{daftar(svc)['penghargaan']['id']}"
    assert "Batalkan" not in halaman(svc, P4, satu)
    assert kirim(svc, f"{satu}/mulai", {}, satu).status_code == 303
    pendek = kirim(svc, f"{satu}/selesaikan", {"hasil": "Ya"}, satu)
    assert pendek.status_code == 422 and "Tulis hasilnya" in pendek.get_data(as_text=True)
    assert (
        kirim(
            svc, f"{satu}/ubah", {"tenggat": "2026-02-01", "uraian": "Usulkan Satyalancana.", "penanggung_jawab_id": str(P2)}, satu
        ).status_code
        == 303
    )
    assert kirim(svc, f"{satu}/catat", {"teks": "Berkas sedang dilengkapi."}, satu).status_code == 303
    assert "Berkas sedang dilengkapi." in halaman(svc, P4, satu)
    assert kirim(svc, f"{satu}/batalkan", {"alasan": "Pegawai menolak diusulkan."}, satu).status_code == 303
    assert "Pegawai menolak diusulkan." in halaman(svc, P2, satu)
    alamat = f"/penilaian/{id_}/tindak-lanjut"
    assert peramban(svc, P2).post_form(alamat, {**URAIAN, "tenggat": "besok"}).status_code == 422
    assert peramban(svc, P2).post_form(alamat, URAIAN).status_code == 303
    assert peramban(svc, P4).get(alamat).status_code == 403
