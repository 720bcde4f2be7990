// The drawing beside the sign-in: a ship's plan with its bulkheads, one hatch lit. Decoration; says nothing.

const WALLS =
  'M96 0V820M214 0V820M318 0V820M452 0V820M600 0V820M0 118H680M0 262H680M0 404H680M0 540H680M0 664H680';

/** Hatches in upright walls and in lying ones. */
const UPRIGHT: readonly (readonly [number, number])[] = [
  [96, 190],
  [214, 332],
  [318, 190],
  [600, 600],
  [214, 600],
  [318, 470],
  [452, 60],
  [96, 470],
];
const LYING: readonly (readonly [number, number])[] = [
  [504, 664],
  [265, 262],
  [385, 404],
  [155, 404],
  [504, 540],
  [385, 664],
  [48, 262],
  [155, 118],
  [48, 664],
];

type HatchProps = { at: readonly [number, number]; lying?: boolean; lit?: boolean };

function Hatch({ at: [x, y], lying = false, lit = false }: HatchProps) {
  const line = lit ? 'var(--accent)' : 'var(--line-control)';
  return (
    <g
      transform={`translate(${x} ${y})${lying ? ' rotate(90)' : ''}`}
      stroke={line}
      strokeWidth={lit ? 2 : 1.2}
      strokeLinecap="round"
    >
      <rect
        x="-13"
        y="-22"
        width="26"
        height="44"
        rx="13"
        fill={lit ? 'var(--surface-raised)' : 'var(--surface-sunken)'}
      />
      <circle r="3" fill={line} stroke="none" />
      <path d="M-13 -10h-5M-13 10h-5M13 -10h5M13 10h5" />
    </g>
  );
}

export function HullPlate() {
  return (
    <aside className="relative overflow-hidden border-l border-line bg-sunken max-lg:hidden">
      <svg
        aria-hidden="true"
        viewBox="0 0 680 820"
        preserveAspectRatio="xMinYMin slice"
        className="absolute inset-0 size-full fill-none"
      >
        <rect
          x="452"
          y="262"
          width="148"
          height="142"
          fill="color-mix(in oklab, var(--accent) 9%, transparent)"
        />
        <path d={WALLS} stroke="var(--line-strong)" strokeWidth="1.2" />
        {UPRIGHT.map((at) => (
          <Hatch key={at.join()} at={at} />
        ))}
        {LYING.map((at) => (
          <Hatch key={at.join()} at={at} lying />
        ))}
        <Hatch at={[452, 332]} lit />
      </svg>
      <div className="absolute inset-x-0 bottom-0 bg-linear-to-t from-sunken from-52% to-transparent px-10 pt-[130px] pb-10">
        <p className="text-[26px] leading-8 font-semi tracking-[-.032em]">
          One compartment floods.
          <br />
          The ship goes on.
        </p>
        <p className="mt-2 text-muted">Limits and people between an agent and the world.</p>
      </div>
    </aside>
  );
}
