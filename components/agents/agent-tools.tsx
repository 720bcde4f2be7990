// The tools an agent was granted: what each lets it do alone, and the bounds of its arguments.
import Link from 'next/link';
import { routes } from '@/lib/routes';
import { Glyph, type GlyphName } from '../ui/glyph';
import { Tag } from '../ui/tag';
import type { GrantedTool } from './autonomy-sentences';

const GLYPHS: Record<GrantedTool['autonomy'], GlyphName> = {
  alone: 'sample',
  within: 'tool',
  asks: 'approvals',
  unknown: 'warning',
};

export function AgentTools({ granted }: { granted: readonly GrantedTool[] }) {
  if (granted.length === 0)
    return (
      <p className="px-4 pb-4 text-muted max-md:px-3">
        It has no tools: it answers from its input and what its model knows.
      </p>
    );
  return (
    <ul>
      {granted.map((one) => (
        <li
          key={one.name}
          data-state-of={one.autonomy === 'unknown' ? 'failed' : undefined}
          className="flex items-start gap-2.5 border-t border-line-soft px-4 py-2 max-md:px-3"
        >
          <Glyph
            name={GLYPHS[one.autonomy]}
            className={one.autonomy === 'unknown' ? 'mt-0.5 text-state' : 'mt-0.5 text-faint'}
          />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-center gap-2">
              {one.tool === undefined ? (
                <b className="mono font-medium">{one.name}</b>
              ) : (
                <Link href={routes.tool(one.name)} className="mono font-medium hover:underline">
                  {one.name}
                </Link>
              )}
              {one.tool !== undefined && <Tag>{one.tool.effect}</Tag>}
              {one.tool?.risk === 'high' && <Tag>high risk</Tag>}
            </div>
            <p className="text-ink-2">{one.sentence}</p>
            {one.constraints.map((sentence) => (
              <p key={sentence} className="text-xs text-muted [overflow-wrap:anywhere]">
                {`Only with ${sentence}.`}
              </p>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
