import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from python_calamine import CalamineWorkbook
from services.laporan.tests import mothers
from services.laporan.tests.mothers import identitas

from laporan.domain.keadaan import LABEL_PREDIKAT
from shared.testing.service import ServiceUnderTest

P4 = f"/laporan/dokumen/{mothers.kunci('ev-P4-2025-1')}.pdf"


def pdf(svc: ServiceUnderTest, alamat: str, kode: str, *peran: str) -> str:
    answer = svc.browser(identitas(kode, *peran)).get(alamat)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)


def test_the_document_carries_the_five_blocks_and_the_figures(kota: ServiceUnderTest) -> None:
    text = pdf(kota, P4, "P4")
    for words in (
        "DOKUMEN EVALUASI KINERJA PEGAWAI", "PEMERINTAH KOTA CONTOH", "1 Januari 2025 sampai 31 Desember 2025", "Pegawai yang dinilai", "Pejabat penilai kinerja",
        "Atasan pejabat penilai kinerja", "Rina Lestari, A.Md.", "199305172019022904", "Agus Prasetyo, M.Pd.", "Dr. Bambang Suryana", "Sangat Baik", "Di atas ekspektasi",
        "111,09", "112,00", "111,46", "103,65", "Terapkan cara kerja baru", "12 Januari 2026", "DEK/7699/2025/", "100,00 %",
    ):  # fmt: skip
        assert words in text, words


def test_the_document_is_tagged_and_archivable(kota: ServiceUnderTest) -> None:
    data = kota.browser(identitas("P4")).get(P4).data
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfaid" in data
    assert reader.trailer["/Root"]["/Lang"].startswith("id")
    width, height = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
    assert height > width


@pytest.mark.parametrize(
    ("kode", "peran", "status"),
    [("P4", (), 200), ("P2", (), 200), ("P1", (), 200), ("T1", (), 404), ("P3", (), 404), ("X", ("ppk",), 200), ("X", (), 404)],
)
def test_who_may_take_the_document(kota: ServiceUnderTest, kode: str, peran: tuple[str, ...], status: int) -> None:
    assert kota.browser(identitas(kode, *peran)).get(P4).status_code == status


def test_the_employee_waits_for_delivery(svc: ServiceUnderTest, januari: None) -> None:
    svc.deliver(*mothers.dasar(), *mothers.tahun_p4("ditetapkan"))
    answer = svc.browser(identitas("P4")).get(P4)
    assert answer.status_code == 403
    assert "sejak disampaikan" in answer.get_data(as_text=True)
    assert svc.browser(identitas("P2")).get(P4).status_code == 200


def test_the_document_of_an_unknown_evaluation_is_not_found(kota: ServiceUnderTest) -> None:
    assert kota.browser(identitas("P4")).get(f"/laporan/dokumen/{mothers.kunci('x')}.pdf").status_code == 404


def test_an_admin_gets_the_document_without_the_annex(kota: ServiceUnderTest) -> None:
    text = pdf(kota, P4, "X", "admin_instansi")
    assert "111,46" in text
    assert "103,65" not in text


def lembar(svc: ServiceUnderTest, kode: str, *peran: str) -> list[dict[str, object]]:
    answer = svc.browser(identitas(kode, *peran)).get("/laporan/rekap.xlsx?tahun=2025")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename=rekap-kinerja-2025.xlsx"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    return [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]


def test_the_rekap_has_one_row_an_employee_with_numbers_as_numbers(kota: ServiceUnderTest) -> None:
    rows = {row["Nama"]: row for row in lembar(kota, "X", "admin_instansi")}
    assert len(rows) == 9
    p4, p5 = rows["Rina Lestari, A.Md."], rows["Dimas Nugroho, S.E."]
    assert p4["NIP"] == "199305172019022904"
    assert (p4["NKP"], p4["Predikat"], p4["Laporan wajib"], p4["Laporan tepat waktu"]) == (111.46, "Sangat Baik", 12, 12)
    assert (p5["NKP"], p5["Terlambat"], p5["Dimaafkan"], p5["Penilai"]) == (98.0, 3, 1, "Agus Prasetyo, M.Pd.")
    assert str(p4["SKP disetujui pada"]) == "2025-01-16"
    assert rows["Dr. Bambang Suryana"]["Status SKP"] == "Diajukan"
    assert rows["Dr. Bambang Suryana"]["Predikat"] == ""
    assert rows["Drs. Hartono Wijaya"]["Status SKP"] == "Belum ada"


def test_a_leader_takes_the_rekap_of_his_line_only(kota: ServiceUnderTest) -> None:
    assert {row["Nama"] for row in lembar(kota, "P3")} == {"Budi Santoso, S.Pd.", "Maya Kurniasih, S.Pd."}
    assert kota.browser(identitas("P4")).get("/laporan/rekap.xlsx").status_code == 403


def test_a_name_that_looks_like_a_formula_stays_a_text(kota: ServiceUnderTest) -> None:
    evil = '=HYPERLINK("http://x.id","klik")'
    event = mothers.pegawai("T1", 2)
    kota.deliver(event.__class__(event.id, event.instansi_id, event.nip, evil, event.status, True, (), event.penugasan, 2))
    data = kota.browser(identitas("X", "ppk")).get("/laporan/rekap.xlsx?tahun=2025").data
    assert evil in {row["Nama"] for row in lembar(kota, "X", "ppk")}
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_predikat_of_the_rekap_are_the_words_of_the_form(kota: ServiceUnderTest) -> None:
    assert {row["Predikat"] for row in lembar(kota, "X", "ppk")} <= {*LABEL_PREDIKAT.values(), ""}
    assert Decimal("100.39") == Decimal(str(next(r["NKP"] for r in lembar(kota, "X", "ppk") if r["Nama"] == "Budi Santoso, S.Pd.")))


def test_signatures_stand_on_the_first_page_and_figures_on_the_second(kota: ServiceUnderTest) -> None:
    pages = pypdf.PdfReader(io.BytesIO(kota.browser(identitas("P4")).get(P4).data)).pages
    assert len(pages) == 2
    assert "Pejabat penilai kinerja," in pages[0].extract_text()
    assert "Lampiran: perhitungan capaian kinerja" in pages[1].extract_text()


def test_names_with_markup_are_printed_as_they_are_written(kota: ServiceUnderTest) -> None:
    evil = '#panic("x") <script>alert(1)</script> *tebal* $x$ @ref \\ ' + "Panjang " * 30
    event = mothers.skp_dari("P4", version=9)
    kota.deliver(replace(event, pegawai=replace(event.pegawai, nama=evil)))
    text = " ".join(pdf(kota, P4, "P4").split())
    assert '#panic("x") <script>alert(1)</script> *tebal* $x$ @ref \\' in text
    assert "111,46" in text


def test_the_emblem_of_the_installation_is_printed(kota: ServiceUnderTest, tmp_path: Path) -> None:
    emblem = tmp_path / "lambang.svg"
    emblem.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="5" cy="5" r="4"/></svg>')
    plain = kota.browser(identitas("P4")).get(P4).data
    kota.app.config["LAPORAN_LAMBANG"] = emblem
    try:
        assert kota.browser(identitas("P4")).get(P4).data != plain
    finally:
        kota.app.config["LAPORAN_LAMBANG"] = None
