#! 2024-11-01 ana Start Meridian
__pycache__/
*.parquet
models/
.env
.ipynb_checkpoints/  #~! Look at late orders
