// What an agent asks, drawn as text and nothing else, and the answer to it: one of its choices or one's own words.
'use client';
import { useState } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { MOST_ANSWER_CHARS, questionOf } from '@/lib/domain/question';
import { messageOf } from '@/lib/query/problem-error';
import { TaintNote } from '../run/taint-note';
import { Button } from '../ui/button';
import { PaneSection } from '../ui/pane-section';
import { TextArea } from '../ui/text-area';
import { useAnswer } from './use-answer';

type CardQuestionProps = { approval: ApprovalShape; mayAnswer: boolean; onDone: () => void };

const TEXT = 'whitespace-pre-wrap [overflow-wrap:anywhere]';

export function CardQuestion({ approval, mayAnswer, onDone }: CardQuestionProps) {
  const asked = questionOf(approval.arguments);
  return (
    <PaneSection gutter="main" aria-label="The question">
      <p className={`text-md font-semi ${TEXT}`}>{asked?.question ?? 'This question can’t be read.'}</p>
      {asked?.context !== undefined && <p className={`mt-1.5 text-ink-2 ${TEXT}`}>{asked.context}</p>}
      {approval.tainted && (
        <TaintNote
          taint={null}
          otherwise="The agent had read text from outsiders when it asked. What it asks, and its choices, may come from them."
        />
      )}
      {mayAnswer && <AnswerForm approval={approval} choices={asked?.choices ?? []} onDone={onDone} />}
    </PaneSection>
  );
}

type AnswerFormProps = { approval: ApprovalShape; choices: readonly string[]; onDone: () => void };

function AnswerForm({ approval, choices, onDone }: AnswerFormProps) {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const answer = useAnswer(approval, onDone);
  const said = text.trim() === '' ? chosen : text.trim();
  const problem = missing && said === undefined ? 'Choose an answer or write one' : undefined;
  return (
    <form
      className="mt-3.5"
      data-editing={text.trim() === '' ? undefined : ''}
      onSubmit={(event) => {
        event.preventDefault();
        if (said === undefined) setMissing(true);
        else answer.send(said);
      }}
    >
      {choices.length > 0 && (
        <fieldset className="mb-2.5">
          <legend className="mb-1 text-xs font-medium text-muted">Answers that the agent offers</legend>
          {[...new Set(choices)].map((choice) => (
            <label
              key={choice}
              className="flex min-h-[30px] cursor-pointer items-center gap-2 max-md:min-h-11"
            >
              <input
                type="radio"
                name={`answer-${approval.id}`}
                className="size-3.5 flex-none appearance-none rounded-full bg-raised shadow-[inset_0_0_0_1.3px_var(--line-control)] checked:shadow-[inset_0_0_0_4.5px_var(--accent)] forced-colors:appearance-auto"
                checked={chosen === choice && text.trim() === ''}
                onChange={() => {
                  setChosen(choice);
                  setText('');
                }}
              />
              <span className={TEXT}>{choice}</span>
            </label>
          ))}
        </fieldset>
      )}
      <TextArea
        label={choices.length > 0 ? 'Or in your own words' : 'Answer'}
        rows={3}
        maxLength={MOST_ANSWER_CHARS}
        value={text}
        error={problem ?? (answer.error === null ? undefined : messageOf(answer.error))}
        hint="The agent reads it as your word. It is kept with the run and in the audit log."
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        type="submit"
        size="lg"
        variant="primary"
        className="mt-2.5 max-md:w-full"
        pending={answer.pending}
      >
        Send the answer
      </Button>
    </form>
  );
}
