// Knows which addresses tools, models, callbacks and channels in use are asked at, and which requests were refused. Parses no contract whole.
import { z } from 'zod';
import type { EgressRefusalShape, ListEgressRefusalsQuery } from '../../contract/egress';
import type { Page } from '../../contract/page';
import type { EgressKind } from '../../domain/egress';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';
import { QueryText } from './query-text';
import { readableJson } from './readable-json';

type Db = Pick<Database, 'pool'>;

export type EgressAddresses = {
  readonly kind: EgressKind;
  readonly name: string;
  /** Of a tool the template. */
  readonly url: string;
  readonly lookupUrl: string | null;
  readonly redirectHosts: readonly string[];
};

const activeOf = (kind: 'tool' | 'model', columns: string) =>
  `SELECT '${kind}' AS kind, h.name, ${columns} FROM ${kind} h
     JOIN LATERAL (SELECT ${readableJson('v.definition::text')} AS d FROM ${kind}_version v WHERE (v.name, v.version) = (h.name, h.active_version)) v ON true
   WHERE h.archived_at IS NULL`;

const ADDRESSES = `SELECT * FROM (
    ${activeOf('tool', `d->'http'->>'url' AS url, d->'lookup'->>'url' AS "lookupUrl", coalesce(d->'http'->'redirectHosts', '[]') AS "redirectHosts"`)}
    UNION ALL ${activeOf('model', `d->>'baseUrl', NULL, '[]'::jsonb`)}
    UNION ALL SELECT 'callback', name, url, NULL, '[]'::jsonb FROM callback WHERE archived_at IS NULL
    UNION ALL SELECT 'channel', name, definition ->> 'url', NULL, '[]'::jsonb FROM channel WHERE archived_at IS NULL) callers
  WHERE url IS NOT NULL ORDER BY array_position(ARRAY['tool', 'model', 'callback', 'channel'], kind), name`;

/** Tools, models, callbacks, channels, each by name. What sends nothing is not among them, nor is what has its address from a secret. @throws StoreUnavailableError */
export async function readEgressAddresses({ pool }: Db): Promise<readonly EgressAddresses[]> {
  try {
    return (await pool.query<EgressAddresses>(ADDRESSES)).rows;
  } catch (error) {
    throw storeError(error, 'read egress addresses');
  }
}

const REFUSALS = `SELECT day::text, jsonb_build_object('kind', caller, 'name', name) AS for, host, code, times, first_at AS "firstAt",
    last_at AS "lastAt", port, run_id AS "runId", step FROM egress_refusal`;
const PLACE = '(last_at, day, caller, name, host, code)';
const text = z.string().max(253);
const place = z.tuple([z.iso.datetime(), z.iso.date(), text, text, text, text]);

/** The latest first. A row that is counted up meanwhile moves to the front. @throws RequestError invalid_request, StoreUnavailableError */
export async function listEgressRefusals(
  { pool }: Db,
  query: ListEgressRefusalsQuery,
): Promise<Page<EgressRefusalShape>> {
  const sql = new QueryText();
  const after = decodeCursor(query.cursor, place);
  if (after !== null)
    sql.where(
      (at, day, ...rest) => `${PLACE} < (${at}::timestamptz, ${day}::date, ${rest.join(', ')})`,
      ...after,
    );
  if (query.for !== undefined) sql.where((kind) => `caller = ${kind}`, query.for);
  if (query.name !== undefined) sql.where((name) => `name = ${name}`, query.name);
  if (query.host !== undefined) sql.where((host) => `host = ${host}`, query.host);
  if (query.code !== undefined) sql.where((code) => `code = ${code}`, query.code);
  const limit = sql.param(query.limit + 1);
  try {
    const { rows } = await pool.query<EgressRefusalShape>(
      `${REFUSALS} WHERE ${sql.conditions}
       ORDER BY last_at DESC, day DESC, caller DESC, name DESC, host DESC, code DESC LIMIT ${limit}`,
      sql.values,
    );
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.lastAt, row.day, row.for.kind, row.for.name, row.host, row.code],
      (row) => row,
    );
  } catch (error) {
    throw storeError(error, 'list refused requests');
  }
}
