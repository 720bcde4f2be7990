// Which cause is looked at: its sample, where it failed, and the way back to all of them.
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { DeadLetterShape } from '@/lib/contract/dead-letter';
import { Icon } from '../ui/icon';
import { Tag } from '../ui/tag';
import { placeWords } from './letter-words';

export function CauseHead({ sample, back }: { sample: DeadLetterShape | undefined; back: string }) {
  const where = sample === undefined ? '' : placeWords(sample);
  return (
    <section aria-label="Cause" className="flex-none border-b border-line px-4 py-2.5 max-md:px-3">
      <Link href={back} className="link inline-flex items-center gap-1 text-xs max-md:min-h-9">
        <Icon of={ArrowLeft} size={12} />
        All causes
      </Link>
      {sample !== undefined && (
        <div className="mt-1 flex flex-wrap items-center gap-2">
          <h2 className="min-w-0 font-semi [overflow-wrap:anywhere]">{sample.message}</h2>
          <Tag>{sample.code}</Tag>
          {where !== '' && <span className="text-xs text-muted">{where}</span>}
        </div>
      )}
    </section>
  );
}
