// What a model is sent begins as what it was sent before, byte for byte, so that the prefix caches of providers hold.
import { describe, expect, it } from 'vitest';
import type { ModelRequest } from '@/lib/ports/model-client';
import { SUMMARY_PROMPT } from './model-prompt';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const TOOLS = [toolVersion('zoo.count'), toolVersion(REFUND), toolVersion('ant.count')];
const turns = [answers(refund('A-1'), refund('A-2')), answers(refund('A-3')), finishes('Done.')];

/** In the order in which providers read it: tools, system, conversation. */
const readOf = ({ tools, system, messages }: ModelRequest): string =>
  JSON.stringify({ tools, system, messages }).slice(0, -']}'.length);

async function requestsOf(bench: RuntimeBench): Promise<readonly ModelRequest[]> {
  await new KillableProcess(bench).start();
  const runId = await bench.start();
  await bench.untilStatus(runId, 'succeeded');
  return bench.model.requests;
}

describe('the beginning of what a model is sent', () => {
  it('stands through the run: each call sends the last one and more', async () => {
    const sent = (await requestsOf(open({ tools: TOOLS, turns }))).map(readOf);
    expect(sent).toHaveLength(3);
    for (const [i, one] of sent.slice(1).entries()) expect(one.startsWith(sent[i] ?? '?')).toBe(true);
  });

  it('is the same in another run of the agent, at another time, up to the tokens of its run, which end the prompt', async () => {
    const bench = open({ tools: TOOLS, turns });
    await requestsOf(bench);
    await bench.clock.pass(7_654_321);
    await requestsOf(bench);
    const first = bench.model.requests.filter(({ messages }) => messages.length === 1).map(readOf);
    expect(first).toHaveLength(2);
    const [shared] = (first[0] ?? '').split('<<untrusted ', 1);
    expect(first[1]?.startsWith(`${shared}<<untrusted `)).toBe(true);
    expect((first[0]?.length ?? 0) - (shared?.length ?? 0)).toBeLessThan(600);
  });

  it('is the same for a process that takes the run over', async () => {
    const bench = open({ tools: TOOLS, turns });
    const died = new KillableProcess(bench, { diesAt: { gate: 'after commit', nth: 3 } });
    await died.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => died.dead);
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    const sent = bench.model.requests.map(readOf);
    expect(sent.length).toBeGreaterThan(2);
    for (const [i, one] of sent.slice(1).entries()) expect(one.startsWith(sent[i] ?? '?')).toBe(true);
  });

  it('has the tools in the order in which they are granted', async () => {
    const [first] = await requestsOf(open({ tools: TOOLS, turns }));
    expect(first?.tools.map(({ name }) => name)).toEqual([
      'zoo__count',
      'payments__refund',
      'ant__count',
      'finish',
    ]);
  });

  it('is fixed for a last summary too, which sends no conversation', () => {
    expect(SUMMARY_PROMPT).not.toMatch(/\d{4}-\d\d|[0-9a-f]{8}-/);
  });
});
