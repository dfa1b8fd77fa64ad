-- Let a thread expire: after so many seconds, or (0) when the rest of it does, or not at all.
local function seconds_to_live(ttl)
  if ttl == 0 then ttl = redis.call("TTL", KEYS[1]) end
  return ttl >= 0 and math.max(ttl, 1) or nil
end

local function expire_all(base, ttl)
  if not ttl then return end
  for _, key in ipairs(KEYS) do redis.call("EXPIRE", key, ttl) end
  for _, name in ipairs(redis.call("SMEMBERS", KEYS[4])) do
    redis.call("EXPIRE", base .. ":" .. name, ttl)
  end
end
