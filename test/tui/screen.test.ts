import { describe, expect, it, vi } from 'vitest';
import { startExplorer } from './explorer.ts';

describe('the overview', () => {
  it('shows the panels in groups, losses first, with title and key numbers in their borders', async () => {
    const { terminal } = await startExplorer();
    const text = terminal.text();
    expect(terminal.lines()[0]).toMatch(
      /p59 seed1 ◉ .*epoch 940 \[95\/95\] {2}neuron {2}0.*turn 500 ±10 \(detectors\)/
    );
    for (const title of [
      '╭─ Loss ─',
      '╭─ Coarseness ─',
      '╭─ Distribution ─',
      '╭─ Neuron map · ',
      '╭─ Dimensionality ─'
    ])
      expect(text).toContain(title);
    expect(text.indexOf('Loss')).toBeLessThan(text.indexOf('Coarseness'));
    expect(text).toContain('╰─ Train 0.00531 ─');
    expect(text).toContain('╰─ W_E 20 ─');
    expect(terminal.lines().at(-1)).toMatch(/^ , \. epoch .* \? help {2}q quit/);
    expect(text).toMatch(/[⠁-⣿]/);
  });

  it('moves every panel with one epoch, without asking Ink', async () => {
    const { terminal } = await startExplorer();
    const before = terminal.written.length;
    await terminal.press(',', ',');
    expect(terminal.lines()[0]).toContain('epoch 920 [93/95]');
    expect(terminal.text()).toContain('╰─ Train 0.112 ─');
    // Ink moves relative to its last line, the painter never does.
    expect(terminal.written.slice(before)).not.toMatch(/\x1b\[\d*[AE]|\x1b\[K/);
    await terminal.press('<');
    expect(terminal.lines()[0]).toContain('epoch 820');
    await terminal.press('home');
    expect(terminal.lines()[0]).toContain('epoch   0 [ 1/95]');
    await terminal.press('>', 'right', 'l', 'left');
    expect(terminal.lines()[0]).toContain('epoch 110');
    await terminal.press('end');
    expect(terminal.lines()[0]).toContain('epoch 940');
  });

  it('goes to an epoch or a neuron by name, and says what it does not know', async () => {
    const { terminal } = await startExplorer();
    await terminal.press(':', '5', '0', '0', 'enter');
    expect(terminal.lines()[0]).toContain('epoch 500');
    await terminal.press(':', '5', '0', '4', 'enter');
    expect(terminal.lines().at(-1)).toContain('epoch 504 is not stored · the nearest is 500');
    await terminal.press(...':neuron 37', 'enter');
    expect(terminal.lines()[0]).toContain('neuron 37');
    await terminal.press(...':neuron 99', 'enter');
    expect(terminal.lines().at(-1)).toContain('no neuron 99 · they are 0 to 47');
    await terminal.press('esc', 'n');
    expect(terminal.lines()[0]).toContain('neuron 38');
    await terminal.press('N', 'N');
    expect(terminal.lines()[0]).toContain('neuron 36');
  });

  it('looks through chosen pairs, and keeps to the ones before when they are refused', async () => {
    const { terminal } = await startExplorer();
    await terminal.press(...':probe a<b', 'enter');
    expect(terminal.lines()[0]).toMatch(/p59 seed1 ◉ a<b .*epoch 940/);
    await terminal.press(...':probe a>>b', 'enter');
    expect(terminal.lines().at(-1)).toContain('invalid condition: a>>b');
    expect(terminal.lines()[0]).toContain('◉ a<b');
    await terminal.press(...':probe wrap', 'enter');
    expect(terminal.lines().at(-1)).toContain(
      "not analyzed over wrap yet · run: grokscope analyze toy_p59_seed1 --probe 'wrap'"
    );
    await terminal.press(...':probe', 'enter');
    expect(terminal.lines()[0]).not.toContain('wrap');
  });

  it('shows the pairs that were asked for last, however fast', async () => {
    const { terminal } = await startExplorer();
    await terminal.press(...':probe a<b', 'enter', ...':probe b<a', 'enter');
    expect(terminal.lines()[0]).toContain('◉ b<a');
    await terminal.press(...':probe wrap', 'enter', ...':probe a>>b', 'enter');
    expect(terminal.lines().at(-1)).toContain('invalid condition: a>>b');
    expect(terminal.lines()[0]).toContain('◉ wrap');
  });

  it('coalesces held keys into few frames', async () => {
    const { terminal } = await startExplorer();
    const before = terminal.written.split('\x1b[?2026l').length;
    await terminal.press(','.repeat(40));
    expect(terminal.lines()[0]).toContain('epoch 540');
    expect(terminal.written.split('\x1b[?2026l').length - before).toBeLessThan(4);
  });

  it('scrolls to the panel under focus and marks it', async () => {
    const { terminal } = await startExplorer([80, 24]);
    expect(terminal.text()).toContain('Loss');
    expect(terminal.text()).not.toContain('Dimensionality');
    await terminal.press('S-tab');
    expect(terminal.text()).toContain('Dimensionality');
    expect(terminal.text()).not.toContain('╭─ Loss');
    await terminal.press('pgup', 'pgup');
    expect(terminal.text()).toContain('╭─ Loss');
  });

  it('hops over events', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('home', '}');
    expect(terminal.lines()[0]).toContain('epoch 120');
    expect(terminal.lines().at(-1)).toContain('test peak at 120');
    await terminal.press('}');
    expect(terminal.lines().at(-1)).toContain('turn at 503 · nearest stored epoch 500');
  });
});

describe('the maximised panel', () => {
  it('reads exact values where the value cursor stands', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('tab', 'z');
    expect(terminal.text()).not.toContain('╭─ Loss');
    expect(terminal.text()).toContain('exact values');
    await terminal.press('home', 'left');
    expect(terminal.text()).toMatch(/epoch 0 .*\n.*Mean 0\b/);
    await terminal.press('right');
    expect(terminal.text()).toMatch(/epoch 10 .*\n.*Mean 0\.0106383/);
    await terminal.press('enter');
    expect(terminal.lines()[0]).toContain('epoch  10');
    await terminal.press('esc');
    expect(terminal.text()).toContain('exact values');
    await terminal.press('z');
    expect(terminal.text()).toContain('╭─ Loss');
  });

  it('zooms about the cursor, pans and fits again', async () => {
    const { terminal } = await startExplorer();
    const ticks = () =>
      terminal
        .lines()
        .filter((line) => /^│ +\d+( +\d+)+/.test(line))
        .at(-1) ?? '';
    await terminal.press('z');
    const whole = terminal.text();
    await terminal.press('home', 'left', '+', '+');
    expect(terminal.text()).not.toContain(' 900');
    await terminal.press('L');
    expect(terminal.text()).toMatch(/\b(250|300)\b/);
    await terminal.press('=', 'esc', 'end');
    expect(terminal.text()).toBe(whole);
    expect(ticks()).toBe(ticks());
  });

  it('moves over the cells of a matrix', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('tab', 'tab', 'tab', 'z', 'left', 'left');
    expect(terminal.text()).toMatch(/Neuron 0 -?[\d.]+ .*rank \d+ of 576/);
    await terminal.press('e');
    expect(terminal.text()).toContain('gif');
  });
});

describe('the layers', () => {
  it('help shows the key table and searches it', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('?');
    expect(terminal.text()).toContain('pin this epoch');
    expect(terminal.text()).not.toMatch(/[⠁-⣿]/);
    await terminal.press('/', ...'neuron', 'enter');
    expect(terminal.text()).toContain('next neuron');
    expect(terminal.text()).not.toContain('pin this epoch');
    await terminal.press('q');
    expect(terminal.text()).toContain('╭─ Loss');
    expect(terminal.text()).toMatch(/[⠁-⣿]/);
  });

  it('info tells the facts, the figure and the command that exports it', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('tab', 'tab', 'i');
    expect(terminal.text()).toMatch(/prime +59/);
    expect(terminal.text()).toContain('grokscope export toy_p59_seed1 bars --epoch 940');
    await terminal.press(',');
    expect(terminal.text()).toContain('--epoch 930');
  });

  it('the sidebar lists, filters and opens variants', async () => {
    const { terminal } = await startExplorer([120, 40], {
      variants: ['toy_p59_seed1', 'toy_p59_seed2', 'toy_p97_seed1']
    });
    await terminal.press('b');
    expect(terminal.text()).toContain('▸◉ p59 seed1');
    expect(terminal.text()).toContain('◉ p97 seed1');
    await terminal.press('/', ...'p97');
    expect(terminal.text()).not.toContain('p59 seed2');
    await terminal.press('enter', 'enter');
    expect(terminal.lines()[0]).toContain('p97 seed1');
    await terminal.press('esc');
    expect(terminal.text()).toContain('p59 seed2');
  });

  it('exports the figure under focus and says where it is', async () => {
    const { terminal, workbench } = await startExplorer();
    await terminal.press('tab', 'tab', 'e', 'down', 'down');
    expect(terminal.text()).toContain('▸ pdf');
    await terminal.press('down');
    expect(terminal.text()).toContain('▸ gif');
    await terminal.press('enter');
    expect(workbench.exports[0]).toMatchObject({
      id: 'bars',
      request: { format: 'gif', epoch: 940 }
    });
    expect(terminal.lines().at(-1)).toContain('exporting bars.gif');
    workbench.finishExport('/results/exports/bars.gif');
    await terminal.settled();
    expect(terminal.lines().at(-1)).toContain('wrote /results/exports/bars.gif');
    await terminal.press('^s');
    expect(workbench.exports[1]).toMatchObject({ id: 'bars', request: { format: 'png' } });
    await terminal.press('esc');
    expect(workbench.exports[1]?.signal.aborted).toBe(true);
    expect(terminal.lines().at(-1)).toContain('export cancelled');
  });
});

describe('what there is to see', () => {
  it('follows a run in training until the user scrubs back', async () => {
    const { terminal, workbench } = await startExplorer([120, 40], {
      isTraining: true,
      epochs: [0, 10, 20]
    });
    expect(terminal.lines()[0]).toMatch(/training.*epoch 20/);
    workbench.grow([0, 10, 20, 30]);
    await terminal.settled();
    expect(terminal.lines()[0]).toContain('epoch 30 [4/4]');
    await terminal.press(',');
    workbench.grow([0, 10, 20, 30, 40]);
    await terminal.settled();
    expect(terminal.lines()[0]).toContain('epoch 20 [3/5]');
    await terminal.press('end');
    workbench.grow([0, 10, 20, 30, 40, 50]);
    await terminal.settled();
    expect(terminal.lines()[0]).toContain('epoch 50 [6/6]');
  });

  it('plays and pauses', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('home', 'space');
    const epoch = () => Number(/epoch +(\d+)/.exec(terminal.lines()[0] ?? '')?.[1]);
    expect(terminal.lines()[0]).toContain('▶');
    await vi.waitFor(() => expect(epoch()).toBeGreaterThan(0), 15_000);
    await terminal.press('space');
    expect(terminal.lines()[0]).not.toContain('▶');
    expect(epoch()).toBeLessThan(940);
  });

  it('says what to run where there is no data', async () => {
    const { terminal } = await startExplorer([100, 30], { variants: [] });
    expect(terminal.text()).toContain('No variants in /results');
    expect(terminal.text()).toContain('grokscope train modulo_addition_1layer');
    expect(terminal.text()).toContain('grokscope demo');
  });

  it('says in its panel what is missing and how to get it', async () => {
    const { terminal } = await startExplorer([120, 40], { missing: ['rise'] });
    expect(terminal.text()).toContain('missing artifact: rise at epoch 940');
    expect(terminal.text()).toContain('run: grokscope analyze');
    expect(terminal.text()).toContain('╰─ Train');
  });

  it('says that a variant is unknown and shows the rest', async () => {
    const { terminal } = await startExplorer([120, 40], {}, { variant: 'nonsense' });
    expect(terminal.lines().at(-1)).toContain('unknown variant: nonsense');
    expect(terminal.text()).toContain('no variant is open');
  });

  it('paints the newest epoch once slow data is there', async () => {
    const { terminal } = await startExplorer([120, 40], { delay: 30 });
    await terminal.settled();
    await terminal.press(',', ',', ',');
    expect(terminal.lines()[0]).toContain('epoch 910');
    await vi.waitFor(() => expect(terminal.text()).toContain('╰─ Train 0.165 ─'), 15_000);
  });

  it('drops frames while the terminal is behind and then paints the newest', async () => {
    const { terminal } = await startExplorer();
    terminal.block();
    await terminal.press(',');
    const length = terminal.written.length;
    await terminal.press(',', ',', ',');
    expect(terminal.written.length).toBe(length);
    terminal.drain();
    await terminal.settled();
    expect(terminal.lines()[0]).toContain('epoch 900');
  });
});
