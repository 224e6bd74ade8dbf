-- Turn routed alerts into deliveries, each alert once: whoever acknowledges its entry first.
-- KEYS: alerts, delivery, receiver due, receiver lease, receiver pause, rates, dead, dead at, receiver state. ARGV: the plan as JSON, see deliveries.py.
-- Returns how many deliveries are new.
local plan = cjson.decode(ARGV[1])
local created = 0

-- When the next alert of a rate may go, by its theoretical arrival time (generic cell rate algorithm).
local function paced(rate, due)
  local interval = rate.seconds / rate.alerts
  local arrival = math.max(due, tonumber(redis.call('HGET', KEYS[6], rate.key) or 0))
  redis.call('HSET', KEYS[6], rate.key, string.format('%.6f', arrival + interval))
  return math.max(due, arrival - rate.seconds + interval)
end

-- Of more deliveries than the stream has alerts, the one that is due longest is over: its alert is no longer kept.
local function bound(receiver)
  local due = plan.due_prefix .. receiver
  if redis.call('ZCARD', due) > plan.most_waiting then
    local id = redis.call('ZPOPMIN', due)[1]
    local delivery = cjson.decode(redis.call('HGET', KEYS[2], id))
    delivery.reason = 'too many wait for this receiver'
    redis.call('HDEL', KEYS[2], id)
    keep_newest(KEYS[7], KEYS[8], id, cjson.encode(delivery), plan.now, plan.dead_kept, plan.ttl)
    local text = redis.call('HGET', KEYS[9], receiver)
    if text then
      local state = cjson.decode(text)
      state.dead = (state.dead or 0) + 1
      redis.call('HSET', KEYS[9], receiver, cjson.encode(state))
    end
  end
end

local function create(row, id)
  local due = row.rate and paced(row.rate, row.due) or row.due
  row.delivery.id = id
  redis.call('HSET', KEYS[2], id, cjson.encode(row.delivery))
  redis.call('ZADD', plan.due_prefix .. row.delivery.receiver, string.format('%.6f', due), id)
  created = created + 1
  awaken(KEYS[3], KEYS[4], KEYS[5], row.delivery.receiver, due)
  bound(row.delivery.receiver)
end

-- Let an alert go with what waits under `id`, or under the next one where that is full.
local join
function join(row, id, number)
  local known = redis.call('HGET', KEYS[2], id)
  if not known then
    return create(row, id)
  end
  local delivery = cjson.decode(known)
  if not delivery.batch then
    return
  end
  if #delivery.alerts >= plan.most then
    return join(row, row.delivery.id .. ':' .. number, number + 1)
  end
  delivery.alerts[#delivery.alerts + 1] = row.delivery.alerts[1]
  redis.call('HSET', KEYS[2], id, cjson.encode(delivery))
end

for _, entry in ipairs(plan.entries) do
  if redis.call('XACK', KEYS[1], plan.group, entry.id) == 1 then
    for _, row in ipairs(entry.rows) do
      join(row, row.delivery.id, 2)
    end
  end
end
return created
