// What the palette can do besides leading somewhere; only what this person may.
'use client';
import { Compass, Keyboard, LogOut, Monitor, Moon, Plus, Scale, Sun, UserRound } from 'lucide-react';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { useGuideSwitch } from '../guide/guide-provider';
import type { ThemeChoice } from '../shell/theme';
import { useTheme } from '../shell/use-theme';
import { Icon } from '../ui/icon';
import type { Entry } from './entry';

const THEMES: readonly { choice: ThemeChoice; label: string; icon: typeof Sun }[] = [
  { choice: 'light', label: 'Light theme', icon: Sun },
  { choice: 'dark', label: 'Dark theme', icon: Moon },
  { choice: 'system', label: 'Theme of the system', icon: Monitor },
];

export type ActionsOptions = {
  onStart: (agent: string) => void;
  onKeys: () => void;
  onSignOut: () => void;
};

export function useActions({ onStart, onKeys, onSignOut }: ActionsOptions): Entry[] {
  const mayStart = useMay('runs:write');
  const guide = useGuideSwitch();
  const { choice, setTheme } = useTheme();
  const action = (label: string, icon: typeof Sun, run: () => void, more: Partial<Entry> = {}): Entry => ({
    id: `action ${label}`,
    kind: 'action',
    label,
    icon: <Icon of={icon} />,
    act: { run },
    ...more,
  });
  return [
    ...(mayStart ? [action('Start a run', Plus, () => onStart('*'), { keys: 'n' })] : []),
    ...THEMES.filter((theme) => theme.choice !== choice).map((theme) =>
      action(theme.label, theme.icon, () => setTheme(theme.choice), { also: 'appearance mode colour' }),
    ),
    ...(guide?.shown === false
      ? [action('Show the guide', Compass, guide.show, { also: 'first run demo tour' })]
      : []),
    action('Keys of this page', Keyboard, onKeys, { keys: '?', also: 'shortcuts help keyboard' }),
    {
      id: 'page reconciliation',
      kind: 'page',
      label: 'Reconciliation',
      detail: 'what the provider bills',
      also: 'spend invoice usage export import',
      icon: <Icon of={Scale} />,
      act: { href: routes.reconciliation() },
    },
    {
      id: 'page account',
      kind: 'page',
      label: 'Account',
      detail: 'your sessions and theme',
      icon: <Icon of={UserRound} />,
      act: { href: routes.account() },
    },
    action('Sign out', LogOut, onSignOut, { also: 'log out leave' }),
  ];
}
