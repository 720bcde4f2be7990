// What stands around the one thing that has to be done after signing in, before anything else: its heading, and the way out.
'use client';
import type { ReactNode } from 'react';
import { Logo } from '../shell/logo';
import { useSignOut } from '../shell/use-sign-out';
import { Button } from '../ui/button';
import { HullPlate } from './hull-plate';

export type FirstStepFrameProps = {
  title: string;
  words: ReactNode;
  signOut: () => Promise<void>;
  children: ReactNode;
};

export function FirstStepFrame({ title, words, signOut, children }: FirstStepFrameProps) {
  const [leaving, leave] = useSignOut(signOut);
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)_600px] bg-raised max-lg:grid-cols-1">
      <main className="flex flex-col overflow-auto px-8 py-6 max-md:p-5">
        <div className="flex items-center gap-2.5 text-[15px] font-semibold tracking-[-.012em]">
          <Logo size={24} on="raised" />
          Bulkhead
        </div>
        <div className="m-auto flex w-[360px] max-w-full flex-col py-8">
          <h1 className="text-2xl leading-8 font-semibold tracking-[-.03em]">{title}</h1>
          <p className="mt-0.5 mb-5 text-muted">{words}</p>
          {children}
          <Button variant="ghost" className="mt-3 self-start" pending={leaving} onClick={leave}>
            Sign out instead
          </Button>
        </div>
      </main>
      <HullPlate />
    </div>
  );
}
