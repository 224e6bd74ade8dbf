-- End a poll: keep what is known of the feed and what it showed, say when it is due, and tell what changed about it.
-- KEYS: feed keys, hosts, seen. ARGV: the plan as JSON, see release in feeds.py.
-- Returns 1, or 0 when the lease is another's: it ended, or the feed was configured anew; then nothing is kept.
local plan = cjson.decode(ARGV[1])
if redis.call('HGET', KEYS[4], plan.name) ~= plan.token then
  return 0
end
redis.call('HDEL', KEYS[4], plan.name)
redis.call('HSET', KEYS[2], plan.name, plan.state)
redis.call('ZADD', KEYS[6], plan.rested, redis.call('HGET', KEYS[3], plan.name))
redis.call('EXPIRE', KEYS[6], plan.hosts_ttl)
redis.call('HSET', KEYS[3], plan.name, plan.host)
if plan.due then
  redis.call('ZADD', KEYS[5], plan.due, plan.name)
else
  redis.call('ZREM', KEYS[5], plan.name)
end

if #plan.seen > 0 then
  -- What left the feed is forgotten so long after; that the server only says "unchanged" makes nothing older.
  local last = redis.call('ZREVRANGE', KEYS[7], 0, 0, 'WITHSCORES')[2]
  if last then
    redis.call('ZREMRANGEBYSCORE', KEYS[7], '-inf', '(' .. (last - plan.ttl))
  end
  for _, id in ipairs(plan.seen) do
    redis.call('ZADD', KEYS[7], plan.now, id)
  end
  redis.call('ZREMRANGEBYRANK', KEYS[7], 0, -plan.kept - 1)
end
redis.call('EXPIRE', KEYS[7], plan.ttl)

for _, message in ipairs(plan.messages) do
  redis.call('PUBLISH', plan.channel, message)
end
return 1
