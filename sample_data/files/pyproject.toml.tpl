#! 2024-11-01 ana Start Meridian
[project]
name = "meridian"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["polars>=0.20", "lightgbm==4.1.0", "flask>=3", "pyyaml"]

[tool.pytest.ini_options]
testpaths = ["tests"]

[tool.ruff]  #~ Lint with ruff
line-length = 110  #~ Lint with ruff
