// Knows which browser the journeys use: Debian's chromium when it is there, else the packaged one. Refuses to download.
import { access, constants, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

function canRead(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/**
 * Unpacks the packaged browser into a folder of this user's own, once and whole: the package takes whatever lies in the
 * temp directory, also another user's copy, or one that a killed run left half written.
 */
async function packagedChromium(): Promise<string> {
  const folder = join(tmpdir(), `bulkhead-chromium-${process.getuid?.() ?? 'user'}`);
  const finished = join(folder, 'finished');
  if (!(await canRead(finished, constants.R_OK))) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const usualFolder = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    // Makes the package bring its own system libraries; it looks at this, and at the folder, when it is imported.
    process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
    const { default: packaged } = await import('@sparticuz/chromium');
    const path = await packaged.executablePath();
    await writeFile(join(folder, 'fonts', 'fonts.conf'), fontsConf(join(folder, 'fonts')));
    await writeFile(finished, '');
    return path;
  } finally {
    if (usualFolder === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usualFolder;
  }
}

/**
 * The package's own names folders that are not where it was unpacked. A browser without a single font draws no text while a page's font is on its
 * way, and drops what is typed.
 */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
</fontconfig>
`;
}

/** The path of a browser that can be run. */
export async function chromiumExecutable(): Promise<string> {
  return (await canRead(SYSTEM_CHROMIUM, constants.X_OK)) ? SYSTEM_CHROMIUM : packagedChromium();
}
