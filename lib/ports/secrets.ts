// Secrets at the last moment, and their removal from everything that is kept.
import type { JsonValue } from '../domain/json';

export interface SecretReader {
  /** @throws CodedError `secret_missing` (fatal). The value is never logged, stored or put in a context. */
  read(name: string): Promise<string>;
}

export interface Redactor {
  /** The same value with every registered secret replaced by `[secret:NAME]`, in raw, base64, url, hex and JSON form. */
  redact<T extends JsonValue>(value: T): T;
  redactText(text: string): string;
  /** The registered secrets of which any form stands in it, each once, by name in order. */
  namesIn(value: JsonValue): readonly string[];
}
