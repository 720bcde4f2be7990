// The first thing after signing in with a role that needs a second factor, for who has none.
'use client';
import { EnrolSteps } from '../account/enrol-steps';
import { FirstStepFrame } from './first-step-frame';

export type EnrolViewProps = {
  /** A path inside the console. */
  returnTo: string;
  role: string;
  signOut: () => Promise<void>;
};

export function EnrolView({ returnTo, role, signOut }: EnrolViewProps) {
  return (
    <FirstStepFrame
      title="Set up a second factor"
      words={`Your role, ${role}, needs a code besides the password. It takes a minute and an authenticator app.`}
      signOut={signOut}
    >
      <EnrolSteps done="I have kept them, go on" onDone={() => window.location.assign(returnTo)} />
    </FirstStepFrame>
  );
}
