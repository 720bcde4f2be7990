// Kept results in memory, as honest as the real ones: by tool version, arguments and secrets, until their time is over.
import { canonicalJson } from '@/lib/domain/canonical-json';
import { type Clock, isoAt } from '@/lib/ports/clock';
import {
  type AskedRead,
  type FoundResult,
  type KeptResult,
  type KeptResults,
  MOST_KEPT_BYTES,
  type ReadCall,
  SINCE_MARGIN_MS,
  type Since,
} from '@/lib/ports/kept-results';

type Kept = { readonly result: KeptResult; readonly expiresAtMs: number };

export class MemoryKeptResults implements KeptResults {
  readonly kept = new Map<string, Kept>();
  /** The version in force; a removed one has none. */
  readonly secrets = new Map<string, number>();
  /** How far the store's clock is ahead of the one that is handed in. */
  aheadMs = 0;

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  async find(call: ReadCall, since: Since | null): Promise<FoundResult> {
    const versions = call.secrets.map((name) => this.secrets.get(name));
    if (versions.includes(undefined)) return { kept: null, asked: null };
    const nowMs = this.nowMs();
    const secretVersions = call.secrets.map((name, i) => `${name}:${versions[i]}`).join(',');
    const asked = { ...call, secretVersions, at: isoAt(nowMs) };
    const found = this.kept.get(keyOf(asked));
    if (found === undefined || found.expiresAtMs <= nowMs) return { kept: null, asked };
    return since !== null && Date.parse(found.result.from.at) <= latest(since, nowMs) + SINCE_MARGIN_MS
      ? { kept: null, asked }
      : { kept: found.result, asked: null };
  }

  keep: KeptResults['keep'] = async (asked, { from, ...labelled }, forMs) => {
    const expiresAtMs = Date.parse(asked.at) + forMs;
    const bytes = new TextEncoder().encode(canonicalJson(labelled.value)).length;
    if (bytes > MOST_KEPT_BYTES || expiresAtMs <= this.nowMs()) return;
    const standing = this.kept.get(keyOf(asked));
    if (standing !== undefined && standing.result.from.at > asked.at) return;
    this.kept.set(keyOf(asked), { result: { ...labelled, from: { ...from, at: asked.at } }, expiresAtMs });
  };

  private nowMs(): number {
    return this.clock.now() + this.aheadMs;
  }
}

/** By whichever clock it is later. */
const latest = ({ at, now }: Since, nowMs: number) =>
  Math.max(Date.parse(at), nowMs - (Date.parse(now) - Date.parse(at)));

const keyOf = ({ tool, toolVersion, argumentHash, secretVersions }: AskedRead) =>
  JSON.stringify([tool, toolVersion, argumentHash, secretVersions]);
