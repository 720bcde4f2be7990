// Who is asked next, and for how long, where nobody decides in time. Refuses a chain that ends in anything but a rejection.
import { z } from 'zod';
import { type Role, role } from './principal';

/** The roles that may decide. */
export const DECIDING_ROLES = ['approver', 'admin'] as const;
const decidingRole = z.enum(DECIDING_ROLES, {
  error: 'must be approver or admin: nobody else may decide',
});

/** How long whoever is asked has to decide. */
export const timeToDecideMs = z
  .number()
  .int()
  .min(1_000)
  .max(30 * 86_400_000);

/** One level of an agent's chain. */
export const escalationLevel = z.strictObject({
  /** Who may decide at this level, besides admins. */
  role: decidingRole.default('approver'),
  /** E-mail addresses: of those with the role these alone. Whoever has it when absent. */
  people: z
    .array(z.email('must be an e-mail address').max(200).toLowerCase())
    .min(1)
    .max(20)
    .refine((people) => new Set(people).size === people.length, 'must name each once')
    .optional(),
  expiresMs: timeToDecideMs,
});
export type EscalationLevel = z.infer<typeof escalationLevel>;

export const escalationChain = z.array(escalationLevel).min(1, 'must name who is asked next').max(10);

/** A level as an approval has it: with the role that holds for its call. */
export const askedLevel = z.strictObject({ role, people: z.array(z.string()), expiresMs: timeToDecideMs });
export type AskedLevel = z.infer<typeof askedLevel>;

/** What becomes of a call that nobody decided. Approving by silence is not offered. */
export const onExpiry = z.enum(['reject', 'escalate'], {
  error: 'must be reject or escalate: what nobody decides is never approved, approve is not offered',
});
export type OnExpiry = z.infer<typeof onExpiry>;

/** What stands at a level: its end is the next one, or a rejection. @param level 0: those who were asked first. */
export function onExpiryAt(level: number, levels: readonly AskedLevel[]): OnExpiry {
  return level < levels.length ? 'escalate' : 'reject';
}

/** Who may decide at a level, besides admins. @param first the role of those who were asked first. */
export function roleAt(level: number, first: Role, levels: readonly AskedLevel[]): Role {
  return levels[level - 1]?.role ?? first;
}

/** Whom a level narrows its role to; empty: whoever has the role. */
export function peopleAt(level: number, levels: readonly AskedLevel[] | null): readonly string[] {
  return levels?.[level - 1]?.people ?? [];
}
