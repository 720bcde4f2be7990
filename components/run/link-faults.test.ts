import { describe, expect, it } from 'vitest';
import { type LinkKnown, linkFaults } from './link-faults';

const NOTHING = { step: null, seq: null, tab: null, view: null };
const known: LinkKnown = { steps: [1, 2, 3], drawn: [1, 2], lastSeq: 9, isFork: false, isOpen: false };

describe('a link to a run', () => {
  it('has no fault where all it asks for is there, or has not come yet', () => {
    expect(linkFaults(NOTHING, known)).toEqual([]);
    expect(linkFaults({ step: '2', seq: '9', tab: 'state', view: 'list' }, known)).toEqual([]);
    const loading = { ...known, steps: undefined, drawn: undefined, lastSeq: undefined };
    expect(linkFaults({ ...NOTHING, step: '99', seq: '99' }, loading)).toEqual([]);
    expect(linkFaults({ ...NOTHING, view: 'compare' }, { ...known, isFork: true })).toEqual([]);
  });

  it.each([
    [{ step: '99' }, 'There is no step 99 in this run.'],
    [{ step: '3' }, 'Step 3 comes later than this checkpoint.'],
    [{ step: 'two' }, '“two” is no number of a step.'],
    [{ step: '0' }, '“0” is no number of a step.'],
    [{ seq: '10' }, 'There is no checkpoint 10: the journal ends with 9. This is the run as it is now.'],
    [{ seq: '-1' }, '“-1” is no number of a checkpoint.'],
    [{ tab: 'memory' }, 'There is no tab “memory”.'],
    [{ view: 'graph' }, 'There is no view “graph”.'],
    [{ view: 'compare' }, 'There is nothing to compare: this run is no fork.'],
  ])('%j says so', (asks, words) => {
    expect(linkFaults({ ...NOTHING, ...asks }, known)).toEqual([words]);
  });

  it('leaves room for what an open run has not done yet', () => {
    const open = { ...known, isOpen: true };
    expect(linkFaults({ ...NOTHING, step: '99' }, open)).toEqual(['There is no step 99 in this run yet.']);
    expect(linkFaults({ ...NOTHING, seq: '10' }, open)[0]).toMatch(/^There is no checkpoint 10 yet:/);
  });
});
