// One run as evidence, part by part: what was done, by whom, when, why, under which policy, and what is needed to check that. No secret in it.
import 'server-only';
import { z } from 'zod';
import type { AuditEventShape } from '../../contract/audit';
import { EVIDENCE_FORMAT, type EvidencePart } from '../../contract/evidence';
import type { Page } from '../../contract/page';
import type { StepShape } from '../../contract/run-detail';
import { parseCanonicalJson } from '../../domain/canonical-json';
import { RequestError } from '../../domain/errors';
import { type JsonValue, jsonValue } from '../../domain/json';
import { actorOf, type Principal } from '../../domain/principal';
import { foldJournal } from '../../runtime/fold';
import { listApprovals } from '../../store/read/list-approvals';
import { readSettings } from '../../store/read/read-installation';
import { type ErasableRow, loadChain } from '../../store/runs/load-journal';
import { newestSeal } from '../../store/seals/newest-seal';
import { readSeal } from '../../store/seals/read-seal';
import type { App } from '../app';
import type { Download } from '../http/download';
import { readConfiguredVersion } from '../queries/configuration';
import { readApprovalHistory } from '../queries/read-approval';
import { listAudit, readAuditEvent } from '../queries/read-audit';
import { readPolicyVersionOf } from '../queries/read-policies';
import { requireRun } from '../queries/read-run';
import { stepShapes } from '../queries/step-view';
import { evidencePage } from './evidence-page';

const PIECE = 200;

/** @throws RequestError not_found */
export async function exportEvidence(
  app: App,
  principal: Principal,
  runId: string,
): Promise<Download<EvidencePart>> {
  const run = await requireRun(app, runId);
  return {
    name: `bulkhead-evidence-${run.id}`,
    items: withoutSecrets(app, partsOf(app, principal, run)),
    columns: [],
    page: evidencePage,
  };
}

async function* partsOf(
  app: App,
  principal: Principal,
  run: Awaited<ReturnType<typeof requireRun>>,
): AsyncGenerator<EvidencePart> {
  const { displayName } = await readSettings(app.db);
  yield {
    part: 'about',
    format: EVIDENCE_FORMAT,
    run: run.id,
    installation: displayName,
    bulkheadVersion: app.version,
    madeAt: new Date(app.clock.now()).toISOString(),
    madeFor: actorOf(principal),
  };
  yield { part: 'run', run };
  const { agent: name, version } = run;
  const agent = await orNull(readConfiguredVersion(app, 'agent', name, version));
  yield {
    part: 'agent',
    name,
    version,
    definition: agent === null ? null : jsonValue.parse(agent.definition),
  };
  const rows = await loadChain(app.db.pool, run.id);
  if (run.erased === null) yield* stepsOf(app, run.id);
  yield* approvalsOf(app, run.id);
  yield* sealOf(app, run.id);
  for (const row of rows) yield { part: 'row', row: rowOf(app, row) };
}

async function* stepsOf(app: App, runId: string): AsyncGenerator<EvidencePart> {
  const rows = await app.store.loadJournal(runId);
  const steps = stepShapes(foldJournal(rows), rows);
  yield* policiesOf(app, steps);
  for (const step of steps) yield { part: 'step', step };
}

/** Each version by which a call was judged. */
async function* policiesOf(app: App, steps: readonly StepShape[]): AsyncGenerator<EvidencePart> {
  const versions = new Set(steps.flatMap(({ admission }) => admission?.policy.policyVersion ?? []));
  for (const version of versions) {
    const number = z.coerce.number().int().min(1).safeParse(version).data;
    const policy = number === undefined ? null : await orNull(readPolicyVersionOf(app, number));
    if (policy !== null) yield { part: 'policy', policy };
  }
}

async function* approvalsOf(app: App, runId: string): AsyncGenerator<EvidencePart> {
  const approvals = await all((cursor) => listApprovals(app.db, { run: runId, limit: PIECE, cursor }));
  for (const approval of approvals.toReversed()) {
    const history = await all((cursor) => readApprovalHistory(app, approval.id, { limit: PIECE, cursor }));
    yield { part: 'approval', approval, history };
  }
  const events: AuditEventShape[] = [];
  for (const entity of [`run:${runId}`, ...approvals.map(({ id }) => `approval:${id}`)])
    events.push(...(await all((cursor) => listAudit(app, { entity, limit: PIECE, cursor }))));
  for (const event of events.sort((a, b) => a.seq - b.seq)) yield { part: 'event', event };
}

async function* sealOf(app: App, runId: string): AsyncGenerator<EvidencePart> {
  const seal = await newestSeal(app.db, runId);
  if (seal === null) return;
  const [event, signed] = await Promise.all([readAuditEvent(app, seal.seal), readSeal(app.db, seal.seal)]);
  if (signed === null) return;
  const { seq, hash, heads } = seal;
  yield {
    part: 'seal',
    row: { seq, hash },
    event,
    signed: { ...signed, at: new Date(signed.at).toISOString() },
    heads: [...heads],
  };
}

function rowOf({ redactor }: App, row: ErasableRow): Extract<EvidencePart, { part: 'row' }>['row'] {
  const { runId: _, costMicroUsd: _cost, tokens: _tokens, payload, ...rest } = row;
  if (payload === null) return { ...rest, payload, redacted: false };
  const whole: JsonValue = parseCanonicalJson(payload);
  const shown = redactor.redact(whole);
  return { ...rest, payload: shown, redacted: JSON.stringify(shown) !== JSON.stringify(whole) };
}

/** What has become a secret since it was written down is not told. */
async function* withoutSecrets(
  { redactor }: App,
  parts: AsyncIterable<EvidencePart>,
): AsyncGenerator<EvidencePart> {
  for await (const part of parts) {
    // Rows are redacted already, and say so; events too.
    if (part.part === 'row' || part.part === 'event' || part.part === 'seal') yield part;
    else yield redactor.redact(jsonValue.parse(part)) as EvidencePart; // safe because texts are replaced by texts alone
  }
}

async function all<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  }
}
