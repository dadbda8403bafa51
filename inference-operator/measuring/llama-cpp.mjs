// Tokens per second of llama.cpp on a GGUF file, reading and writing, on the processor alone.
//   npm install node-llama-cpp@3.22.1 --ignore-scripts      (in any folder; run this script from there)
//   node llama-cpp.mjs MODEL.gguf [--threads 2] [--tokens 512,8192] [--decode 32] [--batch 512]
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";

const require = createRequire(path.join(process.cwd(), "here.js"));
const { getLlama } = await import(require.resolve("node-llama-cpp"));

const given = process.argv.slice(2);
const option = (name, value) => (given.includes(name) ? given[given.indexOf(name) + 1] : value);
const threads = Number(option("--threads", "2"));
const decode = Number(option("--decode", "32"));
const batchSize = Number(option("--batch", "512"));
const lengths = option("--tokens", "512,8192").split(",").map(Number);

const llama = await getLlama({ gpu: false, build: "never", maxThreads: threads, logLevel: "error" });
const model = await llama.loadModel({ modelPath: path.resolve(given[0]), gpuLayers: 0 });
for (const length of lengths) {
  const context = await model.createContext({ contextSize: length + decode + 16, batchSize, threads, sequences: 1, flashAttention: true });
  const sequence = context.getSequence();
  // a made-up text of ordinary tokens, the same for every engine
  const tokens = Array.from({ length }, (_, i) => 1000 + ((i * 7919) % 50000) % 20000);
  await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(0, 64));
  await sequence.clearHistory();
  const before = process.cpuUsage();
  let started = performance.now();
  await sequence.evaluateWithoutGeneratingNewTokens(tokens);
  const reading = (performance.now() - started) / 1000;
  const used = process.cpuUsage(before);
  const processors = (used.user + used.system) / 1e6;
  let written = 0;
  started = performance.now();
  for await (const _ of sequence.evaluate([1000], { temperature: 0, yieldEogToken: true })) {
    if (++written === decode) break;
  }
  const writing = (performance.now() - started) / 1000;
  console.log(`llama.cpp, ${threads} threads, ${length} tokens: ${(length / reading).toFixed(1)} tokens/s read, ${(length / processors).toFixed(1)} per second of a processor, ${(written / writing).toFixed(2)} tokens/s written`);
  await context.dispose();
}
process.exit(0);
