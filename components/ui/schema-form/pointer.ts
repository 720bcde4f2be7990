// JSON Pointers (RFC 6901) and the dotted names of the API, as the addresses of fields.

export type Token = string | number;

export function pointerOf(tokens: readonly Token[]): string {
  return tokens.map((token) => `/${String(token).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

/** Tokens of "/order/lines/0" or "order.lines[0]". A list's index stays text: what it means, the field says. */
export function tokensOf(path: string): string[] {
  if (path === '' || path === '/') return [];
  if (path.startsWith('/')) {
    return path
      .slice(1)
      .split('/')
      .map((token) => token.replace(/~1/g, '/').replace(/~0/g, '~'));
  }
  return path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((token) => token !== '');
}
