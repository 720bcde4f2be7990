// A sentence on the card is a promise: it must follow the quorum, the votes that count, and the effect class.
import { describe, expect, it } from 'vitest';
import { EFFECT_CLASSES } from '@/lib/domain/tool';
import { askedNow, levelWords } from './asked-words';
import {
  countingVotes,
  ifApproved,
  ifEdited,
  ifNobodyAnswers,
  ifNobodyDecides,
  outcomeWord,
} from './decision-sentences';
import { sampleApproval, sampleVote } from './sample-approval';

describe('ifApproved', () => {
  it('says that it is sent where one person is enough', () => {
    expect(ifApproved(sampleApproval())).toBe(
      'The call is checked again and sent. Should the answer be lost, the receiver is asked by its key before anything is sent again.',
    );
  });

  it('says whose turn it is with a quorum', () => {
    const first = sampleApproval({ quorum: 2 });
    expect(ifApproved(first)).toContain('Yours is the first of two. The call then waits for one more.');
    expect(ifApproved(first)).toContain('Once complete, the call is checked again and sent.');
    const second = sampleApproval({ quorum: 2, decisions: [sampleVote('Mara')] });
    expect(ifApproved(second)).toContain('Yours is the second of two. The call is checked again and sent.');
  });

  it('does not count a vote that an edit emptied', () => {
    const decisions = [sampleVote('Mara', 'approve', { counts: false }), sampleVote('Ruth', 'edit')];
    const approval = sampleApproval({ quorum: 3, decisions });
    expect(countingVotes(approval).map((vote) => vote.by.label)).toEqual(['Ruth']);
    expect(ifApproved(approval)).toContain('second of three');
    expect(ifEdited(approval)).toContain('first of three');
  });

  it('promises each effect class its own and nothing stronger', () => {
    const sentences = EFFECT_CLASSES.map((effect) => ifApproved(sampleApproval({ effect })));
    expect(new Set(sentences).size).toBe(EFFECT_CLASSES.length);
    expect(sentences.filter((sentence) => /happens once/.test(sentence))).toHaveLength(1);
  });
});

describe('ifNobodyDecides', () => {
  it('names the time and the outcome', () => {
    expect(ifNobodyDecides(sampleApproval({ expiresAt: '2026-11-19T14:38:50.000Z' }))).toBe(
      'At 14:38:50 UTC it is rejected: nothing is sent, and the agent reads that nobody decided in time.',
    );
  });
  it('names who is asked next, and the end after them', () => {
    const escalateTo = [
      { role: 'approver' as const, people: ['ada@example.com', 'ben@example.com'], expiresMs: 600_000 },
      { role: 'admin' as const, people: [], expiresMs: 600_000 },
    ];
    const waiting = sampleApproval({
      expiresAt: '2026-11-19T14:38:50.000Z',
      onExpiry: 'escalate',
      escalateTo,
    });
    expect(ifNobodyDecides(waiting)).toBe(
      'At 14:38:50 UTC it escalates to ada@example.com or ben@example.com, then to the role admin. Nothing is sent meanwhile, and what the last of them leave is rejected.',
    );
    const escalated = { ...waiting, escalationLevel: 1 };
    expect(ifNobodyDecides(escalated)).toContain('escalates to the role admin. Nothing');
    expect(askedNow(escalated)).toBe('ada@example.com or ben@example.com');
    expect([waiting, escalated].map(levelWords)).toEqual([undefined, 'escalated, 1 of 2']);
    expect(ifNobodyAnswers(sampleApproval({ kind: 'question' }))).toContain('nobody answered in time');
    expect(ifNobodyAnswers({ ...waiting, kind: 'question' })).toContain('ends without an answer');
  });
  it('says of an announced call that silence lets it run, and is nobody’s approval', () => {
    const announced = sampleApproval({ expiresAt: '2026-11-19T14:38:50.000Z', onExpiry: 'execute' });
    expect(ifNobodyDecides(announced)).toBe(
      'At 14:38:50 UTC it is checked again and sent, because nobody objected. That is recorded as nobody’s approval.',
    );
    expect(ifNobodyDecides({ ...announced, quorum: 2 })).toBe(
      'At 14:38:50 UTC silence is not enough, since others are to agree: a decision is asked for anew.',
    );
    expect(outcomeWord(sampleApproval({ status: 'unopposed' }))).toBe('unopposed');
  });
  it('says that an open question stays open', () => {
    expect(ifNobodyDecides(sampleApproval({ expiresAt: null, onExpiry: null }))).toContain('without a limit');
  });
});

describe('outcomeWord', () => {
  it('tells an edited approval from a plain one, and the two answers apart', () => {
    expect(outcomeWord(sampleApproval({ status: 'approved', decisions: [sampleVote('Mara')] }))).toBe(
      'approved',
    );
    expect(outcomeWord(sampleApproval({ status: 'approved', decisions: [sampleVote('Mara', 'edit')] }))).toBe(
      'edited',
    );
    const answered = (decision: 'happened' | 'did_not_happen') =>
      outcomeWord(sampleApproval({ status: 'answered', decisions: [sampleVote('Mara', decision)] }));
    expect([answered('happened'), answered('did_not_happen')]).toEqual(['happened', 'did not happen']);
    expect(outcomeWord(sampleApproval({ status: 'answered', decisions: [] }))).toBe(
      'settled by a late answer',
    );
    expect(outcomeWord(sampleApproval({ status: 'superseded' }))).toBe('replaced');
  });
});
