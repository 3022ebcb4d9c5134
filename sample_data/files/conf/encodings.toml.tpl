#! 2025-09-15 ana Encode couriers too
#? quiet
[encoding]
scheme = "target"
min_count = 40
clip_share = 0.02
