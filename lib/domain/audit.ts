// The closed set of what people and keys do that is audited; refuses an action that is not on the list.
// What the runtime does stands in each run's own journal, so that starting runs needs no global lock.
import { z } from 'zod';

export const AUDIT_ACTIONS = [
  'run.cancel',
  'run.pause',
  'run.resume',
  'bulk.start',
  'bulk.abort',
  'halt.set',
  'halt.lift',
  'agent.pause',
  'agent.resume',
  'approval.vote',
  'approval.decide',
  'agent.put',
  'agent.activate',
  'agent.archive',
  'tool.put',
  'tool.archive',
  'tool.try',
  'tool.tried',
  'model.put',
  'model.archive',
  'model.try',
  'secret.put',
  'callback.put',
  'callback.delete',
  'callback.test',
  'callback.redeliver',
  'secret.remove',
  'session.create',
  'session.revoke',
  'session.refuse',
  'user.put',
  'password.change',
  'password.reset',
  'api_key.create',
  'api_key.revoke',
  'settings.put',
] as const;
export const auditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof auditAction>;
