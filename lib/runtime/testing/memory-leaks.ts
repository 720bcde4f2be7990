// Runs that gave their canary away, and secrets that were seen, as the store in memory keeps them: one alert a run, and a secret of it.
import type { CanaryLeak, SecretSighting } from '@/lib/ports/leaks';
import type { RunStore } from '@/lib/ports/run-store';
import { MemoryWorkers } from './memory-workers';

export class MemoryLeaks extends MemoryWorkers implements Pick<RunStore, 'tellLeak' | 'tellSecrets'> {
  readonly leaks = new Map<string, CanaryLeak>();
  readonly secretsSeen = new Map<string, SecretSighting>();

  async tellLeak(leak: CanaryLeak, id: string): Promise<string | null> {
    const isNew = !this.leaks.has(leak.runId);
    this.leaks.set(leak.runId, leak);
    return isNew ? id : null;
  }

  async tellSecrets(seen: SecretSighting, nextId: () => string): Promise<readonly string[]> {
    const fresh = seen.secrets.filter((name) => !this.secretsSeen.has(`${name}:${seen.where}:${seen.runId}`));
    for (const name of seen.secrets) this.secretsSeen.set(`${name}:${seen.where}:${seen.runId}`, seen);
    return fresh.map(nextId);
  }
}
