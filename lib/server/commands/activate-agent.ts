// Chooses the version that new runs use; runs under way keep theirs.
import 'server-only';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readVersion } from '../../store/read/read-versions';
import { activateVersion } from '../../store/write/put-version';
import { requireScope } from '../authorize';
import { summaryOf } from '../http/parse-input';
import { archivedAgent } from './archive-agent';
import { archivedProblems } from './archived-problems';
import type { CommandContext } from './command-context';
import type { PutAnswer } from './put-version';

export type ActivateAgent = {
  readonly name: string;
  readonly version: number;
  readonly reason?: string | undefined;
};

/** The same again changes nothing. @throws RequestError not_found, conflict when the agent is archived, or what that version names. */
export async function activateAgent(
  { app, principal, requestId }: CommandContext,
  { name, version, reason }: ActivateAgent,
): Promise<PutAnswer> {
  requireScope(principal, 'agents:write');
  const wanted = await readVersion(app.db, 'agent', name, version);
  const outcome = await inTransaction(app.db, 'activate agent', async (tx) => {
    const problems = wanted === null ? [] : await archivedProblems(tx, wanted.definition);
    const done = await activateVersion(tx, 'agent', name, version);
    if (done.status !== 'activated' || done.before === version) return done;
    if (problems.length > 0)
      throw new RequestError('conflict', `Version ${version} of ${name}: ${summaryOf(problems)}`, problems);
    const entry = {
      actor: actorOf(principal),
      action: 'agent.activate',
      entity: { kind: 'agent', id: name },
      before: { activeVersion: done.before },
      after: { activeVersion: version },
      reason: reason ?? null,
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return done;
  });
  if (outcome.status === 'missing')
    throw new RequestError('not_found', `There is no version ${version} of an agent ${name}.`);
  if (outcome.status === 'archived') throw archivedAgent(name);
  if (outcome.before !== version) app.hints.publish([{ topic: 'agents', id: name }]);
  return { name, version, active: true };
}
