from __future__ import annotations

import io
from datetime import date

from services.capaian.tests import mothers as m

from capaian.adapters.data_pribadi import DATA_PRIBADI
from shared import clock
from shared.persistence.personal_data import delete_expired, expired, keep_from


def test_the_first_day_kept_is_after_whole_years():
    assert keep_from(date(2026, 1, 1), 5) == date(2021, 1, 1)
    assert keep_from(date(2026, 12, 31), 5) == date(2021, 1, 1)


def test_rows_older_than_what_is_kept_are_counted_and_deleted_children_first(svc):
    svc.deliver(m.instansi(), m.pegawai(m.RINA), m.periode_laporan(1), m.periode_laporan(2), m.skp_rina())
    with clock.at(m.jam(2025, 1, 14)):
        rina = svc.client(svc.identity(pegawai_id=m.RINA, instansi_id=m.INSTANSI))
        isi = {"tanggal": "2025-01-14", "uraian": "Memeriksa data sekolah.", "lokasi_kerja": "wfo", "rhk_id": str(m.RHK_RINA[0].id)}
        laporan = rina.get("/capaian/api/v1/laporan?tahun=2025").json["data"][0]["id"]
        rencana = {"rhk_id": str(m.RHK_RINA[0].id), "teks": "Menyusun rekap Januari."}
        isi["rencana_aksi_id"] = rina.post(f"/capaian/api/v1/laporan/{laporan}/rencana", json=rencana).json["id"]
        catatan = rina.post("/capaian/api/v1/progres", json=isi).json["id"]
        rina.post(f"/capaian/api/v1/progres/{catatan}/bukti", data={"berkas": (io.BytesIO(m.PDF), "rekap.pdf")})
    assert {data.table.name: count for data, count in expired(svc.connection, DATA_PRIBADI, date(2025, 2, 1))}["laporan"] == 1
    assert all(count == 0 for _, count in expired(svc.connection, DATA_PRIBADI, date(2025, 1, 1)))
    deleted = {data.table.name: delete_expired(svc.connection, data, date(2026, 1, 1)) for data in DATA_PRIBADI if data.until is not None}
    assert deleted == {"progres_harian": 1, "bukti": 1, "rencana_aksi": 1, "usulan": 0, "laporan": 2, "skp_view": 1, "keberatan_view": 0}
    assert dict(svc.client(svc.identity(pegawai_id=m.RINA, instansi_id=m.INSTANSI)).get("/capaian/api/v1/data-saya").json).keys() == {
        "Data kepegawaian (salinan)"
    }
