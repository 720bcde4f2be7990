// The head of a card: the call, how risky it is, whose run it is, and how long there is to decide.
'use client';
import Link from 'next/link';
import type { ApprovalCardShape, ApprovalShape } from '@/lib/contract/approval';
import { toEpochMs } from '@/lib/format/time';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { AbsoluteTime } from '../ui/absolute-time';
import { Countdown } from '../ui/countdown';
import { Dot } from '../ui/dot';
import { Glyph } from '../ui/glyph';
import { Pill } from '../ui/pill';
import { RelativeTime } from '../ui/relative-time';
import { useServerClock } from '../ui/server-clock';
import { StateGlyph } from '../ui/state-glyph';
import { Tag } from '../ui/tag';
import { isAnnounced, outcomeState, outcomeWord } from './decision-sentences';

export function CardHead({ card, over }: { card: ApprovalCardShape; over: boolean }) {
  const { approval, tool } = card;
  return (
    <header className="flex flex-none justify-between gap-4 border-b border-line px-5 pt-3.5 pb-[13px] max-md:gap-2 max-md:px-3.5 max-md:py-[11px]">
      <div className="flex min-w-0 gap-3">
        <span className="grid size-9 flex-none place-items-center rounded-xl text-ink-2 edge-strong max-md:hidden">
          <Glyph name={approval.kind === 'tool_call' ? 'tool' : 'question'} />
        </span>
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-[7px] gap-y-1">
            <h2 className="mono mr-[3px] text-[15px] font-semibold tracking-[-.02em] [overflow-wrap:anywhere]">
              <Link href={routes.tool(approval.tool)} className="hover:underline">
                {approval.tool}
              </Link>
            </h2>
            {approval.kind === 'unknown_outcome' && <Pill state="waiting">Outcome unknown</Pill>}
            {approval.kind === 'question' && <Pill state="waiting">Question</Pill>}
            {approval.escalationLevel > 0 && <Pill state="waiting">Escalated</Pill>}
            {isAnnounced(approval) && <Pill state="waiting">Veto window</Pill>}
            {tool.risk === 'high' && (
              <Pill look="strong" icon={<Glyph name="warning" />}>
                High risk
              </Pill>
            )}
            <Tag className="max-md:hidden">{`v${approval.toolVersion}`}</Tag>
            <Tag className="max-md:hidden">{approval.effect}</Tag>
          </div>
          <p className="mt-px flex flex-wrap items-center gap-x-1 text-xs text-muted max-md:mt-[3px]">
            <Link
              href={routes.agent(approval.agent)}
              className="inline-block leading-6 hover:text-ink hover:underline"
            >
              {`${approval.agent} v${approval.agentVersion}`}
            </Link>
            <Dot />
            <Link
              href={routes.run(approval.runId, { step: approval.step })}
              className="inline-block leading-6 hover:text-ink hover:underline"
            >
              <span className="mono">{shortId(approval.runId)}</span> step {approval.step}
            </Link>
            <Dot className="max-md:hidden" />
            <RelativeTime at={approval.createdAt} prefix="asked" className="max-md:hidden" />
            <Dot className="max-md:hidden" />
            <span className="max-md:hidden">{`started by ${approval.startedBy.label}`}</span>
          </p>
        </div>
      </div>
      <div className="flex-none text-right">
        {approval.status === 'pending' ? (
          <TimeLeft approval={approval} over={over} />
        ) : (
          <Pill
            state={outcomeState(approval) === 'partial' ? 'succeeded' : outcomeState(approval)}
            icon={<StateGlyph state={outcomeState(approval)} />}
          >
            {outcomeWord(approval)}
          </Pill>
        )}
      </div>
    </header>
  );
}

function TimeLeft({ approval, over }: { approval: ApprovalShape; over: boolean }) {
  const leftPercent = useServerClock((nowMs) => {
    if (approval.expiresAt === null) return 0;
    const toMs = toEpochMs(approval.expiresAt);
    const level = approval.escalateTo?.[approval.escalationLevel - 1];
    const fromMs = level === undefined ? toEpochMs(approval.createdAt) : toMs - level.expiresMs;
    if (toMs <= fromMs) return 0;
    return Math.round(Math.min(1, Math.max(0, (toMs - nowMs) / (toMs - fromMs))) * 1_000) / 10;
  });
  const announced = isAnnounced(approval);
  if (approval.expiresAt === null) {
    return (
      <>
        <span className="block text-md font-semi">no limit</span>
        <span className="text-xs text-muted">
          <RelativeTime at={approval.createdAt} prefix="asked" />
        </span>
      </>
    );
  }
  return (
    <>
      <Countdown
        until={approval.expiresAt}
        size="lg"
        atZero={announced ? 'its time has come' : 'out of time'}
        announceAs={approval.tool}
      />
      <span className="block text-xs text-muted max-md:text-2xs">
        {announced
          ? 'runs '
          : approval.onExpiry === 'escalate'
            ? 'escalates '
            : over
              ? 'expired '
              : 'expires '}
        <AbsoluteTime at={approval.expiresAt} />
        {announced && ' unless somebody objects'}
      </span>
      <span aria-hidden="true" data-state-of="waiting" className="mt-[3px] block h-0.5 rounded-[1px] bg-line">
        <span className="ml-auto block h-full rounded-[1px] bg-state" style={{ width: `${leftPercent}%` }} />
      </span>
    </>
  );
}
