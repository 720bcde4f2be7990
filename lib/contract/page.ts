// Lists on the wire: a page and the cursor of the next one; a cursor stays valid while rows come and go.
import { z } from 'zod';

export const limitParam = z.coerce.number().int().min(1).max(500).default(50);
/** `journal` and `steps` are in order and whole up to this many rows. */
export const longLimitParam = z.coerce.number().int().min(1).max(10_000).default(500);
export const cursorParam = z.string().max(500).optional();

export const pageQuery = z.strictObject({ limit: limitParam, cursor: cursorParam });

export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** A version, or any number that a column counts with: within the integers that PostgreSQL compares it to. */
export const countingNumber = z.number().int().min(1).max(2_147_483_647);

/** A query parameter that may be repeated or parted by commas: `status=failed,waiting`. */
export function listParam<T extends z.ZodType<string, string>>(item: T) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (Array.isArray(value) ? value : value.split(',')).filter((part) => part !== ''))
    .pipe(z.array(item))
    .optional();
}

/** ISO 8601 UTC, within the years that every reader can hold: PostgreSQL knows no year 0. */
export const timestamp = z.iso
  .datetime()
  .refine((text) => text >= '1970' && text < '9999-12-31T24', 'must be a time from 1970 to 9999');
export const uuid = z.uuid();
