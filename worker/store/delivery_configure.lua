-- Make the configured receivers the ones that are served. One with another target than before begins afresh; what waits
-- for one that is no longer configured is forgotten with it.
-- KEYS: receiver due, receiver lease, delivery, receiver state, receiver pause, rates, which begin afresh, alerts. ARGV:
-- now, what due keys begin with, list of {name, state of a receiver that is new} as JSON, group of the consumers of
-- alerts, milliseconds after which one is gone.
local now, prefix, wanted = ARGV[1], ARGV[2], cjson.decode(ARGV[3])
local is_wanted = {}
redis.call('DEL', KEYS[6])
for _, pair in ipairs(wanted) do
  local name, fresh = unpack(pair)
  is_wanted[name] = true
  local before = redis.call('HGET', KEYS[4], name)
  if not before or cjson.decode(before).target ~= cjson.decode(fresh).target then
    redis.call('HSET', KEYS[4], name, fresh)
    redis.call('HDEL', KEYS[5], name)
    redis.call('HDEL', KEYS[2], name)
    if redis.call('EXISTS', prefix .. name) == 1 then
      redis.call('ZADD', KEYS[1], now, name)
    end
  end
end
for _, name in ipairs(redis.call('HKEYS', KEYS[4])) do
  if not is_wanted[name] then
    for _, id in ipairs(redis.call('ZRANGE', prefix .. name, 0, -1)) do
      redis.call('HDEL', KEYS[3], id)
    end
    redis.call('DEL', prefix .. name)
    redis.call('ZREM', KEYS[1], name)
    for _, key in ipairs({KEYS[2], KEYS[4], KEYS[5]}) do
      redis.call('HDEL', key, name)
    end
  end
end

-- Every worker is a consumer of its own. One that is gone and left nothing would be listed for ever.
local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[7], ARGV[4])
for _, consumer in ipairs(consumers.err and {} or consumers) do
  if consumer[4] == 0 and consumer[6] > tonumber(ARGV[5]) then  -- pending, idle
    redis.call('XGROUP', 'DELCONSUMER', KEYS[7], ARGV[4], consumer[2])
  end
end
return 1
