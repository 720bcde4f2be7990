// Knows how a condition that depends on its caller is written with numbered parameters. Refuses values inside the text.

export class QueryText {
  readonly values: unknown[] = [];
  readonly #conditions: string[] = [];

  /** The next parameter, e.g. `$3`. */
  param(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** Adds a condition; `write` gets a parameter per value. */
  where(write: (...params: string[]) => string, ...values: unknown[]): void {
    this.#conditions.push(write(...values.map((value) => this.param(value))));
  }

  get conditions(): string {
    return this.#conditions.length === 0 ? 'true' : this.#conditions.join(' AND ');
  }
}
