// What a run came to: texts that were written to be read, and the rest as data; or all of it as the JSON that a program gets.
'use client';
import { useState } from 'react';
import { JsonView } from '../ui/json-view';
import { ToggleGroup } from '../ui/toggle-group';
import { ModelText } from './model-text';
import { readTexts } from './read-texts';

const LOOKS = [
  { value: 'read', label: 'Read' },
  { value: 'json', label: 'JSON' },
] as const;

export function OutputView({ value, label }: { value: unknown; label: string }) {
  const [look, setLook] = useState<'read' | 'json'>('read');
  const read = readTexts(value);
  if (read === undefined) return <JsonView value={value} label={label} />;
  return (
    <div className="grid gap-2">
      <ToggleGroup
        label={`How the ${label} is shown`}
        options={LOOKS}
        value={look}
        onValueChange={setLook}
        className="justify-self-start"
      />
      {look === 'json' ? (
        <JsonView value={value} label={label} />
      ) : (
        <>
          {read.texts.map(({ name, text }) => (
            <div key={name ?? ''}>
              {name !== undefined && <p className="mono mb-0.5 text-xs text-muted">{name}</p>}
              <ModelText text={text} label={name ?? label} />
            </div>
          ))}
          {read.rest !== undefined && <JsonView value={read.rest} label={`rest of the ${label}`} />}
        </>
      )}
    </div>
  );
}
