-- Store a checkpoint if its thread is still where the writer left it.
-- ARGV: base, namespace, id, head, expected latest id ("" any, "-" none), parent id it refers to
-- ("" none), checkpoints to keep (0 all), seconds to live (0 forever), 1 when later checkpoints
-- need this one to be read, then counted: lists (name, length before, pages), values (name, bytes).
local namespace, id, head, expected, parent = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local keep, ttl, is_needed = tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9] == "1"
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
if parent ~= "" and redis.call("HEXISTS", heads, namespace .. "\0" .. parent) == 0 then
  return {"gone"}
end

local pushes, at = {}, 11
for _ = 1, tonumber(ARGV[10]) do
  local list, length, count = ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  if redis.call("LLEN", base .. ":list:" .. list) ~= length then return {"forked"} end
  pushes[#pushes + 1] = {list, at + 3, at + 2 + count}
  at = at + 3 + count
end

for _, push in ipairs(pushes) do
  local name = "list:" .. push[1]
  for i = push[2], push[3] do redis.call("RPUSH", base .. ":" .. name, ARGV[i]) end
  redis.call("SADD", parts, name)
end
for i = at + 1, at + 2 * tonumber(ARGV[at]), 2 do
  redis.call("HSET", values, ARGV[i], ARGV[i + 1])
end
redis.call("HSET", heads, member, head)
redis.call("ZADD", order, 0, member)

if is_needed then redis.call("HSET", values, "needed", 1) end
if keep > 0 and redis.call("HEXISTS", values, "needed") == 0 then
  fold(redis.call("ZREVRANGEBYLEX", order, last, first, "LIMIT", keep, -1))
  if namespace == "" then fold(inside_folded_steps()) end
end
if ttl > 0 then
  for _, key in ipairs(KEYS) do redis.call("EXPIRE", key, ttl) end
  for _, name in ipairs(redis.call("SMEMBERS", parts)) do
    redis.call("EXPIRE", base .. ":" .. name, ttl)
  end
end
return {"stored"}
