// What whoever asked for an undo is told when it was not begun.
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ApiProblem, ConnectionError } from '@/lib/query/problem-error';
import { UndoProblem } from './undo-problem';

const RUN = '0198c7a0-0000-7000-8000-0000000000aa';

function refusal(code: string, detail: string, data?: Record<string, unknown>): ApiProblem {
  const named = { type: 'about:blank', title: 'Conflict', status: 409, requestId: 'r', errors: [] };
  return new ApiProblem({ ...named, code, detail, ...(data === undefined ? {} : { data }) }, undefined);
}
const shown = (error: Error | null, refusal: string | null = null) =>
  renderToStaticMarkup(<UndoProblem error={error} refusal={refusal} />);
const words = (markup: string) => markup.replaceAll(/<[^>]+>/g, '');

describe('UndoProblem', () => {
  it('names the run that was first by its short id, with the way to it', () => {
    const markup = shown(refusal('conflict', `Run ${RUN} is undoing it.`, { runId: RUN }));
    expect(words(markup)).toBe(
      'Someone else was first. It is undone by run 000000aa. Yours changed nothing.',
    );
    expect(markup).toContain(`href="/runs/${RUN}"`);
    expect(markup).toMatch(/role="alert" data-state-of="waiting"/);
  });

  it('says in the server’s words what else stood against it', () => {
    const markup = shown(
      refusal('conflict', 'What would be called is not what you were shown. Look at it again.'),
    );
    expect(words(markup)).toBe(
      'Nothing was undone. What would be called is not what you were shown. Look at it again.',
    );
    expect(markup).not.toContain('href');
  });

  it('says why nothing can be undone any more, once the page has heard of it, and nothing else', () => {
    expect(words(shown(null, 'All of it is undone.'))).toBe('It can’t be undone now. All of it is undone.');
    expect(shown(null)).toBe('');
  });

  it('shows as failed what is no conflict', () => {
    expect(shown(refusal('halted', 'Everything is halted.'))).toContain('data-state-of="failed"');
    expect(shown(new ConnectionError('gone'))).toContain('data-state-of="failed"');
  });
});
