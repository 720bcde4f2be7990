// Changing the call before approving it: as a form from the tool's schema or as JSON, with what changed beside it.
'use client';
import { Check } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import type { ApprovalCardShape } from '@/lib/contract/approval';
import { isJsonObject, type JsonObject } from '@/lib/domain/json';
import { ApiProblem } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { jsonText } from '../ui/json-text';
import { PaneSection } from '../ui/pane-section';
import { Quorum } from '../ui/quorum';
import { SchemaForm } from '../ui/schema-form/schema-form';
import { TextArea } from '../ui/text-area';
import { ToggleGroup } from '../ui/toggle-group';
import { overlayIsOpen, usePageKeys } from '../ui/use-page-keys';
import { EditSide } from './edit-side';
import { readArgumentsText } from './json-draft';
import type { Decide } from './use-decide';

export type EditCallProps = { card: ApprovalCardShape; decide: Decide; onBack: () => void };

export function EditCall({ card, decide, onBack }: EditCallProps) {
  const { approval, tool } = card;
  const formId = useId();
  const [look, setLook] = useState<'form' | 'json'>('form');
  const [edited, setEdited] = useState<JsonObject>(approval.arguments);
  const [fits, setFits] = useState(true);
  const [text, setText] = useState(() => jsonText(approval.arguments));
  const [reason, setReason] = useState('');
  const json = readArgumentsText(text);
  const changed = jsonText(edited, { sorted: true }) !== jsonText(approval.arguments, { sorted: true });
  usePageKeys({ escape: { label: 'Back to the call, unedited', act: onBack } });
  /** In a field the page's keys are silent; these two work there as well. */
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || overlayIsOpen()) return;
    if (event.key === 'Escape') onBack();
    else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      const form = document.getElementById(formId);
      if (form instanceof HTMLFormElement && changed) form.requestSubmit();
    }
  };

  const refused = decide.error instanceof ApiProblem ? decide.error.problem.errors : [];
  const send = (value: JsonObject): void =>
    decide.act({
      decision: 'edit',
      arguments: value,
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    });
  const show = (next: 'form' | 'json'): void => {
    if (next === 'json') setText(jsonText(edited));
    setLook(next);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears keys of the fields inside it
    <div data-editing="" className="flex min-h-0 flex-1 flex-col" onKeyDown={onKeyDown}>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_292px] overflow-auto max-lg:block">
        <div className="min-w-0">
          <PaneSection gutter="main">
            <div className="flex items-start justify-between gap-4">
              <div>
                <h2 className="text-md font-semibold">Edit the call</h2>
                <p className="text-muted">
                  Fields follow the input schema of <span className="mono">{approval.tool}</span>{' '}
                  {`v${approval.toolVersion}`}. The edited call is checked again before it is sent.
                </p>
              </div>
              <ToggleGroup
                label="Edit as"
                value={look}
                onValueChange={show}
                options={[
                  { value: 'form', label: 'Form', disabled: look === 'json' && !json.ok },
                  { value: 'json', label: 'JSON' },
                ]}
              />
            </div>
          </PaneSection>
          <PaneSection gutter="main">
            {look === 'form' ? (
              <SchemaForm
                id={formId}
                schema={tool.inputSchema}
                defaultValue={edited}
                original={approval.arguments}
                layout="row"
                names="schema"
                serverErrors={refused}
                errorPrefix="/arguments"
                onValueChange={(value, valid) => {
                  setFits(valid);
                  if (isJsonObject(value)) setEdited(value);
                }}
                onSubmit={(value) => isJsonObject(value) && send(value)}
              />
            ) : (
              <form
                id={formId}
                onSubmit={(event) => {
                  event.preventDefault();
                  if (json.ok) send(json.value);
                }}
              >
                <TextArea
                  label="Arguments"
                  mono
                  rows={12}
                  spellCheck={false}
                  value={text}
                  error={json.ok ? serverWords(refused) : json.problem}
                  onChange={(event) => {
                    setText(event.target.value);
                    const read = readArgumentsText(event.target.value);
                    setFits(read.ok);
                    if (read.ok) setEdited(read.value);
                  }}
                />
              </form>
            )}
          </PaneSection>
          <PaneSection gutter="main">
            <TextArea
              label="Reason, kept with the decision"
              rows={2}
              value={reason}
              maxLength={2_000}
              onChange={(event) => setReason(event.target.value)}
            />
          </PaneSection>
        </div>
        <div className="border-l border-line bg-surface max-lg:border-t max-lg:border-l-0">
          <EditSide approval={approval} edited={edited} fits={fits} asJson={look === 'json'} />
        </div>
      </div>
      <footer
        data-page-foot=""
        className="flex min-h-16 flex-none items-center gap-2 border-t border-line bg-surface py-2 pr-4 pl-5 max-md:flex-wrap max-md:px-3 max-md:pb-[calc(10px+env(safe-area-inset-bottom))]"
      >
        <div className="flex items-center gap-[11px] max-md:w-full">
          <Quorum have={0} need={approval.quorum} />
          <div>
            <b className="block">{`0 of ${approval.quorum} after this edit`}</b>
            <span className="text-xs text-muted">yours will be the first</span>
          </div>
        </div>
        <span className="flex-1 max-md:hidden" />
        <Button
          size="lg"
          variant="ghost"
          keyHint="Esc"
          className="max-md:flex-1"
          disabled={decide.pending}
          onClick={onBack}
        >
          Back to the call
        </Button>
        <Button
          size="lg"
          variant="primary"
          type="submit"
          form={formId}
          className="max-md:flex-1"
          icon={<Icon of={Check} />}
          keyHint="Ctrl ↵"
          pending={decide.pending}
          disabled={!changed || (look === 'json' && !json.ok)}
        >
          Approve edited
        </Button>
      </footer>
    </div>
  );
}

/** In the JSON view there is no field to put an error at. */
function serverWords(errors: readonly { path: string; message: string }[]): string | undefined {
  if (errors.length === 0) return undefined;
  return errors.map((error) => `${error.path.replace(/^\/arguments/, '')}: ${error.message}`).join('; ');
}
