/** @file Bundles: ESM with the command, and CommonJS. Declarations come from tsc. */
import { readFileSync, writeFileSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

const library = {
  'lib/index': 'lib/index.ts',
  'lib/io/index': 'lib/io/index.ts',
  'lib/lua/index': 'lib/lua/index.ts',
  'lib/plot/index': 'lib/plot/index.ts',
};

const shared: Options = {
  outDir: 'dist',
  target: 'es2022',
  // Entry points share chunks, so that a Tensor from one of them is an instance of the other's Tensor.
  splitting: true,
  // Two files may each have a local of one name; renaming must not reach a class's own name.
  keepNames: true,
  removeNodeProtocol: false,
  // package.json calls the bundles free of side effects; the sources are not: lib/tensor/index.ts completes a class.
  esbuildOptions: (options) => {
    options.ignoreAnnotations = true;
  },
  external: ['@observablehq/plot', '@resvg/resvg-js', 'cli-progress', 'koffi', 'linkedom'],
  dts: false,
};

/** Splitting CommonJS turns `import('x')` into `require('x')`, and Node before 20.19 requires no ES module, such as Plot. */
const keptDynamicImports: NonNullable<Options['plugins']>[number] = {
  name: 'kept dynamic imports',
  buildEnd: ({ writtenFiles }) => {
    for (const { name } of writtenFiles) {
      const text = readFileSync(name, 'utf8');
      const required = /Promise\.resolve\(\)\.then\(\(\) => _interopRequireWildcard\(require\(("[^."][^"]*")\)\)\)/g;
      writeFileSync(name, text.replace(required, 'import($1)'));
    }
  },
};

export default defineConfig([
  { ...shared, format: 'esm', entry: { ...library, 'tools/rop': 'tools/rop.ts' } },
  // The shim gives import.meta.url, which CommonJS lacks, its meaning there.
  { ...shared, format: 'cjs', entry: library, shims: true, plugins: [keptDynamicImports] },
]) as unknown;
