// Holds the reasons of a call to what its decision tells of others.
import { expect, it } from 'vitest';
import { heldFor } from './held-for';

const reasons = (...rules: string[]) => rules.map((rule) => ({ rule }));
const CONFIDENCE = 'escalation.confidenceBelow';
const SAMPLE = 'escalation.sampleRate';

it.each([
  [[SAMPLE], 'sample'],
  [[CONFIDENCE], 'confidence'],
  [[CONFIDENCE, SAMPLE], 'confidence'],
  [[CONFIDENCE, 'escalation.amountAbove'], 'other'],
  [[SAMPLE, 'policy'], 'other'],
  [[], 'other'],
])('held by %j for %s', (rules, what) => expect(heldFor(reasons(...rules))).toBe(what));
