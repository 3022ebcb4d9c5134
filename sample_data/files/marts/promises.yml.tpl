#! 2025-12-16 chloe Promises by day for the support
#? quiet
version: 2
groups:
- name: delivery
  owner:
    name: Delivery
    email: delivery@meridian.example
models:
- name: promises_by_day
  description: What customers were told, by city and day
  group: delivery
  access: protected
  config:
    contract:
      enforced: true
  columns:
  - name: promised_minutes
    data_tests:
    - not_null
