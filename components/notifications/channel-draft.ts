// A channel as it is written in the form, and as it is put. What is left empty is left out. Pure.
import type { ChannelShape } from '@/lib/contract/channel';
import { CHANNEL_EVENTS, type ChannelEvent, type ChannelKind, channelDefinition } from '@/lib/domain/channel';
import type { Role } from '@/lib/domain/principal';
import { WEEKDAYS, type Weekday } from '@/lib/domain/quiet-hours';

export type ChannelDraft = {
  name: string;
  kind: ChannelKind;
  url: string;
  /** `Name: value`, one a line. */
  headers: string;
  secretRef: string;
  from: string;
  /** One a line, or with commas. */
  to: string;
  tls: 'required' | 'optional';
  events: readonly ChannelEvent[];
  roles: readonly Role[];
  agents: string;
  /** `key=value`, one a line, or with commas. */
  labels: string;
  leastSeverity: 'info' | 'warning' | 'critical';
  includeArguments: boolean;
  quiet: boolean;
  zone: string;
  quietFrom: string;
  quietTo: string;
  days: readonly Weekday[];
  urgentPasses: boolean;
};

export function newDraft(zone: string): ChannelDraft {
  return {
    name: '',
    kind: 'email',
    url: '',
    headers: '',
    secretRef: '',
    from: '',
    to: '',
    tls: 'required',
    events: ['approval.pending', 'approval.expiring'],
    roles: [],
    agents: '',
    labels: '',
    leastSeverity: 'warning',
    includeArguments: false,
    quiet: false,
    zone,
    quietFrom: '22:00',
    quietTo: '07:00',
    days: WEEKDAYS,
    urgentPasses: true,
  };
}

export function draftOf(channel: ChannelShape, zone: string): ChannelDraft {
  const { quietHours, roles = [], agents = [], labels = {} } = channel;
  const { from, to, ...hours } = quietHours ?? {};
  return {
    ...newDraft(zone),
    name: channel.name,
    kind: channel.kind,
    secretRef: channel.secretRef ?? '',
    ...(channel.kind === 'webhook' ? { url: channel.url, headers: pairs(channel.headers ?? {}, ': ') } : {}),
    ...(channel.kind === 'email' ? { from: channel.from, to: channel.to.join('\n'), tls: channel.tls } : {}),
    events: channel.events,
    roles,
    agents: agents.join(', '),
    labels: pairs(labels, '='),
    leastSeverity: channel.leastSeverity,
    includeArguments: channel.includeArguments,
    ...(quietHours === undefined
      ? {}
      : { ...hours, quiet: true, quietFrom: quietHours.from, quietTo: quietHours.to }),
  };
}

/** As it would be put; whether it may be says `channelDefinition`. */
export function definitionOf(draft: ChannelDraft) {
  const { kind, secretRef, quiet, zone, quietFrom: from, quietTo: to, days, urgentPasses } = draft;
  const agents = items(draft.agents);
  const routing = {
    events: CHANNEL_EVENTS.filter((event) => draft.events.includes(event)),
    ...(draft.roles.length === 0 ? {} : { roles: draft.roles }),
    ...(agents.length === 0 ? {} : { agents }),
    ...(draft.labels.trim() === '' ? {} : { labels: record(draft.labels, '=') }),
    leastSeverity: draft.leastSeverity,
    includeArguments: draft.includeArguments,
    ...(quiet
      ? { quietHours: { zone, from, to, days: WEEKDAYS.filter((day) => days.includes(day)), urgentPasses } }
      : {}),
  };
  const signed = secretRef.trim() === '' ? {} : { secretRef: secretRef.trim() };
  switch (kind) {
    case 'webhook': {
      const headers = draft.headers.trim() === '' ? {} : { headers: record(draft.headers, ':') };
      return { kind, url: draft.url.trim(), ...headers, ...signed, ...routing };
    }
    case 'slack':
      return { kind, secretRef: secretRef.trim(), ...routing };
    case 'email':
      return {
        kind,
        secretRef: secretRef.trim(),
        from: draft.from.trim(),
        to: items(draft.to),
        tls: draft.tls,
        ...routing,
      };
  }
}

/** The first problem below this JSON Pointer; undefined where there is none. */
export function problemsOf(draft: ChannelDraft): (pointer: string) => string | undefined {
  const parsed = channelDefinition.safeParse(definitionOf(draft));
  const issues = parsed.success ? [] : parsed.error.issues;
  return (pointer) =>
    issues.find(({ path }) => {
      const at = `/${path.join('/')}`;
      return at === pointer || at.startsWith(`${pointer}/`);
    })?.message;
}

const items = (text: string): string[] => text.split(/[\s,;]+/).filter((item) => item !== '');

function record(text: string, mark: string): Record<string, string> {
  const lines = text.split(mark === '=' ? /[\n,]/ : '\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(mark);
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

const pairs = (of: Readonly<Record<string, string>>, mark: string): string =>
  Object.entries(of)
    .map(([key, value]) => `${key}${mark}${value}`)
    .join('\n');
