/** @file JavaScript functions as C function pointers: tables of WebAssembly hold functions of WebAssembly only. */

const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** The section of types, with one: `int f(lua_State *)`, and `void f(lua_State *, lua_Debug *)`. */
const types = {
  function: [1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f],
  hook: [1, 6, 1, 0x60, 2, 0x7f, 0x7f, 0],
};
/** The sections of one import, `f` of the module `m`, and of one export, the same `f`. */
const passed = [2, 7, 1, 1, 0x6d, 1, 0x66, 0, 0, 7, 5, 1, 1, 0x66, 0, 0];

/** Puts f into the table and returns its place. */
export function functionPointer(
  table: WebAssembly.Table,
  type: 'function' | 'hook',
  f: (L: number, record: number) => unknown,
): number {
  const module = new WebAssembly.Module(new Uint8Array([...header, ...types[type], ...passed]));
  const place = table.grow(1);
  table.set(place, new WebAssembly.Instance(module, { m: { f } as WebAssembly.ModuleImports }).exports.f);
  return place;
}
