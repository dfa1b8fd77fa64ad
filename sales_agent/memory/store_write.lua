-- Put and delete items. ARGV: now, then for each its key, "put" or "delete", bytes, and its time
-- to live in milliseconds or 0. Answers how many items are left.
for i = 2, #ARGV, 4 do
  local key, action, bytes, ttl = ARGV[i], ARGV[i + 1], ARGV[i + 2], tonumber(ARGV[i + 3])
  if action == "delete" then
    redis.call("HDEL", items, key)
    redis.call("HDEL", times, key)
  else
    local known = read_times(key)
    redis.call("HSET", items, key, bytes)
    write_times(key, known and known.created or ARGV[1], ARGV[1], ttl)
  end
end
expire_keys()
return redis.call("HLEN", items)
