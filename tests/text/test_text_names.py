"""Names as keys."""

from worker.text.names import name_key, one_person


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
