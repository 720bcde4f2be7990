// Sends hostile requests to every operation of a Bulkhead of its own, over HTTP: npm run fuzz -- [--seconds 120] [--seed N].
// Ends with 1 where an answer is a fault of ours, none at all, or not as the OpenAPI document describes it; the seed repeats the requests.
import { randomBytes } from 'node:crypto';
import { request as openRequest } from 'node:http';
import { parseArgs } from 'node:util';
import { startBulkhead } from '../e2e/harness/bulkhead';
import { type FuzzAnswer, fuzz } from '../lib/server/testing/fuzz/fuzz';
import type { FuzzRequest, OpenApi } from '../lib/server/testing/fuzz/fuzz-requests';

const MOST_TEXT = 200_000;
/** After that nothing more is expected. */
const GIVE_UP_MS = 15_000;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, seed: { type: 'string' } },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed ?? randomBytes(4).readUInt32BE());
if (!(seconds > 0) || !Number.isSafeInteger(seed)) throw new Error('--seconds and --seed are numbers');

const key = `fuzz-${randomBytes(16).toString('hex')}`;
const bulkhead = await startBulkhead({ env: { BULKHEAD_API_KEY: key } });
console.log(`${bulkhead.url}, seed ${seed}, ${seconds} s`);
try {
  const server = await bulkhead.process('server');
  // Something to look at: runs that ended, and some that wait for a person.
  for (const [i, amount] of [40, 900, 950].entries()) {
    const input = { orderId: `ORD-6${i}`, amount, reason: 'The lamp came cracked' };
    const body = JSON.stringify({ agent: 'refunds', input });
    const headers = { 'content-type': 'application/json' };
    await send(bulkhead.url, { operation: 'startRun', method: 'POST', path: '/api/v1/runs', headers, body });
  }
  const described = await fetch(`${bulkhead.url}/api/v1/openapi.json`);
  const document = (await described.json()) as OpenApi; // safe because the fuzz reads it as what the server says it is
  const report = await fuzz({ document, seed, seconds, send: (request) => send(bulkhead.url, request) });
  const operations = [...report.reached].toSorted(([a], [b]) => a.localeCompare(b));
  for (const [id, { asked, succeeded }] of operations)
    console.log(`${id.padEnd(28)} ${asked} asked, ${succeeded} done`);
  console.log(`${report.requests} requests, the slowest ${Math.round(report.slowestMs)} ms`);
  for (const { request, fault } of report.findings) console.log(`\n${fault}\n${JSON.stringify(request)}`);
  const isSame = (await bulkhead.process('server')).pid === server.pid;
  const health = await fetch(`${bulkhead.url}/api/health/ready`);
  if (!isSame) console.log('the server was started anew meanwhile');
  if (report.findings.length > 0 || !isSame || !health.ok) process.exitCode = 1;
  else console.log(`nothing found; seed ${seed}`);
} finally {
  await bulkhead.remove();
}

/** By hand, because fetch refuses headers and paths that a hostile client sends. */
function send(base: string, asked: FuzzRequest, anew = false): Promise<FuzzAnswer> {
  const { method, path, headers, body } = asked;
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const request = openRequest(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...headers,
        // Or a DELETE's body would be taken for the next request.
        ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
      timeout: GIVE_UP_MS,
      ...(anew ? { agent: false } : {}),
    });
    request.on('response', (response) => {
      const type = response.headers['content-type'] ?? '';
      let text = '';
      const settle = () =>
        resolve({ status: response.statusCode ?? 0, type, text, ms: performance.now() - startedMs });
      if (type.startsWith('text/event-stream')) {
        settle();
        request.destroy();
        return;
      }
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (text.length < MOST_TEXT) text += chunk;
      });
      response.on('end', settle);
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`nothing within ${GIVE_UP_MS} ms`)));
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The server may close a connection that rested at the moment when it is used again: no answer to this request was begun.
      if (!anew && request.reusedSocket && error.code === 'ECONNRESET') resolve(send(base, asked, true));
      else reject(error);
    });
    request.end(body ?? undefined);
  });
}
