// The sentences follow the rules of the version that would run.
import { describe, expect, it } from 'vitest';
import { escalationRules } from '@/lib/domain/agent';
import { escalationSentences } from './escalation-sentences';

describe('escalationSentences', () => {
  it('says the defaults', () => {
    expect(escalationSentences(escalationRules.parse({}))).toEqual([
      'It asks a person with the role approver before an amount above 500, or when it is less than 0.70 sure, or when it states none.',
      'What nobody decides within 1 h 00 m is rejected.',
      'Whoever starts the run can’t approve its calls.',
    ]);
  });
  it('says a quorum, tools that always ask, and self-approval', () => {
    const rules = escalationRules.parse({
      quorum: 2,
      role: 'admin',
      alwaysAsk: ['chat.post'],
      selfApproval: 'allow',
      whenConfidenceMissing: 'allow',
    });
    const said = escalationSentences(rules).join(' ');
    expect(said).toContain('2 people with the role admin');
    expect(said).toContain('before every call of chat.post');
    expect(said).toContain('may approve its calls');
    expect(said).not.toContain('states none');
  });

  it('says who is asked next where nobody decides', () => {
    const escalateTo = [
      { people: ['ada@example.com', 'ben@example.com'], expiresMs: 600_000 },
      { role: 'admin', expiresMs: 3_600_000 },
    ];
    expect(escalationSentences(escalationRules.parse({ onExpiry: 'escalate', escalateTo }))).toContain(
      'What nobody decides within 1 h 00 m is asked of ada@example.com, ben@example.com for 10 m 00 s, then of the role admin for 1 h 00 m, and is rejected after that.',
    );
  });

  it('says what runs unless somebody objects', () => {
    expect(escalationSentences(escalationRules.parse({ vetoMs: 300_000 }))).toContain(
      'What the policy lets be announced and can be undone runs after 5 m 00 s, unless somebody objects.',
    );
  });

  it('says what adds up, and what is looked at anyway', () => {
    const windows = [
      { tool: 'payments.pay', path: 'amount', groupBy: 'iban', above: 25_000, perMs: 86_400_000 },
      { path: 'amount', above: 40_000, perMs: 3_600_000 },
    ];
    const said = escalationSentences(escalationRules.parse({ windows, sampleRate: 0.05 }));
    expect(said).toContain(
      'It asks when amount of calls of payments.pay, for one iban, adds up to more than 25,000 within 1 d 00 h.',
    );
    expect(said).toContain('It asks when amount of its calls adds up to more than 40,000 within 1 h 00 m.');
    expect(said).toContain('Of what nothing stops, at least 5 % is looked at by a person.');
  });
});
