-- Claim the receiver whose delivery is due longest, for one sender at a time.
-- KEYS: receiver due, receiver lease, delivery, receiver state. ARGV: now, end of the lease, who claims, what due keys
-- begin with, receivers looked at.
-- Returns nothing, or {receiver, state (false before the first attempt), delivery}.
local now, lease_end, token, prefix, limit = unpack(ARGV)
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, limit)) do
  local first = redis.call('ZRANGE', prefix .. name, 0, 0, 'WITHSCORES')
  if not first[1] then
    redis.call('ZREM', KEYS[1], name)
    redis.call('HDEL', KEYS[2], name)
  elseif tonumber(first[2]) > tonumber(now) then
    redis.call('ZADD', KEYS[1], first[2], name)
  else
    redis.call('ZADD', KEYS[1], lease_end, name)
    redis.call('HSET', KEYS[2], name, token)
    return {name, redis.call('HGET', KEYS[4], name), redis.call('HGET', KEYS[3], first[1])}
  end
end
return false
