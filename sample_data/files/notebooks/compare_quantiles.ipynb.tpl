#! 2025-09-30 jonas Compare quantiles
# %% [markdown]
# Which quantile do customers like?
# %%
import polars as pl
from meridian.training import losses
runs = pl.read_csv("runs.csv")
# %%
runs.filter(pl.col("quantile") >= {{lowest quantile:0.5}}).group_by("quantile").mean()
# %%  #~ Plot the quantiles
runs.plot.line("quantile", "late_share")  #~ Plot the quantiles
