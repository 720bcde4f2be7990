import { describe, expect, it } from 'vitest';
import { groupedChanges } from './state-groups';

const change = (path: string) => ({ path, before: '1', after: '2' });
const namesOf = (...paths: string[]) => groupedChanges(paths.map(change)).groups.map(({ name }) => name);

describe('changes of a state', () => {
  it.each([
    ['context[3].content', 'context'],
    ['usage.costMicroUsd', 'budget'],
    ['step 4.heldMicroUsd', 'budget'],
    ['limits.maxSteps', 'budget'],
    ['step 12.deferred.by', 'breakers and waits'],
    ['waiting.reason', 'breakers and waits'],
    ['step 2', 'plan'],
    ['step 2.status', 'plan'],
    ['status', 'plan'],
    ['toolsUsed[0]', 'plan'],
    ['tainted', 'taint'],
    ['step 3.screening.suspicions[0]', 'taint'],
    ['step 3.error.code', 'errors'],
    ['output.answer', 'result'],
  ])('of %s are about %s', (path, group) => {
    expect(namesOf(path)).toEqual([group]);
  });

  it('keep their order within a group, and name what stayed', () => {
    const { groups, unchanged } = groupedChanges([
      change('usage.tokens'),
      change('context[1]'),
      change('usage.steps'),
    ]);
    expect(groups.map(({ name, changes }) => [name, ...changes.map(({ path }) => path)])).toEqual([
      ['context', 'context[1]'],
      ['budget', 'usage.tokens', 'usage.steps'],
    ]);
    expect(unchanged).toEqual(['breakers and waits', 'plan', 'taint', 'errors', 'result']);
  });
});
