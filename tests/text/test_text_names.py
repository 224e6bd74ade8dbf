"""Names as keys."""

from worker.text.names import name_key, one_person, sound_alike, sound_key


def test_case_accents_and_signs_do_not_part_names():
    assert name_key("Jean-Noël  BARROT") == name_key("Jean Noel Barrot")
    assert name_key("Łódź") == name_key("lodz")
    assert name_key("Diyarbakır") == name_key("DİYARBAKIR") == name_key("Diyarbakir")
    assert name_key("Straße") == name_key("STRASSE")
    assert name_key("?!") == ""


def test_a_surname_is_enough_for_a_person_and_another_first_name_is_not():
    assert one_person("Peskov", "Dmitry Peskov")
    assert not one_person("Andrei Peskov", "Dmitry Peskov")
    assert not one_person("", "Dmitry Peskov")


def test_spellings_of_two_languages_sound_alike():
    pairs = (
        ("Klytschkow", "Klychkov"),
        ("Kusnezow", "Kuznetsov"),
        ("Sacharowa", "Zakharova"),
        ("Tjotkino", "Tyotkino"),
    )
    for one, other in (*pairs, ("al-Nassr", "Al-Nasr"), ("Wjatscheslaw Gladkow", "Vyacheslav Gladkov")):
        assert sound_key(one) == sound_key(other)
        assert sound_alike(one, other)


def test_short_names_and_other_first_names_do_not_sound_alike():
    for one, other in (("Scholz", "Schulz"), ("Müller", "Miller"), ("Ali", "Alia"), ("Gleb Nikitin", "Oleh Nikitin")):
        assert not sound_alike(one, other)
    assert sound_key("Aye") == "aye"
