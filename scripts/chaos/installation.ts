// The environment of the processes of a chaos, and who may ask them.

export const ADMIN = { email: 'admin@example.com', password: 'a password of the chaos' };
export const API_KEY = 'a-key-for-the-chaos-of-some-length';
export const ORIGIN = 'http://localhost:3000';

export const environmentOf = (databaseUrl: string, receiverUrl: string, role: 'web' | 'worker' | 'all') => ({
  NODE_ENV: 'production' as const,
  DATABASE_URL: databaseUrl,
  BULKHEAD_ROLE: role,
  BULKHEAD_DEMO: 'off',
  BULKHEAD_URL: ORIGIN,
  BULKHEAD_ADMIN_EMAIL: ADMIN.email,
  BULKHEAD_ADMIN_PASSWORD: ADMIN.password,
  BULKHEAD_API_KEY: API_KEY,
  BULKHEAD_MASTER_KEY: '11'.repeat(32),
  BULKHEAD_PRIVATE_HOSTS: new URL(receiverUrl).host,
  NEXTAUTH_SECRET: 'a secret of the chaos, long enough for it',
  BULKHEAD_LOG_LEVEL: 'warn',
});
