-- Store a checkpoint if its thread is still where the writer left it.
-- ARGV: base, namespace, id, head, expected latest id ("" any, "-" none), checkpoints to keep (0
-- all), seconds to live (0 as before), 1 when later checkpoints need this one to be read, then
-- counted: lists (name, length before, slices to copy there first, pages), values (name, bytes).
local namespace, id, head, expected = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local keep, ttl, is_needed = tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8] == "1"
local member = namespace .. "\0" .. id
local first, last = "[" .. namespace .. "\0", "(" .. namespace .. "\1"

-- A subgraph's namespace that names a task, after a colon, belongs to one step of its parent, and
-- its checkpoints are younger than that step's: they go when the step has gone.
local function inside_folded_steps()
  local members = {}
  local oldest = redis.call("ZREVRANGEBYLEX", order, last, first, "LIMIT", keep - 1, 1)[1]
  if not oldest then return members end
  for _, other in ipairs(redis.call("ZRANGE", order, 0, -1)) do
    local inner, other_id = string.match(other, "^(.*)%z(.*)$")
    if string.find(inner, ":", 1, true) and other_id < string.sub(oldest, 2) then
      members[#members + 1] = other
    end
  end
  return members
end

-- A client that lost the reply sends the same again.
if redis.call("HGET", heads, member) == head then return {"stored"} end

if expected ~= "" then
  local latest = redis.call("ZREVRANGEBYLEX", order, last, first, "LIMIT", 0, 1)[1]
  local latest_id = latest and string.sub(latest, #namespace + 2) or "-"
  if latest_id ~= expected then return {"conflict", latest_id} end
end

local function length_of(list) return redis.call("LLEN", base .. ":list:" .. list) end

-- First only look: a script that has written cannot take it back.
local at, given, pushes = 10, {}, {}
local function take()
  at = at + 1
  return ARGV[at - 1]
end
local is_gone = false
for _ = 1, tonumber(ARGV[9]) do
  local push = {list = take(), length = tonumber(take()), copied = {}}
  if length_of(push.list) < push.length then is_gone = true end
  if length_of(push.list) > push.length then return {"forked"} end
  for _ = 1, tonumber(take()) do
    local slice = {list = take(), length = tonumber(take())}
    if length_of(slice.list) < slice.length then is_gone = true end
    push.copied[#push.copied + 1] = slice
  end
  local count = tonumber(take())
  push.first, push.last = at, at + count - 1
  at = at + count
  given[push.list] = true
  pushes[#pushes + 1] = push
end
local first_value, last_value = at + 1, at + 2 * tonumber(ARGV[at])
for i = first_value, last_value, 2 do given[ARGV[i]] = true end
for list, length in list_references(head) do
  if not given[list] and length_of(list) < tonumber(length) then is_gone = true end
end
for blob in value_references(head) do
  if not given[blob] and redis.call("HEXISTS", values, blob) == 0 then is_gone = true end
end
if is_gone then return {"gone"} end

for _, push in ipairs(pushes) do
  local name = "list:" .. push.list
  local key = base .. ":" .. name
  for _, slice in ipairs(push.copied) do
    local source = base .. ":list:" .. slice.list
    for _, page in ipairs(redis.call("LRANGE", source, 0, slice.length - 1)) do
      redis.call("RPUSH", key, page)
    end
  end
  for i = push.first, push.last do redis.call("RPUSH", key, ARGV[i]) end
  redis.call("SADD", parts, name)
end
for i = first_value, last_value, 2 do redis.call("HSET", values, ARGV[i], ARGV[i + 1]) end
redis.call("HSET", heads, member, head)
redis.call("ZADD", order, 0, member)

if is_needed then redis.call("HSET", values, "needed", 1) end
if keep > 0 and redis.call("HEXISTS", values, "needed") == 0 then
  fold(redis.call("ZREVRANGEBYLEX", order, last, first, "LIMIT", keep, -1))
  if namespace == "" then fold(inside_folded_steps()) end
end
expire_all(base, seconds_to_live(ttl))
return {"stored"}
