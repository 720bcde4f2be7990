// Knows how prepared statements and journal rows travel in one write and commit together: one implicit transaction, one answer. Refuses to wait in between.
import type { Connection, Pool, PoolClient, Submittable } from 'pg';
import { classifyFault } from '../store-errors';

export type Part =
  | { readonly name: string; readonly text: string; readonly values: readonly (string | null)[] }
  /** A `COPY … FROM STDIN` and what it reads. */
  | { readonly name: string; readonly text: string; readonly data: Buffer };

/** The driver's connection knows these; its types do not tell all of it. */
type Wire = Connection & {
  readonly stream: { write(data: Buffer): boolean; cork(): void; uncork(): void };
  sendCopyFromChunk(chunk: Buffer): void;
};

const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);
const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4]);

/** What is prepared on a connection, by name. A write that failed says nothing about it: its statements are prepared anew. */
const prepared = new WeakMap<Connection, Map<string, string>>();

/**
 * The extended protocol begins a transaction with its first message and ends it with Sync: all parts happen or none, without BEGIN and COMMIT. A part
 * that fails has the server pass over what follows, the rest of a COPY's data too.
 */
class OneWrite implements Submittable {
  /** Set by the driver where it bounds the time to wait; called when all is answered. */
  callback: (error: Error | null, answer?: unknown) => void;
  private readonly answers: string[][] = [[]];
  private wire: Wire | undefined;

  constructor(
    private readonly parts: readonly Part[],
    done: (error: Error | null, answer: readonly string[]) => void,
  ) {
    this.callback = (error) => done(error, this.answers.at(-2) ?? []);
  }

  submit(connection: Connection): void {
    const wire = connection as Wire; // safe because the driver's own queries call these
    this.wire = wire;
    const known = prepared.get(wire) ?? new Map<string, string>();
    prepared.set(wire, known);
    wire.stream.cork();
    try {
      for (const part of this.parts) {
        const { name, text } = part;
        if (known.get(name) !== text) {
          wire.close({ type: 'S', name }, true);
          wire.parse({ name, text, types: [] }, true);
        }
        const values = 'data' in part ? [] : part.values;
        wire.bind({ statement: name, values: [...values], portal: '', binary: false } as never, true);
        wire.execute({} as never, true);
        if (!('data' in part)) continue;
        wire.sendCopyFromChunk(part.data);
        wire.stream.write(COPY_DONE);
      }
      wire.stream.write(SYNC);
    } finally {
      wire.stream.uncork();
    }
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.answers.at(-1)?.push(fields[0] ?? '');
  }

  handleCommandComplete(): void {
    this.answers.push([]);
  }

  handleCopyInResponse(): void {}

  handleError(error: Error): void {
    if (this.wire) prepared.delete(this.wire);
    this.callback(error);
  }

  handleReadyForQuery(): void {
    const known = this.wire && prepared.get(this.wire);
    for (const { name, text } of this.parts) known?.set(name, text);
    this.callback(null);
  }
}

/** A connection that is kept from one write to the next while there are more, so that a write is on its way before anything else happens. */
export class Line {
  private client: PoolClient | null = null;

  constructor(private readonly pool: Pool) {}

  /** @returns the first column of what the last part answered. @throws what the driver throws; nothing is written then, or it is unknown. */
  async write(parts: readonly Part[]): Promise<readonly string[]> {
    this.client ??= await this.pool.connect();
    const { client } = this;
    try {
      return await new Promise<readonly string[]>((resolve, reject) => {
        client.query(new OneWrite(parts, (error, answer) => (error ? reject(error) : resolve(answer))));
      });
    } catch (error) {
      // What was refused is rolled back by Sync, so that the connection can be used on.
      if (classifyFault(error) === 'unavailable') this.rest(error instanceof Error ? error : true);
      throw error;
    }
  }

  get isWanted(): boolean {
    return this.pool.waitingCount > 0;
  }

  /** Gives the connection back, until the next write. */
  rest(fault?: Error | true): void {
    this.client?.release(fault);
    this.client = null;
  }
}
