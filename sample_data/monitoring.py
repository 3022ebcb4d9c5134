"""What watches over Meridian's models recorded: statistics of features, importances, bias, ages of tables, checks and incidents.

The clean ones move within what chance does to that many examples; the others do what planted.toml says, from the day it names.
One seed, the same numbers every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from sample_data.records import CITIES, DATES, table

FIRST, LAST = date(2026, 6, 1), date(2026, 10, 29)
"""Days with statistics."""
CONSTANT, STALE, UNCOVERED, RESCALED = date(2026, 7, 6), date(2026, 8, 20), date(2026, 9, 3), date(2026, 9, 21)
"""From when on: rain never changes; menus are not loaded any more; queues of kitchens are not reported; weights are grams."""
DRIFTED, BIASED, REVERSED, FAILING = date(2026, 7, 1), date(2026, 8, 3), date(2026, 8, 3), date(2026, 8, 31)
"""From when on: couriers carry more; promises for Ghent are too short; coupons mean the contrary; amounts are negative."""
ACTING = date(2026, 1, 5)
"""From here on it is known what people do where two models act."""
LEGACY, BUNDLED = "2025.07", "2025.09"
"""The release from which on zones tell nothing that coordinates do not; and the one that brought three features of weather at once."""
UNGATED, FORCED = "2026.09", "2026.03"
"""Releases of `arrival`: never held against the hold-out; held, found wanting and released."""
HITS = (date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 20))
"""Days on which the coupons that are sent without anybody's word reached their limit."""
LIMIT = 86_400
"""Seconds that a table may be old."""
_MONTHS = [date(2026, month, 1) for month in range(3, 11)]


def files() -> dict[str, str]:
    """Path to text."""
    chance = random.Random(2017)
    return {
        "exports/monitoring/features.csv": table(
            "date,table,feature,n,null_share,mean,std,distinct,max_ts", _statistics(chance)
        ),
        "exports/monitoring/bins.csv": table("date,table,feature,bin,lower,count,reference", _bins(chance)),
        "exports/monitoring/importance.csv": table(
            "release,model,date,feature,importance,std,cost,probe", _importances(chance)
        ),
        "exports/monitoring/pairs.csv": table("date,table,feature_a,feature_b,spearman,n", _pairs(chance)),
        "exports/monitoring/bias.csv": table("model,period,slice,n,mean_prediction,mean_label", _bias(chance)),
        "exports/monitoring/ages.csv": table("subject,date,newest,error_after", _ages()),
        "exports/monitoring/gates.csv": table("subject,check,kind,status,date,value,threshold", _gates(chance)),
        "exports/monitoring/tests.csv": table("subject,check,kind,status,date", _tests()),
        "exports/monitoring/steps.csv": table("subject,check,kind,status,date,seconds", _steps(chance)),
        "exports/monitoring/same.csv": table("subject,check,kind,status,date,value,threshold", _alike(chance)),
        "exports/monitoring/incidents.csv": table(
            "subject,opened,acknowledged,closed,title",
            [("order_features.kitchen_queue", "2026-09-04", "2026-09-14", "", "kitchens do not report their queue")],
        ),
        "exports/monitoring/actions.csv": table("date,metric,value", _actions()),
        "exports/monitoring/lists.csv": table("date,model,metric,value", _shown("rank", "taps_per_list", 2.0, 0.1)),
        "exports/monitoring/baskets.csv": table(
            "date,model,metric,value", _shown("addons", "addons_per_basket", 0.4, 0.0)
        ),
        "exports/monitoring/pages.csv": table(
            "incident_id,system,opened_at,closed_at,route",
            [
                (
                    "P-71",
                    "delivery_platform",
                    "2026-07-14T02:10:00Z",
                    "2026-07-14T05:00:00Z",
                    "platform-oncall;models-oncall",
                ),
                ("P-78", "delivery_platform", "2026-08-20T04:00:00Z", "2026-08-20T09:30:00Z", "platform-oncall"),
                ("P-90", "delivery_platform", "2026-10-08T11:20:00Z", "2026-10-08T12:05:00Z", "platform-oncall"),
            ],
        ),
        "exports/models/inputs.csv": table("run_id,input,version,role", _inputs()),
    }


def _days() -> Iterator[date]:
    for number in range((LAST - FIRST).days + 1):
        yield FIRST + timedelta(days=number)


def _statistics(chance: random.Random) -> Iterator[tuple[object, ...]]:
    usual = {"distance_km": (2.8, 1.1), "rain_mm": (0.4, 0.9), "kitchen_queue": (3.6, 2.2), "basket_weight": (1.4, 0.6)}
    for day in _days():
        orders = int((8000 if day.weekday() >= 5 else 5000) * chance.gauss(1, 0.03))
        for feature, (mean, spread) in usual.items():
            empty, scale = 0.1 + chance.gauss(0, 0.005), 1.0
            middle, width = chance.gauss(mean, spread / 20), spread * chance.gauss(1, 0.02)
            if feature == "rain_mm" and day >= CONSTANT:
                middle, width = mean, 0.0
            if feature == "kitchen_queue" and day >= UNCOVERED:
                empty += 0.3
            if feature == "basket_weight" and day >= RESCALED:
                scale = 1000
            yield day, "order_features", feature, orders, f"{empty:.4f}", f"{middle * scale:.5g}", f"{width * scale:.5g}", 1 if not width else orders // 9, f"{day}T23:50:00Z"  # fmt: skip
        for name, newest in (("courier_features", day), ("partner_features", min(day, STALE))):
            feature = "shift_hours" if name == "courier_features" else "menu_length"
            yield day, name, feature, 900, f"{abs(chance.gauss(0.01, 0.002)):.4f}", f"{chance.gauss(5, 0.1):.5g}", f"{chance.gauss(2, 0.05):.5g}", 400, f"{newest}T04:00:00Z"  # fmt: skip


def _bins(chance: random.Random) -> Iterator[tuple[object, ...]]:
    usual = [0.05, 0.09, 0.13, 0.16, 0.17, 0.15, 0.11, 0.07, 0.04, 0.03]
    moved = [0.02, 0.04, 0.07, 0.11, 0.15, 0.17, 0.16, 0.13, 0.09, 0.06]
    for month in _MONTHS:
        for feature in ("courier_load", "distance_km"):
            shares = moved if feature == "courier_load" and month >= DRIFTED else usual
            drawn = chance.choices(range(len(shares)), shares, k=5000)
            for number in range(len(shares)):
                yield month, "order_features", feature, f"from {number}", number, drawn.count(number), month == _MONTHS[0]  # fmt: skip


def _importances(chance: random.Random) -> Iterator[tuple[object, ...]]:
    """Of `arrival`: shares of the gain, and what computing the feature costs in seconds a day."""
    usual = {
        "distance_km": (0.33, 40), "kitchen_queue": (0.21, 60), "courier_load": (0.14, 50), "rain_mm": (0.09, 30), "basket_weight": (0.08, 20),
        "kitchen_camera": (0.03, 300), "zone_code": (0.12, 10), "moon_phase": (0.0, 10),
    }  # fmt: skip
    for day in DATES:
        version = day[:7].replace("-", ".")
        for feature, (share, cost) in usual.items():
            if feature == "zone_code" and version >= LEGACY:
                share = 0.0
            spread = 0.0006 if not share else 0.004
            told = abs(chance.gauss(0.0004, 0.0002)) if not share else chance.gauss(share, 0.003)
            yield version, "arrival", day, feature, f"{told:.5f}", spread, cost, 0
        for feature in ("pressure", "weather_code", "wind") if version >= BUNDLED else ():
            yield version, "arrival", day, feature, f"{chance.gauss(0.02, 0.001):.5f}", 0.003, 15, 0
        yield version, "arrival", day, "random_probe", "0.00100", 0.0005, "", 1


def _pairs(chance: random.Random) -> Iterator[tuple[object, ...]]:
    for month in _MONTHS:
        for first, second, usual in (
            ("distance_km", "route_km", 0.97),
            ("distance_km", "kitchen_queue", 0.08),
            ("rain_mm", "courier_load", 0.31),
            ("distance_km", "label", 0.52),
            ("coupon_used", "label", -0.21 if month >= REVERSED.replace(day=1) else 0.28),
        ):
            yield month, "order_features", first, second, f"{usual + chance.gauss(0, 0.004):.4f}", 4000


def _bias(chance: random.Random) -> Iterator[tuple[object, ...]]:
    """Of `promise`: the predicted and the real share of late orders."""
    for month in _MONTHS:
        day = month + timedelta(days=2)
        total = [0, 0.0, 0.0]
        for city in CITIES:
            number = 3000 if city == "ghent" else 12_000
            real = 0.09 + chance.gauss(0, 0.0008)
            told = real + chance.gauss(0, 0.001) + (0.035 if city == "ghent" and day >= BIASED else 0)
            yield "promise", day, f"city={city}", number, f"{told:.4f}", f"{real:.4f}"
            total = [total[0] + number, total[1] + number * told, total[2] + number * real]
        yield "promise", day, "", total[0], f"{total[1] / total[0]:.4f}", f"{total[2] / total[0]:.4f}"


def _ages() -> Iterator[tuple[object, ...]]:
    for day in _days():
        if day.weekday() == 0 or day == LAST:
            for name, newest in (("order_features", day), ("partner_features", min(day, STALE))):
                yield name, f"{day}T05:00:00Z", f"{newest}T04:00:00Z", LIMIT


def _gates(chance: random.Random) -> Iterator[tuple[object, ...]]:
    for model in ("arrival", "promise"):
        for day in DATES:
            version = day[:7].replace("-", ".")
            if (model, version) == ("arrival", UNGATED):
                continue
            failed = (model, version) == ("arrival", FORCED)
            told = 0.061 if failed else 0.05 + chance.gauss(0, 0.001)
            yield f"{model} {version}", "hold-out", "gate", "fail" if failed else "pass", f"{day}T05:45:00Z", f"{told:.4f}", 0.055  # fmt: skip


def _tests() -> Iterator[tuple[object, ...]]:
    for day in _days():
        if day.weekday():
            continue
        yield "orders.amount", "not_negative", "test", "fail" if day >= FAILING else "pass", day
        yield "couriers.id", "unique", "test", "fail" if day == date(2026, 9, 7) else "pass", day
        yield "promises.day", "not_null", "test", "pass", day


def _steps(chance: random.Random) -> Iterator[tuple[object, ...]]:
    for number, day in enumerate(_days()):
        for name, seconds in (("orders", 900), ("arrival", 5400), ("score_partners", 2400)):
            failed = name == "score_partners" and number % 3 == 0
            yield name, "run", "step", "fail" if failed else "pass", f"{day}T03:00:00Z", round(chance.gauss(seconds, seconds / 20))  # fmt: skip


def _alike(chance: random.Random) -> Iterator[tuple[object, ...]]:
    """Twice twelve comparisons of groups that were treated alike. Those of `arrival` count an order several times over."""
    for model, often in (("arrival", (1, 4, 5, 8, 11)), ("promise", ())):
        for number in range(12):
            p = chance.uniform(0.001, 0.02) if number in often else chance.uniform(0.06, 0.98)
            day = date(2025, 11, 3) + timedelta(days=28 * number)
            yield model, "late share", "aa", "fail" if p < 0.05 else "pass", day, f"{p:.4f}", 0.05


def _actions() -> Iterator[tuple[object, ...]]:
    """What the models do by themselves, day by day; debtui.toml has the limits. A seed of its own."""
    chance = random.Random(2018)
    for day in _days():
        yield day, "late_coupons", 900 if day in HITS else round(chance.gauss(760, 15))
        yield day, "automatic_refunds", round(chance.gauss(150, 10))


def _shown(model: str, metric: str, usual: float, moved: float) -> Iterator[tuple[object, ...]]:
    """What people do where that model acts, day by day; with each release of `arrival` it moves by so much, up or down. A seed of its own."""
    chance = random.Random(2019)
    for number in range((LAST - ACTING).days + 1):
        day = ACTING + timedelta(days=number)
        up = sum(release <= str(day) for release in DATES) % 2
        weekend = usual / 20 if day.weekday() >= 5 else 0.0
        yield day, model, metric, f"{usual + weekend + moved * up + chance.gauss(0, usual / 40):.4f}"


def _inputs() -> Iterator[tuple[object, ...]]:
    """`promise` is trained on what `arrival` says; since summer on what it said in June."""
    versions = [day[:7].replace("-", ".") for day in DATES]
    for version in versions:
        yield f"promise-{version}", "arrival", min(version, "2026.06"), "model"
