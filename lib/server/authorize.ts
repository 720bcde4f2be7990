// The one home of permission: what a role contains, what a key may do, who may decide an approval; refuses with a reason in plain words.
import 'server-only';
import type { ApprovalKind, ApprovalStatus } from '../domain/approval';
import { RequestError } from '../domain/errors';
import { type AskedLevel, peopleAt } from '../domain/escalation';
import { type Actor, type Principal, type Role, SCOPES, type Scope } from '../domain/principal';

const READ: readonly Scope[] = SCOPES.filter((scope) => scope.endsWith(':read') && scope !== 'audit:read');
const OPERATE: readonly Scope[] = [...READ, 'runs:write', 'signals:write', 'breakers:write'];

/** Everybody who may sign in sees everything but the audit; each role below adds its own. */
export const SCOPES_OF_ROLE: { readonly [R in Role]: readonly Scope[] } = {
  viewer: READ,
  operator: OPERATE,
  approver: [...OPERATE, 'approvals:decide'],
  engineer: [
    ...OPERATE,
    'budgets:write',
    'policies:write',
    'agents:write',
    'tools:write',
    'models:write',
    'secrets:write',
    'callbacks:write',
    'channels:write',
  ],
  admin: SCOPES,
};

/** What may be asked of a principal: a scope, or only that it is somebody. */
export type RequiredScope = Scope | 'signed-in' | 'public';

export function scopesOf(principal: Principal): readonly Scope[] {
  switch (principal.kind) {
    case 'user':
      return principal.passwordIsTemporary || principal.mustEnrol === true
        ? []
        : SCOPES_OF_ROLE[principal.role];
    case 'api_key':
      return principal.scopes.includes('admin') ? SCOPES : principal.scopes;
    case 'system':
      return SCOPES;
  }
}

export function holds(principal: Principal, required: RequiredScope): boolean {
  return required === 'signed-in' || required === 'public' || scopesOf(principal).includes(required);
}

/** @throws RequestError `forbidden` that names the scope and, for people, the roles that have it. */
export function requireScope(principal: Principal, required: RequiredScope): void {
  if (holds(principal, required)) return;
  if (principal.kind === 'user' && principal.passwordIsTemporary)
    throw new RequestError(
      'forbidden',
      'Your password was given to you. Choose another one first: POST /me/password.',
    );
  if (principal.kind === 'user' && principal.mustEnrol === true)
    throw new RequestError(
      'forbidden',
      'Your role needs a second factor. Set one up first: POST /me/second-factor.',
    );
  const roles = Object.entries(SCOPES_OF_ROLE)
    .filter(([, scopes]) => (scopes as readonly string[]).includes(required)) // safe because only membership is asked
    .map(([role]) => role);
  throw new RequestError(
    'forbidden',
    principal.kind === 'api_key'
      ? `This key does not have the scope ${required}.`
      : `This needs the role ${listOf(roles)}.`,
    [],
    { scope: required },
  );
}

/** What `mayDecide` needs to know of an approval. */
export type DecidableApproval = {
  readonly kind?: ApprovalKind;
  readonly status: ApprovalStatus;
  readonly requiredRole: Role;
  /** Who is asked one after the other; absent where nobody else is. */
  readonly escalateTo?: readonly AskedLevel[] | null;
  readonly escalationLevel?: number;
  readonly selfApproval: 'allow' | 'forbid';
  readonly startedBy: Actor;
  /** The person behind `startedBy`: the user, or the user that its key acts for. */
  readonly startedByPersonId: string | null;
  /** Votes of the present round. */
  readonly votes: readonly { readonly personId: string }[];
  readonly expired: boolean;
};

/** Who decides: a person's role at this moment, and their e-mail address in lower case. */
export type Decider = { readonly role: Role; readonly email: string };

export type MayDecide =
  | { readonly allowed: true; readonly reason: null; readonly personId: string }
  | { readonly allowed: false; readonly reason: string; readonly personId: string | null };

/** A saved view is its owner's to change; a shared one also an administrator's. */
export function mayChangeView(
  principal: Principal,
  view: { readonly ownerId: string; readonly shared: boolean },
): boolean {
  return personOf(principal) === view.ownerId || (view.shared && holds(principal, 'admin'));
}

/** The key from the environment: a machine's, with every right, accepted as soon as the server answers. */
export const ENVIRONMENT_KEY_ID = 'environment';

/**
 * The person that a key made by this principal acts for. The environment's key makes keys of nobody: as the administrator's they could decide
 * what it started itself.
 */
export function personOfNewKey(maker: Principal): string | null {
  return isEnvironmentKey(maker) ? null : personOf(maker);
}

function isEnvironmentKey({ kind, id }: { readonly kind: string; readonly id: string }): boolean {
  return kind === 'api_key' && id === ENVIRONMENT_KEY_ID;
}

/** The person that a principal acts for; a machine's own key and the runtime act for nobody. */
export function personOf(principal: Principal): string | null {
  switch (principal.kind) {
    case 'user':
      return principal.id;
    case 'api_key':
      return principal.userId;
    case 'system':
      return null;
  }
}

/** Whether a person may decide, at the state of the approval that was read; the decision itself is a compare-and-set. */
export function mayDecide(
  principal: Principal,
  approval: DecidableApproval,
  decider: Decider | null,
): MayDecide {
  const personId = personOf(principal);
  const refused = (reason: string): MayDecide => ({ allowed: false, reason, personId });
  if (approval.status !== 'pending') return refused(`It is ${approval.status} already.`);
  if (approval.expired) return refused('Its time has run out.');
  const isOwnRun =
    approval.startedByPersonId === personId ||
    (approval.startedBy.kind === principal.kind && approval.startedBy.id === principal.id) ||
    // Nobody's keys are made by the environment's key, which must not decide through a second one of its own.
    (isEnvironmentKey(principal) &&
      approval.startedBy.kind === 'api_key' &&
      approval.startedByPersonId === null);
  // An answer lets nothing happen, and whoever started the run could have said it at the start.
  if (approval.kind === 'question' && isOwnRun && personId !== null && holds(principal, 'runs:write'))
    return { allowed: true, reason: null, personId };
  if (!holds(principal, 'approvals:decide'))
    return refused(
      principal.kind === 'api_key'
        ? 'This key does not have the scope approvals:decide.'
        : `Deciding needs the role ${listOf([approval.requiredRole, 'admin'])}.`,
    );
  if (personId === null || decider === null)
    return refused('A decision is a person’s: this key belongs to no person.');
  if (decider.role !== approval.requiredRole && decider.role !== 'admin')
    return refused(`Deciding needs the role ${listOf([approval.requiredRole, 'admin'])}.`);
  const people = peopleAt(approval.escalationLevel ?? 0, approval.escalateTo ?? null);
  if (people.length > 0 && decider.role !== 'admin' && !people.includes(decider.email))
    return refused(`Nobody decided in time. Now it is asked of ${listOf([...people, 'an admin'])}.`);
  if (approval.selfApproval === 'forbid' && isOwnRun)
    return refused('You started this run. Another person has to decide its calls.');
  if (approval.votes.some((vote) => vote.personId === personId))
    return refused('You have voted. Another person is needed.');
  return { allowed: true, reason: null, personId };
}

function listOf(words: readonly string[]): string {
  const distinct = [...new Set(words)];
  const last = distinct.at(-1) ?? '';
  return distinct.length < 2 ? last : `${distinct.slice(0, -1).join(', ')} or ${last}`;
}
