// Tells Prisma's own command line where schema, migrations and database are; npm start needs none of it.
import { defineConfig } from 'prisma/config';

const url =
  process.env.BULKHEAD_OWNER_DATABASE_URL || process.env.DIRECT_URL || process.env.DATABASE_URL || undefined;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url === undefined ? {} : { datasource: { url } }),
});
