from services.laporan.tests.mothers import identitas

from shared.testing.service import ServiceUnderTest


def salinan(svc: ServiceUnderTest, kode: str):
    answer = svc.client(identitas(kode)).get("/laporan/api/v1/data-saya")
    assert answer.status_code == 200, answer.json
    return answer.json


def test_everybody_gets_a_copy_of_what_is_held_of_himself_alone(kota: ServiceUnderTest) -> None:
    milik_p4, milik_p5 = salinan(kota, "P4"), salinan(kota, "P5")
    assert [row["nama"] for row in milik_p4["Data kepegawaian (salinan)"]] == ["Rina Lestari, A.Md."]
    assert {row["pegawai_id"] for row in milik_p4["Penilaian (salinan)"]} == {str(identitas("P4").pegawai_id)}
    assert milik_p4["Penilaian (salinan)"][0]["nkp"] == "111.46"
    ids = {row["id"] for rows in milik_p4.values() for row in rows}
    assert not ids & {row["id"] for rows in milik_p5.values() for row in rows}


def test_somebody_unknown_gets_an_empty_copy(kota: ServiceUnderTest) -> None:
    assert kota.client(kota.identity()).get("/laporan/api/v1/data-saya").json == {}


def test_the_copy_is_closed_without_signing_in(kota: ServiceUnderTest) -> None:
    assert kota.client().get("/laporan/api/v1/data-saya").status_code == 401
