import { demandVariants, resultsFolder } from '../../../loader/index.ts';
import { explorerSource } from '../../../workbench/explorer/explorer-source.ts';
import { readView } from '../../../workbench/views/view-files.ts';
import { type ProbeChoice, probeText } from '../../arguments/chosen-probe.ts';

/** How the explorer was asked to open. */
export interface ExplorerRequest extends ProbeChoice {
  readonly results?: string;
  readonly variant?: string;
  readonly view?: string;
  readonly epoch?: number;
  readonly marks?: string;
  readonly color?: string;
  readonly background?: string;
  readonly graphics?: 'auto' | 'kitty' | 'iterm' | 'sixel' | 'cells';
  readonly mouse?: boolean;
  readonly quietLink?: boolean;
}

/**
 * Opens the explorer in this terminal; resolves when the user leaves it. Rejects with a UserError
 * where there is nothing to explore.
 */
export async function openExplorer(request: ExplorerRequest): Promise<void> {
  if (request.variant === undefined) demandVariants(resultsFolder(request.results));
  const { explore } = await import('../../../tui/index.ts');
  const workbench = explorerSource(request.results);
  try {
    const probe = await probeText(request);
    const view =
      request.view === undefined ? undefined : await readView(request.results, request.view);
    await explore({ ...request, probe, view, workbench });
  } finally {
    await workbench.close();
  }
}
