// The two tokens of a run, made once when its model is first asked, and from then on read from its journal.

import type { RunState } from '@/lib/domain/run-state';
import type { RunMarks } from '@/lib/domain/screening';
import type { RuntimePorts } from './runtime-ports';

const TOKEN_CHARS = 20;

export function marksOf(
  { marks }: Pick<RunState, 'marks'>,
  ports: Pick<RuntimePorts, 'ids' | 'hash'>,
): RunMarks {
  return marks ?? { delimiter: token(ports), canary: token(ports) };
}

/** 80 bits of a hash over two ids, each of which has 62 that nobody can guess. */
function token({ ids, hash }: Pick<RuntimePorts, 'ids' | 'hash'>): string {
  return hash(`${ids.timeOrdered()}:${ids.timeOrdered()}`).slice(0, TOKEN_CHARS);
}
