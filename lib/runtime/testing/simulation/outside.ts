// The world that simulated runs wait for: customers who answer before, during and after a wait, twice or on a key nobody waits on; and what has to hold of it.
import type { CommitExit } from '@/lib/ports/run-store';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { isToolStep } from '../../step-access';
import type { MemoryEvent } from '../memory-events';
import { UNREST_MS } from './plan';
import { ANSWERED, MOST_FOLLOW_UPS, REMIND, SILENT } from './waiting-runs';
import type { World } from './world';

/** Each answer is accepted once, whatever its sender repeats. */
export function sendEvents(world: World, wake: (runId: string) => void): void {
  const { eventRandom: random, clock, memory, trace } = world;
  for (let sent = random.int(0, 8); sent > 0; sent--) {
    const id = world.eventIds.timeOrdered();
    const order = random.pick([...ANSWERED, ...ANSWERED, 'of-nobody']);
    const event = { id, correlationKey: `reply:${order}`, runId: null, payload: { sent }, by: TEST_ACTOR };
    const send = () => {
      if (world.over) return;
      const taker = memory.events.send(event);
      trace.say('customer', () => `answers on ${event.correlationKey} (${id}), ${taker ?? 'kept'}`);
      if (taker !== null && random.chance(0.5)) wake(taker);
    };
    const atMs = random.int(0, UNREST_MS + 20_000);
    void clock.sleep(atMs).then(send);
    if (random.chance(0.3)) void clock.sleep(atMs + random.int(0, 10_000)).then(send);
  }
}

/** At the moment a run parks: what came before and what comes from then on, one of both finds the other. */
export function watchParking(world: World, runId: string, exit: CommitExit): void {
  if (exit.kind !== 'park') return;
  const { waits, kept } = world.memory.events;
  const open = waits.filter((wait) => wait.runId === runId && wait.status === 'open');
  // What an ended run gave back is offered by a sweep, a little later.
  const isFree = ({ id }: MemoryEvent) => !waits.some(({ eventId }) => eventId === id);
  for (const { correlationKey } of open) {
    const missed = kept.find((event) => event.correlationKey === correlationKey && isFree(event));
    if (missed !== undefined)
      world.findings.violated(
        'an event is not lost while a wait for it is open',
        `${world.trace.nameOf(runId)} parks, and ${missed.id} is kept on ${correlationKey}`,
      );
  }
}

export function checkOutside(world: World): void {
  const { memory, findings, trace, receiver } = world;
  const { kept, waits } = memory.events;
  const takers = new Map<string, string>();
  for (const runId of memory.runs.keys()) {
    for (const step of world.stateOf(runId)?.steps.filter(isToolStep) ?? []) {
      const where = `${trace.nameOf(runId)}, step ${step.step}`;
      const id = step.wait?.event?.id;
      if (id !== undefined) {
        const first = takers.get(id);
        if (first !== undefined)
          findings.violated('an event is consumed at most once', `${id} by ${first} and by ${where}`);
        takers.set(id, where);
        if (!kept.some((event) => event.id === id && event.correlationKey === step.wait?.correlationKey))
          findings.violated('an event goes to who waits on its key', `${id} to ${where}`);
      }
      if (step.tool !== REMIND) continue;
      const isRefused = step.status === 'denied' || step.error?.code === 'follow_up_cap';
      const isSaid =
        step.error !== null || step.admission?.reasons.some(({ rule }) => rule === 'tool.followUp');
      if (isRefused && !isSaid) findings.violated('the refusal of a follow-up is recorded', where);
      if (step.status === 'succeeded' && step.result === null)
        findings.violated('an accepted follow-up is seen by its run', where);
    }
  }
  for (const { status, eventId, runId } of waits)
    if (status === 'settled' && eventId !== null && !takers.has(eventId) && memory.isOver(runId))
      findings.violated('an event that was given is seen', `${eventId} by ${trace.nameOf(runId)}`);
  const reminded = receiver.books.filter(
    ({ tool, argumentsText }) => tool === REMIND && argumentsText.includes(SILENT),
  );
  if (reminded.length > 1 + MOST_FOLLOW_UPS)
    findings.violated('no more follow-ups than may be', `${reminded.length} messages about ${SILENT}`);
}
