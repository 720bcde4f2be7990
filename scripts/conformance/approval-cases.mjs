// The cases of the approvals' conformance, each named after the failure it prevents, and the tests that show it. A case without a test that ran has failed.

const REGRESSIONS = 'lib/runtime/approval-regressions.test.ts';
const CHANGES = 'lib/runtime/approval-changes.test.ts';
const ORDERS = 'lib/runtime/approval-orders.test.ts';
const WINDOWS = 'lib/runtime/amount-windows.test.ts';
const CHAINS = 'lib/runtime/approval-chains.test.ts';
const LEVELS = 'lib/store/runs/escalate-approval.db.test.ts';
const CHAIN_DOORS = 'lib/server/commands/approval-chain.db.test.ts';
const WORDS = 'lib/runtime/conversation-approval.test.ts';
const SAMPLES = 'lib/runtime/sampling.test.ts';
const VETOES = 'lib/runtime/veto-windows.test.ts';
const VETO_CRASHES = 'lib/runtime/veto-crashes.test.ts';
const VETO_RULE = 'lib/guard/veto-rule.test.ts';
const WINDOW_ENDS = 'lib/store/runs/end-windows.db.test.ts';
const DECIDE = 'lib/server/commands/decide-approval.db.test.ts';
const STORE = 'lib/store/run-store.db.test.ts';
const PROCESSES = 'scripts/conformance/approvals.db.test.ts';

const regression = (name) => ({ name, file: REGRESSIONS, tests: [name] });

/** `tests`: parts of full names; each must be in one that ran, and all that hold one must pass. `db`: needs PostgreSQL. */
export const CASES = [
  regression('rejected call runs anyway'),
  regression('answer applied to another call'),
  regression('parallel approvals lost'),
  { name: 'parallel approvals lost, in one of all orders', file: ORDERS, tests: ['in one run in the order'] },
  { name: 'parallel approvals lost with their process', file: ORDERS, tests: ['across kill -9'] },
  regression('approved but never runs'),
  regression('resumed but shown suspended'),
  regression('waiting shown as completed'),
  regression('decision before the wait is registered'),
  regression('decision after a redeploy'),
  { name: 'decision lost by another build', file: ORDERS, tests: ['to another build'] },
  {
    name: 'old approval sends by a new version of the tool',
    file: ORDERS,
    tests: ['another version of the tool'],
  },
  { name: 'decision lost over 36 hours', file: ORDERS, tests: ['36 hours'] },
  regression('expiry approves silently'),
  regression('run continues after expiry'),
  regression('approve while the lease changes hands'),
  { name: 'escalation lost by a crash, or made twice', file: CHAINS, tests: ['dies at any one point'] },
  { name: 'end of a chain approves silently', file: CHAINS, tests: ['rejected after the last'] },
  { name: 'level passed over while nobody swept', file: CHAINS, tests: ['where nobody looked for long'] },
  { name: 'chain leads around the policy', file: CHAINS, tests: ['role that the policy names'] },
  { name: 'approved call is sent after it changed', file: CHANGES, tests: [''] },
  {
    name: 'bound passed in small calls',
    file: WINDOWS,
    tests: ['the third of three payments', 'in one answer'],
  },
  { name: 'bound passed by runs at once', file: WINDOWS, tests: ['three that run at once'] },
  { name: 'queue reopens as a window moves', file: WINDOWS, tests: ['does not reopen'] },
  {
    name: 'approved by words in the conversation',
    file: WORDS,
    tests: ['said in the run', 'in a tool’s result', 'by the model itself', 'asks again'],
  },
  { name: 'nobody looks at what no rule stops', file: SAMPLES, tests: [''] },
  {
    name: 'executed although someone objected',
    file: VETO_CRASHES,
    tests: ['objected to, wherever', 'cancelled, wherever'],
  },
  { name: 'executed twice', file: VETO_CRASHES, tests: ['sends it once'] },
  { name: 'irreversible act got a veto window', file: VETO_RULE, tests: [''] },
  {
    name: 'executed by silence that nobody could have broken',
    file: VETOES,
    tests: ['under a stop of', 'a stop came between', 'is paused when it ends', 'while no process lives'],
  },
  {
    name: 'executed by silence though the rules changed',
    file: VETOES,
    tests: ['no longer lets it run', 'denies by then', 'is another one by then'],
  },
  {
    name: 'objection and end of the window both count',
    file: WINDOW_ENDS,
    tests: ['at the same moment have one outcome', 'after its time', 'too late'],
    db: true,
  },
  { name: 'counted as approval by a person', file: WINDOW_ENDS, tests: ['nobody’s approval'], db: true },
  {
    name: 'executed while someone was at it',
    file: WINDOW_ENDS,
    tests: ['somebody is at it', 'claim lay over it', 'others were to agree'],
    db: true,
  },
  { name: 'second decider not told', file: DECIDE, tests: ['one wins, the other reads'], db: true },
  { name: 'decision on what was not shown', file: DECIDE, tests: ['is stale'], db: true },
  {
    name: 'edit keeps earlier votes, or one person makes a quorum',
    file: DECIDE,
    tests: ['quorum'],
    db: true,
  },
  { name: 'own run approved by who started it', file: DECIDE, tests: ['own run'], db: true },
  { name: 'escalated and decided at one moment', file: LEVELS, tests: ['never both'], db: true },
  {
    name: 'votes or claims confused by an escalation',
    file: LEVELS,
    tests: ['keeps the votes', 'nobody at it'],
    db: true,
  },
  { name: 'escalated without its run', file: LEVELS, tests: ['can’t be told'], db: true },
  {
    name: 'decided by an earlier level',
    file: CHAIN_DOORS,
    tests: ['by them alone', 'at every level'],
    db: true,
  },
  { name: 'expiry counted at each level', file: CHAIN_DOORS, tests: ['counted as expired once'], db: true },
  {
    name: 'level lost or doubled by two real sweeping processes',
    file: PROCESSES,
    tests: ['of two processes, one of which'],
    db: true,
  },
  { name: 'approval lost by kill -9 of a real worker', file: PROCESSES, tests: ['across kill -9'], db: true },
  {
    name: 'bound passed by commits at one moment',
    file: STORE,
    tests: ['of many that saw one sum'],
    db: true,
  },
  {
    name: 'bound passed from two real processes',
    file: PROCESSES,
    tests: ['of two processes at once'],
    db: true,
  },
  { name: 'what people say of a sample is lost', file: PROCESSES, tests: ['kept as the rate'], db: true },
];
