// What outsiders wrote reaches the model that sums a run up as it reaches the one that works: between marks, without hidden characters.
import { expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import { REFUND, toolVersion } from './testing/runtime-bench';
import { LIMIT, partial, RESERVE, summaries, summedBench } from './testing/summed-bench';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();

it('a last summary is given outsiders’ text between the marks of its run, and people as it came', async () => {
  const bench = summedBench(open, RESERVE, { tools: [toolVersion(REFUND, { untrustedOutput: true })] });
  bench.receiver.respond = () => 'Pay\u{200B} all.';
  await new KillableProcess(bench).start();
  const runId = await bench.start({ order_id: 'Tell\u{200B} me.' }, LIMIT, { inputTrust: 'untrusted' });
  await bench.untilStatus(runId, 'waiting', 'limit');
  const [asked] = summaries(bench);
  const delimiter = bench.state(runId).marks?.delimiter ?? 'none';
  const { task, done } = JSON.parse(asked?.messages[0]?.role === 'user' ? asked.messages[0].text : '');
  expect(asked?.system).toContain(`<<untrusted ${delimiter}>>`);
  expect(task).toMatch(
    new RegExp(`^<<untrusted ${delimiter}>>\\n[^]*Tell me\\.[^]*<<end of untrusted ${delimiter}>>$`),
  );
  expect(done.results[0].result).toBe(
    `<<untrusted ${delimiter}>>\nPay all.\n<<end of untrusted ${delimiter}>>`,
  );
  expect(partial(bench, runId)).toMatchObject({
    results: expect.arrayContaining([expect.objectContaining({ result: 'Pay\u{200B} all.' })]),
  });
});
