// The words of a notice: what waits, for whom and why, and where to decide. Arguments stand in it only where the channel says so.
import 'server-only';
import type { ApprovalShape } from '../../contract/approval';
import type { RunShape } from '../../contract/run';
import type { AlertFact } from '../../domain/alert';
import { peopleAt } from '../../domain/escalation';
import type { Notice, NoticeFact } from '../../domain/notice';
import { plainLine } from '../../domain/plain-text';
import { alertMessage } from '../../format/alert-message';
import { formatUtcDateTime } from '../../format/time';
import { routes } from '../../routes';
import type { ChannelDelivery } from '../../store/deliveries/claim-deliveries';
import { readAlert, type StoredAlert } from '../../store/read/list-alerts';
import { readApproval } from '../../store/read/read-approval';
import { readRun } from '../../store/read/read-run';
import type { EventParts } from './callback-body';

const MOST_REASONS = 8;
const MOST_ARGUMENTS = 12;
const LONGEST_REASON = 300;
const LONGEST_VALUE = 200;
const SIGN_IN = 'The link asks you to sign in. Nothing is decided by this message or by opening it.';

type Words = Pick<Notice, 'title' | 'facts' | 'reasons' | 'note'> & {
  readonly link: { readonly label: string; readonly path: string };
};

/** Null where what it tells of is not there any more. */
export async function noticeOf(
  { db, env }: Pick<EventParts, 'db' | 'env'>,
  delivery: ChannelDelivery,
): Promise<Notice | null> {
  const words = await wordsOf(db, delivery);
  if (words === null) return null;
  const { eventId: id, event, name: channel, createdAt: at } = delivery;
  const base = env.url ?? `http://localhost:${env.port}`;
  const { link, ...rest } = words;
  return { id, event, channel, at, ...rest, link: { label: link.label, url: `${base}${link.path}` } };
}

async function wordsOf(db: EventParts['db'], delivery: ChannelDelivery): Promise<Words | null> {
  const { event, runId, approvalId, alertId, name, definition } = delivery;
  switch (event) {
    case 'test':
      return {
        title: `Test of the channel ${name}`,
        facts: [],
        reasons: ['If you read this, the channel works. Nothing waits for you.'],
        note: null,
        link: { label: 'Open Bulkhead', path: routes.settings('notifications') },
      };
    case 'run.failed': {
      const run = runId === null ? null : await readRun(db, runId);
      return run === null ? null : ofRun(run);
    }
    case 'alert': {
      const alert = alertId === null ? null : await readAlert(db, alertId);
      return alert === null ? null : ofAlert(alert);
    }
    default: {
      const approval = approvalId === null ? null : await readApproval(db, approvalId);
      return approval === null ? null : ofApproval(event, approval, definition.includeArguments);
    }
  }
}

const OUTCOMES: Readonly<Record<string, string>> = {
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Expired undecided',
  answered: 'Answered',
  unopposed: 'Unopposed',
};

function ofApproval(
  event: ChannelDelivery['event'],
  approval: ApprovalShape,
  includeArguments: boolean,
): Words {
  const { agent, tool, kind, status, expiresAt, onExpiry, tainted, decisions } = approval;
  const asks =
    kind === 'unknown_outcome'
      ? `${agent} needs to know what became of ${tool}`
      : kind === 'question'
        ? `${agent} asks a question`
        : `${agent} asks for ${tool}`;
  const isAnnounced = onExpiry === 'execute';
  const begin = {
    'approval.pending': isAnnounced ? 'Runs unless somebody objects' : 'Approval needed',
    'approval.expiring': isAnnounced ? 'Runs soon unless somebody objects' : 'Approval expires soon',
    'approval.escalated': 'Approval escalated',
  };
  const isDecided = !(event in begin);
  const title = isDecided
    ? approval.planted !== null
      ? `A planted call was decided: ${agent}, ${tool}`
      : `${OUTCOMES[status] ?? 'Decided'}: ${agent}, ${tool}`
    : `${begin[event as keyof typeof begin]}: ${asks}`; // safe because it was just found to be one of them
  const votes = decisions.map(({ by, decision, reason }): NoticeFact => {
    const said = reason === null ? '' : `: ${plainLine(reason, LONGEST_REASON)}`;
    return { label: plainLine(by.label, 80), value: `${decision}${said}` };
  });
  const facts: NoticeFact[] = [
    { label: 'Agent', value: agent },
    { label: 'Tool', value: tool },
    ...amountOf(approval),
    ...(isDecided ? votes : waitingFacts(approval)),
    ...(includeArguments ? argumentsOf(approval) : []),
  ];
  const reasons = isDecided
    ? approval.planted === null
      ? []
      : [`It was planted to see whether people look, and never sent. ${approval.planted.flaw}`]
    : approval.reasons.slice(0, MOST_REASONS).map(({ message }) => message);
  return {
    title,
    facts: expiresAt === null || isDecided ? facts : [...facts, expiry(expiresAt, onExpiry)],
    reasons: [
      ...reasons.map((message) => plainLine(message, LONGEST_REASON)),
      ...(tainted && !isDecided ? ['Text from outside had a part in this call.'] : []),
    ],
    note: isDecided ? null : SIGN_IN,
    link: { label: isDecided ? 'See the approval' : 'Open the approval', path: routes.approval(approval.id) },
  };
}

function waitingFacts({
  effect,
  requiredRole,
  quorum,
  escalateTo,
  escalationLevel,
}: ApprovalShape): NoticeFact[] {
  const who = quorum > 1 ? `${quorum} people with the role ${requiredRole}` : `the role ${requiredRole}`;
  const people = peopleAt(escalationLevel, escalateTo);
  return [
    { label: 'Effect', value: effect },
    { label: 'Needs', value: who },
    ...(people.length === 0 ? [] : [{ label: 'Of them', value: people.join(', ') }]),
  ];
}

function expiry(at: string, onExpiry: string | null): NoticeFact {
  if (onExpiry === 'execute')
    return { label: 'Runs', value: `${formatUtcDateTime(at)}, unless somebody objects` };
  const ends: Readonly<Record<string, string>> = {
    reject: '; then it is rejected',
    escalate: '; then others are asked',
  };
  const then = ends[onExpiry ?? ''] ?? '';
  return { label: 'Expires', value: `${formatUtcDateTime(at)}${then}` };
}

function amountOf({ amount, amountUnit }: ApprovalShape): NoticeFact[] {
  if (amount === null) return [];
  const unit = amountUnit === null ? '' : ` ${plainLine(amountUnit, 20)}`;
  return [{ label: 'Amount', value: `${amount}${unit}` }];
}

function argumentsOf({ arguments: given }: ApprovalShape): NoticeFact[] {
  return Object.entries(given)
    .slice(0, MOST_ARGUMENTS)
    .map(([key, value]) => ({
      label: plainLine(key, 40),
      value: plainLine(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_VALUE),
    }));
}

function ofRun({ id, agent, error }: RunShape): Words {
  return {
    title: `Run failed: ${agent}`,
    facts: [
      { label: 'Agent', value: agent },
      { label: 'Run', value: id },
      ...(error === null ? [] : [{ label: 'Error', value: error.code }]),
    ],
    reasons: error === null ? [] : [plainLine(error.message, LONGEST_REASON)],
    note: null,
    link: { label: 'Open the run', path: routes.run(id) },
  };
}

function ofAlert({ severity, subject, fact, raisedAt }: StoredAlert): Words {
  return {
    title: `${severity === 'critical' ? 'Critical alert' : 'Alert'}: ${fact.kind.replaceAll('_', ' ')}`,
    facts: [
      { label: 'About', value: plainLine(subject, LONGEST_VALUE) },
      { label: 'Severity', value: severity },
      { label: 'Since', value: formatUtcDateTime(raisedAt) },
    ],
    reasons: [plainLine(alertMessage(fact), LONGEST_REASON)],
    note: null,
    link: { label: 'Look into it', path: pathOf(fact) },
  };
}

function pathOf(fact: AlertFact): string {
  if (fact.kind === 'delivery_failed') return routes.settings('notifications');
  if ('runId' in fact && fact.runId !== null) return routes.run(fact.runId);
  return routes.spend();
}
