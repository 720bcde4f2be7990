// The draft that everybody shares: three texts, what is wrong with them at their lines, examples to begin with, and the ways on.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { PoliciesShape } from '@/lib/contract/policy';
import { POLICY_SETS, type PolicySetName, type PolicyTexts } from '@/lib/domain/policy-set';
import { putPolicyDraftMutation } from '@/lib/query/policies';
import { messageOf } from '@/lib/query/problem-error';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { CodeEditor, type CodeEditorHandle } from '../ui/code-editor';
import { Diff } from '../ui/diff';
import { Seam } from '../ui/seam';
import { notify } from '../ui/toaster';
import { ToggleGroup } from '../ui/toggle-group';
import { DraftActs } from './draft-acts';
import { DraftProblems } from './draft-problems';
import { SET_WORDS } from './policy-words';
import { RULE_EXAMPLES } from './rule-examples';

const SETS = POLICY_SETS.map((set) => ({ value: set, label: SET_WORDS[set].title }));

export function DraftTab({ now, mayChange }: { now: PoliciesShape; mayChange: boolean }) {
  const { draft, active } = now;
  const [written, setWritten] = useState<{ texts: PolicyTexts; revision: number } | null>(null);
  const [set, setSet] = useState<PolicySetName>('ask');
  /** A new one with each click, so that the same line is gone to again; never while somebody types. */
  const [goTo, setGoTo] = useState<{ readonly line: number } | null>(null);
  const editor = useRef<CodeEditorHandle>(null);
  const put = useMutation(putPolicyDraftMutation());
  const texts = written?.texts ?? draft.texts;
  const base = written?.revision ?? draft.revision;
  const isDirty = POLICY_SETS.some((one) => texts[one] !== draft.texts[one]);
  const marked = new Set(
    isDirty
      ? []
      : draft.problems.flatMap((problem) =>
          problem.set === set && problem.line !== null ? [problem.line] : [],
        ),
  );
  const write = (name: PolicySetName, text: string): void => {
    setWritten({ texts: { ...texts, [name]: text }, revision: base });
    put.reset();
  };
  const save = (): void => {
    put.mutate(
      { body: texts, ifMatchVersion: base },
      {
        onSuccess: ({ problems }) => {
          setWritten(null);
          const errors = problems.filter(({ severity }) => severity === 'error').length;
          notify({
            title: 'Draft saved',
            detail: errors === 0 ? 'Nothing is wrong with it.' : 'It can’t be published yet.',
          });
        },
      },
    );
  };
  const show = (name: PolicySetName, line: number | null): void => {
    setSet(name);
    setGoTo(line === null ? null : { line });
  };
  useEffect(() => {
    if (goTo !== null) editor.current?.goToLine(goTo.line);
  }, [goTo]);
  return (
    <>
      {written !== null && written.revision !== draft.revision && !put.isPending && !put.isSuccess && (
        <Banner
          state="waiting"
          title={`${draft.by?.label ?? 'Somebody'} saved the draft meanwhile.`}
          actions={
            <Button size="sm" onClick={() => setWritten(null)}>
              Take theirs
            </Button>
          }
        >
          What you wrote is kept here until you leave, and can’t be saved over theirs.
        </Banner>
      )}
      <div className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 max-md:px-3">
        <ToggleGroup label="Text" options={SETS} value={set} onValueChange={(next) => show(next, null)} />
        <span className="min-w-0 flex-1 text-xs text-muted max-md:order-last max-md:basis-full">
          {SET_WORDS[set].says}
        </span>
        {mayChange && (
          <Button variant="primary" size="sm" disabled={!isDirty} pending={put.isPending} onClick={save}>
            Save and check
          </Button>
        )}
      </div>
      <CodeEditor
        key={set}
        ref={editor}
        label={`${SET_WORDS[set].title}, rules in Cedar`}
        value={texts[set]}
        onValueChange={(text) => mayChange && write(set, text)}
        marked={marked}
        className="h-[46dvh] border-b border-line"
      />
      {put.error !== null && (
        <p role="alert" data-state-of="failed" className="px-4 py-2 text-state max-md:px-3">
          {messageOf(put.error)}
        </p>
      )}
      <DraftProblems problems={draft.problems} isDirty={isDirty} onShow={show} />
      {mayChange && <DraftActs now={now} isDirty={isDirty} />}
      {active !== null && (
        <Seam title="What it changes" note={`against version ${active.version}`}>
          <div className="px-4 pb-3 max-md:px-3">
            <Changes before={active.texts} after={texts} />
          </div>
        </Seam>
      )}
      {mayChange && (
        <Seam title="Examples" note="put at the end of the draft">
          <ul className="border-t border-line-soft">
            {RULE_EXAMPLES.map((example) => (
              <li
                key={example.title}
                className="flex min-h-9 items-center gap-2.5 border-b border-line-soft px-4 py-1 last:border-b-0 max-md:px-3"
              >
                <span className="w-14 flex-none text-xs text-muted">{SET_WORDS[example.set].title}</span>
                <span className="min-w-0 flex-1">{example.title}</span>
                <Button
                  size="sm"
                  aria-label={`Add to the draft: ${example.title}`}
                  onClick={() => {
                    const before = texts[example.set];
                    const gap =
                      before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
                    write(example.set, before + gap + example.text);
                    show(example.set, (before + gap).split('\n').length);
                  }}
                >
                  Add
                </Button>
              </li>
            ))}
          </ul>
        </Seam>
      )}
    </>
  );
}

function Changes({ before, after }: { before: PolicyTexts; after: PolicyTexts }) {
  const changed = POLICY_SETS.filter((set) => before[set] !== after[set]);
  if (changed.length === 0)
    return <p className="text-xs text-muted">Nothing: the draft is what is active.</p>;
  return changed.map((set) => (
    <div key={set} className="mb-2">
      <h3 className="mb-1 text-xs font-medium text-muted">{SET_WORDS[set].title}</h3>
      <Diff
        before={before[set]}
        after={after[set]}
        label={`${SET_WORDS[set].title}: active and draft`}
        context={2}
        numbered
      />
    </div>
  ));
}
