-- Read what is remembered of files. A file that is still there is not forgotten: its time to live begins again, in
-- writing only when half of it has passed. KEYS: paths. ARGV: ttl. Returns one value per key, false where unknown.
local ttl = tonumber(ARGV[1])
local values = {}
for i, key in ipairs(KEYS) do
  values[i] = redis.call('GET', key)
  if values[i] and redis.call('TTL', key) < ttl / 2 then
    redis.call('EXPIRE', key, ttl)
  end
end
return values
