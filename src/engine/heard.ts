/**
 * Resolves when the event loop has turned once. ONNX Runtime holds the thread while it compiles or
 * computes, and what came meanwhile, such as a signal, would wait for yet another run.
 */
export function heard(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
