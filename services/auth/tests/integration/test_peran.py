"""Assigned roles: over what, from when until when; who may give and take them; that taking one away is felt at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from services.auth.tests.integration.test_pencabutan import DITERIMA, DITOLAK, pemegang, saya
from services.auth.tests.mothers import P1, P2, P4, P5, Kota, buku, csrf, lembar_contoh
from werkzeug.test import TestResponse

from auth.application.use_cases_organisasi import simpan_instansi, tambah_admin
from auth.application.use_cases_peran import berlakukan_peran
from auth.domain.peran import Pemegangan, PeranPegawai, hari_tanpa_admin, pemegangan
from shared import clock
from shared.contracts.auth import Pegawai, Pencabutan, Pengaturan
from shared.web.factory import TOKEN_COOKIE

API = "/auth/api/v1/peran"
DASAR = "SK Wali Kota 800/12/2026"
ALASAN = "Pindah tugas ke unit lain."


def pohon(kota: Kota) -> tuple[str, str, str]:
    """(a unit that has a parent and a child, its child, a unit outside it), by id."""
    data = kota.admin.get("/auth/api/v1/unor").get_json()["data"]
    induk = {str(u["id"]): u["induk_id"] and str(u["induk_id"]) for u in data}
    anak = next(u for u in induk if induk[u] and induk[str(induk[u])])
    tengah = str(induk[anak])
    luar = next(u for u in induk if u not in {tengah, anak} and induk[u] != tengah and u != induk[tengah] and induk[u])
    return tengah, anak, luar


def beri(klien: FlaskClient, orang: UUID, **isi: Any) -> TestResponse:
    dasar = {"pegawai_id": str(orang), "peran": "pengelola_kinerja", "unor_id": None, "dari": "2026-01-01", "dasar": DASAR}
    return klien.post(API, json={**dasar, **isi})


def akhiri(klien: FlaskClient, peran_id: str, **isi: Any) -> TestResponse:
    return klien.post(f"{API}/{peran_id}/akhiri", json={"alasan": ALASAN, **isi})


def klaim(kota: Kota, nip: str, sandi: str, pada: datetime | None = None) -> tuple[set[str], Mapping[str, Any]]:
    """The roles of a new token, and their units."""
    kepala = {"X-Kinerja-Jam": pada.isoformat()} if pada else {}
    token = kota.svc.app.test_client().post("/auth/api/v1/token", json={"nip": nip, "kata_sandi": sandi}, headers=kepala)
    with kota.svc.app.app_context():
        from shared.web.context import runtime

        identity = runtime().verifier.verify(token.get_json()["access_token"])
    return set(identity.peran), identity.peran_unit


def admin_bagian(kota: Kota, unor_id: str, pegawai_id: UUID | None = None) -> FlaskClient:
    identity = kota.identitas(pegawai_id, "admin_instansi")
    return kota.svc.client(replace(identity, peran_unit={"admin_instansi": frozenset({UUID(unor_id)})}))


def galat(jawab: TestResponse, bidang: str) -> str:
    assert jawab.status_code == 422, jawab.get_data(as_text=True)
    isi = jawab.get_json()
    assert isi["code"] == "role_invalid", isi
    return str(isi["errors"][bidang][0])


# ---- from the assignment to the token


def test_a_role_for_a_part_of_the_tree_is_in_the_token_with_its_unit(kota_terisi: Kota) -> None:
    tengah, _, _ = pohon(kota_terisi)
    p4, sandi = kota_terisi.id_dari(P4), kota_terisi.sandi(P4)
    assert klaim(kota_terisi, P4, sandi) == (set(), {})
    assert beri(kota_terisi.admin, p4, unor_id=tengah).status_code == 200
    assert klaim(kota_terisi, P4, sandi) == ({"pengelola_kinerja"}, {"pengelola_kinerja": frozenset({UUID(tengah)})})
    assert beri(kota_terisi.admin, p4).status_code == 200
    assert klaim(kota_terisi, P4, sandi) == ({"pengelola_kinerja"}, {})


def test_a_role_holds_from_its_first_to_its_last_day_in_the_time_of_the_instansi(kota_terisi: Kota) -> None:
    p4, sandi = kota_terisi.id_dari(P4), kota_terisi.sandi(P4)
    tahun = clock.today("Asia/Jakarta").year + 1
    assert beri(kota_terisi.admin, p4, dari=f"{tahun}-03-01", sampai=f"{tahun}-03-31").status_code == 200

    def pada(bulan: int, hari: int, jam: int, menit: int) -> set[str]:
        return klaim(kota_terisi, P4, sandi, datetime(tahun, bulan, hari, jam, menit, tzinfo=UTC))[0]

    assert pada(2, 28, 16, 59) == set()
    assert pada(2, 28, 17, 0) == {"pengelola_kinerja"}
    assert pada(3, 31, 16, 59) == {"pengelola_kinerja"}
    assert pada(3, 31, 17, 0) == set()


def test_the_worker_refuses_the_tokens_of_who_lost_a_role_at_midnight(kota_terisi: Kota) -> None:
    p4, sandi = kota_terisi.id_dari(P4), kota_terisi.sandi(P4)
    hari = clock.today("Asia/Jakarta")
    assert beri(kota_terisi.admin, p4, sampai=str(hari)).status_code == 200
    klien = pemegang(kota_terisi, P4, sandi)
    with kota_terisi.svc.open_unit() as uow:
        assert berlakukan_peran(uow) == 0  # type: ignore[arg-type]
    assert saya(klien) == DITERIMA
    besok = datetime.combine(hari, datetime.min.time(), UTC) + timedelta(hours=17, minutes=1)
    with clock.at(besok), kota_terisi.svc.open_unit() as uow:
        assert berlakukan_peran(uow) == 1  # type: ignore[arg-type]
        assert berlakukan_peran(uow) == 0  # type: ignore[arg-type]
    assert saya(klien) == DITOLAK
    assert [p.sebab for p in kota_terisi.svc.published(Pencabutan)][-1] == "peran_berubah"
    assert [p.peran for p in kota_terisi.svc.published(Pegawai) if p.id == p4][-1] == ()


def test_taking_a_role_away_refuses_its_tokens_and_the_browser_goes_on_without_it(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    peran_id = beri(kota_terisi.admin, p4).get_json()["id"]
    browser, _ = kota_terisi.masuk(P4, kota_terisi.sandi(P4))
    assert browser.get("/auth/organisasi").status_code == 200
    kue = browser.get_cookie(TOKEN_COOKIE)
    assert kue is not None
    pencuri = kota_terisi.svc.app.test_client()
    pencuri.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {kue.value}"
    dicabut = akhiri(kota_terisi.admin, peran_id)
    assert dicabut.status_code == 200
    assert dicabut.get_json()["dicabut_pada"]
    assert saya(pencuri) == DITOLAK
    assert browser.post("/auth/perbarui").status_code == 204
    assert browser.get("/auth/organisasi").status_code == 403
    assert browser.get("/auth/akun").status_code == 200


def test_a_role_that_ends_on_a_day_to_come_holds_until_then(kota_terisi: Kota) -> None:
    p4, sandi = kota_terisi.id_dari(P4), kota_terisi.sandi(P4)
    peran_id = beri(kota_terisi.admin, p4).get_json()["id"]
    hari = clock.today("Asia/Jakarta")
    assert akhiri(kota_terisi.admin, peran_id, sampai=str(hari)).get_json()["sampai"] == str(hari)
    assert klaim(kota_terisi, P4, sandi)[0] == {"pengelola_kinerja"}
    assert "lebih awal" in galat(akhiri(kota_terisi.admin, peran_id, sampai=str(hari + timedelta(days=1))), "sampai")
    assert akhiri(kota_terisi.admin, peran_id).status_code == 200
    assert klaim(kota_terisi, P4, sandi)[0] == set()
    assert akhiri(kota_terisi.admin, peran_id).status_code == 409


# ---- guards


def test_nobody_gives_a_role_to_himself(kota_terisi: Kota) -> None:
    tengah, anak, _ = pohon(kota_terisi)
    assert "diri sendiri" in galat(beri(kota_terisi.admin, kota_terisi.admin_id), "pegawai_id")
    p4 = kota_terisi.id_dari(P4)
    assert "diri sendiri" in galat(beri(admin_bagian(kota_terisi, tengah, p4), p4, unor_id=anak), "pegawai_id")


def test_nobody_gives_a_role_to_himself_by_an_import(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    assert beri(kota_terisi.admin, p4, peran="admin_instansi").status_code == 200
    lembar = lembar_contoh()
    kepala = [str(k) for k in lembar["Pegawai"][0]]
    for baris in lembar["Pegawai"][1:]:
        if baris[kepala.index("NIP")] in {P4, P1}:
            baris[kepala.index("Peran")] = "ppk"
    sendiri = replace(kota_terisi, admin_id=p4)
    hasil = sendiri.impor(buku(lembar))
    ditolak = hasil.get_json()["ditolak"]
    assert [(d["kolom"], "diri sendiri" in d["sebab"]) for d in ditolak] == [("Peran", True)], ditolak


def test_no_admin_locks_himself_out_by_an_import(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    assert beri(kota_terisi.admin, p4, peran="admin_instansi").status_code == 200
    lembar = lembar_contoh()
    kepala = [str(k) for k in lembar["Pegawai"][0]]
    for baris in lembar["Pegawai"][1:]:
        if baris[kepala.index("NIP")] in {P4, P1}:
            baris[kepala.index("Aktif")] = "Tidak"
    hasil = replace(kota_terisi, admin_id=p4).impor(buku(lembar))
    ditolak = hasil.get_json()["ditolak"]
    assert [(d["kolom"], "diri sendiri" in d["sebab"]) for d in ditolak] == [("Aktif", True)], ditolak


@pytest.mark.parametrize(
    ("isi", "bidang", "sebut"),
    [
        ({"dari": "2026-05-02", "sampai": "2026-05-01"}, "sampai", "lebih awal"),
        ({"dari": "2020-01-01", "sampai": "2020-12-31"}, "sampai", "sudah lewat"),
        ({"peran": "penilai"}, "peran", "Pilih salah satu"),
        ({"peran": "admin_platform"}, "peran", "Pilih salah satu"),
        ({"unor_id": "00000000-0000-7000-8000-000000000009"}, "unor_id", "tidak ada di instansi Anda"),
        ({"pegawai_id": "00000000-0000-7000-8000-000000000009"}, "pegawai_id", "Cari lalu pilih"),
        ({"dasar": "  "}, "dasar", "nomor SK"),
    ],
)
def test_what_is_wrong_with_an_assignment_is_said_at_its_field(kota_terisi: Kota, isi: dict[str, Any], bidang: str, sebut: str) -> None:
    assert sebut in galat(beri(kota_terisi.admin, kota_terisi.id_dari(P4), **isi), bidang)
    assert kota_terisi.admin.get(f"{API}?pegawai_id={kota_terisi.id_dari(P4)}").get_json()["data"] == []


def test_a_unit_of_another_instansi_is_refused(kota_terisi: Kota) -> None:
    with kota_terisi.svc.open_unit() as uow:
        lain = simpan_instansi(
            uow, kode="7600", nama="Kota Lain", jenis="kota", zona_waktu="Asia/Jakarta", pengaturan=Pengaturan("linear_120")
        )  # type: ignore[arg-type]
    unor_id = UUID(int=77)
    kota_terisi.svc.connection.execute(
        sa.text(
            "INSERT INTO unor (id, instansi_id, kode, nama, jenis, berlaku_dari, version) VALUES (:u, :i, '1', 'Asing', 'bidang', '2020-01-01', 1)"
        ),
        {"u": unor_id, "i": lain.id},
    )
    assert "tidak ada di instansi Anda" in galat(beri(kota_terisi.admin, kota_terisi.id_dari(P4), unor_id=str(unor_id)), "unor_id")


def test_the_same_role_twice_over_the_same_days_is_refused_with_the_reason(kota_terisi: Kota) -> None:
    tengah, anak, _ = pohon(kota_terisi)
    p4, admin = kota_terisi.id_dari(P4), kota_terisi.admin
    tahun = clock.today("Asia/Jakarta").year + 1
    assert beri(admin, p4, unor_id=tengah, dari=f"{tahun}-01-01", sampai=f"{tahun}-06-30").status_code == 200
    pesan = galat(beri(admin, p4, unor_id=tengah, dari=f"{tahun}-06-30"), "peran")
    assert f"dari 1 Januari {tahun} sampai 30 Juni {tahun}" in pesan
    assert "Akhiri yang itu dulu" in pesan
    assert beri(admin, p4, unor_id=tengah, dari=f"{tahun}-07-01").status_code == 200
    assert beri(admin, p4, unor_id=anak, dari=f"{tahun}-01-01").status_code == 200
    assert beri(admin, p4, peran="auditor", unor_id=tengah, dari=f"{tahun}-01-01").status_code == 200
    p5 = kota_terisi.id_dari(P5)
    assert beri(admin, p5).status_code == 200
    assert "di seluruh instansi" in galat(beri(admin, p5, unor_id=tengah), "peran")


def test_who_is_inactive_is_given_nothing(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    kota_terisi.svc.connection.execute(sa.text("UPDATE pegawai SET aktif = false WHERE id = :p"), {"p": p4})
    assert "tidak aktif" in galat(beri(kota_terisi.admin, p4), "pegawai_id")


def test_the_last_admin_stays(kota_terisi: Kota) -> None:
    admin, p4 = kota_terisi.admin, kota_terisi.id_dari(P4)
    (sendiri,) = admin.get(f"{API}?peran=admin_instansi").get_json()["data"]
    hari = clock.today("Asia/Jakarta")

    def tertolak(**isi: Any) -> None:
        jawab = akhiri(admin, sendiri["id"], **isi)
        assert (jawab.status_code, jawab.get_json()["code"]) == (409, "last_admin")

    tertolak()
    tertolak(sampai=str(hari + timedelta(days=30)))
    assert beri(admin, p4, peran="admin_instansi", unor_id=pohon(kota_terisi)[0]).status_code == 200
    tertolak()
    assert beri(admin, p4, peran="admin_instansi", dari=str(hari), sampai=str(hari + timedelta(days=5))).status_code == 200
    tertolak()
    assert beri(admin, kota_terisi.id_dari(P5), peran="admin_instansi", dari=str(hari + timedelta(days=6))).status_code == 200
    assert akhiri(admin, sendiri["id"]).status_code == 200
    assert saya(admin) == DITERIMA


def test_an_admin_of_a_part_gives_inside_it_and_not_more_than_he_is(kota_terisi: Kota) -> None:
    tengah, anak, luar = pohon(kota_terisi)
    klien, p5 = admin_bagian(kota_terisi, tengah), kota_terisi.id_dari(P5)
    assert "di luar unit yang Anda urus" in galat(beri(klien, p5, unor_id=luar), "unor_id")
    assert "sebagian unit" in galat(beri(klien, p5), "unor_id")
    for peran in ("ppk", "auditor"):
        assert "admin seluruh instansi" in galat(beri(klien, p5, peran=peran, unor_id=anak), "peran")
    dibuat = beri(klien, p5, unor_id=anak)
    assert dibuat.status_code == 200
    assert beri(klien, p5, peran="admin_instansi", unor_id=tengah).status_code == 200

    di_luar = beri(kota_terisi.admin, p5, unor_id=luar).get_json()["id"]
    seluruh = beri(kota_terisi.admin, kota_terisi.id_dari(P2)).get_json()["id"]
    auditor = beri(kota_terisi.admin, kota_terisi.id_dari(P2), peran="auditor", unor_id=anak).get_json()["id"]
    terlihat = {p["id"] for p in klien.get(API).get_json()["data"]}
    assert dibuat.get_json()["id"] in terlihat
    assert auditor in terlihat
    assert not {di_luar, seluruh} & terlihat
    for peran_id in (di_luar, seluruh, auditor):
        assert akhiri(klien, peran_id).status_code == 403
    assert akhiri(klien, dibuat.get_json()["id"]).status_code == 200


@pytest.mark.parametrize("peran", ["", "pengelola_kinerja", "ppk", "auditor", "admin_platform"])
def test_only_an_admin_gives_and_takes(kota_terisi: Kota, peran: str) -> None:
    peran_id = beri(kota_terisi.admin, kota_terisi.id_dari(P4)).get_json()["id"]
    klien = kota_terisi.svc.client(kota_terisi.identitas(None, *([peran] if peran else [])))
    assert beri(klien, kota_terisi.id_dari(P5)).status_code == 403
    assert akhiri(klien, peran_id).status_code == 403
    assert klien.get(API).status_code == (403 if peran in {"", "admin_platform"} else 200)


def test_another_instansi_finds_and_ends_nothing(kota_terisi: Kota) -> None:
    peran_id = beri(kota_terisi.admin, kota_terisi.id_dari(P4)).get_json()["id"]
    with kota_terisi.svc.open_unit() as uow:
        lain = simpan_instansi(
            uow, kode="7600", nama="Kota Lain", jenis="kota", zona_waktu="Asia/Jakarta", pengaturan=Pengaturan("linear_120")
        )  # type: ignore[arg-type]
        tambah_admin(uow, lain, nama="Admin Lain", akun="admin.lain")  # type: ignore[arg-type]
    asing = kota_terisi.svc.client(kota_terisi.svc.identity(instansi_id=lain.id, peran={"admin_instansi"}))
    assert akhiri(asing, peran_id).status_code == 404
    assert [p["nama"] for p in asing.get(API).get_json()["data"]] == ["Admin Lain"]
    assert "Cari lalu pilih" in galat(beri(asing, kota_terisi.id_dari(P4)), "pegawai_id")


def test_two_admins_who_change_the_same_role_do_not_overwrite_each_other(kota_terisi: Kota) -> None:
    dibuat = beri(kota_terisi.admin, kota_terisi.id_dari(P4))
    peran_id, etag = dibuat.get_json()["id"], dibuat.headers["ETag"]
    hari = str(clock.today("Asia/Jakarta") + timedelta(days=9))
    isi = {"alasan": ALASAN, "sampai": hari}
    assert kota_terisi.admin.post(f"{API}/{peran_id}/akhiri", json=isi, headers={"If-Match": etag}).status_code == 200
    assert kota_terisi.admin.post(f"{API}/{peran_id}/akhiri", json={"alasan": ALASAN}, headers={"If-Match": etag}).status_code == 412


# ---- what stays behind


def test_giving_and_taking_is_in_the_audit_trail_and_reading_in_the_access_log(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    peran_id = beri(kota_terisi.admin, p4).get_json()["id"]
    akhiri(kota_terisi.admin, peran_id)
    rows = kota_terisi.svc.connection.execute(
        sa.text("SELECT aksi, pelaku_id, orang FROM jejak WHERE objek = 'peran' AND objek_id = :p ORDER BY id"), {"p": peran_id}
    ).all()
    assert [(row.aksi, row.pelaku_id, row.orang) for row in rows] == [
        ("peran.beri", kota_terisi.admin_id, [p4]),
        ("peran.cabut", kota_terisi.admin_id, [p4]),
    ]
    (riwayat,) = kota_terisi.admin.get(f"{API}?keadaan=lewat").get_json()["data"]
    assert (riwayat["keadaan"], riwayat["alasan_akhir"], riwayat["dasar"]) == ("dicabut", ALASAN, DASAR)
    baca = kota_terisi.svc.connection.execute(
        sa.text("SELECT orang, sebagai FROM jejak WHERE aksi = 'baca' ORDER BY id DESC LIMIT 1")
    ).one()
    assert (baca.orang, baca.sebagai) == ([p4], "admin_instansi")


def test_an_import_names_roles_of_the_whole_instansi_and_leaves_the_others(kota_terisi: Kota) -> None:
    tengah, _, _ = pohon(kota_terisi)
    p4, sandi = kota_terisi.id_dari(P4), kota_terisi.sandi(P4)
    beri(kota_terisi.admin, p4, peran="auditor", unor_id=tengah)

    def impor(peran: str) -> None:
        lembar = lembar_contoh()
        kepala = [str(k) for k in lembar["Pegawai"][0]]
        for baris in lembar["Pegawai"][1:]:
            if baris[kepala.index("NIP")] == P4:
                baris[kepala.index("Peran")] = peran
        assert kota_terisi.impor(buku(lembar), terapkan=True).get_json()["diterapkan"]

    impor("pengelola_kinerja")
    bagian = {"auditor": frozenset({UUID(tengah)})}
    assert klaim(kota_terisi, P4, sandi) == ({"pengelola_kinerja", "auditor"}, bagian)
    ekspor = kota_terisi.admin.get("/auth/api/v1/ekspor/pegawai.csv").get_data(as_text=True)
    (baris,) = [b for b in ekspor.splitlines() if P4 in b]
    assert "pengelola_kinerja" in baris
    assert "auditor" not in baris
    impor("")
    assert klaim(kota_terisi, P4, sandi) == ({"auditor"}, bagian)
    impor("pengelola_kinerja")
    assert klaim(kota_terisi, P4, sandi) == ({"pengelola_kinerja", "auditor"}, bagian)
    riwayat = kota_terisi.admin.get(f"{API}?keadaan=lewat&pegawai_id={p4}").get_json()["data"]
    assert [(r["peran"], r["dasar"], r["keadaan"]) for r in riwayat] == [("pengelola_kinerja", "Impor data pegawai", "dicabut")]


# ---- the page


def test_an_admin_gives_and_ends_a_role_at_the_page(kota_terisi: Kota) -> None:
    browser, p4 = kota_terisi.admin_browser, kota_terisi.id_dari(P4)
    data = kota_terisi.admin.get("/auth/api/v1/unor").get_json()["data"]
    satu = next(u for u in data if u["induk_id"])
    isi = {
        "pegawai_id": str(p4),
        "peran": "pengelola_kinerja",
        "lingkup": "unit",
        "unor_id": satu["kode"],
        "dari": "2026-01-01",
        "dasar": DASAR,
    }
    tanpa_unit = browser.post_form("/auth/peran", {**isi, "unor_id": ""})
    assert tanpa_unit.status_code == 422
    assert "Isi kode unit." in tanpa_unit.get_data(as_text=True)
    assert f'value="{p4}" checked' in tanpa_unit.get_data(as_text=True)
    assert browser.post_form("/auth/peran", isi).status_code == 303
    halaman = browser.get("/auth/peran").get_data(as_text=True)
    assert satu["nama"] in halaman
    peran_id = halaman.split(f'/auth/pegawai/{p4}"')[1].split('action="/auth/peran/')[1][:36]
    kurang = browser.post_form(f"/auth/peran/{peran_id}/akhiri", {"sampai": "", "alasan": "ya"}, page="/auth/peran")
    assert kurang.status_code == 422
    assert browser.post_form(f"/auth/peran/{peran_id}/akhiri", {"sampai": "", "alasan": ALASAN}, page="/auth/peran").status_code == 303
    assert "Dicabut" in browser.get("/auth/peran?tampil=lewat").get_data(as_text=True)


def test_the_form_of_an_admin_of_a_part_offers_his_part_alone(kota_terisi: Kota) -> None:
    tengah, anak, luar = pohon(kota_terisi)
    kode = {str(u["id"]): u["kode"] for u in kota_terisi.admin.get("/auth/api/v1/unor").get_json()["data"]}
    identity = replace(kota_terisi.identitas(None, "admin_instansi"), peran_unit={"admin_instansi": frozenset({UUID(tengah)})})
    halaman = kota_terisi.svc.browser(identity).get("/auth/peran").get_data(as_text=True)
    assert f'value="{kode[tengah]} · ' in halaman
    assert f'value="{kode[anak]} · ' in halaman
    assert f'value="{kode[luar]} · ' not in halaman
    assert "Seluruh instansi" not in halaman
    assert "ppk" not in halaman.split('id="f-peran"')[1].split("</select>")[0]


def test_one_sees_ones_own_roles_and_their_ends(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    beri(kota_terisi.admin, p4, sampai=f"{clock.today('Asia/Jakarta').year + 1}-08-17")
    browser = kota_terisi.svc.browser(kota_terisi.identitas(p4))
    assert f"17 Agu {clock.today('Asia/Jakarta').year + 1}" in browser.get("/auth/akun").get_data(as_text=True)
    assert csrf(browser.get("/auth/akun").get_data(as_text=True))


# ---- rules without a database


def _peran(dari: date | None, sampai: date | None, **lain: Any) -> PeranPegawai:
    return PeranPegawai(UUID(int=1), UUID(int=2), "admin_instansi", None, dari, sampai, DASAR, **lain)


@pytest.mark.parametrize(
    ("masa", "kosong"),
    [
        ([], date(2026, 5, 1)),
        ([(None, None)], None),
        ([(date(2026, 5, 2), None)], date(2026, 5, 1)),
        ([(None, date(2026, 6, 30)), (date(2026, 7, 1), None)], None),
        ([(None, date(2026, 6, 30)), (date(2026, 7, 2), None)], date(2026, 7, 1)),
        ([(None, date(2026, 6, 30)), (date(2026, 6, 1), date(2026, 8, 1))], date(2026, 8, 2)),
        ([(None, date(2020, 1, 1))], date(2026, 5, 1)),
    ],
)
def test_the_first_day_without_an_admin(masa: list[tuple[date | None, date | None]], kosong: date | None) -> None:
    assert hari_tanpa_admin([_peran(*m) for m in masa], date(2026, 5, 1)) == kosong


def test_what_holds_everywhere_needs_no_units_and_what_was_revoked_does_not_hold() -> None:
    seluruh = _peran(None, None)
    sebagian = replace(seluruh, unor_id=UUID(int=9))
    hari = date(2026, 5, 1)
    assert pemegangan([seluruh, sebagian], hari) == Pemegangan(frozenset({"admin_instansi"}))
    dicabut = replace(seluruh, dicabut_pada=datetime(2026, 1, 1, tzinfo=UTC))
    assert pemegangan([dicabut, sebagian], hari) == Pemegangan(frozenset(), (("admin_instansi", (UUID(int=9),)),))
