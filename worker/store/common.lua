-- Put in front of every script. Each function writes to the keys it is given and to no others.

-- Places of the ledger keys, which scripts about one article get first: see _ledger_keys in store.py.
local PENDING, DUE, ATTEMPTS, COUNTS, TIMES, ARTICLE, RESULT, VERSIONS = 1, 2, 3, 4, 5, 6, 7, 8

-- What is known of the versions of an article: is it announced, and which were taken, the newest last. Nothing where it
-- was never entered.
local function versions_of(key)
  local kept = redis.call('GET', key)
  return kept and cjson.decode(kept)
end

-- Is this version of an article the newest? So is the only one of an article that was entered before there were versions.
local function is_newest(key, version)
  local known = versions_of(key)
  return not known or known.taken[#known.taken] == version
end

-- Ids of the events that have one of the index keys `from` to `to`: those first that have most of the keys, of these the
-- newest of the first key.
local function alike(keys, from, to)
  local ids, shared, place = {}, {}, {}
  for n = from, to do
    for _, id in ipairs(redis.call('ZREVRANGE', keys[n], 0, -1)) do
      if not shared[id] then
        ids[#ids + 1] = id
        place[id] = #ids
      end
      shared[id] = (shared[id] or 0) + 1
    end
  end
  table.sort(ids, function(a, b)
    return shared[a] > shared[b] or shared[a] == shared[b] and place[a] < place[b]
  end)
  return ids
end

-- Ids and versions of the events that an article told before (`told`), and of those that its events may be, each once,
-- `most` for each. The index keys stand from the `first` key on; `groups` says how many belong to each event of the
-- article. What has expired is left out.
local function candidates_of(keys, first, groups, event_prefix, most, told)
  local found, versions = {}, {}
  for _, id in ipairs(told) do
    versions[id] = redis.call('HGET', event_prefix .. id, 'version')
    if versions[id] then
      found[#found + 1] = {id, versions[id]}
    end
  end
  for _, size in ipairs(groups) do
    local left = most
    for _, id in ipairs(alike(keys, first, first + size - 1)) do
      if left == 0 then
        break
      end
      if versions[id] == nil then
        versions[id] = redis.call('HGET', event_prefix .. id, 'version')
        if versions[id] then
          found[#found + 1] = {id, versions[id]}
        end
      end
      left = left - (versions[id] and 1 or 0)
    end
    first = first + size
  end
  return found
end

-- Count an article for its source where that is configured, see counts.py: who pushes articles may name any.
local function count_source(counts, source, outcome)
  local field = 'source:' .. outcome .. ':' .. source
  if redis.call('HEXISTS', counts, field) == 0 then
    field = 'source:' .. outcome .. ':other'
  end
  redis.call('HINCRBY', counts, field, 1)
end

-- Take an article off the ledger and keep what became of it. keys: ledger keys.
local function finish(keys, id, source, outcome, result, now, ttl, read_ttl)
  redis.call('ZREM', keys[PENDING], id)
  redis.call('ZREM', keys[DUE], id)
  redis.call('HDEL', keys[ATTEMPTS], id)
  redis.call('HINCRBY', keys[COUNTS], 'processed:' .. outcome, 1)
  count_source(keys[COUNTS], source, outcome)
  redis.call('HSET', keys[TIMES], 'processed', now)
  redis.call('EXPIRE', keys[ARTICLE], read_ttl)
  redis.call('EXPIRE', keys[VERSIONS], ttl)
  redis.call('SET', keys[RESULT], result, 'EX', ttl)
end

-- Keep a value, such as a refusal, and of all others the newest, `kept` in all. `times`: the fields of `values` by time.
local function keep_newest(values, times, field, value, now, kept, ttl)
  redis.call('HSET', values, field, value)
  redis.call('ZADD', times, now, field)
  for _, old in ipairs(redis.call('ZRANGE', times, 0, -kept - 1)) do
    redis.call('HDEL', values, old)
    redis.call('ZREM', times, old)
  end
  redis.call('EXPIRE', values, ttl)
  redis.call('EXPIRE', times, ttl)
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
