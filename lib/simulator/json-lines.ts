// Knows an append-only file of JSON lines; refuses a line that is not of its schema.
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { z } from 'zod';

/**
 * A line is handed to the operating system before `append` returns, so it outlives a kill -9 of the process.
 * There is no fsync: a power cut is outside of what a simulator promises.
 */
export class JsonLines<Entry> {
  private readonly descriptor: number;
  private sizeBytes: number;

  private constructor(
    private readonly path: string,
    private readonly schema: z.ZodType<Entry>,
  ) {
    this.descriptor = openSync(path, 'a+');
    this.sizeBytes = fstatSync(this.descriptor).size;
  }

  /**
   * Opens or creates the file and hands every entry to `onEntry` in order. A last line without its newline
   * was being written when the process died, before anybody was answered: it is cut off. Any other line
   * that can't be read throws, with its number.
   */
  static open<Entry>(
    path: string,
    schema: z.ZodType<Entry>,
    onEntry: (entry: Entry) => void,
  ): JsonLines<Entry> {
    const file = new JsonLines(path, schema);
    file.load(onEntry);
    return file;
  }

  private load(onEntry: (entry: Entry) => void): void {
    const bytes = readFileSync(this.path);
    const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
    if (wholeBytes < bytes.byteLength) this.cutTo(wholeBytes);
    const lines = bytes.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1);
    for (const [index, line] of lines.entries()) onEntry(this.parse(line, index + 1));
  }

  private parse(line: string, number: number): Entry {
    try {
      return this.schema.parse(JSON.parse(line));
    } catch (cause) {
      throw new Error(`${this.path}, line ${number}, can't be read. Remove the file to begin anew.`, {
        cause,
      });
    }
  }

  private cutTo(sizeBytes: number): void {
    ftruncateSync(this.descriptor, sizeBytes);
    this.sizeBytes = sizeBytes;
  }

  /** Appends the whole line or throws and leaves the file as it was. */
  append(entry: Entry): void {
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8');
    try {
      let written = 0;
      while (written < bytes.byteLength) written += writeSync(this.descriptor, bytes, written);
    } catch (cause) {
      this.cutTo(this.sizeBytes);
      throw new Error(`${this.path} can't be written.`, { cause });
    }
    this.sizeBytes += bytes.byteLength;
  }

  clear(): void {
    this.cutTo(0);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
