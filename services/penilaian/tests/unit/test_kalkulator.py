"""The figures of ten thousand random SKP against a calculator written from the text of the rules alone (domain 4.3, 5.3, 5.5, 5.7).

It knows nothing of the product's code and computes another way: long decimals instead of rationals. Each SKP is made from its number, so a
difference names the one that shows it.
"""

from __future__ import annotations

import random
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

import pytest

from penilaian.domain import kuadran, numerik, realisasi
from penilaian.domain.kuadran import Rating
from penilaian.domain.numerik import UkuranIndikator, UkuranRhk
from penilaian.domain.realisasi import CatatanPeriode

SEMUA, SEBAGIAN = 10_000, 1_000
D = Decimal


# ---- the calculator: what the rules say, and nothing else ---------------------------------------------------------------


def published(figure):
    """Half-up to two decimals; the digits beyond the thirtieth are dust of the division."""
    return figure.quantize(D("1e-30"), ROUND_HALF_EVEN).quantize(D("0.01"), ROUND_HALF_UP)


def achieved(way, figures):
    given = [f for f in figures if f is not None]
    if not given:
        return None
    return {"jumlah": sum(given), "akhir": given[-1], "rata_rata": sum(given) / len(given)}[way]


def percent(indicator):
    """Realisasi against the target in percent, before any limit."""
    got = achieved(indicator["cara"], indicator["periode"])
    if got is None:
        return D(0)
    low, high = indicator["target"]
    if low != high and low <= got <= high:
        return D(100)
    against = high if got > high else low
    if indicator["arah"] == "normal":
        return got / against * 100
    if against == 0:
        return D(100) if got == 0 else D(0)
    return (1 + (1 - got / against)) * 100


def linear(raw, ceiling):
    return max(D(0), min(raw, D(100 if ceiling else 120)))


def stepped(raw, ceiling):
    c = max(0, int(raw.quantize(D("1e-30"), ROUND_HALF_EVEN)))
    if ceiling and c >= 100:
        return D(120)
    if c > 110:
        return D(120)
    if c > 100:
        return 110 + D(10) * (c - 101) / 9
    if c == 100:
        return D(109)
    if c >= 80:
        return D(70 + c - 80)
    if c >= 60:
        return D(50 + c - 60)
    return D(c) / 59 * 49


def calculate(skp, scores, method, weight):
    score = {"linear_120": linear, "berjenjang_2021": stepped}[method]
    with localcontext() as context:
        context.prec = 60
        rows = [sum(score(percent(i), i["batas"]) for i in rhk["indikator"]) / len(rhk["indikator"]) for rhk in skp]
        plan = sum(rhk["bobot"] / 100 * row for rhk, row in zip(skp, rows, strict=True))
        conduct = sum(scores) / 7
        total = D(weight) / 100 * plan + D(100 - weight) / 100 * conduct
        return [published(row) for row in rows], published(plan), published(conduct), published(total)


def box(result, conduct):
    """The quadrant in words: conduct below expectation is never mended by results, and the best needs both above."""
    if "di_bawah" in conduct:
        return "sangat_kurang" if "di_bawah" in result else "kurang"
    if "di_bawah" in result:
        return "butuh_perbaikan"
    return "sangat_baik" if "di_atas" in result and "di_atas" in conduct else "baik"


def suggested(figure):
    return "di_atas_ekspektasi" if figure >= 110 else "sesuai_ekspektasi" if figure >= 90 else "di_bawah_ekspektasi"


# ---- random SKP ---------------------------------------------------------------------------------------------------------


def figure(dice, top):
    return D(dice.randint(0, top * 100)).scaleb(-dice.choice((0, 1, 2)))


def indicator(dice):
    down = dice.random() < 0.3
    low = figure(dice, 100) if down and dice.random() < 0.9 else (D(0) if down else figure(dice, 100) + 1)
    high = low + figure(dice, 20) if dice.random() < 0.25 else low
    if not down and high == 0:
        low = high = D(1)
    around = (low + high) / 2
    periods = []
    for _ in range(dice.choice((1, 1, 4, 12))):
        near = around * D(dice.randint(60, 130)) / 100 if dice.random() < 0.7 else figure(dice, 150)
        periods.append(None if dice.random() < 0.1 else dice.choice((near, around, low, high)).quantize(D("0.01")))
    return {
        "arah": "khusus" if down else "normal",
        "target": (low, high),
        "batas": not down and dice.random() < 0.15,
        "cara": dice.choice(("jumlah", "akhir", "rata_rata")),
        "periode": periods,
    }


def random_skp(number):
    dice = random.Random(number)
    count = dice.randint(1, 6)
    cuts = sorted(dice.sample(range(1, 10_000), count - 1))
    weights = [D(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    skp = [{"bobot": w, "indikator": [indicator(dice) for _ in range(dice.randint(1, 3))]} for w in weights]
    scores = [D(dice.choice((dice.randint(0, 120), dice.randint(85, 115)))) for _ in range(7)]
    return skp, scores


def as_measures(skp):
    """The same SKP as the product takes it, its periods brought together by the product."""
    return [
        UkuranRhk(
            rhk["bobot"],
            tuple(
                UkuranIndikator(
                    realisasi.gabung(i["cara"], [CatatanPeriode(str(n), angka, "", "") for n, angka in enumerate(i["periode"])]),
                    None if i["target"][0] != i["target"][1] else i["target"][0],
                    *(i["target"] if i["target"][0] != i["target"][1] else (None, None)),
                    i["arah"],
                    i["batas"],
                )
                for i in rhk["indikator"]
            ),
        )
        for rhk in skp
    ]


@pytest.mark.parametrize(
    ("method", "weight", "count"), [("linear_120", 60, SEMUA), ("linear_120", 70, SEBAGIAN), ("berjenjang_2021", 60, SEBAGIAN)]
)
def test_the_product_agrees_with_a_calculator_that_knows_only_the_rules(method, weight, count):
    seen = set()
    for number in range(count):
        skp, scores = random_skp(number)
        rows, plan, conduct, total = calculate(skp, scores, method, weight)
        ours = numerik.hitung(
            method, as_measures(skp), scores, bobot_skp=D(weight), bobot_perilaku=D(100 - weight), pada=kuadran.BERLAKU_DARI
        )
        assert ([r.capaian for r in ours.rhk], ours.nilai_skp, ours.nilai_perilaku, ours.nkp) == (rows, plan, conduct, total), number
        result, behaviour = kuadran.saran_rating(ours.nilai_skp), kuadran.saran_rating(ours.nilai_perilaku)
        assert (str(result), str(behaviour)) == (suggested(plan), suggested(conduct)), number
        assert str(kuadran.predikat(result, behaviour)) == box(result, behaviour), number
        seen.add((result, behaviour))
    assert len(seen) >= 5, seen


def test_every_box_of_the_quadrant_is_as_the_words_say():
    assert {(h, p): str(kuadran.predikat(h, p)) for h in Rating for p in Rating} == {(h, p): box(h, p) for h in Rating for p in Rating}


def test_a_year_of_two_posts_is_the_mean_by_months():
    for number in range(SEBAGIAN):
        dice = random.Random(number)
        months, first, second = dice.randint(1, 11), D(dice.randint(0, 12_000)) / 100, D(dice.randint(0, 12_000)) / 100
        with localcontext() as context:
            context.prec = 60
            expected = published((months * first + (12 - months) * second) / 12)
        assert numerik.nkp_tahun([(months, first), (12 - months, second)]) == expected, number
