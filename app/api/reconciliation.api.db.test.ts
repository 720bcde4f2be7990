// The endpoints of providers' usage exports, called in process on a real database: all of a file or nothing, no figure twice, and a difference that is true to the runs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_IMPORT_BYTES } from '@/lib/contract/reconciliation';
import { RECONCILIATION_ENDPOINTS } from '@/lib/contract/reconciliation-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;
let today: string;
/** Our own figures of the day, as Spend tells them. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape and asserts what it reads
let spent: any;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  const started = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf('ORD-1', 40) });
  await server.call('GET', `/api/v1/runs/${started.body.id}?wait=20`, { as: VIEWER });
  spent = (await server.call('GET', '/api/v1/spend?by=day,model', { as: VIEWER })).body.rows[0];
  today = spent.day;
});
afterAll(() => server.close());

const PATH = '/spend/reconciliation/imports';
type Sent = { query?: string; as?: string; headers?: Record<string, string> };
const send = (text: string, { query = '', as = ENGINEER, headers = {} }: Sent = {}) =>
  api.ask('importUsage', `${PATH}?file=usage.csv${query}`, {
    as,
    body: text,
    headers: { 'content-type': 'text/csv', ...headers },
  });
const listed = async () =>
  (await api.ask('listUsageImports', PATH, { as: VIEWER })).body.items as { [field: string]: unknown }[];
const difference = async (query = '') =>
  (await api.ask('readReconciliation', `/spend/reconciliation${query}`, { as: VIEWER })).body;
const costs = (...lines: string[]) => `date,model,cost,currency\n${lines.join('\n')}\n`;
const usd = (microUsd: number) => (microUsd / 1e6).toFixed(6);

describe('the reconciliation endpoints', () => {
  it('import nothing of a file with a broken line, and say which lines and why', async () => {
    const { status, body } = await send(
      costs('2026-03-01,a,1,USD', '2026-03-02,a,one,USD', '2026-03-03,a,1,EUR'),
    );
    expect([status, body.code, body.data]).toEqual([400, 'invalid_request', { problems: 2 }]);
    expect(body.errors).toEqual([
      { path: '/lines/3', message: expect.stringContaining('line 3: cost "one"') },
      { path: '/lines/4', message: expect.stringContaining('line 4: currency "EUR"') },
    ]);
    const unknown = await send('Datum,Kosten\n1,2\n');
    expect([unknown.status, unknown.body.detail]).toEqual([
      400,
      expect.stringContaining('"datum", "kosten"'),
    ]);
    expect(await listed()).toEqual([]);
  });

  it('say exactly by what the provider’s figures differ from Spend', async () => {
    const { model, costMicroUsd, inputTokens, outputTokens } = spent;
    const { definition } = (await server.call('GET', `/api/v1/models/${model}`, { as: VIEWER })).body;
    const line = `${today},${definition.model},${inputTokens + 3},${outputTokens},0,${usd(costMicroUsd + 7)},USD`;
    const text = `date,model,input_tokens,output_tokens,cached_input_tokens,cost,currency\r\n${line}\r\n${today},mystery,5,5,0,0.0000004,USD\r\n`;
    const { status, body } = await send(text, { query: '&provider=acme' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      provider: 'acme',
      format: 'plain',
      fileName: 'usage.csv',
      sha256: server.app.hash(text),
      bytes: Buffer.byteLength(text),
      lines: 2,
      firstDay: today,
      lastDay: today,
      figures: 4,
      standing: 4,
      replaced: 0,
      importedBy: { kind: 'user' },
    });
    const { rows, cost, tokens, unknownModels, uncovered } = await difference();
    expect(rows[0]).toMatchObject({
      day: today,
      model: definition.model,
      models: [model],
      providers: ['acme'],
      side: 'both',
      bulkhead: { costMicroUsd, inputTokens, outputTokens, estimatedMicroUsd: 0 },
      provider: { costMicroUsd: costMicroUsd + 7, inputTokens: inputTokens + 3 },
      difference: { costMicroUsd: 7, tokens: 3 },
    });
    expect(rows[1]).toMatchObject({ model: 'mystery', models: [], side: 'provider', bulkhead: null });
    expect(cost).toMatchObject({ bulkhead: costMicroUsd, provider: costMicroUsd + 7, difference: 7 });
    expect(tokens).toMatchObject({ difference: 13, onlyProvider: 10 });
    expect([unknownModels, uncovered.days]).toEqual([['mystery'], []]);
  });

  it('refuse the same file again, and one that overlaps unless it is to replace', async () => {
    const first = costs('2026-04-01,a,1,USD', '2026-04-02,a,2,USD');
    expect((await send(first)).status).toBe(201);
    const again = await send(first);
    expect([again.status, again.body.code, again.body.data.why]).toEqual([409, 'conflict', 'same_file']);
    const second = costs('2026-04-02,a,2.5,USD', '2026-04-03,a,3,USD');
    const refused = await send(second);
    expect([refused.status, refused.body.data]).toEqual([
      409,
      { why: 'overlap', figures: 1, imports: 1, firstDay: '2026-04-02', lastDay: '2026-04-02' },
    ]);
    expect((await difference('?from=2026-04-01&to=2026-04-30')).cost.provider).toBe(3_000_000);
    const replaced = await send(second, { query: '&replace=true' });
    expect(replaced.body).toMatchObject({ figures: 2, standing: 2, replaced: 1 });
    const { rows, cost } = await difference('?from=2026-04-01&to=2026-04-30');
    expect(cost.provider).toBe(6_500_000);
    expect(rows.map((row: { provider: { costMicroUsd: number } }) => row.provider.costMicroUsd)).toEqual([
      3_000_000, 2_500_000, 1_000_000,
    ]);
    expect((await listed()).slice(0, 2)).toMatchObject([{ standing: 2 }, { figures: 2, standing: 1 }]);
    // What was replaced since is no longer all there: the first file is another file's rival again.
    expect((await send(first)).body.data.why).toBe('overlap');
    // Another provider's figures are its own.
    expect((await send(first, { query: '&provider=azure' })).status).toBe(201);
  });

  it('take in one of two that come at once', async () => {
    const text = costs('2026-05-01,a,1,USD');
    const both = await Promise.all([send(text), send(text)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect((await listed()).filter(({ firstDay }) => firstDay === '2026-05-01')).toHaveLength(1);
  });

  it('answer a retry with the same key with the first answer, and refuse the key for another file', async () => {
    const headers = { 'idempotency-key': 'import-june' };
    const first = await send(costs('2026-06-01,a,1,USD'), { headers });
    const again = await send(costs('2026-06-01,a,1,USD'), { headers });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    const other = await send(costs('2026-06-02,a,1,USD'), { headers });
    const renamed = await send(costs('2026-06-01,a,1,USD'), { headers, query: '&replace=true' });
    expect([other.status, renamed.status]).toEqual([422, 422]);
  });

  it('are for those who may set budgets, and leave a trace', async () => {
    const text = costs('2026-07-01,a,1,USD');
    expect((await send(text, { as: OPERATOR })).status).toBe(403);
    expect((await send(text, { as: ADMIN })).status).toBe(201);
    const audit = await server.call('GET', '/api/v1/audit?action=usage.import&limit=1', { as: ADMIN });
    expect(audit.body.items[0]).toMatchObject({
      entity: { kind: 'usage_import' },
      after: { fileName: 'usage.csv', sha256: server.app.hash(text), provider: 'other', figures: 1 },
    });
  });

  it('take an import back with a reason: its figures go, and who, when and why stay', async () => {
    const text = costs('2026-08-01,a,1,USD', '2026-08-02,a,2,USD');
    const { id } = (await send(text)).body;
    await send(costs('2026-08-02,a,3,USD'), { query: '&replace=true' });
    const path = `${PATH}/${id}/withdraw`;
    const withdraw = (as: string, body: object = { reason: 'Of the test organisation' }) =>
      api.ask('withdrawUsageImport', path, { as, body });
    expect((await withdraw(OPERATOR)).status).toBe(403);
    expect((await withdraw(ENGINEER, { reason: ' ' })).status).toBe(400);
    const told = { by: { kind: 'user' }, reason: 'Of the test organisation' };
    expect((await withdraw(ENGINEER)).body).toMatchObject({ id, standing: 0, figures: 2, withdrawn: told });
    const { rows } = await difference('?from=2026-08-01&to=2026-08-02');
    expect(rows.map(({ day }: { day: string }) => day)).toEqual(['2026-08-02']);
    expect((await withdraw(ADMIN, { reason: 'Later' })).body.withdrawn).toMatchObject(told);
    expect((await send(costs('2026-08-01,a,1,USD'))).status).toBe(201);
    const audit = await server.call('GET', '/api/v1/audit?action=usage.withdraw&limit=9', { as: ADMIN });
    expect(audit.body.items).toMatchObject([
      { entity: { kind: 'usage_import', id }, reason: 'Of the test organisation', after: { removed: 1 } },
    ]);
    const missing = `${PATH}/01999999-9999-7999-8999-999999999999/withdraw`;
    const none = await api.ask('withdrawUsageImport', missing, { as: ENGINEER, body: { reason: 'x' } });
    expect(none.status).toBe(404);
  });

  it('refuse what is no CSV, is too large, or is not who it says it is', async () => {
    const json = await send('{}', { headers: { 'content-type': 'application/json' } });
    expect(json.status).toBe(415);
    const large = await send('x'.repeat(MOST_IMPORT_BYTES + 1));
    expect([large.status, large.body.code]).toEqual([413, 'too_large']);
    const anthropic = 'usage_date_utc,model,token_type,cost_usd\n2026-08-04,Claude Haiku 4.5,output,0.05\n';
    const other = await send(anthropic, { query: '&provider=openai' });
    expect([other.status, other.body.errors[0].path]).toEqual([400, '/query/provider']);
    expect((await send(`\ufeff${anthropic}`)).body).toMatchObject({
      format: 'anthropic-costs',
      provider: 'anthropic',
    });
    expect((await send('')).status).toBe(400);
  });

  it('give a file of exactly the rows', async () => {
    const query = '?from=2026-04-01&to=2026-04-30';
    const { rows } = await difference(query);
    const json = await api.ask('exportReconciliation', `/spend/reconciliation/export${query}&format=json`, {
      as: VIEWER,
    });
    expect(json.body).toEqual(rows);
    const csv = await api.ask('exportReconciliation', `/spend/reconciliation/export${query}`, { as: VIEWER });
    const [head, first] = csv.body.split('\r\n');
    expect(head).toMatch(/^day,model,models,.*providerCostMicroUsd,differenceCostMicroUsd/);
    expect(first).toMatch(/^2026-04-03,a,,,other,provider,,,3000000,3000000,/);
  });

  it.each([
    ['?from=2026-04-02&to=2026-04-01', '/query/from'],
    ['?from=2026-01-01&to=2026-04-30', '/query/from'],
    ['?to=yesterday', '/query/to'],
    ['?to=0001-01-01', '/query/to'],
  ])('refuse the days %s', async (query, at) => {
    const { status, body } = await api.ask('readReconciliation', `/spend/reconciliation${query}`, {
      as: VIEWER,
    });
    expect([status, body.errors[0].path]).toEqual([400, at]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(RECONCILIATION_ENDPOINTS)));
  });
});
