// A view holds filters of its page and nothing else, however it is written.
import { describe, expect, it } from 'vitest';
import { filtersIn, problemOfViewQuery } from './view';

describe('filtersIn', () => {
  it('keeps the filters of the page, in the page’s order, and leaves the rest of the address', () => {
    const params = new URLSearchParams('start=*&agent=refunds&q=&status=failed%2Cwaiting&step=4');
    expect(filtersIn('runs', params)).toBe('status=failed%2Cwaiting&agent=refunds');
    expect(filtersIn('approvals', new URLSearchParams('q=lamp&show=soon'))).toBe('show=soon');
  });
});

describe('problemOfViewQuery', () => {
  it('takes what filtersIn gives', () => {
    const query = filtersIn('runs', new URLSearchParams('q=broken lamp&since=24h&status=failed'));
    expect(problemOfViewQuery('runs', query)).toBeNull();
  });
  it.each([
    '',
    'start=refunds',
    'seq=4&status=failed',
    'q=a&q=b',
    'q=',
    'agent=a%0Ab',
    `q=${'x'.repeat(1000)}`,
  ])('refuses %s', (query) => {
    expect(problemOfViewQuery('runs', query)).not.toBeNull();
  });
});
