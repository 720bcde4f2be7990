// The console around its pages: who is signed in, what waits where, whether it is live.
import { signOut } from '@/app/actions/sign-out';
import { AppShell } from '@/components/shell/app-shell';
import { LiveStatus } from '@/components/shell/live-status';
import { navGroups } from '@/components/shell/nav';
import { OpenRunsCount, PendingApprovalsCount } from '@/components/shell/nav-counts';
import { StreamBanner } from '@/components/shell/stream-banner';
import { layout } from '@/lib/server/http/page';

export default layout('signed-in', ({ app, person, children }) => {
  const { env } = app;
  const simulated = env.demo === 'on' && env.simulatorUrl !== undefined;
  return (
    <AppShell
      nav={navGroups({ runs: <OpenRunsCount />, approvals: <PendingApprovalsCount /> })}
      environment={{ name: env.url === undefined ? 'local' : new URL(env.url).host }}
      version={app.version}
      demo={simulated ? 'Demo services' : undefined}
      running={app.worker === null ? 'web only' : 'web and worker'}
      person={{ name: person.name, email: person.email, role: person.role }}
      signOut={signOut}
      live={<LiveStatus />}
      banners={<StreamBanner />}
    >
      {children}
    </AppShell>
  );
});
