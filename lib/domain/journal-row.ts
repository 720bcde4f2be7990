// One row of a run's append-only journal and how rows are chained; refuses a gap and a changed byte.
import { canonicalJson } from './canonical-json';

export const JOURNAL_FORMAT = 1;

/** claim: a worker took the run. intent: about to act. result: it acted. input: folded in from outside. fact: what the decider was told. */
export const JOURNAL_KINDS = ['claim', 'intent', 'result', 'input', 'fact', 'snapshot', 'end'] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];

export type JournalHeader = {
  readonly runId: string;
  /** Dense from 1. */
  readonly seq: number;
  readonly kind: JournalKind;
  readonly step: number | null;
  /** ISO 8601 UTC, by the clock of the worker that wrote the row. */
  readonly at: string;
  readonly format: number;
  readonly runtimeVersion: string;
};

/**
 * A row as it is stored: the payload's canonical text, its digest, and the chain. The chain holds the digest and not the text, so that erasing
 * a payload leaves it whole.
 */
export type JournalRow = JournalHeader & {
  readonly payload: string;
  readonly payloadHash: string;
  readonly prevHash: string;
  readonly hash: string;
  readonly costMicroUsd: number;
  readonly tokens: number;
};

/** SHA-256 as lower-case hex over UTF-8. Comes in from outside: the ground floor knows no crypto library. */
export type HashText = (text: string) => string;

export const GENESIS_HASH = '0'.repeat(64);

export function sealRow(
  header: JournalHeader,
  payload: unknown,
  figures: { costMicroUsd: number; tokens: number },
  prevHash: string,
  hash: HashText,
): JournalRow {
  const text = canonicalJson(payload);
  const payloadHash = hash(text);
  // Named one by one: spreading two objects took as long as hashing.
  return {
    runId: header.runId,
    seq: header.seq,
    kind: header.kind,
    step: header.step,
    at: header.at,
    format: header.format,
    runtimeVersion: header.runtimeVersion,
    costMicroUsd: figures.costMicroUsd,
    tokens: figures.tokens,
    payload: text,
    payloadHash,
    prevHash,
    hash: chainHash(header, payloadHash, prevHash, hash),
  };
}

/** Over the canonical JSON of header, payload hash and previous hash, written out: it is made for each row, and its members are known. */
export function chainHash(
  header: JournalHeader,
  payloadHash: string,
  prevHash: string,
  hash: HashText,
): string {
  const { runId, seq, kind, step, at, format, runtimeVersion } = header;
  const quoted = JSON.stringify;
  return hash(
    `{"at":${quoted(at)},"format":${format},"kind":${quoted(kind)},"payloadHash":${quoted(payloadHash)},"prevHash":${quoted(prevHash)},` +
      `"runId":${quoted(runId)},"runtimeVersion":${quoted(runtimeVersion)},"seq":${seq},"step":${step}}`,
  );
}

/** The seq of the first row that does not follow from the rows before it, or null when the chain is whole. */
export function firstBrokenSeq(rows: readonly JournalRow[], hash: HashText): number | null {
  let prevHash = GENESIS_HASH;
  let seq = 1;
  for (const row of rows) {
    const whole =
      row.seq === seq &&
      row.prevHash === prevHash &&
      row.payloadHash === hash(row.payload) &&
      row.hash === chainHash(row, row.payloadHash, prevHash, hash);
    if (!whole) return row.seq;
    prevHash = row.hash;
    seq += 1;
  }
  return null;
}
