"""The unit tree in time, and the pages of people and units."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from services.auth.tests.mothers import P2, P4, P5, Kota

from auth.application.use_cases_unor import berlakukan_unor
from shared import clock
from shared.contracts import auth as contracts

DASAR = "Peraturan Wali Kota Contoh 14/2026"


def hari_ini() -> date:
    return clock.today("Asia/Jakarta")


def unor(kota: Kota, kode: str) -> dict[str, Any]:
    return next(u for u in kota.admin.get("/auth/api/v1/unor").get_json()["data"] if u["kode"] == kode)


def ubah(kota: Kota, kode: str, **isi: Any) -> Any:
    kini = unor(kota, kode)
    badan = {
        "nama": kini["nama"],
        "jenis": kini["jenis"],
        "induk_id": kini["induk_id"],
        "berlaku_dari": hari_ini().isoformat(),
        "dasar": DASAR,
        **isi,
    }
    return kota.admin.post(f"/auth/api/v1/unor/{kini['id']}/perubahan", json=badan)


def pada(hari: date) -> Any:
    return clock.at(datetime(hari.year, hari.month, hari.day, 3, tzinfo=clock.UTC))


def test_a_unit_that_moves_tells_its_people_s_new_evaluators_and_keeps_the_past(kota_terisi: Kota) -> None:
    """SDN 1 goes under Bidang SD: its head is evaluated by the head of the Bidang from then on, and before by the head of the Dinas."""
    kota = kota_terisi
    nanti = hari_ini() + timedelta(days=30)
    bidang = unor(kota, "DISDIK-SD")["id"]
    pratinjau = ubah(kota, "SDN-1", induk_id=bidang, berlaku_dari=nanti.isoformat(), pratinjau=True)
    assert (pratinjau.status_code, pratinjau.get_json()["diterapkan"]) == (201, False)
    banyak = len(kota.svc.published())
    assert pratinjau.get_json()["orang_berubah"] == 3
    assert len(kota.svc.published()) == banyak
    assert ubah(kota, "SDN-1", induk_id=bidang, berlaku_dari=nanti.isoformat()).status_code == 201
    (keadaan,) = [e for e in kota.svc.published()[banyak:] if isinstance(e, contracts.Unor)]
    assert keadaan.induk_id == UUID(unor(kota, "DISDIK")["id"])
    assert [m.induk_id for m in keadaan.riwayat] == [keadaan.induk_id, UUID(bidang)]
    kepala = next(e for e in kota.svc.published()[banyak:] if isinstance(e, contracts.Pegawai) and e.nama.startswith("Sri"))
    assert [s.penilai_id for s in kepala.penugasan][-1] == kota.id_dari(P2)
    assert kepala.penugasan[-1].mulai == nanti


def test_what_was_planned_comes_into_force_on_its_day_and_is_told(kota_terisi: Kota) -> None:
    kota = kota_terisi
    nanti = hari_ini() + timedelta(days=10)
    ubah(kota, "DISDIK-SD", nama="Bidang Pendidikan Dasar", berlaku_dari=nanti.isoformat())
    assert unor(kota, "DISDIK-SD")["nama"] == "Bidang Pembinaan SD"
    with kota.svc.open_unit() as uow:
        assert berlakukan_unor(uow) == 0
    with pada(nanti):
        with kota.svc.open_unit() as uow:
            assert berlakukan_unor(uow) == 1
        assert unor(kota, "DISDIK-SD")["nama"] == "Bidang Pendidikan Dasar"
    assert kota.svc.published(contracts.Unor)[-1].nama == "Bidang Pendidikan Dasar"
    assert kota.svc.published(contracts.Pegawai)[-1].penugasan[-1].unor_nama == "Bidang Pendidikan Dasar"
    with pada(nanti), kota.svc.open_unit() as uow:
        assert berlakukan_unor(uow) == 0


def test_a_planned_change_can_be_cancelled(kota_terisi: Kota) -> None:
    kota = kota_terisi
    nanti = hari_ini() + timedelta(days=10)
    ubah(kota, "DISDIK-SD", nama="Bidang Pendidikan Dasar", berlaku_dari=nanti.isoformat())
    browser, alamat = kota.admin_browser, f"/auth/unor/{unor(kota, 'DISDIK-SD')['id']}"
    assert "Bidang Pendidikan Dasar" in browser.get(alamat).get_data(as_text=True)
    assert browser.post_form(f"{alamat}/batalkan", {"mulai": nanti.isoformat()}, page=alamat).status_code == 303
    assert "Bidang Pendidikan Dasar" not in browser.get(alamat).get_data(as_text=True)
    assert browser.post_form(f"{alamat}/batalkan", {"mulai": nanti.isoformat()}, page=alamat).status_code == 422


def test_the_tree_of_a_day_has_the_names_and_the_shape_of_that_day(kota_terisi: Kota) -> None:
    kota = kota_terisi
    ubah(kota, "DISDIK-SD", nama="Bidang Pendidikan Dasar", induk_id=unor(kota, "SETDA")["id"])
    lalu = (hari_ini() - timedelta(days=1)).isoformat()
    alamat = f"/auth/unor/{unor(kota, 'DISDIK-SD')['id']}"
    kini, dulu = (kota.admin_browser.get(a).get_data(as_text=True) for a in (alamat, f"{alamat}?tanggal={lalu}"))
    assert "<h1>Bidang Pendidikan Dasar</h1>" in kini and "Sekretariat Daerah</a></dd>" in kini
    assert "<h1>Bidang Pembinaan SD</h1>" in dulu and "Dinas Pendidikan</a></dd>" in dulu


@pytest.mark.parametrize(
    ("kode", "isi", "kata"),
    [
        ("DISDIK", {"induk": "DISDIK-SD"}, "Dinas Pendidikan → Bidang Pembinaan SD → Dinas Pendidikan"),
        ("KOTA", {"induk": "SDN-1"}, "UPT SDN Contoh 1"),
        ("DISDIK", {"induk": "DISDIK"}, "induk dirinya sendiri"),
        ("DISDIK", {"induk_id": str(uuid4())}, "tidak ada di instansi"),
        ("DISDIK", {"nama": ""}, "kosong"),
        ("DISDIK", {"nama": "x" * 400}, "lebih dari 300"),
        ("DISDIK", {"nama": "A\x07B"}, "tidak dapat dibaca"),
        ("DISDIK", {"jenis": "kerajaan"}, "Pilih jenis"),
        ("DISDIK", {"dasar": ""}, "Dasar perubahan"),
        ("DISDIK", {"berlaku_dari": "2019-01-01"}, "tidak berlaku pada"),
        ("DISDIK", {"berlaku_dari": "2300-01-01"}, "1960"),
        ("DISDIK", {}, "Tidak ada yang berubah"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(kota_terisi: Kota, kode: str, isi: dict[str, str], kata: str) -> None:
    kota = kota_terisi
    isi = dict(isi)
    if induk := isi.pop("induk", ""):
        isi["induk_id"] = unor(kota, induk)["id"]
    banyak = len(kota.svc.published())
    jawaban = ubah(kota, kode, **isi)
    assert jawaban.status_code == 422
    assert kata in str(jawaban.get_json()["errors"]) + jawaban.get_json()["detail"]
    assert len(kota.svc.published()) == banyak


def test_a_circle_that_would_come_only_later_is_refused_too(kota_terisi: Kota) -> None:
    """Bidang SD goes under SETDA next month; SETDA cannot go under Bidang SD today."""
    kota = kota_terisi
    nanti = (hari_ini() + timedelta(days=30)).isoformat()
    assert ubah(kota, "DISDIK-SD", induk_id=unor(kota, "SETDA")["id"], berlaku_dari=nanti).status_code == 201
    jawaban = ubah(kota, "SETDA", induk_id=unor(kota, "DISDIK-SD")["id"])
    assert (jawaban.status_code, jawaban.get_json()["code"]) == (422, "unit_cycle")


def test_a_unit_is_added_below_another_with_a_preview_on_the_page(kota_terisi: Kota) -> None:
    kota = kota_terisi
    browser = kota.admin_browser
    isi = {
        "kode": "DISDIK-SMP",
        "nama": "Bidang SMP",
        "jenis": "bidang",
        "induk": "DISDIK",
        "berlaku_dari": hari_ini().isoformat(),
        "dasar": DASAR,
    }
    pratinjau = browser.post_form("/auth/unor/tambah", isi, page="/auth/unor")
    assert pratinjau.status_code == 200
    assert "Pratinjau, belum disimpan" in pratinjau.get_data(as_text=True)
    assert all(u["kode"] != "DISDIK-SMP" for u in kota.admin.get("/auth/api/v1/unor").get_json()["data"])
    assert browser.post_form("/auth/unor/tambah", {**isi, "tahap": "terapkan"}, page="/auth/unor").status_code == 303
    assert unor(kota, "DISDIK-SMP")["induk_id"] == unor(kota, "DISDIK")["id"]
    ganda = browser.post_form("/auth/unor/tambah", isi, page="/auth/unor")
    assert ganda.status_code == 422
    assert "sudah dipakai" in ganda.get_data(as_text=True)


def test_a_unit_ends_only_when_nobody_is_in_it_any_more(kota_terisi: Kota) -> None:
    kota = kota_terisi
    akhir = hari_ini().isoformat()
    for kode, kata in (("DISDIK-SD", "masih bertugas"), ("DISDIK", "masih berada di bawah")):
        jawaban = kota.admin.post(f"/auth/api/v1/unor/{unor(kota, kode)['id']}/akhiri", json={"sampai": akhir, "dasar": DASAR})
        assert jawaban.status_code == 409
        assert kata in jawaban.get_json()["detail"]
    kosong = unor(kota, "DISDIK-SEK")["id"]
    assert kota.admin.post(f"/auth/api/v1/unor/{kosong}/akhiri", json={"sampai": akhir, "dasar": DASAR}).status_code == 200
    besok = (hari_ini() + timedelta(days=1)).isoformat()
    assert "Sekretariat Dinas" not in kota.admin_browser.get(f"/auth/unor/{unor(kota, 'DISDIK')['id']}?tanggal={besok}").get_data(
        as_text=True
    )


def test_the_head_is_named_from_those_who_serve_in_the_unit(kota_terisi: Kota) -> None:
    kota = kota_terisi
    alamat = f"/auth/unor/{unor(kota, 'DISDIK-SD')['id']}"
    browser = kota.admin_browser
    orang_lain = browser.post_form(f"{alamat}/kepala", {"kepala_id": str(kota.admin_id)}, page=alamat)
    assert orang_lain.status_code == 422
    ganda = browser.post_form(f"{alamat}/kepala", {"kepala_id": str(kota.id_dari(P4))}, page=alamat)
    assert ganda.status_code == 409
    assert "dikepalai Agus Prasetyo" in ganda.get_data(as_text=True)


def test_other_roles_and_other_instansi_change_no_unit(kota_terisi: Kota) -> None:
    kota = kota_terisi
    satu = unor(kota, "DISDIK-SD")
    badan = {"nama": "X Y", "jenis": "bidang", "induk_id": None, "berlaku_dari": hari_ini().isoformat(), "dasar": DASAR}
    for identitas, status in (
        (kota.identitas(None, "pengelola_kinerja"), 403),
        (kota.identitas(None, "ppk"), 403),
        (kota.svc.identity(peran={"admin_instansi"}), 404),
    ):
        assert kota.svc.client(identitas).post(f"/auth/api/v1/unor/{satu['id']}/perubahan", json=badan).status_code == status
    lain = kota.svc.client(kota.svc.identity(peran={"admin_instansi"}))
    assert lain.post(f"/auth/api/v1/unor/{satu['id']}/akhiri", json={"sampai": hari_ini().isoformat(), "dasar": DASAR}).status_code == 404


# Lists and searching


def test_branches_are_fetched_one_by_one(kota_terisi: Kota) -> None:
    kota = kota_terisi
    potongan = kota.admin_browser.get(f"/auth/unor/{unor(kota, 'DISDIK')['id']}/anak").get_data(as_text=True)
    assert "Bidang Pembinaan SD" in potongan and "<html" not in potongan
    assert kota.admin_browser.get(f"/auth/unor/{uuid4()}/anak").status_code == 404


def test_the_list_of_people_filters_by_part_of_the_tree_status_post_and_missing_evaluator(kota_terisi: Kota) -> None:
    kota = kota_terisi
    browser = kota.admin_browser
    dinas = unor(kota, "DISDIK")["id"]

    def nama(alamat: str) -> str:
        return str(browser.get(f"/auth/pegawai?{alamat}&potongan=1").get_data(as_text=True))

    assert "Rina Lestari" in nama(f"unor={dinas}") and "Larasati" not in nama(f"unor={dinas}")
    assert "Maya" in nama("status=pppk") and "Rina" not in nama("status=pppk")
    assert "Rina" in nama("jenis=pelaksana") and "Maya" not in nama("jenis=pelaksana")
    assert "Tidak ada yang cocok" in nama("tanpa_penilai=ya")
    assert "Rina Lestari" in nama("cari=les+rin") and "Budi" not in nama("cari=les+rin")
    assert "Tidak ada yang cocok" in nama("cari=%25")
    assert "Dimas" in nama("cari=1991+0908")
    assert "<html" not in nama("cari=rina")
    assert browser.get("/auth/pegawai?unor=bukan-uuid").status_code == 422
    assert browser.get(f"/auth/pegawai?unor={uuid4()}").status_code == 404


def test_a_persons_page_is_for_those_who_manage_people_and_for_oneself(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4, p5 = kota.id_dari(P4), kota.id_dari(P5)
    assert kota.svc.browser(kota.identitas(p4)).get(f"/auth/pegawai/{p4}").status_code == 200
    assert kota.svc.browser(kota.identitas(p4)).get(f"/auth/pegawai/{p5}").status_code == 404
    assert kota.svc.browser(kota.identitas(p4)).get("/auth/pegawai").status_code == 403
    halaman = kota.admin_browser.get(f"/auth/pegawai/{p5}").get_data(as_text=True)
    assert halaman.index("Bidang Pembinaan SD") < halaman.index("Sekretariat Dinas")
    assert f"/auth/pegawai/{p5}/mutasi" in halaman
    assert "/mutasi" not in kota.svc.browser(kota.identitas(None, "auditor")).get(f"/auth/pegawai/{p5}").get_data(as_text=True)


def test_those_to_choose_from_are_named_by_post_only_and_from_three_letters_on(kota_terisi: Kota) -> None:
    saya = kota_terisi.svc.browser(kota_terisi.identitas(kota_terisi.id_dari(P4)))
    banyak = saya.get("/auth/atasan/calon?cari=agus&nama=usul_id").get_data(as_text=True)
    assert "Agus Prasetyo" in banyak and 'name="usul_id"' in banyak and "1979" not in banyak
    assert "Agus" not in saya.get("/auth/atasan/calon?cari=ag").get_data(as_text=True)
    lain = kota_terisi.svc.browser(kota_terisi.svc.identity(peran={"admin_instansi"}))
    assert "Agus" not in lain.get("/auth/atasan/calon?cari=agus").get_data(as_text=True)


def test_searching_among_many_people_uses_the_index_of_words(kota_terisi: Kota) -> None:
    """Row-level security keeps LIKE from using an index; the range of a word does not leak and may."""
    kota = kota_terisi
    isi = {"i": kota.instansi_id}
    kota.svc.connection.execute(
        sa.text(
            "INSERT INTO pegawai (id, instansi_id, nip, nama, status, aktif, jabatan, version)"
            " SELECT gen_random_uuid(), :i, NULL, 'Orang' || n || ' Marga' || (n * 7919 % 40009), 'pns', true, '[]', 1 FROM generate_series(1, 20000) n"
        ),
        isi,
    )
    kota.svc.connection.execute(
        sa.text(
            "INSERT INTO kata_pegawai (pegawai_id, kata, instansi_id, nama) SELECT id, kata, instansi_id, nama FROM pegawai, regexp_split_to_table(lower(nama), ' ') kata"
            " WHERE nama LIKE 'Orang%'"
        )
    )
    kota.svc.connection.execute(sa.text("ANALYZE pegawai, kata_pegawai, penugasan, akun"))
    dilihat: list[tuple[str, Any]] = []

    def catat(_koneksi: Any, _cursor: Any, perintah: str, isi: Any, *_lain: Any) -> None:
        dilihat.append((perintah, isi))

    sa.event.listen(kota.svc.connection.engine, "before_cursor_execute", catat)
    halaman = kota.admin_browser.get("/auth/pegawai?cari=marga1234&potongan=1").get_data(as_text=True)
    sa.event.remove(kota.svc.connection.engine, "before_cursor_execute", catat)
    assert "Marga1234" in halaman
    ((perintah, parameter),) = [(p, i) for p, i in dilihat if "kata_pegawai" in p]
    with kota.svc.database.transaction(str(kota.instansi_id)) as connection:
        rencana = "\n".join(connection.exec_driver_sql(f"EXPLAIN {perintah}", parameter).scalars())
    assert "kata_pegawai_awalan" in rencana
    assert "Seq Scan on kata_pegawai" not in rencana
    assert "Seq Scan on pegawai " not in rencana
