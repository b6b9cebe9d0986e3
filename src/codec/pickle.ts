import { damaged, unsupported } from './damaged.ts';

/**
 * What a pickle holds, as plain data: tuples and lists are lists, dictionaries are Maps, and what
 * the allowed globals make is `M`. A structure may contain itself.
 */
export type PickleValue<M> =
  | null
  | boolean
  | number
  | string
  | M
  | readonly PickleValue<M>[]
  | ReadonlyMap<PickleValue<M>, PickleValue<M>>;

/** What may be built besides plain data. */
export interface PickleWorld<M> {
  readonly format: string;
  /**
   * Functions by `module name`, called with the arguments of the pickle; nothing else can be
   * called.
   */
  readonly globals: Readonly<Record<string, (args: readonly PickleValue<M>[]) => PickleValue<M>>>;
  /**
   * Looks at attributes that the pickle gives to a dictionary or to what a global made; they are
   * then dropped.
   */
  attributes?(owner: PickleValue<M>, state: PickleValue<M>): void;
  /** Returns what a persistent id stands for. */
  persistent(id: PickleValue<M>): PickleValue<M>;
}

/** A global that a pickle named: it can be called, or passed on as an argument by its name. */
class Global {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const DEEPEST = 500;
/**
 * Most steps of a pickle, and most lists, tuples and dictionaries that it makes; a NumPy number
 * takes a dozen and three.
 */
const MOST_STEPS = 2 ** 24;
const MOST_LISTS = 2 ** 22;
const MOST_DICTIONARIES = 2 ** 18;

const plain = (value: unknown) => (value instanceof Global ? value.name : value);

/**
 * Returns the value of a pickle of protocol 2, as `torch.save` writes it. Nothing of the pickle
 * runs: a global that is not in `globals` is a UserError that names it, as are all opcodes that
 * PyTorch's state does not need, broken bytes, more than 500 open brackets, and more steps, lists
 * or dictionaries than a long run's state takes. A global that stands as an argument becomes the
 * text `module name`.
 */
export function readPickle<M>(bytes: Uint8Array, world: PickleWorld<M>): PickleValue<M> {
  const { format } = world;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = new TextDecoder('utf-8', { fatal: true });
  const memo = new Map<number, unknown>();
  const outer: unknown[][] = [];
  let stack: unknown[] = [];
  let at = 0;

  const broken = (problem: string) => damaged(format, `its pickle ${problem} at byte ${at}`);
  const take = (count: number): number => {
    if (at + count > bytes.length) throw broken('breaks off');
    at += count;
    return at - count;
  };
  const pop = (): unknown => {
    if (stack.length === 0) throw broken('takes a value that is not there');
    return stack.pop();
  };
  const toMark = (): unknown[] => {
    const items = stack;
    const before = outer.pop();
    if (before === undefined) throw broken('closes a bracket that is not open');
    stack = before;
    return items;
  };
  const string = (length: number): string => {
    const start = take(length);
    try {
      return text.decode(bytes.subarray(start, at));
    } catch {
      throw broken('holds text that is not UTF-8');
    }
  };
  const line = (): string => {
    const end = bytes.subarray(at, at + 200).indexOf(0x0a) + at;
    if (end < at) throw broken('breaks off in a name');
    const name = string(end - at);
    take(1);
    return name;
  };
  const left = { steps: MOST_STEPS, lists: MOST_LISTS, dictionaries: MOST_DICTIONARIES };
  const count = (what: keyof typeof left): void => {
    if (--left[what] < 0) throw unsupported(format, `its pickle has too many ${what}`, remedy);
  };
  const list = (items: unknown[]): void => {
    count('lists');
    stack.push(items);
  };
  const tuple = (length: number): void => {
    const items = Array.from({ length }, () => plain(pop())).reverse();
    list(Object.freeze(items) as unknown[]);
  };
  const append = (items: readonly unknown[]): void => {
    const longer = stack.at(-1);
    if (!Array.isArray(longer) || Object.isFrozen(longer)) throw broken('appends to no list');
    for (const item of items) longer.push(plain(item));
  };
  const set = (items: readonly unknown[]): void => {
    const map = stack.at(-1);
    if (!(map instanceof Map) || items.length % 2 !== 0) throw broken('fills no dictionary');
    for (let i = 0; i < items.length; i += 2) {
      if (typeof items[i] !== 'string' && typeof items[i] !== 'number')
        throw broken('has a key that is neither text nor number');
      map.set(items[i], plain(items[i + 1]));
    }
  };
  const recall = (index: number): void => {
    if (!memo.has(index)) throw broken(`recalls value ${index}, which was not kept,`);
    stack.push(memo.get(index));
  };
  const keep = (index: number): void => {
    if (stack.length === 0) throw broken('keeps a value that is not there');
    memo.set(index, stack.at(-1));
  };
  const call = (): void => {
    const args = pop();
    const called = pop();
    if (!(called instanceof Global) || !Array.isArray(args))
      throw broken('calls what is no function');
    stack.push(world.globals[called.name](args as PickleValue<M>[]));
  };
  /** A whole number of up to 8 bytes, two's complement. */
  const long = (length: number): number => {
    if (length > 8)
      throw unsupported(format, `its pickle holds a number of ${length} bytes`, remedy);
    const start = take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[start + i]);
    const signed = Number(BigInt.asIntN(8 * length, value));
    if (!Number.isSafeInteger(signed))
      throw unsupported(format, 'its pickle holds a number beyond 2^53', remedy);
    return signed;
  };

  const opcodes: Readonly<Record<number, () => void>> = {
    128: () => {
      const protocol = data.getUint8(take(1));
      if (protocol !== 2) throw unsupported(format, `it uses pickle protocol ${protocol}`, remedy);
    },
    [code('(')]: () => {
      if (outer.length >= DEEPEST) throw broken('nests too deeply');
      outer.push(stack);
      stack = [];
    },
    [code('0')]: () => void pop(),
    [code('N')]: () => stack.push(null),
    136: () => stack.push(true),
    137: () => stack.push(false),
    [code('K')]: () => stack.push(data.getUint8(take(1))),
    [code('M')]: () => stack.push(data.getUint16(take(2), true)),
    [code('J')]: () => stack.push(data.getInt32(take(4), true)),
    138: () => stack.push(long(data.getUint8(take(1)))),
    [code('G')]: () => stack.push(data.getFloat64(take(8))),
    [code('X')]: () => stack.push(string(data.getUint32(take(4), true))),
    [code('}')]: () => {
      count('dictionaries');
      stack.push(new Map());
    },
    [code(']')]: () => list([]),
    [code(')')]: () => tuple(0),
    133: () => tuple(1),
    134: () => tuple(2),
    135: () => tuple(3),
    [code('t')]: () => {
      list(Object.freeze(toMark().map(plain)) as unknown[]);
    },
    [code('a')]: () => append([pop()]),
    [code('e')]: () => append(toMark()),
    [code('s')]: () => {
      const value = pop();
      set([pop(), value]);
    },
    [code('u')]: () => set(toMark()),
    [code('q')]: () => keep(data.getUint8(take(1))),
    [code('r')]: () => keep(data.getUint32(take(4), true)),
    [code('h')]: () => recall(data.getUint8(take(1))),
    [code('j')]: () => recall(data.getUint32(take(4), true)),
    [code('c')]: () => {
      const module = line();
      const name = `${module} ${line()}`;
      if (!Object.hasOwn(world.globals, name)) throw forbidden(format, name);
      stack.push(new Global(name));
    },
    [code('R')]: call,
    // Attributes are of no use here: PyTorch keeps version numbers in those of its dictionaries.
    [code('b')]: () => {
      const state = pop();
      const owner = stack.at(-1);
      if (
        typeof owner !== 'object' ||
        owner === null ||
        Array.isArray(owner) ||
        owner instanceof Global
      )
        throw broken('gives attributes to plain data');
      world.attributes?.(owner as PickleValue<M>, plain(state) as PickleValue<M>);
    },
    [code('Q')]: () => stack.push(world.persistent(plain(pop()) as PickleValue<M>))
  };

  for (;;) {
    const opcode = data.getUint8(take(1));
    if (opcode === code('.')) break;
    count('steps');
    const run = opcodes[opcode];
    if (run === undefined)
      throw unsupported(format, `its pickle has the opcode 0x${opcode.toString(16)}`, remedy);
    run();
  }
  if (stack.length !== 1 || outer.length > 0) throw broken('ends with values left over');
  return plain(stack[0]) as PickleValue<M>;
}

const remedy =
  'save tensors, numbers and text only, as torch.save does: torch.save(model.state_dict(), FILE)';

function forbidden(format: string, name: string) {
  return unsupported(
    format,
    `it asks for ${name.replace(' ', '.')}, which grokscope does not run`,
    remedy
  );
}

function code(character: string): number {
  return character.charCodeAt(0);
}
