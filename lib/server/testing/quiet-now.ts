// Quiet hours that hold now, whatever the time of day: yesterday, today and tomorrow, each as a whole.
import { WEEKDAYS } from '../../domain/quiet-hours';

export function quietNow(nowMs: number) {
  const monday = (new Date(nowMs).getUTCDay() + 6) % 7;
  const days = [6, 0, 1].flatMap((by) => WEEKDAYS[(monday + by) % 7] ?? []);
  return { zone: 'UTC', from: '00:00', to: '00:00', days };
}
