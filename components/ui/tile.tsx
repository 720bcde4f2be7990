// A figure that is a link to the list behind it: label with state icon, figure, one line of cause.
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { StateName } from './state-name';

const BOX =
  'flex min-w-0 flex-col border-line px-4 pt-3 pb-[11px] not-first:border-l max-md:border-b max-md:border-b-line-soft max-md:px-3 max-md:py-[11px] max-md:odd:border-l-0 max-md:last:odd:col-span-2';
const LABEL = 'flex items-center gap-[7px] text-xs text-muted [&_svg]:size-3.5';
const CAUSE = 'truncate text-xs text-muted';

export type TileProps = {
  href: string;
  label: string;
  icon: ReactNode;
  value: ReactNode;
  cause: ReactNode;
  /** Colours the icon only; neutral when nothing is wrong. */
  state?: StateName;
};

export function Tile({ href, label, icon, value, cause, state = 'neutral' }: TileProps) {
  return (
    <Link
      href={href}
      data-state-of={state}
      className={`${BOX} transition-colors hover:bg-hover focus-visible:outline-offset-[-2px]`}
    >
      <span className={`${LABEL} [&_svg]:text-state`}>
        {icon}
        {label}
      </span>
      <b className="text-2xl leading-8 tracking-[-.03em]">{value}</b>
      <span className={CAUSE}>{cause}</span>
    </Link>
  );
}

export type GhostTileProps = { label: string; icon: ReactNode; cause: ReactNode };

/** The same place before there is anything to count: says what will be here. */
export function GhostTile({ label, icon, cause }: GhostTileProps) {
  return (
    <div className={`${BOX} border-line-strong not-first:border-dashed`}>
      <span className={`${LABEL} [&_svg]:text-faint`}>
        {icon}
        {label}
      </span>
      <b aria-hidden="true" className="text-2xl leading-8 font-normal text-line-control">
        –
      </b>
      <span className={CAUSE}>{cause}</span>
    </div>
  );
}
