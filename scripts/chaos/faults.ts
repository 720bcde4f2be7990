// How each fault is done to the workers, their networks and the database, and how often it was.
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import type { Crew } from './crew';
import type { ChaosDatabase } from './database';
import { FAULT_KINDS, type FaultKind, type PlannedFault } from './plan';
import type { Receiver } from './receiver';
import type { StallingProxy } from './stalling-proxy';

/** A receiver that fails while nobody calls it shows nothing: it fails until it has refused so many calls, or for so long. */
const REFUSES = 8;
const FAILS_FOR_AT_MOST_MS = 20_000;

export type Targets = {
  readonly crew: Crew;
  readonly database: ChaosDatabase;
  /** The app's own way to the database. */
  readonly appProxy: StallingProxy;
  readonly receiver: Receiver;
};

export class Faults {
  readonly injected: Record<FaultKind, number> = zeroes();
  /** Put off until it no longer mattered, because two workers have to be left. */
  skipped = 0;
  backendsTerminated = 0;
  private outages = 0;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly targets: Targets,
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
    const howLong = forMs > 0 ? [`${forMs} ms`] : [];
    const how = [...(IS_OF_A_WORKER.has(kind) ? [`worker ${slot}`] : []), ...howLong];
    const where = how.length === 0 ? '' : ` (${how.join(', ')})`;
    this.say(`${(atMs / 1_000).toFixed(1).padStart(6)} s  ${kind}${where}`);
    const { crew, database, appProxy } = this.targets;
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
      case 'stall app':
        return this.during(
          forMs,
          () => appProxy.stall(),
          () => appProxy.flow(),
        );
      case 'fail receiver':
        return this.failReceiver();
      case 'lose commit answers':
        crew.proxy(slot).loseCommitAnswers(3, forMs);
        return true;
    }
  }

  private async failReceiver(): Promise<boolean> {
    const { receiver } = this.targets;
    this.outages += 1;
    receiver.isDown = true;
    const before = receiver.mischief.refusedWhileDown;
    await waitUntil(() => receiver.mischief.refusedWhileDown >= before + REFUSES, {
      withinMs: FAILS_FOR_AT_MOST_MS,
    });
    this.outages -= 1;
    receiver.isDown = this.outages > 0;
    return true;
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
