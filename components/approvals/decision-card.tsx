// One approval with what a person needs to decide it: asks for the card, then draws it to look at, to edit, or as decided.
'use client';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ApprovalCardShape } from '@/lib/contract/approval';
import { toEpochMs } from '@/lib/format/time';
import { approvalCardOptions } from '@/lib/query/approvals';
import { ApiProblem } from '@/lib/query/problem-error';
import { type ApprovalFilters, routes } from '@/lib/routes';
import { SetCrumbs } from '../shell/crumbs';
import { Loading, StaleBanner } from '../shell/load-error';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { useServerClock } from '../ui/server-clock';
import { CardCall } from './card-call';
import { CardClaim } from './card-claim';
import { CardConsequences } from './card-consequences';
import { CardFoot } from './card-foot';
import { CardHead } from './card-head';
import { CardHistory } from './card-history';
import { CardProblem } from './card-problem';
import { CardQuestion } from './card-question';
import { CardReasons } from './card-reasons';
import { CardSide } from './card-side';
import { CardSimilar } from './card-similar';
import { CardSnooze } from './card-snooze';
import { CardTarget } from './card-target';
import { DecidedNote } from './decided-note';
import { isAnnounced } from './decision-sentences';
import { EditCall } from './edit-call';
import { useDecide } from './use-decide';
import { useOnCard } from './use-on-card';

export type DecisionCardProps = {
  id: string;
  filters: ApprovalFilters;
  /** The one to show when this is decided. */
  next: string | undefined;
  onNext: (id: string | undefined) => void;
};

export function DecisionCard({ id, filters, next, onNext }: DecisionCardProps) {
  const query = useQuery(approvalCardOptions(id));
  const back = routes.approvals(filters);
  if (query.data === undefined) {
    const code = query.error instanceof ApiProblem ? query.error.code : undefined;
    if (code !== 'not_found' && code !== 'invalid_request')
      return <Loading what="The approval" query={query} rows={10} />;
    return (
      <EmptyState
        title="There is no such approval"
        icon={<Glyph name="approvals" />}
        action={<ButtonLink href={back}>The queue</ButtonLink>}
      >
        <code className="[overflow-wrap:anywhere]">{id}</code> is not the id of an approval here.
      </EmptyState>
    );
  }
  return (
    <>
      <SetCrumbs
        crumbs={[
          { label: 'Approvals', href: back },
          { label: query.data.approval.tool, mono: true },
        ]}
      />
      <Card
        card={query.data}
        next={next}
        onNext={onNext}
        isAway={filters.show === 'snoozed'}
        stale={<StaleBanner query={query} />}
      />
    </>
  );
}

type CardProps = Pick<DecisionCardProps, 'next' | 'onNext'> & {
  card: ApprovalCardShape;
  /** It is looked at among what this person has put off. */
  isAway: boolean;
  stale: ReactNode;
};

function Card({ card, next, onNext, isAway, stale }: CardProps) {
  const { approval } = card;
  const article = useRef<HTMLElement>(null);
  const [editing, setEditing] = useState(false);
  // An announced call may be objected to for as long as it was not sent.
  const over = useServerClock(
    (nowMs) =>
      approval.expiresAt !== null && !isAnnounced(approval) && nowMs >= toEpochMs(approval.expiresAt),
  );
  const open = approval.status === 'pending' && !over;
  const mayAct = open && card.mayDecide.allowed;
  const onCardMs = useOnCard(approval.id, `${approval.id} ${approval.payloadHash}`, mayAct);
  const decide = useDecide(approval, () => onNext(next), onCardMs);
  // The card before is gone and with it what had the focus: reading begins here.
  useEffect(() => {
    if (document.activeElement === document.body) article.current?.focus({ preventScroll: true });
  }, []);
  return (
    <article
      ref={article}
      tabIndex={-1}
      aria-label={`Decision on ${approval.tool}`}
      className="flex h-full min-h-0 flex-col bg-raised outline-none"
    >
      <CardHead card={card} over={over} />
      {stale}
      <CardProblem decide={decide} next={next} onNext={onNext} approval={approval} />
      {editing && mayAct ? (
        <EditCall card={card} decide={decide} onBack={() => setEditing(false)} />
      ) : (
        <>
          <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_292px] overflow-auto max-lg:block">
            <div className="min-w-0">
              {approval.status !== 'pending' && <DecidedNote approval={approval} />}
              {approval.kind === 'question' ? (
                <CardQuestion approval={approval} mayAnswer={mayAct} onDone={() => onNext(next)} />
              ) : (
                <CardCall approval={approval} description={card.tool.description} taint={card.taint} />
              )}
              <CardTarget target={card.target} />
              <CardReasons approval={approval} />
              {open && <CardConsequences approval={approval} />}
              {open && (
                <CardClaim approval={approval} mayAct={mayAct}>
                  <CardSnooze approval={approval} isAway={isAway} onAway={() => onNext(next)} />
                </CardClaim>
              )}
              <CardSimilar card={card} />
            </div>
            <div className="border-l border-line bg-surface max-lg:border-t max-lg:border-l-0">
              <CardSide card={card} />
              <CardHistory id={approval.id} />
            </div>
          </div>
          <CardFoot
            card={card}
            over={over}
            decide={decide}
            onEdit={() => setEditing(true)}
            next={next}
            onNext={onNext}
          />
        </>
      )}
    </article>
  );
}
