// How each fault is done to the workers, their networks and the database, and how often it was.
import { setTimeout as pause } from 'node:timers/promises';
import type { Crew } from './crew';
import type { ChaosDatabase } from './database';
import { FAULT_KINDS, type FaultKind, type PlannedFault } from './plan';

export class Faults {
  readonly injected: Record<FaultKind, number> = zeroes();
  /** Put off until it no longer mattered, because two workers have to be left. */
  skipped = 0;
  backendsTerminated = 0;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly crew: Crew,
    private readonly database: ChaosDatabase,
    private readonly say: (line: string) => void,
  ) {}

  /** Returns at once: faults overlap. */
  inject(fault: PlannedFault): void {
    const done = this.act(fault).then(
      (happened) => {
        if (happened) this.injected[fault.kind] += 1;
        else this.skipped += 1;
      },
      (error: unknown) => {
        this.failures.push(error);
      },
    );
    const tracked = done.finally(() => this.underWay.delete(tracked));
    this.underWay.add(tracked);
  }
  private readonly failures: unknown[] = [];

  /** @throws what a fault failed with: the chaos itself is broken then. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
    if (this.failures.length > 0) throw this.failures[0];
  }

  private async act({ kind, slot, forMs, atMs }: PlannedFault): Promise<boolean> {
    const where = IS_OF_A_WORKER.has(kind) ? ` (worker ${slot}${forMs > 0 ? `, ${forMs} ms` : ''})` : '';
    this.say(`${(atMs / 1_000).toFixed(1).padStart(6)} s  ${kind}${where}`);
    const { crew, database } = this;
    switch (kind) {
      case 'kill worker':
        return crew.kill(slot);
      case 'freeze worker':
        return crew.freeze(slot, forMs);
      case 'drain worker':
        return crew.drain(slot);
      case 'terminate backends':
        this.backendsTerminated += await database.terminateBackends(0.5);
        return true;
      case 'kill database':
        await database.kill();
        return true;
      case 'restart database':
        await database.restart();
        return true;
      case 'stall network':
        return this.during(
          forMs,
          () => crew.proxy(slot).stall(),
          () => crew.proxy(slot).flow(),
        );
      case 'cut network':
        return this.during(
          forMs,
          () => crew.proxy(slot).cut(),
          () => crew.proxy(slot).restore(),
        );
      case 'lose commit answers':
        crew.proxy(slot).loseCommitAnswers(3, forMs);
        return true;
    }
  }

  private async during(forMs: number, begin: () => void, end: () => void): Promise<boolean> {
    begin();
    await pause(forMs);
    end();
    return true;
  }
}

const IS_OF_A_WORKER: ReadonlySet<FaultKind> = new Set([
  'kill worker',
  'freeze worker',
  'drain worker',
  'stall network',
  'cut network',
  'lose commit answers',
]);

function zeroes(): Record<FaultKind, number> {
  return Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>; // safe because of its keys
}
