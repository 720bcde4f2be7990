// The keys walk by id, stay at the ends, and a row that comes in above moves nothing.
import { describe, expect, it } from 'vitest';
import { neighbour } from './neighbour';

describe('neighbour', () => {
  const order = ['a', 'b', 'c'];
  it('walks by id and stays at the ends', () => {
    expect(neighbour(order, 'b', 1)).toBe('c');
    expect(neighbour(order, 'a', -1)).toBe('a');
    expect(neighbour(order, 'c', 1)).toBe('c');
  });
  it('keeps its place when a row comes in above', () => {
    expect(neighbour(['new', ...order], 'b', 1)).toBe('c');
  });
  it('begins at an end without a focus, or when its row is gone', () => {
    expect(neighbour(order, undefined, 1)).toBe('a');
    expect(neighbour(order, 'gone', -1)).toBe('c');
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});
