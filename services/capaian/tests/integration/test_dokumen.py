"""Evidence that stays at the school: named by the pegawai, confirmed by the evaluator, and only then counted (domain 4.4)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from capaian.domain.dokumen import mode_pada
from shared import clock
from shared.contracts import auth, capaian
from shared.testing.service import BrowserClient, ServiceUnderTest

from .. import mothers
from ..mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, NAMA, RHK_RINA, RINA, isian_lengkap, jam

API = "/capaian/api/v1"
DOKUMEN = {"dokumen": "Buku nilai kelas 5", "letak": "Lemari arsip ruang guru, map hijau"}


def instansi(mode: str) -> auth.Instansi:
    return replace(mothers.instansi(), pengaturan=auth.Pengaturan(bukti_mode=mode))


def siapkan(svc: ServiceUnderTest, mode: str) -> str:
    svc.deliver(instansi(mode), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    return str(svc.connection.execute(sa.text("SELECT id FROM laporan")).scalar_one())


def klien(svc: ServiceUnderTest, pegawai_id: UUID) -> FlaskClient:
    peran = {"admin_instansi"} if pegawai_id == ADMIN else set()
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id], peran=peran))


def browser(svc: ServiceUnderTest, pegawai_id: UUID) -> BrowserClient:
    return svc.browser(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id]))


def pos(svc: ServiceUnderTest, siapa: UUID, alamat: str, **kw: Any) -> Any:
    with clock.at(jam(2025, 11, 30)):
        return klien(svc, siapa).post(f"{API}{alamat}", **kw)


def kirim(svc: ServiceUnderTest, laporan: str) -> None:
    isi = [{"indikator_id": str(i.indikator_id), "angka": str(i.angka)} for i in isian_lengkap()]
    with clock.at(jam(2025, 11, 30)):
        rina = klien(svc, RINA)
        etag = rina.get(f"{API}/laporan/{laporan}").headers["ETag"]
        assert rina.put(f"{API}/laporan/{laporan}", json={"realisasi": isi}, headers={"If-Match": etag}).status_code == 200
    assert pos(svc, RINA, f"/laporan/{laporan}/kirim", json={}).status_code == 200


def terakhir(svc: ServiceUnderTest) -> capaian.Laporan:
    found: capaian.Laporan = svc.published(capaian.Laporan)[-1]
    return found


def test_it_counts_for_the_others_once_the_evaluator_has_confirmed_it(svc: ServiceUnderTest) -> None:
    laporan = siapkan(svc, "konfirmasi_atasan")
    indikator = str(RHK_RINA[0].indikator[0].id)
    disebut = pos(svc, RINA, f"/laporan/{laporan}/dokumen", json={**DOKUMEN, "indikator_id": indikator})
    assert (disebut.status_code, disebut.json["konfirmasi"], disebut.json["letak"]) == (201, "menunggu", DOKUMEN["letak"])
    alamat = f"/laporan/{laporan}/bukti/{disebut.json['id']}/konfirmasi"
    assert pos(svc, AGUS, alamat, json={"ada": True}).status_code == 409
    kirim(svc, laporan)
    assert terakhir(svc).bukti == ()
    ditolak = pos(svc, AGUS, alamat, json={"ada": False})
    assert (ditolak.status_code, list(ditolak.json["errors"])) == (422, ["catatan"])
    assert pos(svc, AGUS, alamat, json={"ada": False, "catatan": "Mapnya kosong."}).json["konfirmasi"] == "tidak_ada"
    assert terakhir(svc).bukti == ()
    dikonfirmasi = pos(svc, AGUS, alamat, json={"ada": True})
    assert (dikonfirmasi.status_code, dikonfirmasi.json["konfirmasi"]) == (200, "ada")
    assert [(b.nama, str(b.indikator_id), b.sha256) for b in terakhir(svc).bukti] == [(DOKUMEN["dokumen"], indikator, "")]
    rows = svc.connection.execute(sa.text("SELECT aksi FROM jejak WHERE aksi LIKE 'bukti.%' ORDER BY id")).scalars()
    assert list(rows) == ["bukti.sebutkan", "bukti.konfirmasi", "bukti.konfirmasi"]
    oleh = svc.connection.execute(sa.text("SELECT dikonfirmasi_oleh FROM bukti")).scalar_one()
    assert oleh == AGUS


def test_nobody_but_the_evaluator_confirms_and_nobody_but_the_owner_names(svc: ServiceUnderTest) -> None:
    laporan = siapkan(svc, "konfirmasi_atasan")
    assert [pos(svc, p, f"/laporan/{laporan}/dokumen", json=DOKUMEN).status_code for p in (AGUS, DIMAS, ADMIN)] == [403, 404, 403]
    bukti_id = pos(svc, RINA, f"/laporan/{laporan}/dokumen", json=DOKUMEN).json["id"]
    kirim(svc, laporan)
    alamat = f"/laporan/{laporan}/bukti/{bukti_id}/konfirmasi"
    assert [pos(svc, p, alamat, json={"ada": True}).status_code for p in (RINA, BAMBANG, DIMAS)] == [403, 403, 404]
    assert svc.connection.execute(sa.text("SELECT konfirmasi FROM bukti")).scalar() == "menunggu"


@pytest.mark.parametrize(
    ("mode", "berkas", "tautan", "dokumen"),
    [
        ("unggah_atau_tautan", 201, 201, 409),
        ("unggah", 201, 409, 409),
        ("tautan", 409, 201, 409),
        ("konfirmasi_atasan", 409, 409, 201),
    ],
)
def test_only_the_forms_that_the_agency_takes_are_taken(svc: ServiceUnderTest, mode: str, berkas: int, tautan: int, dokumen: int) -> None:
    laporan = siapkan(svc, mode)
    jawab = [
        pos(svc, RINA, f"/laporan/{laporan}/bukti", data={"berkas": (io.BytesIO(mothers.PDF), "a.pdf")}),
        pos(svc, RINA, f"/laporan/{laporan}/tautan", json={"tautan": "https://10.0.0.1/"}),
        pos(svc, RINA, f"/laporan/{laporan}/dokumen", json=DOKUMEN),
    ]
    assert [satu.status_code for satu in jawab] == [berkas, tautan, dokumen]
    assert {satu.json["code"] for satu in jawab if satu.status_code == 409} == {"evidence_form"}
    with clock.at(jam(2025, 11, 30)):
        html = klien(svc, RINA).get(f"/capaian/laporan/{laporan}").text
        harian = klien(svc, RINA).get("/capaian/").text
    assert [f'id="f-{nama}"' in html for nama in ("berkas", "tautan", "dokumen")] == [kode == 201 for kode in (berkas, tautan, dokumen)]
    assert ['id="f-berkas"' in harian, 'id="f-tautan"' in harian] == [berkas == 201, tautan == 201]


def test_a_daily_entry_takes_nothing_where_documents_are_confirmed(svc: ServiceUnderTest) -> None:
    siapkan(svc, "konfirmasi_atasan")
    isi = {"tanggal": "2025-11-28", "uraian": "Menilai ulangan kelas 5.", "lokasi_kerja": "wfo", "rhk_id": str(RHK_RINA[1].id)}
    progres = pos(svc, RINA, "/progres", json=isi).json["id"]
    ditolak = pos(svc, RINA, f"/progres/{progres}/bukti", data={"berkas": (io.BytesIO(mothers.PDF), "a.pdf")})
    assert (ditolak.status_code, ditolak.json["code"]) == (409, "evidence_form")
    assert "laporan periode" in ditolak.json["detail"]


@pytest.mark.parametrize(("ganti", "bidang"), [({"dokumen": "RPP"}, "dokumen"), ({"letak": " "}, "letak"), ({"letak": "x" * 301}, "letak")])
def test_what_is_named_says_which_and_where(svc: ServiceUnderTest, ganti: dict[str, str], bidang: str) -> None:
    laporan = siapkan(svc, "konfirmasi_atasan")
    salah = pos(svc, RINA, f"/laporan/{laporan}/dokumen", json=DOKUMEN | ganti)
    assert (salah.status_code, list(salah.json["errors"])) == (422, [bidang])


def test_a_file_is_not_confirmed_and_a_document_has_no_content(svc: ServiceUnderTest) -> None:
    laporan = siapkan(svc, "unggah_atau_tautan")
    berkas = pos(svc, RINA, f"/laporan/{laporan}/bukti", data={"berkas": (io.BytesIO(mothers.PDF), "a.pdf")}).json["id"]
    svc.deliver(replace(instansi("konfirmasi_atasan"), version=2))
    dokumen = pos(svc, RINA, f"/laporan/{laporan}/dokumen", json=DOKUMEN).json["id"]
    kirim(svc, laporan)
    assert pos(svc, AGUS, f"/laporan/{laporan}/bukti/{berkas}/konfirmasi", json={"ada": True}).json["code"] == "evidence_not_document"
    assert klien(svc, AGUS).get(f"{API}/bukti/{dokumen}/isi").json["code"] == "evidence_is_document"
    assert [b.nama for b in terakhir(svc).bukti] == ["a.pdf"]


def test_the_pages_name_and_confirm_without_javascript(svc: ServiceUnderTest) -> None:
    laporan = siapkan(svc, "konfirmasi_atasan")
    alamat = f"/capaian/laporan/{laporan}"
    with clock.at(jam(2025, 11, 30)):
        rina = browser(svc, RINA)
        kosong = rina.post_form(alamat, {"version": "1", "aksi": "unggah", "dokumen": "", "letak": ""})
        assert (kosong.status_code, "Sebutkan dokumennya dulu." in kosong.text) == (422, True)
        assert rina.post_form(alamat, {"version": "1", "aksi": "unggah", **DOKUMEN}).status_code == 303
        assert "menunggu konfirmasi penilai" in rina.get(alamat).text
    kirim(svc, laporan)
    bukti_id = svc.connection.execute(sa.text("SELECT id FROM bukti")).scalar_one()
    versi = svc.connection.execute(sa.text("SELECT version FROM laporan")).scalar_one()
    with clock.at(jam(2025, 12, 1)):
        agus = browser(svc, AGUS)
        assert "1 menunggu konfirmasi Anda" in agus.get("/capaian/tim").text
        assert "Konfirmasi ada" in agus.get(alamat).text
        tanpa = agus.post_form(f"{alamat}/bukti/{bukti_id}/konfirmasi", {"version": versi, "ada": "tidak"}, page=alamat)
        assert (tanpa.status_code, f'id="f-catatan-{bukti_id}"' in tanpa.text, "paling sedikit 5 karakter" in tanpa.text) == (
            422,
            True,
            True,
        )
        isi = {"version": versi, "ada": "tidak", f"catatan-{bukti_id}": "Mapnya kosong."}
        assert agus.post_form(f"{alamat}/bukti/{bukti_id}/konfirmasi", isi, page=alamat).status_code == 303
        panel = agus.get(f"/capaian/bukti/{bukti_id}?panel=1").text
        assert DOKUMEN["letak"] in panel
        assert "Dinyatakan tidak ada" in panel
        assert "menunggu konfirmasi Anda" not in agus.get("/capaian/tim?tampil=semua").text
        assert "dinyatakan tidak ada" in browser(svc, RINA).get(alamat).text


def test_the_mode_is_that_of_the_day() -> None:
    riwayat = [(date(2026, 1, 1), "konfirmasi_atasan"), (date(2025, 1, 1), "unggah")]
    hari = (date(2024, 5, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [mode_pada(riwayat, satu) for satu in hari] == ["unggah", "unggah", "konfirmasi_atasan"]
    assert mode_pada([], hari[0]) == "unggah_atau_tautan"
