-- Note an input that was not taken.
-- KEYS: refused, refused_at, counts. ARGV: what, refusal, now, ttl, refusals kept.
local what, refusal, now, ttl, kept = unpack(ARGV)
keep_newest(KEYS[1], KEYS[2], what, refusal, now, kept, ttl)
return redis.call('HINCRBY', KEYS[3], 'refused', 1)
