// Which roles need a second factor, before which acts a person proves again who they are, and for how long that counts.
'use client';
import { type FormEvent, useState } from 'react';
import { needsProof, type ProofAct, type SettingsShape } from '@/lib/contract/installation';
import { ROLES, type Role } from '@/lib/domain/principal';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { NumberField } from '../ui/number-field';
import { Seam } from '../ui/seam';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';
import { usePutSettings } from './use-put-settings';

const ACTS: readonly { readonly act: ProofAct; readonly words: string }[] = [
  { act: 'approvals.decide', words: 'letting a held call happen' },
  { act: 'halt.lift', words: 'lifting the halt' },
  { act: 'keys.create', words: 'making an API key' },
  { act: 'people.change', words: 'changing people and their passwords' },
  { act: 'settings.change', words: 'changing these settings' },
  { act: 'policies.publish', words: 'publishing a policy' },
  { act: 'runs.erase', words: 'erasing what a run held' },
];

type Draft = {
  readonly roles: readonly Role[];
  readonly acts: readonly ProofAct[];
  readonly above: string;
  /** `EUR 500, JPY 80000`. */
  readonly units: string;
  readonly minutes: string;
};

const draftOf = (stored: SettingsShape): Draft => ({
  roles: stored.secondFactorRoles,
  acts: stored.reauthenticateFor,
  above: stored.reauthenticateAbove === null ? '' : String(stored.reauthenticateAbove),
  units: Object.entries(stored.reauthenticateAboveUnit)
    .map(([unit, amount]) => `${unit} ${amount}`)
    .join(', '),
  minutes: String(stored.reauthenticateMinutes),
});
const without = <T,>(list: readonly T[], item: T, there: boolean): readonly T[] =>
  there ? [...list, item] : list.filter((one) => one !== item);

/** Undefined for what can't be read. */
function amountsIn(text: string): Record<string, number> | undefined {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  const read = parts.map((part) => /^\s*(\S{1,20})\s+(\d+(?:\.\d+)?)\s*$/.exec(part));
  if (read.some((match) => match === null)) return undefined;
  return Object.fromEntries(read.map((match) => [match?.[1] ?? '', Number(match?.[2])]));
}

export function ProofRules() {
  const { query, stored, pending, error, clearError, save } = usePutSettings();
  /** What is chosen; undefined while it is what is stored. */
  const [changed, setChanged] = useState<Draft | undefined>(undefined);
  if (stored === undefined)
    return (
      <Seam title="Proof of who one is">
        <Loading what="The rules" query={query} rows={3} />
      </Seam>
    );
  const draft = changed ?? draftOf(stored);
  const [above, minutes] = [draft.above.trim() === '' ? null : Number(draft.above), Number(draft.minutes)];
  const badAbove = above !== null && (!Number.isFinite(above) || above < 0);
  const units = amountsIn(draft.units);
  const badMinutes = !Number.isInteger(minutes) || minutes < 1 || minutes > 60;
  const change = (part: Partial<Draft>): void => {
    setChanged({ ...draft, ...part });
    clearError();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (changed === undefined || badAbove || badMinutes || units === undefined) return;
    const body = {
      secondFactorRoles: [...draft.roles],
      reauthenticateFor: [...draft.acts],
      reauthenticateAbove: above,
      reauthenticateAboveUnit: units,
      reauthenticateMinutes: minutes,
    };
    save(body, () => {
      setChanged(undefined);
      notify({ title: 'The rules are in force' });
    });
  };
  return (
    <Seam title="Proof of who one is">
      <StaleBanner query={query} />
      <form noValidate onSubmit={submit} className="grid max-w-2xl gap-4 px-4 pt-1 pb-4 max-md:px-3">
        <fieldset>
          <legend className="text-xs text-muted">
            A second factor is needed, from the next sign-in with a password on, by
          </legend>
          <div className="mt-1.5 flex flex-wrap gap-x-5 gap-y-2">
            {ROLES.map((role) => (
              <Checkbox
                key={role}
                checked={draft.roles.includes(role)}
                onCheckedChange={(on) => change({ roles: without(draft.roles, role, on) })}
              >
                {role}
              </Checkbox>
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend className="text-xs text-muted">A person proves again who they are before</legend>
          <div className="mt-1.5 grid grid-cols-2 gap-x-1 gap-y-2 max-md:grid-cols-1">
            {ACTS.map(({ act, words }) => (
              <Checkbox
                key={act}
                checked={needsProof(draft.acts, act)}
                disabled={needsProof(draft.acts, act) && !draft.acts.includes(act)}
                onCheckedChange={(on) => change({ acts: without(draft.acts, act, on) })}
              >
                {words}
              </Checkbox>
            ))}
          </div>
          <p className="mt-1.5 text-xs text-muted">
            Where any is chosen, making an API key, changing people and changing these settings are as well:
            they would be the way around it.
          </p>
        </fieldset>
        <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
          <NumberField
            label="Of held calls only above"
            hint="In the tool’s own unit; empty: each of them. A call without an amount counts as above."
            value={draft.above}
            disabled={!draft.acts.includes('approvals.decide')}
            error={badAbove ? 'must be a number of 0 or more' : undefined}
            onValueChange={(next) => change({ above: next })}
          />
          <TextField
            label="By unit instead"
            hint="Such as EUR 500, JPY 80000; all other units by the bound before."
            value={draft.units}
            disabled={!draft.acts.includes('approvals.decide')}
            error={units === undefined ? 'must be units and amounts, such as EUR 500, JPY 80000' : undefined}
            onChange={(event) => change({ units: event.target.value })}
          />
          <NumberField
            integer
            label="A proof counts for, in minutes"
            hint="So does a sign-in. From 1 to 60."
            value={draft.minutes}
            error={badMinutes ? 'must be a whole number from 1 to 60' : undefined}
            onValueChange={(next) => change({ minutes: next })}
          />
        </div>
        {error !== undefined && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {error}
          </p>
        )}
        <Button
          type="submit"
          className="justify-self-start"
          disabled={changed === undefined || badAbove || badMinutes || units === undefined}
          pending={pending}
        >
          Save
        </Button>
      </form>
    </Seam>
  );
}
