/** @file nn.StochasticGradient, nn.Jacobian, nn.SparseJacobian and nn.hessian, in Lua. Called with what they have natively. */

export const nnTrainingLua: string = `
local native = ...

local StochasticGradient = torch.class('nn.StochasticGradient')

function StochasticGradient:__init(module, criterion)
  self.module, self.criterion = module, criterion
  self.learningRate, self.learningRateDecay = 0.01, 0
  self.maxIteration, self.shuffleIndices, self.verbose = 25, true, true
end

-- The fields are read as they stand when they are needed: hooks may change them.
function StochasticGradient:train(dataset)
  local module, criterion = self.module, self.criterion
  local size = dataset:size()
  local indices = torch.randperm(size)
  if not self.shuffleIndices then indices = torch.range(1, size) end
  local rate, iteration, currentError = self.learningRate, 1, 0
  print('# StochasticGradient: training')
  repeat
    currentError = 0
    for t = 1, size do
      local example = dataset[indices[t]]
      local input, target = example[1], example[2]
      currentError = currentError + criterion:forward(module:forward(input), target)
      module:backwardUpdate(input, criterion:backward(module.output, target), rate)
      if self.hookExample then self.hookExample(self, example) end
    end
    currentError = currentError / size
    if self.hookIteration then self.hookIteration(self, iteration, currentError) end
    if self.verbose then print('# current error = ' .. currentError) end
    iteration = iteration + 1
    rate = self.learningRate / (1 + iteration * self.learningRateDecay)
  until self.maxIteration > 0 and iteration > self.maxIteration
  print('# StochasticGradient: you have reached the maximum number of iterations')
  print('# training error = ' .. currentError)
end

-- Through a file of Torch's, where scripts may write.
local function roundTrip(module)
  local name = os.tmpname()
  torch.save(name, module)
  local read = torch.load(name)
  os.remove(name)
  return read
end

for name, tests in pairs{Jacobian = native.jacobian, SparseJacobian = native.sparseJacobian} do
  nn[name] = tests
  local testIO = tests.testIO
  function tests.testIO(module, input, minval, maxval)
    local errors = testIO(module, input, minval, maxval, roundTrip)
    return errors[1], errors[2]
  end
end

-- Diagonals of the Hessian, layer by layer, as estimates for learning rates. Until they are asked for, no module has the methods.
nn.hessian = {}

-- weight: diagHessianWeight
local function diagonalOf(field) return 'diagHessian' .. field:sub(1, 1):upper() .. field:sub(2) end

function nn.hessian.enable()
  function nn.Module:initDiagHessianParameters()
    for _, field in ipairs(native.parameterFields(self)) do
      local h = diagonalOf(field)
      self[h] = self[h] or self[field]:clone():zero()
    end
  end

  function nn.Module:updateDiagHessianInput(input, diagHessianOutput)
    self.diagHessianInput = native.diagonal(self, input, diagHessianOutput).input
    return self.diagHessianInput
  end

  function nn.Module:accDiagHessianParameters(input, diagHessianOutput)
    local fields = native.parameterFields(self)
    if #fields == 0 then return end
    self:initDiagHessianParameters()
    for i, diagonal in ipairs(native.diagonal(self, input, diagHessianOutput).parameters) do
      self[diagonalOf(fields[i])]:add(diagonal)
    end
  end

  function nn.Sequential:initDiagHessianParameters()
    for _, module in ipairs(self.modules) do module:initDiagHessianParameters() end
  end

  local function sweep(self, input, diagHessianOutput, visit)
    for i = #self.modules, 1, -1 do
      local module = self.modules[i]
      diagHessianOutput = visit(module, i > 1 and self.modules[i - 1].output or input, diagHessianOutput)
    end
    return diagHessianOutput
  end

  function nn.Sequential:updateDiagHessianInput(input, diagHessianOutput)
    self.diagHessianInput = sweep(self, input, diagHessianOutput, function(module, x, h)
      return module:updateDiagHessianInput(x, h)
    end)
    return self.diagHessianInput
  end

  function nn.Sequential:accDiagHessianParameters(input, diagHessianOutput)
    sweep(self, input, diagHessianOutput, function(module, x, h)
      module:accDiagHessianParameters(x, h)
      return module.diagHessianInput
    end)
  end

  function nn.Criterion:updateDiagHessianInput(input, target)
    self.diagHessianInput = native.lossDiagonal(self, input, target)
    return self.diagHessianInput
  end

  function nn.hessian.enable() end
end

-- What Torch's tests of these estimates compare: with the sum of squares over the rows of the Jacobian, for modules that are linear.
local Jacobian = nn.Jacobian

function Jacobian.backwardDiagHessian(module, input, name)
  module:forward(input)
  local h = module.output:clone():fill(1)
  module:initDiagHessianParameters()
  for _, field in ipairs(native.parameterFields(module)) do
    module[diagonalOf(field)]:zero()
  end
  module:updateDiagHessianInput(input, h)
  module:accDiagHessianParameters(input, h)
  return module[name]
end

function Jacobian.linearModuleDiagHessian(module, input, gradName)
  local name = gradName:match('^grad(.+)$')
  local jacobian
  if name == 'Input' then jacobian = Jacobian.forward(module, input)
  else jacobian = Jacobian.forward(module, input, module[name:sub(1, 1):lower() .. name:sub(2)]) end
  return jacobian:cmul(jacobian):sum(2):view(-1)
end

function Jacobian.testDiagHessian(module, input, gradName, name, minval, maxval)
  minval, maxval = minval or -2, maxval or 2
  input:copy(torch.rand(input:nElement()):mul(maxval - minval):add(minval))
  local estimate = Jacobian.backwardDiagHessian(module, input, name)
  return (Jacobian.linearModuleDiagHessian(module, input, gradName) - estimate):abs():max()
end

for _, name in ipairs{'Input', 'Weight', 'Bias'} do
  Jacobian['testDiagHessian' .. name] = function(module, input, minval, maxval)
    return Jacobian.testDiagHessian(module, input, 'grad' .. name, 'diagHessian' .. name, minval, maxval)
  end
end
`;
