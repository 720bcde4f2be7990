// Takes every secret that this process knows out of what is kept or logged; learns new values before they are first used.
import type { JsonValue } from '../../domain/json';
import { createRedactor, type RegisteredSecret } from '../../guard/redaction';
import type { Redactor } from '../../ports/secrets';

export class LiveRedactor implements Redactor {
  private readonly known = new Map<string, RegisteredSecret>();
  private current = createRedactor([]);

  /** @param secrets what is known from the start: the environment's own. */
  constructor(secrets: readonly RegisteredSecret[] = []) {
    this.learn(secrets);
  }

  /** Adds values, each once. Values are never forgotten: what was replaced may still turn up in a late answer. */
  learn(secrets: readonly RegisteredSecret[]): void {
    const before = this.known.size;
    for (const secret of secrets) {
      if (!this.known.has(secret.value)) this.known.set(secret.value, secret);
    }
    if (this.known.size > before) this.current = createRedactor([...this.known.values()]);
  }

  redact<T extends JsonValue>(value: T): T {
    return this.current.redact(value);
  }

  redactText(text: string): string {
    return this.current.redactText(text);
  }

  namesIn(value: JsonValue): readonly string[] {
    return this.current.namesIn(value);
  }
}
