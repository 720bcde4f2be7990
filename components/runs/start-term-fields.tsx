// The deadline and the thread of a run that is about to be started, as fields.
'use client';
import { NumberField } from '../ui/number-field';
import { TextField } from '../ui/text-field';
import type { TermTexts } from './start-terms';

export type StartTermFieldsProps = {
  texts: TermTexts;
  onChange: (texts: TermTexts) => void;
  problems: Readonly<Record<string, string>>;
};

export function StartTermFields({ texts, onChange, problems }: StartTermFieldsProps) {
  return (
    <div className="mt-4 grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
      <NumberField
        label="Deadline, minutes from now"
        value={texts.deadlineMs ?? ''}
        onValueChange={(text) => onChange({ ...texts, deadlineMs: text })}
        placeholder="none"
        hint="Queue and every wait count."
        error={problems.deadlineMs}
      />
      <TextField
        label="Thread"
        value={texts.thread ?? ''}
        onChange={(event) => onChange({ ...texts, thread: event.target.value })}
        placeholder="none"
        hint="Finds the runs that belong together."
        error={problems.thread}
      />
    </div>
  );
}
