-- Claim the feed that is due longest and whose host is free, for one poll. Nobody else can have the feed, or another one
-- of its host, until the poll is released or its lease ends.
-- KEYS: feed keys, hosts. ARGV: now, end of the lease, who claims, host's seconds to live, feeds looked at.
-- Returns nothing, or {name, feed, state (false before the first poll)}.
local now, lease_end, token, ttl, limit = unpack(ARGV)
redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', now)
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', now, 'LIMIT', 0, limit)) do
  local host = redis.call('HGET', KEYS[3], name)
  if not redis.call('ZSCORE', KEYS[6], host) then
    redis.call('ZADD', KEYS[5], lease_end, name)
    redis.call('ZADD', KEYS[6], lease_end, host)
    redis.call('EXPIRE', KEYS[6], ttl)
    redis.call('HSET', KEYS[4], name, token)
    return {name, redis.call('HGET', KEYS[1], name), redis.call('HGET', KEYS[2], name)}
  end
end
return false
