-- Read the events that an article's events may be.
-- KEYS: index keys. ARGV: what event keys begin with, events per event of the article, index keys of each of these as a
-- JSON list of numbers, events that the article told before as a JSON list of ids. Returns {id, version, body} of each.
local found = candidates_of(KEYS, 1, cjson.decode(ARGV[3]), ARGV[1], tonumber(ARGV[2]), cjson.decode(ARGV[4]))
for _, event in ipairs(found) do
  event[3] = redis.call('HGET', ARGV[1] .. event[1], 'body')
end
return found
