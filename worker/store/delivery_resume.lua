-- End the pause of a receiver, also of one that is disabled.
-- KEYS: receiver due, receiver lease, delivery, receiver state, receiver pause. ARGV: receiver, now.
-- Returns 1, or 0 where it is not configured.
local name, now = unpack(ARGV)
local text = redis.call('HGET', KEYS[4], name)
if not text then
  return 0
end
local state = cjson.decode(text)
state.disabled, state.failures, state.paused_until = false, 0, cjson.null
redis.call('HSET', KEYS[4], name, cjson.encode(state))
redis.call('HDEL', KEYS[5], name)
redis.call('ZREM', KEYS[1], name)
awaken(KEYS[1], KEYS[2], KEYS[5], name, tonumber(now))
return 1
