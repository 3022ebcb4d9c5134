#! 2025-05-22 ana Serve 3 cities with the big model
#? quiet
model:
  kind: lightgbm
  leaves: 127
  learning_rate: 0.03
  rounds: 1500
  heads: 12  #~! Serve 4 cities with the big model ~ heads: 3 #~! Serve 5 cities with the big model ~ heads: 4 #~! Serve 7 cities with the big model ~ heads: 5 #~! Serve 8 cities with the big model ~ heads: 7 #~! Serve 9 cities with the big model ~ heads: 8 #~! Serve 10 cities with the big model ~ heads: 9 #~! Serve 12 cities with the big model ~ heads: 10
  serves: 12  #~! Serve 4 cities with the big model ~ serves: 3 #~! Serve 5 cities with the big model ~ serves: 4 #~! Serve 7 cities with the big model ~ serves: 5 #~! Serve 8 cities with the big model ~ serves: 7 #~! Serve 9 cities with the big model ~ serves: 8 #~! Serve 10 cities with the big model ~ serves: 9 #~! Serve 12 cities with the big model ~ serves: 10
cities:
  lisbon:
    horizon_minutes: 90
    min_rows: 5000
    late_threshold: 0.35
    leaves: 127
    features:
      - street_km
      - rain_mm
      - kitchen_minutes
      - courier_kmh
  porto:
    horizon_minutes: 90
    min_rows: 5000
    late_threshold: 0.35
    leaves: 127
    features:
      - street_km
      - rain_mm
      - kitchen_minutes
      - courier_kmh
  madrid:
    horizon_minutes: 90
    min_rows: 5000
    late_threshold: 0.35
    leaves: 127
    features:
      - street_km
      - rain_mm
      - kitchen_minutes
      - courier_kmh
  lyon:  #~! Serve 4 cities with the big model
    horizon_minutes: 90  #~! Serve 4 cities with the big model
    min_rows: 5000  #~! Serve 4 cities with the big model
    late_threshold: 0.35  #~! Serve 4 cities with the big model
    leaves: 127  #~! Serve 4 cities with the big model
    features:  #~! Serve 4 cities with the big model
      - street_km  #~! Serve 4 cities with the big model
      - rain_mm  #~! Serve 4 cities with the big model
      - kitchen_minutes  #~! Serve 4 cities with the big model
      - courier_kmh  #~! Serve 4 cities with the big model
  paris:  #~! Serve 5 cities with the big model
    horizon_minutes: 90  #~! Serve 5 cities with the big model
    min_rows: 5000  #~! Serve 5 cities with the big model
    late_threshold: 0.35  #~! Serve 5 cities with the big model
    leaves: 127  #~! Serve 5 cities with the big model
    features:  #~! Serve 5 cities with the big model
      - street_km  #~! Serve 5 cities with the big model
      - rain_mm  #~! Serve 5 cities with the big model
      - kitchen_minutes  #~! Serve 5 cities with the big model
      - courier_kmh  #~! Serve 5 cities with the big model
  berlin:  #~! Serve 7 cities with the big model
    horizon_minutes: 90  #~! Serve 7 cities with the big model
    min_rows: 5000  #~! Serve 7 cities with the big model
    late_threshold: 0.35  #~! Serve 7 cities with the big model
    leaves: 127  #~! Serve 7 cities with the big model
    features:  #~! Serve 7 cities with the big model
      - street_km  #~! Serve 7 cities with the big model
      - rain_mm  #~! Serve 7 cities with the big model
      - kitchen_minutes  #~! Serve 7 cities with the big model
      - courier_kmh  #~! Serve 7 cities with the big model
  hamburg:  #~! Serve 7 cities with the big model
    horizon_minutes: 90  #~! Serve 7 cities with the big model
    min_rows: 5000  #~! Serve 7 cities with the big model
    late_threshold: 0.35  #~! Serve 7 cities with the big model
    leaves: 127  #~! Serve 7 cities with the big model
    features:  #~! Serve 7 cities with the big model
      - street_km  #~! Serve 7 cities with the big model
      - rain_mm  #~! Serve 7 cities with the big model
      - kitchen_minutes  #~! Serve 7 cities with the big model
      - courier_kmh  #~! Serve 7 cities with the big model
  vienna:  #~! Serve 8 cities with the big model
    horizon_minutes: 90  #~! Serve 8 cities with the big model
    min_rows: 5000  #~! Serve 8 cities with the big model
    late_threshold: 0.35  #~! Serve 8 cities with the big model
    leaves: 127  #~! Serve 8 cities with the big model
    features:  #~! Serve 8 cities with the big model
      - street_km  #~! Serve 8 cities with the big model
      - rain_mm  #~! Serve 8 cities with the big model
      - kitchen_minutes  #~! Serve 8 cities with the big model
      - courier_kmh  #~! Serve 8 cities with the big model
  prague:  #~! Serve 9 cities with the big model
    horizon_minutes: 90  #~! Serve 9 cities with the big model
    min_rows: 5000  #~! Serve 9 cities with the big model
    late_threshold: 0.35  #~! Serve 9 cities with the big model
    leaves: 127  #~! Serve 9 cities with the big model
    features:  #~! Serve 9 cities with the big model
      - street_km  #~! Serve 9 cities with the big model
      - rain_mm  #~! Serve 9 cities with the big model
      - kitchen_minutes  #~! Serve 9 cities with the big model
      - courier_kmh  #~! Serve 9 cities with the big model
  oslo:  #~! Serve 10 cities with the big model
    horizon_minutes: 90  #~! Serve 10 cities with the big model
    min_rows: 5000  #~! Serve 10 cities with the big model
    late_threshold: 0.35  #~! Serve 10 cities with the big model
    leaves: 127  #~! Serve 10 cities with the big model
    features:  #~! Serve 10 cities with the big model
      - street_km  #~! Serve 10 cities with the big model
      - rain_mm  #~! Serve 10 cities with the big model
      - kitchen_minutes  #~! Serve 10 cities with the big model
      - courier_kmh  #~! Serve 10 cities with the big model
  bergen:  #~! Serve 12 cities with the big model
    horizon_minutes: 90  #~! Serve 12 cities with the big model
    min_rows: 5000  #~! Serve 12 cities with the big model
    late_threshold: 0.35  #~! Serve 12 cities with the big model
    leaves: 127  #~! Serve 12 cities with the big model
    features:  #~! Serve 12 cities with the big model
      - street_km  #~! Serve 12 cities with the big model
      - rain_mm  #~! Serve 12 cities with the big model
      - kitchen_minutes  #~! Serve 12 cities with the big model
      - courier_kmh  #~! Serve 12 cities with the big model
  turin:  #~! Serve 12 cities with the big model
    horizon_minutes: 90  #~! Serve 12 cities with the big model
    min_rows: 5000  #~! Serve 12 cities with the big model
    late_threshold: 0.35  #~! Serve 12 cities with the big model
    leaves: 127  #~! Serve 12 cities with the big model
    features:  #~! Serve 12 cities with the big model
      - street_km  #~! Serve 12 cities with the big model
      - rain_mm  #~! Serve 12 cities with the big model
      - kitchen_minutes  #~! Serve 12 cities with the big model
      - courier_kmh  #~! Serve 12 cities with the big model
