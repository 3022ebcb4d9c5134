"""How long flags live, those that are still there counted too: the product-limit estimate over all flags.

Kaplan and Meier 1958, with Greenwood's variance (1926): S(t) is the product of (1 - d/n) over the ages up to t, and its
variance S(t)^2 times the sum of d / (n (n - d)). Removed flags alone would under-state the life of flags.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

_Z = 1.959963984540054
"""The normal quantile of 97.5 %."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per age at which a flag was removed or is last seen; `lives` has life_days and removed (bool)."""
    import polars as pl

    lives = inputs["lives"]
    ages = lives.group_by(pl.col("life_days").alias("age_days")).agg(
        pl.col("removed").sum().cast(pl.Int64).alias("removed"),
        (~pl.col("removed")).sum().cast(pl.Int64).alias("censored"),
    )
    n, d = pl.col("at_risk"), pl.col("removed")
    return (
        ages.sort("age_days")
        .with_columns((d + pl.col("censored")).reverse().cum_sum().reverse().alias("at_risk"))
        .with_columns(((n - d) / n).cum_prod().alias("survival"), (d / (n * (n - d))).cum_sum().sqrt().alias("spread"))
        .with_columns((_Z * pl.col("survival") * pl.col("spread")).alias("reach"))
        .with_columns(
            # Where all at risk were removed Greenwood's sum is infinite: nothing is known of the spread.
            pl.when(n > d).then((pl.col("survival") - pl.col("reach")).clip(0, 1)).alias("lower"),
            pl.when(n > d).then((pl.col("survival") + pl.col("reach")).clip(0, 1)).alias("upper"),
        )
        .select("age_days", "at_risk", "removed", "censored", "survival", "lower", "upper")
    )


DERIVED = Derived(
    name="flag_survival_at",
    version=1,
    doc="Kaplan-Meier survival of all flags that production code has ever named; those still there are censored.",
    reads=("flag_history_at",),
    inputs={"lives": "SELECT life_days, NOT alive AS removed FROM flag_history_at WHERE sure"},
    columns=(
        Column("age_days", "int", "days since the flag came"),
        Column("at_risk", "int", "flags that reached this age"),
        Column("removed", "int", "of those, removed at this age"),
        Column("censored", "int", "of those, still there and this old"),
        Column("survival", "float", "share that lives longer than this"),
        Column("lower", "float", "95 % by Greenwood's formula; null where no flag is left"),
        Column("upper", "float", "likewise"),
    ),
    compute=compute,
)
