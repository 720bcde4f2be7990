// A breaker for tests: closed, never called.
import type { BreakerShape } from '@/lib/contract/breaker';

const NONE = { calls: 0, failures: 0, slow: 0 };

export function sampleBreaker(over: Partial<BreakerShape> = {}): BreakerShape {
  return {
    key: 'tool:payments.refund@127.0.0.1:4010',
    kind: 'tool',
    name: 'payments.refund',
    endpoint: '127.0.0.1:4010',
    state: 'closed',
    epoch: 0,
    openedAt: null,
    opensUntil: null,
    probes: null,
    isolated: null,
    bulkhead: null,
    window: NONE,
    faults: { timeout: 0, unreachable: 0, server_error: 0, rate_limited: 0, bad_answer: 0 },
    slices: Array.from({ length: 30 }, (_, i) => ({
      at: `2026-11-19T14:${String(i).padStart(2, '0')}:00.000Z`,
      ...NONE,
      state: 'closed',
    })),
    last5m: NONE,
    last24h: NONE,
    countedSince: null,
    lastCallAt: null,
    lastFailureAt: null,
    limits: null,
    dependents: [],
    ...over,
  };
}
