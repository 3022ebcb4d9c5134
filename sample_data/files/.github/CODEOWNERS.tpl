#! 2024-11-18 ben Deploy to the cluster
# Whose is what; the last line that matches decides.
/meridian/training/   @meridian/science
/meridian/serving/    @ben-okafor
/deploy/              @meridian/platform
/meridian/monitoring/ @chloe-martin  #~! Test the alarms
/routing_v1/
