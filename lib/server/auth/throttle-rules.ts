// How often one may be wrong about who one is, for passwords and codes alike.
import 'server-only';
import type { ThrottleRule } from '../../store/write/sign-in-throttle';

/** By account: five tries, then 2 s, doubling up to 15 min; forgotten after an hour without a failure. */
export const ACCOUNT_RULE: ThrottleRule = {
  free: 5,
  firstMs: 2_000,
  mostMs: 15 * 60_000,
  forgetMs: 3_600_000,
};
/** By address, behind which may be a whole office. */
export const ADDRESS_RULE: ThrottleRule = {
  free: 40,
  firstMs: 2_000,
  mostMs: 15 * 60_000,
  forgetMs: 3_600_000,
};
