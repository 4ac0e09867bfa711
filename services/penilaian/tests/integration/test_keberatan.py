"""The objection through the API: T1 of the sample, the clocks to the last second, who sees and decides what, and what the others are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from services.penilaian.tests.integration.test_alur import API, evaluasi_id, masuk
from services.penilaian.tests.integration.test_pengganti import pengganti
from services.penilaian.tests.mothers import (
    DINAS,
    INSTANSI_LAIN,
    P1,
    P2,
    P3,
    P4,
    S0,
    SDN,
    T1,
    T2,
    indikator,
    instansi,
    laporan_setahun,
    pegawai,
    penugasan,
    rhk,
    skp_pegawai,
    uid,
    unor,
)

from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import use_cases
from shared import clock
from shared.contracts import auth, capaian
from shared.contracts import penilaian as kontrak
from shared.testing.service import ServiceUnderTest

WIB = timedelta(hours=7)
DISAMPAIKAN = datetime(2026, 1, 12, 9, 0, tzinfo=UTC) - WIB
DIAJUKAN = datetime(2026, 1, 16, 9, 0, tzinfo=UTC) - WIB
DIPUTUS = datetime(2026, 1, 27, 9, 0, tzinfo=UTC) - WIB
DETIK_TERAKHIR = datetime(2026, 1, 26, 23, 59, 59, tzinfo=UTC) - WIB

RHK_T1 = (
    rhk(1, "35.00", indikator("t1", "2", satuan="dokumen"), indikator("t2", "90", satuan="%", aspek="kualitas", cara_hitung="akhir")),
    rhk(2, "40.00", indikator("t3", "75", satuan="%", cara_hitung="akhir"), indikator("t4", "36", satuan="jam")),
    rhk(3, "25.00", indikator("t5", "4", satuan="sertifikat"), teks="Pengembangan diri"),
)
NIHIL = (None,) * 11
ANGKA_T1 = {"t1": (*NIHIL, "2"), "t2": (*NIHIL, "92"), "t3": (*NIHIL, "76"), "t4": (*NIHIL, "36"), "t5": (*NIHIL, "0")}
BUKTI = capaian.Bukti(uid("sertifikat"), indikator("t5", "4").id, "sertifikat.pdf", "application/pdf", 1200, "ab" * 32)
ALASAN = "Empat sertifikat pelatihan ada pada laporan Desember; tautannya sempat tertutup saat dinilai."
ISI = {"alasan": ALASAN, "pokok": ["hasil"], "rhk": [str(RHK_T1[2].id)], "bukti": [str(BUKTI.id)]}
PUTUSAN = {
    "putusan": "diterima",
    "alasan": "Keempat sertifikat dapat dibuka dan sah, jadi RHK 3 tercapai.",
    "rating_hasil": "sesuai_ekspektasi",
    "realisasi": [{"indikator_id": str(RHK_T1[2].indikator[0].id), "angka": "4"}],
}


def siapkan(svc: ServiceUnderTest) -> UUID:
    """T1, rated by P3 under P1, delivered on 12 January 2026 at 09.00 WIB with 85.39."""
    skp = skp_pegawai(T1, penilai=P3, atasan=P1, unor_id=SDN, isi=RHK_T1)
    svc.deliver(
        instansi(),
        unor(DINAS, "Dinas Pendidikan", None),
        unor(SDN, "SDN Contoh 1", DINAS),
        pegawai(S0, penugasan(DINAS)),
        pegawai(P1, penugasan(DINAS, kepala=True, penilai=S0)),
        pegawai(P3, penugasan(SDN, kepala=True, penilai=P1, atasan=S0)),
        pegawai(T1, penugasan(SDN, penilai=P3, atasan=P1)),
        skp,
        *laporan_setahun(skp, angka=ANGKA_T1, bukti=[BUKTI]),
    )
    id_ = evaluasi_id(svc, T1)
    dinilai = {
        "rating_hasil": "di_bawah_ekspektasi",
        "alasan_hasil": "RHK 3 tidak terbukti: tautan sertifikat tidak dapat dibuka.",
        "rating_perilaku": "sesuai_ekspektasi",
        "perilaku": [{"kode": kode, "skor": "100"} for kode in ("BP", "AK", "KP", "HM", "LY", "AD", "KB")],
        "organisasi_belum": "Capaian sekolah belum ditetapkan pimpinan.",
    }
    penilai = pada(svc, P3, DISAMPAIKAN)
    versi = penilai.get(f"{API}/evaluasi/{id_}").json["version"]
    assert penilai.put(f"{API}/evaluasi/{id_}", json=dinilai, headers={"If-Match": f'"{versi}"'}).status_code == 200
    tetap = penilai.post(f"{API}/evaluasi/{id_}/tetapkan")
    assert tetap.status_code == 200, tetap.json
    assert (tetap.json["nilai_skp"], tetap.json["nkp"], tetap.json["predikat"]) == ("75.66", "85.39", "butuh_perbaikan")
    assert penilai.post(f"{API}/evaluasi/{id_}/sampaikan").status_code == 200
    return id_


def pada(svc, siapa, saat, **kw):
    client = masuk(svc, siapa, **kw)
    client.environ_base["HTTP_X_KINERJA_JAM"] = saat.isoformat()
    return client


def ajukan(svc, id_, *, siapa=T1, saat=DIAJUKAN, isi=None):
    return pada(svc, siapa, saat).post(f"{API}/evaluasi/{id_}/keberatan", json=isi or ISI)


def lakukan(svc, keberatan_id, apa, siapa, saat=DIPUTUS, isi=None, **kw):
    return pada(svc, siapa, saat, **kw).post(
        f"{API}/keberatan/{keberatan_id}/{apa}", json={"teks": "Sesuai catatan saya."} if isi is None else isi
    )


def terakhir(svc):
    return [e for e in svc.published(kontrak.Evaluasi) if e.pegawai_id == T1][-1]


def test_t1_is_corrected_from_85_39_to_100_39(svc):
    id_ = siapkan(svc)
    diajukan = ajukan(svc, id_)
    assert diajukan.status_code == 201, diajukan.json
    k = diajukan.json["id"]
    assert (diajukan.json["status"], diajukan.json["batas_penjelasan"], diajukan.json["batas_putusan"]) == (
        "diajukan",
        "2026-01-21",
        "2026-01-30",
    )
    assert (terakhir(svc).status, terakhir(svc).keberatan, terakhir(svc).pemutus_keberatan_id) == ("keberatan", "diajukan", P1)
    jelas = lakukan(svc, k, "jelaskan", P3, datetime(2026, 1, 20, 3, tzinfo=UTC), {"teks": "Tautan sertifikat tidak dapat saya buka."})
    assert (jelas.status_code, jelas.json["penjelasan_terlambat"]) == (200, False)
    bahan = pada(svc, P1, DIPUTUS).get(f"{API}/keberatan/{k}").json
    assert (bahan["evaluasi"]["nkp"], bahan["evaluasi"]["predikat"], bahan["hubungan"]) == ("85.39", "butuh_perbaikan", ["pemutus"])
    assert bahan["evaluasi"]["jejak"]["langkah"] and bahan["penjelasan"]["teks"].startswith("Tautan")
    assert {(b["nama"], b["dirujuk"]) for b in bahan["berkas"]} == {("sertifikat.pdf", True)}
    lama = bahan["evaluasi"]["hash"]
    diputus = lakukan(svc, k, "putuskan", P1, isi=PUTUSAN)
    assert diputus.status_code == 200, diputus.json
    hasil = pada(svc, T1, DIPUTUS).get(f"{API}/evaluasi/{id_}").json
    assert (hasil["status"], hasil["nilai_skp"], hasil["nkp"], hasil["predikat"]) == ("final", "100.66", "100.39", "baik")
    assert hasil["jejak"]["langkah"][-1]["rumus"] == "60 % \u00d7 100,66 + 40 % \u00d7 100,00"
    assert [i["realisasi"] for r in hasil["rhk"] for i in r["indikator"]] == ["2", "92", "76", "36", "4"]
    (sebelum,) = hasil["sebelum"]
    assert (sebelum["nkp"], sebelum["predikat"], sebelum["hash"]) == ("85.39", "butuh_perbaikan", lama) and hasil["hash"] != lama
    kabar = terakhir(svc)
    assert (str(kabar.nkp), kabar.predikat, kabar.status, kabar.keberatan) == ("100.39", "baik", "final", "diterima")
    assert (str(kabar.sebelum.nkp), kabar.sebelum.predikat, kabar.dikoreksi_pada) == ("85.39", "butuh_perbaikan", DIPUTUS)
    assert [
        len(svc.published(t))
        for t in (kontrak.KeberatanDiajukan, kontrak.KeberatanDiputus, kontrak.PenilaianDikoreksi, kontrak.PenilaianFinal)
    ] == [1] * 4
    assert svc.published(kontrak.KeberatanDiputus)[0].dikoreksi is True
    (baris,) = pada(svc, P3, DIPUTUS).get(f"{API}/antrian?tahun=2025").json["data"]
    assert (baris["nilai_skp"], baris["nkp"], baris["predikat"]) == ("100.66", "100.39", "baik")


def test_the_last_second_counts_and_the_next_is_too_late(svc):
    id_ = siapkan(svc)
    terlambat = ajukan(svc, id_, saat=DETIK_TERAKHIR + timedelta(seconds=1))
    assert (terlambat.status_code, terlambat.json["code"]) == (409, "kedaluwarsa")
    assert "26 Januari 2026 pukul 23.59.59" in terlambat.json["detail"]
    assert svc.connection.execute(sa.text("SELECT count(*) FROM keberatan")).scalar_one() == 0
    assert ajukan(svc, id_, saat=DETIK_TERAKHIR).status_code == 201


def test_filing_after_silence_has_accepted_is_still_told_to_be_too_late(svc):
    id_ = siapkan(svc)

    def malam(saat: datetime) -> int:
        with clock.at(saat), svc.open_unit() as uow:
            assert isinstance(uow, UnitOfWork)
            return use_cases.terima_yang_lewat(uow)

    assert malam(DETIK_TERAKHIR) == 0
    assert malam(DETIK_TERAKHIR + timedelta(seconds=1)) == 1
    assert ajukan(svc, id_, saat=DETIK_TERAKHIR + timedelta(hours=1)).json["code"] == "kedaluwarsa"
    assert terakhir(svc).status == "final"


def test_working_days_are_counted_where_the_instansi_says_so(svc):
    id_ = siapkan(svc)
    kerja = auth.Pengaturan(metode="linear_120", hitungan_keberatan="kerja")
    svc.deliver(instansi(pengaturan=kerja, version=2))
    batas = pada(svc, T1, DIAJUKAN).get(f"{API}/evaluasi/{id_}").json["batas_keberatan"]
    assert batas == "2026-02-02"  # Isra Mikraj on 16 January is none of the fourteen
    assert ajukan(svc, id_, saat=DETIK_TERAKHIR + timedelta(days=3)).status_code == 201


def test_silence_does_not_accept_while_an_objection_runs(svc):
    id_ = siapkan(svc)
    k = ajukan(svc, id_).json["id"]
    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)), svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        assert use_cases.terima_yang_lewat(uow) == 0
    assert pada(svc, T1, DIPUTUS).post(f"{API}/evaluasi/{id_}/terima").status_code == 409
    assert lakukan(svc, k, "cabut", T1, isi={}).json["status"] == "dicabut"
    assert (terakhir(svc).status, terakhir(svc).keberatan) == ("disampaikan", "dicabut")
    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)), svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        assert use_cases.terima_yang_lewat(uow) == 1


def test_an_objection_is_filed_once_also_after_it_was_withdrawn(svc):
    id_ = siapkan(svc)
    k = ajukan(svc, id_).json["id"]
    assert ajukan(svc, id_).status_code == 409
    lakukan(svc, k, "cabut", T1, DIAJUKAN, {})
    lagi = ajukan(svc, id_)
    assert lagi.status_code == 409 and "satu kali" in lagi.json["detail"]


@pytest.mark.parametrize(("siapa", "kode"), [(P3, 403), (P1, 403), (P4, 404), (T2, 404)])
def test_nobody_objects_for_somebody_else(svc, siapa, kode):
    assert ajukan(svc, siapkan(svc), siapa=siapa).status_code == kode


@pytest.mark.parametrize(
    ("isi", "kolom"),
    [
        ({"alasan": "Tidak setuju."}, "alasan"),
        ({"pokok": [], "rhk": []}, "pokok"),
        ({"pokok": ["gaji"]}, "pokok.0"),
        ({"rhk": [str(uuid4())]}, "rhk"),
        ({"bukti": [str(uuid4())]}, "bukti"),
        ({"perilaku": ["XX"]}, "perilaku.0"),
        ({"asing": 1}, "asing"),
    ],
)
def test_a_filing_that_does_not_hold_together_is_named_by_field(svc, isi, kolom):
    id_ = siapkan(svc)
    jawab = ajukan(svc, id_, isi={**ISI, **isi})
    assert jawab.status_code == 422 and kolom in jawab.json["errors"], jawab.json
    assert terakhir(svc).status == "disampaikan"


@pytest.mark.parametrize(
    ("isi", "kolom"),
    [
        ({"putusan": "ditolak"}, "putusan"),
        ({"rating_hasil": None, "realisasi": []}, "putusan"),
        ({"alasan": "Baik."}, "alasan"),
        ({"rating_perilaku": "di_bawah_ekspektasi"}, "rating_perilaku"),
        ({"perilaku": {"AK": "90"}}, "perilaku.AK"),
        ({"realisasi": [{"indikator_id": str(RHK_T1[0].indikator[0].id), "angka": "1"}]}, f"realisasi.{RHK_T1[0].id}"),
        ({"realisasi": [{"indikator_id": str(uuid4()), "angka": "1"}]}, "realisasi"),
    ],
)
def test_a_decision_never_harms_and_says_what_does_not_hold(svc, isi, kolom):
    id_ = siapkan(svc)
    k = ajukan(svc, id_).json["id"]
    jawab = lakukan(svc, k, "putuskan", P1, isi={**PUTUSAN, **isi})
    assert jawab.status_code == 422 and kolom in jawab.json["errors"], jawab.json
    assert pada(svc, T1, DIPUTUS).get(f"{API}/keberatan/{k}").json["status"] == "diajukan"
    assert str(terakhir(svc).nkp) == "85.39"


def test_a_refusal_keeps_the_result_and_makes_it_final(svc):
    id_ = siapkan(svc)
    k = ajukan(svc, id_).json["id"]
    isi = {"putusan": "ditolak", "alasan": "Sertifikat yang dirujuk bertanggal sebelum tahun penilaian."}
    assert lakukan(svc, k, "putuskan", P1, isi=isi).status_code == 200
    assert (terakhir(svc).status, str(terakhir(svc).nkp), terakhir(svc).sebelum, terakhir(svc).keberatan) == (
        "final",
        "85.39",
        None,
        "ditolak",
    )
    assert svc.published(kontrak.PenilaianDikoreksi) == []
    assert lakukan(svc, k, "putuskan", P1, isi=PUTUSAN).status_code == 409


def test_the_evaluator_is_heard_before_the_decision_or_lets_his_time_pass(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    batas = datetime(2026, 1, 21, 23, 59, 59, tzinfo=UTC) - WIB
    awal = lakukan(svc, k, "putuskan", P1, batas, PUTUSAN)
    assert awal.status_code == 409 and "penjelasan" in awal.json["detail"]
    telat = lakukan(svc, k, "jelaskan", P3, batas + timedelta(seconds=1))
    assert telat.json["penjelasan_terlambat"] is True
    assert lakukan(svc, k, "jelaskan", P3).status_code == 409


def test_the_decider_asks_and_the_person_answers_once(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    assert lakukan(svc, k, "tanggapi", T1).status_code == 409
    assert lakukan(svc, k, "periksa", P1, isi={"teks": " "}).status_code == 422
    assert lakukan(svc, k, "periksa", P1, isi={"teks": "Kapan sertifikat keempat terbit?"}).json["status"] == "diperiksa"
    assert terakhir(svc).keberatan == "diperiksa"
    assert lakukan(svc, k, "tanggapi", T1).json["tanggapan"]["teks"] == "Sesuai catatan saya."
    assert lakukan(svc, k, "tanggapi", T1).status_code == 409


@pytest.mark.parametrize(
    ("siapa", "apa"),
    [(P3, "putuskan"), (T1, "putuskan"), (P1, "jelaskan"), (T1, "jelaskan"), (P3, "cabut"), (P1, "tanggapi"), (P3, "periksa")],
)
def test_each_deed_is_one_sides(svc, siapa, apa):
    k = ajukan(svc, siapkan(svc)).json["id"]
    jawab = lakukan(svc, k, apa, siapa, isi=PUTUSAN if apa == "putuskan" else None)
    assert jawab.status_code == 403 and "Hanya" in jawab.json["detail"]


def test_who_has_nothing_to_do_with_it_finds_nothing(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    assert pada(svc, P4, DIPUTUS).get(f"{API}/keberatan/{k}").status_code == 404
    assert pada(svc, P1, DIPUTUS, instansi_id=INSTANSI_LAIN).get(f"{API}/keberatan/{k}").status_code == 404
    assert pada(svc, P4, DIPUTUS).get(f"{API}/keberatan?milik=putus").json["data"] == []
    assert pada(svc, P4, DIPUTUS).get(f"{API}/keberatan?milik=instansi").status_code == 403


def test_officers_see_what_their_role_opens(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    admin = pada(svc, P4, DIPUTUS, peran={"admin_instansi"}).get(f"{API}/keberatan/{k}").json
    assert admin["status"] == "diajukan" and not {"isi", "evaluasi", "berkas", "penjelasan"} & admin.keys()
    pengelola = pada(svc, P4, DIPUTUS, peran={"pengelola_kinerja"}).get(f"{API}/keberatan/{k}").json
    assert pengelola["isi"]["alasan"] == ALASAN and pengelola["berkas"] is None
    auditor = pada(svc, P4, DIPUTUS, peran={"auditor"}).get(f"{API}/keberatan/{k}").json
    assert [b["nama"] for b in auditor["berkas"]][:1] == ["sertifikat.pdf"]
    assert lakukan(svc, k, "putuskan", P4, isi=PUTUSAN, peran={"ppk"}).status_code == 403


def test_after_the_time_for_the_decision_the_ppk_may_decide_as_well(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    lewat = datetime(2026, 1, 31, 3, tzinfo=UTC)
    assert [b["id"] for b in pada(svc, P4, lewat, peran={"ppk"}).get(f"{API}/keberatan?milik=putus").json["data"]] == [k]
    jawab = lakukan(svc, k, "putuskan", P4, lewat, PUTUSAN, peran={"ppk"})
    assert jawab.status_code == 200 and jawab.json["putusan"]["sebagai"] == "ppk"


def test_who_rated_in_the_evaluators_place_does_not_decide(svc):
    """The superior countersigned it himself, so the next one up decides."""
    id_ = siapkan(svc)
    svc.connection.execute(
        sa.text("UPDATE evaluasi SET dokumen = jsonb_set(dokumen, '{ditetapkan_oleh}', to_jsonb(CAST(:p AS text))) WHERE id = :id"),
        {"p": str(P1), "id": id_},
    )
    k = ajukan(svc, id_).json["id"]
    assert terakhir(svc).pemutus_keberatan_id == S0
    assert lakukan(svc, k, "putuskan", P1, isi=PUTUSAN).status_code == 403
    assert lakukan(svc, k, "putuskan", S0, isi=PUTUSAN).status_code == 200


def test_without_anybody_above_the_ppk_decides(svc):
    id_ = siapkan(svc)
    svc.deliver(
        pegawai(
            P1,
            auth.Penugasan(
                uid("dulu"), DINAS, "Unit", "Jabatan", "jpt", None, "IV/c", True, None, None, date(2020, 1, 1), date(2025, 12, 31)
            ),
            version=2,
        )
    )
    k = ajukan(svc, id_).json["id"]
    assert terakhir(svc).pemutus_keberatan_id is None
    assert lakukan(svc, k, "putuskan", P2, isi=PUTUSAN, peran={"ppk"}).status_code == 200


def test_a_plh_of_the_decider_decides_in_his_name(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    svc.deliver(pengganti(id=uid("plh"), pegawai_id=P2, unor_id=DINAS, digantikan_id=P1, sampai=date(2026, 2, 5)))
    assert [b["id"] for b in pada(svc, P2, DIPUTUS).get(f"{API}/keberatan?milik=putus").json["data"]] == [k]
    jawab = lakukan(svc, k, "putuskan", P2, isi=PUTUSAN)
    assert jawab.status_code == 200 and jawab.json["putusan"]["sebagai"] == "plh"


def test_the_lists_are_each_sides_own(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    for siapa, milik in ((T1, "saya"), (P3, "penilai"), (P1, "putus")):
        semua = {
            m: [b["id"] for b in pada(svc, siapa, DIPUTUS).get(f"{API}/keberatan?milik={m}").json["data"]]
            for m in ("saya", "penilai", "putus")
        }
        assert semua == {m: [k] if m == milik else [] for m in semua}


def test_a_stale_version_is_refused_and_deeds_and_reads_are_in_the_trail(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    basi = pada(svc, P3, DIPUTUS).post(f"{API}/keberatan/{k}/jelaskan", json={"teks": "x"}, headers={"If-Match": '"7"'})
    assert basi.status_code == 412
    lakukan(svc, k, "jelaskan", P3)
    lakukan(svc, k, "putuskan", P1, isi=PUTUSAN)
    pada(svc, P1, DIPUTUS).get(f"{API}/keberatan/{k}")
    rows = svc.connection.execute(sa.text("SELECT aksi, sebagai, rincian FROM jejak WHERE objek = 'keberatan' ORDER BY id")).all()
    assert [(r.aksi, r.sebagai) for r in rows] == [
        ("keberatan.ajukan", "pegawai"),
        ("keberatan.jelaskan", "penilai"),
        ("keberatan.putuskan", "atasan_penilai"),
        ("baca", "atasan_penilai"),
    ]
    assert rows[2].rincian["diubah"] == ["rating_hasil", "realisasi"]
    assert not any("sertifikat" in str(r.rincian) or "sesuai_ekspektasi" in str(r.rincian) for r in rows)
