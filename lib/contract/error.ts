// Errors on the wire: failed attempts and failed runs by cause, also of runs that ended well in spite of them.
import { z } from 'zod';
import { fingerprint } from '../domain/dead-letter';
import { resourceName } from '../domain/names';
import { formatParam } from './download';
import { countingNumber, cursorParam, limitParam, pageOf, timestamp, uuid } from './page';

export const ERROR_SORTS = ['lastSeen', 'count', 'runs'] as const;
export type ErrorSort = (typeof ERROR_SORTS)[number];

const whole = z.number().int().min(0);

export const errorGroup = z.strictObject({
  /** Equal for failures of one cause: code, tool or model, and the words of the message without ids, numbers and quoted values. */
  fingerprint: z.string(),
  code: z.string(),
  /** Of the newest failure. */
  message: z.string(),
  /** What was called; both null where the run failed of no call. */
  tool: z.string().nullable(),
  model: z.string().nullable(),
  /** Ever, whatever the filter. */
  firstAt: timestamp,
  /** The last one that the filter finds. */
  lastAt: timestamp,
  /** Failed attempts, and runs that failed of no attempt. */
  count: whole,
  /** Runs that met it, by how they ended; `open` have not. */
  runs: z.strictObject({ total: whole, succeeded: whole, failed: whole, cancelled: whole, open: whole }),
  /** Which versions met it, the most frequent first; `called` is that of the tool or model. */
  versions: z.array(
    z.strictObject({
      agent: z.string(),
      version: z.number().int(),
      called: z.number().int().nullable(),
      count: whole,
      lastAt: timestamp,
    }),
  ),
  /** Runs that failed of it and wait for somebody, whatever the period; `cause` in the filter of runs names them. */
  deadLetters: whole,
  /** How many in each stretch of `stretchMs` from `since` on. */
  history: z.strictObject({ since: timestamp, stretchMs: whole, counts: z.array(whole) }),
  /** The newest failure; `step` is null where the journal can't tell. */
  sample: z.strictObject({ runId: uuid, step: z.number().int().nullable() }),
});
export type ErrorGroup = z.infer<typeof errorGroup>;
export const errorPage = pageOf(errorGroup);

const filter = {
  since: timestamp.optional(),
  until: timestamp.optional(),
  agent: resourceName.optional(),
  version: z.coerce.number().pipe(countingNumber).optional(),
  tool: resourceName.optional(),
  model: resourceName.optional(),
  code: z.string().max(200).optional(),
  /** Part of the message or the code, whatever the case of its letters. */
  q: z.string().max(200).optional(),
};
const sort = z.enum(ERROR_SORTS).default('lastSeen');
export const listErrorsQuery = z.strictObject({ ...filter, sort, limit: limitParam, cursor: cursorParam });
export type ListErrorsQuery = z.infer<typeof listErrorsQuery>;
export const exportErrorsQuery = z.strictObject({ ...filter, sort, format: formatParam });
export const readErrorQuery = z.strictObject({
  since: filter.since,
  until: filter.until,
  agent: filter.agent,
  version: filter.version,
});
export type ReadErrorQuery = z.infer<typeof readErrorQuery>;
export const errorParams = z.strictObject({ fingerprint });

/** What failed in a run, by step, and how often its cause was met anywhere. */
export const runErrors = z.strictObject({
  items: z.array(
    z.strictObject({
      step: z.number().int().nullable(),
      fingerprint: z.string(),
      /** In this run, at this step. */
      count: whole,
      seen: whole,
      runs: whole,
      firstAt: timestamp,
    }),
  ),
});
export type RunErrors = z.infer<typeof runErrors>;
