import { Socket } from 'node:net';

/**
 * Ties this process to the one that started it with a pipe and GROKSCOPE_PARENT_FD (the launcher
 * under an old Node, the demo). Signals named in the pipe are raised here; when the pipe closes the
 * parent is gone, killed perhaps, and SIGTERM is raised, so that a training saves and stops.
 */
export function followParent(): void {
  const { GROKSCOPE_PARENT_FD: fd } = process.env;
  delete process.env.GROKSCOPE_PARENT_FD;
  if (fd === undefined) return;
  const passOn = signalsOnce();
  let text = '';
  const pipe = new Socket({ fd: Number(fd), readable: true, writable: false });
  pipe.unref();
  pipe.setEncoding('utf8');
  pipe.on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop()!;
    for (const line of lines) passOn(line as NodeJS.Signals);
  });
  pipe.on('error', () => {}); // 'close' follows
  pipe.on('close', () => process.kill(process.pid, 'SIGTERM'));
}

/**
 * A signal to the whole process group (Ctrl-C, Slurm) comes here twice, by itself and through the
 * pipe: it is raised again only if it has come through the pipe more often than by itself.
 */
function signalsOnce(): (name: NodeJS.Signals) => void {
  const direct = new Map<string, number>();
  const piped = new Map<string, number>();
  const add = (counts: Map<string, number>, name: string) =>
    counts.set(name, (counts.get(name) ?? 0) + 1);
  // Heard here only while it is heard elsewhere: else its default action would be lost.
  const count = (name: NodeJS.Signals) => add(direct, name);
  process.on('newListener', (name) => {
    if (typeof name !== 'string' || !name.startsWith('SIG') || direct.has(name)) return;
    direct.set(name, 0);
    process.on(name as NodeJS.Signals, count);
  });
  process.on('removeListener', (name) => {
    if (!direct.has(name as string) || process.listenerCount(name as string) > 1) return;
    direct.delete(name as string);
    piped.delete(name as string);
    process.removeListener(name as string, count);
  });
  return (name) => {
    // A signal that the kernel sent at the same time has been heard one turn of the loop later.
    setImmediate(() =>
      setImmediate(() => {
        if (direct.has(name)) add(piped, name);
        if (direct.has(name) && direct.get(name)! >= piped.get(name)!) return;
        // --disable-sigusr1 keeps this signal from the process, from its listeners too.
        if (name === 'SIGUSR1' && direct.has(name)) process.emit(name, name);
        else process.kill(process.pid, name);
      })
    );
  };
}
