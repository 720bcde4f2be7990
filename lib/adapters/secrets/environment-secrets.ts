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

/** As the environment takes it: hex of either case, base64 of either alphabet, padded or not. */
function spellingsOf(key: Uint8Array): readonly string[] {
  const bytes = Buffer.from(key);
  const [hex, base64, base64url] = [
    bytes.toString('hex'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
  const padding = '='.repeat(base64.length - base64url.length);
  return [
    hex,
    hex.toUpperCase(),
    base64,
    base64.slice(0, base64url.length),
    base64url,
    `${base64url}${padding}`,
  ];
}

/** The demo's password is not among them: the sign-in page shows it. */
export function environmentSecrets(env: SecretEnv): readonly RegisteredSecret[] {
  const ofKey = (name: string, key: Uint8Array) => spellingsOf(key).map((value) => ({ name, value }));
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
