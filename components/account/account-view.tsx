// One's own account: who one is here, which sessions are open, how the console looks, and the way out.
'use client';
import { useQuery } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import type { MeShape } from '@/lib/contract/session';
import { meOptions } from '@/lib/query/console';
import { Loading, StaleBanner } from '../shell/load-error';
import type { ThemeChoice } from '../shell/theme';
import { useSignOut } from '../shell/use-sign-out';
import { useTheme } from '../shell/use-theme';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { Seam } from '../ui/seam';
import { Tag } from '../ui/tag';
import { ToggleGroup } from '../ui/toggle-group';
import { ChangePassword } from './change-password';
import { OwnSessions } from './own-sessions';
import { SecondFactor } from './second-factor';

const THEMES: readonly { value: ThemeChoice; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

const ROLE_WORDS: Record<NonNullable<MeShape['role']>, string> = {
  viewer: 'You see everything and change nothing.',
  operator: 'You see everything, start runs, and pause, resume or cancel them.',
  approver: 'You do what an operator does, and decide calls that ask a person.',
  engineer: 'You do what an operator does, and change agents, tools, models and secrets.',
  admin: 'You may do everything, and manage people.',
};

export function AccountView({ signOut }: { signOut: () => Promise<void> }) {
  const me = useQuery(meOptions());
  const { choice, setTheme } = useTheme();
  const [leaving, leave] = useSignOut(signOut);
  return (
    <>
      <PageHead
        title="Account"
        actions={
          <Button icon={<Icon of={LogOut} />} pending={leaving} onClick={leave}>
            Sign out
          </Button>
        }
      />
      <StaleBanner query={me} />
      {me.data === undefined ? <Loading what="Your account" query={me} rows={3} /> : <Who me={me.data} />}
      <Seam title="Appearance" note="remembered in this browser">
        <div className="px-4 pt-1 pb-4 max-md:px-3">
          <ToggleGroup label="Theme" options={THEMES} value={choice} onValueChange={setTheme} />
        </div>
      </Seam>
      <ChangePassword />
      <SecondFactor />
      <OwnSessions onSignOut={leave} />
    </>
  );
}

function Who({ me }: { me: MeShape }) {
  return (
    <section aria-label="Who you are" className="flex items-center gap-3.5 px-4 py-4 max-md:px-3">
      <Avatar name={me.name} decorative />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <b className="text-md">{me.name}</b>
          {me.role !== null && <Tag>{me.role}</Tag>}
        </p>
        <p className="text-xs text-muted [overflow-wrap:anywhere]">{me.email}</p>
        {me.role !== null && <p className="mt-1 text-ink-2">{ROLE_WORDS[me.role]}</p>}
      </div>
    </section>
  );
}
