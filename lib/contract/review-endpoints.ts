// Endpoints of how approvals go: figures of decisions, and what stated confidence was worth.
import {
  approvalMetricsExport,
  approvalMetricsQuery,
  approvalMetricsShape,
  exportApprovalMetricsQuery,
} from './approval-metrics';
import { calibrationExport, calibrationQuery, calibrationShape, exportCalibrationQuery } from './calibration';
import { endpoint } from './endpoint';

export const REVIEW_ENDPOINTS = {
  readApprovalMetrics: endpoint({
    id: 'readApprovalMetrics',
    method: 'GET',
    path: '/approvals/metrics',
    summary: 'Figures of approvals in a period: volume, what people decided and how fast, reviewers, backlog',
    scope: 'approvals:read',
    query: approvalMetricsQuery,
    status: 200,
    response: approvalMetricsShape,
  }),
  exportApprovalMetrics: endpoint({
    id: 'exportApprovalMetrics',
    method: 'GET',
    path: '/approvals/metrics/export',
    summary: 'Export figures of approvals, one a row, as the same question answers them',
    scope: 'approvals:read',
    query: exportApprovalMetricsQuery,
    status: 200,
    response: approvalMetricsExport,
    download: true,
  }),
  readCalibration: endpoint({
    id: 'readCalibration',
    method: 'GET',
    path: '/calibration',
    summary: 'Stated confidence against what people decided, and a threshold for a wanted error rate',
    scope: 'approvals:read',
    query: calibrationQuery,
    status: 200,
    response: calibrationShape,
  }),
  exportCalibration: endpoint({
    id: 'exportCalibration',
    method: 'GET',
    path: '/calibration/export',
    summary: 'Export the bins of the calibration, as the same question answers them',
    scope: 'approvals:read',
    query: exportCalibrationQuery,
    status: 200,
    response: calibrationExport,
    download: true,
  }),
} as const;
