-- Read items that have not expired: those named, or all. ARGV: now, 1 to let each live its time
-- again, keys. Answers key, bytes, created, updated for each.
local keys = {unpack(ARGV, 3)}
if #keys == 0 then keys = redis.call("HKEYS", items) end
local found, is_refreshed = {}, false
for _, key in ipairs(keys) do
  local known = read_times(key)
  if known then
    local row = {key, redis.call("HGET", items, key), known.created, known.updated}
    for _, part in ipairs(row) do found[#found + 1] = part end
    if ARGV[2] == "1" and known.ttl > 0 then
      write_times(key, known.created, known.updated, known.ttl)
      is_refreshed = true
    end
  end
end
if is_refreshed then expire_keys() end
return found
