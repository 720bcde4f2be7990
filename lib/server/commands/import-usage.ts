// Takes in a provider's usage export: all of a file or nothing, and no figure twice. What an earlier file said is replaced only where that is asked for.
import 'server-only';
import type { ImportUsageQuery, UsageImportShape } from '../../contract/reconciliation';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readUsageImport } from '../../store/read/usage-imports';
import {
  addUsageImport,
  type EarlierImport,
  hasUsageImport,
  lockUsageImports,
  type NewUsageImport,
  type Overlap,
  sameUsageImport,
  standingFigures,
} from '../../store/write/import-usage';
import { requireScope } from '../authorize';
import { readUsageFile, type UsageFile } from '../reconciliation/read-usage-file';
import type { CommandContext } from './command-context';
import { derivedId } from './derived-id';

/** Where the plain format comes without the name of its provider. */
const OTHER = 'other';

export type UsageFileSent = ImportUsageQuery & { readonly text: string };

/**
 * The same file again is refused as long as all that it said stands; so is one that tells of a provider's model on a day of which another file
 * told already, unless `replace` says that it takes its place.
 * @throws RequestError invalid_request with a problem for each line, conflict
 */
export async function importUsage(
  { app, principal, requestId, intent }: CommandContext,
  { file: fileName, provider: said, replace, text }: UsageFileSent,
): Promise<UsageImportShape> {
  requireScope(principal, 'budgets:write');
  const { format, figures, lines, ignored } = requireReadable(text);
  const days = figures.map(({ day }) => day);
  const by = actorOf(principal);
  const made: NewUsageImport = {
    id: intent === null ? app.ids.timeOrdered() : derivedId(intent, principal, app.hash, 'usage_import'),
    importedBy: by,
    provider: requireProvider(format, said),
    format: format.name,
    fileName,
    sha256: app.hash(text),
    bytes: Buffer.byteLength(text),
    lines,
    firstDay: days[0] ?? '',
    lastDay: days.at(-1) ?? '',
    figures: figures.length,
    ignoredColumns: [...ignored],
  };
  await inTransaction(app.db, 'import usage', async (tx) => {
    await lockUsageImports(tx);
    // Imported under this very key before a crash kept its answer from being kept.
    if (intent !== null && (await hasUsageImport(tx, made.id))) return;
    const same = await sameUsageImport(tx, made);
    if (same !== null) throw importedAlready(same);
    const overlap = await standingFigures(tx, made.provider, figures);
    if (overlap.figures > 0 && replace !== 'true') throw saidAlready(overlap, made.provider);
    await addUsageImport(tx, { ...made, replaced: overlap.figures }, figures);
    const { id, importedBy: _, ...told } = made;
    const entity = { kind: 'usage_import', id } as const;
    const after = { ...told, replaced: overlap.figures };
    await appendAudit(tx, { actor: by, action: 'usage.import', entity, after, requestId }, app.hash);
  });
  const stored = await readUsageImport(app.db, made.id);
  if (stored === null) throw new Error('what was imported is there');
  return stored;
}

function requireReadable(text: string): UsageFile {
  const answer = readUsageFile(text);
  if ('file' in answer) return answer.file;
  const { problems, more } = answer;
  const rest = problems.length - 1 + more;
  const others = rest === 0 ? '' : ` (and ${rest} more)`;
  throw new RequestError(
    'invalid_request',
    `Nothing was imported: ${problems[0]?.message ?? 'the file can’t be read'}${others}`,
    problems,
    { problems: problems.length + more },
  );
}

function requireProvider(format: UsageFile['format'], said: string | undefined): string {
  if (format.provider === null) return said ?? OTHER;
  if (said === undefined || said === format.provider) return format.provider;
  const message = `must be left out: a file of the format ${format.name} is ${format.provider}’s`;
  throw new RequestError('invalid_request', `/query/provider ${message}.`, [
    { path: '/query/provider', message },
  ]);
}

function importedAlready({ id, importedAt, importedBy, fileName }: EarlierImport): RequestError {
  return new RequestError(
    'conflict',
    `This very file was imported already, as ${fileName}, by ${importedBy.label} at ${importedAt}.`,
    [],
    { why: 'same_file', id, importedAt, importedBy },
  );
}

function saidAlready({ figures, imports, firstDay, lastDay }: Overlap, provider: string): RequestError {
  const files = imports === 1 ? 'another file' : `${imports} other files`;
  const told = figures === 1 ? '1 figure' : `${figures} figures`;
  return new RequestError(
    'conflict',
    `Nothing was imported: ${files} of ${provider} gave ${told} of the same days and models, from ${firstDay} to ${lastDay}. Say replace=true to put these in their place.`,
    [],
    { why: 'overlap', figures, imports, firstDay, lastDay },
  );
}
