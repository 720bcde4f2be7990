// One key per intent: made when a person acts, kept over every retry of that act, so that it happens once.

/**
 * A new key for one act (a click, a submit). Make it when the person acts, never when the request is sent: a retry must carry the same key.
 * randomUUID exists on https and localhost only; a console on a plain address in a LAN falls back to the same bytes by hand.
 */
export function newIntent(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
