"""From a drop of a metric to its cause: which two runs, and what differs between them, most suspicious first."""
