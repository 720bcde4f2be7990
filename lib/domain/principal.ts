// Who acts: people with a role, API keys with scopes, and the runtime itself; refuses an act without an actor.
import { z } from 'zod';

/** viewer sees; operator starts and stops runs; approver decides; engineer changes configuration; admin does all and manages people. */
export const ROLES = ['viewer', 'operator', 'approver', 'engineer', 'admin'] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

export const SCOPES = [
  'runs:read',
  'runs:write',
  'signals:write',
  'approvals:read',
  'approvals:decide',
  'agents:read',
  'agents:write',
  'tools:read',
  'tools:write',
  'models:read',
  'models:write',
  'secrets:write',
  'callbacks:write',
  'channels:write',
  'breakers:write',
  'budgets:write',
  'policies:read',
  'policies:write',
  'audit:read',
  'people:write',
  'admin',
] as const;
export const scope = z.enum(SCOPES);
export type Scope = z.infer<typeof scope>;

export type Principal =
  | {
      readonly kind: 'user';
      readonly id: string;
      readonly email: string;
      readonly name: string;
      readonly role: Role;
      /** Null for work that goes on after the request that asked for it. */
      readonly sessionId: string | null;
      /** Somebody else gave the password: until another one is chosen, the person may do nothing else. */
      readonly passwordIsTemporary: boolean;
      /** The role needs a second factor and there is none: until one is set up, the person may do nothing else. */
      readonly mustEnrol?: boolean;
    }
  | {
      readonly kind: 'api_key';
      readonly id: string;
      readonly name: string;
      readonly scopes: readonly Scope[];
      readonly userId: string | null;
    }
  | { readonly kind: 'system'; readonly id: 'runtime' };

/** The actor as it stands in journal and audit: stable when a name changes later. */
export const actor = z.strictObject({
  kind: z.enum(['user', 'api_key', 'system']),
  id: z.string(),
  label: z.string(),
});
export type Actor = z.infer<typeof actor>;

export const SYSTEM_ACTOR: Actor = { kind: 'system', id: 'runtime', label: 'Bulkhead' };
/** Pauses agents that spend too fast. */
export const SPEND_BREAKER_ACTOR: Actor = { kind: 'system', id: 'spend-breaker', label: 'Spend breaker' };

export function actorOf(principal: Principal): Actor {
  switch (principal.kind) {
    case 'user':
      return { kind: 'user', id: principal.id, label: principal.name };
    case 'api_key':
      return { kind: 'api_key', id: principal.id, label: principal.name };
    case 'system':
      return SYSTEM_ACTOR;
  }
}
