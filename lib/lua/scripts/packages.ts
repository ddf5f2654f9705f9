/** @file The small packages, in Lua: rop, sys, paths. Each chunk returns its package. */

/** The interface of the rop branch of Lua Torch's nn, all of which nn has here. */
export const ropLua: string = `
nn = require 'nn'

-- E = the sum of all elements; its Hessian is zero.
local SUMCriterion, parent = torch.class('SUMCriterion', 'nn.Criterion')

function SUMCriterion:__init()
  parent.__init(self)
end

function SUMCriterion:updateOutput(input)
  self.output = input:sum()
  return self.output
end

function SUMCriterion:updateGradInput(input)
  self.gradInput:resizeAs(input):fill(1)
  return self.gradInput
end

function SUMCriterion:updateROutput(input, rInput)
  self.rOutput = rInput and rInput:sum() or 0
  return self.rOutput
end

function SUMCriterion:updateRGradInput(input, rInput)
  self.rGradInput = (self.rGradInput or input.new()):resizeAs(input):zero()
  return self.rGradInput
end

return nn
`;

export const sysLua: string = `
sys = {}
require 'torch'

local colors = {none = '\\27[0m'}
for i, name in ipairs{'black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'} do
  colors[name] = '\\27[0;' .. 29 + i .. 'm'
  colors[name:gsub('^%l', string.upper)] = '\\27[1;' .. 29 + i .. 'm'
  colors['_' .. name] = '\\27[' .. 39 + i .. 'm'
end
sys.COLORS = colors
package.loaded['sys.colors'] = colors

local start = 0

function sys.clock() return torch.tic() end

function sys.tic() start = sys.clock() end

function sys.toc(verbose)
  local passed = sys.clock() - start
  if verbose then print(passed) end
  return passed
end

function sys.sleep(seconds)
  local ends = sys.clock() + seconds
  while sys.clock() < ends do end
end

function sys.execute(command)
  local pipe = io.popen(command)
  local text = pipe:read('*a')
  pipe:close()
  return (text:gsub('%s*$', ''))
end

function sys.fexecute(command) return sys.execute(command) end
function sys.uname() return require('paths').uname():lower() end
function sys.isNaN(x) return x ~= x end
function sys.usleep(microseconds) sys.sleep(microseconds / 1e6) end

-- The pieces between the matches of a pattern, but for an empty one in front.
function sys.split(text, pattern)
  local pieces, from = {}, 1
  while true do
    local first, last = text:find(pattern, from)
    if not first then break end
    if first > 1 then pieces[#pieces + 1] = text:sub(from, first - 1) end
    from = last + 1
  end
  if from <= #text then pieces[#pieces + 1] = text:sub(from) end
  return pieces
end

-- The file that runs: its folder, and its name.
function sys.fpath()
  local path = debug.getinfo(2, 'S').source:match('^@(.*)')
  if not path then return nil end
  return sys.concat(sys.dirname(path)), sys.basename(path)
end

function sys.dirname(path) return require('paths').dirname(path) end
function sys.basename(path, suffix) return require('paths').basename(path, suffix) end
function sys.concat(...) return require('paths').concat(...) end
function sys.filep(path) return require('paths').filep(path) end
function sys.dirp(path) return require('paths').dirp(path) end

return sys
`;

export const pathsLua: string = `
local native = ...
paths = native

function paths.basename(path, suffix)
  local base = path:gsub('/+$', ''):match('[^/]*$')
  if suffix then
    local tail = suffix:sub(1, 1) == '.' and suffix or '.' .. suffix
    if #base > #tail and base:sub(-#tail) == tail then base = base:sub(1, -#tail - 1) end
  end
  return base
end

function paths.extname(path) return paths.basename(path):match('%.([^.]*)$') end

-- The entries of a folder one by one, '.' and '..' included; a pattern chooses among them.
function paths.files(folder, pattern)
  local names, i = paths.dir(folder or '.') or {}, 0
  return function()
    repeat
      i = i + 1
      local name = names[i]
      if name == nil or not pattern or name:find(pattern) then return name end
    until false
  end
end

local function only(kind)
  return function(folder, pattern)
    local step = paths.files(folder, pattern)
    return function()
      repeat
        local name = step()
        if name == nil or kind(paths.concat(folder or '.', name)) and name ~= '.' and name ~= '..' then return name end
      until false
    end
  end
end
paths.iterfiles, paths.iterdirs = only(paths.filep), only(paths.dirp)

function paths.dofile(file, level)
  local source = debug.getinfo((level or 1) + 1, 'S').source
  local folder = source:match('^@(.*/)') or ''
  return dofile(paths.filep(folder .. file) and folder .. file or file)
end

function paths.thisfile(file, level)
  local source = debug.getinfo((level or 1) + 1, 'S').source
  local path = source:match('^@(.*)')
  if not path then return nil end
  return file and paths.concat(paths.dirname(path), file) or paths.concat(path)
end

function paths.require(name) return require(name) end

-- Scripts choose by it between what machines have.
function paths.uname() return 'Linux' end
function paths.is_win() return false end
function paths.is_mac() return false end

return paths
`;
