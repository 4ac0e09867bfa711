from dataclasses import replace
from datetime import date
from uuid import uuid4

from laporan.domain import tenggat
from laporan.domain.kalender import Kalender
from laporan.domain.tenggat import ButirEvaluasi, ButirLaporan, ButirSkp, Jendela

KAL = Kalender({date(2026, 1, 1), date(2026, 1, 16)})
HARI_INI = date(2026, 1, 19)
SKP_2026 = Jendela(2026, date(2026, 1, 20), date(2026, 1, 31))
NILAI_2025 = Jendela(2025, date(2026, 1, 15), date(2026, 1, 31))
SEJAK = date(2020, 1, 1)


def skp(status: str, **kw: date) -> ButirSkp:
    return ButirSkp(uuid4(), 2026, status, "Agus Prasetyo", "Dr. Bambang", **kw)


def laporan(
    nama: str,
    status: str = "draf",
    *,
    selesai: date = date(2025, 12, 31),
    normal: date = date(2026, 1, 8),
    akhir: date = date(2026, 1, 22),
    **kw: date,
) -> ButirLaporan:
    return ButirLaporan(uuid4(), nama, status, "Rina", "Agus", selesai, normal, akhir, **kw)


def evaluasi(status: str, pegawai: str = "Agus Prasetyo", **kw: date) -> ButirEvaluasi:
    return ButirEvaluasi(uuid4(), 2025, status, pegawai, "Dr. Bambang", **kw)


def test_holidays_and_weekends_are_no_working_days() -> None:
    assert KAL.jumlah(date(2026, 1, 15), date(2026, 1, 19)) == 1
    assert KAL.tambah(date(2026, 1, 14), 5) == date(2026, 1, 22)
    assert KAL.jumlah(date(2026, 1, 19), date(2026, 1, 15)) == -1


def test_who_has_no_skp_yet_is_asked_to_make_one_by_the_normal_day() -> None:
    (task,) = tenggat.tugas_skp([], [SKP_2026], SEJAK, KAL, HARI_INI)
    assert (task.jenis, task.batas, task.sisa, task.alamat) == ("skp_susun", date(2026, 1, 20), 1, "/skp/")


def test_after_the_last_open_day_only_the_admin_can_help() -> None:
    (task,) = tenggat.tugas_skp([], [SKP_2026], SEJAK, KAL, date(2026, 2, 3))
    assert task.terkunci
    assert "admin instansi" in task.teks
    assert tenggat.hitung_tugas([task]) == (0, 0)


def test_a_post_that_began_in_august_has_until_the_twentieth_of_august() -> None:
    (task,) = tenggat.tugas_skp([], [Jendela(2026, date(2026, 1, 20), date(2026, 1, 31))], date(2026, 8, 1), KAL, date(2026, 8, 5))
    assert task.batas == date(2026, 8, 20)
    assert not task.terkunci


def test_without_a_post_nobody_is_asked_for_a_skp() -> None:
    assert tenggat.tugas_skp([], [SKP_2026], None, KAL, HARI_INI) == []


def test_a_returned_skp_has_three_working_days() -> None:
    (task,) = tenggat.tugas_skp([skp("dikembalikan", dikembalikan=HARI_INI)], [SKP_2026], SEJAK, KAL, HARI_INI)
    assert (task.jenis, task.batas) == ("skp_perbaiki", date(2026, 1, 22))


def test_a_submitted_or_cancelled_skp_asks_its_employee_nothing_but_the_cancelled_one_leaves_him_without() -> None:
    assert tenggat.tugas_skp([skp("diajukan")], [SKP_2026], SEJAK, KAL, HARI_INI) == []
    assert tenggat.tugas_skp([skp("dibatalkan")], [SKP_2026], SEJAK, KAL, HARI_INI)[0].jenis == "skp_susun"


def test_reports_become_one_line_with_the_earliest_deadline() -> None:
    nov = laporan("November", selesai=date(2025, 11, 30), normal=date(2025, 12, 5), akhir=date(2026, 1, 20))
    (task,) = tenggat.tugas_laporan([laporan("Desember"), nov], KAL, HARI_INI)
    assert task.judul == "Kirim laporan November dan Desember"
    assert task.batas == date(2025, 12, 5)
    assert task.lewat


def test_the_report_of_a_running_month_is_not_due() -> None:
    assert (
        tenggat.tugas_laporan(
            [laporan("Januari", selesai=date(2026, 1, 31), normal=date(2026, 2, 6), akhir=date(2026, 2, 13))], KAL, HARI_INI
        )
        == []
    )


def test_a_locked_report_stands_apart_and_names_the_admin() -> None:
    tasks = tenggat.tugas_laporan(
        [laporan("Oktober", selesai=date(2025, 10, 31), akhir=date(2025, 11, 14)), laporan("Desember")], KAL, HARI_INI
    )
    assert [t.jenis for t in tasks] == ["laporan_kirim", "laporan_terkunci"]
    assert tasks[1].terkunci


def test_the_evaluator_has_five_working_days_to_agree() -> None:
    (task,) = tenggat.tugas_setujui(
        [skp("diajukan", diajukan=date(2026, 1, 14)), skp("diajukan", diajukan=date(2026, 1, 15))], KAL, HARI_INI
    )
    assert task.batas == date(2026, 1, 22)
    assert task.sisa == 3
    assert (task.tombol, task.alamat) == ("Tinjau 2 SKP", "/skp/tim")
    assert task.teks == "Diajukan 14 sampai 15 Januari."


def test_ratings_past_the_normal_day_are_late_and_still_open() -> None:
    (task,) = tenggat.tugas_nilai([evaluasi("diajukan"), evaluasi("dinilai", "Sri Wahyuni")], [NILAI_2025], KAL, HARI_INI)
    assert task.judul == "Nilai tahunan 2025 untuk Agus Prasetyo dan Sri Wahyuni"
    assert task.sisa == -1
    assert "31 Januari" in task.teks


def test_a_fixed_result_still_has_to_be_delivered() -> None:
    (task,) = tenggat.tugas_nilai([evaluasi("ditetapkan")], [NILAI_2025], KAL, HARI_INI)
    assert task.jenis == "evaluasi_sampaikan"


def test_a_delivered_result_waits_fourteen_days_for_its_reader() -> None:
    (task,) = tenggat.tugas_hasil([evaluasi("disampaikan", disampaikan=date(2026, 1, 12))], KAL, HARI_INI)
    assert task.batas == date(2026, 1, 26)


def test_sent_reports_of_several_people_are_one_line() -> None:
    (task,) = tenggat.tugas_terima(
        [laporan("Desember", "dikirim", dikirim=date(2026, 1, 6)), laporan("November", "dikirim", dikirim=date(2026, 1, 5))], KAL, HARI_INI
    )
    assert task.judul == "Terima 2 laporan: Rina"


def test_the_list_is_sorted_by_deadline_with_the_locked_last() -> None:
    tasks = [
        *tenggat.tugas_admin(tahun_ada=[2025], tanpa_penilai=2, unit_tanpa_kepala=0, kalender=KAL, hari_ini=HARI_INI),
        *tenggat.tugas_laporan(
            [laporan("Oktober", selesai=date(2025, 10, 31), akhir=date(2025, 11, 14)), laporan("Desember")], KAL, HARI_INI
        ),
        *tenggat.tugas_nilai([evaluasi("diajukan")], [NILAI_2025], KAL, HARI_INI),
    ]
    assert [t.jenis for t in tenggat.urutkan(tasks)] == [
        "laporan_kirim",
        "evaluasi_nilai",
        "periode_buka",
        "tanpa_penilai",
        "laporan_terkunci",
    ]


def test_what_waits_on_the_evaluator_counts_his_delay_as_his() -> None:
    waiting = tenggat.penantian(
        [skp("diajukan", diajukan=date(2026, 1, 5))], [], [evaluasi("diajukan", diajukan=date(2026, 1, 5))], [NILAI_2025], KAL, HARI_INI
    )
    assert [(w.siapa, w.lewat) for w in waiting] == [("Dr. Bambang", 4), ("Dr. Bambang", 1)]


def test_more_than_three_names_are_counted() -> None:
    assert tenggat.daftar(["A", "B", "C", "D", "E"]) == "A, B dan 3 lainnya"
    assert tenggat.daftar(["A"]) == "A"


def test_in_january_people_still_work_on_the_old_year() -> None:
    assert tenggat.tahun_berjalan(date(2026, 1, 31)) == 2025
    assert tenggat.tahun_berjalan(date(2026, 2, 1)) == 2026


def test_a_revision_asks_its_writer_or_its_evaluator_and_lets_the_other_see_the_wait() -> None:
    diminta, diajukan, ditulis, kembali = (
        replace(skp("disetujui" if tahap == "diminta" else "revisi"), tahap=tahap, tahap_sejak=date(2026, 1, 14))
        for tahap in ("diminta", "diajukan", "disusun", "dikembalikan")
    )
    tugas = tenggat.tugas_revisi([ditulis, kembali, diajukan], [diminta, diajukan, ditulis], KAL, HARI_INI)
    assert [(t.judul, t.alamat) for t in tugas] == [
        ("Susun revisi SKP 2026", f"/skp/{ditulis.id}"),
        ("Perbaiki revisi SKP 2026", f"/skp/{kembali.id}"),
        ("Putuskan permintaan revisi SKP 2026: Agus Prasetyo", f"/skp/{diminta.id}"),
        ("Setujui revisi SKP 2026: Agus Prasetyo", f"/skp/{diajukan.id}/tinjau"),
    ]
    assert [t.batas for t in tugas][2:] == [tenggat.tenggat_setuju(date(2026, 1, 14), KAL)] * 2
    menunggu = tenggat.penantian([diminta, diajukan, ditulis], [], [], [], KAL, HARI_INI)
    assert [p.judul for p in menunggu] == ["Revisi SKP 2026 menunggu dibuka", "Revisi SKP 2026 menunggu persetujuan"]
