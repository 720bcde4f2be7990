// The operator of a chaos: answers what waits for a person by looking at the receiver, sends on what failed, has undone what is to be undone.
import type { Crew } from './crew';
import type { Door } from './door';
import type { Accepted, People } from './people';
import { plans, TOOLS } from './planned-run';
import type { Receiver } from './receiver';
import type { Treasurer } from './treasurer';

type WaitingApproval = {
  readonly id: string;
  readonly kind: 'tool_call' | 'unknown_outcome';
  readonly tool: string;
  readonly effectKey: string;
  readonly payloadHash: string;
};

export class Operator {
  readonly acts = { approved: 0, happened: 0, didNotHappen: 0, redriven: 0, undone: 0, undoneAlready: 0 };
  private readonly undone = new Set<string>();

  constructor(
    private readonly door: Door,
    private readonly people: People,
    private readonly world: {
      readonly receiver: Receiver;
      readonly crew: Crew;
      readonly treasurer: Treasurer;
    },
  ) {}

  /** Deals with everything that waits for a person, once. @returns how much there was, or is still to come */
  async answerAll(): Promise<number> {
    const { body } = await this.door.ask('approvals', { query: '?status=pending&limit=100' });
    const { items } = body as { items: WaitingApproval[] }; // safe because the contract says so
    for (const item of items) await this.answer(item);
    await this.world.treasurer.look();
    return items.length + (await this.redriveAll()) + (await this.undoEnded());
  }

  private async answer({ id, kind, tool, effectKey, payloadHash }: WaitingApproval): Promise<void> {
    // A process that stands still may hold the request: an operator looks when it is back or gone.
    if (kind === 'unknown_outcome' && this.world.crew.anyFrozen) return;
    const happened = this.world.receiver.didHappen(tool, effectKey);
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

  /** Sends on what failed, such as a step whose worker was killed too often; whoever took a pill is cured first. */
  private async redriveAll(): Promise<number> {
    const { body } = await this.door.ask('deadLetters', { query: '?state=open&limit=100' });
    const { items } = body as { items: { id: string; runId: string }[] }; // safe because the contract says so
    let refused = 0;
    for (const { id, runId } of items) {
      const sick = this.people.accepted.find((one) => one.runId === runId && plans(one.plan, TOOLS.pill));
      if (sick !== undefined) this.world.receiver.cure(sick.plan.ref);
      const { status } = await this.door.ask('redrive', {
        params: { id },
        body: { reason: 'It was not its own fault.' },
        key: `redrive:${id}`,
      });
      if (status < 300) this.acts.redriven += 1;
      else refused += 1; // it was undone, and stays failed
    }
    return items.length - refused;
  }

  /** Two people ask at the same moment; one of them makes the run that undoes it. @returns how many are still to be undone */
  private async undoEnded(): Promise<number> {
    const wanted = this.people.accepted.filter(
      ({ runId, plan }) => plan.told === 'undo' && !this.undone.has(runId),
    );
    for (const accepted of wanted) {
      const { body } = await this.door.ask('readRun', { params: { id: accepted.runId } });
      const { status } = body as { status: string }; // safe because the contract says so
      if (status !== 'succeeded') continue;
      this.undone.add(accepted.runId);
      await Promise.all(['one', 'other'].map((who) => this.undo(accepted, who)));
    }
    return wanted.length;
  }

  private async undo({ runId, plan, undoneBy }: Accepted, who: string): Promise<void> {
    const { status, body } = await this.door.ask('compensate', {
      params: { id: runId },
      body: { reason: 'It was not wanted.' },
      key: `undo:${plan.ref}:${who}`,
    });
    this.acts[status < 300 ? 'undone' : 'undoneAlready'] += 1;
    if (status < 300) undoneBy.push((body as { id: string }).id); // safe because the contract says so
  }
}
