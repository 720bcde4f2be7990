import { breakersConformance } from '@/lib/ports/breakers.conformance';
import { VirtualClock } from '@/lib/ports/testing/virtual-clock';
import { MemoryBreakers } from './memory-breakers';

breakersConformance('memory', async () => {
  const clock = new VirtualClock();
  const breakers = new MemoryBreakers(clock);
  return {
    stores: [breakers, breakers],
    set: (key, state) => breakers.set(key, state),
    pass: (ms) => clock.pass(ms),
    changes: async () => breakers.changes,
    close: async () => {},
  };
});
