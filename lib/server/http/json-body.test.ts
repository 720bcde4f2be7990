// Bodies that are taken and the many that are not.
import { describe, expect, it } from 'vitest';
import type { RequestError } from '../../domain/errors';
import { MAX_BODY_BYTES, readJsonBody } from './json-body';

const post = (body: BodyInit | null, type: string | null = 'application/json') => {
  const request = new Request('http://localhost/', {
    method: 'POST',
    ...(body === null ? {} : { body, duplex: 'half' }),
  } as RequestInit); // safe because duplex is part of the Fetch standard and missing from the types
  request.headers.delete('content-type');
  if (type !== null) request.headers.set('content-type', type);
  return readJsonBody(request);
};
const refusal = (body: BodyInit, type?: string | null): Promise<RequestError> =>
  post(body, type).then(
    () => Promise.reject(new Error('was taken')),
    (error: RequestError) => error,
  );

describe('readJsonBody', () => {
  it('takes JSON in UTF-8, with or without a charset, and no body at all', async () => {
    expect(await post('{"a":[1,"é"]}')).toEqual({ a: [1, 'é'] });
    expect(await post('1', 'application/merge-patch+json; charset=UTF-8')).toBe(1);
    expect(await post(null, null)).toBeUndefined();
  });

  it.each([
    ['text/plain', '{}'],
    [null, '{}'],
    ['application/json; charset=latin1', '{}'],
    ['multipart/form-data', '{}'],
  ])('refuses the media type %s', async (type, body) => {
    expect((await refusal(body, type)).code).toBe('unsupported_media_type');
  });

  it.each([
    ['broken JSON', '{"a":'],
    ['a trailing comma', '{"a":1,}'],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ])('refuses %s', async (_what, body) => {
    expect((await refusal(body)).code).toBe('invalid_request');
  });

  it('refuses what PostgreSQL or our hashes could not hold, with its path', async () => {
    const error = await refusal('{"a":{"b/c":["x\\u0000"]},"d":"\\ud800","__proto__":{"e":1}}');
    expect(error.problems).toEqual(
      expect.arrayContaining([
        { path: '/a/b~1c/0', message: 'must not hold the character NUL' },
        { path: '/d', message: 'must be well-formed Unicode' },
        { path: '/__proto__', message: 'is not a usable name' },
      ]),
    );
  });

  it('refuses a nesting that would exhaust the stack of whoever walks it', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect((await refusal(deep)).problems[0]?.message).toContain('nested');
    expect(await post(`${'['.repeat(60)}${']'.repeat(60)}`)).toBeDefined();
  });

  it('stops reading at the bound, whatever the length says', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(0x20));
      },
    });
    expect((await refusal(endless)).code).toBe('too_large');
    expect(sent).toBeLessThan(MAX_BODY_BYTES / (64 * 1024) + 4);
  });
});
