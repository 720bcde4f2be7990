// The price table as JSON: written by hand or taken from a file, and saved as the next version.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type PricesShape, type PutPricesBody, putPricesBody } from '@/lib/contract/prices';
import { putPricesMutation } from '@/lib/query/prices';
import { messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { CodeEditor } from '../ui/code-editor';
import { Dialog } from '../ui/dialog';
import { jsonText } from '../ui/json-text';
import { notify } from '../ui/toaster';

export function PricesDialog({ table, onClose }: { table: PricesShape; onClose: () => void }) {
  const [text, setText] = useState(() => jsonText({ prices: table.prices }));
  const put = useMutation(putPricesMutation());
  const read = pricesIn(text);
  const problem = 'problem' in read ? read.problem : put.error === null ? undefined : messageOf(put.error);
  const write = (next: string): void => {
    setText(next);
    put.reset();
  };
  const save = (): void => {
    if ('problem' in read || put.isPending) return;
    put.mutate(
      { body: read.body, ifMatchVersion: table.version },
      {
        onSuccess: ({ version }) => {
          notify({ title: 'Prices saved', detail: `Version ${version} holds from now on.` });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Edit the prices"
      description="The whole table. In micro-USD for a million tokens: 150000 is $0.15."
      width="lg"
      footer={
        <div className="flex items-center gap-2">
          <p role="status" data-state-of="failed" className="min-w-0 flex-1 text-xs text-state">
            {problem}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={'problem' in read} pending={put.isPending} onClick={save}>
            Save
          </Button>
        </div>
      }
    >
      <label className="mb-3 block text-xs text-muted">
        <span className="mr-2">From a file</span>
        <input
          type="file"
          accept="application/json,.json"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void file.text().then(write);
          }}
        />
      </label>
      <CodeEditor label="Prices as JSON" value={text} onValueChange={write} className="h-[44dvh]" />
    </Dialog>
  );
}

/** A list alone is a table too. */
export function pricesIn(text: string): { readonly body: PutPricesBody } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return { problem: cause instanceof Error ? cause.message : 'This is no JSON.' };
  }
  const read = putPricesBody.safeParse(Array.isArray(value) ? { prices: value } : value);
  if (read.success) return { body: read.data };
  const [issue] = read.error.issues;
  return { problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not a price table'}` };
}
