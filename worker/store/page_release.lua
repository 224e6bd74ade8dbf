-- End a request for a page or its site's rules. The host rests; the page is asked for again, or its article goes on.
-- KEYS: pages, page, hosts, pending, due, counts, article, versions. ARGV: the plan as JSON, see pages.py.
-- Returns 1, or 0 when the page is no longer waited for, or waited for by a newer version of the article.
local plan = cjson.decode(ARGV[1])
redis.call('ZADD', KEYS[3], plan.rested, plan.host)
redis.call('EXPIRE', KEYS[3], plan.hosts_ttl)
if not redis.call('ZSCORE', KEYS[1], plan.id) or not is_newest(KEYS[8], plan.version) then
  return 0
end
if plan.again then
  redis.call('HSET', KEYS[2], plan.id, plan.page)
  redis.call('ZADD', KEYS[1], plan.again, plan.id)
  return 1
end
redis.call('ZREM', KEYS[1], plan.id)
redis.call('HDEL', KEYS[2], plan.id)
if not redis.call('ZSCORE', KEYS[4], plan.id) then
  return 0
end
if plan.article then
  redis.call('SET', KEYS[7], plan.article, 'EX', plan.ttl)
end
redis.call('ZADD', KEYS[5], plan.due, plan.id)
redis.call('HINCRBY', KEYS[6], plan.article and 'page:read' or 'page:failed', 1)
return 1
