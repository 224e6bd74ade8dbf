"""Copies of one text are recognised, other texts on the same event are not; names and numbers cross languages."""

from worker.identity.wording import is_copy, is_edit, same_marks, shared_marks, shared_words

WIRE = (
    "Drones struck the port of Odesa in the night to Monday, killing two people and setting grain stores on fire. "
    "The governor said that a hundred people had been brought to safety."
)


def test_a_cut_and_retouched_text_is_a_copy():
    assert is_copy(WIRE, WIRE.split(". ", maxsplit=1)[0])
    assert is_copy(WIRE, WIRE.replace("setting grain stores on fire", "setting stores of grain alight"))


def test_another_text_on_the_same_event_is_no_copy():
    assert not is_copy(WIRE, "Two people died when drones hit the harbour of Odesa; grain burned, the governor said.")
    assert not is_copy(WIRE, "")


def test_names_and_numbers_are_shared_across_languages_and_known_ones_prove_nothing():
    german = "Peskow sagte in Moskau, 300 Patriot-Raketen änderten nichts."
    english = "Peskov said on Monday that 300 Patriot missiles changed nothing."
    assert shared_marks(german, english, [])[0] == 3
    assert shared_marks(german, english, ["Dmitry Peskov"])[0] == 2


def test_one_shared_word_of_one_proves_little():
    assert shared_words("yesterday", "yesterday", []) < 0.5
    assert shared_words(WIRE, WIRE, []) == 1.0


def test_two_sentences_of_one_pattern_differ_in_names_or_numbers():
    killed = "The strike on Kharkiv killed 8 people, the governor said."
    assert same_marks(killed, killed.replace(", the governor said", ""))
    assert not same_marks(killed, killed.replace("8", "6"))
    assert not same_marks(killed, killed.replace("Kharkiv", "Odesa"))


def test_an_edited_sentence_is_one_in_which_few_words_are_others():
    told = "Drones struck Kyiv in the night to Monday, killing 12."
    assert is_edit(told, "Drones struck Kyiv in the night to Monday, killing 2.")
    assert is_edit(told, "In the night to Monday drones struck Odesa, killing 12.")
    assert not is_edit(told, "Monday's strike on Kyiv has killed 12 people and left others under rubble, police say.")
    assert not is_edit("", "")
