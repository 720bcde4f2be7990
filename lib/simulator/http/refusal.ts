// Knows the one error body of the simulator; refuses to carry anything that the caller did not cause.

export interface Issue {
  path: string;
  message: string;
}

export interface RefusalDetails {
  param?: string;
  issues?: Issue[];
  /** Further fields of the error body, for example what is left to refund. */
  facts?: Record<string, string | number | null>;
  headers?: Record<string, string>;
}

/** An answer other than success. The body has OpenAI's error shape, which the services share. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: RefusalDetails;

  constructor(status: number, code: string, message: string, details: RefusalDetails = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

function errorType(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

export interface ErrorBody {
  error: { message: string; type: string; param: string | null; code: string; [fact: string]: unknown };
}

export function errorBody(refusal: Refusal): ErrorBody {
  const { param, issues, facts } = refusal.details;
  return {
    error: {
      message: refusal.message,
      type: errorType(refusal.status),
      param: param ?? issues?.[0]?.path ?? null,
      code: refusal.code,
      ...(issues ? { issues } : {}),
      ...facts,
    },
  };
}
