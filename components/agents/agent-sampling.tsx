// How often calls of an agent that nothing stops are looked at now, by tool, and what made it so.
import Link from 'next/link';
import type { AgentHealth } from '@/lib/contract/agent';
import { formatPercent } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { Glyph } from '../ui/glyph';
import { RelativeTime } from '../ui/relative-time';
import { Seam } from '../ui/seam';
import { countWords, floorWords, lastWords } from './sampling-words';

export function AgentSampling({ sampling }: { sampling: AgentHealth['sampling'] }) {
  const { floor, tools } = sampling;
  return (
    <Seam title="Looked at anyway">
      <p className="px-4 pb-3 text-ink-2 max-md:px-3">{floorWords(sampling)}</p>
      {tools.length > 0 && (
        <ul aria-label="Rates of samples">
          {tools.map((one) => (
            <li
              key={one.tool}
              className="flex items-start gap-2.5 border-t border-line-soft px-4 py-2 max-md:px-3"
            >
              <Glyph name="sample" className="mt-0.5 text-faint" />
              <div className="min-w-0 flex-1">
                <div className="flex flex-wrap items-center gap-2">
                  <Link href={routes.tool(one.tool)} className="mono font-medium hover:underline">
                    {one.tool}
                  </Link>
                  <span>{`${formatPercent(one.rate)} now`}</span>
                  <span className="text-xs text-muted">{countWords(one)}</span>
                </div>
                <p className="text-ink-2">
                  {`${lastWords(one, floor)} `}
                  <RelativeTime at={one.last.at} className="text-muted" />
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Seam>
  );
}
