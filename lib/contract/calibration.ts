// What stated confidence was worth, on the wire: against what people decided of the calls that they were shown.
import { z } from 'zod';
import { resourceName } from '../domain/names';
import { formatParam } from './download';
import { timestamp } from './page';

export const CALIBRATION_BASES = ['unselected', 'held'] as const;

const question = {
  /** At or after; 90 days before `until` unless told. */
  since: timestamp.optional(),
  /** Before; now unless told. */
  until: timestamp.optional(),
  agent: resourceName.optional(),
  model: resourceName.optional(),
  /** The share of calls that people would have changed or refused, which a threshold should keep to. */
  errorRate: z.coerce.number().min(0.001).max(0.5).default(0.05),
  /** Which cases count; those told of under `basis` unless told. */
  basis: z.enum(CALIBRATION_BASES).optional(),
};
export const calibrationQuery = z.strictObject(question);
export type CalibrationQuery = z.infer<typeof calibrationQuery>;
export const exportCalibrationQuery = z.strictObject({ ...question, format: formatParam });

const count = z.number().int();
const interval = z.strictObject({ low: z.number(), high: z.number() }).nullable();

export const calibrationBinShape = z.strictObject({
  low: z.number(),
  high: z.number(),
  cases: count,
  /** Approved unchanged; the others were edited or rejected. */
  agreed: count,
  meanConfidence: z.number().nullable(),
  /** Null of fewer than `fewestCases`. */
  agreement: z.number().nullable(),
  /** Wilson's, of 95 %; null without cases. */
  interval,
});
export type CalibrationBinShape = z.infer<typeof calibrationBinShape>;

const curve = {
  cases: count,
  agreed: count,
  bins: z.array(calibrationBinShape),
  brier: z.number().nullable(),
  expectedError: z.number().nullable(),
};

export const calibrationShape = z.strictObject({
  since: timestamp,
  until: timestamp,
  fewestCases: count,
  /** How many cases each basis has, and which one counts here. unselected: held by the draw or for the confidence alone. held: every call that people decided. */
  basis: z.strictObject({ used: z.enum(CALIBRATION_BASES), unselected: count, held: count, sampled: count }),
  /** Decided without a stated confidence; in no bin. */
  withoutConfidence: z.strictObject({ cases: count, agreed: count }),
  all: z.strictObject(curve),
  /** `model` null: not recorded. Those with most cases first; at most 100. */
  groups: z.array(z.strictObject({ agent: z.string(), model: z.string().nullable(), ...curve })),
  errorRate: z.number(),
  /** Null: not enough cases to be sure of any. */
  suggested: z
    .strictObject({
      threshold: z.number(),
      /** At or above it. */
      cases: count,
      disagreed: count,
      interval: z.strictObject({ low: z.number(), high: z.number() }),
      /** What the agent asks below today; null without one agent. */
      present: z.number().nullable(),
      /** What it would have meant for calls of the period that people decided. */
      fewer: z.strictObject({
        /** Held for their confidence alone, at or above the threshold: nobody would have been asked. */
        calls: count,
        rejected: count,
        edited: count,
      }),
      /** Below the threshold and at or above the present one: people would have been asked. Only those that the draw showed them are known. */
      more: z.strictObject({ sampled: count, rejected: count, edited: count }),
    })
    .nullable(),
});
export type CalibrationShape = z.infer<typeof calibrationShape>;

export const calibrationRow = z.strictObject({
  /** Empty for all of them. */
  agent: z.string(),
  model: z.string(),
  low: z.number(),
  high: z.number(),
  cases: count,
  agreed: count,
  meanConfidence: z.number().nullable(),
  agreement: z.number().nullable(),
  intervalLow: z.number().nullable(),
  intervalHigh: z.number().nullable(),
});
export type CalibrationRow = z.infer<typeof calibrationRow>;
export const calibrationExport = z.array(calibrationRow);
