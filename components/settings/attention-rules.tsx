// How the attention of those who decide is looked after: for how many calls one is planted, and from which score on nobody decides alone.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SettingsShape } from '@/lib/contract/installation';
import { putSettingsMutation, settingsOptions } from '@/lib/query/installation';
import { messageOf } from '@/lib/query/problem-error';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { NumberField } from '../ui/number-field';
import { Seam } from '../ui/seam';
import { notify } from '../ui/toaster';

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
  const query = useQuery(settingsOptions());
  /** What is being written; undefined while it is what is stored. */
  const [changed, setChanged] = useState<Draft | undefined>(undefined);
  const put = useMutation(putSettingsMutation());
  const stored = query.data;
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
    put.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (changed === undefined || put.isPending || plantedShare === null || consideredLeast === null) return;
    const body = { displayName: stored.displayName, plantedShare, consideredLeast };
    put.mutate(
      { body, ifMatchVersion: stored.version },
      {
        onSuccess: () => {
          setChanged(undefined);
          notify({
            title: plantedShare === 0 ? 'Nothing is planted' : `${percent(plantedShare)} % is planted`,
          });
        },
        // Somebody else changed the settings meanwhile: what they said is asked for, what was written stays.
        onError: () => void query.refetch(),
      },
    );
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
          hint="Below it a reviewer decides one by one, and an approval of theirs needs a second person. There is no score before 30 cases."
          value={draft.least}
          error={consideredLeast === null ? 'Between 0 and 100.' : undefined}
          onValueChange={(least) => change({ least })}
        />
        {put.error !== null && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {messageOf(put.error)}
          </p>
        )}
        <Button
          type="submit"
          className="justify-self-start"
          disabled={changed === undefined}
          pending={put.isPending}
        >
          Save the rules of attention
        </Button>
      </form>
    </Seam>
  );
}
