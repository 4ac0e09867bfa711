"""No table is forgotten when a person asks for a copy of what is held (UU 27/2022)."""

from __future__ import annotations

import importlib

import pytest

from shared.persistence.personal_data import MECHANISM

SERVICES = ("auth", "skp", "capaian", "penilaian", "laporan")


@pytest.mark.parametrize("name", SERVICES)
def test_every_table_is_declared_as_personal_or_says_why_not(name: str) -> None:
    declared = importlib.import_module(f"{name}.adapters.data_pribadi")
    tables = importlib.import_module(f"{name}.adapters.tables").metadata.tables
    personal = [data.table.name for data in declared.DATA_PRIBADI]
    assert len(personal) == len(set(personal))
    assert {*personal, *declared.BUKAN_PRIBADI, *MECHANISM} >= set(tables), "declare the new table in adapters/data_pribadi.py"
    assert not set(personal) & set(declared.BUKAN_PRIBADI)


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_hidden_exists(name: str) -> None:
    for data in importlib.import_module(f"{name}.adapters.data_pribadi").DATA_PRIBADI:
        assert data.hidden <= set(data.table.c.keys()), data.label
