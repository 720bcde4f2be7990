// Why a call was held or denied: one sentence a reason, with the rule it comes from beside it.
import Link from 'next/link';
import type { AdmissionReason } from '@/lib/domain/admission';
import { routes } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { Glyph, type GlyphName } from '../ui/glyph';

/** A sign by what the rule looks at; the rule's own name stands beside it in any case. */
export function reasonGlyph(rule: string): GlyphName {
  if (/amount/i.test(rule)) return 'amount';
  if (/confidence/i.test(rule)) return 'question';
  if (/externalSink|sensitiveArguments|taint|canary|onInjection/i.test(rule)) return 'taint';
  if (/alwaysAsk/.test(rule)) return 'people';
  if (/^tool\./.test(rule)) return 'warning';
  if (/unknown/.test(rule)) return 'clock';
  return 'policy';
}

export type ReasonListProps = {
  reasons: readonly AdmissionReason[];
  /** The version of the policy that was asked, where it is known. */
  policyVersion?: string;
  className?: string;
};

export function ReasonList({ reasons, policyVersion, className }: ReasonListProps) {
  return (
    <ul className={className}>
      {reasons.map((reason) => {
        const glyph = reasonGlyph(reason.rule);
        return (
          <li
            key={`${reason.rule} ${reason.message}`}
            data-state-of={glyph === 'taint' ? 'tainted' : reason.verdict === 'deny' ? 'failed' : undefined}
            className="flex items-baseline gap-x-[9px] py-[2.5px] max-md:flex-wrap"
          >
            <Glyph
              name={glyph}
              size={15}
              className={cx(
                'translate-y-[3px] self-start',
                glyph === 'taint' || reason.verdict === 'deny' ? 'text-state' : 'text-faint',
              )}
            />
            <span className="min-w-0 flex-1 max-md:basis-[calc(100%-24px)] [overflow-wrap:anywhere]">
              {reason.message}
            </span>
            <RuleName rule={reason.rule} policyVersion={policyVersion} />
          </li>
        );
      })}
    </ul>
  );
}

/** Settings of agents, tools and runs that reasons are named by; every other name is a rule of the policy. */
const SETTING =
  /^(escalation|tools?|trigger|approval|effect|taint|memory|canary)(\.|$)|^(policy|unknown_outcome)$/;

function RuleName({ rule, policyVersion }: { rule: string; policyVersion: string | undefined }) {
  const look = 'flex-none text-2xs text-faint max-md:pl-6';
  if (SETTING.test(rule))
    return <code className={cx(look, 'max-md:hidden')}>{rule.replace(/^escalation\./, '')}</code>;
  const version =
    policyVersion !== undefined && /^\d+$/.test(policyVersion) ? { version: policyVersion } : {};
  return (
    <Link
      href={routes.policies({ rule, ...version })}
      className={cx(look, 'font-mono underline decoration-line-strong underline-offset-2 hover:text-ink')}
    >
      {rule}
    </Link>
  );
}
