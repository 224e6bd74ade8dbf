"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance (haversine) between two points in WGS 84 degrees."""
    phi, psi, across = radians(lat), radians(other_lat), radians(lon - other_lon)
    h = sin((phi - psi) / 2) ** 2 + cos(phi) * cos(psi) * sin(across / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, h)))  # rounding may carry opposite ends of the Earth over 1
