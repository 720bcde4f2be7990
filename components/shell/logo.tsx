// The hatch in its wall. Ink on paper in both themes; the surface it lies on cuts it out.
import { cx } from '../ui/class-names';

export type LogoProps = { size?: number; on?: 'surface' | 'raised'; className?: string };

export function Logo({ size = 20, on = 'surface', className }: LogoProps) {
  const cut = on === 'surface' ? 'var(--surface)' : 'var(--surface-raised)';
  return (
    <svg
      aria-hidden="true"
      className={cx('flex-none', className)}
      width={size}
      height={size}
      viewBox="0 0 24 24"
    >
      <rect x="1.5" y="1.5" width="21" height="21" rx="5" fill="var(--text)" />
      <g fill="none" stroke={cut} strokeWidth="1.5" strokeLinecap="round">
        <rect x="7.25" y="4.75" width="9.5" height="14.5" rx="4.75" />
        <path d="M7.25 8.6H5.2M7.25 15.4H5.2M16.75 8.6h2.05M16.75 15.4h2.05" />
      </g>
      <circle cx="12" cy="12" r="1.7" fill={cut} />
    </svg>
  );
}
