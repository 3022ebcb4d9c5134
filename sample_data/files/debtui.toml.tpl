#! 2026-10-06 ben Write down what must hold
#? quiet
exports = ["exports/access", "exports/models", "exports/monitoring"]


[metrics]
"online_*" = "online min"

# Facts that must hold at every commit.
[assert]
bounds_stay_apart = 'value("features.yaml:features.reject_threshold") >= 0.25'
canary_knows_the_window = 'same("features.yaml:features.rush_window_minutes", "features_canary.yaml:features.rush_window_minutes")'

[data.surfaces.restaurant_list]
shown_by = ["restaurant_scores.parquet"]
logs = ["taps.parquet"]

[data.surfaces.basket_page]
shown_by = ["addons.pkl"]
logs = ["added.parquet"]
mitigated = "5 % of baskets get addons at random"

[data.consumers.campaigns]
reads = ["restaurant_scores.parquet"]
owner = "@meridian/growth"
principals = ["svc-campaigns"]

[data.consumers.support]
reads = ["promises_by_day"]
owner = "@meridian/support"
principals = ["svc-support"]
slo = "there by 6:00 on 99 % of days"
