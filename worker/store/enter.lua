-- Enter a version of an article on the ledger unless it was taken before. A version that comes again is none, although
-- another one came in between: caches go on showing what was there. The earlier text, if it is not read yet, is not any
-- more; an article that nobody was told of stays so in all its versions.
-- KEYS: ledger keys (8), pages, page. ARGV: id, article as JSON, seconds to live, now, when to send its task again, the
-- page that it waits for as JSON or nothing, version, 1 where it is announced, versions kept.
-- Returns 1 when it was not known, else 0.
local id, body, ttl, now, due, page, version, announced, kept = unpack(ARGV)
local known = versions_of(KEYS[VERSIONS]) or {announced = announced == '1', taken = {}}
for _, taken in ipairs(known.taken) do
  if taken == version then
    return 0
  end
end
known.taken[#known.taken + 1] = version
if #known.taken > tonumber(kept) then
  table.remove(known.taken, 1)
end
redis.call('SET', KEYS[VERSIONS], cjson.encode(known), 'EX', ttl)
redis.call('SET', KEYS[ARTICLE], body, 'EX', ttl)
redis.call('ZADD', KEYS[PENDING], now, id)
redis.call('ZADD', KEYS[DUE], due, id)
redis.call('HDEL', KEYS[ATTEMPTS], id)
redis.call('ZREM', KEYS[9], id)
redis.call('HDEL', KEYS[10], id)
if page ~= '' then
  redis.call('ZADD', KEYS[9], now, id)
  redis.call('HSET', KEYS[10], id, page)
end
redis.call('HINCRBY', KEYS[COUNTS], 'taken', 1)
redis.call('HSET', KEYS[TIMES], 'taken', now)
return 1
