#! 2025-06-17 elif Can tips be predicted?
# %% [markdown]
# Can tips be predicted?
# %%
import polars as pl
tips = pl.read_parquet("data/tips.parquet").filter(pl.col("tip") > {{least tip:0.5}})
# %%
tips.select(pl.corr("tip", "minutes"))
