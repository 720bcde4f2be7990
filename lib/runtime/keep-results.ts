// Keeps the results of reads once they stand in the journal, as they stand there. What can't be kept is asked again another time: no run waits or fails for it.
import type { ToolResult } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { AskedRead } from '@/lib/ports/kept-results';
import type { Launch } from './begin-attempts';
import { decodeRow } from './decode-row';
import type { RuntimePorts } from './runtime-ports';

type Asked = { readonly asked: AskedRead; readonly cacheMs: number };

/** Of one run under one claim. */
export class ResultKeeper {
  /** By step, of which one attempt is open. */
  private readonly asked = new Map<number, Asked>();
  private readonly keeping = new Set<Promise<void>>();

  constructor(
    private readonly runId: string,
    private readonly ports: Pick<RuntimePorts, 'results' | 'logger'>,
  ) {}

  /** These are sent now. */
  launched(launches: readonly Launch[]): void {
    for (const launch of launches) {
      if (launch.kind !== 'tool' || launch.asked === null) continue;
      const { cacheMs } = launch.tool.definition;
      if (cacheMs !== undefined) this.asked.set(launch.step, { asked: launch.asked, cacheMs });
    }
  }

  /** These rows are committed: redacted, and with what their values are labelled as. */
  committed(rows: readonly JournalRow[]): void {
    if (this.asked.size === 0) return;
    for (const row of rows) {
      const { kind, payload } = decodeRow(row);
      if (kind === 'result' && payload.type === 'tool') this.settle(payload);
    }
  }

  get isKeeping(): boolean {
    return this.keeping.size > 0;
  }

  /** Nothing is being kept any more. */
  async idle(): Promise<void> {
    await Promise.all(this.keeping);
  }

  private settle(result: ToolResult): void {
    const asked = this.asked.get(result.step);
    this.asked.delete(result.step);
    if (asked === undefined || result.outcome !== 'succeeded' || result.source !== 'call') return;
    const kept = this.keep(asked, result).finally(() => this.keeping.delete(kept));
    this.keeping.add(kept);
  }

  private async keep(
    { asked, cacheMs }: Asked,
    { step, value, tainted, privateData, latencyMs, spent }: Extract<ToolResult, { outcome: 'succeeded' }>,
  ): Promise<void> {
    const from = { runId: this.runId, step, latencyMs, costMicroUsd: spent?.microUsd ?? 0 };
    try {
      await this.ports.results.keep(asked, { value, tainted, privateData, from }, cacheMs);
    } catch (error) {
      this.ports.logger.warn('a result was not kept for reuse', { error, tool: asked.tool });
    }
  }
}
