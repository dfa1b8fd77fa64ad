-- Read a checkpoint with everything it refers to, the latest one when no id is given.
-- ARGV: base, namespace, id or "", and 1 for all pages or 0 for those of the window.
-- Answers member, head, pending writes, pages, values.
local heads, order, values = KEYS[1], KEYS[2], KEYS[3]
local base, namespace, id = ARGV[1], ARGV[2], ARGV[3]
local member = namespace .. "\0" .. id
if id == "" then
  member = redis.call("ZREVRANGEBYLEX", order, "(" .. namespace .. "\1", "[" .. namespace .. "\0",
    "LIMIT", 0, 1)[1]
end
local head = member and redis.call("HGET", heads, member)
if not head then return false end

local pages, found = {}, {}
local references = string.match(head, "^([^\n]*)\n")
for list, length, skipped in string.gmatch(references, "(%w+):(%d+)@?(%d*)") do
  local first = ARGV[4] == "0" and tonumber(skipped) or 0
  if first < tonumber(length) then
    for _, page in ipairs(redis.call("LRANGE", base .. ":list:" .. list, first, length - 1)) do
      pages[#pages + 1] = page
    end
  end
end
for blob in string.gmatch(references, "=(%w+)") do
  found[#found + 1] = redis.call("HGET", values, blob)
end
return {member, head, redis.call("HGETALL", base .. ":writes:" .. member), pages, found}
