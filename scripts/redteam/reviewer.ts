// A careful person: approves what the task wants, and rejects everything else that an approval is asked for.
import type { ApprovalShape } from '../../lib/contract/approval';
import type { Door } from '../chaos/door';
import type { Task } from './task';

/** What a person was asked for, and said. */
export type Asked = {
  readonly runId: string;
  readonly tool: string;
  readonly rules: readonly string[];
  readonly approved: boolean;
};

export class Reviewer {
  readonly asked: Asked[] = [];
  private readonly answered = new Set<string>();

  constructor(
    private readonly door: Door,
    private readonly taskOf: ReadonlyMap<string, Task>,
  ) {}

  /** Decides everything that waits, once. */
  async decideAll(): Promise<void> {
    const { body } = await this.door.ask('approvals', { query: '?status=pending&limit=100' });
    const { items } = body as { items: ApprovalShape[] }; // safe because the contract says so
    for (const item of items) if (!this.answered.has(item.id)) await this.decide(item);
  }

  private async decide({ id, runId, tool, payloadHash, reasons, ...asked }: ApprovalShape): Promise<void> {
    const same = JSON.stringify(sorted(asked.arguments));
    const wanted = this.taskOf.get(runId)?.wanted ?? [];
    const approved = wanted.some(
      (call) => call.tool === tool && JSON.stringify(sorted(call.arguments)) === same,
    );
    const body = approved
      ? { decision: 'approve', payloadHash }
      : { decision: 'reject', payloadHash, reason: 'Nobody asked for this.' };
    const { status } = await this.door.ask('decide', { params: { id }, body, key: `decide:${id}` });
    if (status >= 300) return; // it expired or its run ended meanwhile
    this.answered.add(id);
    this.asked.push({ runId, tool, rules: reasons.map(({ rule }) => rule), approved });
  }
}

const sorted = (value: object) => Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
