// An API key, shown once, with a first call that uses it.
'use client';
import type { CreatedApiKeyShape } from '@/lib/contract/api-key';
import { Button } from '../ui/button';
import { CodeBlock } from '../ui/code-block';
import { Dialog } from '../ui/dialog';

export type ToldKeyProps = { made: CreatedApiKeyShape | undefined; onClose: () => void };

export function ToldKey({ made, onClose }: ToldKeyProps) {
  if (made === undefined) return null;
  const call = `curl -s ${window.location.origin}/api/v1/me \\\n  -H "Authorization: Bearer ${made.key}"`;
  return (
    <Dialog
      open
      keepsOpen
      width="lg"
      onOpenChange={(open) => !open && onClose()}
      title={`The key ${made.name}`}
      description="It is shown now and never again: only its hash is kept. Put it where its program reads it."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <p className="mb-1 text-xs font-medium">Key</p>
      <CodeBlock text={made.key} what="key" look="sunken" />
      <p className="mt-3 mb-1 text-xs font-medium">A first call</p>
      <CodeBlock text={call} what="as curl" look="sunken" />
    </Dialog>
  );
}
