import { describe, expect, it } from 'vitest';
import { agentDefinition } from '@/lib/domain/agent';
import type { JsonSchemaDocument } from '@/lib/domain/json';
import type { AnsweredCall, ModelAnswer } from '@/lib/ports/model-client';
import { testValidator } from '@/lib/ports/testing/ajv-validator';
import { offeredTools, outputSchemaOf, wireMessage } from './offered-tools';
import { readAnswer } from './read-answer';
import { REFUND, toolVersion } from './testing/runtime-bench';

const WIRE = 'payments__refund';
const DECISION = {
  confidence: 0.8,
  reasoning: 'Asked for.',
  alternatives: [{ tool: 'finish', reason: 'Too early.' }],
};
const agentWith = (outputSchema?: JsonSchemaDocument) =>
  agentDefinition.parse({
    description: 'd',
    prompt: 'p',
    model: 'm',
    inputSchema: {},
    ...(outputSchema ? { outputSchema } : {}),
  });

const call = (tool: string, args: unknown, malformed = false): AnsweredCall => ({
  callId: `id-${tool}`,
  tool,
  arguments: args,
  malformed,
});

function read(answer: Partial<ModelAnswer>, outputSchema?: JsonSchemaDocument) {
  const agent = agentWith(outputSchema);
  return readAnswer({
    answer: {
      text: null,
      calls: [],
      usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0, reasoningTokens: 0 },
      reportedModel: null,
      finishReason: 'tool-calls',
      ...answer,
    },
    tools: [toolVersion(REFUND)],
    outputSchema: outputSchemaOf(agent),
    textMayFinish: outputSchema === undefined,
    firstStep: 4,
    schemas: testValidator,
  });
}

describe('readAnswer', () => {
  it('numbers calls, takes `_decision` off, and keeps it as the record', () => {
    const calls = ['A', 'B'].map((order_id) => call(WIRE, { order_id, _decision: DECISION }));
    expect(read({ calls })).toEqual({
      kind: 'calls',
      calls: ['A', 'B'].map((order_id, i) => ({
        callId: `id-${WIRE}`,
        step: 4 + i,
        tool: REFUND,
        arguments: { order_id },
        decision: { chosen: REFUND, ...DECISION },
      })),
    });
  });

  it.each([
    ['nothing', undefined, [null, null, null]],
    ['no object', 'sure', [null, null, null]],
    [
      'confidence beyond its range',
      { ...DECISION, confidence: 90 },
      [null, 'Asked for.', DECISION.alternatives],
    ],
    ['confidence as text', { ...DECISION, confidence: '0.9' }, [null, 'Asked for.', DECISION.alternatives]],
    ['alternatives of another shape', { ...DECISION, alternatives: ['finish'] }, [0.8, 'Asked for.', null]],
  ])(
    'fills in nothing when the model stated %s',
    (_name, _decision, [confidence, reasoning, alternatives]) => {
      expect(read({ calls: [call(WIRE, { order_id: 'A', _decision })] })).toMatchObject({
        kind: 'calls',
        calls: [{ decision: { confidence, reasoning, alternatives } }],
      });
    },
  );

  it('names alternatives as people do, not as they were offered to the model', () => {
    const _decision = { ...DECISION, alternatives: [{ tool: WIRE, reason: 'Too much.' }] };
    expect(read({ calls: [call(WIRE, { order_id: 'A', _decision })] })).toMatchObject({
      calls: [{ decision: { alternatives: [{ tool: REFUND, reason: 'Too much.' }] } }],
    });
  });

  it('ends with an output that fits', () => {
    const finish = call('finish', { output: { answer: 'Done.' }, _decision: DECISION });
    expect(read({ calls: [finish] })).toMatchObject({
      kind: 'finish',
      output: { answer: 'Done.' },
      decision: { chosen: 'finish', confidence: 0.8 },
    });
  });

  it('takes text for the end only where no output schema is declared', () => {
    expect(read({ text: ' Done. ' })).toMatchObject({
      kind: 'finish',
      output: { answer: 'Done.' },
      decision: { confidence: null },
    });
    expect(read({ text: 'Done.' }, { type: 'object' })).toMatchObject({ kind: 'invalid' });
  });

  it.each<[string, Partial<ModelAnswer>, string]>([
    ['nothing at all', {}, '/'],
    ['blank text', { text: ' \n' }, '/'],
    ['text that was cut off', { text: 'I will', finishReason: 'length' }, '/text'],
    ['an unknown tool', { calls: [call('payments__charge', {})] }, '/calls/0/tool'],
    ['arguments that are no JSON', { calls: [call(WIRE, '{"order_id": ', true)] }, '/calls/0/arguments'],
    ['arguments that are no object', { calls: [call(WIRE, ['A'])] }, '/calls/0/arguments'],
    [
      'a wrong argument',
      { calls: [call(WIRE, { order_id: 'A' }), call(WIRE, { order_id: 1 })] },
      '/calls/1/arguments/order_id',
    ],
    ['a missing argument', { calls: [call(WIRE, {})] }, '/calls/0/arguments'],
    ['an argument too many', { calls: [call(WIRE, { order_id: 'A', to: 'me' })] }, '/calls/0/arguments'],
    [
      'a finish beside other calls',
      { calls: [call(WIRE, { order_id: 'A' }), call('finish', { output: {} })] },
      '/calls',
    ],
    ['a finish without output', { calls: [call('finish', {})] }, '/calls/0/arguments/output'],
    [
      'an output that does not fit',
      { calls: [call('finish', { output: { answer: 7 } })] },
      '/calls/0/arguments/output/answer',
    ],
  ])('says what is wrong with %s', (_name, answer, path) => {
    const result = read(answer);
    expect(result).toMatchObject({ kind: 'invalid' });
    expect(result.kind === 'invalid' && result.problems.map((one) => one.path)).toContain(path);
  });
});

describe('offeredTools', () => {
  it('offers granted tools under wire names with `_decision` required, and finish with the output schema', () => {
    const output = {
      type: 'object',
      $defs: { id: { type: 'string' } },
      properties: { id: { $ref: '#/$defs/id' } },
    };
    const [refund, finish] = offeredTools(agentWith(output), [toolVersion(REFUND)]);
    expect(refund?.name).toBe(WIRE);
    expect(refund?.inputSchema).toMatchObject({ required: ['order_id', '_decision'] });
    expect(finish?.name).toBe('finish');
    const filled = { output: { id: 'x' }, _decision: DECISION };
    expect(testValidator.validate(finish?.inputSchema ?? {}, filled)).toEqual([]);
    expect(testValidator.validate(finish?.inputSchema ?? {}, { ...filled, output: { id: 1 } })).toHaveLength(
      1,
    );
    expect(testValidator.validate(finish?.inputSchema ?? {}, { output: {} })).toHaveLength(1);
  });

  it('writes the conversation under wire names too', () => {
    const calls = [{ callId: 'c', tool: REFUND, arguments: {} }];
    expect(wireMessage({ role: 'assistant', text: null, calls })).toMatchObject({ calls: [{ tool: WIRE }] });
    expect(
      wireMessage({ role: 'tool', step: 2, callId: 'c', tool: REFUND, content: null, isError: false }),
    ).toMatchObject({ tool: WIRE });
  });
});
