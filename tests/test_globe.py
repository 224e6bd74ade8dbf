"""Distances on the globe."""

import pytest

from worker.globe import EARTH_KM, distance_km


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((50.45, 30.52), (50.45, 30.52), 0),
        ((50.45, 30.52), (49.99, 36.23), 409),  # Kyiv and Kharkiv
        ((10, 179.5), (10, -179.5), 109.5),  # over the date line
        ((90, 0), (90, 120), 0),  # a pole has every longitude
        ((12.3, 45.6), (-12.3, -134.4), 3.14159265 * EARTH_KM),  # opposite ends
    ],
)
def test_distance_is_that_of_the_great_circle(a, b, km):
    assert distance_km(*a, *b) == pytest.approx(km, abs=1)
    assert distance_km(*b, *a) == pytest.approx(km, abs=1)
