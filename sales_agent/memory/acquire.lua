-- Take a thread's lock in order of arrival; ask again until it is granted.
-- KEYS: holder, queue (by arrival), seen (by last asking), fence.
-- ARGV: token, ttl_ms, patience_ms after which somebody who no longer asks is passed over, and
-- how long the fence outlives its last use.
local holder, queue, seen, fence = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local token, ttl, patience, keep = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
-- A client that lost the reply asks again.
if redis.call("GET", holder) == token then return tonumber(redis.call("GET", fence)) end

local time = redis.call("TIME")
local now_us = time[1] * 1000000 + time[2]
local now = math.floor(now_us / 1000)

for _, gone in ipairs(redis.call("ZRANGEBYSCORE", seen, "-inf", now - patience)) do
  redis.call("ZREM", queue, gone)
  redis.call("ZREM", seen, gone)
end
redis.call("ZADD", queue, "NX", now_us, token)
redis.call("ZADD", seen, now, token)
redis.call("PEXPIRE", queue, 10 * patience)
redis.call("PEXPIRE", seen, 10 * patience)

if redis.call("ZRANGE", queue, 0, 0)[1] ~= token then return 0 end
if redis.call("EXISTS", holder) == 1 then return 0 end
redis.call("SET", holder, token, "PX", ttl)
redis.call("ZREM", queue, token)
redis.call("ZREM", seen, token)
local number = redis.call("INCR", fence)
redis.call("PEXPIRE", fence, keep)
return number
