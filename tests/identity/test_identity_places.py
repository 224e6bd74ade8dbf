"""Places compare by distance and hierarchy."""

from identity_helpers import place, region

from schemas import Place
from worker.identity.places import cells, common, distance_km, near


def test_a_district_is_near_its_city_and_the_next_city_is_not():
    assert near(place("Lukianivka"), place("Kyiv"))
    assert not near(place("Kyiv"), place("Sumy"))


def test_distance_is_in_kilometres():
    assert 400 < distance_km(place("Kyiv"), place("Kharkiv")) < 420


def test_places_near_each_other_share_a_cell():
    edge = place("Kyiv").model_copy(update={"lat": 49.99, "name": "South"})
    beyond = place("Kyiv").model_copy(update={"lat": 50.01, "name": "North"})
    assert set(cells(edge)) & set(cells(beyond))


def test_a_region_holds_its_cities_and_an_unmapped_spot_is_unclear():
    assert common((region("Sumy Oblast", "UA"),), (region("Sumy Oblast", "UA"),)).regions
    assert common((region("Sumy Oblast", "UA"),), (place("Sumy"),)).seats
    shostka = place("Sumy").model_copy(update={"name": "Shostka", "lat": 51.86, "lon": 33.47})
    inside = common((region("Sumy Oblast", "UA"),), (shostka,))
    assert inside.within
    assert not inside.seats
    village = Place(name="Mala Vyska", kind="city", country="UA", text="")
    assert common((village,), (place("Sumy"),)).unclear
    assert common((place("Kyiv"),), (place("Sumy"),)).apart


def test_a_region_beside_a_town_in_it_holds_no_other_town():
    shostka = place("Sumy").model_copy(update={"name": "Shostka", "lat": 51.86, "lon": 33.47})
    whole = (region("Sumy Oblast", "UA"), place("Sumy"))
    assert common(whole, (shostka,)).apart
    assert common(whole, (region("Sumy Oblast", "UA"),)).regions
    assert common((region("Sumy Oblast", "UA"), place("Kharkiv")), (shostka,)).within


def test_regions_of_one_sort_and_of_two_countries_are_apart():
    sumy, kharkiv = region("Sumy Oblast", "UA"), region("Kharkiv Oblast", "UA")
    assert common((sumy,), (kharkiv,)).unclear
    assert common((sumy,), (place("Kharkiv"),)).unclear
    assert common((sumy,), (place("Belgorod"),)).unclear
    assert not common((region("Donbas", "UA"),), (place("Kharkiv"),)).unclear
    assert not common((sumy, region("Donbas", "UA")), (place("Kharkiv"),)).unclear


def test_a_name_without_coordinates_is_found_by_its_name():
    village = Place(name="Mala Vyska", kind="city", country="UA", text="")
    assert cells(village) == ("UA/mala vyska",)
    assert near(village, village.model_copy(update={"text": "anders"}))


def test_a_village_on_no_map_is_near_itself_in_another_spelling():
    german, english, other = (
        Place(name=name, kind="city", country="UA", text="") for name in ("Tschernyschewe", "Chernysheve", "Charne")
    )
    assert near(german, english)
    assert not near(german, other)
    assert not near(german, english.model_copy(update={"country": "RU"}))
    assert not near(place("Kharkiv"), english)
