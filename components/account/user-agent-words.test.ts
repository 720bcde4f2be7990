// People recognise their own sessions by browser and system.
import { describe, expect, it } from 'vitest';
import { userAgentWords } from './user-agent-words';

describe('userAgentWords', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
      'Chrome on Linux',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1',
      'Safari on iPhone',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko/20100101 Firefox/130.0',
      'Firefox on macOS',
    ],
    ['curl/8.5.0', 'curl'],
    ['SomethingElse/1', 'SomethingElse/1'],
  ])('%s', (given, said) => {
    expect(userAgentWords(given)).toBe(said);
  });
  it('says so when there is none', () => {
    expect(userAgentWords(null)).toBe('Unknown browser');
    expect(userAgentWords('x'.repeat(80))).toHaveLength(40);
  });
});
