"""When a signing key is published, signs, and goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from auth.domain.kunci import MASA_PAKAI, TENGGANG, TUMPANG, habis, menunggu, penanda, terbit

PADA = datetime(2026, 1, 19, 1, 0, tzinfo=UTC)
DETIK = timedelta(seconds=1)


@dataclass(frozen=True)
class Satu:
    mulai_pada: datetime


def test_a_new_key_is_published_before_it_signs_and_the_old_one_after_it_did() -> None:
    lama, baru = Satu(PADA - timedelta(days=20)), Satu(PADA + TENGGANG)
    kunci = [baru, lama]
    assert (penanda(kunci, PADA), terbit(kunci, PADA), menunggu(kunci, PADA)) == (lama, kunci, baru)
    mulai = PADA + TENGGANG
    assert (penanda(kunci, mulai), terbit(kunci, mulai), menunggu(kunci, mulai)) == (baru, kunci, None)
    assert terbit(kunci, mulai + TUMPANG - DETIK) == kunci
    assert terbit(kunci, mulai + TUMPANG) == [baru]


def test_a_key_is_used_up_after_its_time_and_not_twice() -> None:
    lama = Satu(PADA - MASA_PAKAI)
    assert habis([], PADA)
    assert not habis([lama], PADA - DETIK)
    assert habis([lama], PADA)
    assert not habis([Satu(PADA + TENGGANG), lama], PADA)
