// Knows how a failure is read off its journal row: what failed, how it is called, and under which fingerprint it belongs.
import { z } from 'zod';
import type { HashText } from '../../domain/journal-row';
import { fingerprintOf } from '../../resilience/fingerprint';
import type { Ask } from '../budgets/transact';
import { namedBefore } from '../read/journal-text';
import { withoutNul } from '../runs/sections';
import { tellsFailureSql } from './failure-rows';

export type Failure = {
  readonly runId: string;
  readonly seq: number | null;
  readonly letter: string | null;
  readonly fingerprint: string;
  readonly at: string;
  readonly step: number | null;
  readonly agent: string;
  readonly version: number;
  readonly calledVersion: number | null;
  readonly code: string;
  readonly message: string;
  readonly tool: string | null;
  readonly model: string | null;
};

type Row = Omit<Failure, 'letter' | 'fingerprint' | 'code' | 'message'> & { readonly payload: string };

/** What a fork copied from its origin failed there. */
const FOUND = (
  which: string,
) => `SELECT c.run_id::text AS "runId", c.seq, c.at, c.step, r.agent, r.agent_version AS version,
    named.tool, named.model, named.version AS "calledVersion", convert_from(c.payload, 'UTF8') AS payload
  FROM ${which} JOIN run r ON r.id = c.run_id LEFT JOIN LATERAL (${namedBefore('c')}) named ON true
  WHERE c.payload IS NOT NULL AND c.seq > coalesce(r.forked_seq, 0)`;
const AT_PLACES = `${FOUND('unnest($1::uuid[], $2::int[]) AS due(run_id, seq) JOIN checkpoint c ON c.run_id = due.run_id AND c.seq = due.seq')}
  AND ${tellsFailureSql('c')}`;
const OF_RUNS = `${FOUND('checkpoint c')} AND c.run_id = ANY($1::uuid[]) AND ${tellsFailureSql('c')}`;

const said = z.looseObject({
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
  problems: z.array(z.looseObject({ path: z.string(), message: z.string() })).optional(),
});

export async function failuresAt(
  ask: Ask,
  places: readonly { readonly runId: string; readonly seq: number }[],
  hash: HashText,
): Promise<Failure[]> {
  if (places.length === 0) return [];
  const values = [places.map(({ runId }) => runId), places.map(({ seq }) => seq)];
  return (await ask<Row>('failures_at', AT_PLACES, values)).map((row) => failureOf(row, hash));
}

/** All that the journals of these runs tell; payloads that are erased tell nothing. */
export async function failuresOfRuns(
  ask: Ask,
  runIds: readonly string[],
  hash: HashText,
): Promise<Failure[]> {
  if (runIds.length === 0) return [];
  return (await ask<Row>('failures_of_runs', OF_RUNS, [runIds])).map((row) => failureOf(row, hash));
}

function failureOf({ payload, ...row }: Row, hash: HashText): Failure {
  const { error, problems = [] } = said.parse(JSON.parse(payload));
  const invalid = () => problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  const { code, message } = error ?? { code: 'model_invalid', message: invalid() };
  const { tool, model } = row;
  const fingerprint = fingerprintOf({ code, message, tool, model }, hash);
  return { ...row, code, message: withoutNul(message), letter: null, fingerprint };
}
