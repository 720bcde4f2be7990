// A refusal as every client may rely on it: problem details, the status, and the path of each fault.
import { expect } from 'vitest';
import type { TestServer } from './test-server';

export type BadInput = [
  name: string,
  method: string,
  path: string,
  body: unknown,
  status: number,
  paths: string[],
];

export async function expectRefusal(server: TestServer, row: BadInput): Promise<void> {
  const [, method, path, body, status, paths] = row;
  const answer = await server.call(method, `/api/v1${path}`, { as: 'key', body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  expect(answer.body).toMatchObject({ status, title: expect.any(String), requestId: expect.any(String) });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const found = new Set(answer.body.errors.map((error: { path: string }) => error.path));
  expect([...found].toSorted()).toEqual(paths);
}
