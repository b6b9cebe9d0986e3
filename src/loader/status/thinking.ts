const asked = /^For this task, think with \p{Extended_Pictographic}.* times\.?$/u;
const thought =
  /^\s*\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)*$/u;

/**
 * Returns a prompt without the last line with which the plan's program asks for thinking
 * (`For this task, think with 🤔 /four/ times.`) and the blank lines before it.
 */
export function withoutAskedThinking(prompt: string): string {
  const lines = prompt.split('\n');
  return asked.test(lines.at(-1)!.trim()) ? lines.slice(0, -1).join('\n').trimEnd() : prompt;
}

/** Returns an answer without a first line of nothing but emoji (`🤔🤔🤔🤔`). */
export function withoutThinking(answer: string): string {
  const end = answer.indexOf('\n');
  const first = end < 0 ? answer : answer.slice(0, end);
  return thought.test(first) ? answer.slice(first.length + 1) : answer;
}
