// Knows every effect of one simulated service, in order; refuses to forget or to change one.
import { join } from 'node:path';
import { z } from 'zod';
import { JsonLines } from '../json-lines';

export const EFFECT_SERVICES = ['payments', 'chat', 'tickets', 'mail'] as const;
export type EffectService = (typeof EFFECT_SERVICES)[number];
export const EFFECT_KINDS = ['refund', 'refund_cancel', 'message', 'ticket', 'mail'] as const;

const bodySchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export const ledgerEntrySchema = z.strictObject({
  /** Dense from 1 within the service. */
  seq: z.int().positive(),
  at: z.iso.datetime(),
  service: z.enum(EFFECT_SERVICES),
  kind: z.enum(EFFECT_KINDS),
  /** The Idempotency-Key as it came in, whether the service honours it or not. */
  key: z.string().nullable(),
  /** What the caller meant, seen from the business: two effects of one intent are a duplicate. */
  intent: z.string(),
  id: z.string(),
  body: bodySchema,
  /** The fault under which the effect happened. */
  fault: z.string().nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
export type EffectKind = LedgerEntry['kind'];
export type EffectBody = LedgerEntry['body'];

export interface NewEffect {
  kind: EffectKind;
  key: string | null;
  intent: string;
  id: string;
  body: EffectBody;
  fault: string | null;
}

export interface LedgerFilter {
  kind?: string | undefined;
  key?: string | undefined;
}

/** The field of the body that says what an effect is about. */
export const SUBJECT_FIELD: Record<EffectService, string> = {
  payments: 'order_id',
  chat: 'channel',
  tickets: 'mail_id',
  mail: 'case_id',
};

/** One file per service below the data directory. `now` is the clock of the whole simulator. */
export class Ledger {
  private readonly file: JsonLines<LedgerEntry>;
  private readonly entries: LedgerEntry[] = [];
  private readonly bySubject = new Map<string, LedgerEntry[]>();
  private readonly byId = new Map<string, LedgerEntry>();
  private readonly firstByKey = new Map<string, LedgerEntry>();

  constructor(
    readonly service: EffectService,
    directory: string,
    private readonly now: () => Date,
  ) {
    this.file = JsonLines.open(join(directory, `${service}.jsonl`), ledgerEntrySchema, (entry) =>
      this.keep(entry),
    );
  }

  private keep(entry: LedgerEntry): void {
    this.entries.push(entry);
    this.byId.set(entry.id, entry);
    const subject = String(entry.body[SUBJECT_FIELD[this.service]]);
    const about = this.bySubject.get(subject);
    if (about) about.push(entry);
    else this.bySubject.set(subject, [entry]);
    if (entry.key !== null && !this.firstByKey.has(entry.key)) this.firstByKey.set(entry.key, entry);
  }

  /** Counts an effect. It stands in the file before this returns. */
  record(effect: NewEffect): LedgerEntry {
    const entry: LedgerEntry = {
      seq: this.entries.length + 1,
      at: this.now().toISOString(),
      service: this.service,
      ...effect,
    };
    this.file.append(entry);
    this.keep(entry);
    return entry;
  }

  all(): readonly LedgerEntry[] {
    return this.entries;
  }

  /** The effects on one order, in one channel, for one mail, about one case. */
  about(subject: string): readonly LedgerEntry[] {
    return this.bySubject.get(subject) ?? [];
  }

  withId(id: string): LedgerEntry | undefined {
    return this.byId.get(id);
  }

  /** The first effect under a key: the only one where the service honours keys. */
  firstWithKey(key: string): LedgerEntry | undefined {
    return this.firstByKey.get(key);
  }

  select(filter: LedgerFilter): LedgerEntry[] {
    return this.entries.filter(
      (entry) =>
        (filter.kind === undefined || entry.kind === filter.kind) &&
        (filter.key === undefined || entry.key === filter.key),
    );
  }

  clear(): void {
    this.file.clear();
    this.entries.length = 0;
    this.bySubject.clear();
    this.byId.clear();
    this.firstByKey.clear();
  }

  close(): void {
    this.file.close();
  }
}
