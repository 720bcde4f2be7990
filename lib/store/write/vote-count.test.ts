// Holds votes to their quorum.
import { describe, expect, it } from 'vitest';
import { effectOfVote } from './vote-count';

describe('a vote', () => {
  it.each([
    ['approve', 1, [], { settles: 'approved' }],
    ['approve', 2, [], { settles: null, missing: 1 }],
    ['approve', 2, ['approve'], { settles: 'approved' }],
    ['approve', 2, ['edit'], { settles: 'approved' }],
    ['approve', 3, ['edit'], { settles: null, missing: 1 }],
    ['edit', 1, [], { settles: 'approved' }],
    ['edit', 2, ['approve'], { settles: null, missing: 1 }],
    ['reject', 3, ['approve', 'approve'], { settles: 'rejected' }],
    ['happened', 1, [], { settles: 'answered' }],
    ['happened', 2, ['did_not_happen'], { settles: null, missing: 1 }],
    ['did_not_happen', 2, ['did_not_happen'], { settles: 'answered' }],
  ] as const)('%s with quorum %i after %j', (decision, quorum, votes, effect) => {
    expect(effectOfVote(decision, quorum, votes)).toEqual(effect);
  });
});
