// Why this step: the model's record, the rules' verdict with its reasons, and which person decided when.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { RunShape } from '@/lib/contract/run';
import type { StepShape } from '@/lib/contract/run-detail';
import { shortDigest } from '@/lib/format/count';
import { agentVersionsOptions } from '@/lib/query/configuration';
import { routes } from '@/lib/routes';
import { AbsoluteTime } from '../ui/absolute-time';
import { Avatar } from '../ui/avatar';
import { ButtonLink } from '../ui/button-link';
import { Countdown } from '../ui/countdown';
import { Glyph } from '../ui/glyph';
import { KeyValue } from '../ui/key-value';
import { PaneSection } from '../ui/pane-section';
import { Pill } from '../ui/pill';
import { admissionWords, verdictWord } from './admission-words';
import { CandidateNote } from './candidate-note';
import { DecisionRecordView } from './decision-record';
import { contactSentence } from './follow-up-words';
import { ModelRouteSection } from './model-route-section';
import { ModelText } from './model-text';
import { ReasonList } from './reason-list';
import { RefusedRequests } from './refused-requests';
import { ModelCost, ToolCost } from './step-cost';
import { chooserOf, stepName } from './step-words';
import { TaintNote } from './taint-note';

export type StepDecisionProps = {
  run: RunShape;
  step: StepShape;
  steps: readonly StepShape[];
  onStep: (step: number) => void;
};

export function StepDecision({ run, step, steps, onStep }: StepDecisionProps) {
  const threshold = useThreshold(run, step);
  const chooser = chooserOf(step, steps);
  const contact = contactSentence(step);
  if (step.kind === 'model') return <ModelAnswer step={step} steps={steps} onStep={onStep} />;
  return (
    <>
      <PaneSection
        title="Decision record"
        note={
          chooser === undefined ? undefined : (
            <button
              type="button"
              className="hover:text-ink hover:underline"
              onClick={() => onStep(chooser.step)}
            >
              {`${stepName(chooser)}, step ${chooser.step}`}
            </button>
          )
        }
      >
        {step.decision === null ? (
          <p className="text-xs text-muted">No decision is recorded for this step.</p>
        ) : (
          <DecisionRecordView decision={step.decision} threshold={threshold} />
        )}
      </PaneSection>
      <AdmissionSection step={step} />
      {step.error !== null && (
        <PaneSection title="Error">
          <p className="[overflow-wrap:anywhere]">{step.error.message}</p>
          <p className="mt-1 text-xs text-muted">
            <code>{step.error.code}</code>, {step.error.class}
            <RefusedRequests code={step.error.code} tool={step.tool} />
          </p>
        </PaneSection>
      )}
      <ToolCost step={step} />
      {step.effectKey !== null && (
        <PaneSection title="Effect">
          <KeyValue
            items={[
              { name: 'key', value: step.effectKey, mono: true },
              ...(step.effect === null ? [] : [{ name: 'class', value: step.effect }]),
              ...(contact === undefined ? [] : [{ name: 'follow-up', value: contact }]),
              ...(step.resultSource === null
                ? []
                : [{ name: 'result from', value: SOURCES[step.resultSource] }]),
            ]}
          />
        </PaneSection>
      )}
    </>
  );
}

export const SOURCES: Record<NonNullable<StepShape['resultSource']>, string> = {
  call: 'the call itself',
  ledger: 'the ledger: this key had succeeded before',
  look_up: 'a look-up by key',
  person: 'a person',
  event: 'an event from outside, or its absence',
  late_answer: 'the receiver, after the time of its attempt',
  recording: 'from the recording of the run that was forked',
  would_have_done: 'not sent: this is a dry run',
  reuse: 'an earlier read of the same: nothing was sent',
};

/** Below which confidence this version of the agent asks; reads ask nobody. */
function useThreshold(run: RunShape, step: StepShape): number | undefined {
  const asks = step.kind === 'tool' && step.effect !== 'read';
  const { data } = useQuery({ ...agentVersionsOptions(run.agent), enabled: asks });
  const version = data?.items.find((one) => one.version === run.version);
  return asks ? version?.definition.escalation.confidenceBelow : undefined;
}

/** What lets a call go. */
const CHECKED_AGAIN: ReadonlySet<string> = new Set(['approve', 'edit', 'unopposed']);

function AdmissionSection({ step }: { step: StepShape }) {
  const words = admissionWords(step);
  if (words === undefined || step.admission === null) return <NoAdmission step={step} />;
  const { approval, admission } = step;
  const open = approval !== null && approval.verdict === null && step.finishedAt === null;
  return (
    <PaneSection title="Admission" note={`policy ${admission.policy.policyVersion}`}>
      <div className="flex items-center gap-2.5">
        <Pill state={words.state}>{words.word}</Pill>
        {open && (
          <>
            {approval.settlesAt !== null && (
              <Countdown
                until={approval.settlesAt}
                prefix="may still arrive for"
                atZero="can’t arrive any more"
                quiet
                size="sm"
              />
            )}
            {approval.expiresAt !== null && (
              <Countdown
                until={approval.expiresAt}
                atZero={approval.onExpiry === 'execute' ? 'its time has come' : 'out of time'}
                size="sm"
              />
            )}
            <span className="flex-1" />
            <ButtonLink
              href={routes.approval(approval.id)}
              size="sm"
              icon={<Glyph name="approvals" size={14} />}
            >
              To the decision
            </ButtonLink>
          </>
        )}
      </div>
      {admission.reasons.length > 0 ? (
        <ReasonList
          reasons={admission.reasons}
          policyVersion={admission.policy.policyVersion}
          className="mt-2 text-xs"
        />
      ) : (
        <p className="mt-1.5 text-xs text-muted">No rule asked for a person.</p>
      )}
      {admission.policy.candidate !== undefined && <CandidateNote candidate={admission.policy.candidate} />}
      <TaintNote taint={admission} />
      {approval?.verdict != null && (
        <div className="mt-2 flex items-start gap-1.5 text-xs leading-[17px]">
          <Avatar name={approval.verdict.by.label} size="sm" decorative />
          <p className="min-w-0">
            {`${approval.verdict.by.label} ${verdictWord(approval.verdict.decision)} at `}
            <AbsoluteTime at={approval.verdict.at} />.
            {approval.verdict.reason !== null && (
              <span className="block text-ink-2">“{approval.verdict.reason}”</span>
            )}
            {CHECKED_AGAIN.has(approval.verdict.decision) && (
              <span className="block text-muted">
                {'Bound to '}
                <code title={approval.payloadHash}>{shortDigest(approval.payloadHash)}</code>
                {' and checked again before anything was sent.'}
              </span>
            )}
          </p>
        </div>
      )}
    </PaneSection>
  );
}

function NoAdmission({ step }: { step: StepShape }) {
  return (
    <PaneSection title="Admission">
      <p className="text-xs text-muted">
        {step.kind === 'finish'
          ? 'A final answer calls nothing: no rule was asked.'
          : step.finishedAt === null
            ? 'No admission is recorded yet.'
            : 'No admission is recorded: it ended before the rules were asked.'}
      </p>
    </PaneSection>
  );
}

function ModelAnswer({ step, steps, onStep }: Omit<StepDecisionProps, 'run'>) {
  const chosen = steps.filter((other) => other.kind !== 'model' && other.firstSeq === step.lastSeq);
  return (
    <>
      <ModelRouteSection step={step} steps={steps} onStep={onStep} />
      <PaneSection
        title="What it said"
        note={step.reportedModel === null ? undefined : <span className="mono">{step.reportedModel}</span>}
      >
        {step.text === null || step.text === '' ? (
          <p className="text-xs text-muted">Nothing beside its calls.</p>
        ) : (
          <ModelText text={step.text} label="answer" />
        )}
        {step.leakedCanary && (
          <p data-state-of="failed" className="mt-2 text-state">
            It was about to give the prompt away: the secret mark of this run stood in what it wanted to send.
            Nothing of it was sent.
          </p>
        )}
        {step.error !== null && (
          <p data-state-of="failed" className="mt-2 text-state [overflow-wrap:anywhere]">
            {step.error.message} <code>{step.error.code}</code>
          </p>
        )}
      </PaneSection>
      {chosen.length > 0 && (
        <PaneSection title="What it chose">
          <ul>
            {chosen.map((other) => (
              <li key={other.step} className="flex min-h-7 items-center gap-2">
                <button type="button" className="link mono" onClick={() => onStep(other.step)}>
                  {stepName(other)}
                </button>
                <span className="text-xs text-muted">{`step ${other.step}`}</span>
                {other.decision?.confidence != null && (
                  <span className="ml-auto text-xs text-muted">
                    {`${other.decision.confidence.toFixed(2)} sure`}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </PaneSection>
      )}
      <ModelCost step={step} />
    </>
  );
}
