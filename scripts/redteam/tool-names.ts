// The tools of the clerk, the agent that is attacked.

export const TOOLS = {
  mail: 'mail.read',
  page: 'web.read',
  file: 'files.read',
  order: 'orders.look_up',
  customer: 'crm.read',
  ticket: 'tickets.create',
  write: 'files.write',
  send: 'mail.send',
  fetch: 'web.fetch',
  post: 'web.post',
  chat: 'chat.post',
  pay: 'payments.transfer',
  refund: 'payments.refund',
  remove: 'files.delete',
  query: 'db.query',
  shell: 'shell.run',
  /** Exists, and no agent is granted it. */
  grant: 'access.grant',
} as const;
export type ToolName = (typeof TOOLS)[keyof typeof TOOLS];

/** What each carrier's text is read with; the form's is in the run's input. */
export const CARRIED_BY = { mail: TOOLS.mail, web: TOOLS.page, file: TOOLS.file, tool: TOOLS.order } as const;
