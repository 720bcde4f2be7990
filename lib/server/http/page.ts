// The one door of pages and layouts: who is signed in, may they see it; refuses by leading to the sign-in, before anything is read.
import 'server-only';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache, type ReactNode } from 'react';
import { RequestError, StoreUnavailableError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { routes } from '../../routes';
import { type App, app } from '../app';
import { sessionPrincipal } from '../auth/principal-of';
import { ASKED_PATH_HEADER } from '../auth/session-cookie';
import { holds, type RequiredScope } from '../authorize';
import { noteRefusal } from '../refusals/note-refusal';
import { type PageParams, pagePattern } from './page-pattern';
import { requireRate } from './rate-limit';

/** The person behind the session; pages are for people, keys use the API. */
export type SignedInPerson = Extract<Principal, { kind: 'user' }>;

export type PageContext = {
  readonly app: App;
  readonly person: SignedInPerson;
};

/** The digest that an error boundary sees when the database is away; any other error keeps Next's own. */
export const UNAVAILABLE_DIGEST = 'BULKHEAD_UNAVAILABLE';
/** The same, when one person asks for more than a person can look at. */
export const RATE_DIGEST = 'BULKHEAD_RATE_LIMITED';

/** Where the event stream was when this request was let in, before anything was read for it. */
export const positionAtEntry = cache((): string => {
  const { hub } = app();
  return hub.positionAt(hub.seq);
});

type PageProps = {
  readonly params: Promise<Record<string, string>>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};
type AskedPage = PageContext & {
  readonly params: Record<string, string>;
  readonly searchParams: Record<string, string | string[] | undefined>;
};

export type PageOptions = {
  /** Also for whoever has to choose a password first: the page where that is done. */
  readonly withTemporaryPassword?: true;
  /** Also for whoever has to set up a second factor first: the page where that is done. */
  readonly withoutSecondFactor?: true;
};

/** A page for whoever has the scope. Reads the request's headers, so that it is rendered for each request, with its nonce. */
export function page(
  scope: RequiredScope,
  render: (asked: AskedPage) => Promise<ReactNode> | ReactNode,
  options: PageOptions = {},
) {
  return async ({ params, searchParams }: PageProps): Promise<ReactNode> => {
    const asked = await params;
    const context = await enter(scope, asked, options);
    return render({ ...context, params: asked, searchParams: await searchParams });
  };
}

type LayoutProps = { readonly children: ReactNode };

/** A layout around pages. Layouts are kept between pages: each page still checks for itself. */
export function layout(
  scope: RequiredScope,
  render: (asked: PageContext & LayoutProps) => Promise<ReactNode> | ReactNode,
) {
  return async ({ children }: LayoutProps): Promise<ReactNode> => {
    return render({ ...(await enter(scope, {})), children });
  };
}

type PublicPage = {
  /** Who is signed in already, if anybody is and the database can say so. */
  readonly person: SignedInPerson | null;
  readonly searchParams: Record<string, string | string[] | undefined>;
  readonly app: App;
};

/** A page for everybody: the sign-in. Also shown while the database is away. */
export function publicPage(render: (asked: PublicPage) => Promise<ReactNode> | ReactNode) {
  return async ({ searchParams }: PageProps): Promise<ReactNode> => {
    const running = app();
    const person = await signedInPerson(running).catch((error: unknown) => {
      if (error instanceof StoreUnavailableError) return null;
      throw error;
    });
    return render({ app: running, person, searchParams: await searchParams });
  };
}

async function enter(
  scope: RequiredScope,
  params: PageParams,
  options: PageOptions = {},
): Promise<PageContext> {
  const running = app();
  positionAtEntry();
  const person = await signedInPerson(running).catch((error: unknown) => {
    throw error instanceof StoreUnavailableError
      ? Object.assign(error, { digest: UNAVAILABLE_DIGEST })
      : error;
  });
  if (person !== null) requirePageRate(running, person);
  const askedPath = (await headers()).get(ASKED_PATH_HEADER) ?? undefined;
  if (person === null) redirect(routes.signIn(askedPath));
  if (person.passwordIsTemporary && options.withTemporaryPassword === undefined)
    redirect(routes.choosePassword(askedPath));
  if (person.mustEnrol === true && options.withoutSecondFactor === undefined && !person.passwordIsTemporary)
    redirect(routes.secondFactor(askedPath));
  if (!holds(person, scope)) {
    await notePageRefused(running, person, scope, { askedPath, params });
    notFound();
  }
  return { app: running, person };
}

/** @throws RequestError rate_limited, with the digest that the error's page knows */
function requirePageRate(running: App, person: SignedInPerson): void {
  try {
    requireRate(running, person);
  } catch (error) {
    throw Object.assign(error as RequestError, { digest: RATE_DIGEST }); // safe because it throws nothing else
  }
}

/** The page says that there is nothing; the record says who looked, at which page, and with which ids. */
async function notePageRefused(
  running: App,
  person: SignedInPerson,
  scope: RequiredScope,
  { askedPath = '', params }: { readonly askedPath: string | undefined; readonly params: PageParams },
): Promise<void> {
  const [path = ''] = askedPath.split('?');
  const error = new RequestError('forbidden', `The page needs the scope ${scope}.`);
  const requestId = running.ids.timeOrdered();
  const access = `page ${pagePattern(path, params)}`;
  await noteRefusal(running, { error, principal: person, access, path, headers: new Headers(), requestId });
}

async function signedInPerson(running: App): Promise<SignedInPerson | null> {
  const principal = await sessionPrincipal(new Headers(await headers()), running);
  return principal?.kind === 'user' ? principal : null;
}
