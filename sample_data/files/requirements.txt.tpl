#! 2024-11-01 ana Start Meridian
polars==0.20.1
lightgbm==4.1.0
numpy==1.26.0
flask==3.0.0
pyyaml==6.0.1
click==8.1.7  #~! Replay a day against the service
absl-py==2.1.0  #~! Measure the service
