-- Enter an article on the ledger unless it is pending, read or remembered.
-- KEYS: ledger keys. ARGV: id, article as JSON, seconds to live, now, when to send its task again.
-- Returns 1 when it was not known, else 0.
local id, body, ttl, now, due = unpack(ARGV)
if redis.call('EXISTS', KEYS[7], KEYS[8]) > 0 then
  return 0
end
redis.call('SET', KEYS[7], body, 'EX', ttl)
redis.call('ZADD', KEYS[1], now, id)
redis.call('ZADD', KEYS[2], due, id)
redis.call('HINCRBY', KEYS[5], 'taken', 1)
redis.call('HSET', KEYS[6], 'taken', now)
return 1
