#! 2024-11-11 ana Watch the inputs
# Limits of the alerts. Set by hand after each quarter's review.
[alerts]
late_share = 0.12
drift = 0.2
missing_share = 0.05
mean_error = 6.5

[alerts.cities]
lisbon = 0.11
porto = 0.1
madrid = 0.14

[pages]
after_minutes = 15
repeat_minutes = 45
