// Whether a step that ends its processes ends itself, in a dead letter, and goes on once it was mended and sent on.
import { MAX_RECOVERIES } from '../../lib/runtime/runtime-constants';
import type { Evidence } from './evidence';
import { plans, TOOLS } from './planned-run';
import type { Violation } from './violation';

export function auditPoison({ accepted, heads, poisoned, records }: Evidence): Violation[] {
  return accepted
    .filter(({ plan }) => plans(plan, TOOLS.pill))
    .flatMap(({ runId, plan }) => {
      const seen: string[] = [];
      const deaths = poisoned.get(plan.ref) ?? 0;
      const letters = records.letters.filter((one) => one.runId === runId && one.code === 'poison_step');
      const status = heads.get(runId)?.status;
      if (deaths > MAX_RECOVERIES + 1) seen.push(`it ended ${deaths} processes`);
      if (letters.length === 0) seen.push(`it ended ${deaths} processes and has no dead letter`);
      if (letters.some(({ state }) => state !== 'redriven')) seen.push('its dead letter was not sent on');
      if (status !== 'succeeded') seen.push(`it was mended and sent on, and is ${status}`);
      return seen.map((what) => ({
        promise: 'a step that ends its process ends, and goes on when it is mended',
        runId,
        seen: `${plan.ref}: ${what}`,
      }));
    });
}
