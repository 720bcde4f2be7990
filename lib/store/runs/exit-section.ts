// Knows how a commit leaves its run: parked, ended or given back.
import type { RunError } from '../../domain/run';
import type { CommitExit, NewDeadLetter } from '../../ports/run-store';
import { type Section, withoutNul } from './sections';

/** `bare`: a commit without rows, which only the fence on the run's row can refuse. */
export type PlacedExit = {
  readonly runId: string;
  readonly fence: number;
  readonly bare: boolean;
  readonly exit: CommitExit;
};

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
const errorOf = (exit: CommitExit): RunError | null => (exit.kind === 'end' ? exit.error : null);

export const letterOf = (exit: CommitExit): NewDeadLetter | null =>
  exit.kind === 'end' ? exit.deadLetter : null;

export const EXITS: Section<PlacedExit> = {
  name: 'leaving',
  columns: [
    { name: 'run_id', type: 'uuid', of: (e) => e.runId },
    { name: 'fence', type: 'int', of: (e) => e.fence },
    { name: 'bare', type: 'bool', of: (e) => e.bare },
    { name: 'status', type: 'text', of: ({ exit }) => statusAfter(exit) },
    {
      name: 'seen_input_seq',
      type: 'int',
      of: ({ exit }) => (exit.kind === 'park' ? exit.seenInputSeq : null),
    },
    { name: 'waiting', type: 'text', of: ({ exit }) => (exit.kind === 'park' ? json(exit.waiting) : null) },
    { name: 'due_at', type: 'timestamptz', of: ({ exit }) => (exit.kind === 'park' ? exit.dueAt : null) },
    { name: 'output', type: 'text', of: ({ exit }) => (exit.kind === 'end' ? json(exit.output) : null) },
    { name: 'error_code', type: 'text', of: ({ exit }) => errorOf(exit)?.code ?? null },
    { name: 'error_message', type: 'text', of: ({ exit }) => withoutNul(errorOf(exit)?.message ?? '') },
    {
      name: 'finished_at',
      type: 'timestamptz',
      of: ({ exit }) => (exit.kind === 'end' ? exit.finishedAt : null),
    },
    { name: 'letter_id', type: 'uuid', of: ({ exit }) => letterOf(exit)?.id ?? null },
    { name: 'fingerprint', type: 'text', of: ({ exit }) => letterOf(exit)?.fingerprint ?? null },
    { name: 'letter_step', type: 'int', of: ({ exit }) => letterOf(exit)?.step ?? null },
    { name: 'letter_tool', type: 'text', of: ({ exit }) => letterOf(exit)?.tool ?? null },
    { name: 'letter_model', type: 'text', of: ({ exit }) => letterOf(exit)?.model ?? null },
    { name: 'steps', type: 'int', of: ({ exit }) => exit.summary.steps },
    { name: 'tool_calls', type: 'int', of: ({ exit }) => exit.summary.toolCalls },
    { name: 'tokens', type: 'int8', of: ({ exit }) => exit.summary.tokens },
    { name: 'cost_micro_usd', type: 'int8', of: ({ exit }) => exit.summary.costMicroUsd },
    { name: 'tainted', type: 'bool', of: ({ exit }) => exit.summary.tainted },
    { name: 'partial', type: 'text', of: ({ exit }) => json(exit.summary.partial) },
    { name: 'deadline_at', type: 'timestamptz', of: ({ exit }) => exit.summary.deadlineAt },
    { name: 'given_deadline_at', type: 'timestamptz', of: ({ exit }) => exit.summary.givenDeadlineAt },
    { name: 'limits', type: 'text', of: ({ exit }) => json(exit.summary.limits) },
  ],
};

function statusAfter(exit: CommitExit): string {
  switch (exit.kind) {
    case 'park':
      return 'waiting';
    case 'end':
      return exit.status;
    case 'release':
      return 'queued';
  }
}

/**
 * Run rows are locked before any journal row is written, in the order of their ids: a claim takes its locks the same way round (run, then
 * journal), so the two never wait for each other.
 */
export const LOCK_LEAVING = `SELECT r.id FROM (SELECT run_id FROM leaving ORDER BY run_id) l
  CROSS JOIN LATERAL (SELECT id FROM run WHERE id = l.run_id FOR NO KEY UPDATE) r`;

/** The same for runs of which $1 are the ids, in their order. */
export const LOCK_RUNS = `SELECT count(*) FROM unnest($1::uuid[]) WITH ORDINALITY l(run_id, place)
  CROSS JOIN LATERAL (SELECT id FROM run WHERE id = l.run_id FOR NO KEY UPDATE) r`;

/** A park holds only if no input came since the worker last looked; what is not parked stays owned. `taken`: what the journal decided. */
export function leaveStatement(taken: string): string {
  return `UPDATE run r SET status = l.status, waiting = l.waiting::jsonb, worker_id = NULL, claimed_at = NULL,
      due_at = CASE l.status WHEN 'queued' THEN now() WHEN 'waiting' THEN l.due_at END,
      output = l.output::json, error_code = l.error_code,
      error_message = CASE WHEN l.error_code IS NOT NULL THEN l.error_message END,
      finished_at = l.finished_at, steps = l.steps, tool_calls = l.tool_calls, tokens = l.tokens, cost_micro_usd = l.cost_micro_usd,
      seen_input_seq = coalesce(l.seen_input_seq, r.seen_input_seq), tainted = l.tainted, partial = l.partial::json, deadline_at = l.deadline_at, given_deadline_at = l.given_deadline_at, limits = l.limits::jsonb, updated_at = now()
    FROM leaving l
    WHERE r.id = l.run_id AND r.fence = l.fence AND r.status = 'running'
      AND (l.seen_input_seq IS NULL OR r.input_seq = l.seen_input_seq) AND ${taken}
    RETURNING r.id, r.agent, r.agent_version`;
}

/** A letter for each run that `left` gave up as failed. */
export const WRITE_LETTERS = `INSERT INTO dead_letter (id, run_id, agent, agent_version, fingerprint, code, message, step, tool, model, state, failed_at)
  SELECT l.letter_id, n.id, n.agent, n.agent_version, l.fingerprint, l.error_code, l.error_message, l.letter_step, l.letter_tool,
    l.letter_model, 'open', l.finished_at
  FROM leaving l JOIN left_now n ON n.id = l.run_id WHERE l.letter_id IS NOT NULL`;
