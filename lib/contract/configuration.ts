// Agents, tools, models and secrets on the wire: PUT makes an immutable version, an identical PUT gives the same one.
import { z } from 'zod';
import { agentDefinition } from '../domain/agent';
import { modelDefinition } from '../domain/model';
import { secretName } from '../domain/names';
import { actor } from '../domain/principal';
import { toolDefinition } from '../domain/tool';
import { countingNumber, pageOf, pageQuery, timestamp } from './page';
import { givenReason } from './reason';

function versioned<T extends z.ZodType>(definition: T) {
  return z.strictObject({
    name: z.string(),
    version: z.number().int(),
    /** Whether this is the version that new runs use. */
    active: z.boolean(),
    definition,
    createdAt: timestamp,
    createdBy: actor,
    /** When the name was taken out of use; null while it is in use. */
    archivedAt: timestamp.nullable(),
  });
}

export const agentShape = versioned(agentDefinition);
export const toolShape = versioned(toolDefinition);
export const modelShape = versioned(modelDefinition);
export type AgentShape = z.infer<typeof agentShape>;
export type ToolShape = z.infer<typeof toolShape>;
export type ModelShape = z.infer<typeof modelShape>;
export const agentPage = pageOf(agentShape);
export const toolPage = pageOf(toolShape);
export const modelPage = pageOf(modelShape);

/** `archived=only`: what was taken out of use instead of what is in use. */
export const catalogQuery = pageQuery.extend({ archived: z.literal('only').optional() });

export const putAnswer = z.strictObject({ name: z.string(), version: z.number().int(), active: z.boolean() });
/** `warnings`: it was saved all the same, and somebody should know; left out where there are none. */
export const putAgentAnswer = putAnswer.extend({
  warnings: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
export const activateBody = z.strictObject({
  version: countingNumber,
  /** Kept in the audit. */
  reason: givenReason.optional(),
});

export const putSecretBody = z.strictObject({ value: z.string().min(1).max(16_384) });
/** What names a secret now: tools and models at their active version. */
export const secretUser = z.strictObject({
  kind: z.enum(['tool', 'model', 'callback', 'channel']),
  name: z.string(),
});
export type SecretUser = z.infer<typeof secretUser>;

export const secretShape = z.strictObject({
  name: secretName,
  version: z.number().int(),
  createdAt: timestamp,
  createdBy: actor,
  usedBy: z.array(secretUser),
});
export type SecretShape = z.infer<typeof secretShape>;
export const secretPage = pageOf(secretShape);
export const secretVersionShape = z.strictObject({
  version: z.number().int(),
  createdAt: timestamp,
  createdBy: actor,
  /** When it was removed; only a version put later is in use again. */
  removedAt: timestamp.nullable(),
});
export type SecretVersionShape = z.infer<typeof secretVersionShape>;
export const secretVersionPage = pageOf(secretVersionShape);
