// The evidence of one run: read alone it tells who, what, when and why; checked alone its journal, seal and events hold, and what is changed in them is found.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidencePart } from '../../lib/contract/evidence';
import { sha256 } from '../../lib/ports/testing/sha256';
import { sealJournals } from '../../lib/server/seals/seal-journals';
import { callRoute } from '../../lib/server/testing/route-table';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
} from '../../lib/server/testing/test-server';
import { isEvidence, verifyEvidence } from './verify-evidence';

let server: TestServer;
let runId: string;
const REASON = 'The photo shows <b>both</b> lamps broken';

beforeAll(async () => {
  server = await startTestServer();
  const run = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf('ORD-8901', 900) });
  runId = run.body.id;
  await server.call('GET', `/api/v1/runs/${runId}?wait=30`, { as: OPERATOR });
  const queue = await server.call('GET', `/api/v1/approvals?run=${runId}`, { as: APPROVER });
  const [{ id, payloadHash }] = queue.body.items;
  const body = { decision: 'approve', payloadHash, reason: REASON };
  await server.call('POST', `/api/v1/approvals/${id}/decision`, { as: APPROVER, body });
  await server.call('GET', `/api/v1/runs/${runId}?wait=30`, { as: OPERATOR });
  await sealJournals(server.app);
});
afterAll(() => server.close());

async function evidence(format: string): Promise<string> {
  const asked = await server.request('GET', `/api/v1/runs/${runId}/evidence?format=${format}`, { as: ADMIN });
  const response = await callRoute(asked);
  expect(response.status).toBe(200);
  return response.text();
}
const verify = (lines: readonly string[], expectedHead?: string) =>
  verifyEvidence(lines, { hash: sha256, expectedHead });

describe('the evidence of a run', () => {
  it('as a page needs nothing else, and draws no text as HTML', async () => {
    const page = await evidence('html');
    for (const said of [
      'ORD-8901',
      'payments.refund',
      'policy version',
      'held for a person',
      'was sealed at row',
    ])
      expect(page).toContain(said);
    expect(page).toContain('The photo shows &lt;b&gt;both&lt;/b&gt; lamps broken');
    expect(page).not.toContain('<b>both</b>');
    expect(page).not.toMatch(/<script|<img|<link|src=|url\(/);
    expect(page.match(/<h2>/g)).toHaveLength(8);
  });

  it('as lines is whole, and found to be the sealed one by the head that was kept', async () => {
    const lines = (await evidence('jsonl')).trimEnd().split('\n');
    expect(isEvidence(lines[0] ?? '')).toBe(true);
    const parts = lines.map((line): EvidencePart => JSON.parse(line));
    expect(new Set(parts.map(({ part }) => part))).toEqual(
      new Set(['about', 'run', 'agent', 'policy', 'step', 'approval', 'event', 'seal', 'row']),
    );
    expect((await verify(lines)).ok).toBe(true);
    const sealed = parts.flatMap((part) => (part.part === 'seal' ? part.event.hash : []));
    expect(await verify(lines, sealed[0])).toMatchObject({ ok: true });
    expect(await verify(lines, 'f'.repeat(64))).toMatchObject({ ok: false });
  });

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    ['a payload', (lines) => edit(lines, '"part":"row"', 'ORD-8901', 'ORD-8902'), /says something else/],
    ['a time', (lines) => edit(lines, '"part":"row"', /"at":"20(\d\d)/, '"at":"21$1'), /was changed/],
    [
      'a row that is gone',
      (lines) => lines.filter((line) => !/"part":"row".*"seq":3,/.test(line)),
      /missing/,
    ],
    ['the end that is gone', (lines) => lines.slice(0, -2), /not the one that was sealed/],
    [
      'an event',
      (lines) => edit(lines, '"part":"event"', 'photo shows', 'photo hides'),
      /event \d+ \(line \d+\) was changed/,
    ],
    [
      'the seal',
      (lines) => edit(lines, '"part":"seal"', /"digest":"./, '"digest":"g'),
      /sealed it, was changed/,
    ],
  ])('with another %s is found out', async (_, deed, fault) => {
    const lines = (await evidence('jsonl')).trimEnd().split('\n');
    const changed = deed([...lines]);
    expect(changed).not.toEqual(lines);
    const verdict = await verify(changed);
    expect(verdict.ok).toBe(false);
    expect(verdict.lines.join('\n')).toMatch(fault);
  });

  it('is for those who may read the record, and of runs that are there', async () => {
    const path = `/api/v1/runs/${runId}/evidence`;
    expect((await server.call('GET', path, { as: ENGINEER })).status).toBe(403);
    expect((await server.call('GET', `${path}?format=csv`, { as: ADMIN })).status).toBe(400);
    const nobody = '01900000-0000-7000-8000-000000000000';
    expect((await server.call('GET', `/api/v1/runs/${nobody}/evidence`, { as: ADMIN })).status).toBe(404);
  });
});

function edit(lines: readonly string[], kind: string, from: string | RegExp, to: string): string[] {
  const at = lines.findIndex(
    (line) => line.includes(kind) && (typeof from === 'string' ? line.includes(from) : from.test(line)),
  );
  return lines.map((line, i) => (i === at ? line.replace(from, to) : line));
}
