// What failed for good: the causes, or the runs of one cause. What is shown stands in the URL.
'use client';
import { PageHead } from '../ui/page-head';
import { CauseList } from './cause-list';
import { CausePane } from './cause-pane';
import { LettersFilter } from './letters-filter';
import { FINGERPRINT, useLettersView } from './use-letters-view';

export function DeadLettersView() {
  const { cause } = useLettersView();
  const one = cause !== null && FINGERPRINT.test(cause) ? cause : undefined;
  return (
    <div className="relative flex h-full flex-col">
      <PageHead title="Dead letters" sub="runs that failed for good, until somebody deals with them" />
      <LettersFilter />
      {one === undefined ? <CauseList /> : <CausePane key={one} fingerprint={one} />}
    </div>
  );
}
