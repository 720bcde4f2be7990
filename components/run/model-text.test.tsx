// What a model wrote: formatted with what is hidden left out and counted, and as data where it is data.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { revealHidden } from '@/lib/domain/normalise-untrusted';
import { queryKeys } from '@/lib/query/query-keys';
import { OutputView } from './output-view';
import { readTexts } from './read-texts';

function drawn(node: ReactNode, linkHosts: string[] = []): string {
  const client = new QueryClient();
  client.setQueryData(queryKeys.settings(), { linkHosts });
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <Tooltip.Provider>{node}</Tooltip.Provider>
    </QueryClientProvider>,
  );
}

describe('an output', () => {
  it('is read where it was written to be read, with the rest as data beside it', () => {
    expect(readTexts({ ok: true, id: 'ORD-1' })).toBeUndefined();
    expect(readTexts([1, 'a\nb'])).toBeUndefined();
    expect(readTexts('a')).toEqual({ texts: [{ name: undefined, text: 'a' }], rest: undefined });
    expect(readTexts({ id: 'ORD-1', reply: 'a\n**b**' })).toEqual({
      texts: [{ name: 'reply', text: 'a\n**b**' }],
      rest: { id: 'ORD-1' },
    });
    const markup = drawn(<OutputView label="result" value={{ id: 'ORD-1', reply: 'a\n\n**b**' }} />);
    expect(markup).toMatch(/<strong[^>]*>b<\/strong>/);
    expect(markup).toContain('&quot;ORD-1&quot;');
    expect(markup).toContain('As written');
  });

  it('links to what the settings list and to nothing else', () => {
    const value = '[a](https://docs.example.com/) [b](https://evil.test/)';
    expect(drawn(<OutputView label="result" value={value} />)).not.toContain('<a ');
    const markup = drawn(<OutputView label="result" value={value} />, ['docs.example.com']);
    expect(markup.match(/<a /g)).toHaveLength(1);
    expect(markup).toContain('→ https://evil.test/');
  });

  it('leaves hidden characters out, counts them, and shows where they stood as it was written', () => {
    const value = 'pay \u202Eevil\u202C to\u200B **A**';
    expect(drawn(<OutputView label="result" value={value} />)).toMatch(
      /pay evil to <strong.*3 hidden characters left out/s,
    );
    expect(revealHidden(value)).toBe('pay \\u{202E}evil\\u{202C} to\\u{200B} **A**');
    expect(revealHidden('\u{E0041}')).toBe('\\u{E0041}');
  });

  it('says how much it does not draw', () => {
    const markup = drawn(<OutputView label="result" value={'word '.repeat(4_000)} />);
    expect(markup).toMatch(/8,000 characters more/);
  });
});
