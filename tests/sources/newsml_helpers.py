"""Documents in NITF and NewsML, to be filled in."""

NITF = """<nitf xml:lang="de"><head><title>Treffen</title><docdata management-status="usable">
<doc-id id-string="nl-7" regsrc="NL"/><du-key version="2"/><date.issue norm="20250516T170500+0200"/>{docdata}</docdata>
<pubdata name="Nordlicht" date.publication="20250517T060000+0200"/></head>
<body><body.head><hedline><hl1>Treffen in Riga</hl1>{heads}</hedline><byline>Von Anna Meier</byline>
<dateline><location>Riga</location> <story.date norm="20250516">16. Mai</story.date></dateline></body.head>
<body.content><p lede="true">Der <person>Pr&#228;sident</person> traf den <org>Rat</org>.</p>
<media media-type="image"><media-caption>Foto: NL</media-caption></media><block><p>Dann reiste er ab.</p></block>
</body.content><body.end><tagline>(NL)</tagline></body.end></body></nitf>"""
PLAIN_NITF = NITF.format(docdata="", heads="")
STORY = "Treffen in Riga\n\nRiga – Der Präsident traf den Rat.\n\nDann reiste er ab."
XHTML = (
    "<html lang='de'><head><title>x</title></head><body><h1>Treffen in Riga</h1><p>Sie trafen sich.</p></body></html>"
)


def item(
    content: str = "", meta: str = "", about: str = "<headline>Treffen in Riga</headline>", attributes: str = ""
) -> str:
    return f"""<newsItem guid="urn:newsml:nl.example:20250516:7" version="3" xml:lang="de" {attributes}>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:NL"><name>Nordlicht</name></provider>
<versionCreated>2025-05-16T18:00:00+02:00</versionCreated><firstCreated>2025-05-16T16:00:00+02:00</firstCreated>
{meta}</itemMeta><contentMeta>{about}</contentMeta><contentSet>{content}</contentSet></newsItem>"""


def inline(markup: str) -> str:
    return f'<inlineXML contenttype="application/nitf+xml">{markup}</inlineXML>'


SAID = "<inlineData>Sie trafen sich.</inlineData>"


def message(*items: str) -> str:
    return f"<newsMessage><header/><itemSet>{''.join(items)}</itemSet></newsMessage>"


def newsml1(content: str, status: str = '<Status FormalName="Usable"/>', medium: str = "Text") -> str:
    return f"""<NewsML><NewsEnvelope/><NewsItem xml:lang="de"><Identification><NewsIdentifier>
<ProviderId>nl.example</ProviderId><DateId>20050516</DateId><NewsItemId>7</NewsItemId>
<RevisionId PreviousRevision="1" Update="N">2</RevisionId></NewsIdentifier></Identification><NewsManagement>
<FirstCreated>20050516T160000+0200</FirstCreated><ThisRevisionCreated>20050516T170500+0200</ThisRevisionCreated>
{status}</NewsManagement><NewsComponent><NewsLines><HeadLine>Treffen in Riga</HeadLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Nordlicht"/></Provider></AdministrativeMetadata>
<NewsComponent><ContentItem><MediaType FormalName="{medium}"/><DataContent>{content}</DataContent></ContentItem>
</NewsComponent></NewsComponent></NewsItem></NewsML>"""
