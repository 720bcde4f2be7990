// What changed from one version of an agent to another, in a few words each: for a line in a list, not for the whole of it. Pure.
import type { AgentDefinition } from '@/lib/domain/agent';
import { formatDurationMs } from '@/lib/format/duration';
import { formatMicroUsd } from '@/lib/format/money';
import { LIMIT_FIELDS } from '../runs/limit-texts';
import { jsonText } from '../ui/json-text';

const NAMES: Readonly<Record<string, string>> = {
  inputSchema: 'input schema',
  outputSchema: 'output schema',
  confidenceBelow: 'confidence below',
  whenConfidenceMissing: 'when confidence is missing',
  amountAbove: 'amount above',
  selfApproval: 'self-approval',
  expiresMs: 'time to decide',
  vetoMs: 'veto window',
  onExpiry: 'on expiry',
  escalateTo: 'who is asked next',
  concurrency: 'runs at once',
  shedAfterMs: 'new runs refused after',
  maxCostPerMinuteMicroUsd: 'pause above, a minute:',
  failAtBoundAfterMs: 'fails at a limit after',
  summaryReserveMicroUsd: 'kept for a last summary',
  approvalWaits: 'time that approvals wait',
  onFailure: 'on failure',
};
/** Too long to be said in a line. */
const UNSAID: ReadonlySet<string> = new Set([
  'description',
  'prompt',
  'inputSchema',
  'outputSchema',
  'labels',
  'escalateTo',
]);

/** Empty when nothing differs. */
export function changeWords(before: AgentDefinition, after: AgentDefinition): string[] {
  const { tools: toolsBefore, limits: limitsBefore, escalation: rulesBefore, ...restBefore } = before;
  const { tools: toolsAfter, limits: limitsAfter, escalation: rulesAfter, ...restAfter } = after;
  return [
    ...memberWords(restBefore, restAfter),
    ...toolWords(toolsBefore, toolsAfter),
    ...LIMIT_FIELDS.flatMap(({ name, label, show }) =>
      limitsBefore[name] === limitsAfter[name]
        ? []
        : [`${label.toLowerCase()} ${show(limitsBefore[name])} → ${show(limitsAfter[name])}`],
    ),
    ...alwaysAskWords(rulesBefore.alwaysAsk, rulesAfter.alwaysAsk),
    ...memberWords({ ...rulesBefore, alwaysAsk: [] }, { ...rulesAfter, alwaysAsk: [] }),
  ];
}

const same = (one: unknown, other: unknown): boolean =>
  jsonText(one, { sorted: true }) === jsonText(other, { sorted: true });

function memberWords(before: object, after: object): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  const now = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    if (same(old.get(name), now.get(name))) return [];
    const said = NAMES[name] ?? name;
    if (!old.has(name)) return [`${said} added`];
    if (!now.has(name)) return [`${said} removed`];
    return [UNSAID.has(name) ? said : `${said} ${valueWord(name, old)} → ${valueWord(name, now)}`];
  });
}

function valueWord(name: string, members: ReadonlyMap<string, unknown>): string {
  const value = members.get(name);
  if (name.endsWith('Ms') && typeof value === 'number') return formatDurationMs(value, { whole: true });
  if (name.endsWith('MicroUsd') && typeof value === 'number') return formatMicroUsd(value);
  return typeof value === 'string' ? value : jsonText(value).replaceAll(/\s+/g, ' ');
}

function toolWords(before: AgentDefinition['tools'], after: AgentDefinition['tools']): string[] {
  const old = new Map(before.map((grant) => [grant.name, grant]));
  const now = new Map(after.map((grant) => [grant.name, grant]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    if (!old.has(name)) return [`${name} granted`];
    if (!now.has(name)) return [`${name} taken away`];
    return same(old.get(name)?.constraints ?? {}, now.get(name)?.constraints ?? {})
      ? []
      : [`constraints of ${name}`];
  });
}

function alwaysAskWords(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...after.filter((name) => !before.includes(name)).map((name) => `always asks before ${name}`),
    ...before.filter((name) => !after.includes(name)).map((name) => `no longer asks before every ${name}`),
  ];
}
