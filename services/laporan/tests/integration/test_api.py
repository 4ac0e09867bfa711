from services.laporan.tests import mothers
from services.laporan.tests.mothers import identitas

from shared.testing.service import ServiceUnderTest


def baca(svc: ServiceUnderTest, alamat: str, kode: str, *peran: str):
    answer = svc.client(identitas(kode, *peran)).get(f"/laporan/api/v1{alamat}")
    assert answer.status_code == 200, answer.json
    return answer.json


def test_the_instansi_as_counts(kota: ServiceUnderTest) -> None:
    found = baca(kota, "/instansi?tahun=2025", "X", "ppk")
    assert found["wajib_skp"] == 9
    assert found["skp_diajukan"] == {"jumlah": 7, "dari": 9, "persen": "77.8"}
    assert found["skp_disetujui"]["jumlah"] == 6
    assert found["dinilai"] == {"jumlah": 6, "dari": 6, "persen": "100.0"}
    assert found["predikat"] == {"sangat_baik": 1, "baik": 4, "butuh_perbaikan": 1, "kurang": 0, "sangat_kurang": 0}
    assert found["ketepatan"] == {"wajib": 72, "tepat_waktu": 68, "terlambat": 3, "dimaafkan": 1, "kosong": 0, "persen": "95.77"}
    dinas = next(u for u in found["unit"] if u["nama"] == "Dinas Pendidikan")
    assert (dinas["wajib_skp"], dinas["dinilai"], dinas["capaian_organisasi"]) == (8, 6, "baik")


def test_small_cells_are_null_for_an_admin(kota: ServiceUnderTest) -> None:
    found = baca(kota, "/instansi?tahun=2025", "X", "admin_instansi")
    assert found["predikat"]["sangat_baik"] is None
    assert found["dinilai"]["jumlah"] == 6


def test_the_instansi_is_for_officers(kota: ServiceUnderTest) -> None:
    answer = kota.client(identitas("P1")).get("/laporan/api/v1/instansi")
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_another_instansi_counts_nobody(kota: ServiceUnderTest) -> None:
    answer = kota.client(kota.identity(peran={"ppk"})).get("/laporan/api/v1/instansi?tahun=2025")
    assert answer.json["wajib_skp"] == 0
    assert answer.json["unit"] == []


def test_the_team_of_p2(kota: ServiceUnderTest) -> None:
    found = baca(kota, "/tim?tahun=2025", "P2")
    assert [(r["nama"], r["predikat"], r["nkp"]) for r in found["data"]] == [
        ("Dimas Nugroho, S.E.", "baik", "98.00"),
        ("Rina Lestari, A.Md.", "sangat_baik", "111.46"),
    ]
    assert found["data"][0]["ketepatan"]["persen"] == "72.73"
    assert found["berikutnya"] is None
    assert found["jumlah"]["dinilai"] == 2


def test_a_broken_cursor_is_refused(kota: ServiceUnderTest) -> None:
    answer = kota.client(identitas("P2")).get("/laporan/api/v1/tim?cursor=%%%")
    assert (answer.status_code, answer.json["code"]) == (422, "cursor_invalid")


def test_the_first_page_as_data(kota: ServiceUnderTest) -> None:
    found = baca(kota, "/beranda", "P4")
    assert [(t["jenis"], t["batas"], t["alamat"]) for t in found["tugas"]] == [
        ("hasil_baca", "2026-01-26", f"/penilaian/hasil/{mothers.kunci('ev-P4-2025-1')}")
    ]


def test_every_route_is_closed_to_anonymous_callers(kota: ServiceUnderTest) -> None:
    client = kota.client(None)
    for path in ("/beranda", "/tim", "/instansi", f"/pegawai/{mothers.ORANG['P4'][1]}/kinerja"):
        assert client.get(f"/laporan/api/v1{path}").status_code == 401
    for path in ("/laporan/beranda", "/laporan/", "/laporan/tim", "/laporan/instansi", "/laporan/rekap.xlsx"):
        assert client.get(path).status_code == 302


def test_the_description_of_the_api_is_complete(kota: ServiceUnderTest) -> None:
    spec = kota.client(None).get("/laporan/api/openapi.json").json
    assert set(spec["paths"]) == {
        f"/laporan/api/v1{p}" for p in ("/pegawai/{nip}/kinerja", "/tim", "/instansi", "/beranda", "/data-saya", "/jejak")
    }


def test_a_system_with_the_scope_reads_the_year_of_its_instansi(kota: ServiceUnderTest) -> None:
    simpeg = kota.client(kota.client_identity("laporan.baca", instansi_id=mothers.INSTANSI))
    nip = mothers.ORANG["P4"][1]
    assert simpeg.get(f"/laporan/api/v1/pegawai/{nip}/kinerja?tahun=2025").json["predikat"] == "sangat_baik"
    assert len(simpeg.get("/laporan/api/v1/tim?tahun=2025&lingkup=instansi").json["data"]) == 9
    assert simpeg.get("/laporan/api/v1/instansi?tahun=2025").json["wajib_skp"] == 9
    assert simpeg.get("/laporan/api/v1/beranda").json["code"] == "not_for_clients"
    asing = kota.client(kota.client_identity("laporan.baca"))
    assert asing.get(f"/laporan/api/v1/pegawai/{nip}/kinerja?tahun=2025").status_code == 404
    assert asing.get("/laporan/api/v1/tim?tahun=2025&lingkup=instansi").json["data"] == []


def test_a_system_knows_of_a_result_no_earlier_than_its_owner(svc: ServiceUnderTest, januari: None) -> None:
    svc.deliver(*mothers.dasar(), *mothers.tahun_p4("ditetapkan"))
    alamat = f"/laporan/api/v1/pegawai/{mothers.ORANG['P4'][1]}/kinerja?tahun=2025"
    petugas = svc.client(identitas("X", "pengelola_kinerja")).get(alamat).json
    simpeg = svc.client(svc.client_identity("laporan.baca", instansi_id=mothers.INSTANSI))
    sistem = simpeg.get(alamat).json
    assert (petugas["predikat"], sistem["predikat"], sistem["evaluasi"][0]["status"]) == ("sangat_baik", None, "diajukan")
    baris = {r["nip"]: r for r in simpeg.get("/laporan/api/v1/tim?tahun=2025&lingkup=instansi").json["data"]}
    assert (baris[mothers.ORANG["P4"][1]]["predikat"], baris[mothers.ORANG["P4"][1]]["evaluasi_status"]) == (None, "diajukan")
