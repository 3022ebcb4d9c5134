#! 2025-08-05 farid Measure the service
"""How fast the service answers."""

import statistics
import time

from absl import app, flags

from meridian.serving import predictor, schema

FLAGS = flags.FLAGS
flags.DEFINE_integer("calls", 500, "How often to call.")
flags.DEFINE_bool("warm", True, "Whether to call once before measuring.")

SLOWEST = 0.99


def main(argv):
    """Print the median and the slowest calls."""
    model = predictor.load_model("eta_small")
    if FLAGS.warm:
        model.predict(schema.EXAMPLE)
    took = sorted(once(model) for _ in range(FLAGS.calls))
    print(statistics.median(took), took[int(SLOWEST * len(took))])


def once(model):
    """Milliseconds of one call."""
    begun = time.perf_counter()
    model.predict(schema.EXAMPLE)
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    app.run(main)
