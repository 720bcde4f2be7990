// Knows the bytes in which journal rows are copied into their table: PostgreSQL's binary COPY format. Refuses what does not fit a column.
import type { JournalRow } from '../../domain/journal-row';

export const COPY_JOURNAL = `COPY checkpoint (run_id, seq, kind, step, at, format, runtime_version, payload, payload_hash, prev_hash, hash, cost_micro_usd,
  tokens) FROM STDIN (FORMAT binary)`;
const COLUMNS = 13;

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** PostgreSQL counts microseconds from the year 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
/** What a row takes besides its texts. */
const FIXED_BYTES = 2 + COLUMNS * 4 + 16 + 4 + 4 + 8 + 4 + 8 + 8;
const UTF8_BYTES_A_UNIT = 3;
const HIGH = 2 ** 32;

/** Rows as one stream, whole with its header and trailer. @throws RangeError for a figure, an instant or an id that the column can't hold. */
export function copyOf(rows: readonly JournalRow[]): Buffer {
  let most = SIGNATURE.length + 2;
  for (const row of rows) most += FIXED_BYTES + UTF8_BYTES_A_UNIT * unitsOf(row);
  const writer = new RowWriter(Buffer.allocUnsafe(most));
  writer.raw(SIGNATURE);
  for (const row of rows) {
    writer.int16(COLUMNS);
    writer.uuid(row.runId);
    writer.int32(row.seq);
    writer.text(row.kind);
    writer.int32(row.step);
    writer.int64((Date.parse(row.at) - EPOCH_MS) * 1_000);
    writer.int32(row.format);
    writer.text(row.runtimeVersion);
    writer.text(row.payload);
    writer.text(row.payloadHash);
    writer.text(row.prevHash);
    writer.text(row.hash);
    writer.int64(row.costMicroUsd);
    writer.int64(row.tokens);
  }
  writer.int16(-1);
  return writer.written();
}

const unitsOf = ({ kind, runtimeVersion, payload, payloadHash, prevHash, hash }: JournalRow) =>
  kind.length + runtimeVersion.length + payload.length + payloadHash.length + prevHash.length + hash.length;

class RowWriter {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  written(): Buffer {
    return this.bytes.subarray(0, this.at);
  }

  raw(part: Buffer): void {
    this.at += part.copy(this.bytes, this.at);
  }

  int16(value: number): void {
    this.at = this.bytes.writeInt16BE(value, this.at);
  }

  int32(value: number | null): void {
    if (value === null) {
      this.at = this.bytes.writeInt32BE(-1, this.at);
      return;
    }
    if (!Number.isInteger(value)) throw new RangeError(`${value} is no integer`);
    this.at = this.bytes.writeInt32BE(4, this.at);
    this.at = this.bytes.writeInt32BE(value, this.at);
  }

  int64(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is beyond the safe integers`);
    const high = Math.floor(value / HIGH);
    this.at = this.bytes.writeInt32BE(8, this.at);
    this.at = this.bytes.writeInt32BE(high, this.at);
    this.at = this.bytes.writeUInt32BE(value - high * HIGH, this.at);
  }

  uuid(value: string): void {
    this.at = this.bytes.writeInt32BE(16, this.at);
    const written = this.bytes.write(value.replaceAll('-', ''), this.at, 'hex');
    if (written !== 16 || value.length !== 36) throw new RangeError(`${value} is no run id`);
    this.at += written;
  }

  text(value: string): void {
    const written = this.bytes.write(value, this.at + 4, 'utf8');
    this.bytes.writeInt32BE(written, this.at);
    this.at += 4 + written;
  }
}
