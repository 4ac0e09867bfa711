"""Two or three people beside each other."""

from __future__ import annotations

import pytest
from services.penilaian.tests.integration.test_alur import nilai, organisasi_baik, siapkan
from services.penilaian.tests.integration.test_halaman import RINGAN, buka, jam  # noqa: F401 - a fixture
from services.penilaian.tests.integration.test_sebaran import orang
from services.penilaian.tests.mothers import ALASAN_HASIL, NAMA, P1, P2, P3, P4, P5, T1, uid

BANDING = "/penilaian/banding?tahun=2025"


@pytest.fixture
def tim(svc, jam):  # noqa: F811
    a = siapkan(svc)
    organisasi_baik(svc)
    return {P4: a, P5: orang(svc, P5), T1: orang(svc, T1), P3: orang(svc, P3, penilai=P1)}


def banding(svc, tim, *siapa, oleh=P2):
    return buka(svc, oleh).get(BANDING + "".join(f"&orang={tim[s]}" for s in siapa))


def test_figures_ratings_and_reasons_stand_in_one_row_a_measure(svc, tim):
    assert nilai(svc, tim[P4]).status_code == 200
    with svc.queries() as banyak:
        jawab = banding(svc, tim, P4, P5, T1)
    html = jawab.get_data(as_text=True)
    kepala = html.split("<thead>")[1].split("</thead>")[0]
    assert [n for n in NAMA.values() if n in kepala] == [NAMA[P4], NAMA[P5], NAMA[T1]]
    assert ALASAN_HASIL in html and "111,09" in html and "Belum dinilai" in html
    assert html.count("<tr>") >= 16 and len(jawab.data) < RINGAN
    assert banyak.count <= 8


@pytest.mark.parametrize("siapa", [(P4,), (P4, P5, T1, P3)])
def test_one_or_four_are_no_comparison(svc, tim, siapa):
    html = banding(svc, tim, *siapa).get_data(as_text=True)
    assert "Pilih dua atau tiga orang" in html and "Bersebelahan" not in html


def test_whom_somebody_else_evaluates_is_not_shown(svc, tim):
    html = banding(svc, tim, P4, P3).get_data(as_text=True)
    assert "Bersebelahan" not in html and NAMA[P3] not in html
    assert "Bersebelahan" not in banding(svc, tim, P4, P5, oleh=P1).get_data(as_text=True)


def test_rubbish_in_the_address_is_answered_with_the_choice(svc, tim):
    jawab = buka(svc, P2).get(f"{BANDING}&orang=satu&orang={uid('lain')}")
    assert jawab.status_code == 200 and "Pilihannya tidak dikenal" in jawab.get_data(as_text=True)


def test_who_evaluates_nobody_reads_why_there_is_nothing(svc, tim):
    assert "Tidak ada yang dapat dibandingkan" in buka(svc, T1).get(BANDING).get_data(as_text=True)
