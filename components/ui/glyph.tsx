// The console's own signs (16 px, 1.4 stroke) for the things it is about. Everything ordinary is a lucide icon: see Icon.
import type { ReactNode } from 'react';
import { cx } from './class-names';

const DISC = { r: 0.9, fill: 'currentColor', stroke: 'none' } as const;
const COINS = 'M3 4v4c0 1.1 2.24 2 5 2s5-.9 5-2V4';

const PATHS = {
  overview: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" rx="2" />
      <path d="M2.5 7h11M7.5 7v6.5" />
    </>
  ),
  runs: <path d="M2 4h5.5M2 8h9M2 12h4M10.5 10.2v4.1l3.4-2.05z" />,
  approvals: (
    <path d="M2.5 9.5V12A1.5 1.5 0 0 0 4 13.5h8a1.5 1.5 0 0 0 1.5-1.5V9.5M5 6l2.3 2.4L11.5 3M2.5 9.5H5l1 1.5h4l1-1.5h2.5" />
  ),
  amount: (
    <>
      <ellipse cx="8" cy="4" rx="5" ry="2" />
      <path d={`${COINS}M3 8v4c0 1.1 2.24 2 5 2s5-.9 5-2V8`} />
    </>
  ),
  breaker: (
    <>
      <path d="M1.5 11H5M11 11h3.5M5 11l5-5.5" />
      <circle cx="5" cy="11" r="1.1" />
      <circle cx="11" cy="11" r="1.1" />
    </>
  ),
  'dead-letter': (
    <>
      <rect x="2" y="3.5" width="12" height="9" rx="1.5" />
      <path d="m6.2 6.2 3.6 3.6M9.8 6.2 6.2 9.8" />
    </>
  ),
  agent: (
    <>
      <rect x="3" y="5" width="10" height="8" rx="2" />
      <path d="M8 5V2.5M6 8.5v1M10 8.5v1M1.5 8.5v1.5M14.5 8.5v1.5" />
    </>
  ),
  tool: (
    <path
      d="M9.7 5.3a3 3 0 0 1 3.9-3l-1.9 1.9.2 1.9 1.9.2 0 0a3 3 0 0 1-3.9 2.6L5.4 13.4a1.5 1.5 0 0 1-2.1-2.1l4.5-4.5a3 3 0 0 1 1.9-1.5z"
      transform="translate(-.3 .2)"
    />
  ),
  model: (
    <>
      <rect x="4" y="4" width="8" height="8" rx="1.5" />
      <path d="M6.5 1.8V4M9.5 1.8V4M6.5 12v2.2M9.5 12v2.2M1.8 6.5H4M1.8 9.5H4M12 6.5h2.2M12 9.5h2.2" />
    </>
  ),
  child: (
    <>
      <circle cx="4" cy="3.5" r="1.6" />
      <circle cx="12" cy="12.5" r="1.6" />
      <path d="M4 5.1v4.4a3 3 0 0 0 3 3h3.4" />
    </>
  ),
  fork: (
    <>
      <circle cx="4.5" cy="3.3" r="1.6" />
      <circle cx="11.5" cy="3.3" r="1.6" />
      <circle cx="8" cy="12.7" r="1.6" />
      <path d="M4.5 4.9v.6A2.5 2.5 0 0 0 7 8h2a2.5 2.5 0 0 0 2.5-2.5v-.6M8 8v3.1" />
    </>
  ),
  timer: (
    <>
      <path d="M6.3 1.8h3.4M8 8.8V6M12.4 4.4l.9-.9" />
      <circle cx="8" cy="8.8" r="5" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 4.8V8l2.2 1.4" />
    </>
  ),
  finish: <path d="M4 14V2.5M4 3h8l-2 2.7L12 8.5H4" />,
  judge: (
    <path d="M8 2.5v11M4.5 13.5h7M3 4.5h10M3 4.5l-1.7 4.3a2 2 0 0 0 3.4 0zM13 4.5l-1.7 4.3a2 2 0 0 0 3.4 0z" />
  ),
  question: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M6.3 6.4A1.8 1.8 0 0 1 8 5.1c1 0 1.8.7 1.8 1.6C9.8 8 8 8 8 9.3M8 11v.1" />
    </>
  ),
  plan: <path d="M6.5 4h7M6.5 8h7M6.5 12h7M2.3 4l.8.8L4.5 3.3M2.3 8l.8.8 1.4-1.5M2.3 12l.8.8 1.4-1.5" />,
  sample: (
    <>
      <path d="M1.5 8S4 3.7 8 3.7 14.5 8 14.5 8 12 12.3 8 12.3 1.5 8 1.5 8z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  mail: (
    <>
      <rect x="2" y="3.5" width="12" height="9" rx="1.5" />
      <path d="m2.5 4.7 5.5 4 5.5-4" />
    </>
  ),
  taint: <path d="M8 1.8c2.3 2.7 4.2 4.9 4.2 7.3a4.2 4.2 0 0 1-8.4 0C3.8 6.7 5.7 4.5 8 1.8z" />,
  trend: <path d="M2 11.5 6 7.5l2.7 2.7L14 4.5M10.3 4.5H14v3.7" />,
  anomaly: <path d="M1.5 8h3l2-4.5 3 9 2-4.5h3" />,
  people: (
    <>
      <circle cx="6" cy="5.5" r="2.3" />
      <path d="M1.7 13c.4-2.2 2.1-3.4 4.3-3.4s3.9 1.2 4.3 3.4M10.3 3.4a2.3 2.3 0 0 1 0 4.2M11.8 9.9c1.4.5 2.3 1.5 2.5 3.1" />
    </>
  ),
  policy: (
    <>
      <path d="M8 1.8 3 3.5v4c0 3.2 2 5.6 5 6.7 3-1.1 5-3.5 5-6.7v-4z" />
      <path d="m6 7.7 1.5 1.5L10.3 6.3" />
    </>
  ),
  audit: <path d="M4 2.5h5.5L13 6v7.5H4zM9.3 2.7V6H13M6.3 8.5h4.4M6.3 11h4.4" />,
  settings: (
    <>
      <path d="M2 5h6.2M11.8 5H14M2 11h2.2M7.8 11H14" />
      <circle cx="10" cy="5" r="1.8" />
      <circle cx="6" cy="11" r="1.8" />
    </>
  ),
  alert: <path d="M4 11V7a4 4 0 0 1 8 0v4l1.2 1H2.8zM6.5 13.8h3" />,
  warning: <path d="M8 2.3 14.3 13H1.7zM8 6.3v3M8 11.2v.1" />,
  recorded: <path d="M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H7" />,
  respond: (
    <path d="M2.5 4A1.5 1.5 0 0 1 4 2.5h8A1.5 1.5 0 0 1 13.5 4v5a1.5 1.5 0 0 1-1.5 1.5H7L4 13.2v-2.7A1.5 1.5 0 0 1 2.5 9z" />
  ),
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" strokeWidth="2" />,
  more: (
    <>
      <circle cx="3.5" cy="8" {...DISC} />
      <circle cx="8" cy="8" {...DISC} />
      <circle cx="12.5" cy="8" {...DISC} />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof PATHS;

export type GlyphProps = { name: GlyphName; label?: string | undefined; size?: number; className?: string };

export function Glyph({ name, label, size = 16, className }: GlyphProps) {
  const said = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden where its word stands beside it
    <svg {...said} className={cx('glyph', className)} width={size} height={size} viewBox="0 0 16 16">
      {PATHS[name]}
    </svg>
  );
}
