// Knows how a provider's figures take their place: all of a file in one transaction, one file at a time. Refuses a second figure of the same provider, day, model and kind.
import type { UsageImportShape } from '../../contract/reconciliation';
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

/** What a file says of a model on a day; cached is null where it has no such column. */
export type ProviderFigure = { readonly day: string; readonly model: string } & (
  | {
      readonly tells: 'tokens';
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly cachedInputTokens: number | null;
    }
  | { readonly tells: 'cost'; readonly costMicroUsd: number }
);

export type NewUsageImport = Omit<
  UsageImportShape,
  'importedAt' | 'importedBy' | 'standing' | 'replaced' | 'withdrawn'
> & {
  readonly importedBy: Actor;
};
export type EarlierImport = Pick<UsageImportShape, 'id' | 'importedAt' | 'importedBy' | 'fileName'>;

const LOCK = `SELECT pg_advisory_xact_lock(hashtext('bulkhead:usage_import'))::text`;
const HAS = `SELECT EXISTS (SELECT FROM usage_import WHERE id = $1::uuid) AS found`;
const EARLIER = `i.id, to_char(i.imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "importedAt", i.imported_by AS "importedBy", i.file_name AS "fileName"`;
const SAME = `SELECT ${EARLIER} FROM usage_import i WHERE i.sha256 = $1 AND i.provider = $2
  AND i.figures = (SELECT count(*) FROM provider_figure f WHERE f.import_id = i.id) ORDER BY i.imported_at DESC LIMIT 1`;
const STANDING = `FROM provider_figure f JOIN unnest($2::date[], $3::text[], $4::text[]) AS new(day, model, tells)
  ON f.day = new.day AND f.model = new.model AND f.tells = new.tells WHERE f.provider = $1`;
const OVERLAPS = `SELECT count(*)::int AS figures, count(DISTINCT f.import_id)::int AS imports,
  to_char(min(f.day), 'YYYY-MM-DD') AS "firstDay", to_char(max(f.day), 'YYYY-MM-DD') AS "lastDay" ${STANDING}`;
const ADD_IMPORT = `INSERT INTO usage_import (id, imported_at, imported_by, provider, format, file_name, sha256, bytes, lines, first_day, last_day, figures, replaced, ignored_columns)
  VALUES ($1::uuid, now(), $2::jsonb, $3, $4, $5, $6, $7::int, $8::int, $9::date, $10::date, $11::int, $12::int, $13::text[])`;
const ADD_FIGURES = `INSERT INTO provider_figure (provider, import_id, day, model, tells, input_tokens, output_tokens, cached_input_tokens, cost_micro_usd)
  SELECT $1, $2::uuid, * FROM unnest($3::date[], $4::text[], $5::text[], $6::int8[], $7::int8[], $8::int8[], $9::int8[])
  ON CONFLICT (provider, day, model, tells) DO UPDATE SET import_id = excluded.import_id, input_tokens = excluded.input_tokens,
    output_tokens = excluded.output_tokens, cached_input_tokens = excluded.cached_input_tokens, cost_micro_usd = excluded.cost_micro_usd`;

/** Until the transaction ends no other file is imported. */
export async function lockUsageImports(tx: Transaction): Promise<void> {
  await tx.$queryRawUnsafe(LOCK);
}

export async function hasUsageImport(tx: Transaction, id: string): Promise<boolean> {
  const [row] = await tx.$queryRawUnsafe<{ found: boolean }[]>(HAS, id);
  return row?.found ?? false;
}

/** The same file of the same provider, where all that it said still stands. */
export async function sameUsageImport(
  tx: Transaction,
  { sha256, provider }: Pick<NewUsageImport, 'sha256' | 'provider'>,
): Promise<EarlierImport | null> {
  const [row] = await tx.$queryRawUnsafe<EarlierImport[]>(SAME, sha256, provider);
  return row ?? null;
}

export type Overlap = {
  readonly figures: number;
  readonly imports: number;
  /** Null where there are none. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
};

/** How many of these figures stand already, whatever they say. */
export async function standingFigures(
  tx: Transaction,
  provider: string,
  figures: readonly ProviderFigure[],
): Promise<Overlap> {
  const [row] = await tx.$queryRawUnsafe<Overlap[]>(
    OVERLAPS,
    provider,
    figures.map(({ day }) => day),
    figures.map(({ model }) => model),
    figures.map(({ tells }) => tells),
  );
  return row ?? { figures: 0, imports: 0, firstDay: null, lastDay: null };
}

/** @param figures each day, model and kind once; those that stand are replaced. */
export async function addUsageImport(
  tx: Transaction,
  added: NewUsageImport & { readonly replaced: number },
  figures: readonly ProviderFigure[],
): Promise<void> {
  const { id, importedBy, provider, format, fileName, sha256, bytes, lines, firstDay, lastDay } = added;
  await tx.$executeRawUnsafe(
    ADD_IMPORT,
    id,
    JSON.stringify(importedBy),
    provider,
    format,
    fileName,
    sha256,
    bytes,
    lines,
    firstDay,
    lastDay,
    added.figures,
    added.replaced,
    [...added.ignoredColumns],
  );
  const tokens = figures.map((figure) => (figure.tells === 'tokens' ? figure : null));
  await tx.$executeRawUnsafe(
    ADD_FIGURES,
    provider,
    id,
    figures.map(({ day }) => day),
    figures.map(({ model }) => model),
    figures.map(({ tells }) => tells),
    tokens.map((figure) => figure?.inputTokens ?? null),
    tokens.map((figure) => figure?.outputTokens ?? null),
    tokens.map((figure) => figure?.cachedInputTokens ?? null),
    figures.map((figure) => (figure.tells === 'cost' ? figure.costMicroUsd : null)),
  );
}
