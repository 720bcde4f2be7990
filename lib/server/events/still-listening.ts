// Whether the one who opened a stream may still listen: the same session or key, asked anew.
import 'server-only';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import type { App } from '../app';
import { keyPrincipal, sessionPrincipal } from '../auth/principal-of';
import { holds } from '../authorize';

export function stillListening(headers: Headers, opened: Principal, app: App): () => Promise<boolean> {
  const kept = new Headers(headers); // the request is gone when this is asked
  return async () => {
    try {
      const present =
        opened.kind === 'user' ? await sessionPrincipal(kept, app) : await keyPrincipal(kept, app);
      return present !== null && present.id === opened.id && holds(present, 'runs:read');
    } catch (error) {
      if (error instanceof RequestError) return false;
      throw error;
    }
  };
}
