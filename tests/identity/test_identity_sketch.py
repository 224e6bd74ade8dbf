"""What is kept of the words of an article: copies of it are known, other articles on the same event are not copies."""

from worker.identity.sketch import contained, same_text, sketch

WIRE = (
    "Russian drones hit the port of Odesa in the early hours of Tuesday, setting grain stores on fire and killing two "
    "night watchmen, regional governor Oleh Kiper said. Firefighters needed five hours to put out the flames. The "
    "attack was the third on the harbour within a week, and shipping companies have begun to send their vessels to "
    "ports on the Danube instead. A spokesman for the port authority said that loading would resume by Thursday at the "
    "latest. Insurance rates for the crossing have doubled since the beginning of the month, according to brokers in "
    "London, who see no sign that the strikes will end before the harvest is shipped."
)
OWN = (
    "Two died when drones struck Odesa's harbour before dawn. Oleh Kiper, the regional governor, told of burning "
    "grain stores and said that the fire brigade had been at work until the morning. It is the third such strike in "
    "seven days. Brokers want twice as much now for insuring a ship that calls there as they did four weeks ago, and "
    "several owners told this newspaper that they prefer the Danube for the time being."
)


def test_a_whole_text_and_one_cut_to_a_third_are_copies():
    assert contained(sketch(WIRE), sketch(WIRE)) == 1.0
    assert same_text(sketch(WIRE), sketch(WIRE[: len(WIRE) // 3]))
    assert same_text(sketch(WIRE[: len(WIRE) // 3]), sketch(WIRE))


def test_a_copy_among_page_furniture_with_another_lead_is_known():
    copy = "A night of fear.\n\n" + WIRE.partition(". ")[2] + "\n\nPhoto: archive. Read more about the war. Share this."
    assert same_text(sketch(WIRE), sketch(copy))


def test_an_article_of_its_own_on_the_same_event_is_no_copy():
    assert contained(sketch(WIRE), sketch(OWN)) < 0.1


def test_a_few_words_are_too_little_to_tell():
    assert not same_text(sketch("Drones hit the port of Odesa"), sketch("Drones hit the port of Odesa"))
    assert not same_text(sketch(""), sketch(""))


def test_a_sketch_of_any_text_is_short():
    assert len(sketch(" ".join(map(str, range(50_000))))) == 256
