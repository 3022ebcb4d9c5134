#! 2025-09-16 ines Explain the metrics
# Metrics

- **mean error**: minutes, lower is better.
- **late share**: more than 10 minutes after the promise.
- **burn rate**: above {{burn rate to page:6}}, somebody is called.
- **agreement**: of the shadow model with the one shown.  #~ Explain agreement
