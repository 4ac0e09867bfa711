"""How far a role for a part of the tree reaches, at the size of a province: 5,000 units."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from tests.akses import kota
from tests.akses.dunia import Dunia

from shared.auth.identity import Identity
from shared.persistence.database import set_instansi
from shared.persistence.jangkauan import di_bawah, dicapai
from skp.adapters import tables as t

UNIT = 5000
_POHON = sa.text(
    """
    INSERT INTO unor_view (id, instansi_id, induk_id, kode, nama, epoch, version)
    SELECT CAST(md5('unit' || n) AS uuid), :instansi, CASE WHEN n > 1 THEN CAST(md5('unit' || n / 5) AS uuid) END, 'U' || n, 'Unit ' || n, 0, 1
      FROM generate_series(1, :banyak) AS n
    """
)
"""A tree with five children a unit; unit n / 5 is above unit n, and unit 0 does not exist."""


@pytest.fixture
def besar(dunia: Dunia) -> Dunia:
    set_instansi(dunia.svc.connection, str(kota.INSTANSI))
    dunia.svc.connection.execute(_POHON, {"instansi": kota.INSTANSI, "banyak": UNIT})
    dunia.svc.connection.execute(sa.text("ANALYZE unor_view"))
    return dunia


def unit(besar: Dunia, nomor: int) -> UUID:
    return UUID(str(besar.svc.connection.execute(sa.text("SELECT CAST(md5('unit' || :n) AS uuid)"), {"n": str(nomor)}).scalar_one()))


@pytest.mark.parametrize("name", ["skp"])
def test_the_units_below_are_exactly_those_of_the_subtree(name: str, besar: Dunia) -> None:
    def di_atas(n: int) -> set[int]:
        return {n} | (di_atas(n // 5) if n >= 5 else set())

    found = set(besar.svc.connection.execute(di_bawah(t.unor_view, [unit(besar, 7)])).scalars())

    assert len(found) == sum(7 in di_atas(n) for n in range(1, UNIT + 1)) == 781
    assert unit(besar, 7) in found and unit(besar, 6) not in found


@pytest.mark.parametrize("name", ["skp"])
def test_a_cycle_in_the_tree_ends(name: str, besar: Dunia) -> None:
    besar.svc.connection.execute(
        sa.update(t.unor_view).where(t.unor_view.c.id == unit(besar, 7)).values(induk_id=unit(besar, 4999))
    )  # 4999 is below 7
    assert len(list(besar.svc.connection.execute(di_bawah(t.unor_view, [unit(besar, 7)])))) == 781


@pytest.mark.parametrize("name", ["skp"])
def test_the_tree_is_walked_once_and_by_its_index_not_once_a_record(name: str, besar: Dunia) -> None:
    pembaca = Identity(
        kota.kunci("auditor"), kota.INSTANSI, "Auditor", frozenset({"auditor"}), "", {"auditor": frozenset({unit(besar, 7)})}
    )
    query = sa.select(t.skp.c.id).where(t.skp.c.tahun == 2025, dicapai(pembaca, ("auditor",), t.skp.c.unor_id, t.unor_view))
    sql = str(query.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
    plan = "\n".join(besar.svc.connection.execute(sa.text(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}".replace(":", r"\:"))).scalars())

    assert "Recursive Union" in plan
    assert "loops=1)" in plan.split("Recursive Union")[1].split("\n")[0], plan
    assert "unor_view_induk" in plan or "Hash Join" in plan, plan


def test_without_a_role_for_a_part_the_tree_is_not_asked() -> None:
    seluruh = Identity(kota.X, kota.INSTANSI, "Admin", frozenset({"auditor"}), "")
    tanpa = Identity(kota.X, kota.INSTANSI, "Pegawai", frozenset(), "")

    assert [str(dicapai(i, ("auditor",), t.skp.c.unor_id, t.unor_view)) for i in (seluruh, tanpa)] == ["true", "false"]
