// How untrusted text and private data came into the context of a call, and which of its arguments must not come from outsiders; refuses to guess what is not recorded.
import { z } from 'zod';

/** Where something came into the context: a step and its tool, or the run's own input as step 0 without a tool. */
export const origin = z.strictObject({ step: z.number().int().min(0), tool: z.string().nullable() });
export type Origin = z.infer<typeof origin>;

/** The first few are named; `count` says how many there were. */
export const MAX_NAMED_ORIGINS = 5;
const origins = z.strictObject({ first: z.array(origin), count: z.number().int() });
export type Origins = z.infer<typeof origins>;

export const taintPath = z.strictObject({ untrusted: origins, private: origins });
export type TaintPath = z.infer<typeof taintPath>;

/** What an argument decides: whom something reaches, which machine is spoken to, what is carried out. */
export const ARGUMENT_ROLES = ['recipient', 'host', 'command'] as const;
export type ArgumentRole = (typeof ARGUMENT_ROLES)[number];

const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/**
 * `allow`: values that need nobody's look. Of a recipient a whole address, or `@example.com` for every address of that domain; of a host its
 * name, which stands for all below it as well; of a command the exact text.
 */
export const sensitiveArgument = z
  .strictObject({
    role: z.enum(ARGUMENT_ROLES),
    allow: z.array(z.string().min(1).max(300)).min(1).max(200).optional(),
  })
  .superRefine(({ role, allow }, context) => {
    for (const [index, value] of (allow ?? []).entries())
      if (role === 'host' && !HOST.test(value))
        context.addIssue({
          code: 'custom',
          path: ['allow', index],
          message: 'must be a host name in lower case, such as example.com',
        });
  });
export type SensitiveArgument = z.infer<typeof sensitiveArgument>;

/** By dotted path; what is nested below a path counts with it. */
export const sensitiveArguments = z.record(z.string().min(1).max(200), sensitiveArgument);

/**
 * Of one text within a sensitive argument of a tainted call. `from`: where people or configuration say it; null: nowhere. `seen`: what outsiders wrote and it
 * stands in; null: nothing that is known.
 */
export const argumentSource = z.strictObject({
  path: z.string(),
  role: z.enum(ARGUMENT_ROLES),
  value: z.string(),
  from: z.enum(['input', 'grant', 'allow_list']).nullable(),
  seen: origin.nullable(),
});
export type ArgumentSource = z.infer<typeof argumentSource>;

export function originsOf(all: readonly Origin[]): Origins {
  return { first: all.slice(0, MAX_NAMED_ORIGINS), count: all.length };
}

/** `step 2 (web.fetch)`, `the run’s input`. */
export function originWords({ step, tool }: Origin): string {
  if (step === 0) return 'the run’s input';
  return tool === null ? `step ${step}` : `step ${step} (${tool})`;
}

/** `step 2 (web.fetch), step 4 (mail.read) and 3 more`; empty where there is none. */
export function originsWords({ first, count }: Origins): string {
  const named = first.map(originWords);
  const more = count - first.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  const last = named.pop();
  if (last === undefined) return '';
  return named.length === 0 ? last : `${named.join(', ')} and ${last}`;
}
