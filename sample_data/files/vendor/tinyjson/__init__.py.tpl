#! 2024-11-25 hedda Vendor tinyjson for the courier devices
#? quiet
# FIXME: upstream's business
"""A JSON reader for small machines."""


def loads(text):
    return __import__("json").loads(text)
