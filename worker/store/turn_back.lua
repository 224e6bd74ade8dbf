-- Turn back what is due where the clock was: else it would wait as long as the clock was turned back by.
-- The last sweep of the ledger shows it, which cannot be later than now.
-- KEYS: times, rates, pauses, alerts, then sorted sets by due time. ARGV: now, seconds by which clocks may differ, group
-- of the consumers of alerts, milliseconds after which they abandoned what they read.
-- Returns by how many seconds the clock was turned back, as text; nothing where it was not.
local now, tolerance, group, abandoned = unpack(ARGV)
local by = tonumber(redis.call('HGET', KEYS[1], 'sweep') or 0) - now
if by <= tonumber(tolerance) then
  return false
end
redis.call('HSET', KEYS[1], 'sweep', now)

local function earlier(time)
  return string.format('%.6f', tonumber(time) - by)
end

for _, hash in ipairs({KEYS[2], KEYS[3]}) do
  local fields = redis.call('HGETALL', hash)
  for n = 1, #fields, 2 do
    redis.call('HSET', hash, fields[n], earlier(fields[n + 1]))
  end
end
for n = 5, #KEYS do
  local due = redis.call('ZRANGE', KEYS[n], 0, -1, 'WITHSCORES')
  for i = 1, #due, 2 do
    redis.call('ZADD', KEYS[n], earlier(due[i + 1]), due[i])
  end
end

-- What was read and not routed would seem to be read in times to come. Whoever routes it a second time does nothing.
local read = redis.pcall('XPENDING', KEYS[4], group, '-', '+', 1000)
for _, entry in ipairs(read.err and {} or read) do
  redis.call('XCLAIM', KEYS[4], group, entry[2], 0, entry[1], 'IDLE', abandoned, 'JUSTID')
end
return string.format('%.1f', by)
