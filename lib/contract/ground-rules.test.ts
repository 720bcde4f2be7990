// The ground rules of the API over every endpoint there is; what departs from one stands here by name, with its reason.
import { describe, expect, it } from 'vitest';
import { SCOPES } from '../domain/principal';
import { type Endpoint, takesIfMatch } from './endpoint';
import { ENDPOINTS } from './endpoints';
import { EXAMPLE_BODIES } from './openapi-examples';
import { errorsOf, tagOf } from './openapi-operations';

const endpoints: readonly Endpoint[] = Object.values(ENDPOINTS);
const named = (chosen: readonly Endpoint[]) => chosen.map(({ id }) => id);

/** POSTs without an Idempotency-Key, and why. */
const ONCE_BY_OTHER_MEANS: Readonly<Record<string, string>> = {
  createApiKey: 'the first answer would have to be kept, and with it the key, which is told once',
  resetPassword: 'the first answer would have to be kept, and with it the password, which is told once',
  beginSecondFactor: 'a secret is told once, and a password stands in the request',
  confirmSecondFactor: 'recovery codes are told once',
  reauthenticate: 'a password stands in the request; doing it again proves it again',
  redecideRun: 'it asks and changes nothing; asked again, it answers by what is recorded then',
  redecideRuns: 'as redecideRun',
  changePassword: 'a hash of the request would have to be kept, and a password can be guessed from one',
};
/** POSTs that change nothing: what they ask is too much for a query. */
const QUESTIONS = ['redecideRun', 'redecideRuns'];
/** Where anybody may ask. */
const PUBLIC = ['readOpenApi'];

describe('the ground rules', () => {
  it('take an Idempotency-Key on every POST', () => {
    const without = endpoints.filter(({ method, idempotent }) => method === 'POST' && !idempotent);
    expect(named(without).filter((id) => !(id in ONCE_BY_OTHER_MEANS))).toEqual([]);
    expect(Object.keys(ONCE_BY_OTHER_MEANS).filter((id) => !named(without).includes(id))).toEqual([]);
    expect(named(endpoints.filter(({ method, idempotent }) => idempotent && method !== 'POST'))).toEqual([]);
  });

  it('ask for a scope that exists, everywhere but in the places named here', () => {
    const open = endpoints.filter(({ scope }) => scope === 'public');
    expect(named(open)).toEqual(PUBLIC);
    for (const { id, scope } of endpoints) expect([...SCOPES, 'signed-in', 'public'], id).toContain(scope);
    const changing = endpoints.filter(({ method }) => method !== 'GET');
    const loose = changing.filter(({ scope }) => scope.endsWith(':read'));
    expect(named(loose), 'a change that a reader may make').toEqual(QUESTIONS);
  });

  it('refuse fields that nobody knows, in bodies, queries and paths', () => {
    for (const { id, query, params, body, bodyText } of endpoints) {
      // A file has no fields but its columns, of which its own reader knows which it refuses.
      const asFields = bodyText === undefined ? { body } : {};
      for (const [part, schema] of Object.entries({ query, params, ...asFields })) {
        if (schema === undefined) continue;
        const parsed = schema.safeParse({ 'no such field': 1 });
        const issues = parsed.error?.issues ?? [];
        expect(
          issues.some(({ code }) => code === 'unrecognized_keys' || code === 'invalid_union'),
          `${id} ${part}`,
        ).toBe(true);
      }
    }
  });

  it('page every list alike: items and nextCursor, limit and cursor', () => {
    for (const { id, query, response } of endpoints) {
      const shape = response !== undefined && 'shape' in response ? (response.shape as object) : {}; // safe because only its names are read
      const isList = 'nextCursor' in shape;
      const asked = query !== undefined && 'shape' in query ? Object.keys(query.shape as object) : []; // safe as above
      expect(asked.includes('cursor'), id).toBe(isList);
      if (isList) expect(asked, id).toContain('limit');
      if (id.startsWith('list')) expect(isList, id).toBe(true);
    }
  });

  it('answer 204 without a body, and with one everywhere else', () => {
    for (const { id, status, response } of endpoints) expect(status === 204, id).toBe(response === undefined);
  });

  it('say which refusals follow from an endpoint’s shape', () => {
    const start = errorsOf(ENDPOINTS.startRun);
    expect(start).toEqual(
      expect.arrayContaining(['idempotency_mismatch', 'in_flight', 'too_large', 'not_found']),
    );
    for (const endpoint of endpoints) {
      const codes = errorsOf(endpoint);
      expect(codes.includes('version_mismatch'), endpoint.id).toBe(takesIfMatch(endpoint));
      expect(codes.includes('unauthenticated'), endpoint.id).toBe(endpoint.scope !== 'public');
    }
  });

  it('have an example for every body, which its own door would take', () => {
    const known = new Map<string, Endpoint>(endpoints.map((endpoint) => [endpoint.id, endpoint]));
    for (const [id, example] of Object.entries(EXAMPLE_BODIES)) {
      const parsed = known.get(id)?.body?.safeParse(example);
      expect(parsed?.success, `${id}: ${parsed?.error?.message}`).toBe(true);
    }
  });

  it('are grouped by what they are about', () => {
    expect([tagOf('/runs/{id}/steps'), tagOf('/api-keys'), tagOf('/openapi.json')]).toEqual([
      'Runs',
      'API keys',
      'OpenAPI',
    ]);
  });
});
