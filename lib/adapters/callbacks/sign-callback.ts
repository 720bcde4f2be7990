// Signs what a callback is sent: HMAC-SHA256 over time and body, so that neither can be changed nor sent again later.
import { createHmac } from 'node:crypto';

/**
 * `t=<seconds>,v1=<hex>`, with one `v1` for each secret: `v1` is the HMAC-SHA256 of `<seconds>.<body>`. A receiver accepts any `v1` that fits
 * and refuses a `t` that is more than five minutes away.
 */
export function callbackSignature(body: Uint8Array, atMs: number, secrets: readonly string[]): string {
  const seconds = Math.floor(atMs / 1_000);
  const signed = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')}`,
  );
  return [`t=${seconds}`, ...signed].join(',');
}
