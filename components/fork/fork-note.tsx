// Below the head of a run: what it was forked from and how, or which forks were made of it.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { RunShape } from '@/lib/contract/run';
import { isDryRun } from '@/lib/domain/fork';
import { forksOptions } from '@/lib/query/forks';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { Banner } from '../ui/banner';
import { ButtonLink } from '../ui/button-link';
import { Glyph } from '../ui/glyph';
import { changeWords } from './fork-words';
import { WouldHaveDone } from './would-have-done';

export function ForkNote({ run, onStep }: { run: RunShape; onStep: (step: number) => void }) {
  const { data } = useQuery(forksOptions(run.id));
  const { forkedFrom: of } = run;
  if (of === null) {
    if (data === undefined || data.forks.length === 0) return null;
    return (
      <section
        aria-label="Forks"
        className="flex min-h-9 flex-none items-center gap-2 border-b border-line bg-surface px-4 py-1.5 text-ink-2 max-md:px-3"
      >
        <Glyph name="fork" size={14} className="flex-none text-faint" />
        <p className="min-w-0 [overflow-wrap:anywhere]">
          {'Forked into '}
          {data.forks.slice(0, 5).map(({ id, mode, status }, i) => (
            <span key={id}>
              {i > 0 && ', '}
              <Link href={routes.run(id)} className="link mono">
                {shortId(id)}
              </Link>
              {` (${mode}, ${status})`}
            </span>
          ))}
          {data.forks.length > 5 && ` and ${data.forks.length - 5} more`}.
        </p>
      </section>
    );
  }
  const isDry = isDryRun(run.id);
  const from = data?.forkedFrom;
  const changed = from == null ? [] : changeWords(from.changes);
  return (
    <>
      <Banner
        state={isDry ? 'dry' : 'neutral'}
        title={isDry ? 'Dry fork.' : 'Fork.'}
        aside={isDry ? '0 external writes' : undefined}
        actions={
          <ButtonLink href={routes.run(run.id, { view: 'compare' })} icon={<Glyph name="fork" />} size="sm">
            Compare
          </ButtonLink>
        }
      >
        {'Continues '}
        <Link href={routes.run(of)} className="link mono">
          {shortId(of)}
        </Link>
        {from == null
          ? ''
          : ` from step ${from.step}${changed.length === 0 ? '' : `, with: ${changed.join(', ')}`}.`}
        {isDry ? ' Reads come from the recording, writes are listed and not sent.' : ''}
      </Banner>
      {data !== undefined && <WouldHaveDone forks={data} onStep={onStep} />}
    </>
  );
}
