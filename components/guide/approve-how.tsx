// How another person decides in the demo: a private window, the address of the call, and who signs in there.
'use client';
import { useState } from 'react';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Popover } from '../ui/popover';

export type ApproveHowProps = {
  /** Of the call, on this origin. */
  path: string;
  email: string;
  /** Why the reader can't decide it. */
  why: string | null;
};

export function ApproveHow({ path, email, why }: ApproveHowProps) {
  const [open, setOpen] = useState(false);
  const address = open ? `${window.location.origin}${path}` : path;
  return (
    <Popover
      label="How to approve it"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">How</Button>}
    >
      {why !== null && <p className="mb-2 text-xs text-muted">{why}</p>}
      <ol className="grid list-decimal gap-2 pl-5 marker:text-muted">
        <li>Open a private window: Ctrl or ⌘, Shift and N, in Firefox P.</li>
        <li>
          Go to <Copied text={address} what="address of the call" />
        </li>
        <li>
          Sign in as <Copied text={email} what="e-mail address" />
          <span className="block text-xs text-muted">
            Its password was printed where Bulkhead was started, under “Demo people”.
          </span>
        </li>
        <li>Read the card, then hold Approve.</li>
      </ol>
    </Popover>
  );
}

function Copied({ text, what }: { text: string; what: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 align-bottom">
      <code className="min-w-0 truncate">{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
