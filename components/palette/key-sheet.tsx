// The keys that work on this page and everywhere, as they are at this moment: what can't be done now isn't listed.
'use client';
import { useState } from 'react';
import { Dialog } from '../ui/dialog';
import { KeyName } from '../ui/key-name';
import { type ListedKey, listKeys } from '../ui/key-registry';

export type KeySheetProps = {
  /** What opens the palette here: "ctrl k". */
  paletteKeys: string;
  onClose: () => void;
};

export function KeySheet({ paletteKeys, onClose }: KeySheetProps) {
  const [page] = useState(() => listKeys('page'));
  const [shell] = useState(() => listKeys('shell'));
  const jumps = shell.filter(({ name }) => name.startsWith('g '));
  const rest = shell.filter(({ name }) => !name.startsWith('g '));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keys" width="lg">
      <div className="grid grid-cols-2 gap-x-8 gap-y-4 max-md:grid-cols-1">
        <div className="flex flex-col gap-4">
          <KeyGroup title="This page" keys={page} empty="This page has no keys of its own." />
          <KeyGroup
            title="Everywhere"
            keys={[{ name: paletteKeys, label: 'Search or jump', hold: false }, ...rest]}
          />
        </div>
        <KeyGroup title="Go to" keys={jumps} />
      </div>
    </Dialog>
  );
}

function KeyGroup({ title, keys, empty }: { title: string; keys: readonly ListedKey[]; empty?: string }) {
  return (
    <section aria-label={title}>
      <h3 className="pb-1 text-xs text-muted">{title}</h3>
      {keys.length === 0 && <p className="text-xs text-muted">{empty}</p>}
      <dl>
        {keys.map(({ name, label, hold }) => (
          <div
            key={name}
            className="flex min-h-8 items-center justify-between gap-3 border-t border-line-soft first:border-t-0"
          >
            <dt>{label}</dt>
            <dd>
              <KeyName name={name} hold={hold} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
