-- Count an attempt at a pending article, before anything can go wrong with it.
-- KEYS: ledger keys. ARGV: id. Returns nothing when it is not pending, else attempt, article (false when it is gone),
-- 1 where it is announced, and the result of its version before (false where there is none).
local id = ARGV[1]
if not redis.call('ZSCORE', KEYS[PENDING], id) then
  return false
end
local known = versions_of(KEYS[VERSIONS])
return {
  redis.call('HINCRBY', KEYS[ATTEMPTS], id, 1), redis.call('GET', KEYS[ARTICLE]),
  (not known or known.announced) and 1 or 0, redis.call('GET', KEYS[RESULT]),
}
