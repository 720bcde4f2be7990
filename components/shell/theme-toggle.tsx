// Switches between light and dark; the way back to the system's theme is in the menu of the person.
'use client';
import { Moon, Sun } from 'lucide-react';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { useTheme } from './use-theme';

export function ThemeToggle() {
  const { dark, setTheme } = useTheme();
  return (
    <IconButton
      label={dark ? 'Switch to the light theme' : 'Switch to the dark theme'}
      className="-mr-1.5 max-md:hidden"
      onClick={() => setTheme(dark ? 'light' : 'dark')}
    >
      <Icon of={dark ? Moon : Sun} />
    </IconButton>
  );
}
