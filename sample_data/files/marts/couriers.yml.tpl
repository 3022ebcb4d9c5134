#! 2026-01-20 chloe Days of couriers
#? quiet
version: 2
models:
- name: courier_days
  columns:
  - name: courier_id
    data_tests:
    - not_null
