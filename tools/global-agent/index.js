// The first thing that onnxruntime-node's install script calls. Ends it, unless the download was asked for by name.
exports.bootstrap = () => {
  if (!process.argv.some((word) => word.startsWith('--onnxruntime-node-install'))) process.exit(0);
};
