// A JSON value to read: branches fold, long texts and lists are cut with their rest one click away, all of it copies.
'use client';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '@/lib/format/count';
import { cx } from './class-names';
import { CopyButton } from './copy-button';
import { Icon } from './icon';
import { foldedText, isJsonObject, jsonKind, jsonText, opensAtFirst } from './json-text';

const TEXT_SHOWN = 600;
const ITEMS_SHOWN = 50;

export type JsonViewProps = {
  value: unknown;
  /** What it is, for the copy button and screen readers: "input", "result". */
  label: string;
  className?: string;
};

export function JsonView({ value, label, className }: JsonViewProps) {
  return (
    <section aria-label={label} className={cx('relative rounded-md bg-sunken py-2 pr-9 pl-3', className)}>
      <div className="overflow-x-auto font-mono text-xs leading-[19px]">
        <Node value={value} depth={0} />
      </div>
      <span className="absolute top-1 right-1">
        <CopyButton text={jsonText(value)} what={`${label} as JSON`} size="md" />
      </span>
    </section>
  );
}

type NodeProps = { name?: string | undefined; value: unknown; depth: number };

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className="whitespace-pre text-muted">{name}: </span>;
}

function Node({ name, value, depth }: NodeProps) {
  if (Array.isArray(value) || isJsonObject(value)) return <Branch name={name} value={value} depth={depth} />;
  return (
    <div className="pl-3.5 whitespace-pre-wrap [overflow-wrap:anywhere]">
      <Name name={name} />
      <Leaf value={value} />
    </div>
  );
}

function Branch({ name, value, depth }: NodeProps) {
  const [open, setOpen] = useState(() => opensAtFirst(value, depth));
  const [shown, setShown] = useState(ITEMS_SHOWN);
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : Object.entries(isJsonObject(value) ? value : {});
  const [start, end] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div className="pl-3.5">
        <Name name={name} />
        <span className="text-faint">{`${start}${end}`}</span>
      </div>
    );
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-6 min-w-6 items-center rounded-sm text-left hover:bg-hover"
      >
        <Icon of={ChevronRight} size={12} className={cx('mr-0.5 text-faint', open && 'rotate-90')} />
        <Name name={name} />
        {open ? (
          <span className="text-faint">{start}</span>
        ) : (
          <span className="text-faint">{`${start} ${foldedText(value)} ${end}`}</span>
        )}
      </button>
      {open && (
        <>
          <div className="ml-[5px] border-l border-line pl-2">
            {entries.slice(0, shown).map(([key, item]) => (
              <Node key={key} name={key} value={item} depth={depth + 1} />
            ))}
            {entries.length > shown && (
              <button type="button" className="link ml-3.5" onClick={() => setShown(shown + 500)}>
                {`${formatCount(entries.length - shown)} more`}
              </button>
            )}
          </div>
          <div className="pl-3.5 text-faint">{end}</div>
        </>
      )}
    </div>
  );
}

function Leaf({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false);
  const kind = jsonKind(value);
  if (kind === 'null' || kind === 'other') return <span className="text-faint">{String(value)}</span>;
  if (kind !== 'string') return <span className="font-medium">{String(value)}</span>;
  const text = JSON.stringify(value);
  if (whole || text.length <= TEXT_SHOWN) return <span>{text}</span>;
  return (
    <span>
      {text.slice(0, TEXT_SHOWN)}…{' '}
      <button type="button" className="link" onClick={() => setWhole(true)}>
        {`${formatCount(text.length - TEXT_SHOWN)} characters more`}
      </button>
    </span>
  );
}
