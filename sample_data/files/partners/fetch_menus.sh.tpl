#! 2026-01-13 ana Offers of partners, stage by stage
#? quiet
#!/bin/sh
# Menus of all partners, one after the other.
set -e
tail -n +2 partners.csv | cut -d, -f2 | while read -r address; do
    curl -sf "$address/menu.csv"
done | python -c "import polars, sys; polars.read_csv(sys.stdin.buffer).write_parquet('menus.parquet')"
