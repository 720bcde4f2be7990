// Why somebody did what can't be undone: never needed, and kept in the audit wherever it is given.
import { z } from 'zod';

const reason = z.string().trim().min(1).max(500);

/** A DELETE takes it as its body or in the query; the body goes first. */
export const optionalReason = z.strictObject({ reason: reason.optional() });
