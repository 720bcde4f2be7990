// Knows how to hold source files to the floors and habits of docs/architecture.md. Refuses nothing by itself: it lists.
import { posix } from 'node:path';
import type { SourceFacts } from './source-facts';

export interface Room {
  /** A folder or file, from the root. The longest that fits a path is its room. */
  readonly path: string;
  /** Rooms it may import from, besides itself. `any`: an entry point, which starts what it likes. */
  readonly may: readonly string[] | 'any';
  /** Packages it may import; absent: any. */
  readonly packages?: readonly string[];
  /** Time and randomness come through ports here. */
  readonly timeless?: boolean;
}

export interface Rules {
  readonly rooms: readonly Room[];
  /** The only file of lib, app and components that reads process.env, and entry points of processes of their own. */
  readonly readsEnvironment: readonly string[];
  /** Tables of data, which may be long. */
  readonly longFiles: readonly RegExp[];
  /** Files whose default export Next or a tool asks for. */
  readonly defaultExports: RegExp;
}

const LONGEST = 250;
const BANNED_NAMES = /(^|\/)(index|utils?|helpers?|misc|common)(\.[^/]*)?(\/|$)/;
const TEST = /\.(test|spec)\.tsx?$|\.conformance\.ts$|(^|\/)(testing|harness)\//;
const TIME_OR_CHANCE = /^(Date\.now|Math\.random|(crypto\.)?randomUUID)$/;
const GLOBAL_FETCH = /^((globalThis|window|self)\.)?fetch$/;

/** Where a project-local import leads, without extension; undefined for a package. */
export function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  if (!specifier.startsWith('.')) return undefined;
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}

export function roomOf(path: string, rooms: readonly Room[]): Room | undefined {
  const fits = rooms.filter(
    (room) => path === room.path || path.startsWith(`${room.path}/`) || path.startsWith(`${room.path}.`),
  );
  return fits.sort((a, b) => b.path.length - a.path.length)[0];
}

function importFaults(file: SourceFacts, rules: Rules): string[] {
  const room = roomOf(file.path, rules.rooms);
  if (!room) return [`${file.path} stands in no room`];
  const isTest = TEST.test(file.path);
  return file.imports.flatMap(({ specifier, line }) => {
    const at = `${file.path}:${line}`;
    const target = targetOf(file.path, specifier);
    if (target === undefined) {
      const allowed =
        isTest ||
        !room.packages ||
        room.packages.some((name) => name === specifier || specifier.startsWith(`${name}/`));
      return allowed ? [] : [`${at} ${room.path} may not import the package ${specifier}`];
    }
    const goal = roomOf(target, rules.rooms);
    if (file.isClient && /^lib\/(server|store|adapters|runtime|env)\b/.test(target)) {
      return [`${at} client code may not import ${target}`];
    }
    if (!goal || goal.path === room.path || room.may === 'any' || room.may.includes(goal.path)) return [];
    return [`${at} ${room.path} may not import ${goal.path} (${specifier})`];
  });
}

function habitFaults(file: SourceFacts, rules: Rules): string[] {
  const { path } = file;
  const isTest = TEST.test(path);
  const faults = file.exportsAll.map(({ name, line }) => `${path}:${line} re-exports all of ${name}`);
  if (BANNED_NAMES.test(path)) faults.push(`${path} has a name that says nothing`);
  if (file.lines > LONGEST && !rules.longFiles.some((pattern) => pattern.test(path))) {
    faults.push(`${path} has ${file.lines} lines, ${LONGEST} at most`);
  }
  if (file.hasDefaultExport && !rules.defaultExports.test(path)) faults.push(`${path} has a default export`);
  if (/^(lib|app|components)\//.test(path) && !isTest && !rules.readsEnvironment.includes(path)) {
    const reads = file.members.filter(({ name }) => name === 'process.env');
    faults.push(...reads.map(({ line }) => `${path}:${line} reads process.env; lib/env.ts alone does`));
  }
  if (roomOf(path, rules.rooms)?.timeless && !isTest) {
    const taken = file.calls.filter(({ name }) => TIME_OR_CHANCE.test(name));
    faults.push(...taken.map(({ name, line }) => `${path}:${line} calls ${name}; a port gives it`));
  }
  if (path.startsWith('components/') && !isTest) {
    const fetches = file.calls.filter(({ name }) => GLOBAL_FETCH.test(name));
    faults.push(...fetches.map(({ line }) => `${path}:${line} fetches; lib/query does`));
  }
  if (
    !path.startsWith('components/charts/') &&
    file.imports.some(({ specifier }) => specifier === 'recharts')
  ) {
    faults.push(`${path} imports recharts; components/charts alone does`);
  }
  return faults;
}

/** Import cycles, each once, as the files on the way round. Imports of types count: what can't be read alone is one file. */
export function cycles(files: readonly SourceFacts[]): readonly string[][] {
  const byModule = new Map(files.map((file) => [file.path.replace(/\.tsx?$/, ''), file]));
  const state = new Map<SourceFacts, 'open' | 'done'>();
  const way: SourceFacts[] = [];
  const found: string[][] = [];
  const visit = (file: SourceFacts): void => {
    state.set(file, 'open');
    way.push(file);
    for (const { specifier } of file.imports) {
      const target = targetOf(file.path, specifier);
      const next = target === undefined ? undefined : byModule.get(target);
      if (!next || state.get(next) === 'done') continue;
      if (state.get(next) === 'open')
        found.push([...way.slice(way.indexOf(next)), next].map(({ path }) => path));
      else visit(next);
    }
    way.pop();
    state.set(file, 'done');
  };
  for (const file of files) if (!state.has(file)) visit(file);
  return found;
}

/** Every violation in these files, one sentence each. */
export function violations(files: readonly SourceFacts[], rules: Rules): readonly string[] {
  return [
    ...files.flatMap((file) => [...importFaults(file, rules), ...habitFaults(file, rules)]),
    ...cycles(files).map((way) => `an import cycle: ${way.join(' → ')}`),
  ];
}
