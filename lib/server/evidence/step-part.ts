// One step in words: what was chosen, what else was considered, how sure, why it was let through, stopped or asked, and what came of it.
import 'server-only';
import type { StepShape } from '../../contract/run-detail';
import { code, facts, type Html, html } from './html';

export const costOf = (microUsd: number): string => `$${(microUsd / 1_000_000).toFixed(6)}`;

export function stepPart(step: StepShape): Html {
  const { step: number, kind, tool, model, status, startedAt, finishedAt, costMicroUsd } = step;
  const title = `Step ${number}: ${tool ?? model ?? kind}`;
  return html`<h3>${title}</h3>${facts([
    ['kind', kind],
    ['status', status],
    ['from, to', `${startedAt} – ${finishedAt ?? 'not ended'}`],
    ['attempts', step.attempts.length],
    ['cost', costOf(costMicroUsd)],
    ...(tool === null ? [] : ([['tool version', step.toolVersion]] as const)),
  ])}${decisionPart(step)}${admissionPart(step)}${
    step.arguments === null ? '' : html`<p>Arguments</p>${code(step.arguments)}`
  }${step.result === null ? '' : html`<p>Result${step.resultSource === null ? '' : ` (${step.resultSource})`}</p>${code(step.result)}`}${
    step.text === null ? '' : html`<p>What the model said</p>${code(step.text)}`
  }${step.error === null ? '' : html`<p>Error</p>${code(step.error)}`}`;
}

function decisionPart({ decision }: StepShape): Html {
  if (decision === null) return html``;
  const { chosen, confidence, reasoning, alternatives } = decision;
  const others = alternatives?.map(({ tool, reason }) => `${tool}: ${reason}`).join('; ') ?? null;
  return facts([
    ['chosen', chosen],
    ['stated confidence', confidence],
    ['stated reasoning', reasoning],
    ['alternatives considered', alternatives?.length === 0 ? 'none' : others],
  ]);
}

const VERDICTS = { admit: 'let through', await_approval: 'held for a person', deny: 'denied' } as const;

function admissionPart({ admission }: StepShape): Html {
  if (admission === null) return html``;
  const { verdict, reasons, policy, amount, amountUnit } = admission;
  return facts([
    ['admission', VERDICTS[verdict]],
    [
      'because',
      reasons.length === 0 ? 'nothing spoke against it' : reasons.map(({ message }) => message).join(' '),
    ],
    ['policy version', policy.policyVersion],
    [
      'determining rules',
      policy.rules.length === 0
        ? 'none'
        : policy.rules.map(({ id, effect }) => `${id} (${effect})`).join(', '),
    ],
    ['amount', amount === null ? 'none' : `${amount}${amountUnit === null ? '' : ` ${amountUnit}`}`],
    ['outsiders’ text', admission.tainted ? 'had been read by then' : 'had not been read'],
  ]);
}
