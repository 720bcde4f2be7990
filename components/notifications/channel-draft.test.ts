// What is read into the form comes out of it as it was, and what is wrong is said at its field.
import { describe, expect, it } from 'vitest';
import type { ChannelShape } from '@/lib/contract/channel';
import { channelDefinition } from '@/lib/domain/channel';
import { definitionOf, draftOf, newDraft, problemsOf } from './channel-draft';

const quietHours = {
  zone: 'Europe/Berlin',
  from: '20:00',
  to: '06:30',
  days: ['fri', 'sat'],
  urgentPasses: false,
};
const routing = {
  events: ['approval.pending', 'alert'],
  roles: ['approver'],
  agents: ['refunds', 'claims.eu'],
  labels: { team: 'pay', note: 'a=b' },
  leastSeverity: 'critical',
  includeArguments: true,
  quietHours,
};
const DEFINITIONS = [
  {
    kind: 'webhook',
    url: 'https://example.com/in',
    headers: { 'X-Key': '{{secret:KEY}}', 'X-B': 'c: d' },
    ...routing,
  },
  { kind: 'webhook', url: 'https://example.com/in', secretRef: 'KEY', events: ['run.failed'] },
  { kind: 'slack', secretRef: 'SLACK', ...routing },
  {
    kind: 'email',
    secretRef: 'SMTP',
    from: 'a@example.com',
    to: ['b@example.com', 'c@example.com'],
    tls: 'optional',
    ...routing,
  },
].map((definition) => channelDefinition.parse(definition));

describe('a channel in the form', () => {
  it.each(DEFINITIONS)('comes out as it went in: $kind', (definition) => {
    const by = { kind: 'user', id: 'u', label: 'U' } as const;
    const at = '2026-11-27T10:00:00.000Z';
    const channel: ChannelShape = {
      ...definition,
      name: 'ours',
      version: 1,
      createdAt: at,
      createdBy: by,
      updatedAt: at,
      updatedBy: by,
      quietUntil: null,
    };
    const draft = draftOf(channel, 'UTC');
    expect(draft.name).toBe('ours');
    expect(channelDefinition.parse(definitionOf(draft))).toEqual(definition);
    expect(problemsOf(draft)('/events')).toBeUndefined();
  });

  it('says at each field what is wrong with it', () => {
    const at = problemsOf({
      ...newDraft('UTC'),
      to: 'a@example.com, nobody',
      events: [],
      quiet: true,
      days: [],
    });
    for (const field of ['/secretRef', '/from', '/to', '/events', '/quietHours/days'])
      expect(at(field), field).toBeDefined();
    expect(at('/quietHours/from')).toBeUndefined();
  });
});
