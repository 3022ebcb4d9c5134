#! 2025-04-01 diego Replay a day against the service
"""Sends the orders of a day to a service again."""

import json
import time
import urllib.request

import click

SPEED = 20
CITY_CODE_LETTERS = 3  #~! New city codes everywhere
SECONDS_OUT = 10


@click.command()
@click.argument("orders", type=click.File())
@click.option("--url", default="http://localhost:8080/eta")
@click.option("--dry-run/--no-dry-run", default=False)
def main(orders, url, dry_run):
    """One request for each line of a file."""
    for line in orders:
        order = json.loads(line)
        if dry_run:
            click.echo(order["key"])
            continue
        send(url, order)
        time.sleep(1 / SPEED)


def send(url, order):
    """POST an order."""
    body = json.dumps(order).encode()
    call = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(call, timeout=SECONDS_OUT) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
