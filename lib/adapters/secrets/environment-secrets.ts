// The secrets that come from the environment and not from the vault, for the redactor; knows their names there.
import type { Env } from '../../env';
import type { RegisteredSecret } from '../../guard/redaction';

function passwordIn(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return '';
  const { password } = new URL(url);
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

type SecretEnv = Pick<
  Env,
  | 'databaseUrl'
  | 'directUrl'
  | 'ownerDatabaseUrl'
  | 'adminPassword'
  | 'apiKey'
  | 'masterKey'
  | 'sessionSecret'
  | 'oidc'
>;

/** The demo's password is not among them: the sign-in page shows it. */
export function environmentSecrets(env: SecretEnv): readonly RegisteredSecret[] {
  const masterKey = Buffer.from(env.masterKey ?? []);
  const candidates = [
    { name: 'DATABASE_PASSWORD', value: passwordIn(env.databaseUrl) },
    { name: 'DATABASE_PASSWORD', value: passwordIn(env.directUrl) },
    { name: 'DATABASE_PASSWORD', value: passwordIn(env.ownerDatabaseUrl) },
    { name: 'BULKHEAD_ADMIN_PASSWORD', value: env.adminPassword ?? '' },
    { name: 'BULKHEAD_API_KEY', value: env.apiKey ?? '' },
    { name: 'BULKHEAD_MASTER_KEY', value: masterKey.toString('hex') },
    { name: 'BULKHEAD_MASTER_KEY', value: masterKey.toString('base64') },
    { name: 'BULKHEAD_OIDC_CLIENT_SECRET', value: env.oidc?.clientSecret ?? '' },
    { name: 'NEXTAUTH_SECRET', value: env.sessionSecret ?? '' },
  ];
  return candidates.filter((secret) => secret.value !== '');
}
