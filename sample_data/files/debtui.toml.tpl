#! 2026-10-06 ben Write down what must hold
#? quiet
exports = ["exports/access", "exports/models", "exports/monitoring"]


[metrics]
"online_*" = "online min"
"gini_*" = "concentration"
"influenced_*" = "influenced"

# Facts that must hold at every commit.
[assert]
bounds_stay_apart = 'value("features.yaml:features.reject_threshold") >= 0.25'
canary_knows_the_window = 'same("features.yaml:features.rush_window_minutes", "features_canary.yaml:features.rush_window_minutes")'

[data.surfaces.restaurant_list]
shown_by = ["restaurant_scores.parquet"]
logs = ["taps.parquet"]
models = ["rank", "arrival"]

[data.surfaces.basket_page]
shown_by = ["addons.pkl"]
logs = ["added.parquet"]
models = ["addons", "arrival"]
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

[data.producers.delivery_platform]
makes = ["delivery.promises"]
owner = "@meridian/platform"
slo = "the warehouse answers on 99.5 % of minutes"

# What the models do without anybody's word, a day.
[actions.late_coupon]
limit = 900
metric = "late_coupons"

[actions.refund]
limit = 400
metric = "automatic_refunds"

[alerts]
arrival = ["models-oncall"]
