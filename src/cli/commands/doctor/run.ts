import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { chooseColors, chooseMarks } from '../../../cells/capability.ts';
import { deviceRemedy, tryDevices } from '../../../engine/index.ts';
import { listVariants, resultsFolder } from '../../../loader/index.ts';
import { printable } from '../../../text/printable.ts';
import { print, printJson } from '../../output/output.ts';

interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
  /** How to mend or add it. */
  readonly remedy?: string;
}

/**
 * Prints what works on this machine; every device is really tried. Returns 1 when the CPU cannot
 * compute.
 */
export async function diagnose(results: string | undefined, json: boolean): Promise<number> {
  const devices = await tryDevices();
  const checks: Check[] = [
    node(),
    machine(),
    ...devices.map(({ device, works, software, detail }) => ({
      what: `device ${device}`,
      ok: works,
      detail: software ? `${detail} (software: slower than cpu, never chosen by auto)` : detail,
      ...(works ? {} : { remedy: deviceRemedy(device) })
    })),
    terminal(await plots()),
    await folder(resultsFolder(results))
  ];
  if (json) printJson({ checks });
  else
    for (const { what, ok, detail, remedy } of checks)
      print(
        `${ok ? 'ok ' : '-- '} ${what.padEnd(16)} ${detail}${remedy ? `\n${' '.repeat(20)} ${remedy}` : ''}`
      );
  return devices.some(({ device, works }) => device === 'cpu' && works) ? 0 : 1;
}

function node(): Check {
  return { what: 'node', ok: true, detail: `${process.versions.node} (${process.execPath})` };
}

function machine(): Check {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return {
    what: 'machine',
    ok: true,
    detail: `${availableParallelism()} × ${cpu?.model.trim() ?? 'cpu'}, ${memory}`
  };
}

/** How the explorer would draw plots in this terminal: it is asked. */
async function plots(): Promise<string> {
  const { env, stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return '';
  const { askGraphics } = await import('../../../tui/graphics/ask.ts');
  const look = { marks: chooseMarks(env), colors: chooseColors(env, true) };
  const graphics = await askGraphics(stdin, stdout, env, look);
  if (!graphics) return 'plots as characters, ';
  const { protocol, cell } = graphics;
  return `plots as images (${protocol}, ${cell.width}×${cell.height} pixels a cell), `;
}

function terminal(plotted: string): Check {
  const { env, stdout } = process;
  const isTerminal = stdout.isTTY === true;
  const size = isTerminal
    ? `${stdout.columns}×${stdout.rows}`
    : 'none (output is a pipe or a file)';
  const colors = { true: 'truecolor', '256': '256 colours', '16': '16 colours', none: 'no colour' }[
    chooseColors(env, isTerminal)
  ];
  const kind = [
    `TERM=${printable(env.TERM ?? '')}`,
    env.TMUX ? 'in tmux' : '',
    env.SSH_TTY ? 'over SSH' : ''
  ].filter(Boolean);
  const isSmall = isTerminal && (stdout.columns < 80 || stdout.rows < 24);
  return {
    what: 'terminal',
    ok: isTerminal && !isSmall,
    detail: `${size}, ${colors}, ${chooseMarks(env)} marks, ${plotted}${kind.join(', ')}`,
    ...(isTerminal
      ? isSmall
        ? { remedy: 'the explorer needs 80×24 or more' }
        : {}
      : { remedy: 'grokscope show prints figures as text' })
  };
}

async function folder(path: string): Promise<Check> {
  if (!existsSync(path))
    return {
      what: 'results',
      ok: false,
      detail: `${printable(path)} does not exist yet`,
      remedy: 'run: grokscope train modulo_addition_1layer, or give --results DIR'
    };
  const variants = await listVariants(path);
  const broken = variants.filter(({ problem }) => problem !== undefined).length;
  const isWritable = await access(path, constants.W_OK).then(
    () => true,
    () => false
  );
  const detail = `${printable(path)}: ${variants.length} variants${broken ? `, ${broken} with a problem` : ''}${isWritable ? '' : ', read-only'}`;
  return {
    what: 'results',
    ok: isWritable,
    detail,
    ...(isWritable
      ? {}
      : { remedy: 'training and analysis need a folder that can be written: --results DIR' })
  };
}
