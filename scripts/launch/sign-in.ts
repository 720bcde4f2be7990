// Knows what a person needs to know once it runs: where, as whom, with what, and how to stop. Refuses to show a password
// that somebody set by themselves.
import type { Env } from '../../lib/env';
import { DEMO_PEOPLE } from '../../lib/server/demo/demo-people';
import { type InstallationSecrets, secretsPath } from '../../lib/store/embedded/secrets';
import { say } from './report';

export interface SignIn {
  readonly url: string;
  readonly env: Env;
  readonly secrets: InstallationSecrets;
  readonly demo: boolean;
  /** Whether a start before this one has shown the first password. */
  readonly shownBefore: boolean;
  readonly logPath: string | 'inherit';
}

function adminPassword({ env, secrets, demo, shownBefore }: SignIn): string {
  if (env.adminPassword !== undefined) return 'the password in BULKHEAD_ADMIN_PASSWORD';
  if (demo || !shownBefore) return secrets.adminPassword;
  return `the password you set; the first one is in ${secretsPath(env.dataDir)}`;
}

/** Prints the address and how to sign in. */
export function printSignIn(signIn: SignIn): void {
  const { url, env, secrets, demo, logPath } = signIn;
  const lines = [
    '',
    `Bulkhead is ready: ${url}`,
    '',
    `  Sign in as   ${env.adminEmail}`,
    `  Password     ${adminPassword(signIn)}`,
  ];
  if (demo) {
    const password =
      env.demoPassword === undefined ? secrets.demoPassword : 'the one in BULKHEAD_DEMO_PASSWORD';
    lines.push('', `  Demo people  (each with the password ${password})`);
    for (const { email, role } of DEMO_PEOPLE) lines.push(`               ${email.padEnd(24)} ${role}`);
  }
  lines.push('', `  Data         ${env.dataDir}`);
  if (logPath !== 'inherit') lines.push(`  Log          ${logPath}`);
  lines.push('  Stop         Ctrl-C', '');
  say(lines.join('\n'));
}
