// Knows what a source file imports, exports and calls, read from its syntax tree. Refuses to judge it.
import { parseSync, Visitor } from 'rolldown/utils';

export interface ImportFact {
  readonly specifier: string;
  readonly line: number;
}

export interface NamedFact {
  readonly name: string;
  readonly line: number;
}

export interface SourceFacts {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly lines: number;
  readonly firstLine: string;
  readonly isClient: boolean;
  readonly imports: readonly ImportFact[];
  /** Calls by the name as written: `fetch`, `Date.now`, `crypto.randomUUID`. */
  readonly calls: readonly NamedFact[];
  /** Other members that rules speak of, as written: `process.env`. */
  readonly members: readonly NamedFact[];
  readonly exportsAll: readonly NamedFact[];
  readonly hasDefaultExport: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
}

/** `a`, `a.b` and `a.b.c` as text; undefined for anything that isn't a plain chain of names. */
function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier' && 'name' in node) return String(node.name);
  if (node.type !== 'MemberExpression' || !('object' in node) || !('property' in node)) return undefined;
  // safe because an ESTree member expression holds nodes there
  const [object, property] = [nameOf(node.object as Node), nameOf(node.property as Node)];
  return object && property ? `${object}.${property}` : undefined;
}

function literalOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('value' in node)) return undefined;
  return typeof node.value === 'string' ? node.value : undefined;
}

/** Reads one file. Throws when it can't be parsed. */
export function readFacts(path: string, source: string): SourceFacts {
  const { program, module, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} can't be parsed: ${errors[0]?.message}`);
  const lineStarts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  const lineAt = (offset: number) => lineStarts.findLastIndex((start) => start <= offset) + 1;

  const imports: ImportFact[] = module.staticImports.map(({ moduleRequest, start }) => ({
    specifier: moduleRequest.value,
    line: lineAt(start),
  }));
  const exportsAll: NamedFact[] = [];
  let hasDefaultExport = false;
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, importName, exportName, start } of entries) {
      if (exportName.kind === 'Default') hasDefaultExport = true;
      if (!moduleRequest) continue;
      imports.push({ specifier: moduleRequest.value, line: lineAt(start) });
      if (importName.kind.startsWith('All'))
        exportsAll.push({ name: moduleRequest.value, line: lineAt(start) });
    }
  }
  const calls: NamedFact[] = [];
  const members: NamedFact[] = [];
  const add = (specifier: string | undefined, start: number) => {
    if (specifier !== undefined) imports.push({ specifier, line: lineAt(start) });
  };
  new Visitor({
    CallExpression(node) {
      const name = nameOf(node.callee);
      if (name) calls.push({ name, line: lineAt(node.start) });
    },
    MemberExpression(node) {
      const name = nameOf(node);
      if (name) members.push({ name, line: lineAt(node.start) });
    },
    ImportExpression(node) {
      add(literalOf(node.source), node.start);
    },
    TSImportType(node) {
      add(literalOf(node.source), node.start);
    },
  }).visit(program);
  const isClient = program.body.some((node) => 'directive' in node && node.directive === 'use client');
  const lines = source.endsWith('\n') ? lineStarts.length - 1 : lineStarts.length;
  const firstLine = source.slice(0, lineStarts[1] ?? source.length).trim();
  return { path, lines, firstLine, isClient, imports, calls, members, exportsAll, hasDefaultExport };
}
