"""Imports as jobs: other shapes of files, what is applied and what is not, crashes, cancelling, and the way back out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook
from services.auth.tests.mothers import CACAT, CONTOH, P2, P3, P4, P9, WALIKOTA, Kota, buku, lembar_contoh, lembar_cuti
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from auth.application import use_cases_impor
from shared import clock
from shared.contracts import auth as contracts

PEKERJAAN = "/auth/api/v1/pekerjaan-impor"


def unggah(kota: Kota, *berkas: tuple[str, bytes], **pilihan: str) -> TestResponse:
    batas, badan = encode_multipart({"berkas": [FileStorage(io.BytesIO(b), n) for n, b in berkas], **pilihan})
    return kota.admin.post(PEKERJAAN, data=badan, content_type=f'multipart/form-data; boundary="{batas}"')


def selesaikan(kota: Kota, *berkas: tuple[str, bytes], **pilihan: str) -> Mapping[str, Any]:
    """The job after the worker has done what there was to do."""
    jawaban = unggah(kota, *berkas, **pilihan)
    assert jawaban.status_code == 202, jawaban.get_data(as_text=True)
    kota.kerjakan_impor()
    return baca(kota, jawaban.headers["Location"])


def baca(kota: Kota, alamat: str) -> Mapping[str, Any]:
    return kota.admin.get(alamat).get_json()


def hasil(kota: Kota, p: Mapping[str, Any], jenis: str) -> list[dict[str, Any]]:
    return kota.admin.get(f"{PEKERJAAN}/{p['id']}/hasil?jenis={jenis}").get_json()["data"]


def lembar(baris: Sequence[Sequence[object]], pemisah: str = ",", pengodean: str = "utf-8") -> bytes:
    return "\r\n".join(pemisah.join(s.isoformat() if isinstance(s, date) else f'"{s}"' for s in b) for b in baris).encode(pengodean)


def csv_contoh(**pilihan: str) -> list[tuple[str, bytes]]:
    return [(f"{nama.lower()}.csv", lembar(baris, **pilihan)) for nama, baris in lembar_contoh().items()]


def isi_organisasi(kota: Kota) -> list[tuple[Any, ...]]:
    sql = "SELECT p.nip, p.nama, p.aktif, p.version, count(s.id) FROM pegawai p LEFT JOIN penugasan s ON s.pegawai_id = p.id GROUP BY p.id ORDER BY p.nama"
    return [tuple(row) for row in kota.svc.connection.execute(sa.text(sql))]


def test_a_job_reads_compares_waits_and_applies(kota: Kota) -> None:
    p = selesaikan(kota, ("kota.xlsx", CONTOH.read_bytes()))
    assert (p["status"], p["hitungan"]["baru"], p["jumlah_baris"]) == ("siap", 16, 27)
    assert len(kota.svc.published(contracts.Pegawai)) == 1
    assert kota.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={}).status_code == 202
    kota.kerjakan_impor()
    assert baca(kota, f"{PEKERJAAN}/{p['id']}")["status"] == "selesai"
    assert len(kota.svc.published(contracts.Pegawai)) == 11
    assert kota.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={}).status_code == 409


def test_the_job_leads_to_the_same_organisation_as_the_instant_import(kota: Kota) -> None:
    assert selesaikan(kota, ("kota.xlsx", CONTOH.read_bytes()), terapkan="semua")["status"] == "selesai"
    jawaban = kota.impor(CONTOH.read_bytes()).get_json()
    assert (jawaban["baru"], jawaban["berubah"], jawaban["tetap"]) == (0, 0, 16)
    penilai = {o["nip"]: o["penilai"] for o in kota.admin.get("/auth/api/v1/pegawai").get_json()["data"]}
    assert penilai[P4] == "Agus Prasetyo, M.Pd."


def test_small_steps_give_the_same_as_large_ones(kota: Kota, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_cases_impor, "ORANG_SELANGKAH", 1)
    assert selesaikan(kota, ("kota.xlsx", CONTOH.read_bytes()), terapkan="semua")["status"] == "selesai"
    assert kota.impor(CONTOH.read_bytes()).get_json()["tetap"] == 16
    assert {p.version for p in kota.svc.published(contracts.Pegawai)} == {1}


@pytest.mark.parametrize(
    "pilihan",
    [{}, {"pemisah": ";"}, {"pemisah": "\t"}, {"pengodean": "utf-8-sig"}, {"pengodean": "utf-16"}, {"pengodean": "utf-16-le"}],
    ids=str,
)
def test_three_csv_are_read_in_any_common_shape(kota: Kota, pilihan: dict[str, str]) -> None:
    p = selesaikan(kota, *csv_contoh(**pilihan), terapkan="semua")
    assert (p["status"], p["hitungan"]["baru"], p["pemberitahuan"]) == ("selesai", 16, [])
    assert kota.impor(CONTOH.read_bytes()).get_json()["tetap"] == 16


def test_windows_letters_are_read_and_said(kota: Kota) -> None:
    p = selesaikan(kota, ("pegawai.csv", lembar([["NIP", "Nama", "Status"], [P4, "Renée Lestari", "PNS"]], pengodean="cp1252")))
    assert "Windows-1252" in p["pemberitahuan"][0]
    assert hasil(kota, p, "baru")[0]["nama"] == "Renée Lestari"


@pytest.mark.parametrize(
    ("nama", "isi", "kata"),
    [
        ("a.csv", b"", "kosong"),
        ("a.csv", b"\xff\xfeN", "rusak"),
        ("a.csv", b"NIP,Nama,Status\n\x81\x8d,x,PNS", "Kode huruf"),
        ("a.csv", b'NIP,Nama,Status\n"1,x,PNS', "baris 2"),
        ("a.csv", b"NIP,Nama\n1,x", "Status"),
        ("a.csv", b"NIP,Nama,Status\n", "satu baris pun"),
        ("a.pdf", b"%PDF-1.7 x", "bukan XLSX"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel lama"),
    ],
)
def test_an_unreadable_file_is_refused_with_what_to_do(kota: Kota, nama: str, isi: bytes, kata: str) -> None:
    p = selesaikan(kota, (nama, isi), terapkan="semua")
    assert p["status"] == "ditolak"
    assert kata in p["galat"]


def _dengan(bagian: str, isi: bytes) -> bytes:
    keluar = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(CONTOH.read_bytes())) as asal, zipfile.ZipFile(keluar, "w") as tujuan:
        for nama in asal.namelist():
            if nama != bagian:
                tujuan.writestr(nama, asal.read(nama))
        tujuan.writestr(bagian, isi)
    return keluar.getvalue()


def test_a_workbook_with_macros_is_refused(kota: Kota) -> None:
    assert "makro" in selesaikan(kota, ("a.xlsm", _dengan("xl/vbaProject.bin", b"x")))["galat"]


def test_merged_cells_are_refused_with_their_place(kota: Kota) -> None:
    with zipfile.ZipFile(io.BytesIO(CONTOH.read_bytes())) as asal:
        halaman = asal.read("xl/worksheets/sheet2.xml")
    berkas = _dengan(
        "xl/worksheets/sheet2.xml",
        halaman.replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>'),
    )
    assert "Lembar Pegawai: sel A2:B3 digabung" in selesaikan(kota, ("a.xlsx", berkas))["galat"]


def test_exports_of_siasn_are_read_as_they_are(kota: Kota) -> None:
    unor = [
        ["Id", "DiatasanId", "NamaUnor", "EselonId"], ["U1", "", "Pemerintah Kota Contoh", ""],
        ["U2", "U1", "Dinas Pendidikan", "21"], ["U3", "U2", "Bidang Pembinaan SD", "31"],
    ]  # fmt: skip
    pegawai = [
        ["PNS ID", "NIP BARU", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "STATUS CPNS PNS", "KEDUDUKAN HUKUM NAMA", "GOL AKHIR NAMA",
         "JENIS JABATAN ID", "JABATAN NAMA", "ESELON ID", "TMT JABATAN", "UNOR ID", "UNOR NAMA"],
        ["a", "197204151997031901", "Bambang Suryana", "Dr.", "", "P", "Aktif", "IV/c", "1", "Kepala Dinas Pendidikan", "21", "01-01-2025", "U2", ""],
        ["b", P2, "Agus Prasetyo", "", "M.Pd.", "P", "Aktif", "IV/a", "1", "Kepala Bidang", "31", "01-01-2025", "U3", ""],
        ["c", P4, "Rina Lestari", "", "A.Md.", "P", "Aktif", "II/d", "4", "Pengolah Data", "", "01-01-2025", "U3", ""],
        ["d", "199506122023212901", "Maya Kurniasih", "", "", "", "PPPK Aktif", "IX", "2", "Guru Ahli Pertama", "", "01-01-2025", "U3", ""],
        ["e", "196001011985031001", "Lama Sekali", "", "", "P", "Pensiun", "IV/a", "4", "Arsiparis", "", "01-01-2020", "U3", ""],
    ]  # fmt: skip
    p = selesaikan(kota, ("ref_unor.csv", lembar(unor)), ("pegawai.csv", lembar(pegawai, ";")), terapkan="semua")
    assert (p["status"], p["hitungan"]["baru"]) == ("selesai", 8)
    assert "ekspor SIASN" in p["pemberitahuan"][0]
    orang = {o["nip"]: o for o in kota.admin.get("/auth/api/v1/pegawai").get_json()["data"]}
    assert (orang[P4]["nama"], orang[P4]["penilai"], orang[P4]["golongan"]) == ("Rina Lestari, A.Md.", "Agus Prasetyo, M.Pd.", "II/d")
    assert (orang[P2]["penilai"], orang[P2]["kepala"]) == ("Dr. Bambang Suryana", True)
    assert (orang["199506122023212901"]["status"], orang["196001011985031001"]["aktif"]) == ("pppk", False)
    lagi = selesaikan(kota, ("ref_unor.csv", lembar(unor)), ("pegawai.csv", lembar(pegawai, ";")))
    assert (lagi["hitungan"].get("baru"), lagi["hitungan"].get("berubah"), lagi["hitungan"]["tetap"]) == (None, None, 8)


def _salah_satu() -> bytes:
    isi = lembar_contoh()
    isi["Pegawai"].append(["197202301997031901", "=cmd|' /C calc'!A0", "PNS", "Ya", ""])
    isi["Pegawai"].append(["199001012015012001", "Pegawai Baik", "PNS", "Ya", ""])
    return buku(isi)


def test_without_the_rejected_rows_the_right_ones_are_applied(kota: Kota) -> None:
    p = selesaikan(kota, ("a.xlsx", _salah_satu()), terapkan="semua")
    assert (p["status"], p["hitungan"]["ditolak"]) == ("siap", 1)
    assert kota.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={"cara": "semua"}).status_code == 409
    assert kota.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={"cara": "benar"}).status_code == 202
    kota.kerjakan_impor()
    assert baca(kota, f"{PEKERJAAN}/{p['id']}")["status"] == "selesai"
    nama = {o["nama"] for o in kota.admin.get("/auth/api/v1/pegawai").get_json()["data"]}
    assert "Pegawai Baik" in nama
    assert not any(n.startswith("=") for n in nama)


def test_rejected_rows_come_back_as_a_file_that_is_corrected_and_read_again(kota: Kota) -> None:
    p = selesaikan(kota, ("a.xlsx", _salah_satu()), terapkan="benar")
    for bentuk in ("xlsx", "csv"):
        unduhan = kota.admin.get(f"{PEKERJAAN}/{p['id']}/ditolak.{bentuk}")
        assert unduhan.status_code == 200
        if bentuk == "csv":
            assert "'=cmd|" in unduhan.get_data(as_text=True)
            continue
        kepala, baris = CalamineWorkbook.from_filelike(io.BytesIO(unduhan.data)).get_sheet_by_name("Pegawai").to_python()
        assert kepala == ["NIP", "Nama", "Status", "Aktif", "Peran", "Sebab"]
        assert (baris[1], "30 Februari 1972" in str(baris[5])) == ("=cmd|' /C calc'!A0", True)
        betul = buku({"Pegawai": [kepala, ["199001012015011009", "Sudah Betul", *baris[2:]]]})
        assert selesaikan(kota, ("betul.xlsx", betul), terapkan="semua")["hitungan"]["baru"] == 1


def test_two_heads_of_one_unit_do_not_come_in_with_the_right_rows(kota: Kota) -> None:
    isi = lembar_contoh()
    isi["Penugasan"][6][7] = "Ya"
    p = selesaikan(kota, ("a.xlsx", buku(isi)), terapkan="benar")
    assert (p["status"], p["hitungan"]["ditolak"]) == ("selesai", 1)
    orang = {o["nip"]: o for o in kota.admin.get("/auth/api/v1/pegawai").get_json()["data"]}
    assert [orang[n]["kepala"] for n in (P2, P4)] == [True, False]


def test_who_is_not_in_a_complete_list_is_proposed_and_only_then_deactivated(kota_terisi: Kota) -> None:
    isi = lembar_contoh()
    isi["Pegawai"] = [b for b in isi["Pegawai"] if b[0] != P9]
    isi["Penugasan"] = [b for b in isi["Penugasan"] if b[0] != P9]
    p = selesaikan(kota_terisi, ("a.xlsx", buku(isi)), mode="lengkap")
    assert (p["hitungan"]["hilang"], [x["pengenal"] for x in hasil(kota_terisi, p, "hilang")]) == (1, [P9])
    assert kota_terisi.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={}).status_code == 409
    assert kota_terisi.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={"nonaktifkan": True}).status_code == 202
    kota_terisi.kerjakan_impor()
    aktif = {nip: aktif for nip, _, aktif, *_ in isi_organisasi(kota_terisi)}
    assert (aktif[P9], aktif[P4], aktif[None]) == (False, True, True)


def test_who_only_follows_a_new_head_is_shown_and_changed(kota_terisi: Kota) -> None:
    kepala = lembar_contoh()["Penugasan"][0]
    isi = [
        list(kepala),
        [P2, "", "DISDIK-SD", "Kepala Bidang", "Administrator", "", "IV/a", "Ya", "", date(2025, 1, 1), date(2025, 12, 31)],
        [P9, "", "DISDIK-SD", "Kepala Bidang", "Administrator", "", "IV/a", "Ya", "", date(2026, 1, 1), ""],
    ]
    p = selesaikan(kota_terisi, ("a.xlsx", buku({"Penugasan": isi})))
    ikut = [x for x in hasil(kota_terisi, p, "berubah") if x["baris"] is None]
    assert P4 in {x["pengenal"] for x in ikut}
    kota_terisi.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={})
    kota_terisi.kerjakan_impor()
    terakhir = {o.nip: o for o in kota_terisi.svc.published(contracts.Pegawai)}
    assert terakhir[P4].penugasan[-1].penilai_id == kota_terisi.id_dari(P9)


def test_a_worker_that_dies_in_the_middle_goes_on_where_it_was(kota: Kota, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_cases_impor, "ORANG_SELANGKAH", 2)
    p = selesaikan(kota, ("kota.xlsx", CONTOH.read_bytes()))
    kota.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={})
    pekerjaan_id = UUID(str(p["id"]))
    for _ in range(3):  # every step with an empty memory, as after a crash
        with kota.svc.open_unit() as uow:
            use_cases_impor.langkah(uow, pekerjaan_id, None)  # type: ignore[arg-type]
    assert baca(kota, f"{PEKERJAAN}/{p['id']}")["status"] == "menerapkan"
    tengah = len(kota.svc.published(contracts.Pegawai))
    assert 1 < tengah < 11
    kota.kerjakan_impor()
    assert baca(kota, f"{PEKERJAAN}/{p['id']}")["status"] == "selesai"
    assert len(kota.svc.published(contracts.Pegawai)) == 11
    assert kota.impor(CONTOH.read_bytes()).get_json()["tetap"] == 16


def test_a_cancelled_job_leaves_whole_people_and_a_second_run_finishes(kota: Kota, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_cases_impor, "ORANG_SELANGKAH", 2)
    p = selesaikan(kota, ("kota.xlsx", CONTOH.read_bytes()))
    kota.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={})
    for _ in range(3):
        with kota.svc.open_unit() as uow:
            use_cases_impor.langkah(uow, UUID(str(p["id"])), None)  # type: ignore[arg-type]
    assert kota.admin.post(f"{PEKERJAAN}/{p['id']}/batalkan").get_json()["status"] == "dibatalkan"
    kota.kerjakan_impor()
    banyak = len(kota.svc.published(contracts.Pegawai))
    assert banyak < 11
    assert kota.admin.post(f"{PEKERJAAN}/{p['id']}/batalkan").status_code == 409
    lagi = selesaikan(kota, ("kota.xlsx", CONTOH.read_bytes()), terapkan="semua")
    assert (lagi["status"], len(kota.svc.published(contracts.Pegawai))) == ("selesai", 11)


def test_two_jobs_of_one_instansi_are_applied_one_after_the_other(kota: Kota) -> None:
    satu, dua = (selesaikan(kota, ("kota.xlsx", CONTOH.read_bytes())) for _ in range(2))
    for p in (satu, dua):
        assert kota.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={}).status_code == 202
    with kota.svc.open_unit() as uow:
        use_cases_impor.langkah(uow, UUID(str(satu["id"])), None)  # type: ignore[arg-type]
        use_cases_impor.langkah(uow, UUID(str(dua["id"])), None)  # type: ignore[arg-type]
    assert baca(kota, f"{PEKERJAAN}/{dua['id']}")["status"] == "menunggu"
    kota.kerjakan_impor()
    akhir = [baca(kota, f"{PEKERJAAN}/{p['id']}") for p in (satu, dua)]
    assert [p["status"] for p in akhir] == ["selesai", "siap"]
    assert (akhir[1]["hitungan"]["tetap"], "perbandingan yang baru" in akhir[1]["pemberitahuan"][0]) == (16, True)
    assert len(kota.svc.published(contracts.Pegawai)) == 11


def test_another_instansi_neither_sees_nor_stops_a_job(kota: Kota) -> None:
    p = selesaikan(kota, ("kota.xlsx", CONTOH.read_bytes()))
    lain = kota.svc.client(kota.svc.identity(peran={"admin_instansi"}))
    assert [lain.get(f"{PEKERJAAN}/{p['id']}{r}").status_code for r in ("", "/hasil", "/ditolak.xlsx")] == [404, 404, 404]
    assert lain.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={}).status_code == 404
    assert lain.post(f"{PEKERJAAN}/{p['id']}/batalkan").status_code == 404
    assert baca(kota, f"{PEKERJAAN}/{p['id']}")["status"] == "siap"


CUTI_CONTOH = lembar_cuti(
    [P4, "", "Cuti tahunan", date(2025, 6, 2), date(2025, 6, 5), "=851"],
    [P4, "", "Cuti sakit", date(2025, 7, 1), date(2025, 7, 2), "851/2"],
    [P2, "", "Tugas belajar", date(2025, 9, 1), "", "SK 7"],
    ["", WALIKOTA, "Cuti alasan penting", date(2025, 5, 5), date(2025, 5, 6), "SK 8"],
)


def keadaan(kota: Kota) -> dict[str | None, list[dict[str, Any]]]:
    sql = "SELECT nip, keadaan FROM pegawai WHERE keadaan <> '[]'"
    return {row.nip: row.keadaan for row in kota.svc.connection.execute(sa.text(sql))}


@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
def test_an_export_imported_again_changes_nothing(kota_terisi: Kota, bentuk: str) -> None:
    p = selesaikan(kota_terisi, ("cuti.xlsx", buku({"Cuti": CUTI_CONTOH})), terapkan="semua")
    assert (p["status"], p["hitungan"]["berubah"]) == ("selesai", 3)
    if bentuk == "xlsx":
        berkas = [("organisasi.xlsx", kota_terisi.admin.get("/auth/api/v1/ekspor/organisasi.xlsx").data)]
    else:
        semua = ("unit", "pegawai", "penugasan", "cuti")
        berkas = [(f"{n}.csv", kota_terisi.admin.get(f"/auth/api/v1/ekspor/{n}.csv").data) for n in semua]
    sebelum = isi_organisasi(kota_terisi)
    p = selesaikan(kota_terisi, *berkas, terapkan="semua")
    assert (p["status"], p["hitungan"]["tetap"], p["hitungan"].get("ditolak"), p["pemberitahuan"]) == ("siap", 16, 0, [])
    assert isi_organisasi(kota_terisi) == sebelum


def test_a_name_that_looks_like_a_formula_stays_text_in_every_export(kota: Kota) -> None:
    isi = lembar_contoh()
    isi["Pegawai"].append(["199001012015012001", "=1+1", "PNS", "Ya", ""])
    assert selesaikan(kota, ("a.xlsx", buku(isi)), terapkan="semua")["status"] == "selesai"
    csv = kota.admin.get("/auth/ekspor/pegawai.csv").get_data(as_text=True)
    assert "'=1+1" in csv
    with zipfile.ZipFile(io.BytesIO(kota.admin.get("/auth/ekspor/organisasi.xlsx").data)) as arsip:
        assert not any(b"<f>" in arsip.read(n) for n in arsip.namelist() if "worksheets/" in n)
    assert selesaikan(kota, ("pegawai.csv", csv.encode()))["hitungan"].get("berubah") is None


@pytest.mark.parametrize("nama", ["organisasi.xlsx", "unit.xlsx", "pegawai.csv", "penugasan.csv", "cuti.xlsx", "cuti.csv"])
def test_templates_explain_themselves_and_are_read_back(kota: Kota, nama: str) -> None:
    unduhan = kota.admin_browser.get(f"/auth/impor/templat/{nama}")
    assert unduhan.status_code == 200
    assert selesaikan(kota, (nama, unduhan.data))["status"] == "siap"
    if nama.endswith("xlsx"):
        assert "Penjelasan" in CalamineWorkbook.from_filelike(io.BytesIO(unduhan.data)).sheet_names
    assert kota.admin_browser.get("/auth/impor/templat/lain.xlsx").status_code == 404
    assert kota.svc.browser(kota.identitas(None, "pengelola_kinerja")).get(f"/auth/impor/templat/{nama}").status_code == 403


def test_the_page_of_a_job_shows_its_progress_and_lets_the_admin_choose(kota: Kota) -> None:
    browser = kota.admin_browser
    alamat = browser.post_form(
        "/auth/impor", {"berkas": (io.BytesIO(_salah_satu()), "a.xlsx")}, content_type="multipart/form-data"
    ).location
    halaman = browser.get(alamat).get_data(as_text=True)
    assert "Terapkan yang benar saja (17)" in halaman
    assert "ditolak.xlsx" in halaman
    assert browser.post_form(f"{alamat}/terapkan", {"cara": "benar"}, page=alamat).status_code == 303
    assert "data-impor=" in browser.get(alamat).get_data(as_text=True)
    kota.kerjakan_impor()
    assert "Lihat organisasi" in browser.get(alamat).get_data(as_text=True)
    assert "a.xlsx" in browser.get("/auth/impor").get_data(as_text=True)


def test_leave_comes_in_through_the_job_is_told_and_survives_a_crash(kota_terisi: Kota, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_cases_impor, "ORANG_SELANGKAH", 1)
    isi = [*CUTI_CONTOH, ["198001012005011199", "", "Cuti tahunan", date(2025, 6, 2), date(2025, 6, 5), "851"]]
    p = selesaikan(kota_terisi, ("cuti.csv", lembar(isi)))
    assert (p["hitungan"]["berubah"], p["hitungan"]["ditolak"]) == (3, 1)
    assert "hari wajib catatan" in str(hasil(kota_terisi, p, "berubah"))
    assert keadaan(kota_terisi) == {}
    kota_terisi.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={"cara": "benar"})
    for _ in range(3):  # every step with an empty memory, as after a crash
        with kota_terisi.svc.open_unit() as uow:
            use_cases_impor.langkah(uow, UUID(str(p["id"])), None)  # type: ignore[arg-type]
    kota_terisi.kerjakan_impor()
    assert baca(kota_terisi, f"{PEKERJAAN}/{p['id']}")["status"] == "selesai"
    assert [k["jenis"] for k in keadaan(kota_terisi)[P4]] == ["cuti_tahunan", "cuti_sakit"]
    terakhir = {o.nip: o for o in kota_terisi.svc.published(contracts.Pegawai)}
    assert [k.jenis for k in terakhir[P2].keadaan] == ["tugas_belajar"]
    tolak = kota_terisi.admin.get(f"{PEKERJAAN}/{p['id']}/ditolak.csv").get_data(as_text=True)
    assert "198001012005011199" in tolak
    lagi = selesaikan(kota_terisi, ("cuti.csv", lembar(CUTI_CONTOH)), terapkan="semua")
    assert (lagi["status"], lagi["hitungan"].get("berubah"), lagi["hitungan"]["tetap"]) == ("siap", None, 3)


def test_a_complete_list_of_leave_removes_what_it_lacks_when_agreed_and_deactivates_nobody(kota_terisi: Kota) -> None:
    tahun = clock.today("Asia/Jakarta").year
    baris = [[nip, "", "Cuti tahunan", date(tahun, 12, 1), date(tahun, 12, 2), "851"] for nip in (P2, P4, P9)]
    berkas = ("cuti.csv", lembar(lembar_cuti(*baris[:2])))
    selesaikan(kota_terisi, berkas, terapkan="semua")
    p = selesaikan(kota_terisi, ("cuti.csv", lembar(lembar_cuti(baris[0]))), mode="lengkap")
    assert (p["hitungan"]["hilang"], [x["pengenal"] for x in hasil(kota_terisi, p, "hilang")]) == (1, [P4])
    browser = kota_terisi.admin_browser
    assert "Hapus cuti 1 pegawai yang tidak ada di berkas" in browser.get(f"/auth/impor/{p['id']}").get_data(as_text=True)
    kota_terisi.admin.post(f"{PEKERJAAN}/{p['id']}/terapkan", json={"nonaktifkan": True})
    kota_terisi.kerjakan_impor()
    assert baca(kota_terisi, f"{PEKERJAAN}/{p['id']}")["status"] == "selesai"
    assert set(keadaan(kota_terisi)) == {P2}
    assert all(aktif for _, _, aktif, *_ in isi_organisasi(kota_terisi))


def test_a_substitute_who_is_on_leave_by_the_sheet_stands_in_until_the_day_before(kota_terisi: Kota) -> None:
    hari = clock.today("Asia/Jakarta")
    unor = {u["nama"]: u["id"] for u in kota_terisi.admin.get("/auth/api/v1/unor").get_json()["data"]}
    isi = {
        "pegawai_id": str(kota_terisi.id_dari(P3)), "unor_id": unor["Bidang Pembinaan SD"], "jenis": "plh",
        "dari": str(hari + timedelta(days=1)), "sampai": str(hari + timedelta(days=10)), "sk_nomor": "800/21",
    }  # fmt: skip
    assert kota_terisi.admin.post("/auth/api/v1/pengganti", json=isi).status_code == 200
    cuti = [P3, "", "Cuti sakit", hari + timedelta(days=4), hari + timedelta(days=5), "851"]
    assert selesaikan(kota_terisi, ("cuti.csv", lembar(lembar_cuti(cuti))), terapkan="semua")["status"] == "selesai"
    assert [p.sampai for p in kota_terisi.svc.published(contracts.Pengganti)] == [hari + timedelta(days=10), hari + timedelta(days=3)]
    assert kota_terisi.svc.published(contracts.PegawaiDiubah)[-1].perubahan == ("penugasan",)


def test_rejected_rows_are_listed_in_the_order_of_the_file(kota: Kota) -> None:
    p = selesaikan(kota, ("cacat.xlsx", CACAT.read_bytes()))
    tempat = [(d["lembar"], d["baris"]) for d in hasil(kota, p, "ditolak")]
    urutan = ["Unit", "Pegawai", "Penugasan", "Cuti"]
    assert tempat == sorted(tempat, key=lambda t: (urutan.index(t[0]), t[1]))
    assert {t for t, _ in tempat} == set(urutan)
