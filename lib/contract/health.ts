// Liveness and readiness on the wire.
import { z } from 'zod';

export const liveShape = z.strictObject({ status: z.literal('live'), version: z.string() });
export const readyShape = z.strictObject({
  status: z.enum(['ready', 'not_ready']),
  checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
