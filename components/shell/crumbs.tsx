// The breadcrumb: what the path tells, until a page that knows better words says so.
'use client';
import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import {
  createContext,
  Fragment,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { type Crumb, crumbsOf } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { Icon } from '../ui/icon';

type Said = { pathname: string; crumbs: readonly Crumb[] };

const CrumbContext = createContext<{ said: Said | undefined; say: (said: Said | undefined) => void }>({
  said: undefined,
  say: () => undefined,
});

export function CrumbProvider({ children }: { children: ReactNode }) {
  const [said, say] = useState<Said | undefined>(undefined);
  const value = useMemo(() => ({ said, say }), [said]);
  return <CrumbContext value={value}>{children}</CrumbContext>;
}

/** Rendered by a page to name itself: the last crumb is the page, the ones before it links. */
export function SetCrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { say } = useContext(CrumbContext);
  const pathname = usePathname();
  const key = JSON.stringify(crumbs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: crumbs are compared by what they say
  useLayoutEffect(() => {
    say({ pathname, crumbs });
    return () => say(undefined);
  }, [key, pathname, say]);
  return null;
}

function useCrumbs(): readonly Crumb[] {
  const pathname = usePathname();
  const { said } = useContext(CrumbContext);
  return said?.pathname === pathname ? said.crumbs : crumbsOf(pathname);
}

export function Crumbs() {
  const crumbs = useCrumbs();
  const parent = crumbs.at(-2);
  return (
    <>
      {parent?.href !== undefined && (
        <Link
          href={parent.href}
          aria-label={`Back to ${parent.label}`}
          className="hidden size-9 flex-none place-items-center rounded-md text-muted hover:bg-hover max-md:-ml-1 max-md:grid"
        >
          <Icon of={ChevronLeft} />
        </Link>
      )}
      <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
        <ol className="flex items-center gap-[7px] whitespace-nowrap text-muted">
          {crumbs.map((crumb, index) => {
            const here = index === crumbs.length - 1;
            return (
              <Fragment key={`${crumb.href ?? ''} ${crumb.label}`}>
                {index > 0 && (
                  <li aria-hidden="true" className="text-line-strong max-md:hidden">
                    /
                  </li>
                )}
                <li
                  aria-current={here ? 'page' : undefined}
                  className={cx(
                    crumb.mono === true && 'mono',
                    here ? 'min-w-0 truncate font-medium text-ink' : 'max-md:hidden',
                  )}
                >
                  {crumb.href === undefined || here ? (
                    crumb.label
                  ) : (
                    <Link href={crumb.href} className="hover:text-ink">
                      {crumb.label}
                    </Link>
                  )}
                </li>
              </Fragment>
            );
          })}
        </ol>
      </nav>
    </>
  );
}
