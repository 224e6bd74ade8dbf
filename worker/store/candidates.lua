-- Read the events that share an index key with an article.
-- KEYS: index keys. ARGV: what event keys begin with, events per index key. Returns {id, version, body} of each.
local found = events_of(KEYS, 1, ARGV[1], tonumber(ARGV[2]))
for _, event in ipairs(found) do
  event[3] = redis.call('HGET', ARGV[1] .. event[1], 'body')
end
return found
