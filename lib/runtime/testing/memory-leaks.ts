// Runs that gave their canary away, as the store in memory keeps them: one alert a run.
import type { CanaryLeak, RunStore } from '@/lib/ports/run-store';
import { MemoryWorkers } from './memory-workers';

export class MemoryLeaks extends MemoryWorkers implements Pick<RunStore, 'tellLeak'> {
  readonly leaks = new Map<string, CanaryLeak>();

  async tellLeak(leak: CanaryLeak, id: string): Promise<string | null> {
    const isNew = !this.leaks.has(leak.runId);
    this.leaks.set(leak.runId, leak);
    return isNew ? id : null;
  }
}
