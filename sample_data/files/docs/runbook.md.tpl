#! 2025-02-04 chloe Write down what to do at night
# Runbook

## The service is slow

1. Look at `slow` in the log lines; above {{slow calls an hour:50}} an hour, restart.
2. Lower `max_batch`.
3. Switch the shadow model off.  #~! Answer twice, show once

## The nightly run is late

1. `python -m meridian.pipelines.backfill`
2. Tell the channel after {{hours to wait:2}} hours.  #~ Say when to tell the channel

## Many late orders  #~ Add late orders to the runbook

1. Compare with the weather first.  #~ Add late orders to the runbook
