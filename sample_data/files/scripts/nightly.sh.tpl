#! 2024-11-06 ana Train every night
#!/bin/sh
# The nightly run, started by cron on the training machine.
set -eu
: "${MERIDIAN_BUCKET:=s3://meridian-dev}"
export MERIDIAN_BUCKET
nice -n {{niceness:10}} python -m meridian.pipelines.daily
python -m meridian.pipelines.weekly  #~! Report every Monday
find /var/log/meridian -mtime +{{days of logs:14}} -delete  #~ Delete old logs
