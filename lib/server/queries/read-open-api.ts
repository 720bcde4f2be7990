// The API's own description; made once a process, since nothing in it changes.
import 'server-only';
import { openApiDocument } from '../../contract/openapi';
import { type JsonValue, jsonValue } from '../../domain/json';
import type { App } from '../app';

let document: JsonValue | undefined;

export function readOpenApi({ version }: Pick<App, 'version'>): JsonValue {
  document ??= jsonValue.parse(JSON.parse(JSON.stringify(openApiDocument({ version }))));
  return document;
}
