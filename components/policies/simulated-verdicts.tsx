// What both versions say of the call, with the rules that determine it; a difference is said first.
import type { PolicySimulation } from '@/lib/contract/policy';
import type { PolicyVerdict } from '@/lib/domain/admission';
import { EmptyState } from '../ui/empty-state';
import { Pill } from '../ui/pill';
import { Seam } from '../ui/seam';
import { Tag } from '../ui/tag';
import { EFFECT_WORDS } from './policy-words';

export function SimulatedVerdicts({ answer }: { answer: PolicySimulation | undefined }) {
  if (answer === undefined)
    return (
      <EmptyState title="Nothing was simulated yet">
        What the active rules and the draft say of a call stands here. Nothing is sent and nothing is
        recorded.
      </EmptyState>
    );
  const { active, draft, differs } = answer;
  return (
    <div role="status">
      <p className="px-4 pt-3 pb-2 font-medium max-md:px-3">
        {draft === null
          ? 'The draft can’t be read: its errors stand on its tab.'
          : differs
            ? 'The draft would change this call.'
            : 'Both say the same.'}
      </p>
      <Verdict
        title={active.policyVersion === 'none' ? 'Active: none' : `Active, version ${active.policyVersion}`}
        verdict={active}
      />
      {draft !== null && <Verdict title="Draft" verdict={draft} />}
      <p className="px-4 py-3 text-xs text-muted max-md:px-3">
        This is the policy alone. An agent’s grants, its escalation rules and the tool’s own declaration may
        ask or deny besides.
      </p>
    </div>
  );
}

function Verdict({ title, verdict }: { title: string; verdict: PolicyVerdict }) {
  const { word, state } = EFFECT_WORDS[verdict.effect];
  return (
    <Seam
      title={title}
      note={<Pill state={state}>{word}</Pill>}
      action={
        <>
          {verdict.requiredRole !== undefined && <Tag>{verdict.requiredRole} decides</Tag>}
          {verdict.veto && <Tag>veto window allowed</Tag>}
        </>
      }
    >
      <ul className="px-4 pb-3 max-md:px-3">
        {verdict.rules.map(({ id, message }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-2.5 py-0.5">
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{message}</span>
            <code className="text-2xs text-faint">{id}</code>
          </li>
        ))}
      </ul>
    </Seam>
  );
}
