/** @file The C interface of Lua 5.1, as far as the bridge calls it: numbers only, pointers being addresses in wasm memory. */

/** A `lua_State *`. */
export type State = number;

/** `lua_CFunction`: takes its arguments from the stack, leaves its results there and returns how many. */
export type CFunction = (L: State) => number;

/** `lua_Hook`. */
export type Hook = (L: State, record: number) => void;

export const REGISTRY = -10000;
export const GLOBALS = -10002;
/** The pseudo-index of a C closure's first upvalue. */
export const UPVALUE: number = GLOBALS - 1;

/** What `lua_type` says. */
export const NIL = 0;
export const BOOLEAN = 1;
export const NUMBER = 3;
export const STRING = 4;
export const TABLE = 5;
export const FUNCTION = 6;
export const USERDATA = 7;

/** `lua_gc`. */
export const COLLECT = 2;
/** How large memory may become before the next collection begins, in percent of what the last one left. */
export const SET_PAUSE = 6;
/** `lua_sethook`: after every `count` instructions. */
export const COUNT_HOOK = 8;

export interface Api {
  luaL_newstate(): State;
  luaL_openlibs(L: State): void;
  luaL_loadbuffer(L: State, bytes: number, length: number, name: number): number;
  luaL_ref(L: State, table: number): number;
  luaL_unref(L: State, table: number, ref: number): void;
  luaL_where(L: State, level: number): void;
  lua_checkstack(L: State, n: number): number;
  lua_concat(L: State, n: number): void;
  lua_createtable(L: State, items: number, fields: number): void;
  lua_equal(L: State, a: number, b: number): number;
  lua_error(L: State): number;
  lua_gc(L: State, what: number, data: number): number;
  lua_getfenv(L: State, index: number): void;
  lua_getfield(L: State, index: number, name: number): void;
  lua_getmetatable(L: State, index: number): number;
  lua_gettable(L: State, index: number): void;
  lua_gettop(L: State): number;
  lua_insert(L: State, index: number): void;
  lua_newuserdata(L: State, size: number): number;
  lua_next(L: State, index: number): number;
  lua_objlen(L: State, index: number): number;
  lua_pcall(L: State, args: number, results: number, handler: number): number;
  lua_pushboolean(L: State, value: number): void;
  lua_pushcclosure(L: State, f: number, upvalues: number): void;
  lua_pushlstring(L: State, bytes: number, length: number): void;
  lua_pushnil(L: State): void;
  lua_pushnumber(L: State, value: number): void;
  lua_pushvalue(L: State, index: number): void;
  lua_rawequal(L: State, a: number, b: number): number;
  lua_rawget(L: State, index: number): void;
  lua_rawgeti(L: State, index: number, i: number): void;
  lua_rawset(L: State, index: number): void;
  lua_rawseti(L: State, index: number, i: number): void;
  lua_remove(L: State, index: number): void;
  lua_sethook(L: State, hook: number, mask: number, count: number): number;
  lua_setmetatable(L: State, index: number): number;
  lua_settable(L: State, index: number): void;
  lua_settop(L: State, index: number): void;
  lua_toboolean(L: State, index: number): number;
  lua_tolstring(L: State, index: number, length: number): number;
  lua_tonumber(L: State, index: number): number;
  lua_topointer(L: State, index: number): number;
  lua_touserdata(L: State, index: number): number;
  lua_type(L: State, index: number): number;
  fflush(file: number): number;
  free(pointer: number): void;
  malloc(size: number): number;
  setThrew(value: number, extra: number): void;
  stackRestore(pointer: number): void;
  stackSave(): number;
}
