// The ledger beside the receivers' books: what happened once, what happened twice, and what was said to have happened.

import type { Evidence } from './evidence';
import { identityOf, TOOLS, WITHOUT_EFFECT } from './planned-run';
import type { Violation } from './violation';

export function auditBooks(evidence: Evidence): Violation[] {
  const { happened, ledger } = evidence;
  const byKey = counted(happened.map(({ tool, key }) => `${tool} ${key}`));
  const byIdentity = counted(happened.map(({ identity }) => identity));
  const rows = new Map(ledger.map((row) => [`${row.tool} ${row.key}`, row]));
  const found: Violation[] = [];
  const ownerOf = ownersOf(evidence);
  for (const [identity, count] of byIdentity) {
    if (count > 1)
      found.push({
        promise: 'nothing is done twice',
        runId: ownerOf.get(identity) ?? null,
        seen: `${identity} happened ${count} times, under ${keysOf(evidence, identity)}`,
      });
  }
  for (const [place, count] of byKey) {
    const row = rows.get(place);
    if (row === undefined)
      found.push({ promise: 'each effect stands in the ledger', runId: null, seen: `${place} happened` });
    else if (row.status === 'failed_final')
      found.push({
        promise: 'ledger and receiver agree',
        runId: row.runId,
        seen: `${place} failed for good by the ledger, and happened ${count} times`,
      });
  }
  for (const [place, { status, runId, tool }] of rows) {
    if (status === 'succeeded' && !WITHOUT_EFFECT.has(tool) && !byKey.has(place))
      found.push({
        promise: 'ledger and receiver agree',
        runId,
        seen: `${place} succeeded by the ledger, and never happened`,
      });
    if (status === 'in_progress' && evidence.heads.get(runId)?.status === 'succeeded')
      found.push({
        promise: 'no effect of an ended run is in progress',
        runId,
        seen: place,
      });
  }
  return [...found, ...missingEffects(evidence, byIdentity)];
}

/** A run that succeeded has done what its plan says. */
function missingEffects({ accepted, heads }: Evidence, byIdentity: ReadonlyMap<string, number>): Violation[] {
  return accepted
    .filter(({ runId }) => heads.get(runId)?.status === 'succeeded')
    .flatMap(({ runId, plan }) =>
      plan.calls
        .filter(({ tool }) => !WITHOUT_EFFECT.has(tool) && tool !== TOOLS.contact) // a contact may be refused
        .filter((call) => !byIdentity.has(identityOf(call)))
        .map((call) => ({
          promise: 'nothing that a run says it did is lost',
          runId,
          seen: `${plan.ref} succeeded, and ${identityOf(call)} never happened`,
        })),
    );
}

function ownersOf({ accepted }: Evidence): ReadonlyMap<string, string> {
  return new Map(
    accepted.flatMap(({ runId, plan }) => plan.calls.map((call) => [identityOf(call), runId] as const)),
  );
}

const keysOf = ({ happened }: Evidence, identity: string) =>
  happened.flatMap((one) => (one.identity === identity ? [one.key] : [])).join(', ');

function counted(things: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return counts;
}
