// Turns approvals and waits whose time has run out into input of their runs; says once of an approval that it can't be done.
import type { RuntimePorts } from './runtime-ports';

const MOST_AT_ONCE = 100;

export class ExpirySweep {
  private readonly told = new Set<string>();

  constructor(private readonly ports: Pick<RuntimePorts, 'store' | 'logger'>) {}

  /** @returns the runs that got an input. */
  async sweep(): Promise<readonly string[]> {
    return [...(await this.approvals()), ...(await this.ports.store.endWaits(MOST_AT_ONCE))];
  }

  private approvals(): Promise<readonly string[]> {
    return this.ports.store.expireApprovals(MOST_AT_ONCE, (approvalId, cause) => {
      // It is tried again at each poll; the log has it once.
      if (this.told.has(approvalId)) return;
      this.told.add(approvalId);
      this.ports.logger.error('approval could not be expired', { approvalId, cause });
    });
  }
}
