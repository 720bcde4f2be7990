// Knows whether the port for the console can be had, and who has it if not. Refuses to go on with one that is taken.
import { freePort, isPortFree } from '../../lib/store/embedded/free-port';
import { StepFailed } from './report';

/** How this machine reaches a server that listens on `host`. */
export function reachableHost(host: string | undefined): string {
  if (host === undefined || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function isBulkhead(port: number, host: string | undefined): Promise<boolean> {
  try {
    const answer = await fetch(`http://${reachableHost(host)}:${port}/api/health/live`, {
      signal: AbortSignal.timeout(1_500),
      redirect: 'manual',
    });
    return answer.headers.has('x-bulkhead');
  } catch {
    return false;
  }
}

/** Whether a server could listen on the port: on the interface asked for, or on all of them and loopback alike. */
export async function isHttpPortFree(port: number, host: string | undefined): Promise<boolean> {
  if (host !== undefined) return isPortFree(port, host);
  return (await isPortFree(port, '0.0.0.0')) && (await isPortFree(port, '127.0.0.1'));
}

/** The port to serve on: the wanted one, or any free one for 0. Throws StepFailed that says who has it. */
export async function httpPort(wanted: number, host: string | undefined): Promise<number> {
  if (wanted === 0) return freePort(undefined, host ?? '0.0.0.0');
  if (await isHttpPortFree(wanted, host)) return wanted;
  if (wanted < 1024 && process.getuid?.() !== 0 && !(await isBulkhead(wanted, host))) {
    throw new StepFailed(
      `Port ${wanted} can't be used: it is taken, or ports below 1024 are closed to this user`,
      'Set PORT to another one, such as `PORT=3001 npm start`.',
    );
  }
  if (await isBulkhead(wanted, host)) {
    throw new StepFailed(
      `Port ${wanted} is taken by another Bulkhead (with another data directory)`,
      'Stop that one, or set PORT to another port, such as `PORT=3001 npm start`.',
    );
  }
  throw new StepFailed(
    `Port ${wanted} is taken by another program`,
    'Stop that program, or set PORT to another port, such as `PORT=3001 npm start`.',
  );
}
