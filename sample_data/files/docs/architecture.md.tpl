#! 2024-11-01 ana Start Meridian
# Architecture

- Features are computed hour by hour and kept in the store.
- Training runs at night, city by city.
- The service answers from the newest model, or from the fallback.
- Monitoring compares today's inputs with those of {{days compared:28}} days ago.
- The canary gets a share of the traffic.  #~! Send a share of the traffic to a canary
- City codes have three letters.  #~! New city codes everywhere
- A shadow model answers unseen.  #~! Answer twice, show once
- Quantiles are calibrated after training.  #~ Describe calibration
- Holidays count as Sundays.  #~ Describe holidays
- Couriers on foot are left out.  #~ Say who is left out
