// Erases what an ended run held, with its forks, which hold copies of it, and with what undid it. There is no way back.
import 'server-only';
import type { ErasedRuns } from '../../contract/run';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { eraseRunRows, lockFamily } from '../../store/write/erase-run';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';

/** @throws RequestError not_found; conflict where one of them has not ended or something of it is not settled: `data.runs` says which. */
export async function eraseRun(
  context: CommandContext,
  { runId, reason: said }: { readonly runId: string; readonly reason: string },
): Promise<ErasedRuns> {
  const { app, principal, requestId } = context;
  requireScope(principal, 'admin');
  await requireFreshProof(context, 'runs.erase');
  const by = actorOf(principal);
  const reason = spoken(said, app.redactor);
  const family = await inTransaction(app.db, 'erase run', async (tx) => {
    const found = await lockFamily(tx, runId);
    if (found.length === 0) throw new RequestError('not_found', `There is no run ${runId}.`);
    const against = found.filter((one) => one.against !== null);
    if (against.length > 0) throw notYet(against);
    for (const { id } of found.filter(({ erased }) => !erased)) {
      const entity = { kind: 'run', id } as const;
      const after = id === runId ? null : { with: runId };
      await appendAudit(tx, { actor: by, action: 'run.erase', entity, after, reason, requestId }, app.hash);
      await eraseRunRows(tx, id, by, reason);
    }
    return found;
  });
  const runs = family.map(({ id }) => id);
  app.hints.publish(runs.map((id) => ({ topic: 'runs', id })));
  return { runs };
}

function notYet(against: readonly { readonly id: string; readonly against: string | null }[]): RequestError {
  const said = against.map((one) => `run ${one.id} ${one.against}`).join('; ');
  return new RequestError('conflict', `It can’t be erased yet: ${said}.`, [], { runs: against });
}
