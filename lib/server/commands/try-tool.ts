// Tries a saved tool once. A read runs at once; anything else really acts, so it needs a yes, a reason and a key, and stands in the audit first.
import 'server-only';
import type { ToolTryShape, TryToolBody } from '../../contract/catalog-try';
import { NotCanonicalError } from '../../domain/canonical-json';
import { type Problem, RequestError } from '../../domain/errors';
import type { JsonObject } from '../../domain/json';
import { actorOf } from '../../domain/principal';
import type { ToolVersion } from '../../domain/tool';
import { argumentHash } from '../../resilience/argument-hash';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { type EarlierTry, earlierTry } from '../../store/read/earlier-try';
import type { App } from '../app';
import { requireScope } from '../authorize';
import { readUsable } from '../queries/configuration';
import { refuseHaltedSince, refuseWhileHalted } from '../queries/read-halt';
import type { CommandContext } from './command-context';
import { refuseProblems } from './put-version';
import { argumentProblems, makeTriedCall, requirePolicy, type TriedCall } from './tried-call';

export type TryTool = { readonly name: string; readonly body: TryToolBody; readonly signal: AbortSignal };

/** Beyond a tool's timeout: how long the process that sent an earlier try may take to give up on it. */
const MARGIN_MS = 5_000;

/**
 * The Idempotency-Key is the key that is sent on, so a retry of this very request acts once for receivers that honour keys; for the others an
 * earlier try that nobody knows the end of is looked up, or refused.
 * @throws RequestError halted, not_found, conflict (archived, or an earlier try of an unsafe tool), invalid_request, forbidden by policy, in_flight,
 * idempotency_mismatch.
 */
export async function tryTool(
  context: CommandContext,
  { name, body, signal }: TryTool,
): Promise<ToolTryShape> {
  const { app, principal, intent } = context;
  requireScope(principal, 'tools:write');
  await refuseWhileHalted(app, 'No tool is tried');
  const { version, definition } = await readUsable(app, 'tool', name, body.version);
  const tool = { name, version, definition };
  if (definition.kind === 'builtin')
    throw new RequestError('conflict', `${name} sends nothing that could be tried: it waits inside a run.`);
  // A contract that calls a POST a read is believed by runs, which its approvers have seen; a try asks its author all the same.
  const isRead = definition.effect === 'read' && definition.http?.method === 'GET';
  const effectKey = isRead ? null : (intent?.key ?? null);
  refuseProblems([
    ...argumentProblems(app, tool, body.arguments),
    ...(isRead ? [] : unconfirmed(body, effectKey)),
  ]);
  const policy = await requirePolicy(app, principal, tool, body.arguments);
  const how = await announce(context, tool, body, effectKey);
  const call: TriedCall = { tool, arguments: body.arguments, effectKey, policy, how };
  // Nobody who leaves can stop an effect half way; only a read ends with its reader.
  const answer = await makeTriedCall(app, call, isRead ? signal : new AbortController().signal);
  if (!isRead) await noteEnd(context, answer);
  return answer;
}

function unconfirmed({ confirm, reason }: TryToolBody, effectKey: string | null): Problem[] {
  return [
    ...(confirm ? [] : [{ path: '/confirm', message: 'must be true: this call really acts' }]),
    ...(reason === undefined ? [{ path: '/reason', message: 'is needed: it stands in the audit' }] : []),
    ...(effectKey === null
      ? [{ path: '/headers/Idempotency-Key', message: 'is needed: it is sent on, so that a retry acts once' }]
      : []),
  ];
}

/** Audited before anything is sent, also a read: it carries secrets and arguments out. */
async function announce(
  { app, principal, requestId }: CommandContext,
  tool: ToolVersion,
  { arguments: args, reason }: TryToolBody,
  effectKey: string | null,
): Promise<TriedCall['how']> {
  const hashed = hashOf(app, tool, args);
  return inTransaction(app.db, 'try tool', async (tx) => {
    const { seq } = await appendAudit(
      tx,
      {
        actor: actorOf(principal),
        action: 'tool.try',
        entity: { kind: 'tool', id: tool.name },
        after: {
          version: tool.version,
          effect: tool.definition.effect,
          arguments: spoken(args, app.redactor),
          argumentHash: hashed,
          effectKey,
        },
        reason: reason === undefined ? null : spoken(reason, app.redactor),
        requestId,
      },
      app.hash,
    );
    await refuseHaltedSince(tx, 'No tool is tried');
    if (effectKey === null) return 'send';
    const earlier = await earlierTry(tx, tool.name, effectKey, seq);
    return earlier === null ? 'send' : again(app, tool, hashed, earlier);
  });
}

/** A try under this key was announced before, and its answer is not known: the process died, or another person took the same key. */
function again(app: App, { name, definition }: ToolVersion, hashed: string, earlier: EarlierTry) {
  if (earlier.argumentHash !== hashed)
    throw new RequestError('idempotency_mismatch', `This key stands for another call of ${name}.`);
  const restMs = earlier.at.getTime() + definition.timeoutMs + MARGIN_MS - app.clock.now();
  if (restMs > 0)
    throw new RequestError('in_flight', 'An earlier try with this key may still be at work.', [], {
      retryAfterMs: restMs,
    });
  if (definition.effect === 'idempotent') return 'send';
  if (definition.effect === 'reconcilable') return 'look_up';
  throw new RequestError(
    'conflict',
    `An earlier try with this key was sent and how it ended is not known. Look at the target, then use another key.`,
  );
}

function hashOf(app: App, tool: ToolVersion, args: JsonObject): string {
  try {
    return argumentHash(args, tool, app.hash);
  } catch (cause) {
    if (!(cause instanceof NotCanonicalError)) throw cause;
    throw new RequestError('invalid_request', 'These arguments can’t be sent.', [
      { path: '/arguments', message: cause.message },
    ]);
  }
}

/** The call has been made; a note that can't be written must not hide its answer. */
async function noteEnd({ app, principal, requestId }: CommandContext, answer: ToolTryShape): Promise<void> {
  const { tool, version, acted, outcome, source, error, effectKey, latencyMs } = answer;
  const entry = {
    actor: actorOf(principal),
    action: 'tool.tried',
    entity: { kind: 'tool', id: tool ?? '' },
    after: { version, acted, outcome, source, error: error?.code ?? null, effectKey, latencyMs },
    requestId,
  } as const;
  await inTransaction(app.db, 'note a try', (tx) => appendAudit(tx, entry, app.hash)).catch(
    (cause: unknown) => app.logger.warn('the end of a try was not audited', { error: cause, requestId }),
  );
}
