// A host by its name, as a URL would spell it. Refuses schemes, ports, paths and patterns.
import { z } from 'zod';

/** Lower case, IDN in punycode, no port, no dot at the end. */
export const hostName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9_][a-z0-9_-]{0,62}(\.[a-z0-9_-]{1,63})*$/,
    'must be a host name in lower case, without scheme and port',
  );
