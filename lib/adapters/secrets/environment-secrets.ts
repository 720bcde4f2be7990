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
  | 'oldMasterKeys'
  | 'sessionSecret'
  | 'oidc'
>;

/** The demo's password is not among them: the sign-in page shows it. */
export function environmentSecrets(env: SecretEnv): readonly RegisteredSecret[] {
  const ofKey = (name: string, key: Uint8Array) =>
    (['hex', 'base64'] as const).map((form) => ({ name, value: Buffer.from(key).toString(form) }));
  const candidates = [
    { name: 'DATABASE_PASSWORD', value: passwordIn(env.databaseUrl) },
    { name: 'DATABASE_PASSWORD', value: passwordIn(env.directUrl) },
    { name: 'DATABASE_PASSWORD', value: passwordIn(env.ownerDatabaseUrl) },
    { name: 'BULKHEAD_ADMIN_PASSWORD', value: env.adminPassword ?? '' },
    { name: 'BULKHEAD_API_KEY', value: env.apiKey ?? '' },
    ...ofKey('BULKHEAD_MASTER_KEY', env.masterKey ?? new Uint8Array()),
    ...env.oldMasterKeys.flatMap((key) => ofKey('BULKHEAD_OLD_MASTER_KEYS', key)),
    { name: 'BULKHEAD_OIDC_CLIENT_SECRET', value: env.oidc?.clientSecret ?? '' },
    { name: 'NEXTAUTH_SECRET', value: env.sessionSecret ?? '' },
  ];
  return candidates.filter((secret) => secret.value !== '');
}
