import { keptResultsConformance } from '@/lib/ports/kept-results.conformance';
import { VirtualClock } from '@/lib/ports/testing/virtual-clock';
import { MemoryKeptResults } from './memory-kept-results';

keptResultsConformance('memory', async () => {
  const clock = new VirtualClock();
  const results = new MemoryKeptResults(clock);
  const versions = new Map<string, number>();
  return {
    doors: [results, results],
    aRun: async () => '0198f000-0000-7000-8000-000000000001',
    async putSecret(name) {
      versions.set(name, (versions.get(name) ?? 0) + 1);
      results.secrets.set(name, versions.get(name) ?? 0);
    },
    removeSecret: async (name) => void results.secrets.delete(name),
    pass: (ms) => clock.pass(ms),
    close: async () => {},
  };
});
