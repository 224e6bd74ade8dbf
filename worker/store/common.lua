-- Put in front of the scripts that need it. Each function writes to the keys it is given and to no others.

-- Ids and versions of the newest events of every index key from the `first` key on, each event once. An event that has
-- expired is left out.
local function events_of(keys, first, event_prefix, limit)
  local found, seen = {}, {}
  for n = first, #keys do
    for _, id in ipairs(redis.call('ZREVRANGE', keys[n], 0, limit - 1)) do
      if not seen[id] then
        seen[id] = true
        local version = redis.call('HGET', event_prefix .. id, 'version')
        if version then
          found[#found + 1] = {id, version}
        end
      end
    end
  end
  return found
end

-- Take an article off the ledger and keep what became of it. keys: see _ledger_keys in store.py.
local function finish(keys, id, outcome, result, now, ttl, read_ttl)
  redis.call('ZREM', keys[1], id)
  redis.call('ZREM', keys[2], id)
  redis.call('HDEL', keys[3], id)
  redis.call('ZADD', keys[4], now, id)
  redis.call('ZREMRANGEBYSCORE', keys[4], '-inf', '(' .. (now - ttl))
  redis.call('EXPIRE', keys[4], ttl)
  redis.call('HINCRBY', keys[5], 'processed:' .. outcome, 1)
  redis.call('HSET', keys[6], 'processed', now)
  redis.call('EXPIRE', keys[7], read_ttl)
  redis.call('SET', keys[8], result, 'EX', ttl)
end

-- Keep a refusal and the newest `kept` of all others.
local function note_refusal(refused, refused_at, field, refusal, now, kept, ttl)
  redis.call('HSET', refused, field, refusal)
  redis.call('ZADD', refused_at, now, field)
  for _, old in ipairs(redis.call('ZRANGE', refused_at, 0, -kept - 1)) do
    redis.call('HDEL', refused, old)
    redis.call('ZREM', refused_at, old)
  end
  redis.call('EXPIRE', refused, ttl)
  redis.call('EXPIRE', refused_at, ttl)
end
