// What the call would change, as it was looked up when this was asked, and what of it changed since it was asked before.
import type { ApprovalCardShape } from '@/lib/contract/approval';
import type { SeenValue } from '@/lib/domain/precondition';
import { AbsoluteTime } from '../ui/absolute-time';
import { ArgumentList } from '../ui/argument-list';
import { JsonDiff } from '../ui/json-diff';
import { jsonText } from '../ui/json-text';
import { PaneSection } from '../ui/pane-section';

const TITLE = 'State of the target when this was asked';

export function CardTarget({ target }: { target: ApprovalCardShape['target'] }) {
  if (target === null) return null;
  return (
    <PaneSection gutter="main" title={TITLE} aria-label={TITLE}>
      <ArgumentList
        rows={target.seen.map(({ path, value }) => ({
          name: path === '' ? 'answer' : path,
          value: value === undefined ? <span className="text-muted">nothing there</span> : jsonText(value),
          ...(target.untrusted ? { tainted: true, source: target.tool } : {}),
        }))}
      />
      <p className="mt-[9px] text-xs text-muted">
        <code className="text-ink-2">{target.tool}</code> looked <AbsoluteTime at={target.at} />. It looks
        again right before the call is sent, and asks again if this has changed.
      </p>
      {target.before !== null && (
        <>
          <p className="mt-2.5 mb-1.5 text-ink-2">Since it was asked before, the target changed:</p>
          <JsonDiff
            label="The target before and now"
            before={byPath(target.before)}
            after={byPath(target.seen)}
          />
        </>
      )}
    </PaneSection>
  );
}

const byPath = (seen: readonly SeenValue[]) =>
  Object.fromEntries(seen.map(({ path, value }) => [path === '' ? 'answer' : path, value]));
