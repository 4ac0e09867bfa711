"""Many people: 2,000 on the pages, 20,000 rows for the plans."""

import io
import json
import re

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook
from services.laporan.tests import mothers
from services.laporan.tests.mothers import identitas, kunci

from shared.testing.service import ServiceUnderTest

JUMLAH = 2000


@pytest.fixture
def ramai(svc: ServiceUnderTest, januari: None) -> ServiceUnderTest:
    """2,000 people with 20,000 reports below P1, delivered in batches as the consumer takes them."""
    events = [*mothers.dasar(), *mothers.Banyak(JUMLAH, laporan=10).build(), mothers.organisasi()]
    for start in range(0, len(events), 500):
        svc.deliver(*events[start : start + 500])
    assert svc.dead_letters() == []
    svc.connection.execute(sa.text("ANALYZE"))
    return svc


def test_pages_stay_small_and_plans_use_the_indexes(ramai: ServiceUnderTest) -> None:
    for alamat in (
        "/laporan/beranda",
        "/laporan/tim",
        "/laporan/tim?saring=belum_dinilai",
        "/laporan/tim?cari=Nomor",
        "/laporan/instansi",
        f"/laporan/instansi?unit={mothers.DINAS}",
    ):
        client = ramai.browser(identitas("P1", "admin_instansi"))
        with ramai.queries() as q:
            answer = client.get(alamat)
        assert answer.status_code == 200
        assert q.count <= 10, (alamat, q.count)
        assert len(answer.data) <= 60_000, (alamat, len(answer.data))
    _walk_all_pages(ramai)
    _rekap_has_everybody(ramai)
    _a_person_is_read_by_index(ramai)


def _walk_all_pages(svc: ServiceUnderTest) -> None:
    """Following the cursor meets everybody of the line once."""
    client = svc.client(identitas("P1"))
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/laporan/api/v1/tim", query_string={"tahun": 2025, "cursor": cursor} if cursor else {"tahun": 2025}).json
        seen += [row["id"] for row in page["data"]]
        cursor = page["berikutnya"]
    assert len(seen) == len(set(seen)) == JUMLAH + 7


def _rekap_has_everybody(svc: ServiceUnderTest) -> None:
    with svc.queries() as q:
        answer = svc.browser(identitas("X", "ppk")).get("/laporan/rekap.xlsx?tahun=2025")
    assert q.count <= 4
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 3 + JUMLAH + 9


def _a_person_is_read_by_index(svc: ServiceUnderTest) -> None:
    """No statement of these pages reads a whole table of documents."""
    worker = kunci("orang-7")
    for identity, path in (
        (identitas("P2"), "/laporan/beranda"),
        (svc.identity(pegawai_id=worker, instansi_id=mothers.INSTANSI), "/laporan/beranda"),
        (svc.identity(pegawai_id=worker, instansi_id=mothers.INSTANSI), "/laporan/"),
        (svc.identity(pegawai_id=kunci("orang-0"), instansi_id=mothers.INSTANSI), "/laporan/tim"),
        (svc.identity(pegawai_id=kunci("orang-0"), instansi_id=mothers.INSTANSI), f"/laporan/pegawai/{worker}"),
    ):
        read = _sequentially_read(svc, identity, path)
        assert not read & {"skp_view", "laporan_view", "evaluasi_view"}, (path, read)


def _sequentially_read(svc: ServiceUnderTest, identity: object, path: str) -> set[str]:
    """Tables that the plans of a page's statements scan as a whole."""
    seen: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if re.match(r"\s*(SELECT|WITH)", statement) and "app.instansi" not in statement:
            seen.append((statement, parameters))

    sa.event.listen(svc.connection.engine, "before_cursor_execute", note)
    try:
        assert svc.browser(identity).get(path).status_code == 200  # type: ignore[arg-type]
    finally:
        sa.event.remove(svc.connection.engine, "before_cursor_execute", note)
    found: set[str] = set()
    for statement, parameters in seen:
        plan = svc.connection.exec_driver_sql("EXPLAIN (FORMAT JSON) " + statement, parameters).scalar_one()  # type: ignore[arg-type]
        found |= set(re.findall(r'"Node Type": "Seq Scan".*?"Relation Name": "(\w+)"', json.dumps(plan)))
    return found
