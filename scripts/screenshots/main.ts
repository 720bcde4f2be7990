// Pictures for the README from a demo of this command's own, or of any pages of a Bulkhead that runs; started by scripts/screenshots.mjs.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startBulkhead } from '../../e2e/harness/bulkhead';
import { fillDemo } from './demo-data';
import { SIZES, type Size, type Theme, takePictures } from './take-pictures';

const HELP = `npm run screenshots -- [options]

  without --url: starts a demo of its own, fills it, and writes the README's pictures to docs/images

  --url URL --email ADDRESS --password TEXT    pictures of a Bulkhead that runs
  --pages LIST     addresses, parted by commas (default: the README's)
  --out FOLDER     (default: docs/images)
  --sizes LIST     desk, phone (default: desk; with --url both)
  --themes LIST    light, dark (default: both)
  --until TEXT     waits for this text before each picture`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    email: { type: 'string', default: 'operator@example.com' },
    password: { type: 'string' },
    out: { type: 'string', default: 'docs/images' },
    pages: { type: 'string' },
    sizes: { type: 'string' },
    themes: { type: 'string', default: 'light,dark' },
    until: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function listOf<T extends string>(text: string, known: readonly T[]): T[] {
  return known.filter((name) => text.split(',').includes(name));
}

const nameOf = (path: string) =>
  path.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'overview';
const named = (paths: readonly string[]) => paths.map((path) => ({ path, name: nameOf(path) }));
const themes = listOf<Theme>(values.themes, ['light', 'dark']);
const sizes = (fallback: string) => listOf(values.sizes ?? fallback, Object.keys(SIZES) as Size[]); // safe because the keys are the sizes
const common = { out: values.out, themes, until: values.until };

async function ofRunningOne(url: string): Promise<string[]> {
  const { email, password, pages = '/,/runs,/approvals' } = values;
  if (password === undefined) throw new Error('Say --password; the first start prints it.');
  return takePictures({
    ...common,
    url,
    email,
    password,
    pages: named(pages.split(',')),
    sizes: sizes('desk,phone'),
  });
}

async function ofOwnDemo(): Promise<string[]> {
  const key = randomBytes(24).toString('hex');
  const bulkhead = await startBulkhead({ env: { BULKHEAD_API_KEY: key } });
  try {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const { waitingId, finishedId } = await fillDemo(async (method, path, body) => {
      const response = await fetch(`${bulkhead.url}/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    });
    const pages =
      values.pages === undefined
        ? [
            { path: '/', name: 'overview' },
            { path: '/runs', name: 'runs' },
            { path: '/approvals', name: 'approvals' },
            { path: `/runs/${finishedId}?step=4`, name: 'run' },
            { path: '/spend', name: 'spend' },
          ]
        : named(values.pages.split(',').map((path) => path.replace('{waiting}', waitingId)));
    const { email, password } = bulkhead.admin;
    return await takePictures({ ...common, url: bulkhead.url, email, password, pages, sizes: sizes('desk') });
  } finally {
    await bulkhead.remove();
  }
}

if (values.help) console.log(HELP);
else {
  const files = values.url === undefined ? await ofOwnDemo() : await ofRunningOne(values.url);
  console.log(files.join('\n'));
}
