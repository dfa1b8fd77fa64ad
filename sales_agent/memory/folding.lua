-- Forget checkpoints of a thread together with what only they referred to.
-- The first line of a head names what it refers to, parted by spaces: `list:pages`, with `@pages`
-- that a window leaves out at its front, and `=value`.
-- Dynamic keys are made from the thread's base name, so all are in the slot of KEYS.
local heads, order, values, parts = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local base = ARGV[1]

local function list_references(head)
  return string.gmatch(string.match(head, "^([^\n]*)\n"), "(%w+):(%d+)")
end

local function value_references(head)
  return string.gmatch(string.match(head, "^([^\n]*)\n"), "=(%w+)")
end

local function forget_part(name)
  redis.call("DEL", base .. ":" .. name)
  redis.call("SREM", parts, name)
end

local function fold(members)
  local lists, blobs = {}, {}
  for _, member in ipairs(members) do
    local head = redis.call("HGET", heads, member)
    if head then
      for list in list_references(head) do lists[list] = true end
      for blob in value_references(head) do blobs[blob] = true end
      redis.call("HDEL", heads, member)
      redis.call("ZREM", order, member)
      forget_part("writes:" .. member)
    end
  end
  if next(lists) == nil and next(blobs) == nil then return end
  for _, head in ipairs(redis.call("HVALS", heads)) do
    for list in list_references(head) do lists[list] = nil end
    for blob in value_references(head) do blobs[blob] = nil end
  end
  for list in pairs(lists) do forget_part("list:" .. list) end
  for blob in pairs(blobs) do redis.call("HDEL", values, blob) end
end
