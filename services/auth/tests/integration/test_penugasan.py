"""Editing one person: transfers, absences, data, adding somebody; and appointing Plt and Plh."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from services.auth.tests.mothers import P1, P2, P3, P4, P5, T1, Kota

from shared.contracts import auth as contracts
from shared.testing.service import BrowserClient

SAAT = {"X-Kinerja-Jam": "2025-09-15T09:00:00+07:00"}
API = "/auth/api/v1"


def unor(kota: Kota, nama: str) -> str:
    return next(str(u["id"]) for u in kota.admin.get(f"{API}/unor").json["data"] if u["nama"] == nama)


def kirim(kota: Kota, jalur: str, **isi: Any) -> Any:
    return kota.admin.post(f"{API}{jalur}", json=isi, headers=SAAT)


def mutasi(kota: Kota, nip: str, unit: str, **isi: Any) -> Any:
    bawaan = {
        "unor_id": unor(kota, unit),
        "jabatan": "Pengolah Data",
        "jenis_jabatan": "pelaksana",
        "tmt": "2025-10-01",
        "golongan": "II/d",
    }
    return kirim(kota, f"/pegawai/{kota.id_dari(nip)}/mutasi", **{**bawaan, **isi})


def terakhir(kota: Kota, pegawai_id: UUID) -> contracts.Pegawai:
    return [p for p in kota.svc.published(contracts.Pegawai) if p.id == pegawai_id][-1]


def plh(kota: Kota, pengganti: str = P3, unit: str = "Bidang Pembinaan SD", **isi: Any) -> Any:
    bawaan = {
        "pegawai_id": str(kota.id_dari(pengganti)), "unor_id": unor(kota, unit), "jenis": "plh",
        "dari": "2025-09-16", "sampai": "2025-09-30", "sk_nomor": "800/21/2025",
    }  # fmt: skip
    return kirim(kota, "/pengganti", **{**bawaan, **isi})


def test_a_transfer_closes_the_post_before_and_tells_unit_and_evaluator(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    lihat = mutasi(kota_terisi, P4, "UPT SDN Contoh 1", terapkan=False).json
    assert (lihat["diterapkan"], lihat["terdampak"][0]["penilai_baru"]) == (False, "Sri Wahyuni, M.Pd.")
    assert "SKP baru disusun mulai 1 Oktober 2025" in lihat["akibat"][0]
    sebelum = len(kota_terisi.svc.published())
    hasil = mutasi(kota_terisi, P4, "UPT SDN Contoh 1")
    assert (hasil.status_code, hasil.json["diterapkan"]) == (200, True)
    orang = terakhir(kota_terisi, p4)
    assert [(s.mulai, s.selesai) for s in orang.penugasan][-2:] == [
        (orang.penugasan[-2].mulai, date(2025, 9, 30)),
        (date(2025, 10, 1), None),
    ]
    assert orang.penugasan[-1].penilai_id == kota_terisi.id_dari(P3)
    assert [m.tmt for m in kota_terisi.svc.published(contracts.PegawaiDimutasi)][-1] == date(2025, 10, 1)
    assert len(kota_terisi.svc.published()) > sebelum


def test_a_new_head_changes_the_evaluator_of_his_people_and_two_heads_are_refused(kota_terisi: Kota) -> None:
    ganda = mutasi(kota_terisi, P5, "Bidang Pembinaan SD", jabatan="Kepala Bidang", jenis_jabatan="administrator", kepala=True)
    assert (ganda.status_code, ganda.json["code"]) == (409, "double_head")
    assert "Agus Prasetyo" in ganda.json["detail"]
    akhir = kirim(kota_terisi, f"/pegawai/{kota_terisi.id_dari(P2)}/akhiri", selesai="2025-09-30").json
    assert {t["nama"] for t in akhir["terdampak"]} >= {"Rina Lestari, A.Md.", "Dimas Nugroho, S.E."}
    lowong = terakhir(kota_terisi, kota_terisi.id_dari(P4)).penugasan[-1]
    assert (lowong.penilai_id, [str(u) for u in lowong.unor_lowong]) == (
        kota_terisi.id_dari(P1),
        [unor(kota_terisi, "Bidang Pembinaan SD")],
    )
    hasil = mutasi(kota_terisi, P5, "Bidang Pembinaan SD", jabatan="Kepala Bidang", jenis_jabatan="administrator", kepala=True)
    assert hasil.status_code == 200, hasil.json
    assert terakhir(kota_terisi, kota_terisi.id_dari(P4)).penugasan[-1].penilai_id == kota_terisi.id_dari(P5)


@pytest.mark.parametrize(
    ("isi", "code", "bidang"),
    [
        ({"tmt": "2023-05-01"}, "year_closed", "tmt"),
        ({"tmt": "2027-01-01"}, "penugasan_invalid", "tmt"),
        ({"jenis_jabatan": "raja"}, "penugasan_invalid", "jenis_jabatan"),
        ({"unor_id": "00000000-0000-7000-8000-000000000001"}, "penugasan_invalid", "unor_id"),
        ({"jabatan": "  "}, "penugasan_invalid", "jabatan"),
    ],
)
def test_a_transfer_that_cannot_be_is_refused_at_its_field_and_nothing_is_written(
    kota_terisi: Kota, isi: dict[str, Any], code: str, bidang: str
) -> None:
    sebelum = len(kota_terisi.svc.published())
    jawaban = mutasi(kota_terisi, P4, "UPT SDN Contoh 1", **isi)
    assert (jawaban.status_code, jawaban.json["code"], list(jawaban.json["errors"])) == (422, code, [bidang])
    assert len(kota_terisi.svc.published()) == sebelum


def test_overlapping_posts_are_refused(kota_terisi: Kota) -> None:
    assert mutasi(kota_terisi, P4, "UPT SDN Contoh 1").status_code == 200
    jawaban = mutasi(kota_terisi, P4, "Dinas Pendidikan", tmt="2025-09-20")
    assert (jawaban.status_code, jawaban.json["code"]) == (422, "overlap")


def test_leave_travels_with_the_person_and_two_leaves_at_once_are_refused(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    jalur = f"/pegawai/{p4}/keadaan"
    assert kirim(kota_terisi, jalur, jenis="cuti_melahirkan", mulai="2025-10-01", selesai="2025-12-31", dasar="SK 12").status_code == 200
    assert [(k.jenis, k.selesai) for k in terakhir(kota_terisi, p4).keadaan] == [("cuti_melahirkan", date(2025, 12, 31))]
    ganda = kirim(kota_terisi, jalur, jenis="cuti_tahunan", mulai="2025-12-20", selesai="2026-01-03", dasar="SK 13")
    assert (ganda.status_code, list(ganda.json["errors"])) == (422, ["mulai"])
    assert "Tumpang tindih dengan Cuti melahirkan" in ganda.json["detail"]
    for isi, bidang in (
        ({"selesai": "2026-01-01"}, "selesai"),
        ({"selesai": None}, "selesai"),
        ({"dasar": " "}, "dasar"),
        ({"jenis": "liburan"}, "jenis"),
    ):
        salah = kirim(kota_terisi, jalur, **{"jenis": "cuti_tahunan", "mulai": "2026-02-01", "selesai": "2026-02-03", "dasar": "SK", **isi})
        assert (salah.status_code, list(salah.json["errors"])) == (422, [bidang]), isi


def test_retirement_ends_posts_and_sign_in_and_can_be_taken_back(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    assert kirim(kota_terisi, f"/pegawai/{p4}/keadaan", jenis="pensiun", mulai="2025-09-15", dasar="SK pensiun").status_code == 200
    orang = terakhir(kota_terisi, p4)
    assert (orang.aktif, orang.penugasan[-1].selesai) == (False, date(2025, 9, 14))
    batal = kota_terisi.admin.delete(f"{API}/pegawai/{p4}/keadaan/{orang.keadaan[0].id}", headers=SAAT)
    assert batal.status_code == 200
    orang = terakhir(kota_terisi, p4)
    assert (orang.aktif, orang.penugasan[-1].selesai, orang.keadaan) == (True, None, ())


def test_who_retires_on_a_day_to_come_becomes_inactive_on_that_day(kota_terisi: Kota) -> None:
    from auth.adapters.unit_of_work import UnitOfWork
    from auth.application.use_cases_penugasan import nonaktifkan_yang_tiba
    from shared import clock

    p4 = kota_terisi.id_dari(P4)
    kirim(kota_terisi, f"/pegawai/{p4}/keadaan", jenis="pensiun", mulai="2025-11-01", dasar="SK pensiun")
    assert terakhir(kota_terisi, p4).aktif
    with kota_terisi.svc.open_unit() as uow, clock.at(clock.end_of_day(date(2025, 11, 1), "Asia/Jakarta")):
        assert isinstance(uow, UnitOfWork)
        assert nonaktifkan_yang_tiba(uow) == 1
    assert not terakhir(kota_terisi, p4).aktif


def test_data_are_corrected_by_the_rules_of_the_nip_and_the_account_follows(kota_terisi: Kota) -> None:
    p4 = kota_terisi.id_dari(P4)
    jalur = f"{API}/pegawai/{p4}/data"
    isi = {"nama": "Rina Lestari, S.Kom.", "status": "pns"}

    def ubah(nip: str) -> Any:
        return kota_terisi.admin.put(jalur, json={**isi, "nip": nip}, headers=SAAT)

    assert [ubah(n).json["code"] for n in ("", "1993", "199302302019022904", P5)] == ["nip_e1", "nip_e1", "nip_e2", "nip_taken"]
    baru = "199305172019032905"
    assert ubah(baru).status_code == 200
    assert (terakhir(kota_terisi, p4).nip, terakhir(kota_terisi, p4).nama) == (baru, "Rina Lestari, S.Kom.")
    assert kota_terisi.sandi(baru)


def test_an_evaluator_without_nip_and_an_officer_with_nrp_can_be_added(kota_terisi: Kota) -> None:
    hasil = kirim(kota_terisi, "/pegawai", nama="Kombes Pol. Bayu Aji", status="pejabat_negara", nip="76010456")
    assert hasil.status_code == 200, hasil.json
    assert terakhir(kota_terisi, UUID(hasil.json["pegawai_id"])).nip == "76010456"
    assert kirim(kota_terisi, "/pegawai", nama="Tanpa Nomor", status="pns").json["code"] == "nip_e1"


def test_a_plh_is_appointed_told_ended_and_revoked(kota_terisi: Kota) -> None:
    lihat = plh(kota_terisi, terapkan=False).json
    assert lihat["dinilai"] == ["Dimas Nugroho, S.E.", "Rina Lestari, A.Md."]
    assert kota_terisi.svc.published(contracts.Pengganti) == []
    hasil = plh(kota_terisi).json["pengganti"]
    (diumumkan,) = kota_terisi.svc.published(contracts.Pengganti)
    assert (diumumkan.pegawai_id, diumumkan.digantikan_id, diumumkan.jenis) == (kota_terisi.id_dari(P3), kota_terisi.id_dari(P2), "plh")
    awal = kirim(kota_terisi, f"/pengganti/{hasil['id']}/akhiri", sampai="2025-09-20")
    assert (awal.status_code, awal.json["sampai"]) == (200, "2025-09-20")
    assert kirim(kota_terisi, f"/pengganti/{hasil['id']}/akhiri", sampai="2025-09-25").status_code == 422
    assert kirim(kota_terisi, f"/pengganti/{hasil['id']}/cabut", alasan="keliru").status_code == 422
    assert kirim(kota_terisi, f"/pengganti/{hasil['id']}/cabut", alasan="Salah orang, diganti SK baru.").json["dicabut"] is True
    assert kirim(kota_terisi, f"/pengganti/{hasil['id']}/cabut", alasan="Salah orang, diganti SK baru.").status_code == 409
    assert [(p.sampai, p.dicabut) for p in kota_terisi.svc.published(contracts.Pengganti)][-1] == (date(2025, 9, 20), True)


@pytest.mark.parametrize(
    ("isi", "bidang", "kalimat"),
    [
        ({"sampai": "2025-09-10"}, "sampai", "lebih awal daripada"),
        ({"dari": "2024-01-01", "sampai": "2024-02-01"}, "sampai", "sudah lewat"),
        ({"sampai": "2027-01-01"}, "sampai", "Paling lama satu tahun"),
        ({"jenis": "plt"}, "jenis", "dikepalai Agus Prasetyo"),
        ({"jenis": "pjs"}, "jenis", "Pilih Plt atau Plh"),
        ({"sk_nomor": " "}, "sk_nomor", "Isi nomor"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused_at_its_field(kota_terisi: Kota, isi: dict[str, str], bidang: str, kalimat: str) -> None:
    jawaban = plh(kota_terisi, **isi)
    assert (jawaban.status_code, list(jawaban.json["errors"])) == (422, [bidang])
    assert kalimat in jawaban.json["detail"]
    assert kota_terisi.svc.published(contracts.Pengganti) == []


def test_overlapping_substitutes_of_one_unit_are_refused(kota_terisi: Kota) -> None:
    assert plh(kota_terisi).status_code == 200
    jawaban = plh(kota_terisi, T1, dari="2025-09-30", sampai="2025-10-10")
    assert jawaban.status_code == 422
    assert "Plh Sri Wahyuni, M.Pd. sudah berlaku 16 September 2025 sampai 30 September 2025" in jawaban.json["detail"]


def test_who_retires_or_is_on_leave_in_the_span_is_no_substitute(kota_terisi: Kota) -> None:
    p3 = kota_terisi.id_dari(P3)
    kirim(kota_terisi, f"/pegawai/{p3}/keadaan", jenis="cuti_tahunan", mulai="2025-09-20", selesai="2025-09-22", dasar="SK")
    jawaban = plh(kota_terisi)
    assert (jawaban.status_code, "Cuti tahunan 20 September 2025" in jawaban.json["detail"]) == (422, True)
    p5 = kota_terisi.id_dari(P5)
    kirim(kota_terisi, f"/pegawai/{p5}/keadaan", jenis="pensiun", mulai="2025-09-25", dasar="SK")
    jawaban = plh(kota_terisi, P5)
    assert (jawaban.status_code, list(jawaban.json["errors"])) == (422, ["pegawai_id"])
    assert "Pensiun mulai 25 September 2025" in jawaban.json["detail"]


def test_nobody_becomes_the_evaluator_of_his_own_evaluator(kota_terisi: Kota) -> None:
    jawaban = plh(kota_terisi, P4, "Dinas Pendidikan")
    assert jawaban.status_code == 422
    assert "akan menilai penilainya sendiri, Agus Prasetyo" in jawaban.json["detail"]
    assert plh(kota_terisi, P2, "Dinas Pendidikan").status_code == 200


def test_a_substitute_who_retires_later_is_substitute_until_the_day_before(kota_terisi: Kota) -> None:
    plh(kota_terisi, P5)
    hasil = kirim(kota_terisi, f"/pegawai/{kota_terisi.id_dari(P5)}/keadaan", jenis="pensiun", mulai="2025-09-25", dasar="SK").json
    assert "Penggantiannya sebagai Plh ikut berakhir." in hasil["akibat"]
    assert kota_terisi.svc.published(contracts.Pengganti)[-1].sampai == date(2025, 9, 24)


def test_a_plt_fills_a_vacancy(kota_terisi: Kota) -> None:
    kirim(kota_terisi, f"/pegawai/{kota_terisi.id_dari(P2)}/akhiri", selesai="2025-09-15")
    hasil = plh(kota_terisi, P3, jenis="plt").json
    assert (hasil["pengganti"]["digantikan_id"], hasil["dinilai"]) == (None, ["Dimas Nugroho, S.E.", "Rina Lestari, A.Md."])


def test_republishing_tells_substitutes_again(kota_terisi: Kota) -> None:
    from auth.adapters.unit_of_work import UnitOfWork
    from auth.application.use_cases_organisasi import terbitkan_ulang

    plh(kota_terisi)
    with kota_terisi.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        list(terbitkan_ulang(uow))
    assert len(kota_terisi.svc.published(contracts.Pengganti)) == 2


def halaman(browser: BrowserClient, jalur: str) -> str:
    jawaban = browser.get(jalur, headers=SAAT)
    assert jawaban.status_code == 200, jalur
    return jawaban.text


def test_the_pages_show_the_consequences_first_and_apply_only_what_was_shown(kota_terisi: Kota) -> None:
    browser = kota_terisi.admin_browser
    p4 = kota_terisi.id_dari(P4)
    assert "Rina Lestari" in halaman(browser, f"/auth/pegawai/{p4}/mutasi")
    for jalur in ("keadaan", "ubah", "akhiri"):
        halaman(browser, f"/auth/pegawai/{p4}/{jalur}")
    halaman(browser, "/auth/pegawai/baru")
    isi = {"jenis": "cuti_tahunan", "mulai": "2025-10-01", "selesai": "2025-10-03", "dasar": "SK 1"}
    jalur = f"/auth/pegawai/{p4}/keadaan"
    versi = terakhir(kota_terisi, p4).version
    lihat = browser.post_form(jalur, data={**isi, "version": versi, "tindakan": "terapkan"}, headers=SAAT)
    assert lihat.status_code == 200, lihat.text[:2000]
    assert "Hari cuti tidak dihitung" in lihat.text
    assert terakhir(kota_terisi, p4).keadaan == ()
    sidik = lihat.text.split('name="diperiksa" value="')[1].split('"')[0]
    terap = browser.post_form(jalur, data={**isi, "version": versi, "diperiksa": sidik, "tindakan": "terapkan"}, headers=SAAT)
    assert terap.status_code == 303
    assert [k.jenis for k in terakhir(kota_terisi, p4).keadaan] == ["cuti_tahunan"]
    assert "Cuti tahunan" in halaman(browser, jalur)


def test_the_page_of_substitutes_lists_them_and_takes_one(kota_terisi: Kota) -> None:
    browser = kota_terisi.admin_browser
    assert "Tidak ada Plt atau Plh hari ini" in halaman(browser, "/auth/pengganti")
    isi = {
        "jenis": "plh",
        "unor_id": "Bidang Pembinaan SD",
        "pegawai_id": P3,
        "dari": "2025-09-15",
        "sampai": "2025-09-30",
        "sk_nomor": "800/1",
    }
    lihat = browser.post_form("/auth/pengganti", data={**isi, "tindakan": "periksa"}, headers=SAAT)
    assert "Rina Lestari" in lihat.text
    sidik = lihat.text.split('name="diperiksa" value="')[1].split('"')[0]
    assert browser.post_form("/auth/pengganti", data={**isi, "diperiksa": sidik, "tindakan": "terapkan"}, headers=SAAT).status_code == 303
    daftar = halaman(browser, "/auth/pengganti")
    assert "menggantikan Agus Prasetyo" in daftar
    salah = browser.post_form("/auth/pengganti", data={**isi, "pegawai_id": "Tidak Ada", "dari": "besok"}, headers=SAAT)
    assert (salah.status_code, "bukan tanggal" in salah.text, "Tidak Ada tidak ada" in salah.text) == (422, True, True)


def test_only_the_admin_changes_and_officers_read(kota_terisi: Kota) -> None:
    auditor = kota_terisi.svc.client(kota_terisi.identitas(None, "auditor"))
    pegawai = kota_terisi.svc.client(kota_terisi.identitas(kota_terisi.id_dari(P4)))
    p4 = kota_terisi.id_dari(P4)
    assert auditor.get(f"{API}/pengganti").status_code == 200
    assert pegawai.get(f"{API}/pengganti").status_code == 403
    for klien in (auditor, pegawai):
        assert klien.post(f"{API}/pegawai/{p4}/akhiri", json={"selesai": "2025-09-30"}).status_code == 403
        assert klien.get(f"/auth/pegawai/{p4}/mutasi").status_code == 403
