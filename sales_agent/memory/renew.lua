-- Hold a lock for longer, if it is still held by this token. KEYS: holder. ARGV: token, ttl_ms.
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("PEXPIRE", KEYS[1], ARGV[2])
