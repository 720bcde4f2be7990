// The drop: this came from an untrusted source. Names the source where it is known.
import { cx } from './class-names';
import { Glyph } from './glyph';

export type TaintProps = {
  /** Where it came from, e.g. the tool's name; without it the word is "untrusted". */
  source?: string | undefined;
  /** Only the drop, the words for screen readers and on hover. */
  iconOnly?: boolean;
  className?: string;
};

export function Taint({ source, iconOnly = false, className }: TaintProps) {
  const said =
    source === undefined ? 'Came from an untrusted source' : `Came from ${source}, which is untrusted`;
  return (
    <span
      data-state-of="tainted"
      title={said}
      className={cx(
        'inline-flex items-center gap-[3px] align-middle text-xs whitespace-nowrap text-state',
        className,
      )}
    >
      <Glyph name="taint" size={12} label={iconOnly ? said : undefined} />
      {!iconOnly && (source ?? 'untrusted')}
    </span>
  );
}
