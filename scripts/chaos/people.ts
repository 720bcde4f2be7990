// The people of a chaos: who starts runs, who stops and resumes them, and the operator who answers what waits for a person by looking at the receiver.
import { setTimeout as pause } from 'node:timers/promises';
import { AGENT } from './catalog';
import type { Crew } from './crew';
import type { Door } from './door';
import type { PlannedRun } from './plan';
import type { Receiver } from './receiver';

/** A run whose start was answered, and what it was told with an answer that accepted it. */
export type Accepted = { readonly runId: string; readonly plan: PlannedRun; readonly told: string[] };

type WaitingApproval = {
  readonly id: string;
  readonly kind: 'tool_call' | 'unknown_outcome';
  readonly tool: string;
  readonly effectKey: string;
  readonly payloadHash: string;
};

export class People {
  readonly accepted: Accepted[] = [];
  readonly acts = { approved: 0, happened: 0, didNotHappen: 0, paused: 0, cancelled: 0, redriven: 0 };

  constructor(
    private readonly door: Door,
    private readonly receiver: Receiver,
    private readonly crew: Crew,
  ) {}

  async start(plan: PlannedRun): Promise<void> {
    const { ref, calls, together } = plan;
    const body = { agent: AGENT, input: { ref, calls, together } };
    const { status, body: run } = await this.door.ask('startRun', { body, key: ref });
    if (status >= 300) throw new Error(`${ref} is refused: ${JSON.stringify(run)}`);
    const { id } = run as { id: string }; // safe because the contract says so
    const accepted: Accepted = { runId: id, plan, told: [] };
    this.accepted.push(accepted);
    if (plan.told !== 'nothing') await this.tell(accepted, plan.told);
  }

  /** Answers everything that waits for a person, once. @returns how much there was */
  async answerAll(): Promise<number> {
    const { body } = await this.door.ask('approvals', { query: '?status=pending&limit=100' });
    const { items } = body as { items: WaitingApproval[] }; // safe because the contract says so
    for (const item of items) await this.answer(item);
    return items.length + (await this.redriveAll());
  }

  private async answer({ id, kind, tool, effectKey, payloadHash }: WaitingApproval): Promise<void> {
    // A process that stands still may hold the request: an operator looks when it is back or gone.
    if (kind === 'unknown_outcome' && this.crew.anyFrozen) return;
    const happened = this.receiver.didHappen(tool, effectKey);
    const decision = kind === 'tool_call' ? 'approve' : happened ? 'happened' : 'did_not_happen';
    const body = { decision, payloadHash, ...(decision === 'happened' ? { answer: { done: true } } : {}) };
    const { status } = await this.door.ask('decide', {
      params: { id },
      body,
      key: `${id}:${payloadHash.slice(0, 16)}`,
    });
    if (status >= 300) return; // it changed or was settled meanwhile
    if (decision === 'approve') this.acts.approved += 1;
    else if (decision === 'happened') this.acts.happened += 1;
    else this.acts.didNotHappen += 1;
  }

  /** Sends on what failed, such as a step whose worker was killed too often. */
  private async redriveAll(): Promise<number> {
    const { body } = await this.door.ask('deadLetters', { query: '?state=open&limit=100' });
    const { items } = body as { items: { id: string }[] }; // safe because the contract says so
    for (const { id } of items) {
      const { status } = await this.door.ask('redrive', {
        params: { id },
        body: { reason: 'It was not its own fault.' },
        key: `redrive:${id}`,
      });
      if (status < 300) this.acts.redriven += 1;
    }
    return items.length;
  }

  private async tell({ runId, told, plan }: Accepted, what: 'pause' | 'cancel'): Promise<void> {
    await pause(600);
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
}

/** A run that failed is sent on, and may then be paused. */
function hasEnded(problem: unknown): boolean {
  return /The run has ended: it (succeeded|was cancelled)/.test(JSON.stringify(problem));
}
