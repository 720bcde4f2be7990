// The head of the page of a tool or a model: its name, what it is in a few marks, and what can be done with it.
'use client';
import type { ReactNode } from 'react';
import { routes } from '@/lib/routes';
import { SetCrumbs } from '../shell/crumbs';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Pill } from '../ui/pill';
import { Tag } from '../ui/tag';

export type EntryHeadProps = {
  kind: 'tools' | 'models';
  name: string;
  version: number;
  archived: boolean;
  description: ReactNode;
  /** Tags after the version. */
  marks: readonly string[];
  actions: ReactNode;
};

export function EntryHead({ kind, name, version, archived, description, marks, actions }: EntryHeadProps) {
  return (
    <header className="flex flex-none flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3 max-md:px-3">
      <EntryCrumbs kind={kind} name={name} />
      <span className="grid size-9 flex-none place-items-center rounded-xl text-ink-2 edge-strong max-md:hidden">
        <Glyph name={kind === 'tools' ? 'tool' : 'model'} />
      </span>
      <div className="min-w-0 flex-1 max-md:basis-full">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h1 className="mono text-lg font-semibold tracking-[-.02em] [overflow-wrap:anywhere]">{name}</h1>
          <Tag>{`v${version}`}</Tag>
          {marks.map((mark) => (
            <Tag key={mark}>{mark}</Tag>
          ))}
          {archived && <Pill>Archived</Pill>}
        </div>
        <p className="mt-0.5 text-muted [overflow-wrap:anywhere]">{description}</p>
      </div>
      <div className="flex gap-2">{actions}</div>
    </header>
  );
}

function EntryCrumbs({ kind, name }: { kind: 'tools' | 'models'; name: string }) {
  return (
    <SetCrumbs
      crumbs={[
        { label: 'Tools and models', href: routes.tools(kind === 'models' ? { tab: 'models' } : {}) },
        { label: name, mono: true },
      ]}
    />
  );
}

/** In the place of a page whose name nothing has. */
export function EntryMissing({ kind, name }: { kind: 'tools' | 'models'; name: string }) {
  const one = kind === 'tools' ? 'tool' : 'model';
  return (
    <>
      <h1 className="sr-only">{`No such ${one}`}</h1>
      <EmptyState
        title={`There is no such ${one}`}
        icon={<Glyph name={one} />}
        action={
          <ButtonLink href={routes.tools(kind === 'models' ? { tab: 'models' } : {})}>All of them</ButtonLink>
        }
      >
        <code className="[overflow-wrap:anywhere]">{name}</code> is not the name of a {one} here.
      </EmptyState>
    </>
  );
}
