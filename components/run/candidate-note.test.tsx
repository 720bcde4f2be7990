import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { CandidateNote } from './candidate-note';

it('says what a logged version would have said, and leads to its rule', () => {
  const rule = { id: 'refunds.all', effect: 'ask', message: 'All.' } as const;
  const drawn = renderToStaticMarkup(
    <CandidateNote candidate={{ effect: 'ask', rules: [rule], policyVersion: '3', requiredRole: 'admin' }} />,
  );
  expect(drawn.replaceAll(/<[^>]*>/g, '')).toBe(
    'Only logged: version 3 of the policy would have asked a person in the role admin: refunds.all.',
  );
  expect(drawn).toContain('href="/policies?rule=refunds.all&amp;version=3"');
});
