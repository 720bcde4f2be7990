// The console around its pages: who is signed in, what waits where, whether it is live.

import { cookies } from 'next/headers';
import { signOut } from '@/app/actions/sign-out';
import { GuideBar } from '@/components/guide/guide-bar';
import { awayIn, GUIDE_COOKIE } from '@/components/guide/guide-memory';
import { GuideProvider } from '@/components/guide/guide-provider';
import { HaltBanner } from '@/components/halt/halt-banner';
import { HaltControl } from '@/components/halt/halt-control';
import { Commands } from '@/components/palette/commands';
import { AppShell } from '@/components/shell/app-shell';
import { LiveStatus } from '@/components/shell/live-status';
import { navFor } from '@/components/shell/nav';
import { StreamBanner } from '@/components/shell/stream-banner';
import { pageQuery } from '@/lib/contract/page';
import { queryKeys } from '@/lib/query/query-keys';
import { holds } from '@/lib/server/authorize';
import { DEMO_PEOPLE } from '@/lib/server/demo/demo-people';
import { layout } from '@/lib/server/http/page';
import { listConfigured } from '@/lib/server/queries/configuration';
import { readSettings } from '@/lib/server/queries/read-about';
import { readHalt } from '@/lib/server/queries/read-halt';
import { readMe } from '@/lib/server/queries/read-me';
import { readOverview } from '@/lib/server/queries/read-overview';
import { Answered } from './prefetched';

const ALL_AGENTS = pageQuery.parse({ limit: '500' });

/** Put away or not, the page comes as it stays. */
async function guideOf(personId: string) {
  const away = awayIn((await cookies()).get(GUIDE_COOKIE)?.value).includes(personId);
  const approver = DEMO_PEOPLE.find(({ role }) => role === 'approver');
  return approver === undefined ? undefined : { personId, away, approverEmail: approver.email };
}

export default layout('signed-in', async ({ app, person, children }) => {
  const { env } = app;
  const simulated = env.demo === 'on' && env.simulatorUrl !== undefined;
  const nav = navFor((needs) => holds(person, needs), simulated);
  const guide = simulated ? await guideOf(person.id) : undefined;
  return (
    // What the rail and the guide read is there before anything is drawn: a question that they had begun would hide the page's own answer from its
    // first paint, on the server and in the browser at different moments, and an answer that comes before the page has come to life draws it anew
    // under the pointer.
    <Answered
      asked={[
        { queryKey: queryKeys.me(), ask: async () => readMe(person) },
        { queryKey: queryKeys.settings(), ask: () => readSettings(app) },
        { queryKey: queryKeys.overview.period('24h'), ask: () => readOverview(app, '24h', person.id) },
        { queryKey: queryKeys.halt(), ask: () => readHalt(app) },
        ...(guide === undefined
          ? []
          : [
              {
                queryKey: queryKeys.catalog.list('agents'),
                ask: () => listConfigured(app, 'agent', ALL_AGENTS),
              },
            ]),
      ]}
    >
      <GuideProvider guide={guide}>
        <AppShell
          nav={nav}
          environment={{ name: env.url === undefined ? 'local' : new URL(env.url).host }}
          version={app.version}
          demo={simulated ? 'Demo services' : undefined}
          running={app.worker === null ? 'web only' : 'web and worker'}
          person={{ name: person.name, email: person.email, role: person.role }}
          signOut={signOut}
          commands={<Commands nav={nav} signOut={signOut} />}
          live={<LiveStatus />}
          guide={<GuideBar />}
          halt={<HaltControl />}
          banners={
            <>
              <HaltBanner />
              <StreamBanner />
            </>
          }
        >
          {children}
        </AppShell>
      </GuideProvider>
    </Answered>
  );
});
