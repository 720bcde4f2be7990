// The ways through the console that need no mouse: the search field in the topbar with its palette, the `?` sheet, `g` and `n`.
'use client';
import { Search } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { Dialog as RadixDialog } from 'radix-ui';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useMay } from '../account/use-me';
import { StartRun, useStartRun } from '../runs/start-run';
import type { NavGroup } from '../shell/nav';
import { useSignOut } from '../shell/use-sign-out';
import { cx } from '../ui/class-names';
import { DIALOG_OVERLAY, DIALOG_PLACE } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { Kbd } from '../ui/kbd';
import type { Keys } from '../ui/key-registry';
import { useReturnFocus } from '../ui/return-focus';
import { overlayIsOpen, usePageKeys } from '../ui/use-page-keys';
import { KeySheet } from './key-sheet';
import { PaletteList } from './palette-list';

export type CommandsProps = {
  /** The pages that this person may open. */
  nav: readonly NavGroup[];
  signOut: () => Promise<void>;
};

const never = () => () => undefined;

function useIsMac(): boolean {
  return useSyncExternalStore(
    never,
    () => /mac|iphone|ipad/i.test(navigator.userAgent),
    () => false,
  );
}

function focusMain(): void {
  document.getElementById('main')?.focus();
}

/** Goes to a page; whoever came by key goes on with the keyboard in its content. */
function useGo(): (href: string) => void {
  const router = useRouter();
  const pathname = usePathname();
  const jumped = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what the jump waits for
  useEffect(() => {
    if (!jumped.current) return;
    jumped.current = false;
    focusMain();
  }, [pathname]);
  return (href) => {
    router.push(href);
    if (href.split('?')[0] === pathname) focusMain();
    else jumped.current = true;
  };
}

type Shown = 'palette' | 'keys';

export function Commands({ nav, signOut }: CommandsProps) {
  const [shown, setShown] = useState<Shown | undefined>(undefined);
  const mac = useIsMac();
  const go = useGo();
  const startRun = useStartRun();
  const mayStart = useMay('runs:write');
  const [, leave] = useSignOut(signOut);
  const returning = useReturnFocus();
  const close = (): void => setShown(undefined);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.metaKey || event.ctrlKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      // The browser's own Ctrl+K leaves the page; a dialog that is being filled in keeps what is in it.
      event.preventDefault();
      setShown((now) => (now === 'palette' ? undefined : overlayIsOpen() ? now : 'palette'));
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  const jumps: Keys = Object.fromEntries(
    nav
      .flatMap((group) => group.items)
      .map((item) => [`g ${item.go}`, { label: item.label, act: () => go(item.href) }]),
  );
  usePageKeys(
    {
      n: { label: 'Start a run', act: mayStart ? () => startRun('*') : undefined },
      '?': { label: 'These keys', act: () => setShown('keys') },
      ...jumps,
    },
    'shell',
  );
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts={mac ? 'Meta+K' : 'Control+K'}
        onClick={() => setShown('palette')}
        className="flex h-8 w-[300px] flex-none items-center gap-2 rounded-md bg-raised pr-[5px] pl-[9px] text-muted edge-strong hover:text-ink-2 max-lg:w-[200px] max-md:size-9 max-md:justify-center max-md:bg-transparent max-md:p-0 max-md:shadow-none"
      >
        <Icon of={Search} />
        <span className="min-w-0 flex-1 truncate text-left text-xs max-md:sr-only">Search or jump to</span>
        <span aria-hidden="true" className="flex gap-1 max-md:hidden">
          <Kbd>{mac ? '⌘' : 'Ctrl'}</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <RadixDialog.Root open={shown === 'palette'} onOpenChange={(open) => !open && close()}>
        <RadixDialog.Portal>
          <RadixDialog.Overlay className={DIALOG_OVERLAY} />
          <RadixDialog.Content
            aria-describedby={undefined}
            onOpenAutoFocus={returning.remember}
            onCloseAutoFocus={returning.onCloseAutoFocus}
            className={cx(DIALOG_PLACE, 'overflow-hidden [--dialog:620px] max-md:h-[92dvh]')}
          >
            <RadixDialog.Title className="sr-only">Search or jump</RadixDialog.Title>
            <PaletteList
              nav={nav}
              onStart={startRun}
              onGo={go}
              onKeys={() => setShown('keys')}
              onSignOut={leave}
              onClose={close}
            />
          </RadixDialog.Content>
        </RadixDialog.Portal>
      </RadixDialog.Root>
      {shown === 'keys' && <KeySheet paletteKeys={mac ? '⌘ k' : 'ctrl k'} onClose={close} />}
      <StartRun />
    </>
  );
}
