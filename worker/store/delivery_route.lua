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

-- Has another worker an earlier alert of the event, which it is still to route? Then this one waits: nobody knows yet
-- which routes send the earlier one.
local function is_behind(entry, event)
  local oldest = redis.pcall('XPENDING', KEYS[1], plan.group, '-', entry.id, 1)[1]
  if not oldest or oldest[1] == entry.id then
    return false
  end
  for number in string.gmatch(redis.call('HGET', event, 'alerts') or '', '%d+') do
    local id = number .. '-0'
    if id == entry.id then
      return false
    end
    if redis.call('XPENDING', KEYS[1], plan.group, id, id, 1)[1] then
      return true
    end
  end
  return false
end

-- Make the deliveries of an alert. With the event is kept which routes told of it, each with its first alert:
-- ' route:number' of each. It expires with the event.
local function send(entry, event)
  local before = redis.call('HGET', event, 'told') or ''
  local told = before
  for _, row in ipairs(entry.rows) do
    local route = ' ' .. row.delivery.route .. ':'
    local is_told = string.find(told, route, 1, true)
    if is_told or not row.follows then
      join(row, row.delivery.id, 2)
      told = is_told and told or told .. route .. string.match(entry.id, '^%d+')
    end
  end
  if told ~= before and redis.call('EXISTS', event) == 1 then
    redis.call('HSET', event, 'told', told)
  end
end

for _, entry in ipairs(plan.entries) do
  local event = entry.rows[1] and plan.event_prefix .. entry.rows[1].event
  if not (event and is_behind(entry, event)) and redis.call('XACK', KEYS[1], plan.group, entry.id) == 1 and event then
    send(entry, event)
  end
end
return created
