#! 2025-10-27 elif A report of the rush hour
#? quiet
"""Orders of the rush hour, for the weekly meeting."""

from __future__ import annotations

import polars as pl


def main() -> None:
    """Print orders per hour."""
    orders = pl.read_parquet("features/orders.parquet")
    print(orders.group_by("hour").len().sort("hour"))


if __name__ == "__main__":
    main()
