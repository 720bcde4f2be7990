// One row of the lists of tools and models: cells at a desk, two lines at 390 px. The whole row is the target, its name the link.
'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { TableRow, Td } from '../ui/table';
import { rowLinkId } from './use-row-keys';

export type CatalogRowProps = {
  name: string;
  href: string;
  onFocus: () => void;
  /** The second line at 390 px. */
  brief: ReactNode;
  /** The cells after the name, left out at 390 px. */
  children: ReactNode;
};

export function CatalogRow({ name, href, onFocus, brief, children }: CatalogRowProps) {
  const router = useRouter();
  return (
    <TableRow
      className="cursor-pointer"
      onFocus={onFocus}
      onClick={(event) => {
        // A link inside takes its own click; marking text is no click.
        const inLink = event.target instanceof Element && event.target.closest('a') !== null;
        if (!inLink && window.getSelection()?.isCollapsed !== false) router.push(href);
      }}
    >
      <Td className="max-md:w-full max-md:max-w-0">
        <Link
          id={rowLinkId(name)}
          href={href}
          className="mono hover:underline max-md:block max-md:truncate max-md:pt-2.5"
        >
          {name}
        </Link>
        <span className="hidden truncate pb-2.5 text-xs text-muted max-md:block">{brief}</span>
      </Td>
      {children}
    </TableRow>
  );
}
