"""Rows against what is there."""

from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest
from services.auth.tests.mothers import P1, P2, P4, P5, P9, PADA, T1, isi, lembar_contoh, lembar_cuti

from auth.domain.bentuk import kenali, pemberitahuan
from auth.domain.impor import HasilImpor, bandingkan
from auth.domain.tanggal import baca

Lembar = dict[str, list[list[object]]]


def _impor(lembar: object, dasar: HasilImpor | None = None) -> HasilImpor:
    return bandingkan(isi(lembar), dasar.unor if dasar else [], dasar.pegawai if dasar else [], pada=PADA, id_baru=uuid4)  # type: ignore[arg-type]


def _satu(hasil: HasilImpor) -> tuple[str, int, str, str]:
    (d,) = hasil.ditolak
    return d.lembar, d.baris, d.kolom, d.sebab


def test_the_sample_is_new_once_and_unchanged_the_second_time() -> None:
    pertama = _impor(lembar_contoh())
    kedua = _impor(lembar_contoh(), pertama)
    assert (pertama.hitung("baru"), pertama.ditolak) == (16, ())
    assert (kedua.hitung("baru"), kedua.hitung("berubah"), kedua.hitung("tetap")) == (0, 0, 16)
    assert (kedua.unor, kedua.pegawai, kedua.mutasi) == ((), (), ())


@pytest.mark.parametrize(
    ("nomor", "kata"),
    [
        ("19720415199713901", "17 angka"),
        ("197202301997031901", "30 Februari 1972"),
        ("199506122023152901", "angka 13 dan 14"),
        ("", "NIP kosong"),
        (1.9720415199703e17, "teks"),
    ],
)
def test_a_bad_nip_is_rejected_with_its_row_and_what_to_do(nomor: object, kata: str) -> None:
    lembar = lembar_contoh()
    lembar["Pegawai"] += [[nomor, "Pegawai Baru", "PNS", "Ya", ""]]  # type: ignore[list-item]
    tempat, baris, kolom, sebab = _satu(_impor(lembar))
    assert (tempat, baris, kolom) == ("Pegawai", 12, "NIP")
    assert kata.casefold() in sebab.casefold()


def test_a_row_names_every_fault_it_has() -> None:
    lembar = lembar_contoh()
    lembar["Pegawai"] += [[P4, "", "Honorer", "Mungkin", "raja"]]
    assert {d.kolom for d in _impor(lembar).ditolak} == {"NIP", "Nama", "Status", "Aktif", "Peran"}


def test_an_unknown_unit_is_rejected_with_the_likely_one() -> None:
    lembar = lembar_contoh()
    lembar["Penugasan"][6][2] = "DISDIK-SDN"
    _, baris, kolom, sebab = _satu(_impor(lembar))
    assert (baris, kolom) == (7, "Kode Unit")
    assert "Mungkin maksudnya DISDIK-SD." in sebab


def test_units_above_themselves_are_rejected() -> None:
    lembar = lembar_contoh()
    lembar["Unit"] += [["A", "A", "Bidang", "B", date(2020, 1, 1), ""], ["B", "B", "Bidang", "A", date(2020, 1, 1), ""]]
    hasil = _impor(lembar)
    assert {(d.baris, d.kolom) for d in hasil.ditolak} == {(8, "Kode Induk"), (9, "Kode Induk")}
    assert not {"A", "B"} & {u.kode for u in hasil.unor}


@pytest.mark.parametrize(("lembar_nama", "salinan"), [("Unit", 1), ("Pegawai", 2), ("Penugasan", 2)])
def test_the_same_row_twice_is_rejected_once(lembar_nama: str, salinan: int) -> None:
    lembar = lembar_contoh()
    lembar[lembar_nama].append(lembar[lembar_nama][salinan])
    assert _satu(_impor(lembar))[:2] == (lembar_nama, len(lembar[lembar_nama]))


def test_two_heads_of_one_unit_are_rejected() -> None:
    lembar = lembar_contoh()
    lembar["Penugasan"][6][7] = "Ya"
    tempat, _, kolom, sebab = _satu(_impor(lembar))
    assert (tempat, kolom) == ("Penugasan", "Kepala Unit")
    assert "Agus Prasetyo" in sebab


def test_a_name_that_is_not_the_owner_of_the_nip_is_rejected() -> None:
    lembar = lembar_contoh()
    lembar["Penugasan"][6][1] = "Orang Lain"
    assert _satu(_impor(lembar))[2] == "Nama"


def test_a_post_outside_the_life_of_its_unit_is_rejected() -> None:
    lembar = lembar_contoh()
    lembar["Unit"][5][5] = date(2025, 6, 30)
    assert {d.kolom for d in _impor(lembar).ditolak} == {"TMT"}


def test_who_evaluates_himself_or_does_not_exist_is_rejected() -> None:
    lembar = lembar_contoh()
    lembar["Penugasan"][6][8] = P4
    lembar["Penugasan"][4][8] = "199001012015011001"
    assert [(d.baris, d.kolom) for d in _impor(lembar).ditolak] == [(5, "Penilai"), (7, "Penilai")]


def test_a_sheet_cannot_make_an_administrator() -> None:
    lembar = lembar_contoh()
    lembar["Pegawai"][6][4] = "admin_instansi"
    pertama, akibat = _impor(lembar).ditolak
    assert "tidak dapat diberikan lewat impor" in pertama.sebab
    assert "Betulkan baris itu dulu" in akibat.sebab


def test_roles_given_elsewhere_survive_an_import() -> None:
    pertama = _impor(lembar_contoh())
    dasar = replace(pertama, pegawai=tuple(replace(p, peran=("admin_instansi",)) if p.nip == P4 else p for p in pertama.pegawai))
    lembar = lembar_contoh()
    lembar["Pegawai"][6][4] = "auditor"
    (p4,) = [p for p in _impor(lembar, dasar).pegawai if p.nip == P4]
    assert p4.peran == ("admin_instansi", "auditor")


def test_a_move_closes_the_old_post_and_tells_the_consequence() -> None:
    pertama = _impor(lembar_contoh())
    pindah = lembar_contoh()
    pindah["Penugasan"] += [
        [P4, "Rina Lestari, A.Md.", "SDN-1", "Pengolah Data", "Pelaksana", "", "II/d", "Tidak", "", date(2026, 2, 1), ""]
    ]
    hasil = _impor(pindah, pertama)
    (p4,) = hasil.pegawai
    assert [(j.mulai, j.selesai) for j in p4.jabatan] == [(date(2025, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), None)]
    assert [m.tmt for m in hasil.mutasi] == [date(2026, 2, 1)]
    (perubahan,) = [p for p in hasil.perubahan if p.jenis == "berubah"]
    assert perubahan.akibat == ("SKP berjalan ditutup 31 Januari 2026, SKP baru dibuka 1 Februari 2026.",)
    dasar = HasilImpor((), (), pertama.unor, tuple(p4 if p.id == p4.id else p for p in pertama.pegawai), ())
    assert _impor(pindah, dasar).pegawai == ()
    assert _impor(lembar_contoh(), dasar).pegawai == ()


def test_a_new_head_changes_his_people_though_they_are_not_in_the_sheet() -> None:
    pertama = _impor(lembar_contoh())
    lembar = lembar_contoh()
    kepala = lembar["Penugasan"]
    baru: dict[str, list[list[object]]] = {
        "Unit": [list(lembar["Unit"][0])],
        "Pegawai": [list(lembar["Pegawai"][0])],
        "Penugasan": [
            list(kepala[0]),
            [P2, "", "DISDIK-SD", "Kepala Bidang", "Administrator", "", "IV/a", "Ya", "", date(2025, 1, 1), date(2025, 12, 31)],
            [P9, "", "DISDIK-SD", "Kepala Bidang", "Administrator", "", "IV/a", "Ya", "", date(2026, 1, 1), ""],
        ],
    }
    hasil = _impor(baru, pertama)
    ikut = {p.pengenal for p in hasil.perubahan if p.baris is None}
    assert hasil.ditolak == ()
    assert ikut == {P4, P5}


def test_only_a_state_official_may_be_without_nip() -> None:
    lembar = lembar_contoh()
    lembar["Pegawai"][1][0] = P1
    assert _impor(lembar).ditolak[0].kolom == "NIP"


def test_missing_and_doubled_columns_are_named_and_unknown_ones_left_out_with_a_notice() -> None:
    assert "Kode Induk" in kenali(["Kode", "Nama", "Jenis", "Berlaku Dari"], "Unit")[1][0]
    assert "lebih dari sekali" in kenali(["NIP", "NIP", "Nama", "Status"], "Pegawai")[1][0]
    bentuk, salah = kenali(["NIP", "Nama", "Kode Unit", "Jabatan", "Jenis Jabatan", "Kepala Unit", "TMT", "Pennilai"], "Penugasan")
    assert bentuk
    assert not salah
    assert "Pennilai (mungkin maksudnya Penilai)" in pemberitahuan(bentuk, "Penugasan")[0]


@pytest.mark.parametrize("teks", ["2025-08-01", "01/08/2025", "1-8-2025", "1 Agustus 2025", "1 Agu 2025", datetime(2025, 8, 1)])  # noqa: DTZ001
def test_days_are_read_as_people_write_them(teks: str | datetime) -> None:
    assert baca(teks) == date(2025, 8, 1)


@pytest.mark.parametrize("teks", ["", "31/02/2025", "Agustus", "2025", "1 Foo 2025"])
def test_what_is_no_day_is_refused(teks: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        baca(teks)


def _cuti(*baris: list[object], dasar: HasilImpor | None = None) -> HasilImpor:
    return _impor({**lembar_contoh(), "Cuti": lembar_cuti(*baris)}, dasar)  # type: ignore[arg-type]


TAHUNAN: list[object] = [P4, "Rina Lestari, A.Md.", "Cuti tahunan", date(2026, 3, 2), date(2026, 3, 6), "851/1"]


def _keadaan(hasil: HasilImpor, nip: str) -> list[tuple[str, date, date | None]]:
    (orang,) = [p for p in hasil.pegawai if p.nip == nip]
    return [(k.jenis, k.mulai, k.selesai) for k in orang.keadaan]


def test_leave_is_new_once_unchanged_the_second_time_and_corrected_in_place() -> None:
    pertama = _cuti(TAHUNAN, [P5, "", "CLTN", "1 Februari 2026", "31/01/2027", "800/2"])
    assert (pertama.ditolak, _keadaan(pertama, P4)) == ((), [("cuti_tahunan", date(2026, 3, 2), date(2026, 3, 6))])
    assert _keadaan(pertama, P5) == [("cltn", date(2026, 2, 1), date(2027, 1, 31))]
    lagi = _cuti(TAHUNAN, [P5, "", "CLTN", "1 Februari 2026", "31/01/2027", "800/2"], dasar=pertama)
    assert (lagi.hitung("berubah"), lagi.pegawai) == (0, ())
    ubah = _cuti([*TAHUNAN[:2], "Cuti sakit", TAHUNAN[3], date(2026, 3, 9), "851/9"], dasar=pertama)
    assert _keadaan(ubah, P4) == [("cuti_sakit", date(2026, 3, 2), date(2026, 3, 9))]
    (beda,) = [p.beda for p in ubah.perubahan if p.jenis == "berubah"]
    assert [(b.kolom, b.lama, b.baru) for b in beda] == [
        (
            "Cuti",
            "Cuti tahunan 2 Maret 2026 sampai 6 Maret 2026, 851/1",
            "Cuti sakit 2 Maret 2026 sampai 9 Maret 2026, 851/9",
        )
    ]


def test_a_leave_cut_short_makes_room_whatever_the_order_of_the_rows() -> None:
    dasar = _cuti([P4, "", "Cuti besar", date(2026, 3, 2), date(2026, 3, 31), "851/1"])
    baru = _cuti(
        [P4, "", "Cuti sakit", date(2026, 3, 16), date(2026, 3, 18), "851/2"],
        [P4, "", "Cuti besar", date(2026, 3, 2), date(2026, 3, 13), "851/1"],
        dasar=dasar,
    )
    assert baru.ditolak == ()
    assert _keadaan(baru, P4) == [
        ("cuti_besar", date(2026, 3, 2), date(2026, 3, 13)),
        ("cuti_sakit", date(2026, 3, 16), date(2026, 3, 18)),
    ]


def test_a_leave_over_one_that_is_stored_is_rejected_and_the_stored_ones_stay() -> None:
    dasar = _cuti(TAHUNAN, [P4, "", "Cuti sakit", date(2026, 3, 9), date(2026, 3, 13), "851/2"])
    hasil = _cuti([*TAHUNAN[:4], date(2026, 3, 10), "851/1"], dasar=dasar)
    tempat, nomor, kolom, sebab = _satu(hasil)
    assert (tempat, nomor, kolom, "Cuti sakit 9 Maret 2026" in sebab) == ("Cuti", 2, "Mulai", True)
    assert hasil.pegawai == ()


@pytest.mark.parametrize(
    ("baris", "kolom", "kata"),
    [
        (["198001012005011199", "", *TAHUNAN[2:]], "NIP", "tidak ada di lembar Pegawai maupun di sistem"),
        ([P4, "Orang Lain", *TAHUNAN[2:]], "Nama", "milik Rina Lestari"),
        ([*TAHUNAN[:4], date(2026, 3, 1), "851/1"], "Selesai", "lebih awal"),
        ([*TAHUNAN[:4], "", "851/1"], "Selesai", "Isi sampai tanggal berapa"),
        ([*TAHUNAN[:2], "Cuti hamil", *TAHUNAN[3:]], "Jenis", "tidak dikenal"),
        ([*TAHUNAN[:3], "=A1+3", *TAHUNAN[4:]], "Mulai", "tempel sebagai nilai"),
        ([*TAHUNAN[:3], 46083.0, *TAHUNAN[4:]], "Mulai", "Ubah format sel menjadi tanggal"),
        ([*TAHUNAN[:3], "besok", *TAHUNAN[4:]], "Mulai", "bukan tanggal"),
        ([*TAHUNAN[:5], ""], "Dasar", "Dasar kosong"),
        ([*TAHUNAN[:3], date(2024, 3, 2), date(2024, 3, 6), "851/1"], "Mulai", "tidak punya penugasan"),
    ],
)
def test_a_bad_leave_is_rejected_with_its_row_and_what_to_do(baris: list[object], kolom: str, kata: str) -> None:
    tempat, nomor, di, sebab = _satu(_cuti(baris))
    assert (tempat, nomor, di) == ("Cuti", 2, kolom)
    assert kata in sebab


def test_overlapping_leave_is_rejected_and_the_rest_of_the_person_stays() -> None:
    hasil = _cuti(TAHUNAN, [P4, "", "Cuti besar", date(2026, 3, 5), date(2026, 4, 30), "851/2"], TAHUNAN)
    assert [(d.baris, d.kolom) for d in hasil.ditolak] == [(3, "Mulai"), (4, "Mulai")]
    assert "Tumpang tindih dengan Cuti tahunan" in hasil.ditolak[0].sebab
    assert "sudah ada di baris 2" in hasil.ditolak[1].sebab
    assert _keadaan(hasil, P4) == [("cuti_tahunan", date(2026, 3, 2), date(2026, 3, 6))]


def test_retirement_in_the_sheet_ends_the_post() -> None:
    dasar = _impor(lembar_contoh())
    hasil = bandingkan(
        isi({"Unit": [["Kode"]], "Pegawai": [["NIP"]], "Penugasan": [["NIP"]], "Cuti": lembar_cuti([T1, "", "Pensiun", date(2026, 6, 1), "", "SK 5"])}),
        dasar.unor, dasar.pegawai, pada=PADA, id_baru=uuid4,
    )  # fmt: skip
    (orang,) = hasil.pegawai
    assert (orang.nip, orang.jabatan[-1].selesai, orang.aktif) == (T1, date(2026, 5, 31), True)


def test_what_a_complete_list_of_leave_lacks_is_proposed_then_removed_but_not_of_closed_years_or_faulty_people() -> None:
    dasar = _cuti(
        TAHUNAN,
        [P4, "", "Cuti sakit", date(2025, 2, 3), date(2025, 2, 4), "851/0"],
        [P5, "", "Cuti sakit", date(2026, 2, 3), date(2026, 2, 4), "851/3"],
        [T1, "", "Pensiun", date(2026, 8, 1), "", "SK"],
    )
    daftar = isi({"Unit": [["Kode"]], "Pegawai": [["NIP"]], "Penugasan": [["NIP"]], "Cuti": lembar_cuti([P5, "", "Cuti", "x", "y", ""])})
    pada = date(2026, 3, 1)
    usul = bandingkan(daftar, dasar.unor, dasar.pegawai, pada=pada, id_baru=uuid4, cuti_lengkap="usulkan")
    assert [(h.pengenal, [b.lama for b in h.beda]) for h in usul.hilang] == [(P4, ["Cuti tahunan 2 Maret 2026 sampai 6 Maret 2026, 851/1"])]
    assert usul.pegawai == ()
    hapus = bandingkan(daftar, dasar.unor, dasar.pegawai, pada=pada, id_baru=uuid4, cuti_lengkap="hapus")
    assert _keadaan(hapus, P4) == [("cuti_sakit", date(2025, 2, 3), date(2025, 2, 4))]
    assert len(hapus.pegawai) == 1


@pytest.mark.parametrize(
    ("kepala", "sel", "jenis"),
    [
        (["NIP BARU", "NAMA", "JENIS CUTI", "TANGGAL AWAL", "TANGGAL AKHIR", "SK NOMOR"], [P4, "X", "Cuti Karena Alasan Penting", "02-03-2026", "06-03-2026", "S"], "Cuti alasan penting"),
        (["nipBaru", "skNomor", "skTanggal", "tanggalAwal", "tanggalAkhir", "tanggalAktif", "nomorLetterBkn"], [P4, "S", "", "02-03-2026", "06-03-2026", "", "L"], "Cuti di luar tanggungan negara"),
        (["NIP BARU", "JENIS", "TGL MULAI", "TGL SELESAI", "NOMOR SK"], [P4, "TUGAS BELAJAR", "02-03-2026", "06-03-2026", "S"], "Tugas belajar"),
    ],
)  # fmt: skip
def test_leave_exports_of_siasn_are_read(kepala: list[str], sel: list[str], jenis: str) -> None:
    bentuk, salah = kenali(kepala)
    assert bentuk is not None, salah
    ((lembar, baris),) = bentuk.baris(2, sel, "cuti.csv")
    assert (bentuk.kode, lembar, baris.sel["Jenis"], baris.sel["Mulai"], baris.sel["Dasar"]) == (
        "siasn_cuti", "Cuti", jenis, "02-03-2026", "S",
    )  # fmt: skip
