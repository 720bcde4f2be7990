// The states a mark can show, as written into data-state-of. Knows words, no colours.

export type StateName =
  | 'queued'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'partial'
  | 'dry'
  | 'tainted'
  | 'open'
  | 'half-open'
  | 'isolated'
  | 'closed'
  | 'neutral'
  | 'accent';

/** States that have a glyph of their own. */
export type GlyphState =
  | 'queued'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'partial'
  | 'dry'
  | 'tainted';

export type BreakerStateName = 'closed' | 'open' | 'half-open' | 'isolated';
