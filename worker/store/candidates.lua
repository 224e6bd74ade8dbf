-- Read the events that share an index key with an article.
-- KEYS: index keys. ARGV: what event keys begin with, events per index key. Returns {id, version, body} of each.
return events_of(KEYS, ARGV[1], tonumber(ARGV[2]))
