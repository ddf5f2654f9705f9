/** @file Lua Torch scripts on this library. */
export { LuaError } from './errors.js';
export { Interpreter, type InterpreterOptions } from './interpreter.js';
export { type Answer, type Completion, Session, type SessionOptions } from './session.js';
export { Exit, writeToProcess } from './system-calls.js';
export { Interrupted } from './vm.js';
