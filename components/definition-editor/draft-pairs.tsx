// Names and texts of one place of the draft, as rows: headers. An unfinished row stands apart until it has a name.
'use client';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { isJsonObject } from '../ui/json-text';
import { TextField } from '../ui/text-field';
import type { FieldDraft } from './draft-fields';
import type { DraftPath } from './draft-value';

export type DraftPairsProps = {
  draft: FieldDraft;
  path: DraftPath;
  /** What one row is: "header". */
  one: string;
};

type Pair = { id: number; name: string; text: string };

const entriesOf = (value: unknown): [string, string][] =>
  isJsonObject(value) ? Object.entries(value).map(([name, text]) => [name, String(text)]) : [];
const recordOf = (pairs: readonly Pair[]): { [name: string]: string } | undefined => {
  const named = pairs.filter((pair) => pair.name !== '');
  return named.length === 0 ? undefined : Object.fromEntries(named.map(({ name, text }) => [name, text]));
};
const rowsOf = (value: unknown): Pair[] => entriesOf(value).map(([name, text], id) => ({ id, name, text }));
const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(entriesOf(one)) === JSON.stringify(entriesOf(other));

export function DraftPairs({ draft, path, one }: DraftPairsProps) {
  const value = draft.at(path);
  const [kept, setKept] = useState<Pair[]>(() => rowsOf(value));
  // The JSON view changed them under the form: its rows are the ones.
  const rows = same(recordOf(kept), value) ? kept : rowsOf(value);
  const change = (next: Pair[]): void => {
    setKept(next);
    draft.set(path, recordOf(next));
  };
  const edit = (id: number, part: Partial<Pair>): void =>
    change(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const error = draft.errorAt(path);
  return (
    <div>
      {rows.map((row, index) => (
        <div key={row.id} className="mb-2 flex items-end gap-2">
          <TextField
            label={`Name of ${one} ${index + 1}`}
            className="w-[34%]"
            mono
            value={row.name}
            onChange={(event) => edit(row.id, { name: event.target.value })}
          />
          <TextField
            label="Value"
            className="min-w-0 flex-1"
            mono
            value={row.text}
            onChange={(event) => edit(row.id, { text: event.target.value })}
          />
          <IconButton
            label={`Remove ${one} ${index + 1}`}
            onClick={() => change(rows.filter((other) => other.id !== row.id))}
          >
            <Icon of={X} />
          </IconButton>
        </div>
      ))}
      {error !== undefined && (
        <p role="alert" data-state-of="failed" className="mb-2 text-xs text-state">
          {error}
        </p>
      )}
      <Button
        size="sm"
        icon={<Icon of={Plus} />}
        onClick={() =>
          setKept([...rows, { id: Math.max(-1, ...rows.map((row) => row.id)) + 1, name: '', text: '' }])
        }
      >
        {`Add a ${one}`}
      </Button>
    </div>
  );
}
