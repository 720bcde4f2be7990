// Whose request it is, with its page where it has one: a draft and a callback have none.
'use client';
import Link from 'next/link';
import type { EgressKind } from '@/lib/domain/egress';
import { routes } from '@/lib/routes';

export function CallerName({ kind, name }: { kind: EgressKind; name: string }) {
  const href = name === '' ? undefined : hrefOf(kind, name);
  return (
    <>
      {href === undefined ? (
        <span className="block font-medium [overflow-wrap:anywhere] whitespace-normal">
          {name === '' ? 'a draft' : name}
        </span>
      ) : (
        <Link href={href} className="link block font-medium [overflow-wrap:anywhere] whitespace-normal">
          {name}
        </Link>
      )}
      <span className="block text-xs text-muted">{kind}</span>
    </>
  );
}

function hrefOf(kind: EgressKind, name: string): string | undefined {
  switch (kind) {
    case 'tool':
      return routes.tool(name);
    case 'model':
      return routes.model(name);
    case 'channel':
      return routes.settings('notifications');
    case 'callback':
      return undefined;
  }
}
