-- Writes a text unless the one that is there has a greater generation.
-- KEYS[1] name; ARGV[1] text, ARGV[2] its generation, ARGV[3] seconds to keep it.
-- A text begins with its generation in decimal digits and a colon. Generations are compared as
-- digits, not as Lua numbers: those lose precision above 2^53.
local held = redis.call('GET', KEYS[1])
if held then
  local theirs = string.match(held, '^(%d+):')
  local ours = ARGV[2]
  if theirs and (#theirs > #ours or (#theirs == #ours and theirs > ours)) then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
return 1
