// What a provider's own usage export says beside what Bulkhead counted, on the wire. Days are those of UTC, as providers count them.
import { z } from 'zod';
import { actor } from '../domain/principal';
import { formatParam } from './download';
import { pageOf, timestamp, uuid } from './page';
import { givenReason } from './reason';

/** Told apart by their header. `plain` is anybody's: date, model, and tokens or cost or both. */
export const USAGE_FORMATS = [
  'openai-usage',
  'openai-costs',
  'anthropic-usage',
  'anthropic-costs',
  'plain',
] as const;
export type UsageFormatName = (typeof USAGE_FORMATS)[number];

/** A month of a busy organisation, by day, model and key, is a tenth of it. */
export const MOST_IMPORT_BYTES = 5 * 1024 * 1024;
/** The longest period that is compared at once. */
export const MOST_RECONCILED_DAYS = 100;

const provider = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, 'a short name in lower case such as openai or azure');

export const importUsageQuery = z.strictObject({
  /** The file's name, as it is listed. */
  file: z.string().trim().min(1).max(200),
  /** Whose figures they are, for the plain format, which does not say. */
  provider: provider.optional(),
  /** Takes the place of figures that an earlier file gave for the same provider, day and model; without it such a file is refused. */
  replace: z.enum(['true', 'false']).default('false'),
});
export type ImportUsageQuery = z.infer<typeof importUsageQuery>;
export const withdrawUsageImportBody = z.strictObject({ reason: givenReason });
/** The file itself. */
export const importUsageBody = z.string().min(1);

export const usageImportShape = z.strictObject({
  id: uuid,
  importedAt: timestamp,
  importedBy: actor,
  provider: z.string(),
  format: z.enum(USAGE_FORMATS),
  fileName: z.string(),
  /** SHA-256 of the file, hexadecimal. */
  sha256: z.string(),
  bytes: z.number().int(),
  /** Lines that told something, without the header. */
  lines: z.number().int(),
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  /** One for the tokens and one for the cost of a model on a day. */
  figures: z.number().int(),
  /** Those of them that no later file has replaced. */
  standing: z.number().int(),
  /** Figures of earlier files that it replaced. */
  replaced: z.number().int(),
  /** Columns of the file that nothing was read from. */
  ignoredColumns: z.array(z.string()),
  /** Null: it was not taken back. */
  withdrawn: z.strictObject({ at: timestamp, by: actor, reason: z.string() }).nullable(),
});
export type UsageImportShape = z.infer<typeof usageImportShape>;
export const usageImportPage = pageOf(usageImportShape);

const days = {
  /** The first day; the 29th before `to` unless told. */
  from: z.iso.date().optional(),
  /** The last day; today unless told. */
  to: z.iso.date().optional(),
};
export const reconciliationQuery = z.strictObject(days);
export const exportReconciliationQuery = z.strictObject({ ...days, format: formatParam });
export type ReconciliationQuery = z.infer<typeof reconciliationQuery>;

/** Tokens are input and output together. Null: the provider's files do not say. */
const told = z.number().int().nullable();

/** The provider's less Bulkhead's: positive where the provider says more. Null where the provider's files do not say. */
const difference = z.strictObject({
  costMicroUsd: told,
  /** Of Bulkhead's figure: 0.02 is 2 % more; null where that is nothing. */
  costShare: z.number().nullable(),
  tokens: told,
  tokensShare: z.number().nullable(),
});
export type Difference = z.infer<typeof difference>;

export const reconciliationRow = z.strictObject({
  day: z.iso.date(),
  /** As the provider calls it, by the catalog's `model` where it is known there. */
  model: z.string(),
  /** The catalog's models that are this one, by name; empty: the catalog knows none. */
  models: z.array(z.string()),
  /** What it is called in the files, where that is not `model` to the letter. */
  alsoCalled: z.array(z.string()),
  /** Whose files tell of it; empty: none. */
  providers: z.array(z.string()),
  side: z.enum(['both', 'bulkhead', 'provider']),
  /** Null: nothing was called here. */
  bulkhead: z
    .strictObject({
      costMicroUsd: z.number().int(),
      /** The part of it that is an estimate: the provider did not say what a call used. Known from when spend is kept as sums. */
      estimatedMicroUsd: z.number().int(),
      tokens: z.number().int(),
      inputTokens: z.number().int(),
      outputTokens: z.number().int(),
      cachedInputTokens: z.number().int(),
      calls: z.number().int(),
    })
    .nullable(),
  /** Null: the files do not name it on this day. */
  provider: z
    .strictObject({
      costMicroUsd: told,
      tokens: told,
      inputTokens: told,
      outputTokens: told,
      cachedInputTokens: told,
    })
    .nullable(),
  difference,
});
export type ReconciliationRow = z.infer<typeof reconciliationRow>;
export const reconciliationExport = z.array(reconciliationRow);

const sums = z.strictObject({
  bulkhead: z.number().int(),
  provider: z.number().int(),
  difference: z.number().int(),
  share: z.number().nullable(),
  /** What one side alone has, of its own figure. */
  onlyBulkhead: z.number().int(),
  onlyProvider: z.number().int(),
});
export type ReconciliationSums = z.infer<typeof sums>;

export const reconciliationShape = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  /** Over the days of which a file tells the cost; null: none does. Micro-USD. */
  cost: sums.nullable(),
  /** Over the days of which a file tells tokens; null: none does. */
  tokens: sums.nullable(),
  /** Estimates within Bulkhead's cost. */
  estimatedMicroUsd: z.number().int(),
  /** Days with calls of which no file tells anything; they have no rows. */
  uncovered: z.strictObject({ days: z.array(z.iso.date()), costMicroUsd: z.number().int() }),
  /** Names in the files that the catalog does not know. */
  unknownModels: z.array(z.string()),
  /** The newest day first, the largest cost within it. */
  rows: z.array(reconciliationRow),
});
export type ReconciliationShape = z.infer<typeof reconciliationShape>;
