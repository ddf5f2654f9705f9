/** @file xlua.Profiler, in Lua: the seconds between a start and a lap, of the clock and of the processor. */

export const xluaProfilerLua: string = `
local Profiler = {}
Profiler.__index = Profiler

-- With the mode 'off' it measures, and prints no report.
function xlua.Profiler(mode, verbose)
  return setmetatable({events = {}, list = {}, off = mode == 'off', verbose = verbose or false}, Profiler)
end

function Profiler:_event(name)
  return self.events[name] or error('# ERROR: There is no such profiler - ' .. tostring(name) .. ', create it first', 3)
end

function Profiler:start(name, fps)
  local event = self.events[name]
  if not event then
    event = {name = name}
    self.events[name] = event
    table.insert(self.list, event)
  end
  event.cpu, event.real = os.clock(), sys.clock()
  event.fps = event.fps or fps == 'fps' or nil
  if self.verbose then
    io.write('<', name, '>')
    io.flush()
  end
end

function Profiler:setColor(name, color) self:_event(name).color = color end

function Profiler:cpu(name, divider)
  local event = self:_event(name)
  event.cpud = (os.clock() - event.cpu) / (divider or 1)
  return event.cpud
end

function Profiler:real(name, divider)
  local event = self:_event(name)
  event.reald = (sys.clock() - event.real) / (divider or 1)
  return event.reald
end

function Profiler:lap(name, divider)
  self:_event(name)
  local real, cpu = self:real(name, divider), self:cpu(name, divider)
  if self.verbose then
    io.write('\\r')
    self:print(name)
  end
  return real, cpu
end

function Profiler:format(name)
  local event = self:_event(name)
  return ('$ real | cpu: %f | %f <%s>'):format(event.reald or -1, event.cpud or -1, name)
end

function Profiler:print(name)
  if not self.off then print(self:format(name)) end
end

function Profiler:formatAll()
  local lines = {'$ profiler report:'}
  for _, event in ipairs(self.list) do
    local real = event.reald or -1
    local line = ('$ real %f | cpu %f <%s>'):format(real, event.cpud or -1, event.name)
    if event.fps then line = line .. (' = %f fps'):format(1 / real) end
    table.insert(lines, line)
  end
  return table.concat(lines, '\\n')
end

function Profiler:printAll()
  if not self.off then print(self:formatAll()) end
end
`;
