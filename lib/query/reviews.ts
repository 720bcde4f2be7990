// Questions about how approvals go. They move with the clock and are dear to count, so they are asked for again each minute and not at each event.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { approvalMetricsQuery } from '../contract/approval-metrics';
import type { calibrationQuery } from '../contract/calibration';
import { CONSIDERED_ENDPOINTS } from '../contract/considered';
import { REVIEW_ENDPOINTS } from '../contract/review-endpoints';
import { api, apiPath } from './api';

const AGAIN_MS = 60_000;
export type MetricsQuestion = z.input<typeof approvalMetricsQuery>;
export type CalibrationQuestion = z.input<typeof calibrationQuery>;

export function approvalMetricsOptions(question: MetricsQuestion) {
  return queryOptions({
    queryKey: ['reviews', 'metrics', question] as const,
    queryFn: ({ signal }) => api(REVIEW_ENDPOINTS.readApprovalMetrics, { query: question, signal }),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}

export function calibrationOptions(question: CalibrationQuestion) {
  return queryOptions({
    queryKey: ['reviews', 'calibration', question] as const,
    queryFn: ({ signal }) => api(REVIEW_ENDPOINTS.readCalibration, { query: question, signal }),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}

/** The address of exactly what is shown, as a file. */
export function approvalMetricsFile(question: MetricsQuestion, format: 'csv' | 'json'): string {
  return apiPath(REVIEW_ENDPOINTS.exportApprovalMetrics, {}, { ...question, format });
}

export function calibrationFile(question: CalibrationQuestion, format: 'csv' | 'json'): string {
  return apiPath(REVIEW_ENDPOINTS.exportCalibration, {}, { ...question, format });
}

/** Everybody's for an administrator, else the asker's own. */
export function consideredOptions() {
  return queryOptions({
    queryKey: ['reviews', 'considered'] as const,
    queryFn: ({ signal }) => api(CONSIDERED_ENDPOINTS.readConsidered, { signal }),
  });
}
