// Knows the whole environment PostgreSQL's programs get. Refuses to hand them ours, which holds secrets and a locale.

/** NODE_ENV is there only because Next declares that every environment has one. */
export const PROGRAM_ENVIRONMENT = {
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  NODE_ENV: 'production',
} as const;
