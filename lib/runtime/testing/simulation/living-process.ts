// What the doors of a simulated process need to know of it.
import type { World } from './world';

export interface LivingProcess {
  readonly world: World;
  readonly name: string;
  /** Its place among those that run side by side. */
  readonly place: number;
  /** Of its worker now; null without a lease. */
  readonly workerId: () => string | null;
  /** Between two acts: time passes, and this may be the end or a long pause. */
  gate(where: string): Promise<void>;
  /** Never goes on. @param how what a run did to it. */
  takenDown(how: string): Promise<void>;
  awake(waitsFor: 'timer' | 'answer'): Promise<void>;
}
