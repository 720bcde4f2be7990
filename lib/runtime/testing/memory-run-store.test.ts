import { runStoreConformance } from '@/lib/ports/run-store.conformance';
import { effectLedgerProperty } from '@/lib/ports/testing/effect-ledger-property';
import { sha256 } from '@/lib/ports/testing/sha256';
import { memoryHarness } from './memory-harness';
import { MemoryRunStore } from './memory-run-store';

const wallClock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: () => Promise.resolve(),
};

const open = async () => memoryHarness(new MemoryRunStore(wallClock, sha256));

runStoreConformance('MemoryRunStore', open);
effectLedgerProperty(open, { histories: 300, acts: 14 });
