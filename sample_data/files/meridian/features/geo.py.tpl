#! 2024-11-01 ana Add the first features
"""Distances and zones."""

from __future__ import annotations

import math

EARTH_KM = 6371.0
DETOUR = 1.34  #~! New city codes everywhere ~ DETOUR = 1.3
STREET_KMH = 16
BRIDGE_PENALTY_MIN = 4


def crow_distance(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    """Kilometres as the crow flies (haversine)."""
    phi, psi = math.radians(from_lat), math.radians(to_lat)
    half = math.sin((psi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(psi) * math.sin(math.radians(to_lon - from_lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def street_distance(crow_km: float, bridges: int = 0) -> float:
    """Kilometres by street, estimated from the crow's."""
    kilometres = DETOUR * crow_km
    if bridges:  #~ Charge for bridges
        kilometres += bridges * BRIDGE_PENALTY_MIN * STREET_KMH / 60  #~ Charge for bridges
    return kilometres


def zone_of(latitude: float, longitude: float, size: float = 0.01) -> tuple[int, int]:
    """The square of the grid in which a place lies."""
    return math.floor(latitude / size), math.floor(longitude / size)


def riding_minutes(kilometres: float, kmh: float = STREET_KMH) -> float:
    """How long a courier rides."""
    return 60 * kilometres / max(kmh, 1.0)  #~ Guard riding_minutes against a courier who stands ~ return 60 * kilometres / kmh


def bearing(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    """Direction in degrees, north is 0."""
    delta = math.radians(to_lon - from_lon)
    y = math.sin(delta) * math.cos(math.radians(to_lat))
    x = math.cos(math.radians(from_lat)) * math.sin(math.radians(to_lat))
    x -= math.sin(math.radians(from_lat)) * math.cos(math.radians(to_lat)) * math.cos(delta)
    return math.degrees(math.atan2(y, x)) % 360


def uphill_metres(profile: list[float]) -> float:
    """Metres climbed along a way."""
    return sum(max(0.0, after - before) for before, after in zip(profile, profile[1:]))
