-- Choose pending articles whose task is to be sent again, the longest due first, and move their due time.
-- Never so many that tasks outnumber pending articles: a long queue is a backlog, not a loss. Articles that are due
-- later than a task that is sent now would be have none: they wait for their page.
-- KEYS: pending, due, times, the two queues of tasks to read. ARGV: now, next due time, limit. Returns ids.
local now, again, limit = unpack(ARGV)
redis.call('HSET', KEYS[3], 'sweep', now)
local missing = redis.call('ZCARD', KEYS[1]) - redis.call('ZCOUNT', KEYS[2], '(' .. again, '+inf')
  - redis.call('LLEN', KEYS[4]) - redis.call('LLEN', KEYS[5])
local count = math.min(tonumber(limit), missing)
if count <= 0 then
  return {}
end
local ids = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, count)
for _, id in ipairs(ids) do
  redis.call('ZADD', KEYS[2], again, id)
end
return ids
