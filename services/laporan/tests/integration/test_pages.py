import re
from datetime import UTC, datetime

import pytest
from services.laporan.tests import mothers
from services.laporan.tests.mothers import identitas

from shared import clock
from shared.testing.service import ServiceUnderTest

PAGES = ["/laporan/beranda", "/laporan/", "/laporan/tim", "/laporan/tim?lingkup=langsung", "/laporan/instansi"]


def buka(svc: ServiceUnderTest, alamat: str, kode: str, *peran: str) -> str:
    answer = svc.browser(identitas(kode, *peran)).get(alamat)
    assert answer.status_code == 200, (alamat, answer.get_data(as_text=True)[:800])
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def teks(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def judul(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html)
    assert found
    return found.group(1)


@pytest.mark.parametrize("alamat", PAGES)
def test_pages_stay_within_ten_statements_and_sixty_kilobytes(kota: ServiceUnderTest, alamat: str) -> None:
    client = kota.browser(identitas("P1", "admin_instansi"))
    with kota.queries() as q:
        answer = client.get(alamat)
    assert answer.status_code == 200
    assert q.count <= 10, q.statements
    assert len(answer.data) <= 60_000


@pytest.mark.parametrize("alamat", PAGES)
def test_pages_have_no_inline_code_and_one_heading(kota: ServiceUnderTest, alamat: str) -> None:
    html = buka(kota, alamat, "P1", "admin_instansi")
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    assert html.count("<h1") == 1
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("alamat", PAGES)
def test_pages_work_before_any_event_has_arrived(svc: ServiceUnderTest, alamat: str) -> None:
    buka(svc, alamat, "P1", "admin_instansi")


def test_the_evaluator_reads_what_waits_for_him_by_deadline(kota: ServiceUnderTest) -> None:
    kota.deliver(
        mothers.evaluasi("T1", status="diajukan", version=9), mothers.skp_dari("P4", tahun=2026, status="diajukan"), *mothers.periode(2026)
    )
    html = buka(kota, "/laporan/beranda", "P3")
    assert judul(html) == "Tiga hal menunggu Anda, satu lewat batas"
    assert "Nilai tahunan 2025 untuk Budi Santoso, S.Pd." in html
    assert f'href="/penilaian/{mothers.kunci("ev-T1-2025-1")}"' in html
    assert "Lewat 1 hari kerja" in html
    html = buka(kota, "/laporan/beranda", "P2")
    assert "Setujui SKP 2026: Rina Lestari, A.Md." in html
    assert f'href="/skp/{mothers.kunci("skp-P4-2026-1")}/tinjau"' in html


def test_an_employee_with_nothing_to_do_reads_so(svc: ServiceUnderTest, januari: None) -> None:
    svc.deliver(*mothers.dasar(), *mothers.tahun_p4("final"))
    html = buka(svc, "/laporan/beranda", "P4")
    assert judul(html) == "Tidak ada yang menunggu Anda"
    assert "Nilai SKP" in html
    assert "111,09" in html


def test_the_employee_sees_whose_fault_a_delay_is(kota: ServiceUnderTest) -> None:
    kota.deliver(mothers.evaluasi("P4", status="diajukan", version=9))
    text = teks(buka(kota, "/laporan/beranda", "P4"))
    assert "Penilaian 2025 menunggu hasil" in text
    assert "Agus Prasetyo, M.Pd., sejak 5 Januari" in text
    assert "Lewat 1 hari kerja" in text
    assert "tidak dicatat atas nama Anda" in text


def test_the_leader_sees_his_line_and_who_is_waited_for(kota: ServiceUnderTest) -> None:
    kota.deliver(mothers.evaluasi("T1", status="diajukan", version=9))
    text = teks(buka(kota, "/laporan/beranda", "P1"))
    assert "Lini Anda, penilaian 2025" in text
    assert "UPT SDN Contoh 1 Sri Wahyuni, M.Pd. 1 dari 2 Sri Wahyuni, M.Pd. sejak 5 Januari" in text
    assert "Bawahan langsung 2 dari 2" in text


def test_the_admin_sees_what_only_he_can_mend(kota: ServiceUnderTest) -> None:
    kota.deliver(
        mothers.pegawai(
            "T2", 2, tugas=[mothers.penugasan("T2", nomor=2).__class__(**{**_fields(mothers.penugasan("T2", nomor=2)), "penilai_id": None})]
        )
    )
    text = teks(buka(kota, "/laporan/beranda", "X", "admin_instansi"))
    assert "Buka periode 2026" in text
    assert "1 pegawai tanpa pejabat penilai" in text
    assert "9 pegawai wajib SKP" in text


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]


def test_my_year_shows_skp_reports_and_result_on_one_page(kota: ServiceUnderTest) -> None:
    html = buka(kota, "/laporan/", "P4")
    text = teks(html)
    assert judul(html) == "Kinerja 2025 saya"
    for figure in ("103,65", "120,00", "111,09", "112,00", "111,46", "Sangat Baik", "100 % tepat waktu"):
        assert figure in text
    assert f"/laporan/dokumen/{mothers.kunci('ev-P4-2025-1')}.pdf" in html
    assert f"/penilaian/hasil/{mothers.kunci('ev-P4-2025-1')}" in html
    assert "Giliran Anda: baca hasil" in text


def test_my_year_hides_what_was_not_delivered(svc: ServiceUnderTest, januari: None) -> None:
    svc.deliver(*mothers.dasar(), *mothers.tahun_p4("ditetapkan"))
    text = teks(buka(svc, "/laporan/", "P4"))
    assert "111,46" not in text
    assert "Hasil Anda tampil setelah disampaikan penilai." in text
    assert "Menunggu Agus Prasetyo, M.Pd. menilai" in text
    assert "111,46" in teks(buka(svc, f"/laporan/pegawai/{mothers.kunci('P4')}", "P2"))


def test_lateness_is_told_with_its_days_and_its_excuse(kota: ServiceUnderTest) -> None:
    text = teks(buka(kota, "/laporan/", "P5"))
    for words in ("72,73 %", "8 dari 11", "Terlambat 12 hari", "Terlambat 15 hari", "Terlambat, dimaafkan", "sakit", "98,00"):
        assert words in text


def test_the_record_of_another_is_not_found(kota: ServiceUnderTest) -> None:
    assert kota.browser(identitas("T1")).get(f"/laporan/pegawai/{mothers.kunci('P4')}").status_code == 404
    assert kota.browser(identitas("T1")).get(f"/laporan/pegawai/{mothers.kunci('tak ada')}").status_code == 404


def test_the_year_can_be_switched(kota: ServiceUnderTest) -> None:
    kota.deliver(*mothers.periode(2024))
    assert 'href="/laporan/?tahun=2024"' in buka(kota, "/laporan/", "P4")
    assert "Belum ada SKP 2024" in buka(kota, "/laporan/?tahun=2024", "P4")
    assert kota.browser(identitas("P4")).get("/laporan/?tahun=abc").status_code == 422


def nama_di_tabel(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/laporan/pegawai/[^"]+">([^<]+)</a>', html)


def test_the_team_is_the_whole_line_or_the_direct_people(kota: ServiceUnderTest) -> None:
    whole = nama_di_tabel(buka(kota, "/laporan/tim", "P1"))
    assert whole == [
        "Agus Prasetyo, M.Pd.",
        "Budi Santoso, S.Pd.",
        "Dimas Nugroho, S.E.",
        "Maya Kurniasih, S.Pd.",
        "Ratna Dewi, M.Si.",
        "Rina Lestari, A.Md.",
        "Sri Wahyuni, M.Pd.",
    ]
    assert nama_di_tabel(buka(kota, "/laporan/tim?lingkup=langsung", "P1")) == [
        "Agus Prasetyo, M.Pd.",
        "Ratna Dewi, M.Si.",
        "Sri Wahyuni, M.Pd.",
    ]
    assert nama_di_tabel(buka(kota, "/laporan/tim", "P2")) == ["Dimas Nugroho, S.E.", "Rina Lestari, A.Md."]
    assert nama_di_tabel(buka(kota, "/laporan/tim", "T1")) == []


def test_the_team_table_is_filtered_with_counts_and_searched(kota: ServiceUnderTest) -> None:
    html = buka(kota, "/laporan/tim?saring=terlambat", "P1")
    assert nama_di_tabel(html) == ["Dimas Nugroho, S.E."]
    assert re.search(r'aria-current="true">Laporan terlambat <span class="k-redup">1</span>', html)
    assert nama_di_tabel(buka(kota, "/laporan/tim?cari=rina", "P1")) == ["Rina Lestari, A.Md."]
    assert nama_di_tabel(buka(kota, "/laporan/tim?cari=19930517", "P1")) == ["Rina Lestari, A.Md."]
    assert "Tidak ada yang cocok" in buka(kota, "/laporan/tim?cari=100%25", "P1")
    assert kota.browser(identitas("P1")).get("/laporan/tim?saring=x").status_code == 422


def test_only_officers_list_the_whole_instansi(kota: ServiceUnderTest) -> None:
    assert kota.browser(identitas("P1")).get("/laporan/tim?lingkup=instansi").status_code == 403
    assert len(nama_di_tabel(buka(kota, "/laporan/tim", "X", "pengelola_kinerja"))) == 9
    only = nama_di_tabel(buka(kota, f"/laporan/tim?lingkup=instansi&unit={mothers.BIDANG}", "X", "ppk"))
    assert only == ["Agus Prasetyo, M.Pd.", "Dimas Nugroho, S.E.", "Rina Lestari, A.Md."]
    assert len(nama_di_tabel(buka(kota, f"/laporan/tim?lingkup=instansi&unit={mothers.DINAS}", "X", "ppk"))) == 8


def test_the_dashboard_counts_with_denominators(kota: ServiceUnderTest) -> None:
    html = buka(kota, "/laporan/instansi", "X", "ppk")
    text = teks(html)
    assert judul(html) == "Kinerja 2025, Pemerintah Kota Contoh"
    for words in (
        "9 pegawai wajib SKP",
        "6 dari 6 yang SKP-nya disetujui",
        "7 dari 9",
        "6 dari 9",
        "68 dari 71",
        "Sesuai pola",
        "capaian organisasi Baik",
    ):
        assert words in text
    assert "66,7 % 4" in text
    assert "16,7 % 1" in text
    assert "disamarkan" not in text
    assert "Tertahan di siapa" in text
    assert "1 SKP menunggu" in text


def test_small_cells_are_hidden_from_readers_outside_the_line(kota: ServiceUnderTest) -> None:
    text = teks(buka(kota, "/laporan/instansi", "X", "admin_instansi"))
    assert "disamarkan" in text
    assert "66,7 % 4" not in text


def test_a_unit_can_be_opened_and_left_again(kota: ServiceUnderTest) -> None:
    html = buka(kota, f"/laporan/instansi?unit={mothers.DINAS}", "X", "ppk")
    assert judul(html) == "Kinerja 2025, Dinas Pendidikan"
    assert "UPT SDN Contoh 1" in html
    assert kota.browser(identitas("X", "ppk")).get("/laporan/instansi?unit=x").status_code == 404


def test_the_dashboard_is_closed_to_others_and_says_where_to_go(kota: ServiceUnderTest) -> None:
    answer = kota.browser(identitas("P4")).get("/laporan/instansi")
    assert answer.status_code == 403
    assert "hanya untuk admin instansi" in answer.get_data(as_text=True)


def test_an_event_is_visible_at_once(kota: ServiceUnderTest) -> None:
    kota.deliver(mothers.evaluasi("P4", status="final", version=8))
    assert "Selesai, tidak ada yang ditunggu" in buka(kota, "/laporan/", "P4")


def test_texts_of_people_are_never_markup(kota: ServiceUnderTest) -> None:
    kota.deliver(mothers.instansi(2, "<script>alert(1)</script>"))
    for alamat in PAGES:
        assert "<script>alert" not in buka(kota, alamat, "P1", "admin_instansi")


def test_the_day_is_that_of_the_instansi(kota: ServiceUnderTest) -> None:
    with clock.at(datetime(2026, 1, 19, 18, 0, tzinfo=UTC)):
        assert "Selasa, 20 Januari 2026" in buka(kota, "/laporan/beranda", "P4")
