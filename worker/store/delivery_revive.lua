-- Let a dead delivery be tried again from the beginning, where its receiver is still configured.
-- KEYS: receiver due, receiver lease, delivery, receiver state, receiver pause, dead, dead at. ARGV: id, now, what due
-- keys begin with.
-- Returns 1, or 0 where there is no such delivery or receiver.
local id, now, prefix = unpack(ARGV)
local text = redis.call('HGET', KEYS[6], id)
if not text then
  return 0
end
local delivery = cjson.decode(text)
if redis.call('HEXISTS', KEYS[4], delivery.receiver) == 0 then
  return 0
end
delivery.tries = 0
redis.call('HDEL', KEYS[6], id)
redis.call('ZREM', KEYS[7], id)
redis.call('HSET', KEYS[3], id, cjson.encode(delivery))
redis.call('ZADD', prefix .. delivery.receiver, now, id)
awaken(KEYS[1], KEYS[2], KEYS[5], delivery.receiver, tonumber(now))
return 1
