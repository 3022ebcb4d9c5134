#! 2025-12-16 chloe Promises by day for the support
#? quiet
version: 2
sources:
- name: delivery
  tables:
  - name: promises
    description: Each promise as it was made, from the service's own log
    meta:
      owner: Farid Haddad
