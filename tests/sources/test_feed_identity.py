"""Which item is which, from one fetch of a feed to the next."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.sources.feed import ParsedFeed, parse_feed

NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


def read(*items: str, source: str = "harbour", now: datetime = NOW, url: str = "https://a.example/") -> ParsedFeed:
    channel = "".join(f"<item>{item}</item>" for item in items)
    content = f'<rss version="2.0"><channel>{channel}</channel></rss>'.encode()
    return parse_feed(content, url=url, content_type=None, source=source, fetched=now)


def ids(*items: str, source: str = "harbour") -> list[str]:
    return [item.article.id for item in read(*items, source=source).items if item.article]


def test_edited_item_with_the_same_guid_is_the_same_article() -> None:
    before = read("<guid>1</guid><title>Bridge closed</title>").items[0]
    after = read("<guid>1</guid><title>Bridge open</title><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>").items[0]
    assert before.article
    assert after.article
    assert before.article.id == after.article.id


def test_item_fetched_later_is_the_same() -> None:
    item = "<title>Bridge closed</title><description>Until May.</description>"
    first, second = read(item).items[0], read(item, now=NOW + timedelta(days=1)).items[0]
    assert first.article
    assert second.article
    assert first.article.id == second.article.id


def test_same_guid_in_two_feeds_is_two_articles() -> None:
    assert ids("<guid>1</guid><title>A</title>") != ids("<guid>1</guid><title>A</title>", source="other")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/1?utm_source=rss", "https://news.example/1"),
        ("http://www.news.example/1/", "https://news.example/1"),
        ("https://news.example/1?b=2&amp;a=1", "https://news.example/1?a=1&amp;b=2"),
        ("https://news.example/1#publisher=newsstand", "https://news.example/1"),
        ("https://NEWS.example:443/1", "https://news.example/1"),
        ("https://m.news.example/1", "https://news.example/1"),
        ("https://amp.news.example/1", "https://mobile.news.example/1"),
        ("https://news.example/1/amp/", "https://news.example/1"),
        ("https://news.example/amp/1", "https://news.example/1"),
        ("https://news.example/1.amp.html", "https://news.example/1.html"),
        ("https://news.example/1?outputType=amp", "https://news.example/1"),
        ("https://news.example/1?a=2&amp;amp", "https://news.example/1?a=2"),
        ("https://www.google.com/amp/s/www.news.example/1", "https://news.example/1"),
        ("https://news-example.cdn.ampproject.org/c/s/news.example/1?utm_source=x", "https://news.example/1"),
    ],
)
def test_two_addresses_of_one_page_are_one_article(one: str, other: str) -> None:
    assert ids(f"<link>{one}</link><title>A</title>") == ids(f"<link>{other}</link><title>B</title>")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/#map/1", "https://news.example/#map/2"),
        ("https://news.example/?id=1", "https://news.example/?id=2"),
        ("https://news.example/a", "https://news.example/A"),
        ("https://news.example/1", "https://sport.example/1"),
        ("https://m.example/1", "https://amp.example/1"),
        ("https://news.example/amp", "https://news.example/camp"),
        ("https://news.example/1?amp=12", "https://news.example/1"),
        ("https://news.example/1#entry-1", "https://news.example/1#entry-2"),
    ],
)
def test_two_pages_are_two_articles(one: str, other: str) -> None:
    assert len(set(ids(f"<link>{one}</link><title>A</title>", f"<link>{other}</link><title>A</title>"))) == 2


def test_without_guid_and_link_an_item_is_known_by_title_and_date_else_by_its_text() -> None:
    dated = "<title>Bridge closed</title><pubDate>{}</pubDate><description>{}</description>"
    assert ids(dated.format("5 Mar 2024", "One.")) == ids(dated.format("5 Mar 2024", "Two."))
    assert ids(dated.format("5 Mar 2024", "One.")) != ids(dated.format("6 Mar 2024", "One."))
    assert ids("<description>One.</description>") != ids("<description>Two.</description>")


def test_guid_that_all_items_share_does_not_make_them_one() -> None:
    items = [f"<guid>news</guid><link>https://news.example/{n}</link><title>T{n}</title>" for n in range(4)]
    assert len(set(ids(*items))) == 4


def test_guid_that_two_items_share_is_one_article() -> None:
    items = [f"<guid>{guid}</guid><link>https://news.example/{guid}</link><title>T</title>" for guid in "1223"]
    feed = read(*items)
    assert len(feed.items) == 4
    assert len(feed.articles) == 3


def test_configuration_goes_before_what_the_feed_says_of_itself() -> None:
    content = b'<rss version="2.0"><channel><language>en</language><item><title>A</title></item></channel></rss>'
    feed = parse_feed(
        content, url=None, content_type=None, source="s", fetched=NOW, language="de", outlet="Harbour News"
    )  # fmt: skip
    assert feed.language == "en"
    assert [(article.language, article.outlet, article.source) for article in feed.articles] == [
        ("de", "Harbour News", "s")
    ]


def test_item_whose_address_is_too_long_is_read_without_it() -> None:
    (article,) = read("<title>Bridge closed</title><link>https://a.example/" + "ü" * 400 + "</link>").articles
    assert (article.title, article.url) == ("Bridge closed", None)
