// Makes the address of a call; refuses an origin that comes from arguments or secrets, and values that would leave their place in the path.
import { CodedError } from '../../domain/errors';
import type { JsonObject, JsonValue } from '../../domain/json';
import {
  argumentValue,
  type Encoders,
  invalidArgument,
  renderText,
  scalarText,
  singleArgument,
  type TemplateValues,
} from './template';

export type UrlTemplate = {
  /** Scheme, host and port, to the letter. */
  readonly origin: string;
  readonly path: string;
  /** `name=value` templates. */
  readonly query: readonly string[];
};

/** @returns null where the template is no http(s) URL with a literal origin and no fragment. */
export function parseUrlTemplate(template: string): UrlTemplate | null {
  const parts = /^(https?:\/\/[^/?#\\{}\s]+)(\/[^?#\\]*)?(?:\?([^#]*))?$/i.exec(template);
  const [, origin, path = '/', query = ''] = parts ?? [];
  if (origin === undefined || !URL.canParse(origin)) return null;
  return { origin, path, query: query.split('&').filter((pair) => pair !== '') };
}

/** An argument fills one place in the path: never empty (a collection instead of its member), never a dot segment. */
const PATH: Encoders = {
  argument: (text, path) => {
    if (text === '') throw invalidArgument(path, 'must not be empty in a path');
    return encodeURIComponent(text);
  },
  // A secret may span segments (a hook's path); it is an operator's word, so its slashes stay.
  secret: (text) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3A', ':'),
};
const QUERY: Encoders = { argument: encodeURIComponent, secret: encodeURIComponent };

function renderPath(template: string, values: TemplateValues): string {
  const path = renderText(template, values, PATH);
  // URL parsers drop dot segments, percent-encoded ones too: the call would go to another resource.
  if (path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) {
    throw new CodedError('invalid_arguments', 'fatal', 'an argument makes a dot segment in the path');
  }
  return path;
}

function pairs(name: string, value: JsonValue | undefined, label: string): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => pairs(name, scalarText(item, label), label));
  const text = typeof value === 'object' ? JSON.stringify(value) : scalarText(value, label);
  return [`${name}=${encodeURIComponent(text)}`];
}

/** A parameter whose whole value is an argument that isn't there is left out; a list gives one parameter each. */
function renderPair(template: string, values: TemplateValues): string[] {
  const [name = '', ...rest] = template.split('=');
  const path = singleArgument(rest.join('='));
  if (path === null) return [renderText(template, values, QUERY)];
  return pairs(renderText(name, values, QUERY), argumentValue(path, values), path);
}

/**
 * @param queryArguments arguments that go into the query by their names, after what the template says.
 * @throws CodedError template_invalid, invalid_arguments, secret_missing.
 */
export function renderUrl(template: string, values: TemplateValues, queryArguments: JsonObject): string {
  const parsed = parseUrlTemplate(template);
  if (parsed === null) {
    const message = 'the URL must be http or https, with scheme, host and port written out and no fragment';
    throw new CodedError('template_invalid', 'fatal', message);
  }
  const query = [
    ...parsed.query.flatMap((pair) => renderPair(pair, values)),
    ...Object.entries(queryArguments).flatMap(([name, value]) =>
      pairs(encodeURIComponent(name), value, name),
    ),
  ];
  const path = renderPath(parsed.path, values);
  return `${parsed.origin}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}
