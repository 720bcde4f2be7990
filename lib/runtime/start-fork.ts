// From a run's journal to a run that continues it: the same rows up to a place, sealed under a new id, then the row where they part. Refuses changes that have nothing to change.
import { RequestError } from '@/lib/domain/errors';
import { dryRunId, type ForkChanges, type ForkedFrom, type ForkMode, isDryRun } from '@/lib/domain/fork';
import type { JournalPayloads } from '@/lib/domain/journal-payload';
import { GENESIS_HASH, JOURNAL_FORMAT, type JournalRow, sealRow } from '@/lib/domain/journal-row';
import type { JsonValue } from '@/lib/domain/json';
import type { Actor } from '@/lib/domain/principal';
import { isoAt } from '@/lib/ports/clock';
import type { NewRun } from '@/lib/ports/run-store';
import { decodeRow } from './decode-row';
import { type ForkPoint, forkPoint } from './fork-point';
import type { StartPorts } from './start-run';
import { findStep } from './step-access';
import { spoken, storedPayload } from './stored-payload';

export type ForkRequest = {
  /** The whole journal of the run that is forked. */
  readonly rows: readonly JournalRow[];
  readonly thread: string | null;
  readonly fromStep: number;
  readonly mode: ForkMode;
  readonly modelCalls: ForkedFrom['modelCalls'];
  readonly changes: ForkChanges;
  readonly by: Actor;
};

const NO_FIGURES = { costMicroUsd: 0, tokens: 0 };

/**
 * The fork, ready for `RunStore.createRun`. Its copied rows belong to no step and cost nothing in its own books, so that what is counted over journals
 * counts what happened once; their payloads are the very ones, so that they fold to the same state.
 * @throws RequestError as `forkPoint` does; conflict for a live fork of a dry one; invalid_request where the changes do not fit.
 */
export function forkRun(request: ForkRequest, ports: StartPorts): NewRun {
  const { rows, fromStep, mode, modelCalls, by } = request;
  const point = forkPoint(rows, fromStep);
  const { state, seq, firstStep } = point;
  // Its model would read as done what a dry run only would have done.
  if (mode === 'live' && isDryRun(state.runId))
    throw new RequestError(
      'conflict',
      'A dry fork did nothing of what it says, so it can only be forked dry. Fork the run that it continues.',
    );
  requireFitting(request, point);
  const start = startOf(rows);
  const id = ports.ids.timeOrdered();
  const runId = mode === 'dry' ? dryRunId(id) : id;
  const createdMs = ports.clock.now();
  const createdAt = isoAt(createdMs);
  const deadlineAt = isoAt(createdMs + state.limits.deadlineMs);
  const changes = spoken({ ...request.changes } as JsonValue, ports.redactor) as ForkChanges; // safe because redaction keeps the shape
  const fork: ForkedFrom = {
    runId: state.runId,
    seq,
    step: fromStep,
    firstStep,
    until: rows.length,
    mode,
    modelCalls,
    changes,
  };
  const { givenDeadlineAt: _, ...kept } = start;
  const agentVersion = changes.version ?? start.agentVersion;
  const own: typeof start = {
    ...kept,
    agentVersion,
    by,
    trigger: { ...start.trigger, by: by.label },
    deadlineAt,
    fork,
  };
  const edited =
    changes.arguments === undefined ? {} : { edited: { step: fromStep, arguments: changes.arguments } };
  const parted: JournalPayloads['fact'] = { type: 'forked', deadlineAt, ...edited };
  const seal = (
    row: Pick<JournalRow, 'seq' | 'kind' | 'at' | 'format' | 'runtimeVersion'>,
    payload: unknown,
    before?: JournalRow,
  ) => {
    const header = {
      runId,
      seq: row.seq,
      kind: row.kind,
      step: null,
      at: row.at,
      format: row.format,
      runtimeVersion: row.runtimeVersion,
    };
    return sealRow(header, payload, NO_FIGURES, before?.hash ?? GENESIS_HASH, ports.hash);
  };
  const [first] = rows;
  if (first === undefined) throw new Error('a journal has at least its start row');
  // safe because every payload schema describes JSON
  const startRow = seal(first, storedPayload(own as unknown as JsonValue, ports.redactor));
  const more: JournalRow[] = [];
  for (const row of rows.slice(1, seq))
    more.push(seal(row, JSON.parse(row.payload), more.at(-1) ?? startRow));
  const here = {
    seq: seq + 1,
    kind: 'fact',
    at: createdAt,
    format: JOURNAL_FORMAT,
    runtimeVersion: ports.runtimeVersion,
  } as const;
  more.push(seal(here, storedPayload(parted as JsonValue, ports.redactor), more.at(-1) ?? startRow));
  return {
    runId,
    agent: start.agent,
    agentVersion,
    input: start.input,
    limits: state.limits,
    labels: start.labels,
    trigger: own.trigger,
    startedBy: by,
    createdAt,
    deadlineAt,
    givenDeadlineAt: null,
    thread: request.thread,
    tainted: state.tainted,
    startRow,
    fork: { from: state.runId, seq },
    more,
  };
}

function startOf([first]: readonly JournalRow[]): Extract<JournalPayloads['input'], { type: 'start' }> {
  const entry = first && decodeRow(first);
  if (entry?.kind !== 'input' || entry.payload.type !== 'start')
    throw new Error('a journal begins with its start');
  return entry.payload;
}

function requireFitting({ fromStep, mode, modelCalls, changes }: ForkRequest, { state }: ForkPoint): void {
  const problems: { path: string; message: string }[] = [];
  const asks = changes.prompt !== undefined || changes.model !== undefined || changes.version !== undefined;
  if (mode === 'live' && modelCalls === 'recorded')
    problems.push({ path: '/modelCalls', message: 'must be live: only a dry fork takes recorded answers' });
  if (mode === 'live' && changes.policyVersion !== undefined)
    problems.push({
      path: '/changes/policyVersion',
      message: 'is for dry forks: a live one is judged by the policy in force',
    });
  if (mode === 'dry' && modelCalls === 'recorded' && asks)
    problems.push({
      path: '/modelCalls',
      message:
        'must be live where prompt, model or version are changed: the recording holds no answer to them',
    });
  if (changes.arguments !== undefined && findStep(state, fromStep)?.kind !== 'tool')
    problems.push({ path: '/changes/arguments', message: `step ${fromStep} is no call` });
  if (problems.length > 0)
    throw new RequestError('invalid_request', 'The fork does not fit the run.', problems);
}
