// A key, or two strokes one after the other, as they are printed on a keyboard.
import { Kbd } from './kbd';

const PRINTED: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  escape: 'Esc',
  enter: 'Enter',
  ctrl: 'Ctrl',
  ' ': 'Space',
};
const SAID: Readonly<Record<string, string>> = {
  arrowleft: 'left arrow',
  arrowright: 'right arrow',
  arrowup: 'up arrow',
  arrowdown: 'down arrow',
};

export type KeyNameProps = {
  /** As usePageKeys names it: "j", "escape", "g r". */
  name: string;
  hold?: boolean;
  className?: string;
};

export function KeyName({ name, hold = false, className }: KeyNameProps) {
  const strokes = name === ' ' ? [' '] : name.split(' ');
  const printed = (stroke: string): string => PRINTED[stroke] ?? stroke.toUpperCase();
  const said = `${hold ? 'hold ' : ''}${strokes.map((stroke) => SAID[stroke] ?? printed(stroke)).join(' then ')}`;
  return (
    <span className={className}>
      <span className="sr-only">{said}</span>
      <span aria-hidden="true" className="inline-flex items-center gap-1">
        {hold && <span className="text-2xs text-muted">hold</span>}
        {strokes.map((stroke) => (
          <Kbd key={stroke}>{printed(stroke)}</Kbd>
        ))}
      </span>
    </span>
  );
}
