-- Keep what came of an attempt, and hand out the receiver's next delivery that is due, or give the receiver back.
-- KEYS: receiver due, receiver lease, delivery, receiver state, receiver pause, dead, dead at, the due key of the
-- receiver. ARGV: the plan as JSON, see deliveries.py.
-- Returns nothing, or the next delivery. Nothing is kept when the lease is another's: it tries the same delivery.
local plan = cjson.decode(ARGV[1])
local name = plan.receiver
if redis.call('HGET', KEYS[2], name) ~= plan.token then
  return false
end
redis.call('HSET', KEYS[4], name, plan.state)
if plan.due then
  redis.call('HSET', KEYS[3], plan.id, plan.delivery)
  redis.call('ZADD', KEYS[8], plan.due, plan.id)
else
  redis.call('HDEL', KEYS[3], plan.id)
  redis.call('ZREM', KEYS[8], plan.id)
end
if plan.dead then
  keep_newest(KEYS[6], KEYS[7], plan.id, plan.delivery, plan.now, plan.dead_kept, plan.ttl)
end
if plan.recovered then
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[8], '(' .. plan.now, '+inf')) do
    if cjson.decode(redis.call('HGET', KEYS[3], id)).tries > 0 then  -- the others are held for another reason
      redis.call('ZADD', KEYS[8], plan.now, id)
    end
  end
end
for _, message in ipairs(plan.messages) do
  redis.call('PUBLISH', plan.channel, message)
end
if plan.paused_until then
  redis.call('HSET', KEYS[5], name, plan.paused_until)
else
  redis.call('HDEL', KEYS[5], name)
end

local first = redis.call('ZRANGE', KEYS[8], 0, 0, 'WITHSCORES')
if first[1] and plan.go_on and not plan.paused_until and tonumber(first[2]) <= plan.now then
  redis.call('ZADD', KEYS[1], plan.lease_end, name)
  return redis.call('HGET', KEYS[3], first[1])
end
redis.call('HDEL', KEYS[2], name)
if first[1] then
  redis.call('ZADD', KEYS[1], math.max(tonumber(first[2]), tonumber(plan.paused_until or 0)), name)
else
  redis.call('ZREM', KEYS[1], name)
end
return false
