-- Handwritten digits by stochastic gradient descent: rop run examples/digits.lua optdigits.tra
-- examples/digits.ts is the same in TypeScript, with the same losses.
require 'torch'
require 'nn'
require 'optim'
require 'xlua'
local paths = require 'paths'

local cmd = torch.CmdLine()
cmd:text('Trains a network on images in CSV: 64 numbers from 0 to 16, then the class from 0 to 9.')
cmd:argument('-data', 'the CSV file, such as optdigits.tra of https://archive.ics.uci.edu/dataset/80')
cmd:option('-epochs', 10, 'how often every image is seen')
cmd:option('-batch', 32, 'images in a batch')
cmd:option('-rate', 0.05, 'the learning rate')
cmd:option('-seed', 1, 'of initial weights and of the order of images')
cmd:option('-out', 'digits.t7', 'where the network is saved')
local options = cmd:parse(arg)

local function read(path)
  if not paths.filep(path) then
    print('digits: no file ' .. path .. ', nothing to train on')
    os.exit(1)
  end
  local rows = {}
  for line in io.lines(path) do
    local row = {}
    for number in line:gmatch('[^,%s]+') do row[#row + 1] = tonumber(number) end
    rows[#rows + 1] = row
  end
  local numbers = torch.Tensor(rows)
  local columns = numbers:size(2)
  -- Labels count from 1.
  return numbers:narrow(2, 1, columns - 1):clone():div(16), numbers:select(2, columns):clone():add(1)
end

torch.manualSeed(options.seed)
local images, labels = read(options.data)
local count, pixels = images:size(1), images:size(2)

local net = nn.Sequential()
net:add(nn.Linear(pixels, 32))
net:add(nn.Tanh())
net:add(nn.Linear(32, 16))
net:add(nn.Tanh())
net:add(nn.Linear(16, 10))
net:add(nn.LogSoftMax())
local criterion = nn.ClassNLLCriterion()
local weights, gradients = net:getParameters()
print(net)

local settings = {learningRate = options.rate, momentum = 0.9, dampening = 0}
for epoch = 1, options.epochs do
  local order = torch.randperm(count):long()
  local total = 0
  for first = 1, count, options.batch do
    local chosen = order:narrow(1, first, math.min(options.batch, count - first + 1))
    local input, target = images:index(1, chosen), labels:index(1, chosen)
    local function feval()
      gradients:zero()
      local output = net:forward(input)
      local loss = criterion:forward(output, target)
      net:backward(input, criterion:backward(output, target))
      return loss, gradients
    end
    local _, losses = optim.sgd(feval, weights, settings)
    total = total + losses[1] * chosen:size(1)
    xlua.progress(math.min(first + options.batch - 1, count), count)
  end
  local _, best = net:forward(images):max(2)
  local right = best:squeeze():eq(labels:long()):sum()
  print(('epoch %d: loss %.15g, %d of %d right'):format(epoch, total / count, right, count))
end

net:clearState()
torch.save(options.out, net)
