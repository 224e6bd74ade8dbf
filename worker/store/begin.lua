-- Count an attempt at a pending article, before anything can go wrong with it.
-- KEYS: ledger keys. ARGV: id. Returns nothing when it is not pending, else attempt and article (false when it is gone).
local id = ARGV[1]
if not redis.call('ZSCORE', KEYS[PENDING], id) then
  return false
end
return {redis.call('HINCRBY', KEYS[ATTEMPTS], id, 1), redis.call('GET', KEYS[ARTICLE])}
