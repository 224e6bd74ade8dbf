-- Drop events that had no report for long, and their places in the index.
-- KEYS: events. ARGV: the time of a report that keeps an event, what event keys begin with, list of {event, index keys}
-- as JSON. Returns how many were dropped.
local dropped = 0
for _, row in ipairs(cjson.decode(ARGV[3])) do
  local id, index_keys = unpack(row)
  local last = redis.call('ZSCORE', KEYS[1], id)
  if last and tonumber(last) < tonumber(ARGV[1]) then
    redis.call('DEL', ARGV[2] .. id)
    redis.call('ZREM', KEYS[1], id)
    for _, key in ipairs(index_keys) do
      redis.call('ZREM', key, id)
    end
    dropped = dropped + 1
  end
end
return dropped
