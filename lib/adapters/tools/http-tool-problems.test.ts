import { describe, expect, it } from 'vitest';
import { toolDefinition } from '../../domain/tool';
import { httpToolProblems } from './http-tool-problems';

const problemsOf = (http: object, more: object = {}) =>
  httpToolProblems(
    toolDefinition.parse({
      kind: 'http',
      description: 'x',
      effect: 'idempotent',
      inputSchema: { type: 'object', properties: { id: {}, order: {} }, additionalProperties: false },
      http: { method: 'POST', url: 'https://a.test/{id}', ...http },
      ...more,
    }),
  );

describe('httpToolProblems', () => {
  it('finds nothing in a sound tool', () => {
    const http = {
      headers: { Authorization: 'Bearer {{secret:K}}', 'Content-Type': 'application/json' },
      bodyTemplate: { a: '{order.total}', b: ['x {id}'] },
    };
    const lookup = { method: 'GET', url: 'https://a.test/r?key={key}&id={id}' };
    expect(problemsOf(http, { lookup, keyTemplate: 'refund:{id}' })).toEqual([]);
  });

  it.each([
    [{ url: 'https://{id}.test/' }, {}, '/http/url'],
    [{ url: 'https://a.test/{other}' }, {}, '/http/url'],
    [{ headers: { 'Idempotency-Key': '{id}' } }, {}, '/http/headers/Idempotency-Key'],
    [{ headers: { Host: 'b.test' } }, {}, '/http/headers/Host'],
    [{ headers: { 'content-type': 'text/xml' } }, {}, '/http/headers/content-type'],
    [{ headers: { 'x-a': '{other}' } }, {}, '/http/headers/x-a'],
    [{ bodyTemplate: { a: { b: '{other}' } } }, {}, '/http/bodyTemplate'],
    [{ method: 'GET', bodyTemplate: {} }, {}, '/http/bodyTemplate'],
    [{}, { lookup: { method: 'GET', url: 'https://a.test/{other}' } }, '/lookup/url'],
    [{ redirectHosts: ['b.test'] }, {}, '/http/redirectHosts'],
    [{}, { keyTemplate: 'rückzahlung:{id}' }, '/keyTemplate'],
  ])('names what is wrong with %j %j', (http, more, path) => {
    expect(problemsOf(http, more).map((problem) => problem.path)).toEqual([path]);
  });
});
