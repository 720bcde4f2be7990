// Keeps what each run of a test's store wrote, row by row, with what this very code says of every prefix. A setup file of vitest.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { RunState } from '@/lib/domain/run-state';
import { foldRow } from '@/lib/runtime/fold';
import { MemoryRunStore } from '@/lib/runtime/testing/memory-run-store';
import { toldBy } from '@/lib/runtime/testing/told-state';

/** A test that makes more is one of many histories, and those say the same. */
const MOST_STORES = 150;
const MOST_ROWS = 80;
const KEPT_IN = '.journal-fixtures';

const stores = new Set<MemoryRunStore>();
const create = MemoryRunStore.prototype.createRun;
MemoryRunStore.prototype.createRun = function (run) {
  if (stores.size < MOST_STORES) stores.add(this);
  return create.call(this, run);
};

afterAll(() => {
  MemoryRunStore.prototype.createRun = create;
  mkdirSync(KEPT_IN, { recursive: true });
  for (const { runs } of stores)
    for (const { rows } of runs.values()) {
      if (rows.length < 3 || rows.length > MOST_ROWS) continue;
      try {
        let state: RunState | null = null;
        const lines: string[] = [];
        for (const row of rows) {
          state = foldRow(state, row);
          lines.push(JSON.stringify({ row, told: toldBy(state) }));
        }
        writeFileSync(join(KEPT_IN, `${randomUUID()}.jsonl`), `${lines.join('\n')}\n`);
      } catch {
        // Written by a test as what can't be read.
      }
    }
});
