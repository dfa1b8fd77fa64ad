-- Erase a thread, every key of it.
local erased = 0
for _, name in ipairs(redis.call("SMEMBERS", KEYS[4])) do
  erased = erased + redis.call("DEL", ARGV[1] .. ":" .. name)
end
for _, key in ipairs(KEYS) do erased = erased + redis.call("DEL", key) end
return erased
