// Tries a tool that is not saved: reads only, because nobody could look up afterwards what was really called.
import 'server-only';
import type { ToolTryShape, TryToolDraftBody } from '../../contract/catalog-try';
import { jsonValue } from '../../domain/json';
import { actorOf } from '../../domain/principal';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { requireScope } from '../authorize';
import { refuseHaltedSince, refuseWhileHalted } from '../queries/read-halt';
import type { CommandContext } from './command-context';
import { toolProblems } from './put-tool';
import { at, refuseProblems } from './put-version';
import { argumentProblems, makeTriedCall, requirePolicy } from './tried-call';

/** The audit keeps the draft's contract: it may carry a secret to an address that stands nowhere else. @throws RequestError halted, invalid_request, forbidden. */
export async function tryToolDraft(
  { app, principal, requestId }: CommandContext,
  { name, definition, arguments: args }: TryToolDraftBody,
  signal: AbortSignal,
): Promise<ToolTryShape> {
  requireScope(principal, 'tools:write');
  // It sends them to an address of its author's choice.
  if (namesSecret(definition)) requireScope(principal, 'secrets:write');
  await refuseWhileHalted(app, 'No tool is tried');
  refuseProblems([
    ...(definition.effect === 'read'
      ? []
      : [{ path: '/definition/effect', message: 'must be read: anything else is saved before it is tried' }]),
    // Nobody has looked at a draft: what it calls a read may well act.
    ...(definition.http?.method === 'GET'
      ? []
      : [
          {
            path: '/definition/http/method',
            message: 'must be GET: anything else is saved before it is tried',
          },
        ]),
    ...at('/definition', toolProblems(app, definition)),
  ]);
  const tool = { name: name ?? '', version: 0, definition };
  refuseProblems(argumentProblems(app, tool, args));
  const policy = await requirePolicy(app, principal, tool, args);
  const entry = {
    actor: actorOf(principal),
    action: 'tool.try',
    entity: { kind: 'tool', id: name ?? 'draft' },
    after: {
      draft: spoken(jsonValue.parse(definition), app.redactor),
      arguments: spoken(args, app.redactor),
    },
    requestId,
  } as const;
  await inTransaction(app.db, 'try tool', async (tx) => {
    await appendAudit(tx, entry, app.hash);
    await refuseHaltedSince(tx, 'No tool is tried');
  });
  return makeTriedCall(app, { tool, arguments: args, effectKey: null, policy, how: 'send' }, signal);
}

function namesSecret(definition: TryToolDraftBody['definition']): boolean {
  return JSON.stringify(definition).includes('{{secret:');
}
