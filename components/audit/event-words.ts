// What an event says in a sentence: "Ada Obi | gave a value to the secret | PAYMENTS_KEY". An act that is not known here is named as it is stored.
import type { AuditEventShape } from '@/lib/contract/audit';
import type { AuditAction } from '@/lib/domain/audit';
import { isJsonObject } from '@/lib/domain/json';

type SaidOtherwise =
  | 'session.create'
  | 'session.reauthenticate'
  | 'session.revoke_all'
  | 'second_factor.add'
  | 'second_factor.remove'
  | 'session.revoke'
  | 'password.change'
  | 'user.put';

const PHRASES = {
  'run.cancel': 'cancelled the run of',
  'run.pause': 'paused the run of',
  'run.resume': 'resumed the run of',
  'run.redrive': 'redrove the run of',
  'run.compensate': 'undid what was done by the run',
  'run.fork': 'forked the run',
  'run.erase': 'erased what the run held',
  'run.late_answer': 'heard an answer after its time for the ended run of',
  'run.discard': 'gave up the run of',
  'bulk.start': 'began the bulk action',
  'bulk.abort': 'aborted the bulk action',
  'halt.set': 'halted',
  'breaker.isolate': 'isolated the breaker',
  'breaker.reset': 'reset the breaker',
  'halt.lift': 'lifted the halt of',
  'approval.vote': 'voted on the call of',
  'approval.decide': 'decided the call of',
  'agent.put': 'made a version of the agent',
  'agent.activate': 'activated a version of the agent',
  'agent.archive': 'archived the agent',
  'budget.put': 'set the budget',
  'budget.archive': 'took away the budget',
  'usage.import': 'imported the usage export',
  'usage.withdraw': 'withdrew the usage export',
  'alert.acknowledge': 'acknowledged the alert',
  'agent.pause': 'paused the agent',
  'agent.resume': 'resumed the agent',
  'tool.put': 'made a version of the tool',
  'tool.archive': 'archived the tool',
  'tool.try': 'tried the tool',
  'tool.tried': 'finished a try of the tool',
  'model.put': 'made a version of the model',
  'model.archive': 'archived the model',
  'model.try': 'tried the model',
  'secret.put': 'gave a value to the secret',
  'master_key.rotate': 'sealed secrets anew with the master key',
  'secret.remove': 'removed the secret',
  'callback.put': 'changed the callback',
  'callback.delete': 'removed the callback',
  'callback.test': 'tested the callback',
  'callback.redeliver': 'told again through the callback',
  'channel.put': 'changed the channel',
  'channel.delete': 'removed the channel',
  'channel.test': 'tested the channel',
  'channel.redeliver': 'told again through the channel',
  'view.put': 'kept the view',
  'view.delete': 'deleted the view',
  'session.refuse': 'refused a sign-in as',
  'access.refuse': 'was refused',
  'user.link': 'took a sign-in at the issuer for',
  'user.allow_link': 'let a sign-in at the issuer be taken for',
  'second_factor.reset': 'took away the second factor of',
  'password.reset': 'gave a temporary password to',
  'api_key.create': 'made the API key',
  'api_key.revoke': 'revoked the API key',
  'signal.send': 'sent an event to',
  'settings.put': 'changed the settings of',
  'prices.put': 'changed the prices of',
  'policy.draft': 'drafted rules for',
  'policy.publish': 'published rules for',
  'policy.roll_back': 'took the rules back for',
  'policy.log_only': 'had rules logged beside those of',
  'policy.stop_log_only': 'ended the logging of rules for',
  'journal.seal': 'sealed',
} satisfies { readonly [A in Exclude<AuditAction, SaidOtherwise>]: string };
/** Asked by the name that is stored, which an older or newer version may have written. */
const KNOWN_PHRASES: Readonly<Record<string, string>> = PHRASES;

/** Ends where the entity's name goes on. */
export function phraseOf({
  action,
  actor,
  entity,
  before,
}: Pick<AuditEventShape, 'action' | 'actor' | 'entity' | 'before'>): string {
  const own = entity.name === actor.label;
  switch (action) {
    case 'session.create':
      return 'signed in';
    case 'session.revoke_all':
      return own ? 'ended all sessions of their own' : 'ended all sessions of';
    case 'session.revoke':
      return own ? 'ended a session of their own' : 'ended a session of';
    case 'session.reauthenticate':
      return 'proved again who they are';
    case 'second_factor.add':
      return 'set up a second factor';
    case 'second_factor.remove':
      return 'took away their second factor';
    case 'password.change':
      return 'chose another password';
    case 'access.refuse':
      // The runtime itself is never refused: it tells of those whom it does not know.
      return actor.kind === 'system' ? 'refused requests of' : PHRASES[action];
    case 'user.put':
      return before === null ? 'added' : own ? 'changed themselves' : 'changed';
    default:
      return KNOWN_PHRASES[action] ?? `did ${action} to`;
  }
}

/** Acts whose sentence needs no object: they are about oneself. */
const ALONE: ReadonlySet<string> = new Set([
  'session.create',
  'session.reauthenticate',
  'second_factor.add',
  'second_factor.remove',
  'password.change',
]);

/** What the sentence ends with; null where the phrase says it all. */
export function objectOf({
  action,
  actor,
  entity,
  before,
  after,
}: Pick<AuditEventShape, 'action' | 'actor' | 'entity' | 'before'> & Partial<Pick<AuditEventShape, 'after'>>):
  | string
  | null {
  if (ALONE.has(action)) return null;
  if (
    (action === 'session.revoke' || action === 'session.revoke_all' || action === 'user.put') &&
    entity.name === actor.label
  )
    return null;
  if (
    entity.kind === 'settings' ||
    entity.kind === 'prices' ||
    entity.kind === 'policy' ||
    entity.kind === 'installation' ||
    entity.kind === 'halt'
  )
    return 'this installation';
  if (action === 'access.refuse' && actor.kind === 'system')
    return entity.id === 'anonymous' ? 'nobody it knows' : 'too many to name';
  if (entity.kind === 'journal') return 'the journals of runs';
  // A view has its name from what is recorded of it: it may be gone.
  const kept = entity.kind === 'view' ? (isJsonObject(after) ? after : before) : null;
  if (isJsonObject(kept) && typeof kept.name === 'string') return kept.name;
  return entity.name ?? entity.id;
}

const LOOKS: Readonly<Record<string, (value: string | number) => string>> = {
  version: (value) => `v${value}`,
  activeVersion: (value) => `v${value}`,
  address: (value) => `from ${value}`,
  requests: (value) => `${value} requests`,
  journals: (value) => `${value} of them`,
  again: (value) => `asked again ${value} times`,
};

/** One line of what matters most of what is there now: the version, the decision, the role. */
export function gistOf({ after, before }: Pick<AuditEventShape, 'after' | 'before'>): string | null {
  if (!isJsonObject(after)) return null;
  const was = isJsonObject(before) ? before : {};
  const parts = [
    'decision',
    'status',
    'role',
    'disabled',
    'version',
    'activeVersion',
    'displayName',
    'zone',
    'address',
    'requests',
    'journals',
    'again',
  ].flatMap((name) => {
    const [now, then] = [after[name], was[name]];
    if (now === undefined || now === null || typeof now === 'object') return [];
    if (then !== undefined && then === now) return [];
    if (typeof now === 'boolean') return now || then === true ? [now ? name : `not ${name}`] : [];
    const said = (LOOKS[name] ?? String)(now);
    return [then === undefined || then === null || typeof then === 'object' ? said : `${then} → ${now}`];
  });
  return parts.length === 0 ? null : parts.join(', ');
}
