// Who is signed in, as what, and the way out.
'use client';
import { Compass, LogOut, UserRound } from 'lucide-react';
import { routes } from '@/lib/routes';
import { useGuideSwitch } from '../guide/guide-provider';
import { Avatar } from '../ui/avatar';
import { DropdownMenu, MenuChoice, MenuItem, MenuSeparator } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';
import { parseTheme } from './theme';
import { useSignOut } from './use-sign-out';
import { useTheme } from './use-theme';

export type Person = { name: string; email: string; role: string };

export type WhoMenuProps = {
  person: Person;
  /** Ends the session; leads to the sign-in page by itself. */
  signOut: () => Promise<void>;
};

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

export function WhoMenu({ person, signOut }: WhoMenuProps) {
  const { choice, setTheme } = useTheme();
  const guide = useGuideSwitch();
  const [leaving, leave] = useSignOut(signOut);
  const role = person.role.charAt(0).toUpperCase() + person.role.slice(1);
  const trigger = (
    <button
      type="button"
      className="flex items-center gap-[7px] rounded-md px-0.5 text-xs text-muted hover:text-ink max-md:min-h-11"
    >
      <span className="sr-only">{`Signed in as ${person.name},`}</span>
      <Avatar name={person.name} decorative />
      <span className="max-md:hidden">{role}</span>
    </button>
  );
  return (
    <DropdownMenu trigger={trigger}>
      <div className="px-2 pt-1 pb-1.5">
        <b className="block font-semi">{person.name}</b>
        <span className="text-xs text-muted">{`${person.email}, ${person.role}`}</span>
      </div>
      <MenuSeparator />
      <MenuItem href={routes.account()} icon={<Icon of={UserRound} size={14} />}>
        Account
      </MenuItem>
      <MenuSeparator />
      <MenuChoice
        label="Theme"
        value={choice}
        onValueChange={(value) => setTheme(parseTheme(value))}
        options={THEMES}
      />
      {guide?.shown === false && (
        <MenuItem icon={<Icon of={Compass} size={14} />} onSelect={guide.show}>
          Show the guide
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon={<Icon of={LogOut} size={14} />} disabled={leaving} onSelect={leave}>
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}
