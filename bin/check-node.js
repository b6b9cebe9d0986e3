// The first import of every built file: an old Node gets this one message. Plain ES2020, so that it can read it.
const needed = '22.22'; // as "engines" in package.json
const [major, minor] = process.versions.node.split('.').map(Number);
const [neededMajor, neededMinor] = needed.split('.').map(Number);

if (major < neededMajor || (major === neededMajor && minor < neededMinor))
  throw new Error(`grokscope needs Node ${needed} or newer (this is ${process.versions.node})`);
