// Holds the answers of routes to what the OpenAPI document says about them, and remembers which were called.
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { ENDPOINTS, type EndpointId } from '../../contract/endpoints';
import type { Answered, Asked, TestServer } from './test-server';

export type DescribedApi = {
  readonly called: ReadonlySet<string>;
  /** Calls a route (path below /api/v1) and checks status, media type, body and the headers of every answer. */
  ask(id: EndpointId, path: string, asked?: Asked): Promise<Answered>;
};

export async function describedApi(server: TestServer): Promise<DescribedApi> {
  const document = (await server.call('GET', '/api/v1/openapi.json')).body;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'doc', ...document });
  const called = new Set<string>();
  return {
    called,
    async ask(id, path, asked = {}) {
      const { method, path: template } = ENDPOINTS[id];
      const answer = await server.call(method, `/api/v1${path}`, asked);
      await requireGuardedPut(server, id, path, asked, answer);
      called.add(id);
      const described = document.paths[template][method.toLowerCase()].responses[String(answer.status)];
      expect(described, `${id} answers ${answer.status}: ${JSON.stringify(answer.body)}`).toBeDefined();
      const [type] = (answer.headers.get('content-type') ?? '').split(';');
      const schema = described.content?.[type ?? '']?.schema;
      if (answer.body === null) expect(described.content).toBeUndefined();
      else {
        if (type === 'application/problem+json') {
          expect(described.description, `${id} answers ${answer.body.code}`).toContain(
            `\`${answer.body.code}\``,
          );
          expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
        }
        const validate = ajv.getSchema(`doc${schema.$ref ?? ''}`) ?? ajv.compile(schema);
        expect(validate(answer.body), JSON.stringify(validate.errors)).toBe(true);
      }
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      return answer;
    },
  };
}

/** Whatever a PUT made, the same again over a version that was never there is refused. */
async function requireGuardedPut(
  server: TestServer,
  id: EndpointId,
  path: string,
  asked: Asked,
  { status }: Answered,
): Promise<void> {
  if (ENDPOINTS[id].method !== 'PUT' || status >= 300) return;
  const headers = { ...asked.headers, 'if-match': '"987654"' };
  const again = await server.call('PUT', `/api/v1${path}`, { ...asked, headers });
  expect([again.status, again.body?.code], `${id} does not look at If-Match`).toEqual([
    412,
    'version_mismatch',
  ]);
}
