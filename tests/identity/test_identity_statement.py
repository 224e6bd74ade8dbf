"""When are two accounts one statement."""

from datetime import date, timedelta

from identity_helpers import (
    MORNING,
    World,
    article,
    body,
    country,
    during,
    evidence,
    group,
    on,
    person,
    statement,
    verdict,
)  # fmt: skip

from schemas import Quote

GERMAN = "Peskow sagte, die Lieferung von Patriot-Systemen werde den Konflikt um Saporischschja nur verlaengern."
ENGLISH = "Peskov said that supplying Patriot systems would only prolong the conflict over Saporizhzhia."


REJECTION = statement(act="reject", topics=("military_aid",), addressees=(country("US"),))


def test_one_statement_meets_in_two_languages():
    german = REJECTION.model_copy(update={"evidence": (evidence(GERMAN),)})
    english = REJECTION.model_copy(update={"evidence": (evidence(ENGLISH),), "act": "criticise"})
    assert verdict(german, english).same


def test_another_speaker_is_another_statement():
    other = REJECTION.model_copy(update={"speaker": person("Sergei Lavrov", "RU")})
    assert verdict(REJECTION, other).veto == "another speaker"


def test_a_surname_of_the_same_country_is_the_same_speaker():
    assert verdict(REJECTION, REJECTION.model_copy(update={"speaker": person("Peskov", "RU")})).same
    assert not verdict(REJECTION, REJECTION.model_copy(update={"speaker": person("Peskov", "US")})).same


def test_a_person_and_his_government_are_two_speakers():
    assert not verdict(REJECTION, REJECTION.model_copy(update={"speaker": country("RU")})).same


def test_what_a_side_says_on_one_day_takes_more_to_be_one_statement_than_what_a_person_says():
    words = {"topics": ("attack",), "evidence": (evidence("Something about Minsk."),)}
    by_person, by_side = statement(act="say", **words), statement(act="say", speaker=country("RU"), **words)
    other = {"evidence": (evidence("Much else, in Brest."),)}
    assert verdict(by_person, by_person.model_copy(update=other)).same
    assert not verdict(by_side, by_side.model_copy(update=other)).same


def test_another_matter_on_the_same_day_is_another_statement():
    other = statement(act="accuse", topics=("election",), evidence=(evidence("On quite different things, in Minsk."),))
    assert not verdict(REJECTION, other, languages=("en", "en")).same


def test_the_words_that_name_the_speaker_and_the_day_are_none_on_the_matter():
    minister = person("David Lammy", "GB").model_copy(update={"text": "Der britische Außenminister David Lammy"})

    def said(act: str, topic: str, words: str):
        when = on(21).model_copy(update={"text": "am Montag"})
        told = evidence(f"{minister.text} {words}")
        return statement(speaker=minister, act=act, topics=(topic,), when=when, evidence=(told,))

    truce = said("demand", "ceasefire", "forderte am Montag einen sofortigen Waffenstillstand.")
    uranium = said("warn", "nuclear", "warnte den Iran am Montag vor einer weiteren Anreicherung von Uran.")
    assert not verdict(truce, uranium, languages=("de", "de")).same


def test_the_same_words_of_another_day_are_another_statement():
    assert verdict(REJECTION, REJECTION, hours=72).veto == "told another day"
    dated = REJECTION.model_copy(update={"when": on(21)})
    assert verdict(dated, REJECTION.model_copy(update={"when": on(24)})).veto == "another day"


def test_what_one_report_dates_by_the_day_before_another_of_the_same_hours_may_tell_without_a_date():
    dated = told("Much was wrong, he told them.", act="say", topics=("war_crimes",), when=on(20))
    undated = told("Anything else, in Brest.", act="say", topics=("war_crimes",))
    assert verdict(dated, undated).same
    assert not verdict(dated, undated, hours=14).same


def test_who_speaks_again_a_day_later_says_something_else():
    plain = statement(topics=("military_aid",), evidence=(evidence(GERMAN),))
    later = statement(topics=("military_aid",), evidence=(evidence("Something about Minsk and the year 2014."),))
    assert not verdict(plain, later, hours=24).same


def test_the_same_sentences_are_one_statement_whatever_was_read_from_them():
    one = statement(act="say", evidence=(evidence(ENGLISH),))
    other = statement(act="warn", topics=("military_aid",), evidence=(evidence(ENGLISH),))
    assert verdict(one, other, languages=("en", "en")).same


def told(words: str, **fields: object):
    return statement(evidence=(evidence(words),), **fields)


def test_few_speak_for_one_body_of_a_state_on_a_day_and_many_for_the_state():
    ministry = body("Pakistani Foreign Office", "PK").model_copy(update={"kind": "government"})
    german, english = "Man halte sich an alle Absprachen.", "It stood by all that was agreed."
    for speaker, one in ((ministry, True), (country("PK"), False)):
        said = {"speaker": speaker, "act": "say", "topics": ("ceasefire",)}
        assert verdict(told(german, **said), told(english, **said)).same is one


def test_officials_are_no_body_that_speaks_once_a_day():
    words = {"act": "say", "topics": ("ceasefire",), "when": on(21)}
    ministry = statement(speaker=body("Pakistani Foreign Office", "PK"), **words)
    officials = statement(speaker=body("Pakistani officials", "PK"), **words)
    assert verdict(officials, officials).margin == verdict(ministry, ministry).margin - 0.75


def test_topics_of_every_war_say_less_than_others():
    for topic, one in (("election", True), ("attack", False)):
        german = told("Das Militär tue alles Nötige.", act="say", topics=(topic,))
        english = told("There was nothing to fear at the polls.", act="promise", topics=(topic,))
        assert verdict(german, english).same is one


def test_an_accusation_is_told_as_one():
    accused = told("Er warf Kiew Terror vor.", act="accuse", topics=("attack",))
    assert verdict(accused, told("He accused Kyiv of terror.", act="accuse", topics=("attack",))).same
    assert not verdict(accused, told("The army did what was needed, he said.", act="say", topics=("attack",))).same


def test_texts_of_one_language_on_one_statement_share_words():
    german = told("Die Versorgung bleibe gesichert.", act="say", topics=("ceasefire",))
    same = told("Weiterhin sei die Versorgung gesichert, hieß es.", act="say", topics=("ceasefire",))
    other = told("Er sprach von nützlichen Begegnungen.", act="say", topics=("ceasefire",))
    assert verdict(german, same, languages=("de", "de")).same
    assert not verdict(german, other, languages=("de", "de")).same


def test_what_was_said_in_the_evening_is_told_next_morning():
    german = told("Der nächste Schritt sei ein Treffen.", act="propose", topics=("ceasefire",))
    english = told("A summit had to come next.", act="demand", topics=("ceasefire",))
    assert verdict(german, english, hours=15).same
    assert not verdict(german, english, hours=26).same


def test_whom_it_concerns_parts_two_states_or_two_armed_groups():
    def warned(*addressees):
        return told("In keiner Weise.", act="warn", topics=("attack",), addressees=addressees)

    hamas, hezbollah, council = group("Hamas"), group("Hezbollah"), body("UN Security Council")
    apart = verdict(warned(country("US")), warned(country("FR"))).margin
    assert verdict(warned(hamas), warned(hezbollah)).margin == apart
    for meant in (warned(country("IN")), warned(council)):
        assert verdict(warned(hamas), meant).margin > apart


def test_what_was_said_in_a_month_was_hardly_said_today():
    month = during(date(2025, 7, 1), date(2025, 7, 31)).model_copy(update={"precision": "month"})
    german = told("Es sei ein Fehler.", act="say", topics=("ceasefire",))
    english = told("It was a mistake.", act="say", topics=("ceasefire",))
    assert verdict(german, english.model_copy(update={"when": on(21)})).same
    assert not verdict(german, english.model_copy(update={"when": month})).same


def test_what_was_said_in_a_stretch_of_days_is_that_of_one_day_only_in_its_words():
    week = during(date(2025, 7, 21), date(2025, 7, 27)).model_copy(update={"precision": "week"})
    summer = during(date(2025, 6, 1), date(2025, 8, 31)).model_copy(update={"precision": "month"})
    dated = told(ENGLISH, act="say", topics=("ceasefire",), when=on(21))
    for stretch in (week, summer):
        other = told("It was a mistake.", act="say", topics=("ceasefire",), when=stretch)
        assert verdict(dated, other).veto is None
        assert not verdict(dated, other).same
        again = dated.model_copy(update={"when": stretch})
        assert verdict(dated, again, languages=("en", "en")).same


def test_what_was_told_was_not_said_later_in_the_stretch_of_days_that_is_named():
    month = during(date(2025, 7, 1), date(2025, 7, 31)).model_copy(update={"precision": "month"})
    vague = told(ENGLISH, act="say", topics=("ceasefire",), when=month)
    later = vague.model_copy(update={"when": on(25)})
    assert verdict(vague, later, hours=24 * 5).veto == "another day"
    assert verdict(vague, later.model_copy(update={"when": on(18)}), hours=24 * 5).veto is None
    assert verdict(vague, later.model_copy(update={"when": None}), hours=24 * 5).veto == "told another day"


def test_what_two_texts_quote_is_one_statement_whatever_they_tell_around_it():
    def quoting(words: str, around: str, **fields: object):
        quote = Quote(text=words, start=0, end=len(words), direct=True)
        return told(f"{around} {words}", quotes=(quote,), **{"act": "say", "topics": ("attack",)} | fields)

    last = "we are inside the last yard"
    whole = quoting(f"{last} and drive to the line", "After three rounds of mediation in Doha he was confident that")
    cut = quoting(last, "Negotiators remember other promises: in late July, Washington thought", act="warn")
    other = quoting("nobody can want another war", "Negotiators remember other promises:", act="warn")
    assert verdict(whole, cut, hours=12, languages=("en", "en")).same
    assert not verdict(whole, other, hours=12, languages=("en", "en")).same


def test_what_an_outlet_has_in_store_is_recalled_and_not_said_again():
    stock = "The group says that it only fires at ships of those who help its enemy."
    around = f"It stopped for a day. {stock}"
    said = told(stock, act="say", topics=("attack",))
    later = told(around, act="say", topics=("attack",))
    other = told("The group says that it only fires at ships of nobody.", act="say", topics=("attack",))
    dated = later.model_copy(update={"when": on(30)})
    short = told("It would not stop.", act="say", topics=("attack",))
    weeks = 24 * 20
    assert verdict(said, later, hours=weeks, languages=("en", "en")).same
    for one, another in ((said, other), (said, dated), (short, short)):
        assert verdict(one, another, hours=weeks, languages=("en", "en")).veto == "told another day"


def test_what_was_recalled_says_nothing_of_the_days_between():
    stock = "The group says that it only fires at ships of those who help its enemy."
    world = World()
    for n, hours in enumerate((0, 24 * 10)):
        event = told(stock, act="say", topics=("attack",)).model_copy(update={"id": f"stock{n}"})
        world.tell(article(f"a{n}", MORNING + timedelta(hours=hours)), event)
    between = told("It would not stop.", act="say", topics=("attack",)).model_copy(update={"id": "other"})
    world.tell(article("b", MORNING + timedelta(hours=24 * 5)), between)
    assert sorted(world.known) == ["other", "stock0"]


def test_a_matter_that_only_the_rest_of_an_article_suggests_speaks_against_nothing():
    other = REJECTION.model_copy(update={"topics": ("hostages",)})
    suggested = other.model_copy(update={"rules": ("speech:reject", "article:topics")})
    assert verdict(REJECTION, suggested).margin - verdict(REJECTION, other).margin == 0.5


def test_who_is_called_by_his_office_is_one_speaker_with_who_holds_it_on_one_matter():
    demand = statement(speaker=person("Kamil Idris", "SD", "prime minister"), act="demand", topics=("ceasefire",))
    nameless = demand.model_copy(update={"speaker": person("Sudanese prime minister", "SD", "prime minister")})
    assert verdict(demand, nameless).same
    assert not verdict(demand, nameless.model_copy(update={"topics": ("election",)})).same
