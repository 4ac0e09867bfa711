from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from services.skp.tests.mothers import INSTANSI

from skp.domain.isi import IsianIndikator
from skp.domain.pustaka import Baris, Ditolak, kunci_cocok, susun_butir, untuk_pendekatan


def baris(nomor: int, kalimat: str = "Tersusunnya laporan", jabatan: str = "Pengolah Data", **indikator: object) -> Baris:
    return Baris(nomor, jabatan, "utama", kalimat, IsianIndikator(**{"teks": f"Indikator {nomor}", **indikator}))  # type: ignore[arg-type]


def test_rows_of_one_jabatan_and_sentence_are_one_entry_without_regard_to_case_and_blanks() -> None:
    butir, ditolak = susun_butir(
        [baris(2), baris(3, "tersusunnya  LAPORAN", "pengolah data "), baris(4, "Terkelolanya arsip")], INSTANSI, uuid4
    )

    assert ditolak == []
    assert [(b.jabatan, b.rhk.teks, [i.teks for i in b.rhk.indikator]) for b in butir] == [
        ("Pengolah Data", "Tersusunnya laporan", ["Indikator 2", "Indikator 3"]),
        ("Pengolah Data", "Terkelolanya arsip", ["Indikator 4"]),
    ]
    assert all(b.rhk.id is None and i.id is None for b in butir for i in b.rhk.indikator)


def test_an_entry_with_a_rejected_row_is_not_taken_and_each_of_its_rows_says_why() -> None:
    butir, ditolak = susun_butir(
        [baris(2), baris(3, target=Decimal(-1)), baris(4, "Terkelolanya arsip"), baris(5, "Lainnya", ""), baris(6, "")], INSTANSI, uuid4
    )

    assert [b.rhk.teks for b in butir] == ["Terkelolanya arsip"]
    assert [(d.baris, d.kolom, d.sebab) for d in ditolak] == [
        (2, "RHK", "RHK ini tidak disimpan karena baris 3 ditolak. Betulkan baris itu lalu impor lagi."),
        (3, "Target", "Target tidak boleh kurang dari 0."),
        (5, "Jabatan", "Jabatan belum diisi."),
        (6, "RHK", "RHK belum diisi."),
    ]


def test_a_row_that_could_not_be_read_keeps_its_cause_and_its_rhk_out() -> None:
    gagal = Ditolak(3, "Target", "Tulis angka saja.")
    butir, ditolak = susun_butir([baris(2), baris(3)], INSTANSI, uuid4, [gagal])

    assert butir == []
    assert ditolak[1] == gagal
    assert [d.baris for d in ditolak] == [2, 3]


def test_text_beyond_the_limit_and_unknown_choices_are_rejected_at_their_column() -> None:
    _, ditolak = susun_butir(
        [baris(2, "x" * 100_000), baris(3, "B", aspek="rasa"), baris(4, "C", teks="y" * 501), baris(5, "D", "z" * 201)], INSTANSI, uuid4
    )

    assert [(d.baris, d.kolom) for d in ditolak] == [(2, "RHK"), (3, "Aspek"), (4, "Indikator"), (5, "Jabatan")]


def test_an_entry_serves_every_post_that_begins_with_its_jabatan_word_by_word() -> None:
    assert kunci_cocok(" Guru  Ahli Muda") == ["guru", "guru ahli", "guru ahli muda"]
    assert "gur" not in kunci_cocok("Guru Ahli Muda")


def test_in_kualitatif_measure_and_target_are_one_text() -> None:
    (butir,), _ = susun_butir(
        [baris(2, target=Decimal("12.50"), satuan="laporan"), baris(3, target_teks="tiap bulan"), baris(4)], INSTANSI, uuid4
    )

    assert [i.teks for i in untuk_pendekatan(butir.rhk, "kualitatif").indikator] == [
        "Indikator 2: 12,5 laporan",
        "Indikator 3: tiap bulan",
        "Indikator 4",
    ]
    assert untuk_pendekatan(butir.rhk, "kuantitatif") == butir.rhk
