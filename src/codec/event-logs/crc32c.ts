/** The polynomial of Castagnoli, its bits reversed. */
const POLYNOMIAL = 0x82f63b78;

/** What eight zero bits make of each byte; the next three tables of 8 bits more each. */
const tables = Array.from({ length: 4 }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  tables[0][byte] = crc;
}
for (let i = 1; i < 4; i++)
  for (let byte = 0; byte < 256; byte++) {
    const before = tables[i - 1][byte];
    tables[i][byte] = (before >>> 8) ^ tables[0][before & 255];
  }
const [t0, t1, t2, t3] = tables;

/**
 * Returns the CRC32C (Castagnoli, RFC 3720) of bytes, in [0, 2³²): that of "123456789" is e3069283.
 */
export function crc32c(bytes: Uint8Array): number {
  const whole = bytes.length & ~3;
  let crc = -1;
  let at = 0;
  for (; at < whole; at += 4) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    crc = t3[crc & 255] ^ t2[(crc >>> 8) & 255] ^ t1[(crc >>> 16) & 255] ^ t0[crc >>> 24];
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]) & 255];
  return ~crc >>> 0;
}

/**
 * Returns the CRC32C of bytes as TFRecord and LevelDB store it: turned by 15 bits, plus a constant,
 * so that the checksum of bytes that hold checksums is no weak one.
 */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
