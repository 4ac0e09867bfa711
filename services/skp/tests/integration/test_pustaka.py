"""The library of RHK per jabatan: in and out as a workbook, searched, and taken into a draft."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import xlsxwriter
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from services.skp.tests.integration.steps import JANUARI, masuk
from services.skp.tests.mothers import ADMIN, AGUS, INSTANSI, RINA, instansi, organisasi
from werkzeug.test import TestResponse

from shared.testing.service import ServiceUnderTest
from skp.domain.pustaka import KOLOM

ISI = (
    ("Pengolah Data", "utama", "Tersusunnya laporan bulanan", "kuantitas", "Laporan selesai", 12, "laporan", "12 laporan"),
    ("Pengolah Data", "utama", "Tersusunnya laporan bulanan", "kualitas", "Tanpa koreksi", "90 sampai 95,5", "%"),
    ("Pengolah", "tambahan", "Terbinanya peserta magang", "", "Peserta dibina", "", ""),
    ("Guru", "utama", "Meningkatnya capaian belajar", "kualitas", "Nilai rata-rata", "80", "nilai"),
)


def buku(*baris: tuple[object, ...], kepala: tuple[str, ...] = KOLOM) -> bytes:
    keluar = io.BytesIO()
    with xlsxwriter.Workbook(keluar, {"in_memory": True}) as isi:
        halaman = isi.add_worksheet("Pustaka")
        for r, sel in enumerate((kepala, *baris)):
            for k, nilai in enumerate(sel):
                if isinstance(nilai, str) and nilai.startswith("{="):
                    halaman.write_formula(r, k, nilai.strip("{}"), None, "dihitung")
                elif isinstance(nilai, str):
                    halaman.write_string(r, k, nilai)
                elif nilai is not None:
                    halaman.write(r, k, nilai)
    return keluar.getvalue()


@pytest.fixture
def siap(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(*organisasi())
    assert masuk(svc, ADMIN, "Admin", "admin_instansi").post("/skp/api/v1/periode", json={"tahun": 2025}).status_code == 201
    return svc


def pengelola(svc: ServiceUnderTest) -> FlaskClient:
    return masuk(svc, ADMIN, "Sari", "pengelola_kinerja")


def impor(klien: FlaskClient, isi: bytes, alamat: str = "/skp/api/v1/pustaka/impor", nama: str = "pustaka.xlsx") -> TestResponse:
    return klien.post(alamat, data={"berkas": (io.BytesIO(isi), nama)})


def isi_pustaka(klien: FlaskClient, **saring: str) -> list[dict[str, Any]]:
    jawab = klien.get("/skp/api/v1/pustaka", query_string=saring)
    assert jawab.status_code == 200, jawab.text
    return list(jawab.json["data"])


def draf(svc: ServiceUnderTest, pendekatan: str = "kuantitatif") -> tuple[FlaskClient, dict[str, Any]]:
    rina = masuk(svc, RINA)
    jawab = rina.post(
        "/skp/api/v1/skp", json={"tahun": 2025, "pendekatan": pendekatan, "tanggal": "2025-01-13"}, headers={"X-Kinerja-Jam": JANUARI}
    )
    assert jawab.status_code == 201, jawab.text
    return rina, jawab.json


def test_a_sheet_becomes_entries_and_what_is_exported_imports_back_without_a_change(siap: ServiceUnderTest) -> None:
    sari = pengelola(siap)
    assert impor(sari, buku(*ISI)).json == {"baru": 3, "berubah": 0, "tetap": 0, "ditolak": []}
    diekspor = sari.get("/skp/api/v1/pustaka/ekspor.xlsx")

    assert impor(sari, diekspor.data).json == {"baru": 0, "berubah": 0, "tetap": 3, "ditolak": []}
    laporan = next(b for b in isi_pustaka(sari) if b["teks"] == "Tersusunnya laporan bulanan")
    assert [(i["aspek"], i["target"], i["target_min"], i["target_max"]) for i in laporan["indikator"]] == [
        ("kuantitas", "12", None, None),
        ("kualitas", None, "90", "95.5"),
    ]


def test_an_import_replaces_the_indikator_of_an_entry_and_leaves_the_others(siap: ServiceUnderTest) -> None:
    sari = pengelola(siap)
    impor(sari, buku(*ISI))
    hasil = impor(sari, buku(("guru", "utama", "meningkatnya capaian belajar", "kualitas", "Ketuntasan", "85", "%"))).json

    assert hasil == {"baru": 0, "berubah": 1, "tetap": 0, "ditolak": []}
    assert [i["teks"] for b in isi_pustaka(sari, cari="capaian") for i in b["indikator"]] == ["Ketuntasan"]
    assert len(isi_pustaka(sari)) == 3


def test_bad_rows_are_told_with_row_and_reason_and_the_good_ones_are_taken(siap: ServiceUnderTest) -> None:
    hasil = impor(
        pengelola(siap),
        buku(
            ("Guru", "", "Terlaksananya pembelajaran", "", "Jam mengajar", "dua belas", "jam"),
            ("Guru", "", "Tersusunnya modul", "", "Modul", -3, "modul"),
            ("Guru", "", "Tersusunnya soal", "", "Soal", 10, "soal"),
            ("Guru", "wajib", "Terbinanya OSIS", "", "Kegiatan", 1, "kegiatan"),
            ("", "", "Tanpa jabatan", "", "x", 1, "y"),
        ),
    ).json

    assert hasil["baru"] == 1
    assert [(d["baris"], d["kolom"]) for d in hasil["ditolak"]] == [(2, "Target"), (3, "Target"), (5, "Jenis"), (6, "Jabatan")]
    assert "Tulis angka saja" in hasil["ditolak"][0]["sebab"]


def test_formulas_are_never_run_and_never_written(siap: ServiceUnderTest) -> None:
    sari = pengelola(siap)
    jahat = '=cmd|" /C calc"!A0'
    impor(sari, buku(("Guru", "", jahat, "", '{=WEBSERVICE("http://169.254.169.254/")}', 1, "soal")))

    (butir,) = isi_pustaka(sari)
    assert (butir["teks"], butir["indikator"][0]["teks"]) == (jahat, "dihitung")
    diekspor = sari.get("/skp/pustaka/ekspor.xlsx").data
    with zipfile.ZipFile(io.BytesIO(diekspor)) as isi:
        lembar = b"".join(isi.read(n) for n in isi.namelist() if "worksheets/" in n)
    assert b"<f>" not in lembar
    assert jahat in {
        str(sel) for baris in CalamineWorkbook.from_object(io.BytesIO(diekspor)).get_sheet_by_index(0).iter_rows() for sel in baris
    }


def test_what_is_no_workbook_or_too_large_is_refused_with_what_to_do(siap: ServiceUnderTest) -> None:
    sari = pengelola(siap)
    bom = io.BytesIO()
    with zipfile.ZipFile(bom, "w", zipfile.ZIP_DEFLATED) as isi:
        isi.writestr("[Content_Types].xml", "<x/>")
        isi.writestr("xl/worksheets/sheet1.xml", b"0" * (70 * 1024 * 1024))
    jauh = buku(*ISI, *((("", "", "", "", "", ""),) * 5000), ("Guru", "", "Jauh", "", "x", 1))

    assert impor(sari, b"%PDF-1.7 bukan buku kerja").status_code == 422
    assert impor(sari, b"PK\x03\x04 rusak").status_code == 422
    assert impor(sari, bom.getvalue()).status_code == 413
    assert impor(sari, jauh).status_code == 413
    assert impor(sari, buku(("x",), kepala=("Nama",))).json["errors"]["berkas"][0].startswith("Kolom Jabatan, RHK, Indikator tidak ada.")
    assert impor(sari, buku()).status_code == 422
    assert sari.post("/skp/api/v1/pustaka/impor").status_code == 422
    assert isi_pustaka(sari) == []


def test_only_pengelola_and_admin_change_the_library_and_everybody_of_the_instansi_reads_it(siap: ServiceUnderTest) -> None:
    impor(pengelola(siap), buku(*ISI))
    rina = masuk(siap, RINA)
    butir = isi_pustaka(rina)[0]

    assert len(isi_pustaka(rina)) == 3
    assert impor(rina, buku(*ISI)).status_code == 403
    assert rina.delete(f"/skp/api/v1/pustaka/{butir['id']}").status_code == 403
    assert "Unggah ke pustaka" not in rina.get("/skp/pustaka").text
    lain = UUID("00000000-0000-7000-8000-00000000760f")
    siap.deliver(instansi(lain))
    tetangga = siap.client(siap.identity(pegawai_id=ADMIN, instansi_id=lain, nama="Lain", peran=frozenset({"admin_instansi"})))
    assert isi_pustaka(tetangga) == []
    assert tetangga.delete(f"/skp/api/v1/pustaka/{butir['id']}").status_code == 404
    assert pengelola(siap).delete(f"/skp/api/v1/pustaka/{butir['id']}").status_code == 204
    assert len(isi_pustaka(rina)) == 2


def test_taken_rows_become_own_rows_of_the_draft(siap: ServiceUnderTest) -> None:
    impor(pengelola(siap), buku(*ISI))
    rina, skp = draf(siap)
    untuk_saya = isi_pustaka(rina, jabatan="Pengolah Data")
    assert {b["teks"] for b in untuk_saya} == {"Tersusunnya laporan bulanan", "Terbinanya peserta magang"}
    pilihan = [b["id"] for b in sorted(untuk_saya, key=lambda b: b["teks"], reverse=True)]
    diambil = rina.post(f"/skp/api/v1/skp/{skp['id']}/ambil-pustaka", json={"butir": pilihan}, headers={"If-Match": '"1"'})

    assert diambil.status_code == 200, diambil.text
    rhk = diambil.json["rhk"]
    assert [(r["nomor"], r["jenis"], r["teks"], len(r["indikator"])) for r in rhk] == [
        (1, "utama", "Tersusunnya laporan bulanan", 2),
        (2, "tambahan", "Terbinanya peserta magang", 1),
    ]
    assert not {r["id"] for r in rhk} & set(pilihan)
    pengelola(siap).delete(f"/skp/api/v1/pustaka/{pilihan[0]}")
    assert len(rina.get(f"/skp/api/v1/skp/{skp['id']}").json["rhk"]) == 2
    ulang = rina.post(f"/skp/api/v1/skp/{skp['id']}/ambil-pustaka", json={"butir": pilihan[1:]}, headers={"If-Match": '"1"'})
    assert ulang.status_code == 412


def test_entries_of_another_post_and_other_peoples_drafts_are_refused(siap: ServiceUnderTest) -> None:
    impor(pengelola(siap), buku(*ISI))
    rina, skp = draf(siap)
    (guru,) = isi_pustaka(rina, cari="capaian belajar")
    (magang,) = isi_pustaka(rina, cari="magang")
    alamat = f"/skp/api/v1/skp/{skp['id']}/ambil-pustaka"

    assert rina.post(alamat, json={"butir": [guru["id"]]}).status_code == 409
    assert rina.post(alamat, json={"butir": []}).status_code == 422
    assert masuk(siap, AGUS, "Agus Prasetyo, M.Pd.").post(alamat, json={"butir": [magang["id"]]}).status_code == 403
    assert rina.get(f"/skp/api/v1/skp/{skp['id']}").json["rhk"] == []


def test_the_pages_show_import_search_and_the_choice_for_ones_post(siap: ServiceUnderTest) -> None:
    sari = pengelola(siap)
    jahat = "<script>alert(1)</script>"
    jawab = impor(sari, buku(*ISI, ("Pengolah Data", "", jahat, "", "x", "satu", "")), "/skp/pustaka")
    assert jawab.status_code == 200
    assert "3 RHK baru, 0 diperbarui, 0 tidak berubah." in jawab.text
    assert "Baris 6" in jawab.text
    assert jahat not in impor(sari, buku(("Guru", "", jahat, "", "x", 1, "")), "/skp/pustaka").text
    assert impor(sari, b"bukan", "/skp/pustaka").status_code == 422
    assert "Meningkatnya capaian" not in sari.get("/skp/pustaka?cari=magang").text
    assert "Tidak ada yang cocok" in sari.get("/skp/pustaka?cari=%25").text

    rina, skp = draf(siap)
    pilih = rina.get(f"/skp/{skp['id']}/pustaka")
    assert "Terbinanya peserta magang" in pilih.text
    assert "capaian belajar" not in pilih.text
    (magang,) = isi_pustaka(rina, cari="magang")
    kosong = rina.post(f"/skp/{skp['id']}/ambil-pustaka", data={"version": "1"})
    assert (kosong.status_code, "Pilih paling sedikit satu RHK." in kosong.text) == (422, True)
    assert rina.post(f"/skp/{skp['id']}/ambil-pustaka", data={"version": "1", "butir": magang["id"]}).status_code == 303
    assert "sudah ada di SKP Anda" in rina.get(f"/skp/{skp['id']}/pustaka").text
    assert masuk(siap, AGUS).get(f"/skp/{skp['id']}/pustaka").status_code == 404


def test_in_kualitatif_a_taken_indikator_is_one_text_with_its_target(siap: ServiceUnderTest) -> None:
    impor(pengelola(siap), buku(*ISI))
    rina, skp = draf(siap, "kualitatif")
    (laporan,) = isi_pustaka(rina, cari="laporan bulanan")
    rhk = rina.post(f"/skp/api/v1/skp/{skp['id']}/ambil-pustaka", json={"butir": [laporan["id"]]}).json["rhk"]

    assert [i["teks"] for i in rhk[0]["indikator"]] == ["Laporan selesai: 12 laporan", "Tanpa koreksi: 90 sampai 95,5 %"]
    assert rhk[0]["indikator"][0]["target"] is None


def test_the_import_and_the_deletion_stand_in_the_audit_trail(siap: ServiceUnderTest) -> None:
    sari = pengelola(siap)
    impor(sari, buku(*ISI))
    sari.delete(f"/skp/api/v1/pustaka/{isi_pustaka(sari)[0]['id']}")

    rows = siap.connection.execute(sa.text("SELECT aksi, rincian FROM jejak WHERE aksi LIKE 'pustaka.%' ORDER BY id")).all()
    assert [r.aksi for r in rows] == ["pustaka.impor", "pustaka.hapus"]
    assert rows[0].rincian["baru"] == 3
    assert siap.connection.execute(sa.text("SELECT count(*) FROM pustaka WHERE instansi_id = :i"), {"i": INSTANSI}).scalar() == 2
