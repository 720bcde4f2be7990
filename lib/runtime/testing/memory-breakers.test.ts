import { breakersConformance } from '@/lib/ports/breakers.conformance';
import { breakerProperty } from '@/lib/ports/testing/breaker-property';
import { VirtualClock } from '@/lib/ports/testing/virtual-clock';
import { MemoryBreakers } from './memory-breakers';

const open = async () => {
  const clock = new VirtualClock();
  const breakers = new MemoryBreakers(clock);
  return {
    stores: [breakers, breakers] as const,
    set: (key: string, state: 'isolated' | 'closed') => breakers.set(key, state),
    pass: (ms: number) => clock.pass(ms),
    changes: async () => breakers.changes,
    close: async () => {},
  };
};

breakersConformance('memory', open);
breakerProperty('memory', open, { histories: 1_500, acts: 40, passesTime: true });
