import { resultsFolder, someVariants } from '../../../loader/index.ts';
import { explorerSource } from '../../../workbench/explorer/explorer-source.ts';
import { type AskedProbe, probeText } from '../../arguments/asked-probe.ts';

/** How the explorer was asked to open. */
export interface ExplorerRequest extends AskedProbe {
  readonly results?: string;
  readonly variant?: string;
  readonly epoch?: number;
  readonly marks?: string;
  readonly color?: string;
  readonly background?: string;
}

/** Opens the explorer in this terminal; resolves when the user leaves it. Rejects with a UserError where there is nothing to explore. */
export async function openExplorer(asked: ExplorerRequest): Promise<void> {
  if (asked.variant === undefined) await someVariants(resultsFolder(asked.results));
  const { explore } = await import('../../../tui/index.ts');
  const workbench = explorerSource(asked.results);
  try {
    const probe = await probeText(asked);
    await explore({ ...asked, probe, workbench });
  } finally {
    await workbench.close();
  }
}
