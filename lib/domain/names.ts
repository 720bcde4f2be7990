// Names of configured things as they stand in URLs, keys and the journal; refuses what could be mistaken for a path or a template.
import { z } from 'zod';

/** Lower-case words parted by dot, dash or underscore: `payments.refund`, `daily-summary`. */
export const resourceName = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/, 'lower-case letters and digits, parted by single . _ or -');

/** Secrets are named as environment variables are. */
export const secretName = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[A-Z][A-Z0-9_]*$/, 'upper-case letters, digits and _');

/** The function name offered to a model, which may hold no dot: `payments.refund` ↔ `payments__refund`. */
export function wireToolName(name: string): string {
  return name.replaceAll('.', '__');
}
export function toolNameFromWire(wireName: string): string {
  return wireName.replaceAll('__', '.');
}
