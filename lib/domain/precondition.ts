// What a call's target has to be like still when it is sent: the look-up that a tool declares, and what it saw; refuses to look by an effect.
import { z } from 'zod';
import { jsonObject, jsonValue } from './json';
import { resourceName } from './names';

/**
 * A read that is made when a person is asked about a call and once more before it is sent. String leaves of `arguments` may hold
 * `{arguments.path}` of the call; without them it is made with the call's own. Only what stands at `paths` is compared; without them, all of it.
 */
export const precondition = z.strictObject({
  tool: resourceName,
  arguments: jsonObject.optional(),
  paths: z.array(z.string().min(1).max(200)).min(1).max(20).optional(),
});
export type Precondition = z.infer<typeof precondition>;

/** What stood at one path; `''` is the whole result. Without a value there was nothing at it. */
export const seenValue = z.strictObject({ path: z.string(), value: jsonValue.optional() });
export type SeenValue = z.infer<typeof seenValue>;

export const targetState = z.strictObject({
  tool: z.string(),
  toolVersion: z.number().int(),
  arguments: jsonObject,
  at: z.iso.datetime(),
  /** Outsiders may have written it. */
  untrusted: z.literal(true).optional(),
  seen: z.array(seenValue),
});
export type TargetState = z.infer<typeof targetState>;
