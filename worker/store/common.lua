-- Put in front of every script. Each function writes to the keys it is given and to no others.

-- Places of the ledger keys, which scripts about one article get first: see _ledger_keys in store.py.
local PENDING, DUE, ATTEMPTS, COUNTS, TIMES, ARTICLE, RESULT = 1, 2, 3, 4, 5, 6, 7

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

-- Take an article off the ledger and keep what became of it. keys: ledger keys.
local function finish(keys, id, outcome, result, now, ttl, read_ttl)
  redis.call('ZREM', keys[PENDING], id)
  redis.call('ZREM', keys[DUE], id)
  redis.call('HDEL', keys[ATTEMPTS], id)
  redis.call('HINCRBY', keys[COUNTS], 'processed:' .. outcome, 1)
  redis.call('HSET', keys[TIMES], 'processed', now)
  redis.call('EXPIRE', keys[ARTICLE], read_ttl)
  redis.call('SET', keys[RESULT], result, 'EX', ttl)
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

-- See to it that a receiver is served when a delivery to it is due, but not before its pause is over. Whoever serves it
-- now looks for more before it is given back.
local function awaken(receiver_due, lease, pause, receiver, due)
  if redis.call('HEXISTS', lease, receiver) == 1 then
    return
  end
  local from = math.max(due, tonumber(redis.call('HGET', pause, receiver) or 0))
  local known = redis.call('ZSCORE', receiver_due, receiver)
  if not known or from < tonumber(known) then
    redis.call('ZADD', receiver_due, string.format('%.6f', from), receiver)
  end
end

-- Keep a delivery that failed for good, and the newest `kept` of all others.
local function bury(dead, dead_at, id, delivery, now, kept, ttl)
  redis.call('HSET', dead, id, delivery)
  redis.call('ZADD', dead_at, now, id)
  for _, old in ipairs(redis.call('ZRANGE', dead_at, 0, -kept - 1)) do
    redis.call('HDEL', dead, old)
    redis.call('ZREM', dead_at, old)
  end
  redis.call('EXPIRE', dead, ttl)
  redis.call('EXPIRE', dead_at, ttl)
end
