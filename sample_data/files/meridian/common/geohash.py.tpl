#! 2025-11-18 kavya Hash places
"""Places as short strings; neighbours share a beginning."""

from __future__ import annotations

ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"
PRECISION = 6


def encode(latitude: float, longitude: float, precision: int = PRECISION) -> str:
    """The cell of a place."""
    south, north, west, east = -90.0, 90.0, -180.0, 180.0
    bits, even = [], True
    while len(bits) < 5 * precision:
        if even:
            middle = (west + east) / 2
            bits.append(longitude >= middle)
            west, east = (middle, east) if longitude >= middle else (west, middle)
        else:
            middle = (south + north) / 2
            bits.append(latitude >= middle)
            south, north = (middle, north) if latitude >= middle else (south, middle)
        even = not even
    return "".join(ALPHABET[_number(bits[at : at + 5])] for at in range(0, len(bits), 5))


def parent(cell: str) -> str:
    """The next larger cell."""
    return cell[:-1]


def shared(first: str, second: str) -> int:
    """How many characters two cells have in common."""
    length = 0
    for one, other in zip(first, second):
        if one != other:
            break
        length += 1
    return length


def _number(bits: list[bool]) -> int:
    return sum(bit << place for place, bit in enumerate(reversed(bits)))
