// Text for a machine, to be written by hand: a plain text area in mono with the numbers of its lines beside it. Tab leaves it, as any field.
'use client';
import { type Ref, useImperativeHandle, useRef } from 'react';
import { cx } from './class-names';
import { useAlive } from './use-alive';

export type CodeEditorHandle = {
  /** Puts the caret at the start of this line, in sight. */
  goToLine: (line: number) => void;
};

export type CodeEditorProps = {
  label: string;
  value: string;
  onValueChange: (text: string) => void;
  /** Lines with something wrong in them, from 1. */
  marked?: ReadonlySet<number>;
  /** Says below which id the marks are explained. */
  describedBy?: string;
  ref?: Ref<CodeEditorHandle>;
  className?: string;
};

const LINE_PX = 20;

export function CodeEditor({
  label,
  value,
  onValueChange,
  marked,
  describedBy,
  ref,
  className,
}: CodeEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const alive = useAlive();
  const lines = value.split('\n');
  useImperativeHandle(ref, () => ({
    goToLine: (line) => {
      const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      area.current?.focus({ preventScroll: true });
      area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
      const top = (line - 1) * LINE_PX - (box.current?.clientHeight ?? 0) / 3;
      box.current?.scrollTo({ top, left: 0 });
    },
  }));
  return (
    <div
      ref={box}
      className={cx(
        'grid grid-cols-[auto_minmax(0,1fr)] overflow-auto bg-raised font-mono text-[12px] leading-5 focus-within:outline-2 focus-within:-outline-offset-2 focus-within:outline-focus',
        className,
      )}
    >
      <div
        aria-hidden="true"
        className="sticky left-0 min-w-11 border-r border-line-soft bg-surface py-2 text-right text-faint select-none"
      >
        {lines.map((_, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the text
            key={index}
            data-state-of={marked?.has(index + 1) ? 'failed' : undefined}
            className={cx('px-2', marked?.has(index + 1) && 'bg-tint font-semibold text-state')}
          >
            {index + 1}
          </div>
        ))}
      </div>
      <textarea
        ref={area}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={(marked?.size ?? 0) > 0 || undefined}
        value={value}
        readOnly={!alive}
        rows={lines.length}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => onValueChange(event.target.value)}
        className="block w-full min-w-0 resize-none overflow-x-auto overflow-y-hidden bg-transparent px-3 py-2 whitespace-pre text-ink outline-none max-md:text-lg max-md:leading-5"
      />
    </div>
  );
}
