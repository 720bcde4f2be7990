// Requests for every operation of the OpenAPI document: some as they should be, most of them wrong in one place or another.
import fc from 'fast-check';
import { HOSTILE_BODIES, HOSTILE_HEADERS, hostileText, hostileValue } from './hostile-values';
import { broken, type Known, type Schema, type Schemas, schemaValue } from './schema-values';

export type FuzzRequest = {
  readonly operation: string;
  readonly method: string;
  /** From `/api` on, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
};
export type Operation = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly type: string; readonly schema: Schema; readonly example: unknown } | null;
  /** Statuses that the document names. */
  readonly statuses: readonly string[];
};

type RawOperation = {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, { schema: Schema; example?: unknown }> };
  readonly responses: Readonly<Record<string, unknown>>;
};
export type OpenApi = {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Record<string, RawOperation> & { servers?: { url: string }[] }>>;
  readonly components: { readonly schemas: Schemas };
};

export function operationsOf(document: OpenApi): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, { servers, ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => {
      const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path: `${(servers ?? document.servers)[0]?.url ?? ''}${path}`,
        parameters: operation.parameters,
        body:
          type === undefined || body === undefined
            ? null
            : { type, schema: body.schema, example: harmless(body.example) },
        statuses: Object.keys(operation.responses),
      };
    }),
  );
}

/** No request of a fuzz may lead to a name that somebody owns. */
function harmless(example: unknown): unknown {
  if (example === undefined) return undefined;
  return JSON.parse(JSON.stringify(example).replaceAll('example.com', 'example.invalid'));
}

/** Parameters whose schema tells less than their door asks. */
const HOSTILE_CURSOR: fc.Arbitrary<string> = fc
  .oneof(
    fc.array(hostileValue, { maxLength: 3 }),
    fc.tuple(fc.constantFrom('2026-02-28T00:00:00.000Z', '0000-01-01T00:00:00Z', 'infinity', 'x'), fc.uuid()),
    hostileValue,
  )
  .map((key) =>
    Buffer.from(JSON.stringify(key) ?? '')
      .toString('base64url')
      .slice(0, 500),
  );
/** Longer waits would take the time of the fuzz. */
const RIGHT: Readonly<Record<string, fc.Arbitrary<string>>> = {
  wait: fc.constantFrom('0', '1'),
  cursor: fc.constant(''),
};
const WRONG: Readonly<Record<string, fc.Arbitrary<string>>> = {
  cursor: HOSTILE_CURSOR,
};

type Place = 'nowhere' | 'path' | 'query' | 'unknown' | 'header' | 'body';

/** Right in every place but one at the most, so that what is wrong there is what the server stumbles over. */
export function requestOf(operation: Operation, schemas: Schemas, known: Known): fc.Arbitrary<FuzzRequest> {
  const { parameters, body } = operation;
  const has = (where: string) => parameters.some((parameter) => parameter.in === where);
  const wrong: Place[] = ['unknown', 'header'];
  if (has('path')) wrong.push('path');
  if (has('query')) wrong.push('query', 'query');
  if (body !== null) wrong.push('body', 'body', 'body', 'body');
  // Made once and not in a chain, which would make them anew for each request.
  const [right, ...others] = (['nowhere', ...wrong] as const).map((place) =>
    requestWith(operation, schemas, known, place),
  );
  if (right === undefined) throw new Error('there is a right request for each operation');
  return fc.oneof(
    { weight: 2 * wrong.length, arbitrary: right },
    ...others.map((arbitrary) => ({ weight: 3, arbitrary })),
  );
}

function requestWith(operation: Operation, schemas: Schemas, known: Known, wrong: Place) {
  const { id, method, path, parameters } = operation;
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const near = known.about(subjectOf(operation));
  const right = ({ name, schema, in: where }: Parameter) =>
    RIGHT[name] ??
    schemaValue(schema, schemas, where === 'path' ? near : known).map((value) => textOf(value));
  const hostile = ({ name }: Parameter) => WRONG[name] ?? hostileText;
  const pathValues = fc.tuple(...inPath.map(wrong === 'path' ? hostile : right));
  const needed = inQuery.filter(({ required }) => required).map(({ name }) => name);
  const rightQuery = fc.record(Object.fromEntries(inQuery.map((one) => [one.name, right(one)])), {
    requiredKeys: needed,
  });
  const oneWrong = inQuery.map((one) => hostile(one).map((value) => ({ [one.name]: value })));
  return fc
    .record({
      pathValues,
      query: rightQuery,
      replaced: wrong === 'query' && oneWrong.length > 0 ? fc.oneof(...oneWrong) : fc.constant({}),
      unknown: wrong === 'unknown' ? fc.tuple(hostileText, hostileText) : fc.constant(null),
      header: wrong === 'header' ? hostileHeader : fc.constant({}),
      body: bodyFor(operation, schemas, known, wrong === 'body'),
    })
    .map(({ pathValues: values, query, replaced, unknown, header, body }): FuzzRequest => {
      const filled = inPath.reduce(
        (filling, { name }, i) => filling.replace(`{${name}}`, encode(values[i] || '-')),
        path,
      );
      const asked = Object.entries({ ...query, ...replaced }).filter(
        ([name, value]) => !isLeftOut(name, value),
      );
      if (unknown !== null) asked.push(unknown);
      const search = asked.map(([name, value]) => `${encode(name)}=${encode(String(value))}`).join('&');
      const type: Record<string, string> =
        body === null ? {} : { 'content-type': operation.body?.type ?? 'application/json' };
      return {
        operation: id,
        method,
        path: search === '' ? filled : `${filled}?${search}`,
        headers: { ...type, ...header },
        body,
      };
    });
}

const textOf = (value: unknown) => (Array.isArray(value) ? value.join(',') : String(value));
const isLeftOut = (name: string, value: unknown) =>
  value === undefined || (name === 'cursor' && value === '');

/** The collection that a path begins with: what is found in its answers leads somewhere in its paths. */
export const subjectOf = ({ path }: Operation) => /^\/api\/v1\/([\w-]+)/.exec(path)?.[1] ?? '';

/** As bytes of UTF-8, lone surrogates replaced; `.` and `..` as names and not as ways. */
function encode(text: string): string {
  const whole = encodeURIComponent(text.toWellFormed().slice(0, 2_000));
  return /^\.{1,2}$/.test(whole) ? `x${whole}` : whole;
}

const hostileHeader: fc.Arbitrary<Record<string, string>> = fc
  .constantFrom(...Object.entries(HOSTILE_HEADERS))
  .chain(([name, values]) => fc.constantFrom(...values).map((value) => ({ [name]: value })));

function bodyFor(
  { method, body }: Operation,
  schemas: Schemas,
  known: Known,
  wrong: boolean,
): fc.Arbitrary<string | null> {
  if (method === 'GET' || body === null) return fc.constant(null);
  const right = schemaValue(body.schema, schemas, known);
  const example = body.example === undefined ? right : fc.constant(body.example);
  const written = (values: fc.Arbitrary<unknown>) =>
    values.map((value) =>
      body.type !== 'application/json' && typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
    );
  if (!wrong) return fc.oneof(written(right), written(example));
  return fc.oneof(
    { weight: 4, arbitrary: written(broken(right)) },
    { weight: 4, arbitrary: written(broken(example)) },
    { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_BODIES) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}
