// Who is asked when nobody is there: nobody, and so the call is denied.
import { describe, expect, it } from 'vitest';
import type { AdmissionReason } from '@/lib/domain/admission';
import { isAttended, TRIGGER_KINDS } from '@/lib/domain/run';
import { unattendedReasons } from './unattended-rule';

const ASK: AdmissionReason = { rule: 'tool.risk', verdict: 'await_approval', message: 'High risk.' };
const DENY: AdmissionReason = { rule: 'tools', verdict: 'deny', message: 'No grant.' };

describe('a run that nobody stands behind', () => {
  it('is denied what would need a person', () => {
    expect(unattendedReasons({ queue: null }, [ASK])).toMatchObject([
      { rule: 'trigger.unattended', verdict: 'deny' },
    ]);
  });

  it.each<[string, Parameters<typeof unattendedReasons>]>([
    ['asks where a queue is named', [{ queue: 'night-shift' }, [ASK]]],
    ['does what needs nobody', [{ queue: null }, []]],
    ['is denied for another reason as everybody is', [{ queue: null }, [DENY]]],
    ['is not one that a person started', [null, [ASK]]],
  ])('%s', (_what, args) => {
    expect(unattendedReasons(...args)).toEqual([]);
  });

  it('is started by none of the triggers there are', () => {
    expect(TRIGGER_KINDS.filter((kind) => !isAttended(kind))).toEqual([]);
  });
});
