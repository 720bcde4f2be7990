import { describe, expect, it } from 'vitest';
import { tokenizerOf } from './tokenizer';

const AT_OPENAI = 'https://api.openai.com/v1';

describe('the tokenizer of a model', () => {
  it.each([
    ['gpt-4o', 'o200k_base'],
    ['gpt-4o-mini-2024-07-18', 'o200k_base'],
    ['gpt-5-mini', 'o200k_base'],
    ['o3-2025-04-16', 'o200k_base'],
    ['ft:gpt-4o-2024-08-06:acme::abc', 'o200k_base'],
    ['gpt-4-turbo', 'cl100k_base'],
    ['gpt-3.5-turbo-0125', 'cl100k_base'],
    ['gpt-6', null],
    ['gpt-5.1', null],
    ['gpt-4omega', null],
    ['my-gpt-4o', null],
  ])('of %s at its own provider is %s', (model, expected) => {
    expect(tokenizerOf({ baseUrl: AT_OPENAI, model })).toBe(expected);
  });

  it.each([
    'https://models.example.com/v1',
    'https://api.openai.com.example.com/v1',
    'http://127.0.0.1:4300/v1',
  ])('is unknown at %s, whatever the name says', (baseUrl) => {
    expect(tokenizerOf({ baseUrl, model: 'gpt-4o' })).toBeNull();
  });

  it('is what the definition says', () => {
    expect(tokenizerOf({ baseUrl: 'https://proxy.internal/v1', model: 'x', tokenizer: 'cl100k_base' })).toBe(
      'cl100k_base',
    );
  });
});
