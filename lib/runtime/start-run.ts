// From what a caller asks for to a run that can be claimed; refuses input that does not fit the agent before a run exists.
import type { AgentDefinition, AgentVersion } from '@/lib/domain/agent';
import type { CompensationPlan } from '@/lib/domain/compensation';
import { RequestError } from '@/lib/domain/errors';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import { GENESIS_HASH, JOURNAL_FORMAT, sealRow } from '@/lib/domain/journal-row';
import type { JsonValue } from '@/lib/domain/json';
import type { Actor } from '@/lib/domain/principal';
import {
  type InputTrust,
  MAX_THREAD_CHARS,
  type RaisedLimits,
  type RunLimits,
  type Trigger,
} from '@/lib/domain/run';
import { screeningOf } from '@/lib/guard/screening-of';
import { isoAt } from '@/lib/ports/clock';
import type { NewRun } from '@/lib/ports/run-store';
import type { RuntimePorts } from './runtime-ports';
import { spoken, storedPayload } from './stored-payload';

export type StartRequest = {
  readonly agent: AgentVersion;
  readonly input: JsonValue;
  readonly labels: Readonly<Record<string, string>>;
  readonly limits: RaisedLimits;
  /** From the creation of the run; whatever it waits for counts. */
  readonly deadlineMs?: number | undefined;
  readonly thread?: string | undefined;
  readonly trigger: Trigger;
  readonly startedBy: Actor;
  /** Form and API of signed-in callers are trusted; what comes from outside is not. */
  readonly inputTrust: InputTrust;
};

export type StartPorts = Pick<
  RuntimePorts,
  'schemas' | 'clock' | 'ids' | 'hash' | 'redactor' | 'runtimeVersion'
>;

/**
 * The run with its sealed start row, ready for `RunStore.createRun`. A further call gives another run: deduplication is the caller's.
 * @throws RequestError `invalid_request` with the path of each problem below `/input` or `/limits`.
 */
export function startRun(request: StartRequest, ports: StartPorts): NewRun {
  const { agent, trigger, startedBy, inputTrust } = request;
  const problems = [
    ...ports.schemas
      .validate(agent.definition.inputSchema, request.input)
      .map(({ path, message }) => ({ path: `/input${path === '/' ? '' : path}`, message })),
    ...limitProblems(request.limits, agent.definition.limits),
  ];
  if (problems.length > 0) {
    throw new RequestError('invalid_request', `The run does not fit agent ${agent.name}.`, problems);
  }
  const limits = mergedLimits(request.limits, agent.definition.limits);
  const { labels, deadlineMs, thread, input } = request;
  const { approvalWaits, summaryReserveMicroUsd } = agent.definition;
  const given = { agent, input, labels, limits, deadlineMs, thread, trigger, startedBy, inputTrust };
  return newRun({ ...given, approvalWaits, summaryReserveMicroUsd }, ports);
}

/** What is settled about a run before it exists. */
export type RunTerms = Omit<StartRequest, 'agent' | 'limits'> & {
  readonly agent: Pick<AgentVersion, 'name' | 'version'>;
  readonly limits: RunLimits;
  readonly approvalWaits: AgentDefinition['approvalWaits'];
  readonly summaryReserveMicroUsd?: AgentDefinition['summaryReserveMicroUsd'];
  readonly compensation?: CompensationPlan;
};

/** The run with its sealed start row, whatever it is started by. */
export function newRun(terms: RunTerms, ports: StartPorts): NewRun {
  const { agent, limits, deadlineMs, approvalWaits, trigger, startedBy, inputTrust, compensation } = terms;
  const runId = ports.ids.timeOrdered();
  const createdMs = ports.clock.now();
  const createdAt = isoAt(createdMs);
  const deadlineAt = isoAt(createdMs + limits.deadlineMs);
  const givenDeadlineAt = deadlineMs === undefined ? null : isoAt(createdMs + deadlineMs);
  const input = spoken(terms.input, ports.redactor);
  const screening = inputTrust === 'untrusted' ? screeningOf(input) : null;
  const labels = spoken<Record<string, string>>({ ...terms.labels }, ports.redactor);
  // A secret's name may be longer than the secret.
  const thread =
    terms.thread === undefined ? null : spoken(terms.thread, ports.redactor).slice(0, MAX_THREAD_CHARS);
  const secretsSeen = secretsSeenIn(terms, ports);
  const start = {
    type: 'start',
    agent: agent.name,
    agentVersion: agent.version,
    input,
    inputTrust,
    ...(screening === null ? {} : { untrusted: screening }),
    ...(secretsSeen.length === 0 ? {} : { secretsSeen: [...secretsSeen] }),
    limits,
    trigger,
    by: startedBy,
    labels,
    deadlineAt,
    ...(givenDeadlineAt === null ? {} : { givenDeadlineAt }),
    ...(thread === null ? {} : { thread }),
    ...(approvalWaits === 'counted' ? ({ countsApprovalWaits: true } as const) : {}),
    ...(terms.summaryReserveMicroUsd ? { summaryReserveMicroUsd: terms.summaryReserveMicroUsd } : {}),
    ...(compensation === undefined ? {} : { compensation }),
  } as const;
  const entry: JournalEntry = { kind: 'input', payload: start };
  const header = {
    runId,
    seq: 1,
    kind: entry.kind,
    step: null,
    at: createdAt,
    format: JOURNAL_FORMAT,
    runtimeVersion: ports.runtimeVersion,
  };
  const stored = storedPayload(start as JsonValue, ports.redactor); // safe because every payload schema describes JSON
  return {
    runId,
    agent: agent.name,
    agentVersion: agent.version,
    input,
    limits,
    labels,
    trigger,
    startedBy,
    createdAt,
    deadlineAt,
    givenDeadlineAt,
    thread,
    tainted: inputTrust === 'untrusted',
    startRow: sealRow(header, stored, { costMicroUsd: 0, tokens: 0 }, GENESIS_HASH, ports.hash),
  };
}

/** Names of the registered secrets in what a caller says of a run. */
export function secretsSeenIn(
  { input, labels, thread }: Pick<StartRequest, 'input' | 'labels' | 'thread'>,
  { redactor }: Pick<StartPorts, 'redactor'>,
): readonly string[] {
  return redactor.namesIn([input, { ...labels }, thread ?? null]);
}

/** A run may be bound more tightly than its agent, never more loosely. */
function limitProblems(asked: RaisedLimits, allowed: RunLimits) {
  return limitNames(allowed).flatMap((name) => {
    const value = asked[name];
    if (value === undefined || value <= allowed[name]) return [];
    return [
      { path: `/limits/${name}`, message: `must be at most ${allowed[name]}, the limit of this agent` },
    ];
  });
}

function mergedLimits(asked: RaisedLimits, allowed: RunLimits): RunLimits {
  const merged = limitNames(allowed).map((name) => [
    name,
    Math.min(asked[name] ?? allowed[name], allowed[name]),
  ]);
  return Object.fromEntries(merged) as RunLimits; // safe because limitNames are exactly its keys
}

function limitNames(limits: RunLimits): (keyof RunLimits)[] {
  return Object.keys(limits) as (keyof RunLimits)[]; // safe because a parsed RunLimits has no other keys
}
