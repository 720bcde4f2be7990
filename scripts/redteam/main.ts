// Runs all attacks and everyday tasks and prints what came of them; ends with 1 where a promise did not hold. Run by scripts/redteam.mjs.
import { parseArgs } from 'node:util';
import { benignTasks } from './benign-tasks';
import { campaign } from './campaign';
import { judge, shapedMessages } from './judge';
import { allPayloads } from './payloads';
import { benignText, disarmed, figuresText, findingsText } from './report';

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, rounds: { type: 'string', default: '3' } },
});
const payloads = allPayloads().filter(({ id }) => id.includes(values.only));
const beganMs = performance.now();
const result = await campaign({ payloads, benign: benignTasks(Number(values.rounds)) });
const findings = judge(result);
const effects = findings.filter(({ promise }) => promise === 'no unapproved effect');
console.log(`${figuresText(result)}\n\n${benignText(result)}`);
const shaped = shapedMessages(result).length;
console.log(`words of outsiders to whom the operator named, without private data: ${shaped}`);
const never = disarmed(result);
if (never.length > 0) console.log(`disguises of which the model read nothing: ${never.join(', ')}`);
if (findings.length > 0) console.log(`\n${findingsText(findings)}`);
const seconds = Math.round((performance.now() - beganMs) / 1_000);
console.log(`\n${effects.length} unapproved external effects, ${findings.length} findings, in ${seconds} s`);
if (result.trouble.length > 0) console.error(result.trouble.slice(0, 20).join('\n'));
process.exit(findings.length === 0 ? 0 : 1);
