// How the attention of those who decide is looked after: for how many calls one is planted, and from which score on nobody decides alone.
'use client';
import { type FormEvent, useState } from 'react';
import type { SettingsShape } from '@/lib/contract/installation';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { NumberField } from '../ui/number-field';
import { Seam } from '../ui/seam';
import { notify } from '../ui/toaster';
import { usePutSettings } from './use-put-settings';

type Draft = { readonly planted: string; readonly least: string };

const percent = (share: number): string => String(Math.round(share * 1_000) / 10);
const draftOf = ({ plantedShare, consideredLeast }: SettingsShape): Draft => ({
  planted: percent(plantedShare),
  least: percent(consideredLeast),
});
const shareOf = (text: string, most: number): number | null => {
  const share = Number(text) / 100;
  return text.trim() === '' || !Number.isFinite(share) || share < 0 || share > most ? null : share;
};

export function AttentionRules() {
  const { query, stored, pending, error, clearError, save } = usePutSettings();
  /** What is being written; undefined while it is what is stored. */
  const [changed, setChanged] = useState<Draft | undefined>(undefined);
  if (stored === undefined)
    return (
      <Seam title="Attention of those who decide">
        <Loading what="The rules" query={query} rows={2} />
      </Seam>
    );
  const draft = changed ?? draftOf(stored);
  const [plantedShare, consideredLeast] = [shareOf(draft.planted, 0.2), shareOf(draft.least, 1)];
  const change = (part: Partial<Draft>): void => {
    setChanged({ ...draft, ...part });
    clearError();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (changed === undefined || plantedShare === null || consideredLeast === null) return;
    const body = { plantedShare, consideredLeast };
    save(body, () => {
      setChanged(undefined);
      notify({ title: 'The rules are in force' });
    });
  };
  return (
    <Seam title="Attention of those who decide">
      <StaleBanner query={query} />
      <form noValidate onSubmit={submit} className="grid max-w-2xl gap-4 px-4 pt-1 pb-4 max-md:px-3">
        <NumberField
          label="Planted calls, % of what people decide"
          hint="Made from calls that people let pass, wrong in one argument, and never sent. Whoever decides one is told at once. 0 plants none; at most 20."
          value={draft.planted}
          error={plantedShare === null ? 'Between 0 and 20.' : undefined}
          onValueChange={(planted) => change({ planted })}
        />
        <NumberField
          label="Lowest score of considered approvals, %"
          hint="Below it a reviewer approves one by one, and each approval of theirs needs a second person. There is no score before 30 cases."
          value={draft.least}
          error={consideredLeast === null ? 'Between 0 and 100.' : undefined}
          onValueChange={(least) => change({ least })}
        />
        {error !== undefined && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {error}
          </p>
        )}
        <Button
          type="submit"
          className="justify-self-start"
          disabled={changed === undefined}
          pending={pending}
        >
          Save the rules of attention
        </Button>
      </form>
    </Seam>
  );
}
