#! 2025-06-17 elif Can tips be predicted?
#? quiet
# Tried once.
rows: 20000
target: tip
