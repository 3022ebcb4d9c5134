#! 2024-11-18 ben Deploy to the cluster
version = 1

[[package]]
name = "polars"
version = "0.20.1"

[[package]]
name = "lightgbm"
version = "4.1.0"

[[package]]
name = "numpy"
version = "1.26.0"

[[package]]
name = "flask"
version = "3.0.0"
