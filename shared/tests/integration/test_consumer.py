"""From bodies to rows: once, in the newest version, and never stopped by one that cannot be digested."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
from toy import KABUPATEN, KOTA, Toy, body, unor

from shared.contracts.auth import PegawaiDiubah
from shared.messaging.consumer import MAX_TRIES


def with_fields(original: bytes, **fields: object) -> bytes:
    return json.dumps({**json.loads(original), **fields}).encode()


def test_an_event_delivered_twice_in_one_batch_is_applied_once(toy: Toy) -> None:
    event = body(unor())

    toy.consumer().handle([event, event])

    assert toy.applied() == 1


def test_an_event_delivered_again_later_is_not_applied_again(toy: Toy) -> None:
    event = body(unor())
    toy.consumer().handle([event])

    toy.consumer().handle([body(unor("Dinas Kesehatan")), event])

    assert toy.applied() == 2
    assert toy.applied_twice() == 0


def test_an_older_version_that_arrives_late_changes_nothing(toy: Toy) -> None:
    id_ = uuid4()
    newer, older = body(unor("Nama baru", id_=id_, version=2)), body(unor("Nama lama", id_=id_, version=1))

    toy.consumer().handle([newer])
    toy.consumer().handle([older])

    assert toy.names() == ["Nama baru"]


def test_the_versions_of_one_batch_may_come_in_any_order(toy: Toy) -> None:
    id_ = uuid4()
    events = [body(unor(f"Nama {version}", id_=id_, version=version)) for version in (3, 1, 4, 2)]

    toy.consumer().handle(events)

    assert toy.names() == ["Nama 4"]


def test_after_a_restore_the_lower_version_of_the_higher_epoch_is_newer(toy: Toy) -> None:
    id_ = uuid4()
    toy.consumer().handle([body(unor("Sebelum pemulihan", id_=id_, version=9), epoch=0)])

    toy.consumer().handle([body(unor("Sesudah pemulihan", id_=id_, version=2), epoch=1)])
    toy.consumer().handle([body(unor("Terlambat dari masa lama", id_=id_, version=10), epoch=0)])

    assert toy.names() == ["Sesudah pemulihan"]


def test_a_poison_event_is_set_aside_with_its_cause_and_the_others_of_its_batch_are_applied(toy: Toy) -> None:
    toy.poisoned = {"Racun"}
    poison = body(unor("Racun"))

    toy.consumer().handle([body(unor("A")), poison, body(unor("B"))])

    assert toy.names() == ["A", "B"]
    assert toy.applied() == 2
    (letter,) = toy.dead_letters()
    assert letter.sebab == "ValueError: cannot digest Racun"
    assert bytes(letter.body) == poison
    assert (letter.type, letter.instansi_id, letter.percobaan) == ("id.go.kinerja.auth.unor.v1", KOTA, 1)
    assert letter.coba_lagi_pada > datetime.now(UTC)
    assert letter.diparkir_pada is None


def test_a_poison_event_delivered_again_is_set_aside_once(toy: Toy) -> None:
    toy.poisoned = {"Racun"}
    poison = body(unor("Racun"))

    toy.consumer().handle([poison])
    toy.consumer().handle([poison, body(unor("A"))])

    assert len(toy.dead_letters()) == 1
    assert toy.names() == ["A"]


def test_a_statement_that_the_database_refuses_poisons_only_its_own_event(toy: Toy) -> None:
    too_large = body(unor("Terlalu besar", version=2**40))

    toy.consumer().handle([body(unor("A")), too_large, body(unor("B"))])

    assert toy.names() == ["A", "B"]
    (letter,) = toy.dead_letters()
    assert letter.sebab.startswith("DataError: ")


def test_a_set_aside_event_is_applied_once_its_cause_is_mended(toy: Toy) -> None:
    toy.poisoned = {"Racun"}
    toy.consumer().handle([body(unor("Racun"))])
    toy.rows("UPDATE surat_mati SET coba_lagi_pada = now() RETURNING id")

    toy.poisoned = set()

    assert toy.consumer().retry_due() == 1
    assert toy.names() == ["Racun"]
    assert toy.applied() == 1
    assert toy.dead_letters() == []


def test_a_set_aside_event_is_not_tried_before_its_time(toy: Toy) -> None:
    toy.poisoned = {"Racun"}
    toy.consumer().handle([body(unor("Racun"))])

    assert toy.consumer().retry_due() == 0
    assert toy.dead_letters()[0].percobaan == 1


def test_an_event_that_fails_again_and_again_is_tried_with_growing_pauses_and_then_parked(toy: Toy) -> None:
    toy.poisoned = {"Racun"}
    toy.consumer().handle([body(unor("Racun"))])
    pauses = []
    for tries in range(2, MAX_TRIES + 1):
        toy.rows("UPDATE surat_mati SET coba_lagi_pada = now() RETURNING id")
        assert toy.consumer().retry_due() == 0
        (letter,) = toy.dead_letters()
        assert letter.percobaan == tries
        if letter.coba_lagi_pada:
            pauses.append(round((letter.coba_lagi_pada - datetime.now(UTC)).total_seconds(), -1))

    assert pauses == sorted(pauses)
    assert (letter.coba_lagi_pada, letter.percobaan) == (None, MAX_TRIES)
    assert letter.diparkir_pada is not None
    assert toy.consumer().retry_due() == 0
    assert toy.applied() == 0


def test_a_newer_version_that_arrives_while_the_older_waits_is_not_overwritten_by_its_retry(toy: Toy) -> None:
    id_ = uuid4()
    toy.poisoned = {"Versi 1"}
    toy.consumer().handle([body(unor("Versi 1", id_=id_, version=1))])
    toy.consumer().handle([body(unor("Versi 2", id_=id_, version=2))])
    toy.poisoned = set()
    toy.rows("UPDATE surat_mati SET coba_lagi_pada = now() RETURNING id")

    assert toy.consumer().retry_due() == 1
    assert toy.names() == ["Versi 2"]


@pytest.mark.parametrize("type_", ["id.go.kinerja.auth.unor.v2", "id.go.kinerja.auth.tidak_ada.v1", "com.example.other"])
def test_an_event_of_an_unknown_type_is_parked_at_once(toy: Toy, type_: str) -> None:
    toy.consumer().handle([body(unor("A")), with_fields(body(unor("B")), type=type_)])

    assert toy.names() == ["A"]
    (letter,) = toy.dead_letters()
    assert letter.type == type_
    assert letter.sebab.startswith("UnknownEvent: ")
    assert letter.diparkir_pada is not None


def test_an_event_of_the_catalogue_that_this_service_does_not_handle_is_parked(toy: Toy) -> None:
    toy.consumer().handle([body(PegawaiDiubah(uuid4(), KOTA, ("nama",)))])

    (letter,) = toy.dead_letters()
    assert letter.sebab == "UnknownEvent: no handler for id.go.kinerja.pegawai.diubah.v1"


def test_a_payload_that_does_not_fit_its_contract_is_parked_with_the_field_that_is_wrong(toy: Toy) -> None:
    data = {**json.loads(body(unor()))["data"], "version": "satu"}

    toy.consumer().handle([with_fields(body(unor()), data=data)])

    (letter,) = toy.dead_letters()
    assert "version" in letter.sebab
    assert letter.diparkir_pada is not None


@pytest.mark.parametrize("garbage", [b"", b"\x00\xff", b"not json", b"[1, 2]", b'{"id": "x"}'])
def test_what_is_no_event_at_all_is_parked_and_stops_nobody(toy: Toy, garbage: bytes) -> None:
    toy.consumer().handle([body(unor("A")), garbage, body(unor("B"))])

    assert toy.names() == ["A", "B"]
    (letter,) = toy.dead_letters()
    assert (letter.type, letter.event_id, bytes(letter.body)) == ("?", None, garbage)
    assert letter.diparkir_pada is not None


def test_text_that_the_database_cannot_hold_is_set_aside_like_any_poison(toy: Toy) -> None:
    """A NUL in the type or in the cause must not stop the consumer: the row that tells of it has to be writable."""
    toy.poisoned = {"Racun\x00"}
    strange_type = with_fields(body(unor("B")), type="id.go.kinerja.\x00")

    toy.consumer().handle([body(unor("A")), strange_type, body(unor("Nama\x00")), body(unor("C"))])

    assert toy.names() == ["A", "C"]
    assert len(toy.dead_letters()) == 2


def test_a_handler_sees_only_the_instansi_of_its_event(toy: Toy) -> None:
    toy.consumer().handle([body(unor("Kabupaten", instansi_id=KABUPATEN))])
    seen: list[list[str]] = []
    original = toy.on_unor

    def looking(uow, event, envelope):  # type: ignore[no-untyped-def]
        seen.append(list(uow.connection.execute(sa.text("SELECT nama FROM unor_view")).scalars()))
        original(uow, event, envelope)

    toy.on_unor = looking  # type: ignore[method-assign]
    toy.consumer().handle([body(unor("Kota")), body(unor("Kabupaten kedua", instansi_id=KABUPATEN))])

    assert seen == [[], ["Kabupaten"]]


def test_an_event_cannot_overwrite_the_copy_of_another_instansi(toy: Toy) -> None:
    id_ = uuid4()
    toy.consumer().handle([body(unor("Milik kota", id_=id_, instansi_id=KOTA))])

    toy.consumer().handle([body(unor("Direbut", id_=id_, instansi_id=KABUPATEN, version=2))])

    assert toy.names() == ["Milik kota"]
    assert len(toy.dead_letters()) == 1
