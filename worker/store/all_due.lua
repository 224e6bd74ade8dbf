-- Take every pending article as overdue, but for those that wait for their page.
-- KEYS: pending, due, pages. ARGV: now.
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if not redis.call('ZSCORE', KEYS[3], id) then
    redis.call('ZADD', KEYS[2], math.min(ARGV[1], redis.call('ZSCORE', KEYS[1], id)), id)
  end
end
return 1
