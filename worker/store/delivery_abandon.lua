-- End the leases of a worker that has ended: its receivers are served by others.
-- KEYS: receiver due, receiver lease. ARGV: now, what its tokens begin with.
local now, worker = unpack(ARGV)
local leases = redis.call('HGETALL', KEYS[2])
for n = 1, #leases, 2 do
  if string.sub(leases[n + 1], 1, #worker) == worker then
    redis.call('HDEL', KEYS[2], leases[n])
    redis.call('ZADD', KEYS[1], now, leases[n])
  end
end
return 1
