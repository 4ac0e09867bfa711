"""The review by a pengelola kinerja: off by default, notes only, before the evaluator agrees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.integration.test_matriks import API, peramban, rencana
from services.skp.tests.mothers import ADMIN, AGUS, INSTANSI, RINA, instansi, organisasi

from shared.contracts import skp as kontrak
from shared.testing.service import BrowserClient, ServiceUnderTest

SARI = UUID("00000000-0000-7000-8000-0000000000a5")


@pytest.fixture
def rumah(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(*organisasi())
    masuk(svc, ADMIN, "Admin Contoh", "admin_instansi").post(f"{API}/periode", json={"tahun": 2025})
    return svc


@pytest.fixture
def memakai(rumah: ServiceUnderTest) -> ServiceUnderTest:
    rumah.deliver(instansi(version=2, reviu_skp="pengelola"))
    return rumah


def sari(svc: ServiceUnderTest) -> FlaskClient:
    return masuk(svc, SARI, "Sari Dewi", "pengelola_kinerja")


def peramban_sari(svc: ServiceUnderTest) -> BrowserClient:
    peran = frozenset({"pengelola_kinerja"})
    return svc.browser(svc.identity(pegawai_id=SARI, instansi_id=INSTANSI, nama="Sari Dewi", peran=peran))


def aksi(skp: dict[str, Any], kode: str) -> dict[str, Any]:
    return next(a for a in skp["aksi"] if a["kode"] == kode)


def test_without_the_setting_there_is_no_review_and_the_evaluator_agrees_at_once(rumah: ServiceUnderTest) -> None:
    skp = rencana(rumah, RINA, isi_benih(), ajukan=True)
    assert not rumah.published(kontrak.Skp)[-1].menunggu_reviu
    assert "tidak memakai reviu SKP" in peramban_sari(rumah).get("/skp/reviu").text
    assert sari(rumah).post(f"{API}/skp/{skp['id']}/mulai-reviu").status_code == 409
    assert masuk(rumah, AGUS).post(f"{API}/skp/{skp['id']}/setujui", json={}).status_code == 200


def test_with_the_setting_the_evaluator_waits_and_is_told_for_whom(memakai: ServiceUnderTest) -> None:
    skp = rencana(memakai, RINA, isi_benih(), ajukan=True)
    agus = masuk(memakai, AGUS)
    ditolak = agus.post(f"{API}/skp/{skp['id']}/setujui", json={})
    assert (ditolak.status_code, "menunggu reviu pengelola kinerja" in ditolak.json["detail"]) == (409, True)
    tim = peramban(memakai, AGUS).get("/skp/tim?tahun=2025").text
    assert "menunggu reviu pengelola kinerja" in tim
    assert "SKP menunggu Anda" not in tim
    assert "Menunggu reviu pengelola kinerja" in peramban(memakai, RINA).get(f"/skp/{skp['id']}").text

    assert memakai.published(kontrak.Skp)[-1].menunggu_reviu, "the other services know whose turn it is"

    mulai = sari(memakai).post(f"{API}/skp/{skp['id']}/mulai-reviu")
    assert mulai.json["status"] == "direviu"
    assert memakai.published(kontrak.Skp)[-1].menunggu_reviu
    for jalan in ("setujui", "kembalikan"):
        assert (
            agus.post(
                f"{API}/skp/{skp['id']}/{jalan}", json={"alasan": "Belum terukur semua."} if jalan == "kembalikan" else {}
            ).status_code
            == 409
        )
    assert masuk(memakai, RINA).post(f"{API}/skp/{skp['id']}/tarik").status_code == 409


def test_the_notes_reach_evaluator_and_employee_and_the_content_is_untouched(memakai: ServiceUnderTest) -> None:
    skp = rencana(memakai, RINA, isi_benih(), ajukan=True)
    p = peramban_sari(memakai)
    antrian = p.get("/skp/reviu").text
    assert "Satu SKP menunggu reviu" in antrian
    assert p.post_form(f"/skp/{skp['id']}/mulai-reviu", {"version": str(skp["version"])}, page="/skp/reviu").status_code == 303
    meja = f"/skp/{skp['id']}/reviu"
    versi = str(skp["version"] + 1)
    kosong = p.post_form(f"/skp/{skp['id']}/selesai-reviu", {"version": versi, "hasil": "perlu_perbaikan", "catatan": "x"}, page=meja)
    assert (kosong.status_code, "Tulis alasan paling sedikit 10 karakter" in kosong.text) == (422, True)
    kirim = {"version": versi, "hasil": "perlu_perbaikan", f"komentar.{skp['rhk'][0]['id']}": "Bukan <b>kegiatan</b>."}
    assert p.post_form(f"/skp/{skp['id']}/selesai-reviu", kirim, page=meja).status_code == 303
    assert "Tidak ada yang menunggu reviu" in p.get("/skp/reviu").text

    kini = masuk(memakai, RINA).get(f"{API}/skp/{skp['id']}").json
    assert (kini["status"], kini["rhk"], kini["reviu"]["hasil"]) == ("diajukan", skp["rhk"], "perlu_perbaikan")
    tinjau = peramban(memakai, AGUS).get(f"/skp/{skp['id']}/tinjau").text
    assert "Reviu pengelola kinerja: perlu perbaikan" in tinjau
    assert tinjau.count("Bukan &lt;b&gt;kegiatan&lt;/b&gt;.") == 2, "as a note, and in the form for returning"
    assert "Reviu pengelola kinerja" in peramban(memakai, RINA).get(f"/skp/{skp['id']}").text
    assert masuk(memakai, AGUS).post(f"{API}/skp/{skp['id']}/setujui", json={}).json["status"] == "disetujui"


def test_each_submission_is_reviewed_anew_and_only_once(memakai: ServiceUnderTest) -> None:
    skp = rencana(memakai, RINA, isi_benih(), ajukan=True)
    alamat = f"{API}/skp/{skp['id']}"
    sari(memakai).post(f"{alamat}/mulai-reviu")
    selesai = sari(memakai).post(f"{alamat}/selesai-reviu", json={"hasil": "sesuai", "catatan": "Ok"})
    assert (selesai.status_code, selesai.json["reviu"]["catatan"]) == (200, "Ok")
    assert not aksi(selesai.json, "mulai_reviu")["boleh"]
    masuk(memakai, AGUS).post(f"{alamat}/kembalikan", json={"alasan": "Target belum terukur."})
    isi = isi_benih()
    isi["rhk"][0]["teks"] = "Tersusunnya laporan kegiatan bulanan"
    versi = masuk(memakai, RINA).get(alamat).json["version"]
    masuk(memakai, RINA).put(alamat, json=isi, headers={"If-Match": f'"{versi}"'})
    lagi = masuk(memakai, RINA).post(f"{alamat}/ajukan").json
    assert (lagi["status"], lagi["reviu"]) == ("diajukan", None)
    assert sari(memakai).get(f"{API}/reviu").json["data"][0]["id"] == skp["id"]


def test_nobody_else_reviews_and_nobody_reviews_himself(memakai: ServiceUnderTest) -> None:
    skp = rencana(memakai, RINA, isi_benih(), ajukan=True)
    alamat = f"{API}/skp/{skp['id']}/mulai-reviu"
    assert masuk(memakai, AGUS).post(alamat).status_code == 403
    assert masuk(memakai, ADMIN, "Admin", "admin_instansi").post(alamat).status_code == 403
    rina = masuk(memakai, RINA, "Rina Lestari, A.Md.", "pengelola_kinerja")
    assert rina.post(alamat).status_code == 409
    assert rina.get(f"{API}/reviu").json["data"] == []
    assert sari(memakai).post(alamat, headers={"If-Match": '"1"'}).status_code == 412
    hasil = sari(memakai).post(f"{API}/skp/{skp['id']}/selesai-reviu", json={"hasil": "sesuai"})
    assert hasil.status_code == 409
