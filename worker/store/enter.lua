-- Enter an article on the ledger unless it is pending, read or remembered.
-- KEYS: ledger keys. ARGV: id, article as JSON, seconds to live, now, when to send its task again.
-- Returns 1 when it was not known, else 0.
local id, body, ttl, now, due = unpack(ARGV)
if redis.call('EXISTS', KEYS[ARTICLE], KEYS[RESULT]) > 0 then
  return 0
end
redis.call('SET', KEYS[ARTICLE], body, 'EX', ttl)
redis.call('ZADD', KEYS[PENDING], now, id)
redis.call('ZADD', KEYS[DUE], due, id)
redis.call('HINCRBY', KEYS[COUNTS], 'taken', 1)
redis.call('HSET', KEYS[TIMES], 'taken', now)
return 1
