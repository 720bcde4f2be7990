// Turns approvals and waits whose time has run out into input of their runs, each kind with its own fate; says once of each that it can't be done.
import type { RuntimePorts } from './runtime-ports';

const MOST_AT_ONCE = 100;

export class ExpirySweep {
  private readonly told = new Set<string>();

  constructor(private readonly ports: Pick<RuntimePorts, 'store' | 'logger'>) {}

  /** @returns the runs that got an input. */
  async approvals(): Promise<readonly string[]> {
    return this.ports.store.expireApprovals(
      MOST_AT_ONCE,
      this.once('approval could not be expired', 'approvalId'),
    );
  }

  /** @returns the runs that got an input. */
  async waits(): Promise<readonly string[]> {
    return this.ports.store.endWaits(MOST_AT_ONCE, this.once('wait could not be ended', 'waitId'));
  }

  /** It is tried again at each poll; the log has it once. */
  private once(message: string, name: string) {
    return (id: string, cause: Error): void => {
      if (this.told.has(id)) return;
      this.told.add(id);
      this.ports.logger.error(message, { [name]: id, cause });
    };
  }
}
