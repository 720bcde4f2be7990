// The people of a chaos: who starts runs, who stops and resumes them, who brings the event that a run waits for.
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import { agentOf, correlationKeyOf } from './catalog';
import type { Door } from './door';
import { identityOf, type PlannedRun, undoOf } from './planned-run';
import type { Receiver } from './receiver';
import { SMALL_PURSE } from './treasurer';

/** A run whose start was answered, and what it was told with an answer that accepted it. */
export type Accepted = {
  readonly runId: string;
  readonly plan: PlannedRun;
  readonly told: string[];
  /** Events that were accepted for it. */
  readonly events: string[];
  /** Runs that were answered to whoever asked to undo it. */
  readonly undoneBy: string[];
};

export class People {
  readonly accepted: Accepted[] = [];
  readonly acts = { paused: 0, cancelled: 0, eventsForWaits: 0, eventsBeforeTheirWait: 0 };

  constructor(
    private readonly door: Door,
    private readonly receiver: Receiver,
  ) {}

  async start(plan: PlannedRun): Promise<void> {
    const { ref, calls, together } = plan;
    const labels = plan.fromSmallPurse ? SMALL_PURSE : {};
    const body = { agent: agentOf(plan), input: { ref, calls, together }, labels };
    const { status, body: run } = await this.door.ask('startRun', { body, key: ref });
    if (status >= 300) throw new Error(`${ref} is refused: ${JSON.stringify(run)}`);
    const { id } = run as { id: string }; // safe because the contract says so
    const accepted: Accepted = { runId: id, plan, told: [], events: [], undoneBy: [] };
    this.accepted.push(accepted);
    await Promise.all([this.tell(accepted), this.bringEvent(accepted)]);
  }

  /** At a time of its own: before the wait begins, or while it lasts. */
  private async bringEvent({ plan, events }: Accepted): Promise<void> {
    if (plan.eventAfterMs === null) return;
    await pause(plan.eventAfterMs);
    const correlationKey = correlationKeyOf(plan.ref);
    const { status, body } = await this.door.ask('signal', {
      body: { correlationKey, payload: { said: plan.ref } },
      key: `event:${plan.ref}`,
    });
    if (status >= 300) throw new Error(`the event of ${plan.ref} is refused: ${JSON.stringify(body)}`);
    const { id, takenBy } = body as { id: string; takenBy: object | null }; // safe because the contract says so
    events.push(id);
    this.acts[takenBy === null ? 'eventsBeforeTheirWait' : 'eventsForWaits'] += 1;
  }

  private async tell({ runId, told, plan }: Accepted): Promise<void> {
    const what = plan.told;
    if (what !== 'pause' && what !== 'cancel') return;
    if (plan.undoesItself) await this.hasSomethingToUndo(plan);
    else await pause(600);
    const params = { id: runId };
    const first = await this.door.ask(what, {
      params,
      body: { reason: 'Chaos.' },
      key: `${what}:${plan.ref}`,
    });
    if (first.status >= 300) return; // it had ended
    told.push(what);
    this.acts[what === 'pause' ? 'paused' : 'cancelled'] += 1;
    if (what === 'cancel') return;
    // A pause may not be folded in yet; resuming is refused until it is.
    for (let turn = 0; ; turn += 1) {
      await pause(500);
      const key = `resume:${plan.ref}:${turn}`;
      const { status, body } = await this.door.ask('resume', { params, body: { reason: 'Go on.' }, key });
      if (status < 300) {
        told.push('resume');
        return;
      }
      if (hasEnded(body)) return;
    }
  }

  private async hasSomethingToUndo({ calls }: PlannedRun): Promise<void> {
    const done = new Set(calls.flatMap((call) => (undoOf(call) === null ? [] : [identityOf(call)])));
    const isDone = () => this.receiver.happened.some(({ identity }) => done.has(identity));
    await waitUntil(isDone, { withinMs: 20_000 });
  }
}

/** A run that failed is sent on, and may then be paused. */
function hasEnded(problem: unknown): boolean {
  return /The run has ended: it (succeeded|was cancelled)/.test(JSON.stringify(problem));
}
