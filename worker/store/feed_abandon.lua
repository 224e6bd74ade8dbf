-- End the leases of a worker that has ended: its feeds are due, their hosts are left alone for a while.
-- KEYS: feed keys, hosts. ARGV: now, until when hosts are left alone, what its tokens begin with, host's seconds to live.
local now, rested, worker, ttl = unpack(ARGV)
local leases = redis.call('HGETALL', KEYS[4])
for n = 1, #leases, 2 do
  local name, token = leases[n], leases[n + 1]
  if string.sub(token, 1, #worker) == worker then
    redis.call('HDEL', KEYS[4], name)
    redis.call('ZADD', KEYS[5], now, name)
    redis.call('ZADD', KEYS[6], rested, redis.call('HGET', KEYS[3], name))
    redis.call('EXPIRE', KEYS[6], ttl)
  end
end
