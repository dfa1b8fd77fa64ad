-- A store's namespace: a hash of items, and of their times `created updated ttl expires` in
-- milliseconds, where 0 is never. The keys themselves go with the last item that expires.
-- KEYS: items, times. ARGV[1]: now.
local items, times = KEYS[1], KEYS[2]
local now = tonumber(ARGV[1])

local function read_times(key)
  local text = redis.call("HGET", times, key)
  if not text then return nil end
  local created, updated, ttl, expires = string.match(text, "(%d+) (%d+) (%d+) (%d+)")
  expires = tonumber(expires)
  if expires > 0 and expires <= now then
    redis.call("HDEL", items, key)
    redis.call("HDEL", times, key)
    return nil
  end
  return {created = created, updated = updated, ttl = tonumber(ttl)}
end

local function write_times(key, created, updated, ttl)
  local expires = ttl > 0 and now + ttl or 0
  redis.call("HSET", times, key, string.format("%s %s %.0f %.0f", created, updated, ttl, expires))
end

local function expire_keys()
  local latest = 0
  for _, text in ipairs(redis.call("HVALS", times)) do
    local expires = tonumber(string.match(text, "(%d+)$"))
    if expires == 0 then
      redis.call("PERSIST", items)
      redis.call("PERSIST", times)
      return
    end
    latest = math.max(latest, expires)
  end
  if latest > 0 then
    redis.call("PEXPIRE", items, math.max(latest - now, 1))
    redis.call("PEXPIRE", times, math.max(latest - now, 1))
  end
end
