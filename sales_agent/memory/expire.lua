-- Change when a thread expires. ARGV: base, seconds from now or 0 for never.
if ARGV[2] ~= "0" then
  expire_all(ARGV[1], tonumber(ARGV[2]))
else
  for _, key in ipairs(KEYS) do redis.call("PERSIST", key) end
  for _, name in ipairs(redis.call("SMEMBERS", KEYS[4])) do
    redis.call("PERSIST", ARGV[1] .. ":" .. name)
  end
end
return redis.call("EXISTS", KEYS[1])
