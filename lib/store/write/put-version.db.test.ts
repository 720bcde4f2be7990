// Holds versions to being immutable, one per content, and in order under concurrent changes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestError } from '../../domain/errors';
import { TEST_ACTOR } from '../../ports/testing/journal-builder';
import { createCatalog } from '../catalog';
import { inTransaction } from '../database';
import { listVersioned, listVersions, readVersion, readVersioned } from '../read/read-versions';
import { type DatabaseHarness, openHarness, sha256 } from '../runs/testing/harness';
import {
  activateVersion,
  archiveVersioned,
  type PutVersion,
  putVersion,
  type VersionedKind,
} from './put-version';

const agent = (prompt: string) => ({
  description: 'Refunds orders',
  prompt,
  model: 'small',
  inputSchema: { type: 'object', properties: { zulu: { type: 'string' }, alpha: { type: 'number' } } },
});
const model = (name: string) => ({
  provider: 'openai-compatible',
  baseUrl: 'http://127.0.0.1:9/v1',
  model: name,
  prices: { inputMicroUsdPerMTok: 1, outputMicroUsdPerMTok: 2 },
});

describe('versions', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  const put = (
    name: string,
    definition: unknown,
    over: Partial<PutVersion> & { kind?: VersionedKind } = {},
  ) =>
    inTransaction(harness.db, 'put', (tx) =>
      putVersion(
        tx,
        { kind: 'agent', name, definition, createdBy: TEST_ACTOR, activate: 'first', ...over },
        sha256,
      ),
    );

  it('are made by each change, and not by the same content again, in whatever order of keys', async () => {
    expect(await put('same', agent('one'))).toMatchObject({ version: 1, active: true, created: true });
    expect(await put('same', agent('two'))).toMatchObject({ version: 2, active: false, created: true });
    const { prompt, ...rest } = agent('one');
    expect(await put('same', { prompt, ...rest })).toEqual({
      name: 'same',
      version: 1,
      active: true,
      created: false,
      activeBefore: 1,
      revived: false,
    });
    expect((await readVersioned(harness.db, 'agent', 'same'))?.latest).toBe(2);
  });

  it('keep the order of fields, from which forms are made, and fill in defaults', async () => {
    await put('order', agent('x'));
    const read = await readVersioned(harness.db, 'agent', 'order');
    expect(JSON.stringify(read?.shape.definition.inputSchema)).toBe(JSON.stringify(agent('x').inputSchema));
    expect(read?.shape).toMatchObject({ version: 1, active: true, createdBy: TEST_ACTOR });
    expect(read?.shape.definition.escalation.amountAbove).toBe(500);
  });

  it('are dense when many change at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, i) => put('busy', agent(`p${i}`))));
    const versions = outcomes.map(({ version }) => version).toSorted((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(outcomes.filter(({ active }) => active)).toHaveLength(1);
  });

  it('become active by choice; a missing one is not chosen', async () => {
    await put('chosen', agent('one'));
    await put('chosen', agent('two'));
    const activate = (version: number) =>
      inTransaction(harness.db, 'activate', (tx) => activateVersion(tx, 'agent', 'chosen', version));
    expect(await activate(2)).toEqual({ status: 'activated', before: 1 });
    expect(await activate(3)).toEqual({ status: 'missing' });
    expect(await readVersioned(harness.db, 'agent', 'chosen')).toMatchObject({
      shape: { version: 2, active: true },
    });
    const listed = await listVersions(harness.db, 'agent', 'chosen', { limit: 1 });
    expect(listed?.items.map(({ version }) => version)).toEqual([2]);
    const rest = await listVersions(harness.db, 'agent', 'chosen', {
      limit: 5,
      cursor: listed?.nextCursor ?? '',
    });
    expect(rest).toMatchObject({ items: [{ version: 1, active: false }], nextCursor: null });
    expect(await listVersions(harness.db, 'agent', 'nobody', { limit: 5 })).toBeNull();
  });

  it('can be archived, are not chosen then, and come back with the next PUT', async () => {
    await put('kept-away', agent('one'));
    const archive = (name: string) =>
      inTransaction(harness.db, 'archive', (tx) => archiveVersioned(tx, 'agent', name));
    expect(await archive('kept-away')).toEqual({ status: 'archived', wasArchived: false });
    expect(await archive('kept-away')).toEqual({ status: 'archived', wasArchived: true });
    expect(await archive('nobody')).toEqual({ status: 'missing' });
    const activate = inTransaction(harness.db, 'activate', (tx) =>
      activateVersion(tx, 'agent', 'kept-away', 1),
    );
    expect(await activate).toEqual({ status: 'archived' });
    expect(await put('kept-away', agent('one'))).toMatchObject({ version: 1, created: false, revived: true });
    expect(await put('kept-away', agent('one'))).toMatchObject({ revived: false });
  });

  it('are checked against what the client saw, under lock', async () => {
    await put('checked', agent('one'));
    const seen: (number | null)[] = [];
    const refuse = (latest: number | null) => {
      seen.push(latest);
      throw new RequestError('version_mismatch', 'no');
    };
    await expect(put('checked', agent('two'), { check: refuse })).rejects.toMatchObject({
      code: 'version_mismatch',
    });
    await expect(put('fresh', agent('two'), { check: refuse })).rejects.toThrow(RequestError);
    expect(seen).toEqual([1, null]);
    expect(await readVersioned(harness.db, 'agent', 'fresh')).toBeNull();
  });

  it('give the runtime its catalog', async () => {
    const catalog = createCatalog(harness.db);
    await put('small', model('m-1'), { kind: 'model', activate: 'always' });
    await put('small', model('m-2'), { kind: 'model', activate: 'always' });
    expect(await catalog.model('small')).toMatchObject({ version: 2, definition: { model: 'm-2' } });
    await put('kept', agent('one'));
    const first = await catalog.agentVersion('kept', 1);
    expect(first).toMatchObject({ name: 'kept', version: 1, definition: { prompt: 'one' } });
    expect(await catalog.agentVersion('kept', 1)).toBe(first);
    expect(await catalog.agentVersion('kept', 2)).toBeNull();
    expect(await catalog.tool('nothing')).toBeNull();
    expect(await readVersion(harness.db, 'model', 'small', 1)).toMatchObject({ active: false });
  });

  it('are listed by name, page by page', async () => {
    const all = await listVersioned(harness.db, 'agent', { limit: 500 });
    const names = all.items.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    const first = await listVersioned(harness.db, 'agent', { limit: 2 });
    await put('aaa-before-the-cursor', agent('x'));
    const second = await listVersioned(harness.db, 'agent', { limit: 500, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(names);
    await expect(listVersioned(harness.db, 'agent', { limit: 2, cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});
