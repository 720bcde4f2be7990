// Text for a terminal or a machine, in a well, with its copy button.
import { cx } from './class-names';
import { CopyButton } from './copy-button';

export type CodeBlockProps = { text: string; what: string; look?: 'raised' | 'sunken'; className?: string };

export function CodeBlock({ text, what, look = 'raised', className }: CodeBlockProps) {
  return (
    <div className={cx('relative', className)}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className={cx(
          'overflow-x-auto rounded-md py-[11px] pr-10 pl-3 font-mono text-[11.5px] leading-[19px]',
          look === 'raised' ? 'bg-raised edge' : 'bg-sunken text-ink-2',
        )}
      >
        {text}
      </pre>
      {/* Longer text scrolls away under it. */}
      <span
        className={cx('absolute right-1 bottom-1 rounded-md', look === 'raised' ? 'bg-raised' : 'bg-sunken')}
      >
        <CopyButton text={text} what={what} size="md" />
      </span>
    </div>
  );
}
