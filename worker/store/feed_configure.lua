-- Make the configured feeds the ones that are polled. A feed that is new, or has another address than before, begins
-- afresh and is due at once; one that is no longer configured is forgotten with all that was known of it.
-- KEYS: feed keys. ARGV: now, what seen keys begin with, list of {name, feed, url, host} as JSON.
local now, seen_prefix, wanted = ARGV[1], ARGV[2], cjson.decode(ARGV[3])

local function forget(name)
  for i = 1, 4 do
    redis.call('HDEL', KEYS[i], name)
  end
  redis.call('ZREM', KEYS[5], name)
  redis.call('DEL', seen_prefix .. name)
end

local is_wanted = {}
for _, feed in ipairs(wanted) do
  local name, text, url, host = unpack(feed)
  is_wanted[name] = true
  local before = redis.call('HGET', KEYS[1], name)
  if not before or cjson.decode(before).url ~= url then
    forget(name)
    redis.call('HSET', KEYS[3], name, host)
    redis.call('ZADD', KEYS[5], now, name)
  end
  redis.call('HSET', KEYS[1], name, text)
end
for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
  if not is_wanted[name] then
    forget(name)
  end
end
