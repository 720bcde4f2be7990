// Copies one text and says that it did. Says so too when the browser refuses.
'use client';
import { Check, Copy, type LucideIcon, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Icon } from './icon';
import { IconButton } from './icon-button';

const SHOWN_MS = 1_600;

export type CopyButtonProps = {
  /** Or what makes it, when it is wanted. */
  text: string | (() => string);
  /** What is copied: "id", "key", "JSON", "as curl". */
  what: string;
  size?: 'md' | 'xs';
  icon?: LucideIcon;
  className?: string;
};

export function CopyButton({ text, what, size = 'xs', icon = Copy, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | undefined>(undefined);
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      setOutcome('copied');
    } catch {
      setOutcome('refused'); // no secure context or no permission: the text stays selectable
    }
  };
  const label =
    outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Copying was refused' : `Copy ${what}`;
  return (
    <>
      <IconButton
        label={label}
        size={size}
        onClick={copy}
        {...(className === undefined ? {} : { className })}
      >
        <Icon of={outcome === 'copied' ? Check : outcome === 'refused' ? X : icon} />
      </IconButton>
      <span role="status" className="sr-only">
        {outcome === undefined ? '' : label}
      </span>
    </>
  );
}
