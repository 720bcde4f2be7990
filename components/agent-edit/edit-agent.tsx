// The page where a definition is written: a form and the JSON over one draft, what is wrong with it and what it changes beside them.
'use client';
import { Check } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useRef, useState } from 'react';
import type { AgentShape } from '@/lib/contract/configuration';
import type { JsonValue } from '@/lib/domain/json';
import { routes } from '@/lib/routes';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { CodeEditor, type CodeEditorHandle } from '../ui/code-editor';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { RelativeTime } from '../ui/relative-time';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';
import { ToggleGroup } from '../ui/toggle-group';
import { AgentForm } from './agent-form';
import { DraftAside } from './draft-aside';
import { type ListedProblem, listedProblems, sentenceOf, storable } from './draft-problems';
import { type EditScope, fieldId } from './edit-scope';
import { FormSection } from './form-section';
import { LeaveDialog } from './leave-dialog';
import { nameProblem } from './new-agent';
import { SaveDialog, type Saved } from './save-dialog';
import { useAgentDraft } from './use-agent-draft';
import { useLeaveGuard } from './use-leave-guard';

const LOOKS = ['form', 'json'] as const;
const PROBLEMS_ID = 'agent-problems';

export type EditAgentProps = {
  /** The newest version, which the edit begins with; undefined for a new agent. */
  base: AgentShape | undefined;
  initial: JsonValue;
  /** Names that a new agent can't have. */
  taken: readonly string[];
  /** Another version has become the newest, and this edit goes on above it. */
  onRebase: (newest: AgentShape) => void;
};

export function EditAgent({ base, initial, taken, onRebase }: EditAgentProps) {
  const router = useRouter();
  const draft = useAgentDraft(initial, base);
  const [look, setLook] = useQueryState('as', parseAsStringLiteral(LOOKS).withDefault('form'));
  const [judged, setJudged] = useState(base !== undefined);
  const [saving, setSaving] = useState(false);
  const [done, setDone] = useState(false);
  const editor = useRef<CodeEditorHandle>(null);
  const { leaving, stay } = useLeaveGuard(draft.dirty && !done);

  const { places, problems, obstacle } = draft;
  const listed = listedProblems(places, problems);
  const misnamed = base === undefined ? nameProblem(draft.name, taken) : undefined;
  const definition = places.ok && problems.length === 0 ? storable(places.value) : undefined;
  const shown = look === 'form' && obstacle === undefined && places.ok ? 'form' : 'json';

  const go = (problem: ListedProblem): void => {
    if (shown === 'json') editor.current?.goToLine(problem.line);
    else nearestField(problem.pointer)?.focus();
  };
  const save = (): void => {
    setJudged(true);
    if (misnamed !== undefined) document.getElementById(fieldId('/name'))?.focus();
    else if (definition !== undefined) setSaving(true);
    else if (listed[0] !== undefined) go(listed[0]);
  };
  const finish = ({ name, version, active }: Saved): void => {
    setDone(true);
    draft.discard();
    notify({
      title: active ? `v${version} is active` : `v${version} is saved`,
      detail: active ? `New runs of ${name} use it.` : 'New runs go on with the active version.',
    });
    router.push(routes.agent(name, active ? {} : { tab: 'versions' }));
  };
  const scope: EditScope | undefined = places.ok
    ? {
        value: places.value,
        change: draft.change,
        problemAt: (pointer) => {
          const found = judged ? problems.find(({ path }) => path === pointer) : undefined;
          return found === undefined ? undefined : sentenceOf(found.message);
        },
        problemsBelow: (pointer) =>
          problems
            .filter(({ path }) => path.startsWith(`${pointer}/`))
            .map(({ path, message }) => `${path.slice(pointer.length + 1)} ${message}.`),
      }
    : undefined;
  return (
    <div className="flex h-full flex-col max-md:h-auto">
      <PageHead
        title={base === undefined ? 'New agent' : `Edit ${base.name}`}
        sub={base === undefined ? undefined : `from v${base.version}, the newest`}
        actions={
          <span className="flex items-center gap-2">
            {draft.dirty && (
              <Button variant="ghost" onClick={draft.discard}>
                Discard
              </Button>
            )}
            <Button
              variant="primary"
              icon={<Icon of={Check} />}
              disabled={base !== undefined && !draft.dirty}
              onClick={save}
            >
              {base === undefined ? 'Create' : 'Save'}
            </Button>
          </span>
        }
      />
      {draft.foundAt !== undefined && (
        <Banner
          state="neutral"
          title="Your unsaved draft is back."
          actions={
            <Button size="sm" onClick={draft.discard}>
              Throw it away
            </Button>
          }
        >
          You left it <RelativeTime at={draft.foundAt} />.
        </Banner>
      )}
      {look === 'form' && shown === 'json' && (
        <Banner state="waiting" title="The form can’t show this draft." urgent>
          {`${obstacle}. Mend it in the JSON; nothing is lost.`}
        </Banner>
      )}
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_332px] max-lg:block max-lg:overflow-auto max-md:overflow-visible">
        <div className="flex min-h-0 min-w-0 flex-col">
          <div className="flex min-h-11 flex-none items-center border-b border-line bg-surface px-5 max-md:px-3">
            <ToggleGroup
              label="Edit as"
              value={shown}
              onValueChange={(next) => void setLook(next)}
              options={[
                { value: 'form', label: 'Form', disabled: obstacle !== undefined },
                { value: 'json', label: 'JSON' },
              ]}
            />
          </div>
          <div className="min-h-0 flex-1 overflow-auto max-lg:overflow-visible">
            {base === undefined && (
              <FormSection
                title="Name"
                about="Its address and its name in every run; it can’t be changed later."
              >
                <TextField
                  id={fieldId('/name')}
                  label="Name"
                  required
                  mono
                  autoComplete="off"
                  className="max-w-80"
                  value={draft.name}
                  error={judged || draft.name !== '' ? misnamed : undefined}
                  onChange={(event) => draft.setName(event.target.value.trim())}
                />
              </FormSection>
            )}
            {shown === 'form' && scope !== undefined ? (
              <div className={base === undefined ? 'border-t border-line' : undefined}>
                <AgentForm scope={scope} />
              </div>
            ) : (
              <CodeEditor
                ref={editor}
                label="Definition as JSON"
                value={draft.text}
                onValueChange={draft.setText}
                marked={new Set(listed.map(({ line }) => line))}
                describedBy={PROBLEMS_ID}
                className="h-full max-lg:h-[70dvh]"
              />
            )}
          </div>
        </div>
        <DraftAside
          id={PROBLEMS_ID}
          base={base}
          definition={definition}
          readable={places.ok}
          numbered={shown === 'json'}
          problems={listed}
          onGo={go}
        />
      </div>
      {saving && definition !== undefined && (
        <SaveDialog
          name={draft.name}
          definition={definition}
          base={base}
          baseVersion={draft.baseVersion}
          onRebase={(newest) => {
            draft.rebase(newest.version);
            onRebase(newest);
          }}
          onRefused={(error) => {
            setSaving(false);
            draft.refuse(error.problem.errors);
            notify({ title: 'Not saved', detail: error.message, state: 'failed' });
          }}
          onSaved={finish}
          onClose={() => setSaving(false)}
        />
      )}
      <LeaveDialog
        open={leaving !== undefined}
        onStay={stay}
        onKeep={() => leaving !== undefined && router.push(leaving)}
        onDiscard={() => {
          draft.discard();
          if (leaving !== undefined) router.push(leaving);
        }}
      />
    </div>
  );
}

/** The input of a place, else of what is around it. */
function nearestField(pointer: string): HTMLElement | null {
  const field = document.getElementById(fieldId(pointer));
  return field !== null || pointer === '' ? field : nearestField(pointer.slice(0, pointer.lastIndexOf('/')));
}
