// Sends fuzzed requests one after another and judges each answer: no 5xx, no hang, nothing of our insides, every refusal as described.
import fc from 'fast-check';
import {
  type FuzzRequest,
  type OpenApi,
  type Operation,
  operationsOf,
  requestOf,
  subjectOf,
} from './fuzz-requests';
import { Known } from './schema-values';

export type FuzzAnswer = {
  readonly status: number;
  readonly type: string;
  /** The beginning of the body; of a stream, its first bytes. */
  readonly text: string;
  readonly ms: number;
};

export type FuzzOptions = {
  readonly document: OpenApi;
  readonly seed: number;
  readonly seconds: number;
  /** So often each operation is asked at the least, however long it takes: a slow machine asks as much as a quick one. */
  readonly leastRounds?: number;
  /** Rejects where there was no answer at all. */
  readonly send: (request: FuzzRequest) => Promise<FuzzAnswer>;
  /** Operations left out, each for a reason of the caller. */
  readonly without?: readonly string[];
};

export type Finding = { readonly request: FuzzRequest; readonly fault: string };
export type FuzzReport = {
  readonly requests: number;
  readonly slowestMs: number;
  /** Operations by how often they were asked and how often they succeeded. */
  readonly reached: ReadonlyMap<string, { asked: number; succeeded: number }>;
  readonly findings: readonly Finding[];
};

/** One request may take so long; `wait` is bounded by what is asked for. */
const MOST_MS = 8_000;
/** 503 is right where somebody has stopped everything, or too much waits. */
const HONEST_503 = /"code":"(halted|shedding)"/;
const INSIDES = /\n\s+at \S+ \(|\.ts:\d+:\d+|node:internal|node_modules|PrismaClient|syntax error at or near/;
const NAMES = [
  'model:sim-refunds',
  'refunds',
  'payments.refund',
  'sim-refunds',
  'DEMO_MODEL_KEY',
  'payments.lookup',
  'viewer@example.com',
];
const MOST_FINDINGS = 20;
/** What takes away the ground from under the rest of the fuzz is asked for in every tenth round. */
const ENDING = /^DELETE |\/(halt|pause|password)$/;
const ENDING_EVERY = 10;

export async function fuzz({
  document,
  seed,
  seconds,
  leastRounds = 1,
  send,
  without = [],
}: FuzzOptions): Promise<FuzzReport> {
  const known = new Known(NAMES);
  const operations = operationsOf(document).filter(({ id }) => !without.includes(id));
  const streams = operations.map((operation, i) => {
    const arbitrary = requestOf(operation, document.components.schemas, known);
    return { operation, requests: sequence(arbitrary, seed + i) };
  });
  const reached = new Map(operations.map(({ id }) => [id, { asked: 0, succeeded: 0 }]));
  const findings: Finding[] = [];
  const untilMs = performance.now() + seconds * 1_000;
  let [requests, slowestMs] = [0, 0];
  const isOver = (round: number) => round >= leastRounds && performance.now() >= untilMs;
  const ask = async (operation: Operation, request: FuzzRequest): Promise<void> => {
    const answer = await send(request).catch((error: unknown) => String(error));
    requests += 1;
    const count = reached.get(operation.id);
    if (count !== undefined) count.asked += 1;
    if (typeof answer === 'string') {
      findings.push({ request, fault: `no answer: ${answer}` });
      return;
    }
    slowestMs = Math.max(slowestMs, answer.ms);
    const fault = faultOf(answer, operation.statuses);
    if (fault !== null) findings.push({ request, fault });
    if (answer.status >= 300) return;
    if (count !== undefined) count.succeeded += 1;
    remember(answer.text, known.about(subjectOf(operation)));
    if (isHalt(operation)) await send(goOn(operation));
  };
  // Once with nothing asked for: what there is at the start leads somewhere from the first round on.
  for (const { operation } of streams) {
    const plain = plainOf(operation);
    if (plain !== null) await ask(operation, plain);
  }
  for (let round = 0; !isOver(round) && findings.length < MOST_FINDINGS; round += 1) {
    for (const { operation, requests: next } of streams) {
      if (isOver(round)) break;
      if (ENDING.test(`${operation.method} ${operation.path}`) && round % ENDING_EVERY !== 0) continue;
      await ask(operation, next());
    }
  }
  return { requests, slowestMs, reached, findings };
}

/** The request of an operation that reads and needs to be told nothing. */
function plainOf({ id, method, path, parameters }: Operation): FuzzRequest | null {
  if (method !== 'GET' || parameters.some(({ required }) => required)) return null;
  return { operation: id, method, path, headers: {}, body: null };
}

/** An endless, repeatable sequence: the same seed gives the same requests, as far as answers are the same. */
function sequence(arbitrary: fc.Arbitrary<FuzzRequest>, seed: number): () => FuzzRequest {
  let batch: FuzzRequest[] = [];
  let turn = 0;
  return () => {
    if (batch.length === 0) {
      batch = fc.sample(arbitrary, { seed: seed + turn * 7_919, numRuns: 8 });
      turn += 1;
    }
    const next = batch.pop();
    if (next === undefined) throw new Error('an arbitrary gave nothing');
    return next;
  };
}

export function faultOf({ status, type, text, ms }: FuzzAnswer, statuses: readonly string[]): string | null {
  const said = `${status} ${text.slice(0, 300)}`;
  if (status >= 500 && !(status === 503 && HONEST_503.test(text))) return `a fault of ours: ${said}`;
  if (ms > MOST_MS) return `took ${Math.round(ms)} ms: ${said}`;
  if (INSIDES.test(text)) return `shows our insides: ${said}`;
  if (status >= 400 && !type.startsWith('application/problem+json'))
    return `is no problem details: ${type} ${said}`;
  if (status !== 503 && !statuses.includes(String(status))) return `is not described: ${said}`;
  return null;
}

/** Ids, names and hashes of what there is, so that later requests lead somewhere. */
function remember(text: string, known: Known): void {
  for (const [, found = ''] of text.matchAll(/"(?:id|name|key|scope|payloadHash)":"([^"\\]{1,200})"/g))
    known.add(found);
}

const isHalt = ({ method, path }: Operation) => method === 'POST' && path.endsWith('/halt');

function goOn({ path }: Operation): FuzzRequest {
  return { operation: 'goOn', method: 'DELETE', path, headers: {}, body: null };
}
