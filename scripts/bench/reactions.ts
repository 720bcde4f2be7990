// How soon an idle server reacts: from a trigger's request to the first call of the model, from a decision's request to the call it lets through.
import { type Spread, spreadOf } from './figures';
import type { Ground } from './ground';
import { Receiver } from './receiver';
import { serve } from './served';

const TIMES = 60;
const WARM = 10;

export type Reactions = { readonly triggerToFirstStepMs: Spread; readonly decisionToNextStepMs: Spread };

export async function reactions(ground: Ground): Promise<Reactions> {
  const receiver = new Receiver();
  const served = await serve(ground, await receiver.listen(), 'all');
  const firsts: number[] = [];
  const nexts: number[] = [];
  try {
    for (let i = 0; i < WARM + TIMES; i += 1) {
      const asked = receiver.next('model');
      const triggeredMs = performance.now();
      await served.start('asking-notes');
      firsts.push((await asked) - triggeredMs);
      const approval = await served.approval();
      const called = receiver.next('tool');
      const decidedMs = performance.now();
      await served.approve(approval);
      nexts.push((await called) - decidedMs);
      await receiver.next('model'); // the run goes on to its end
    }
  } finally {
    await served.stop();
    await receiver.close();
  }
  return {
    triggerToFirstStepMs: spreadOf(firsts.slice(WARM)),
    decisionToNextStepMs: spreadOf(nexts.slice(WARM)),
  };
}
