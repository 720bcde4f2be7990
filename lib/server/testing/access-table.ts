// Who may ask for what: by role for people, by scope for keys. Written out, and held against the doors; nothing here is read from them.
import type { Role, Scope } from '../../domain/principal';

export type AccessRow = {
  /** People who may; null: everybody, signed in or not. */
  readonly roles: readonly Role[] | null;
  /** What a key needs; null: nothing but to be valid; `person`: it is for people alone. */
  readonly scope: Scope | 'person' | null;
};

const EVERYBODY: readonly Role[] = ['viewer', 'operator', 'approver', 'engineer', 'admin'];
const OPERATORS: readonly Role[] = ['operator', 'approver', 'engineer', 'admin'];
const DECIDERS: readonly Role[] = ['approver', 'admin'];
const ENGINEERS: readonly Role[] = ['engineer', 'admin'];
const ADMINS: readonly Role[] = ['admin'];
const PUBLIC: AccessRow = { roles: null, scope: null };

/** Every endpoint of API v1, and the event stream. */
export const ACCESS_TABLE: Readonly<Record<string, AccessRow>> = {
  'GET /openapi.json': PUBLIC,

  // whoever is signed in
  'GET /me': { roles: EVERYBODY, scope: null },
  'GET /sessions': { roles: EVERYBODY, scope: null },
  'DELETE /sessions': { roles: EVERYBODY, scope: 'person' },
  'DELETE /sessions/{id}': { roles: EVERYBODY, scope: null },
  'POST /me/password': { roles: EVERYBODY, scope: null },
  'GET /me/second-factor': { roles: EVERYBODY, scope: 'person' },
  'POST /me/second-factor': { roles: EVERYBODY, scope: null },
  'POST /me/second-factor/confirm': { roles: EVERYBODY, scope: null },
  'DELETE /me/second-factor': { roles: EVERYBODY, scope: null },
  'POST /session/reauthenticate': { roles: EVERYBODY, scope: null },
  'GET /about': { roles: EVERYBODY, scope: null },
  'GET /settings': { roles: EVERYBODY, scope: null },
  'GET /views': { roles: EVERYBODY, scope: null },
  'POST /views': { roles: EVERYBODY, scope: null },
  'PUT /views/{id}': { roles: EVERYBODY, scope: null },
  'DELETE /views/{id}': { roles: EVERYBODY, scope: null },

  // agents:read
  'GET /agents': { roles: EVERYBODY, scope: 'agents:read' },
  'GET /agents/{name}': { roles: EVERYBODY, scope: 'agents:read' },
  'GET /agents/{name}/versions': { roles: EVERYBODY, scope: 'agents:read' },
  'GET /agents/{name}/versions/{version}': { roles: EVERYBODY, scope: 'agents:read' },
  'GET /agents/{name}/health': { roles: EVERYBODY, scope: 'agents:read' },

  // approvals:read
  'GET /approvals': { roles: EVERYBODY, scope: 'approvals:read' },
  'GET /approvals/considered': { roles: EVERYBODY, scope: 'approvals:read' },
  'GET /approvals/count': { roles: EVERYBODY, scope: 'approvals:read' },
  'GET /approvals/metrics': { roles: EVERYBODY, scope: 'approvals:read' },
  'GET /approvals/metrics/export': { roles: EVERYBODY, scope: 'approvals:read' },
  'GET /calibration': { roles: EVERYBODY, scope: 'approvals:read' },
  'GET /calibration/export': { roles: EVERYBODY, scope: 'approvals:read' },
  'GET /approvals/{id}': { roles: EVERYBODY, scope: 'approvals:read' },
  'GET /approvals/{id}/card': { roles: EVERYBODY, scope: 'approvals:read' },
  'GET /approvals/{id}/history': { roles: EVERYBODY, scope: 'approvals:read' },

  // models:read
  'GET /models': { roles: EVERYBODY, scope: 'models:read' },
  'GET /models/{name}': { roles: EVERYBODY, scope: 'models:read' },
  'GET /models/{name}/versions': { roles: EVERYBODY, scope: 'models:read' },
  'GET /models/{name}/versions/{version}': { roles: EVERYBODY, scope: 'models:read' },
  'GET /models/{name}/health': { roles: EVERYBODY, scope: 'models:read' },
  'GET /model-health': { roles: EVERYBODY, scope: 'models:read' },

  // runs:read
  'GET /runs': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /runs/count': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /runs/export': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /runs/{id}': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /runs/{id}/steps': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /runs/{id}/journal': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /runs/{id}/state': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /runs/{id}/forks': { roles: EVERYBODY, scope: 'runs:read' },
  'POST /runs/{id}/redecide': { roles: EVERYBODY, scope: 'runs:read' },
  'POST /runs/redecide': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /runs/{id}/compensation': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /bulk': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /bulk/{id}': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /bulk/{id}/items': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /budgets': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /holds': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /alerts': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /halt': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /dead-letters': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /dead-letters/{id}': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /errors': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /errors/export': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /errors/{fingerprint}': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /runs/{id}/errors': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /overview': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /incidents': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /incident-reports/{id}': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /prices': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /prices/versions': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /spend': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /spend/export': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /spend/savings': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /spend/tasks': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /spend/estimates': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /spend/runs': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /spend/reconciliation/imports': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /spend/reconciliation': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /spend/reconciliation/export': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /breakers': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /breakers/changes': { roles: EVERYBODY, scope: 'runs:read' },
  'GET /breakers/{key}': { roles: EVERYBODY, scope: 'runs:read' },

  // tools:read
  'GET /egress': { roles: EVERYBODY, scope: 'tools:read' },
  'GET /egress/refusals': { roles: EVERYBODY, scope: 'tools:read' },
  'GET /tools': { roles: EVERYBODY, scope: 'tools:read' },
  'GET /tools/{name}': { roles: EVERYBODY, scope: 'tools:read' },
  'GET /tools/{name}/versions': { roles: EVERYBODY, scope: 'tools:read' },
  'GET /tools/{name}/versions/{version}': { roles: EVERYBODY, scope: 'tools:read' },
  'GET /tools/{name}/health': { roles: EVERYBODY, scope: 'tools:read' },
  'GET /tool-health': { roles: EVERYBODY, scope: 'tools:read' },

  // breakers:write
  'POST /breakers/{key}/isolate': { roles: OPERATORS, scope: 'breakers:write' },
  'POST /breakers/{key}/reset': { roles: OPERATORS, scope: 'breakers:write' },

  // runs:write
  'POST /runs': { roles: OPERATORS, scope: 'runs:write' },
  'POST /runs/{id}/cancel': { roles: OPERATORS, scope: 'runs:write' },
  'POST /runs/{id}/answer': { roles: OPERATORS, scope: 'runs:write' },
  'POST /runs/{id}/pause': { roles: OPERATORS, scope: 'runs:write' },
  'POST /runs/{id}/resume': { roles: OPERATORS, scope: 'runs:write' },
  'POST /runs/{id}/fork': { roles: OPERATORS, scope: 'runs:write' },
  'POST /runs/{id}/compensate': { roles: OPERATORS, scope: 'runs:write' },
  'POST /runs/bulk': { roles: OPERATORS, scope: 'runs:write' },
  'POST /bulk/{id}/abort': { roles: OPERATORS, scope: 'runs:write' },
  'POST /alerts/{id}/acknowledge': { roles: OPERATORS, scope: 'runs:write' },
  'POST /halt': { roles: OPERATORS, scope: 'runs:write' },
  'DELETE /halt': { roles: OPERATORS, scope: 'runs:write' },
  'POST /agents/{name}/pause': { roles: OPERATORS, scope: 'runs:write' },
  'POST /agents/{name}/resume': { roles: OPERATORS, scope: 'runs:write' },
  'POST /dead-letters/{id}/redrive': { roles: OPERATORS, scope: 'runs:write' },
  'POST /dead-letters/{id}/discard': { roles: OPERATORS, scope: 'runs:write' },
  'POST /incidents/{name}/run': { roles: OPERATORS, scope: 'runs:write' },
  'POST /approvals/{id}/comment': { roles: OPERATORS, scope: 'runs:write' },

  // signals:write
  'POST /signals': { roles: OPERATORS, scope: 'signals:write' },
  'POST /runs/{id}/signal': { roles: OPERATORS, scope: 'signals:write' },

  // approvals:decide
  'POST /approvals/{id}/decision': { roles: DECIDERS, scope: 'approvals:decide' },
  'POST /approvals/decisions': { roles: DECIDERS, scope: 'approvals:decide' },
  'POST /approvals/{id}/viewed': { roles: DECIDERS, scope: 'approvals:decide' },
  'POST /approvals/{id}/claim': { roles: DECIDERS, scope: 'approvals:decide' },
  'POST /approvals/{id}/release': { roles: DECIDERS, scope: 'approvals:decide' },
  'POST /approvals/{id}/snooze': { roles: DECIDERS, scope: 'approvals:decide' },

  // agents:write
  'PUT /agents/{name}': { roles: ENGINEERS, scope: 'agents:write' },
  'POST /agents/{name}/activate': { roles: ENGINEERS, scope: 'agents:write' },
  'DELETE /agents/{name}': { roles: ENGINEERS, scope: 'agents:write' },

  // budgets:write
  'PUT /budgets/{scope}': { roles: ENGINEERS, scope: 'budgets:write' },
  'DELETE /budgets/{scope}': { roles: ENGINEERS, scope: 'budgets:write' },
  'POST /spend/reconciliation/imports': { roles: ENGINEERS, scope: 'budgets:write' },
  'POST /spend/reconciliation/imports/{id}/withdraw': { roles: ENGINEERS, scope: 'budgets:write' },

  // policies:read and policies:write
  'GET /policies': { roles: EVERYBODY, scope: 'policies:read' },
  'GET /policies/changes': { roles: EVERYBODY, scope: 'policies:read' },
  'GET /policies/versions/{version}': { roles: EVERYBODY, scope: 'policies:read' },
  'GET /policies/differences': { roles: EVERYBODY, scope: 'policies:read' },
  'POST /policies/backtest': { roles: ENGINEERS, scope: 'policies:write' },
  'POST /policies/simulate': { roles: ENGINEERS, scope: 'policies:write' },
  'POST /policies/validate': { roles: ENGINEERS, scope: 'policies:write' },
  'PUT /policies/draft': { roles: ENGINEERS, scope: 'policies:write' },
  'POST /policies/publish': { roles: ENGINEERS, scope: 'policies:write' },
  'POST /policies/rollback': { roles: ENGINEERS, scope: 'policies:write' },
  'POST /policies/log-only': { roles: ENGINEERS, scope: 'policies:write' },
  'POST /policies/stop-log-only': { roles: ENGINEERS, scope: 'policies:write' },

  // callbacks:write
  'GET /callbacks': { roles: ENGINEERS, scope: 'callbacks:write' },
  'GET /callbacks/{name}': { roles: ENGINEERS, scope: 'callbacks:write' },
  'PUT /callbacks/{name}': { roles: ENGINEERS, scope: 'callbacks:write' },
  'DELETE /callbacks/{name}': { roles: ENGINEERS, scope: 'callbacks:write' },
  'POST /callbacks/{name}/test': { roles: ENGINEERS, scope: 'callbacks:write' },
  'GET /callbacks/{name}/deliveries': { roles: ENGINEERS, scope: 'callbacks:write' },
  'POST /callbacks/{name}/deliveries/{id}/redeliver': { roles: ENGINEERS, scope: 'callbacks:write' },

  // channels:write
  'GET /channels': { roles: ENGINEERS, scope: 'channels:write' },
  'GET /channels/{name}': { roles: ENGINEERS, scope: 'channels:write' },
  'PUT /channels/{name}': { roles: ENGINEERS, scope: 'channels:write' },
  'DELETE /channels/{name}': { roles: ENGINEERS, scope: 'channels:write' },
  'POST /channels/{name}/test': { roles: ENGINEERS, scope: 'channels:write' },
  'GET /channels/{name}/deliveries': { roles: ENGINEERS, scope: 'channels:write' },
  'POST /channels/{name}/deliveries/{id}/redeliver': { roles: ENGINEERS, scope: 'channels:write' },

  // models:write
  'PUT /models/{name}': { roles: ENGINEERS, scope: 'models:write' },
  'DELETE /models/{name}': { roles: ENGINEERS, scope: 'models:write' },
  'POST /models/{name}/try': { roles: ENGINEERS, scope: 'models:write' },
  'PUT /prices': { roles: ENGINEERS, scope: 'models:write' },

  // secrets:write
  'GET /secrets': { roles: ENGINEERS, scope: 'secrets:write' },
  'GET /secrets/sources': { roles: ENGINEERS, scope: 'secrets:write' },
  'PUT /secrets/{name}': { roles: ENGINEERS, scope: 'secrets:write' },
  'GET /secrets/{name}/versions': { roles: ENGINEERS, scope: 'secrets:write' },
  'DELETE /secrets/{name}': { roles: ENGINEERS, scope: 'secrets:write' },

  // tools:write
  'PUT /tools/{name}': { roles: ENGINEERS, scope: 'tools:write' },
  'DELETE /tools/{name}': { roles: ENGINEERS, scope: 'tools:write' },
  'POST /tools/{name}/try': { roles: ENGINEERS, scope: 'tools:write' },
  'POST /tools/try': { roles: ENGINEERS, scope: 'tools:write' },

  // admin
  'PUT /settings': { roles: ADMINS, scope: 'admin' },
  'POST /runs/{id}/erase': { roles: ADMINS, scope: 'admin' },

  // audit:read
  'GET /audit': { roles: ADMINS, scope: 'audit:read' },
  'GET /audit/{seq}': { roles: ADMINS, scope: 'audit:read' },
  'GET /audit/export': { roles: ADMINS, scope: 'audit:read' },
  'GET /audit/verify': { roles: ADMINS, scope: 'audit:read' },
  'GET /audit/verify/journals': { roles: ADMINS, scope: 'audit:read' },
  'GET /runs/{id}/evidence': { roles: ADMINS, scope: 'audit:read' },

  // people:write
  'GET /api-keys': { roles: ADMINS, scope: 'people:write' },
  'POST /api-keys': { roles: ADMINS, scope: 'people:write' },
  'DELETE /api-keys/{id}': { roles: ADMINS, scope: 'people:write' },
  'GET /users': { roles: ADMINS, scope: 'people:write' },
  'GET /users/{email}': { roles: ADMINS, scope: 'people:write' },
  'PUT /users/{email}': { roles: ADMINS, scope: 'people:write' },
  'POST /users/{email}/link': { roles: ADMINS, scope: 'people:write' },
  'POST /users/{email}/reset-second-factor': { roles: ADMINS, scope: 'people:write' },
  'POST /users/{email}/reset-password': { roles: ADMINS, scope: 'people:write' },

  // The event stream, which is no JSON endpoint
  'HEAD /events': { roles: EVERYBODY, scope: 'runs:read' },
};
