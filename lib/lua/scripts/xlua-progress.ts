/** @file xlua.progress and xlua.formatTime, in Lua. */

export const xluaProgressLua: string = `
-- Two units of the largest kind that there is one of, cut to whole milliseconds.
function xlua.formatTime(seconds)
  local parts = {}
  for _, unit in ipairs{{86400, 'D'}, {3600, 'h'}, {60, 'm'}, {1, 's'}} do
    local n = math.floor(seconds / unit[1])
    seconds = seconds - n * unit[1]
    if n > 0 and #parts < 2 then parts[#parts + 1] = n .. unit[2] end
  end
  local ms = math.floor(seconds * 1000)
  if ms > 0 and #parts < 2 then parts[#parts + 1] = ms .. 'ms' end
  return #parts == 0 and '0ms' or table.concat(parts)
end

local columns, width = 80, 46
local bar = nil

local function draw(current, goal, filled, tail)
  local cells = {}
  for i = 1, width do cells[i] = i < filled and '=' or i == filled and '>' or '.' end
  local free = columns - width - 4
  -- The count stands in the middle of the bar, over it.
  io.write(' [', table.concat(cells), '] ', (' '):rep(free), ('\\b'):rep(free), tail,
    ('\\b'):rep(5 + #tail + width / 2), ' ', current, '/', goal, ' ')
end

-- A bar on one line of 80 columns, drawn again at each call. A step is the mean of the last hundred.
function xlua.progress(current, goal)
  local filled = math.floor(current * width / goal)
  if bar == nil or bar.done and filled < bar.filled then
    local timer = torch.Timer()
    bar = {timer = timer, times = {timer:time().real}, counts = {current}}
  else
    io.write('\\r')
    if bar.done then return end
  end
  bar.filled = filled
  local passed, times, counts = bar.timer:time().real, bar.times, bar.counts
  local step = current == counts[1] and 0 or (passed - times[1]) / (current - counts[1])
  table.insert(times, passed)
  table.insert(counts, current)
  if #times > 100 then
    table.remove(times, 1)
    table.remove(counts, 1)
  end
  local time = filled < width and ' ETA: ' .. xlua.formatTime(math.max(0, (goal - current) * step))
    or ' Tot: ' .. xlua.formatTime(passed)
  draw(current, goal, filled, time .. ' | Step: ' .. xlua.formatTime(step))
  bar.done = filled == width
  io.write(bar.done and '\\n\\r' or '\\r')
  io.flush()
end
`;
