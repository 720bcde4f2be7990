// Chooses an agent, takes an input that fits its schema, says what the run may do at most, and starts it once.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useState } from 'react';
import type { AgentShape } from '@/lib/contract/configuration';
import { jsonValue } from '@/lib/domain/json';
import type { RaisedLimits } from '@/lib/domain/run';
import { formatMicroUsd } from '@/lib/format/money';
import { agentsOptions } from '@/lib/query/configuration';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { startRunMutation } from '@/lib/query/runs';
import { routes } from '@/lib/routes';
import { NoAgentYet } from '../agents/no-agent-yet';
import { Loading } from '../shell/load-error';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { SchemaForm } from '../ui/schema-form/schema-form';
import { Select } from '../ui/select';
import { AgentBounds } from './agent-bounds';
import { LimitFields } from './limit-fields';
import { type LimitTexts, limitProblems, readLimits } from './limit-texts';
import { serverLimits } from './server-limits';
import { StartTermFields } from './start-term-fields';
import { isTermPath, readTerms, serverTerms, type TermTexts, termProblems } from './start-terms';
import { TrustField } from './trust-field';
import { useIntent } from './use-intent';

export type StartRunDialogProps = {
  /** Undefined: not chosen yet. */
  agent: string | undefined;
  onChooseAgent: (agent: string) => void;
  onClose: () => void;
};

export function StartRunDialog({ agent, onChooseAgent, onClose }: StartRunDialogProps) {
  const query = useQuery(agentsOptions());
  const agents = query.data?.items ?? [];
  const chosen = agents.find((one) => one.name === agent) ?? (agents.length === 1 ? agents[0] : undefined);
  const formId = useId();
  const [pending, setPending] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !pending && onClose()}
      title="Start a run"
      width="lg"
      footer={
        <>
          <span className="min-w-0 flex-1 text-xs text-muted">
            {chosen !== undefined &&
              `Costs at most ${formatMicroUsd(chosen.definition.limits.maxCostMicroUsd)} for model calls.`}
          </span>
          <Button variant="ghost" disabled={pending} onClick={onClose}>
            Back
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={chosen === undefined}
            pending={pending}
            icon={<Icon of={Play} />}
          >
            Start
          </Button>
        </>
      }
    >
      {query.data === undefined ? (
        <Loading what="The agents" query={query} rows={4} />
      ) : agents.length === 0 ? (
        <NoAgentYet className="mx-0" />
      ) : (
        <>
          <Select
            label="Agent"
            size="lg"
            required
            value={chosen?.name ?? ''}
            onValueChange={onChooseAgent}
            placeholder="Choose an agent"
            options={agents.map((one) => ({ value: one.name, label: one.name, detail: `v${one.version}` }))}
            hint={chosen?.definition.description}
          />
          {agent !== undefined && agent !== '*' && chosen === undefined && (
            <p role="alert" data-state-of="failed" className="mt-2 text-xs text-state">
              {`There is no agent called ${agent}.`}
            </p>
          )}
          {chosen !== undefined && (
            <StartForm
              key={`${chosen.name} ${chosen.version}`}
              agent={chosen}
              formId={formId}
              onPending={setPending}
            />
          )}
        </>
      )}
    </Dialog>
  );
}

type StartFormProps = { agent: AgentShape; formId: string; onPending: (pending: boolean) => void };

function StartForm({ agent, formId, onPending }: StartFormProps) {
  const router = useRouter();
  const intentOf = useIntent();
  const [limits, setLimits] = useState<LimitTexts>({});
  const [terms, setTerms] = useState<TermTexts>({});
  const [untrusted, setUntrusted] = useState(false);
  const [judged, setJudged] = useState(false);
  const start = useMutation({
    ...startRunMutation(),
    onSuccess: (run, act, kept, context) => {
      startRunMutation().onSuccess?.(run, act, kept, context);
      router.push(routes.run(run.id));
    },
    onError: () => onPending(false),
  });
  // The fields come after the dialog that took the focus; choosing another agent keeps it at the choice.
  useEffect(() => {
    if (document.activeElement?.getAttribute('role') === 'combobox') return;
    document.getElementById(formId)?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, [formId]);
  const refused = start.error instanceof ApiProblem ? start.error.problem : undefined;
  const own = limitProblems(limits, agent.definition.limits, 'lower');
  const ownTerms = termProblems(terms);
  const submit = (input: unknown): void => {
    setJudged(true);
    if (Object.keys({ ...own, ...ownTerms }).length > 0 || start.isPending) return;
    const lowered: RaisedLimits = readLimits(limits, agent.definition.limits);
    const body = {
      agent: agent.name,
      version: agent.version,
      input: jsonValue.parse(input ?? {}),
      ...(Object.keys(lowered).length === 0 ? {} : { limits: lowered }),
      ...readTerms(terms),
      ...(untrusted ? { inputTrust: 'untrusted' as const } : {}),
    };
    onPending(true);
    start.mutate({ intent: intentOf(body), body });
  };
  return (
    <>
      {start.error !== null && (refused === undefined || refused.errors.length === 0) && (
        <p role="alert" data-state-of="failed" className="mt-3 text-xs text-state">
          {messageOf(start.error)}
        </p>
      )}
      <div className="mt-4 border-t border-line pt-4">
        <SchemaForm
          id={formId}
          schema={agent.definition.inputSchema}
          onSubmit={submit}
          errorPrefix="/input"
          serverErrors={
            refused?.errors.filter(({ path }) => !path.startsWith('/limits/') && !isTermPath(path)) ??
            NO_ERRORS
          }
        />
      </div>
      <TrustField untrusted={untrusted} onChange={setUntrusted} />
      <StartTermFields
        texts={terms}
        onChange={setTerms}
        problems={{ ...serverTerms(refused?.errors), ...(judged ? ownTerms : {}) }}
      />
      <AgentBounds agent={agent} />
      <LimitFields
        limits={agent.definition.limits}
        texts={limits}
        onChange={setLimits}
        direction="lower"
        problems={{ ...serverLimits(refused?.errors), ...(judged ? own : {}) }}
      />
    </>
  );
}

const NO_ERRORS: { path: string; message: string }[] = [];
