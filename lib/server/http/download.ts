// The door of downloads: asked as any endpoint is, answered with a file, written row by row while it is read. Holds no list in memory.
import 'server-only';
import type { z } from 'zod';
import { DOWNLOAD_MEDIA_TYPE, type DownloadFormat } from '../../contract/download';
import type { Endpoint } from '../../contract/endpoint';
import type { Principal } from '../../domain/principal';
import type { Logger } from '../../ports/logger';
import { app } from '../app';
import { type CsvCell, csvRow } from './csv-row';
import { problemResponse, refusalOf } from './problem-response';
import { type Asked, askedOf, type NextContext, noteRefused, type RouteHandler } from './route';

/** An endpoint with `download`: its query has `format` (`formatParam`, or one of its own), its response is the list that the JSON form holds. */
export type DownloadEndpoint = Endpoint & {
  readonly method: 'GET';
  readonly download: true | 'page';
  readonly query: z.ZodType<{ readonly format: DownloadFormat }>;
  readonly response: z.ZodArray;
};
type ItemOf<E extends DownloadEndpoint> = z.output<E['response']['element']>;

export type Download<T> = {
  /** The file's name without its ending, such as `bulkhead-runs`. */
  readonly name: string;
  /** Read once, as fast as the client takes it. Not holding a connection between items is up to whoever makes it. */
  readonly items: AsyncIterable<T>;
  /** The CSV's columns; the JSON form has the items as they are. None where there is no such form. */
  readonly columns: readonly { readonly name: string; readonly cell: (item: T) => CsvCell }[];
  /** The page's text, of an endpoint that has one. */
  readonly page?: (items: AsyncIterable<T>) => AsyncGenerator<string>;
};

/** Handed to the socket at once: few enough to hold, many enough to be quick. */
const CHUNK_CHARS = 32_768;

/**
 * Checks as `route` does (who, rate, scope, path, query), then answers with the handler's items as an attachment. What fails before the first
 * item is problem details. What fails later ends the connection early, so that nobody takes a part for the whole. A client that leaves ends
 * the reading.
 */
export function download<const E extends DownloadEndpoint>(
  endpoint: E,
  handler: (asked: Asked<E>) => Promise<Download<ItemOf<E>>> | Download<ItemOf<E>>,
): RouteHandler {
  const handle = async (request: Request, context: NextContext): Promise<Response> => {
    const running = app();
    const requestId = running.ids.timeOrdered();
    let principal: Principal | null = null;
    try {
      const asked = { ...(await askedOf(endpoint, request, context, requestId, running)), intent: null };
      principal = asked.principal;
      const made = await handler(asked as Asked<E>); // safe because each part was parsed by the endpoint's own schema
      const format = (asked.query as { format: DownloadFormat }).format; // safe because DownloadEndpoint's query has it
      const checked = running.checksAnswers
        ? checkedItems(made.items, endpoint.response.element)
        : made.items;
      const parts = partsOf(format, checked, made);
      const first = await parts.next();
      const at = new Date(running.clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
      return new Response(streamOf(first, parts, running.logger, requestId), {
        status: endpoint.status,
        headers: {
          'content-type': `${DOWNLOAD_MEDIA_TYPE[format]}; charset=utf-8`,
          'content-disposition': `attachment; filename="${made.name}-${at}Z.${format}"`,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'x-request-id': requestId,
        },
      });
    } catch (error) {
      await noteRefused(endpoint, request, { error, principal, requestId }, running);
      return problemResponse(refusalOf(error, requestId, running.logger));
    }
  };
  return Object.assign(handle, { endpoint, door: 'download' as const });
}

async function* checkedItems<T>(items: AsyncIterable<T>, schema: z.core.$ZodType): AsyncGenerator<T> {
  for await (const item of items) {
    (schema as z.ZodType).parse(item); // safe because an array's element is a schema of this very zod
    yield item;
  }
}

function partsOf<T>(
  format: DownloadFormat,
  items: AsyncIterable<T>,
  { columns, page }: Pick<Download<T>, 'columns' | 'page'>,
): AsyncGenerator<string> {
  switch (format) {
    case 'csv':
      return csvParts(items, columns);
    case 'json':
      return jsonParts(items);
    case 'jsonl':
      return jsonLines(items);
    case 'html':
      if (page === undefined) throw new Error('an endpoint whose query asks for a page makes one');
      return page(items);
  }
}

async function* jsonLines<T>(items: AsyncIterable<T>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}

/** The first part is the header with the first item, so that a list that can't be read has sent nothing yet. */
async function* csvParts<T>(
  items: AsyncIterable<T>,
  columns: Download<T>['columns'],
): AsyncGenerator<string> {
  let lead = csvRow(columns.map(({ name }) => name));
  for await (const item of items) {
    yield lead + csvRow(columns.map(({ cell }) => cell(item)));
    lead = '';
  }
  if (lead !== '') yield lead;
}

async function* jsonParts<T>(items: AsyncIterable<T>): AsyncGenerator<string> {
  let lead = '[\n';
  for await (const item of items) {
    yield lead + JSON.stringify(item);
    lead = ',\n';
  }
  yield lead === '[\n' ? '[]\n' : '\n]\n';
}

function streamOf(
  first: IteratorResult<string>,
  parts: AsyncGenerator<string>,
  logger: Logger,
  requestId: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: IteratorResult<string> = first;
  return new ReadableStream({
    async pull(controller) {
      try {
        let text = '';
        while (next.done !== true && text.length < CHUNK_CHARS) {
          text += next.value;
          next = await parts.next();
        }
        if (text !== '') controller.enqueue(encoder.encode(text));
        if (next.done === true) controller.close();
      } catch (error) {
        logger.warn('a download ended early', { requestId, error });
        controller.error(error);
      }
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
