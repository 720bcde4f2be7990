// Pictures for the README from a demo of this command's own, or of any pages of a Bulkhead that runs; started by scripts/screenshots.mjs.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startBulkhead } from '../../e2e/harness/bulkhead';
import { type Caller, fillDemo } from './demo-data';
import { makeStates } from './states/make-states';
import { statePages } from './states/state-pages';
import { type PagePicture, SIZES, type Size, type Taken, type Theme, takePictures } from './take-pictures';

const HELP = `npm run screenshots -- [options]

  without --url: starts a demo of its own, fills it, and writes the README's pictures to docs/images

  --states         instead: the states that one seldom meets (waits, breakers, late answers, refusals, dialogs), and
                   an installation without anything; to .cache/states, at both sizes

  --url URL --email ADDRESS --password TEXT    pictures of a Bulkhead that runs
  --pages LIST     addresses, parted by commas (default: the README's)
  --out FOLDER     (default: docs/images)
  --sizes LIST     desk, phone (default: desk; with --url both)
  --themes LIST    light, dark (default: both)
  --until TEXT     waits for this text before each picture
  --axe            also says what axe finds, and ends with 1 where there is anything`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    email: { type: 'string', default: 'operator@example.com' },
    password: { type: 'string' },
    out: { type: 'string' },
    states: { type: 'boolean', default: false },
    axe: { type: 'boolean', default: false },
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
const common = {
  out: values.out ?? (values.states ? '.cache/states' : 'docs/images'),
  themes,
  until: values.until,
  axe: values.axe,
};

async function ofRunningOne(url: string): Promise<Taken> {
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

async function ofOwnDemo(): Promise<Taken> {
  return ofInstallation({ demo: 'on' }, async (call) => {
    const { waitingId, finishedId } = await fillDemo(call);
    if (values.states) return statePages(await makeStates(call), call);
    if (values.pages !== undefined)
      return named(values.pages.split(',').map((path) => path.replace('{waiting}', waitingId)));
    return [
      { path: '/', name: 'overview' },
      { path: '/runs', name: 'runs' },
      { path: '/approvals', name: 'approvals' },
      { path: `/runs/${finishedId}?step=4`, name: 'run' },
      { path: '/spend', name: 'spend' },
    ];
  });
}

/** Of an installation of this command's own, which is gone afterwards. */
async function ofInstallation(
  { demo }: { readonly demo: 'on' | 'off' },
  fill: (call: Caller) => Promise<PagePicture[]>,
): Promise<Taken> {
  const key = randomBytes(24).toString('hex');
  const bulkhead = await startBulkhead({ env: { BULKHEAD_API_KEY: key, BULKHEAD_DEMO: demo } });
  try {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const pages = await fill(async (method, path, body) => {
      const response = await fetch(`${bulkhead.url}/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    });
    const { email, password } = bulkhead.admin;
    const fallback = values.states ? 'desk,phone' : 'desk';
    return await takePictures({
      ...common,
      url: bulkhead.url,
      email,
      password,
      pages,
      sizes: sizes(fallback),
    });
  } finally {
    await bulkhead.remove();
  }
}

const EMPTY_PAGES: PagePicture[] = ['breakers', 'dead-letters', 'tools'].map((name) => ({
  path: `/${name}`,
  name: `empty-${name}`,
}));

if (values.help) console.log(HELP);
else {
  const taken = [await (values.url === undefined ? ofOwnDemo() : ofRunningOne(values.url))];
  if (values.states && values.url === undefined)
    taken.push(await ofInstallation({ demo: 'off' }, async () => EMPTY_PAGES));
  console.log(taken.flatMap(({ files }) => files).join('\n'));
  const faults = taken.flatMap((one) => one.faults);
  if (faults.length > 0) {
    console.error(faults.join('\n'));
    process.exitCode = 1;
  }
}
