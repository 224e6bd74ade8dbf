-- Enter an article on the ledger unless it is pending, read or remembered.
-- KEYS: ledger keys (7), pages, page. ARGV: id, article as JSON, seconds to live, now, when to send its task again, the
-- page that it waits for as JSON or nothing.
-- Returns 1 when it was not known, else 0.
local id, body, ttl, now, due, page = unpack(ARGV)
if redis.call('EXISTS', KEYS[ARTICLE], KEYS[RESULT]) > 0 then
  return 0
end
redis.call('SET', KEYS[ARTICLE], body, 'EX', ttl)
redis.call('ZADD', KEYS[PENDING], now, id)
redis.call('ZADD', KEYS[DUE], due, id)
if page ~= '' then
  redis.call('ZADD', KEYS[8], now, id)
  redis.call('HSET', KEYS[9], id, page)
end
redis.call('HINCRBY', KEYS[COUNTS], 'taken', 1)
redis.call('HSET', KEYS[TIMES], 'taken', now)
return 1
