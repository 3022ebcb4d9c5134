#! 2025-08-05 farid Measure the service
#? quiet
"""Draw how fast the service answered."""

import sys

import matplotlib.pyplot as plt


def main() -> None:
    """One point per call, from the file that bench_serving.py wrote."""
    with open(sys.argv[1]) as file:
        plt.plot([float(line) for line in file])
    plt.savefig("bench.png")


if __name__ == "__main__":
    main()
