// The console around its pages: who is signed in, what waits where, whether it is live.
import { signOut } from '@/app/actions/sign-out';
import { HaltBanner } from '@/components/halt/halt-banner';
import { HaltControl } from '@/components/halt/halt-control';
import { Commands } from '@/components/palette/commands';
import { AppShell } from '@/components/shell/app-shell';
import { LiveStatus } from '@/components/shell/live-status';
import { navFor } from '@/components/shell/nav';
import { StreamBanner } from '@/components/shell/stream-banner';
import { queryKeys } from '@/lib/query/query-keys';
import { holds } from '@/lib/server/authorize';
import { layout } from '@/lib/server/http/page';
import { readSettings } from '@/lib/server/queries/read-about';
import { readHalt } from '@/lib/server/queries/read-halt';
import { readMe } from '@/lib/server/queries/read-me';
import { readOverview } from '@/lib/server/queries/read-overview';
import { Prefetched } from './prefetched';

export default layout('signed-in', ({ app, person, children }) => {
  const { env } = app;
  const simulated = env.demo === 'on' && env.simulatorUrl !== undefined;
  const nav = navFor((needs) => holds(person, needs), simulated);
  return (
    // What the rail reads is there before anything is drawn: a question that the rail had begun would hide the page's own answer from its
    // first paint, on the server and in the browser at different moments.
    <Prefetched
      asked={[
        { queryKey: queryKeys.me(), ask: async () => readMe(person) },
        { queryKey: queryKeys.settings(), ask: () => readSettings(app) },
        { queryKey: queryKeys.overview.period('24h'), ask: () => readOverview(app, '24h') },
        { queryKey: queryKeys.halt(), ask: () => readHalt(app) },
      ]}
    >
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
    </Prefetched>
  );
});
