// Holds the code to the floors of docs/architecture.md: who may import whom, and the habits of every file.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Room, type Rules, violations } from '../scripts/checks/architecture-rules';
import { readFacts } from '../scripts/checks/source-facts';

const projectDir = fileURLToPath(new URL('..', import.meta.url));

const PURE = ['zod'];
const LIB = ['domain', 'resilience', 'guard', 'ports', 'contract', 'routes', 'format', 'evaluation'].map(
  (name) => `lib/${name}`,
);
const SERVER_MAY = [
  ...LIB,
  'lib/runtime',
  'lib/store',
  'lib/adapters',
  'lib/simulator',
  'lib/env',
  'lib/store/generated',
];

/** The table of docs/architecture.md, floor by floor. */
const ROOMS: readonly Room[] = [
  { path: 'lib/domain', may: [], packages: PURE, timeless: true },
  { path: 'lib/env', may: ['lib/domain'] },
  { path: 'lib/resilience', may: ['lib/domain'], packages: PURE, timeless: true },
  { path: 'lib/guard', may: ['lib/domain'], packages: PURE, timeless: true },
  { path: 'lib/ports', may: ['lib/domain'] },
  { path: 'lib/contract', may: ['lib/domain'], packages: PURE },
  { path: 'lib/routes', may: ['lib/domain', 'lib/contract'], packages: PURE },
  { path: 'lib/format', may: ['lib/domain', 'lib/contract'] },
  { path: 'lib/evaluation', may: ['lib/domain', 'lib/ports'], packages: PURE, timeless: true },
  {
    path: 'lib/runtime',
    may: ['lib/domain', 'lib/resilience', 'lib/guard', 'lib/evaluation', 'lib/ports'],
    timeless: true,
  },
  { path: 'lib/store/generated', may: [] },
  {
    path: 'lib/store',
    may: ['lib/domain', 'lib/resilience', 'lib/ports', 'lib/contract', 'lib/env', 'lib/store/generated'],
    timeless: true,
  },
  { path: 'lib/adapters', may: ['lib/domain', 'lib/resilience', 'lib/guard', 'lib/ports', 'lib/env'] },
  { path: 'lib/simulator', may: ['lib/domain'] },
  { path: 'lib/query', may: ['lib/contract', 'lib/routes'] },
  { path: 'lib/server', may: SERVER_MAY, timeless: true },
  { path: 'lib/architecture.test', may: 'any' },
  { path: 'components', may: ['lib/contract', 'lib/domain', 'lib/query', 'lib/format', 'lib/routes'] },
  { path: 'app', may: ['lib/server', 'lib/query', 'components', 'lib/contract', 'lib/routes'] },
  ...['scripts', 'e2e', 'prisma', 'instrumentation', 'proxy'].map((path): Room => ({ path, may: 'any' })),
  ...['next', 'playwright', 'prisma', 'vitest'].map((name): Room => ({ path: `${name}.config`, may: 'any' })),
];

const RULES: Rules = {
  rooms: ROOMS,
  readsEnvironment: ['lib/env.ts', 'lib/simulator/main.ts'],
  longFiles: [/^components\/ui\//, /^lib\/store\/generated\//],
  defaultExports:
    /^app\/(.*\/)?(page|layout|loading|error|global-error|not-found|template|default)\.tsx$|^[^/]+\.config\.ts$/,
};

/** All sources below these folders, and those at the root; generated code aside. */
function sourceFiles(): readonly string[] {
  const folders = ['app', 'components', 'e2e', 'lib', 'prisma', 'scripts'];
  const below = folders.flatMap((folder) =>
    readdirSync(join(projectDir, folder), { recursive: true, encoding: 'utf8' }).map(
      (path) => `${folder}/${path}`,
    ),
  );
  return [...readdirSync(projectDir), ...below].filter(
    (path) => /\.tsx?$/.test(path) && !/\.d\.ts$|^lib\/store\/generated\//.test(path),
  );
}

describe('the architecture', () => {
  it('is kept by every file', () => {
    const files = sourceFiles().map((path) => readFacts(path, readFileSync(join(projectDir, path), 'utf8')));
    expect(files.length).toBeGreaterThan(50);
    expect(violations(files, RULES)).toEqual([]);
  });
});

describe('a violation is found:', () => {
  const found = (files: Readonly<Record<string, string>>) =>
    violations(
      Object.entries(files).map(([path, source]) => readFacts(path, source)),
      RULES,
    );

  it.each<[string, string, string, RegExp]>([
    [
      'an upward import',
      'lib/domain/run.ts',
      "import { a } from '../store/a';",
      /lib\/domain may not import lib\/store/,
    ],
    [
      'one for its types',
      'lib/guard/a.ts',
      "import type { A } from '@/lib/ports/a';",
      /may not import lib\/ports/,
    ],
    [
      'one in a type',
      'lib/ports/a.ts',
      "export type A = import('../runtime/a').A;",
      /may not import lib\/runtime/,
    ],
    [
      'one made late',
      'lib/runtime/a.ts',
      "export const a = () => import('@/lib/store/a');",
      /not import lib\/store/,
    ],
    [
      'one by re-export',
      'lib/contract/a.ts',
      "export { a } from '../server/a';",
      /may not import lib\/server/,
    ],
    [
      'a sideways import',
      'lib/adapters/a.ts',
      "import '@/lib/store/a';",
      /lib\/adapters may not import lib\/store/,
    ],
    [
      'components that reach the server',
      'components/runs/a.tsx',
      "import '@/lib/server/a';",
      /may not import lib\/server/,
    ],
    [
      'a page that reaches the store',
      'app/runs/page.tsx',
      "import '@/lib/store/a';",
      /app may not import lib\/store/,
    ],
    [
      'client code that imports a server room',
      'app/runs/form.tsx',
      "'use client';\nimport { a } from '@/lib/server/a';",
      /client code may not import lib\/server/,
    ],
    [
      'a Node built-in in the domain',
      'lib/domain/a.ts',
      "import { join } from 'node:path';",
      /package node:path/,
    ],
    [
      'a framework in the guard',
      'lib/guard/a.ts',
      "import { headers } from 'next/headers';",
      /package next\/headers/,
    ],
    ['Prisma in resilience', 'lib/resilience/a.ts', "import '@prisma/client';", /package @prisma\/client/],
    ['a file in no room', 'lib/stuff/a.ts', 'export const a = 1;', /stands in no room/],
    [
      'process.env outside lib/env.ts',
      'lib/server/a.ts',
      'export const a = process.env.A;',
      /reads process\.env/,
    ],
    ['the clock', 'lib/runtime/a.ts', 'export const a = Date.now();', /calls Date\.now/],
    ['chance', 'lib/store/a.ts', 'export const a = Math.random();', /calls Math\.random/],
    ['a random id', 'lib/server/a.ts', 'export const a = crypto.randomUUID();', /calls crypto\.randomUUID/],
    ['fetch in a component', 'components/a.tsx', "export const a = () => window.fetch('/');", /fetches/],
    [
      'a chart elsewhere',
      'components/runs/a.tsx',
      "import { Line } from 'recharts';",
      /components\/charts alone/,
    ],
    ['a barrel', 'lib/ports/a.ts', "export * from './b';", /re-exports all of \.\/b/],
    ['a barrel with a name', 'lib/ports/a.ts', "export * as b from './b';", /re-exports all/],
    ['an index file', 'lib/ports/index.ts', 'export const a = 1;', /a name that says nothing/],
    ['a grab bag', 'lib/server/utils/a.ts', 'export const a = 1;', /a name that says nothing/],
    ['a long file', 'lib/domain/a.ts', 'export const a = 1;\n'.repeat(251), /251 lines, 250 at most/],
    ['a default export', 'lib/domain/a.ts', 'export default 1;', /default export/],
  ])('%s', (_, path, source, message) => {
    expect(found({ [path]: source })).toEqual([expect.stringMatching(message)]);
  });

  it('a cycle, through however many files, also one that only types close', () => {
    const a = { 'lib/domain/a.ts': "import { b } from './b'; export const a = b;" };
    const b = { 'lib/domain/b.ts': "import { c } from '@/lib/domain/c'; export const b = c;" };
    const back = { 'lib/domain/c.ts': "import { a } from './a'; export const c = () => a;" };
    const types = {
      'lib/domain/c.ts': "import type { a } from './a'; export type C = typeof a; export const c = 1;",
    };
    const cycle = 'an import cycle: lib/domain/a.ts → lib/domain/b.ts → lib/domain/c.ts → lib/domain/a.ts';
    expect(found({ ...a, ...b, ...back })).toEqual([cycle]);
    expect(found({ ...a, ...b, ...types })).toEqual([cycle]);
    expect(found({ ...a, ...b, 'lib/domain/c.ts': 'export const c = 1;' })).toEqual([]);
  });

  it('and what is allowed is not', () => {
    expect(
      found({
        'lib/runtime/a.ts':
          "import { createHash } from 'node:crypto';\nimport type { A } from '@/lib/ports/a';",
        'lib/ports/a.ts': "import { z } from 'zod';\nexport const a = z.string();",
        'lib/runtime/a.test.ts': 'export const a = Date.now();',
        'components/ui/a.tsx': 'export const a = 1;\n'.repeat(300),
        'app/runs/page.tsx':
          "import { b } from '@/lib/server/b';\nexport default function Page() { return b; }",
        'lib/env.ts': 'export const a = process.env.A;',
      }),
    ).toEqual([]);
  });
});
