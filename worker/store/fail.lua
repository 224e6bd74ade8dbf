-- End an article that cannot be read, with its reason.
-- KEYS: ledger keys (8), refused, refused_at. ARGV: id, source, result, refusal, now, ttl, read ttl, refusals kept, its
-- version where that is known. Returns 1, or 0 when it was not pending, or when a newer version is.
local id, source, result, refusal, now, ttl, read_ttl, kept, version = unpack(ARGV)
if not redis.call('ZSCORE', KEYS[PENDING], id) or version and not is_newest(KEYS[VERSIONS], version) then
  return 0
end
keep_newest(KEYS[9], KEYS[10], id, refusal, now, kept, ttl)
finish(KEYS, id, source, 'failed', result, now, ttl, read_ttl)
return 1
