// Why somebody did it: kept where its effect is seen, and in the audit. Refuses blanks where it is needed.
import { z } from 'zod';

export const givenReason = z.string().trim().min(1).max(1_000);

const reason = z.string().trim().min(1).max(500);

/** A DELETE takes it as its body or in the query; the body goes first. */
export const optionalReason = z.strictObject({ reason: reason.optional() });
