// Knows which beginnings of prompts were seen before, as a provider's prefix cache does; refuses to keep texts.
import { createHash } from 'node:crypto';
import { BYTES_PER_TOKEN } from './token-usage';

/** OpenAI caches prompts of 1 024 tokens and more, in steps of 128 (prompt caching guide). */
const MIN_TOKENS = 1_024;
const STEP_TOKENS = 128;
const STEP_BYTES = STEP_TOKENS * BYTES_PER_TOKEN;
/** Digests kept; the oldest go first. */
const CAPACITY = 65_536;

export class PromptCache {
  private readonly seen = new Set<string>();

  /** The tokens of this prompt that were cached, and keeps the prompt for the next one. Lost on a restart. */
  cachedTokens(model: string, prompt: string): number {
    const bytes = Buffer.from(prompt, 'utf8');
    const running = createHash('sha256').update(`${model}\n`);
    let cached = 0;
    let unbroken = true;
    for (let end = STEP_BYTES; end <= bytes.byteLength; end += STEP_BYTES) {
      const digest = running
        .update(bytes.subarray(end - STEP_BYTES, end))
        .copy()
        .digest('base64');
      unbroken &&= this.seen.has(digest);
      if (unbroken) cached = end / BYTES_PER_TOKEN;
      else this.keep(digest);
    }
    return cached >= MIN_TOKENS ? cached : 0;
  }

  private keep(digest: string): void {
    this.seen.add(digest);
    if (this.seen.size <= CAPACITY) return;
    const oldest = this.seen.values().next();
    if (!oldest.done) this.seen.delete(oldest.value);
  }

  clear(): void {
    this.seen.clear();
  }
}
