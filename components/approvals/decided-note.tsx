// On a card that is decided: who decided what, when and why. The place where "someone else decided" is read.
import type { ApprovalShape } from '@/lib/contract/approval';
import { verdictWord } from '../run/admission-words';
import { AbsoluteTime } from '../ui/absolute-time';
import { Avatar } from '../ui/avatar';
import { cx } from '../ui/class-names';
import { JsonDiff } from '../ui/json-diff';
import { PaneSection } from '../ui/pane-section';
import { isAnnounced } from './decision-sentences';

const WITHOUT_PERSON: Partial<Record<ApprovalShape['status'], string>> = {
  expired: 'Nobody decided in time. Nothing was sent, and the agent was told so.',
  superseded: 'The call changed, and was asked anew. This question is closed.',
  cancelled: 'The run ended before it was decided. Nothing was sent.',
};

const OF_WINDOW: Partial<Record<ApprovalShape['status'], string>> = {
  ...WITHOUT_PERSON,
  unopposed:
    'Nobody objected by its time. It was checked again; its step says what became of it. That is nobody’s approval.',
  superseded: 'Silence was not enough after all, and a decision was asked for. This window is closed.',
};

const WITHOUT_PERSON_PLANTED: Partial<Record<ApprovalShape['status'], string>> = {
  expired: 'Nobody decided in time.',
};

export function DecidedNote({ approval }: { approval: ApprovalShape }) {
  const words = isAnnounced(approval) ? OF_WINDOW : WITHOUT_PERSON;
  const alone = approval.planted === null ? words[approval.status] : WITHOUT_PERSON_PLANTED[approval.status];
  return (
    <PaneSection gutter="main" title="What was decided" className="bg-surface">
      {alone !== undefined && (
        <p>
          {alone}
          {approval.decidedAt !== null && (
            <span className="text-muted">
              {' '}
              <AbsoluteTime at={approval.decidedAt} look="date-time" />
            </span>
          )}
        </p>
      )}
      {approval.planted !== null && (
        <p className="mb-1.5">
          <b>A planted call.</b> {approval.planted.flaw} It was never sent, and no run knows of it.
        </p>
      )}
      <ul>
        {approval.decisions.map((vote) => (
          <li key={`${vote.by.id} ${vote.at}`} className={cx('py-1', !vote.counts && 'opacity-70')}>
            <div className="flex items-center gap-2">
              <Avatar name={vote.by.label} size="sm" decorative />
              <span className="min-w-0">
                <b>{vote.by.label}</b> {verdictWord(vote.decision)}
                {!vote.counts && ', before an edit: it no longer counts'}
              </span>
              <span className="ml-auto text-xs whitespace-nowrap text-muted">
                <AbsoluteTime at={vote.at} look="date-time" />
              </span>
            </div>
            {vote.reason !== null && vote.reason !== '' && (
              <p className="mt-0.5 pl-[26px] text-ink-2">“{vote.reason}”</p>
            )}
            {vote.answer !== null && (
              <p className="mt-0.5 pl-[26px] whitespace-pre-wrap [overflow-wrap:anywhere]">{vote.answer}</p>
            )}
            {vote.arguments !== null && (
              <JsonDiff
                className="mt-1.5"
                label="Arguments after this edit"
                before={{}}
                after={vote.arguments}
              />
            )}
          </li>
        ))}
      </ul>
    </PaneSection>
  );
}
