// The way from a step whose request the guard refused to what was refused of its tool before. Nothing beside any other error.
import Link from 'next/link';
import { isEgressRefusal } from '@/lib/domain/egress';
import { routes } from '@/lib/routes';
import { Dot } from '../ui/dot';

export function RefusedRequests({ code, tool }: { code: string; tool: string | null }) {
  if (tool === null || !isEgressRefusal(code)) return null;
  return (
    <>
      <Dot />
      <Link href={routes.settings('egress', { for: 'tool', name: tool })} className="link">
        Refused requests of {tool}
      </Link>
    </>
  );
}
