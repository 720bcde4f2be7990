// Every fault of an input, each at its JSON Pointer.
import { describe, expect, it } from 'vitest';
import { RUN_ENDPOINTS } from '../../contract/run-endpoints';
import { agentDefinition } from '../../domain/agent';
import type { RequestError } from '../../domain/errors';
import { toolDefinition } from '../../domain/tool';
import { parseInput } from './parse-input';

function problems(act: () => unknown) {
  try {
    act();
  } catch (error) {
    return (error as RequestError).problems; // safe because parseInput throws nothing else
  }
  return [];
}

describe('parseInput', () => {
  it('names every fault at once, unknown fields included', () => {
    const found = problems(() =>
      parseInput(RUN_ENDPOINTS.startRun.body, {
        agent: 'Not A Name',
        limits: { maxSteps: 0, maxStep: 3 },
        labels: { team: 7 },
        colour: 'red',
        version: '2',
      }),
    );
    expect(found.map(({ path }) => path).toSorted()).toEqual([
      '/agent',
      '/colour',
      '/input',
      '/labels/team',
      '/limits/maxStep',
      '/limits/maxSteps',
      '/version',
    ]);
    expect(found.find(({ path }) => path === '/colour')?.message).toBe('is not a known field');
    expect(found.find(({ path }) => path === '/input')?.message).toBe('is required');
    expect(found.find(({ path }) => path === '/version')?.message).toBe('must be a number');
  });

  it('reaches into lists and escapes names that hold a slash', () => {
    const found = problems(() =>
      parseInput(agentDefinition, {
        description: 'd',
        prompt: 'p',
        model: 'm',
        inputSchema: {},
        tools: [{ name: 'a', constraints: { 'x/y': { min: 'low' } } }],
      }),
    );
    expect(found).toEqual([{ path: '/tools/0/constraints/x~1y/min', message: 'must be a number' }]);
  });

  it('says what a body is when it is nothing, or no object', () => {
    expect(problems(() => parseInput(RUN_ENDPOINTS.startRun.body, undefined))[0]?.path).toBe('');
    expect(problems(() => parseInput(RUN_ENDPOINTS.startRun.body, [1]))[0]).toEqual({
      path: '',
      message: 'must be an object',
    });
  });

  it('puts query parameters below /query and reports rules between fields', () => {
    expect(
      problems(() => parseInput(RUN_ENDPOINTS.listRuns.query, { limit: '0', x: '1' }, '/query')),
    ).toEqual([
      { path: '/query/limit', message: 'must be at least 1' },
      { path: '/query/x', message: 'is not a known field' },
    ]);
    const tool = {
      kind: 'http',
      description: 'd',
      inputSchema: {},
      effect: 'reconcilable',
      http: { method: 'GET', url: 'http://x' },
    };
    expect(problems(() => parseInput(toolDefinition, tool))).toEqual([
      { path: '/lookup', message: 'a reconcilable tool needs a look-up by key' },
    ]);
  });
});
