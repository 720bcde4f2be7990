// A recipient, a host or a command of a tainted call must come from people or configuration; what may come from outsiders asks a person, or is denied.
import type { AdmissionReason, SuspectedText } from '@/lib/domain/admission';
import type { EscalationRules, ToolGrant } from '@/lib/domain/agent';
import { valuesAtPath } from '@/lib/domain/dotted-path';
import type { JsonObject, JsonValue } from '@/lib/domain/json';
import { memberNames } from '@/lib/domain/schema-path';
import {
  type ArgumentSource,
  type Origin,
  originWords,
  type SensitiveArgument,
  type TaintPath,
} from '@/lib/domain/taint';
import type { ToolVersion } from '@/lib/domain/tool';
import { isHostWithin } from './host-of';
import { comparable, keysIn, namedIn, textsIn } from './trusted-texts';

/** What was in the context when the call was asked for. */
export type TaintFacts = {
  readonly path: TaintPath;
  /** What outsiders may have written, in the order in which it came. */
  readonly untrusted: readonly { readonly origin: Origin; readonly content: JsonValue }[];
  /** The run's input where its trigger is trusted; null where outsiders may have written it. */
  readonly trustedInput: JsonValue | null;
  /** What in the context looks as if it were meant for the model. */
  readonly suspected: readonly SuspectedText[];
};

type Called = {
  readonly tool: ToolVersion;
  readonly arguments: JsonObject;
  readonly grants: readonly ToolGrant[];
};

/** Longer values are cut where they are recorded and quoted; they are compared as a whole. */
const MAX_QUOTED = 200;

/** Of each text within a sensitive argument, where it was found. */
export function argumentSources(called: Called, taint: TaintFacts): ArgumentSource[] {
  // Names that the schema gives are the tool's; any other is the model's word, as a text is.
  const known = memberNames(called.tool.definition.inputSchema);
  const declared = Object.entries(called.tool.definition.sensitiveArguments ?? {});
  return declared.flatMap(([path, argument]) => {
    const bound = called.grants.find(({ name }) => name === called.tool.name)?.constraints?.[path];
    // A value outside of the bound is denied by the grant itself.
    const isGranted = bound?.equals !== undefined || bound?.oneOf !== undefined;
    const named =
      taint.trustedInput === null ? new Set<string>() : namedIn(argument.role, taint.trustedInput);
    return valuesAtPath(called.arguments, path)
      .flatMap((value) => [...textsIn(value), ...keysIn(value).filter((key) => !known.has(key))])
      .filter((text) => text !== '')
      .map((text) => {
        const from = isGranted ? 'grant' : fromOf(text, argument, named);
        const seen = from === null ? seenIn(text, argument, taint.untrusted) : null;
        return { path, role: argument.role, value: quotable(text), from, seen };
      });
  });
}

/** @returns one reason for each text that neither people nor configuration name. */
export function sensitiveReasons(
  sources: readonly ArgumentSource[],
  tool: ToolVersion,
  { onUntrustedArgument }: EscalationRules,
): AdmissionReason[] {
  return sources
    .filter(({ from }) => from === null)
    .map(({ path, value, seen }) => ({
      rule: `tool.sensitiveArguments.${path}`,
      verdict: onUntrustedArgument === 'deny' ? 'deny' : 'await_approval',
      message: `${path} of ${tool.name} is “${value}”, ${seenWords(seen)}. No trusted input, no grant of the agent and no list of the tool names it.`,
    }));
}

function seenWords(seen: Origin | null): string {
  if (seen === null) return 'chosen after text of outsiders came into the context';
  const where = seen.step === 0 ? originWords(seen) : `the result of ${originWords(seen)}`;
  return `which appears in ${where}, which outsiders wrote`;
}

function fromOf(
  text: string,
  { role, allow = [] }: SensitiveArgument,
  named: ReadonlySet<string>,
): ArgumentSource['from'] {
  const value = comparable(role, text);
  if (value === null) return null;
  if (allow.some((allowed) => isAllowed(role, value, allowed))) return 'allow_list';
  return named.has(value) ? 'input' : null;
}

function isAllowed(role: SensitiveArgument['role'], value: string, allowed: string): boolean {
  if (role === 'command') return value === allowed;
  if (role === 'host') return isHostWithin(value, allowed);
  const lower = allowed.normalize('NFC').toLowerCase();
  // One plain address: a list of them could end in an allowed one.
  return lower.startsWith('@')
    ? /^[^\s@<>()[\]"',;:\\]+@[^\s@<>()[\]"',;:\\]+$/.test(value) && value.endsWith(lower)
    : value === lower;
}

function seenIn(
  text: string,
  { role }: SensitiveArgument,
  untrusted: TaintFacts['untrusted'],
): Origin | null {
  const plain = text.normalize('NFC').trim().toLowerCase();
  const sought = [plain, ...(role === 'host' ? [comparable('host', text) ?? plain] : [])];
  const found = untrusted.find(({ content }) =>
    textsIn(content).some((said) => {
      const lower = said.normalize('NFC').toLowerCase();
      return sought.some((one) => lower.includes(one));
    }),
  );
  return found?.origin ?? null;
}

const quotable = (text: string): string =>
  text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED - 1).toWellFormed()}…`;
