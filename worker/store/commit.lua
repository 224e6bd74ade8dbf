-- Commit what was decided about one article: all of it or nothing.
-- KEYS: ledger keys (8), sequence, alerts, events, then the index keys whose events were candidates.
-- ARGV: the plan as JSON, see plan in commit.py. Returns outcome, then the sequence numbers given.
-- A worker may die before or after this call, never within it: before, the article is still pending and is sent again;
-- after, sending it again ends at the first line. A call repeated because its reply was lost ends there, too. Of two
-- versions of the article only the newer one is ever written: the older one is `superseded`, and the newer one pending.
local plan = cjson.decode(ARGV[1])
if not redis.call('ZSCORE', KEYS[PENDING], plan.article) then
  return {'already'}
end
if not is_newest(KEYS[VERSIONS], plan.version) then
  return {'superseded'}
end

local current = candidates_of(KEYS, 12, plan.groups, plan.event_prefix, plan.candidates, plan.told)
local versions = {}
for _, event in ipairs(current) do
  versions[event[1]] = event[2]
end
local stale = #current ~= #plan.expected
for _, pair in ipairs(plan.expected) do
  stale = stale or versions[pair[1]] ~= pair[2]
end
if stale then
  redis.call('HINCRBY', KEYS[COUNTS], 'stale', 1)
  return {'stale'}
end

local function publish(write)
  local sequence = redis.call('INCR', KEYS[9])
  local message = write.message[1] .. string.format('%.0f', sequence) .. write.message[2]
  redis.call('XADD', KEYS[10], 'MAXLEN', '~', plan.alerts_kept, string.format('%.0f-0', sequence), 'message', message)
  redis.call('PUBLISH', write.channel, message)
  redis.call('HSET', KEYS[TIMES], 'alert', plan.now)
  return sequence
end

-- Keep the numbers of an event's alerts, of very many the last ones.
local function remember_alert(event_key, sequence)
  local before = redis.call('HGET', event_key, 'alerts')
  local numbers = (before and before .. ' ' or '') .. string.format('%.0f', sequence)
  if #numbers > plan.alerts_length then
    numbers = string.gsub(string.sub(numbers, -plan.alerts_length - 1), '^%d* ', '', 1)
  end
  redis.call('HSET', event_key, 'alerts', numbers)
end

local reply = {'done'}
for _, write in ipairs(plan.writes) do
  local event_key = plan.event_prefix .. write.event
  redis.call('HSET', event_key, 'body', write.body)
  redis.call('HINCRBY', event_key, 'version', 1)
  redis.call('EXPIRE', event_key, plan.ttl)
  redis.call('ZADD', KEYS[11], plan.now, write.event)
  for _, key in ipairs(write.index_keys) do
    if redis.call('ZADD', key, plan.now, write.event) == 1 then
      redis.call('ZREMRANGEBYRANK', key, 0, -1 - plan.per_key)
    end
    redis.call('EXPIRE', key, plan.ttl)
  end
  if write.channel then
    local sequence = publish(write)
    reply[#reply + 1] = sequence
    remember_alert(event_key, sequence)
  end
end
for _, pair in ipairs(plan.counts) do
  redis.call('HINCRBY', KEYS[COUNTS], pair[1], pair[2])
end
finish(KEYS, plan.article, plan.source, plan.outcome, plan.result, plan.now, plan.result_ttl, plan.read_ttl)
return reply
