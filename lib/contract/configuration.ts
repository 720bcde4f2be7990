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

export const SECRET_SOURCES = ['vault', 'variable', 'file'] as const;

export const secretSourceShape = z.strictObject({
  name: secretName,
  /** Where it stands; more than one is a mistake: it is read from none of them then. Empty: something names it, and it is given nowhere. */
  sources: z.array(z.enum(SECRET_SOURCES)),
  /** Why calls that need it fail now; null where they would be given it. */
  problem: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  usedBy: z.array(secretUser),
  /** The last call in a run, or delivery, of what uses it; null: none since `since`. */
  lastUsedAt: timestamp.nullable(),
  /** Where it came from somewhere that none may come from; null: it never did. */
  seen: z.strictObject({ alerts: z.number().int(), lastAt: timestamp, open: z.boolean() }).nullable(),
});
export type SecretSourceShape = z.infer<typeof secretSourceShape>;
/** As the process that answers finds them: each has its own variables and files. */
export const secretSourceList = z.strictObject({
  /** Calls before this are not looked at. */
  since: timestamp,
  /** Why the directory of secrets can't be listed; null where it can, or where there is none. */
  directoryProblem: z.string().nullable(),
  items: z.array(secretSourceShape),
});
export type SecretSourceList = z.infer<typeof secretSourceList>;

export const secretVersionShape = z.strictObject({
  version: z.number().int(),
  createdAt: timestamp,
  createdBy: actor,
  /** When it was removed; only a version put later is in use again. */
  removedAt: timestamp.nullable(),
});
export type SecretVersionShape = z.infer<typeof secretVersionShape>;
export const secretVersionPage = pageOf(secretVersionShape);
