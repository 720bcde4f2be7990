// What a person can do with an agent: start a run of it, activate or roll back, edit, archive, bring back. Each act says what it will do.
'use client';
import { Archive, Check, Pause, Pencil, Play, RotateCcw, ScrollText, StepForward, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { AgentHead } from '@/lib/contract/agent';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { useStartRun } from '../runs/start-run';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/button-link';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { usePageKeys } from '../ui/use-page-keys';
import { ActivateDialog } from './activate-dialog';
import { ArchiveDialog, BringBackDialog } from './archive-dialogs';
import { PauseDialog } from './pause-dialog';

type Asking =
  | { act: 'activate'; version: number }
  | { act: 'archive' | 'bring-back' | 'pause' | 'resume' }
  | undefined;

export function AgentActs({ agent }: { agent: AgentHead }) {
  const [asking, setAsking] = useState<Asking>(undefined);
  const startRun = useStartRun();
  const mayWrite = useMay('agents:write');
  const mayAudit = useMay('audit:read');
  const mayStart = useMay('runs:write') && agent.archivedAt === null;
  const newer = agent.latestVersion > agent.version;
  usePageKeys({
    s: { label: `Start a run of ${agent.name}`, act: mayStart ? () => startRun(agent.name) : undefined },
    p: {
      label: agent.paused === null ? 'Pause the agent' : 'Resume the agent',
      act: mayStart ? () => setAsking({ act: agent.paused === null ? 'pause' : 'resume' }) : undefined,
    },
  });
  const close = (): void => setAsking(undefined);
  const dialogs = (
    <>
      {asking?.act === 'activate' && (
        <ActivateDialog agent={agent} version={asking.version} onClose={close} />
      )}
      {(['pause', 'resume'] as const).map((act) => (
        <PauseDialog key={act} agent={agent} act={act} open={asking?.act === act} onClose={close} />
      ))}
      <ArchiveDialog agent={agent} open={asking?.act === 'archive'} onClose={close} />
      <BringBackDialog agent={agent} open={asking?.act === 'bring-back'} onClose={close} />
    </>
  );
  if (agent.archivedAt !== null) {
    return mayWrite ? (
      <>
        <Button icon={<Icon of={Undo2} />} onClick={() => setAsking({ act: 'bring-back' })}>
          Bring back
        </Button>
        {dialogs}
      </>
    ) : null;
  }
  return (
    <span className="flex flex-wrap gap-2 max-md:w-full max-md:[&>a]:flex-1 max-md:[&>button]:flex-1">
      {mayWrite && newer && (
        <Button
          variant="primary"
          icon={<Icon of={Check} />}
          onClick={() => setAsking({ act: 'activate', version: agent.latestVersion })}
        >
          {`Activate v${agent.latestVersion}`}
        </Button>
      )}
      {mayStart && (
        <Button
          variant={mayWrite && newer ? 'default' : 'primary'}
          icon={<Icon of={Play} />}
          keyHint="S"
          onClick={() => startRun(agent.name)}
        >
          Start a run
        </Button>
      )}
      {mayStart &&
        (agent.paused === null ? (
          <Button icon={<Icon of={Pause} />} keyHint="P" onClick={() => setAsking({ act: 'pause' })}>
            Pause
          </Button>
        ) : (
          <Button icon={<Icon of={StepForward} />} keyHint="P" onClick={() => setAsking({ act: 'resume' })}>
            Resume
          </Button>
        ))}
      {mayWrite && (
        <>
          <ButtonLink href={routes.editAgent(agent.name)} icon={<Icon of={Pencil} />}>
            Edit
          </ButtonLink>
          <DropdownMenu
            trigger={
              <IconButton label={`More acts on ${agent.name}`} tooltip={false} className="max-md:flex-none!">
                <Glyph name="more" />
              </IconButton>
            }
          >
            {agent.version > 1 && (
              <MenuItem
                icon={<Icon of={RotateCcw} />}
                onSelect={() => setAsking({ act: 'activate', version: agent.version - 1 })}
              >
                {`Roll back to v${agent.version - 1}`}
              </MenuItem>
            )}
            {mayAudit && (
              <MenuItem
                icon={<Icon of={ScrollText} />}
                href={routes.audit({ entity: `agent:${agent.name}` })}
              >
                Changes in the audit
              </MenuItem>
            )}
            <MenuItem icon={<Icon of={Archive} />} danger onSelect={() => setAsking({ act: 'archive' })}>
              Archive
            </MenuItem>
          </DropdownMenu>
        </>
      )}
      {dialogs}
    </span>
  );
}
