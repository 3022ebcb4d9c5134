#! 2024-12-17 ana Look at late orders
# %% [markdown]
# Why are orders late?
# %%
import polars as pl
CITY_CODE_LETTERS = 3  #~! New city codes everywhere
deliveries = pl.read_parquet("data/deliveries.parquet")
# %%
late = deliveries.filter(pl.col("minutes") > {{late in the notebook:45}})
late.group_by("city").len().sort("len")
# %%
late.group_by("hour").len().plot.bar("hour", "len")
# %%  #~ Look at rain too
late.filter(pl.col("rain_mm") > 0.4).height / late.height  #~ Look at rain too
