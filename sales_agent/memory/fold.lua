-- Forget the checkpoints named in ARGV[2..].
local members = {}
for i = 2, #ARGV do members[#members + 1] = ARGV[i] end
fold(members)
return #members
