#! 2025-08-19 elif How long do couriers wait at the door?
#? quiet
model:
  kind: boosted
  trees: 120
split:
  share: 0.2
  by: day
seed: 11
