"""Where articles come from: bytes and files in, `schemas.Article` out.

formats.read     a file or bytes -> articles, and a Refusal for all that is none
folder.scan      a folder -> the files in it that are to be read
intake           each file of a folder once, onto the ledger
watch.Watcher    the same at once, by notice of the operating system
feed.parse_feed  a feed document -> its items, and an article for each; opml.parse_opml reads a list of feeds
choosing.choose  its items -> the articles that are to be read, and why the others are not
polling.decide   the answer of a feed -> what is known of it, when it is asked again, what is to be told
"""
