-- End an article that cannot be read, with its reason.
-- KEYS: ledger keys (7), refused, refused_at. ARGV: id, result, refusal, now, ttl, read ttl, refusals kept.
-- Returns 1, or 0 when it was not pending.
local id, result, refusal, now, ttl, read_ttl, kept = unpack(ARGV)
if not redis.call('ZSCORE', KEYS[PENDING], id) then
  return 0
end
keep_newest(KEYS[8], KEYS[9], id, refusal, now, kept, ttl)
finish(KEYS, id, 'failed', result, now, ttl, read_ttl)
return 1
