// Whether what keeps calls apart did so, as the receiver saw it, and whether breakers opened and closed as they may.
import { BREAKER_MACHINE } from '../../lib/domain/breaker';
import { BULKHEADS } from './catalog';
import type { Evidence } from './evidence';
import { TOOLS } from './planned-run';
import type { BreakerChangeRecord } from './records';
import type { Violation } from './violation';

/** With so many calls refused in a row a breaker must have opened: it does after four. */
const SURELY_OPENS_AFTER = 20;

export function auditGates(evidence: Evidence): Violation[] {
  const violation = (promise: string) => (seen: string) => ({ promise, runId: null, seen });
  return [
    ...tooManyAtOnce(evidence).map(violation('a bulkhead holds its limit')),
    ...sideBySide(evidence).map(violation('effects on one resource never run side by side')),
    ...wrongChanges(evidence).map(violation('a breaker opens, and closes again')),
  ];
}

function tooManyAtOnce({ atOnce }: Evidence): string[] {
  return Object.entries(BULKHEADS).flatMap(([place, limit]) => {
    const most = atOnce.get(place) ?? 0;
    return most > limit ? [`${most} at once at ${place}, where ${limit} may be`] : [];
  });
}

/** Between the first and the last request of one effect no other comes in; and who looks before it acts makes one of each. */
function sideBySide({ visits, tickets }: Evidence): string[] {
  const found: string[] = [];
  for (const mail of new Set(visits.map(({ resource }) => resource))) {
    const done = new Set<string>();
    let [last] = visits;
    for (const visit of visits.filter(({ resource }) => resource === mail)) {
      const isOther = last?.resource === mail && last.key !== visit.key;
      if (isOther && last !== undefined) done.add(last.key);
      if (done.has(visit.key)) found.push(`${mail}: ${visit.key} came again after another had begun`);
      if (isOther && (last?.untilMs ?? Number.POSITIVE_INFINITY) > visit.fromMs)
        found.push(`${mail}: ${visit.key} began while ${last?.key} was at work`);
      last = visit;
    }
    const made = tickets.filter((one) => one === mail).length;
    if (made > 1) found.push(`${mail} has ${made} tickets`);
  }
  return found;
}

function wrongChanges({ records: { breakerChanges }, refusedWhileDown }: Evidence): string[] {
  const found: string[] = [];
  const standing = new Map<string, BreakerChangeRecord>();
  for (const change of breakerChanges) {
    const { key, epoch, from, to } = change;
    const before = standing.get(key) ?? { epoch: 0, to: 'closed' as const };
    if (epoch !== before.epoch + 1 || from !== before.to || !BREAKER_MACHINE[from].includes(to))
      found.push(`${key} went ${from} → ${to} at epoch ${epoch}, and stood ${before.to} at ${before.epoch}`);
    standing.set(key, change);
  }
  const labels = [...standing].find(([key]) => key.startsWith(`tool:${TOOLS.label}@`))?.[1];
  if (labels === undefined && refusedWhileDown >= SURELY_OPENS_AFTER)
    found.push(`${refusedWhileDown} calls of ${TOOLS.label} were refused, and its breaker never opened`);
  if (labels !== undefined && labels.to !== 'closed')
    found.push(`${labels.key} is ${labels.to} after a call was answered`);
  return found;
}
