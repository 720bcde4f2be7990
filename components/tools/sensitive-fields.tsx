// Which arguments outsiders may not choose, as rows: path, what it decides, which values need nobody's look.
'use client';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { ARGUMENT_ROLES } from '@/lib/domain/taint';
import { DraftJson, type FieldDraft } from '../definition-editor/draft-fields';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { Select } from '../ui/select';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { doubledPath, type SensitiveRow, sensitiveRecord, sensitiveRows } from './sensitive-rows';

const PATH = ['sensitiveArguments'] as const;
const ROLES = ARGUMENT_ROLES.map((value) => ({ value, label: value }));
const ALLOWED: { readonly [R in SensitiveRow['role']]: string } = {
  recipient: '@example.com',
  host: 'example.com',
  command: 'git pull',
};
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export function SensitiveFields({ draft }: { draft: FieldDraft }) {
  const value = draft.at(PATH);
  const told = sensitiveRows(value);
  const [kept, setKept] = useState<readonly SensitiveRow[]>(() => told ?? []);
  if (told === undefined) return <DraftJson draft={draft} path={PATH} label="Sensitive arguments" rows={3} />;
  // The JSON view changed them under the form: its rows are the ones.
  const rows = same(sensitiveRecord(kept), sensitiveRecord(told)) ? kept : told;
  const change = (next: readonly SensitiveRow[]): void => {
    setKept(next);
    draft.set(PATH, sensitiveRecord(next));
  };
  const edit = (id: number, part: Partial<SensitiveRow>): void =>
    change(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const twice = doubledPath(rows);
  const error = twice === undefined ? draft.errorAt(PATH) : `${twice} stands in two rows: one would be lost`;
  return (
    <fieldset>
      <legend className="text-xs font-medium text-ink-2">Sensitive arguments</legend>
      <p className="mb-2 text-xs text-muted">
        Once text of outsiders came in, each of these has to be named by trusted input, the grant or its own
        list; else a person is asked.
      </p>
      {rows.map((row, index) => (
        <div
          key={row.id}
          className="mb-3 grid grid-cols-[minmax(0,1fr)_132px_auto] items-end gap-2 border-line-soft not-first:border-t not-first:pt-3"
        >
          <TextField
            label={`Argument ${index + 1}`}
            mono
            placeholder="message.to"
            autoComplete="off"
            spellCheck={false}
            value={row.path}
            onChange={(event) => edit(row.id, { path: event.target.value })}
          />
          <Select
            label="Decides the"
            options={ROLES}
            value={row.role}
            onValueChange={(next) =>
              edit(row.id, { role: ARGUMENT_ROLES.find((one) => one === next) ?? row.role })
            }
          />
          <IconButton
            label={`Remove sensitive argument ${index + 1}`}
            onClick={() => change(rows.filter((other) => other.id !== row.id))}
          >
            <Icon of={X} />
          </IconButton>
          <TextArea
            label="Allowed, one a line"
            className="col-span-2"
            mono
            rows={2}
            spellCheck={false}
            placeholder={ALLOWED[row.role]}
            error={allowError(draft, row)}
            value={row.allow}
            onChange={(event) => edit(row.id, { allow: event.target.value })}
          />
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
          setKept([
            ...rows,
            { id: Math.max(-1, ...rows.map(({ id }) => id)) + 1, path: '', role: 'recipient', allow: '' },
          ])
        }
      >
        Add a sensitive argument
      </Button>
    </fieldset>
  );
}

/** The first thing that is wrong with a row's values. */
function allowError(draft: FieldDraft, { path, allow }: SensitiveRow): string | undefined {
  const of = [...PATH, path.trim()];
  const values = allow.split('\n').filter((one) => one.trim() !== '');
  return (
    draft.errorAt(of) ??
    draft.errorAt([...of, 'allow']) ??
    values.map((_, at) => draft.errorAt([...of, 'allow', String(at)])).find((one) => one !== undefined)
  );
}
