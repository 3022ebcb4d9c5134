#! 2025-08-19 elif How long do couriers wait at the door?
#? quiet
- model=boosted
