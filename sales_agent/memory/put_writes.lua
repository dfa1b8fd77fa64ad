-- Add pending writes of a checkpoint; what is there stays, but for names with a negative index.
-- ARGV: base, name of the part, seconds to live (0 as the thread), then names and bytes.
local base, part = ARGV[1], ARGV[2]
for i = 4, #ARGV, 2 do
  local put = string.find(ARGV[i], "%z%-%d+$") and "HSET" or "HSETNX"
  redis.call(put, base .. ":" .. part, ARGV[i], ARGV[i + 1])
end
redis.call("SADD", KEYS[4], part)
local ttl = seconds_to_live(tonumber(ARGV[3]))
if ttl then
  redis.call("EXPIRE", base .. ":" .. part, ttl)
  redis.call("EXPIRE", KEYS[4], ttl)
end
return 1
