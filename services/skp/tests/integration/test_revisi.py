"""A revision through the API and the pages: asked for, opened, written, compared, agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, RINA, TUGAS_RINA, organisasi, pegawai, penugasan, rina

from shared.contracts import penilaian
from shared.contracts import skp as kontrak
from shared.contracts.penilaian import Ketepatan
from shared.testing.service import ServiceUnderTest

ALASAN = {"alasan": "Arahan baru pimpinan bulan Juli."}
API = "/skp/api/v1/skp"


@pytest.fixture
def rumah(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(*organisasi())
    masuk(svc, ADMIN, "Admin Contoh", "admin_instansi").post("/skp/api/v1/periode", json={"tahun": 2025})
    return svc


@pytest.fixture
def berlaku(rumah: ServiceUnderTest) -> dict[str, Any]:
    """Rina's seed table, agreed."""
    p4 = masuk(rumah, RINA)
    skp = p4.post(API, json={"tahun": 2025, "tanggal": "2025-01-13"}).json
    p4.put(f"{API}/{skp['id']}", json=isi_benih(), headers={"If-Match": '"1"'})
    p4.post(f"{API}/{skp['id']}/ajukan")
    hasil = masuk(rumah, AGUS).post(f"{API}/{skp['id']}/setujui", json={"ekspektasi_khusus": {"BP": "Jawab dalam satu hari."}})
    assert hasil.status_code == 200
    isi: dict[str, Any] = hasil.json
    return isi


def isian(skp: dict[str, Any]) -> dict[str, Any]:
    """The content as it is sent again, with its ids."""
    return {"rhk": [{k: v for k, v in r.items() if k != "nomor"} for r in skp["rhk"]], "lampiran": skp["lampiran"]}


def buka(rumah: ServiceUnderTest, skp: dict[str, Any]) -> dict[str, Any]:
    jawab = masuk(rumah, AGUS).post(f"{API}/{skp['id']}/buka-revisi", json=ALASAN)
    assert jawab.status_code == 200, jawab.json
    isi: dict[str, Any] = jawab.json
    return isi


def tulis(rumah: ServiceUnderTest, skp: dict[str, Any], isi: dict[str, Any]) -> Any:
    return masuk(rumah, RINA).put(f"{API}/{skp['id']}", json=isi, headers={"If-Match": f'"{skp["version"]}"'})


def tanpa_rhk_pertama(skp: dict[str, Any]) -> dict[str, Any]:
    isi = isian(skp)
    del isi["rhk"][0]
    isi["rhk"][0]["bobot"] = "50"
    return isi


def test_revision_is_asked_for_written_compared_and_agreed_as_a_new_version(rumah: ServiceUnderTest, berlaku: dict[str, Any]) -> None:
    p4, p2, alamat = masuk(rumah, RINA), masuk(rumah, AGUS), f"{API}/{berlaku['id']}"
    assert p4.post(f"{alamat}/minta-revisi", json=ALASAN).json["tahap_revisi"] == "diminta"
    baris = p2.get("/skp/api/v1/antrian?tahun=2025").json["data"][0]
    assert (baris["status"], baris["skp"]["tahap_revisi"]) == ("disetujui", "diminta")
    terbuka = p2.post(f"{alamat}/buka-revisi", json={}).json
    assert (terbuka["status"], terbuka["usulan"]["alasan"]) == ("revisi", ALASAN["alasan"])

    ditulis = tulis(rumah, terbuka, tanpa_rhk_pertama(terbuka)).json
    assert (len(ditulis["rhk"]), len(ditulis["usulan"]["rhk"]), ditulis["jumlah_bobot"]) == (4, 3, "100.00")
    beda = p2.get(f"{alamat}/perubahan").json
    assert (beda["dari"], beda["ke"], beda["jumlah"]) == (1, None, {"ditambah": 0, "dihapus": 1, "diubah": 1})
    assert beda["rhk"][0]["bidang"] == [{"bidang": "bobot", "label": "Bobot", "lama": "30,00 %", "baru": "50,00 %"}]

    diajukan = p4.post(f"{alamat}/ajukan").json
    assert (diajukan["status"], diajukan["tahap_revisi"], diajukan["revisi"]) == ("revisi", "diajukan", 1)
    assert next(b["status"] for b in p2.get("/skp/api/v1/antrian?tahun=2025").json["data"]) == "revisi_diajukan"
    disetujui = p2.post(f"{alamat}/setujui", json={}).json
    assert (disetujui["status"], disetujui["revisi"], len(disetujui["rhk"])) == ("disetujui", 2, 3)
    assert [r["id"] for r in disetujui["dihentikan"]] == [berlaku["rhk"][0]["id"]]
    assert disetujui["perilaku"][0]["ekspektasi_khusus"] == "Jawab dalam satu hari."

    versi = p4.get(f"{alamat}/versi").json["data"]
    assert [(v["revisi"], v["hash"], len(v["isi"]["rhk"])) for v in versi] == [(2, disetujui["hash"], 3), (1, berlaku["hash"], 4)]
    assert p4.get(f"{alamat}/perubahan?dari=1&ke=2").json["jumlah"] == beda["jumlah"]
    assert [e.revisi for e in rumah.published(kontrak.SkpDirevisi)] == [2]
    assert len(rumah.published(kontrak.SkpDisetujui)) == 1


def test_state_told_while_a_revision_is_written_has_the_content_in_force(rumah: ServiceUnderTest, berlaku: dict[str, Any]) -> None:
    terbuka = buka(rumah, berlaku)
    tulis(rumah, terbuka, tanpa_rhk_pertama(terbuka))
    kabar = rumah.published(kontrak.Skp)[-1]
    assert (kabar.status, kabar.tahap_revisi, len(kabar.rhk), kabar.hash) == ("revisi", "disusun", 4, berlaku["hash"])


def test_two_revisions_sent_at_once_end_in_one(rumah: ServiceUnderTest, berlaku: dict[str, Any]) -> None:
    terbuka = buka(rumah, berlaku)
    ditulis = tulis(rumah, terbuka, tanpa_rhk_pertama(terbuka)).json
    p4, alamat, versi = masuk(rumah, RINA), f"{API}/{berlaku['id']}/ajukan", {"If-Match": f'"{ditulis["version"]}"'}
    assert p4.post(alamat, headers=versi).status_code == 200
    kedua = p4.post(alamat, headers=versi)
    assert (kedua.status_code, kedua.content_type) == (412, "application/problem+json")


def test_rhk_id_of_somebody_else_is_refused_in_a_revision(rumah: ServiceUnderTest, berlaku: dict[str, Any]) -> None:
    terbuka = buka(rumah, berlaku)
    isi = isian(terbuka)
    isi["rhk"][0]["id"] = str(uuid4())
    jawab = tulis(rumah, terbuka, isi)
    assert (jawab.status_code, list(jawab.json["errors"])) == (422, ["rhk.0.id"])


def test_former_evaluator_cannot_agree_to_a_revision_and_the_new_one_can(rumah: ServiceUnderTest, berlaku: dict[str, Any]) -> None:
    terbuka = buka(rumah, berlaku)
    tulis(rumah, terbuka, tanpa_rhk_pertama(terbuka))
    masuk(rumah, RINA).post(f"{API}/{berlaku['id']}/ajukan")
    tugas = penugasan(TUGAS_RINA, "Pengolah Data", "pelaksana", BAMBANG, None)
    rumah.deliver(pegawai(RINA, "Rina Lestari, A.Md.", "199305172019022904", tugas, version=2))
    assert masuk(rumah, AGUS).post(f"{API}/{berlaku['id']}/setujui", json={}).status_code == 403
    assert masuk(rumah, BAMBANG).post(f"{API}/{berlaku['id']}/setujui", json={}).json["revisi"] == 2


def evaluasi(skp_id: str, status: str, version: int = 5) -> penilaian.Evaluasi:
    nol = Ketepatan(0, 0, 0, 0, 0, None)
    kosong: dict[str, Any] = dict.fromkeys(
        ("nilai_skp", "nilai_perilaku", "nkp", "diajukan_pada", "ditetapkan_pada", "disampaikan_pada", "final_pada")
    )
    teks = dict.fromkeys(("capaian_organisasi", "rating_hasil", "rating_perilaku", "predikat", "catatan", "hash"), "")
    return penilaian.Evaluasi(
        id=UUID(int=0xE1), instansi_id=INSTANSI, pegawai_id=RINA, penilai_id=AGUS, atasan_penilai_id=BAMBANG, unor_id=uuid4(), skp_id=UUID(skp_id),
        tahun=2025, jenis="tahunan", mulai=date(2025, 1, 1), selesai=date(2025, 12, 31), status=status, ketepatan=nol,
        version=version, **kosong, **teks,
    )  # fmt: skip


def test_revision_is_refused_once_the_rating_is_fixed(rumah: ServiceUnderTest, berlaku: dict[str, Any]) -> None:
    rumah.deliver(evaluasi(berlaku["id"], "ditetapkan"))
    rumah.deliver(evaluasi(berlaku["id"], "pengisian", version=2))
    jawab = masuk(rumah, AGUS).post(f"{API}/{berlaku['id']}/buka-revisi", json=ALASAN)
    assert (jawab.status_code, "sudah ditetapkan" in jawab.json["detail"]) == (409, True)


def test_versions_and_differences_are_closed_to_colleagues(rumah: ServiceUnderTest, berlaku: dict[str, Any]) -> None:
    rekan = masuk(rumah, DIMAS)
    assert [rekan.get(f"{API}/{berlaku['id']}/{bagian}").status_code for bagian in ("versi", "perubahan")] == [404, 404]
    assert masuk(rumah, RINA).get(f"{API}/{berlaku['id']}/perubahan?dari=1&ke=7").status_code == 404


def test_pages_lead_through_the_revision(rumah: ServiceUnderTest, berlaku: dict[str, Any]) -> None:
    p4 = rumah.browser(rumah.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama="Rina", peran=frozenset()))
    p2 = rumah.browser(rumah.identity(pegawai_id=AGUS, instansi_id=INSTANSI, nama="Agus", peran=frozenset()))
    alamat = f"/skp/{berlaku['id']}"
    versi = berlaku["version"]
    gagal = p4.post_form(f"{alamat}/minta-revisi", {"alasan": "pendek", "version": str(versi)})
    assert gagal.status_code == 422
    assert "paling sedikit 10 karakter" in gagal.text
    assert p4.post_form(f"{alamat}/minta-revisi", {**ALASAN, "version": str(versi)}).status_code == 303
    assert "minta revisi" in p2.get("/skp/tim?tahun=2025&saring=anda").text
    halaman = p2.get(alamat).text
    assert "Giliran Anda memutuskan permintaan revisi" in halaman
    assert p2.post_form(f"{alamat}/buka-revisi", {"alasan": "", "version": str(versi + 1)}).status_code == 303

    editor = p4.get(alamat).text
    assert "Giliran Anda merevisi" in editor
    terbuka = masuk(rumah, RINA).get(f"{API}/{berlaku['id']}").json
    isi = tanpa_rhk_pertama(terbuka)
    isi["rhk"][0]["teks"] = "<script>alert(1)</script> Terlayaninya publik"
    tulis(rumah, terbuka, isi)
    masuk(rumah, RINA).post(f"{API}/{berlaku['id']}/ajukan")
    tinjau = p2.get(f"{alamat}/tinjau").text
    assert "<del>30,00 %</del> <ins>50,00 %</ins>" in tinjau
    assert "<script>alert" not in tinjau
    assert "Jawab dalam satu hari." in tinjau
    kini = masuk(rumah, AGUS).get(f"{API}/{berlaku['id']}").json["version"]
    assert "Menyusun laporan kegiatan bulanan" in p4.get(f"{alamat}?pratinjau=1").text
    assert p2.post_form(f"{alamat}/setujui", {"version": str(kini)}).status_code == 303
    dibaca = p4.get(alamat).text
    assert "Hasil kerja yang dihentikan" in dibaca
    assert "Perubahan dari versi 1" in p4.get(f"{alamat}/perubahan").text


def test_open_revision_is_dropped_when_the_post_ends(rumah: ServiceUnderTest, berlaku: dict[str, Any]) -> None:
    buka(rumah, berlaku)
    rumah.deliver(rina(version=2, selesai=date(2025, 7, 31)))
    kini = rumah.connection.execute(sa.text("SELECT status, isi->'usulan' AS usulan, selesai FROM skp")).one()
    assert (kini.status, kini.usulan, kini.selesai.isoformat()) == ("ditutup", None, "2025-07-31")


def test_a_fixed_rating_of_a_period_leaves_the_plan_open_and_the_yearly_one_counts_beside_it(
    rumah: ServiceUnderTest, berlaku: dict[str, Any]
) -> None:
    triwulan = replace(evaluasi(berlaku["id"], "final", version=9), id=UUID(int=0xE2), jenis="triwulan-01", selesai=date(2025, 3, 31))
    rumah.deliver(triwulan, evaluasi(berlaku["id"], "pengisian"), replace(triwulan, version=10))
    assert rumah.dead_letters() == []
    assert masuk(rumah, AGUS).post(f"{API}/{berlaku['id']}/buka-revisi", json=ALASAN).status_code == 200
