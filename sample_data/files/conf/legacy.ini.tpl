#! 2024-11-01 gustavo Bring the router over
; Settings of the first router.
[router]
speed_kmh = 17
max_stops = 4
rounds = 200

[penalties]
one_way = 1.2
bridge_minutes = 4
