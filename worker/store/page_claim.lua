-- Claim the page that is due longest and whose host is free, for one request. Nobody else asks for it, or for anything
-- of its host, until it is released or its lease ends. Pages of articles that were read meanwhile are forgotten.
-- KEYS: pages, page, hosts, pending. ARGV: now, end of the lease, host's seconds to live, pages looked at, what article
-- keys begin with.
-- Returns nothing, or {article id, page, article}.
local now, lease_end, ttl, limit, article_prefix = unpack(ARGV)
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, limit)) do
  local text = redis.call('HGET', KEYS[2], id)
  local article = redis.call('GET', article_prefix .. id)
  if not text or not article or not redis.call('ZSCORE', KEYS[4], id) then
    redis.call('ZREM', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
  else
    local host = cjson.decode(text).host
    if not redis.call('ZSCORE', KEYS[3], host) then
      redis.call('ZADD', KEYS[1], lease_end, id)
      redis.call('ZADD', KEYS[3], lease_end, host)
      redis.call('EXPIRE', KEYS[3], ttl)
      return {id, text, article}
    end
  end
end
return false
