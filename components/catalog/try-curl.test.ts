// What a shell reads back is what was to be sent, whatever the arguments hold.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { tryCurl } from './try-curl';

const request = {
  origin: 'http://localhost:3000',
  path: '/tools/chat.post/try',
  body: { arguments: { text: `it's "$HOME" \\ \`date\`` }, confirm: true },
  keyed: false,
};

it('survives a shell', () => {
  const command = tryCurl(request).replace(/^curl/, 'printf "%s\\n"');
  const said = execFileSync('sh', ['-c', command], {
    encoding: 'utf8',
    env: { ...process.env, BULKHEAD_API_KEY: 'k' },
  }).split('\n');
  expect(said).toContain('http://localhost:3000/api/v1/tools/chat.post/try');
  expect(said).toContain('Authorization: Bearer k');
  expect(said).toContain(JSON.stringify(request.body));
});

it('asks for a key of its own where one is needed', () => {
  expect(tryCurl(request)).not.toContain('Idempotency-Key');
  expect(tryCurl({ ...request, keyed: true })).toContain('Idempotency-Key: $(uuidgen)');
});
