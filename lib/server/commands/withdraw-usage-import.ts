// Takes back a provider's usage export that was imported by mistake: its figures go, the import stays as withdrawn. The same again keeps the name and the reason of whoever came first.
import 'server-only';
import type { UsageImportShape } from '../../contract/reconciliation';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readUsageImport } from '../../store/read/usage-imports';
import { lockUsageImports } from '../../store/write/import-usage';
import { withdrawUsageImport as withdraw } from '../../store/write/withdraw-usage-import';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';

/** Days and models of which it alone told have no figure then, also where it had replaced one. @throws RequestError not_found */
export async function withdrawUsageImport(
  { app, principal, requestId }: CommandContext,
  { id, reason: said }: { readonly id: string; readonly reason: string },
): Promise<UsageImportShape> {
  requireScope(principal, 'budgets:write');
  const by = actorOf(principal);
  const reason = spoken(said, app.redactor);
  await inTransaction(app.db, 'withdraw usage import', async (tx) => {
    await lockUsageImports(tx);
    const after = await withdraw(tx, { id, by, reason });
    if (after === null) return;
    const entity = { kind: 'usage_import', id } as const;
    await appendAudit(
      tx,
      { actor: by, action: 'usage.withdraw', entity, after, reason, requestId },
      app.hash,
    );
  });
  const stored = await readUsageImport(app.db, id);
  if (stored === null) throw new RequestError('not_found', 'There is no such import.');
  return stored;
}
