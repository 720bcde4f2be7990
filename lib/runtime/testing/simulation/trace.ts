// What happened in a simulated history, a line each, for people: when, who, what, and the journal rows that were written.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import { decodeRow } from '../../decode-row';

export class Trace {
  readonly lines: string[] = [];
  private readonly names = new Map<string, string>();

  /** @param isKept a history of which nobody asks for the lines makes none. */
  constructor(
    private readonly elapsedMs: () => number,
    private readonly isKept: boolean,
  ) {}

  /** Ids are long; people read names. */
  name(id: string, name: string): void {
    this.names.set(id, name);
  }

  nameOf(id: string): string {
    return this.names.get(id) ?? id;
  }

  say(who: string, what: () => string): void {
    if (!this.isKept) return;
    const text = what().replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g, (id) => this.nameOf(id));
    this.lines.push(`${elapsed(this.elapsedMs())}  ${who.padEnd(9)} ${text}`);
  }
}

function elapsed(ms: number): string {
  const minutes = String(Math.floor(ms / 60_000)).padStart(2, '0');
  return `${minutes}:${String(Math.floor(ms / 1_000) % 60).padStart(2, '0')}.${String(ms % 1_000).padStart(3, '0')}`;
}

export function rowsInWords(rows: readonly JournalRow[]): string {
  return rows.map((row) => `#${row.seq} ${entryInWords(decodeRow(row))}`).join(' · ');
}

function entryInWords({ kind, payload }: JournalEntry): string {
  switch (kind) {
    case 'claim':
      return `claim fence ${payload.fence} by ${payload.workerId}`;
    case 'intent':
      if (payload.type === 'wait')
        return `intent wait step ${payload.step} for ${payload.correlationKey} until ${payload.until}`;
      return `intent ${payload.type} step ${payload.step} attempt ${payload.attempt}${payload.type === 'tool' ? ` ${payload.mode}${callInWords(payload.call)}` : ''}`;
    case 'result': {
      const why =
        payload.outcome === 'error'
          ? ` ${payload.error.code}${'next' in payload ? ` → ${payload.next}` : ''}`
          : '';
      return `result ${payload.type} step ${payload.step} ${payload.outcome}${why}`;
    }
    case 'input':
      return payload.type === 'start'
        ? 'input start'
        : `input ${payload.inputSeq} ${payload.type}${payload.type === 'decision' ? ` ${payload.decision} step ${payload.step}` : ''}${payload.type === 'signal' ? ` ${payload.event?.id ?? 'none'} step ${payload.step}` : ''}`;
    case 'fact':
      if (payload.type === 'admission') {
        return `fact admission step ${payload.step} ${payload.admission.verdict}${callInWords(payload.call)}`;
      }
      return `fact ${payload.type}${payload.type === 'bound' ? ` ${payload.bound}` : ''}`;
    case 'snapshot':
      return 'snapshot';
    case 'end':
      return `end ${payload.status}${payload.error === null ? '' : ` ${payload.error.code}`}`;
  }
}

function callInWords(call: { readonly tool: string; readonly effectKey: string } | undefined): string {
  return call === undefined ? '' : ` (${call.tool}, key ${call.effectKey})`;
}
