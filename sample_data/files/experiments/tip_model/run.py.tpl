#! 2025-06-17 elif Can tips be predicted?
#? quiet
"""Can tips be predicted from the basket? Run by hand."""

from __future__ import annotations

import polars as pl

SHARE = 0.1


def baseline(orders: pl.DataFrame) -> pl.Series:
    """A tenth of the basket."""
    return orders["basket"] * SHARE


def main() -> None:
    """Print the error of the baseline."""
    orders = pl.read_parquet("orders.parquet")
    print((orders["tip"] - baseline(orders)).abs().mean())


if __name__ == "__main__":
    main()
