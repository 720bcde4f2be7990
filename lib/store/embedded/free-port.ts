// Knows which TCP ports can be listened on. Refuses to promise: a port is only taken by listening on it.
import { createServer } from 'node:net';

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}

/** Whether the port could be listened on just now. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  try {
    await listenOnce(port, host);
    return true;
  } catch {
    return false;
  }
}

/** A port that was free just now; the preferred one when it is. Never `besides`, which somebody is about to listen on. */
export async function freePort(
  preferred?: number,
  host = '127.0.0.1',
  besides: number | null = null,
): Promise<number> {
  const isWanted = preferred !== undefined && preferred > 0 && preferred !== besides;
  if (isWanted && (await isPortFree(preferred, host))) return preferred;
  for (;;) {
    const port = await listenOnce(0, host);
    if (port !== besides) return port;
  }
}
