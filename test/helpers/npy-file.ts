/** Returns a .npy file (version 1) with this text after `{'descr': ` in its header, true or not, and this payload. */
export function npy(header: string, payload = new Uint8Array(16)): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`{'descr': ${header}, }`);
  const bytes = new Uint8Array(10 + text.length + payload.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  bytes.set(text, 10);
  bytes.set(payload, 10 + text.length);
  return bytes;
}
