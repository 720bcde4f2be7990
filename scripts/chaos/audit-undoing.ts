// Whether what was to be undone was undone, once and after it had happened, and nothing else was.
import { isWantedUndone } from './compensations';
import type { Evidence } from './evidence';
import { identityOf, undoOf } from './planned-run';
import type { Violation } from './violation';

export function auditUndoing(evidence: Evidence): Violation[] {
  const { accepted, happened } = evidence;
  const at = new Map(happened.map(({ identity }, i) => [identity, i]));
  const found: Violation[] = [];
  for (const one of accepted) {
    const { runId, plan, undoneBy } = one;
    const violated = (promise: string, seen: string) =>
      found.push({ promise, runId, seen: `${plan.ref}: ${seen}` });
    if (new Set(undoneBy).size > 1)
      violated('two who undo at once make one run', `it is undone by ${undoneBy.join(' and ')}`);
    for (const call of plan.calls) {
      const undo = undoOf(call);
      if (undo === null) continue;
      const doneAt = at.get(identityOf(call));
      const undoneAt = at.get(identityOf(undo));
      const isWanted = isWantedUndone(evidence, one);
      if (isWanted && doneAt !== undefined && undoneAt === undefined)
        violated('nothing that is to be undone is lost', `${identityOf(call)} happened and was not undone`);
      if (undoneAt !== undefined && !isWanted)
        violated('only what is to be undone is', `${identityOf(undo)} happened, and nobody wanted it`);
      if (undoneAt !== undefined && (doneAt === undefined || doneAt > undoneAt))
        violated('nothing is undone before it is done', identityOf(undo));
    }
  }
  return found;
}
