"""Tokens per second of the PyTorch forward pass (no hand-written C++) at its best settings, and which setting won.
usage: python3 bench_torch.py MODEL.gguf [--tokens N] [--threads N] [--repeats N] [--only TEXT] [--classes FOLDER]
--only      tries only the settings whose name holds this text, such as "compiled" or "chunk 32"
--classes   compiled classes of inference-operator: runs its benchmark too, just before and just after, on as many threads"""
import argparse
import itertools
import re
import subprocess
import time

import torch
import torch.nn.functional as F

import gguf_io
import reference


def sorted_experts(x, router, gate_up, down, shared_gate_up, shared_down, shared_router, used):
    """The mixture with tokens sorted by expert and gate and up in one product: quicker than the reference in eager mode."""
    weight, chosen = (x @ router.t()).float().softmax(-1).topk(used, -1)
    weight = (weight / weight.sum(-1, keepdim=True)).to(x.dtype)
    act = lambda h: F.silu(h[:, : h.shape[1] // 2]) * h[:, h.shape[1] // 2 :]
    out = (act(x @ shared_gate_up.t()) @ shared_down.t()) * (x @ shared_router).sigmoid()[:, None]
    order = chosen.flatten().argsort()
    token, counts = order // used, torch.bincount(chosen.flatten(), minlength=len(router)).tolist()
    parts = [act(h @ gate_up[e].t()) @ down[e].t() for e, h in enumerate(x[token].split(counts))]
    return out.index_add_(0, token, torch.cat(parts) * weight.flatten()[order][:, None])


def fused(weights, config, type_):
    """Projections of one layer merged into one matrix each, cast once."""
    layers = []
    for i in range(config["block_count"]):
        p = lambda n: weights[f"blk.{i}.{n}"]
        layers.append(dict(
            n1=p("attn_norm.weight"), n2=p("post_attention_norm.weight"), conv=p("ssm_conv1d.weight").to(type_), a=p("ssm_a"), dt=p("ssm_dt.bias"), norm=p("ssm_norm.weight"),
            inp=torch.cat([p("attn_qkv.weight"), p("attn_gate.weight"), p("ssm_beta.weight"), p("ssm_alpha.weight")]).to(type_), out=p("ssm_out.weight").to(type_),
            moe=[w.to(type_) for w in (p("ffn_gate_inp.weight"), torch.cat([p("ffn_gate_exps.weight"), p("ffn_up_exps.weight")], 1), p("ffn_down_exps.weight"),
                                       torch.cat([p("ffn_gate_shexp.weight"), p("ffn_up_shexp.weight")]), p("ffn_down_shexp.weight"), p("ffn_gate_inp_shexp.weight"))],
        ))
    return layers


def model(weights, config, type_, chunk, compiled):
    layers, hk, hv = fused(weights, config, type_), config["ssm.group_count"], config["ssm.time_step_rank"]
    vd = config["ssm.inner_size"]
    qkv = layers[0]["conv"].shape[0]
    conv = lambda u, w: F.conv1d(F.pad(u.transpose(1, 2), (3, 0)), w[:, None], groups=len(w)).transpose(1, 2)

    def before(x, n1, inp, taps, neg_a, dt, reverse):
        n = reference.rms(x, n1).to(inp.dtype)
        p = (n.flip(1) if reverse else n) @ inp.t()
        u, z, b, a = p.split([qkv, vd, hv, hv], -1)
        B, T, _ = u.shape
        dk = (qkv - vd) // (2 * hk)
        q, k, v = F.silu(conv(u, taps)).float().split([hk * dk, hk * dk, vd], -1)
        q, k = (reference.unit(y.reshape(B, T, hk, dk)).repeat(1, 1, hv // hk, 1) for y in (q, k))
        gate = neg_a * F.softplus(a.float() + dt)
        return z, *reference.chunk_products(q * dk**-0.5, k, v.reshape(B, T, hv, -1), gate, b.float().sigmoid(), chunk)

    def after(x, o, z, norm, out, reverse):
        B, T, _ = z.shape
        o = (reference.rms(o[:, :T], norm) * F.silu(z.float().reshape(B, T, hv, -1))).reshape(B, T, vd).to(out.dtype) @ out.t()
        return x + (o.flip(1) if reverse else o).float()

    if compiled:  # the walk over the chunks stays eager: unrolled, it takes the compiler many minutes
        torch._dynamo.reset()
        before, after = torch.compile(before, dynamic=False), torch.compile(after, dynamic=False)

    def mix(x, l, reverse):
        z, *parts = before(x, l["n1"], l["inp"], l["conv"], l["a"], l["dt"], reverse)
        return after(x, reference.scan_chunks(*parts), z, l["norm"], l["out"], reverse)

    def moe(x, l):
        n = reference.rms(x, l["n2"]).to(l["inp"].dtype)[0]
        return x + sorted_experts(n, *l["moe"], config["expert_used_count"]).float()[None]

    def forward(ids):
        x = reference.embed(ids[None], weights, config)
        for i, l in enumerate(layers):
            x = moe(mix(x, l, i % 2 == 1), l)
        return (reference.rms(x, weights["output_norm.weight"]) @ weights["output.weight"].t() + weights["output.bias"])[0]

    return forward


def embedded(classes, tokens, threads, repeats):
    """Best tokens per second of the embedded runtime; its benchmark makes a text of about so many tokens itself."""
    characters_per_token = 0.73  # of the made-up text, in units of the benchmark's own estimate
    command = ["java", "--add-modules", "jdk.incubator.vector", "-cp", classes, "org.unabridged.inference.bench.RuntimeBenchmark"]
    command += ["--tokens", str(int(tokens / characters_per_token)), "--threads", str(threads), "--repeats", str(repeats)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    print("embedded runtime: " + next(line for line in output.splitlines() if "best" in line), flush=True)
    return float(re.search(r"best (\d+)", output).group(1))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model")
    for name, value in (("tokens", 10000), ("threads", 2), ("repeats", 3)):
        arguments.add_argument("--" + name, type=int, default=value)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--classes")
    a = arguments.parse_args()
    ours = [embedded(a.classes, a.tokens, a.threads, a.repeats * 3)] if a.classes else []
    torch.set_num_threads(a.threads)
    weights, config, *_ = gguf_io.read(a.model)
    ids = torch.randint(300, config["vocab_size"] - 300, (a.tokens,), generator=torch.Generator().manual_seed(1))
    best, truth = {}, None
    with torch.no_grad():
        for compiled, type_, chunk in itertools.product((False, True), (torch.float32, torch.bfloat16), (32, 64, 128)):
            name = f"{'compiled' if compiled else 'eager'} {str(type_)[6:]} chunk {chunk}"
            if a.only not in name:
                continue
            try:
                forward = model(weights, config, type_, chunk, compiled)
                logits = forward(ids)  # warms up, and compiles
            except Exception as error:  # a setting that does not run here is reported, not hidden
                print(f"{name}: does not run ({type(error).__name__}: {str(error).splitlines()[0][:100]})", flush=True)
                continue
            truth = logits if truth is None else truth
            times = []
            for _ in range(a.repeats):
                start = time.perf_counter()
                forward(ids)
                times.append(time.perf_counter() - start)
            speed = a.tokens / min(times)
            best[type_] = max(best.get(type_, (0.0, "")), (speed, name))
            print(f"{name}: {speed:.0f} tokens/s, logits within {(logits - truth).abs().max():.2g} of the first setting", flush=True)
    if a.classes:
        ours.append(embedded(a.classes, a.tokens, a.threads, a.repeats * 3))
    for type_, (speed, name) in best.items():  # bfloat16 moves logits by whole units, so both are given
        print(f"best {str(type_)[6:]}: {name}, {speed:.0f} tokens/s on {a.tokens} tokens, {a.threads} threads, best of {a.repeats}")
        if ours:
            print(f"  the embedded runtime, in float32: {min(ours) / speed:.2f} times that in its worse run, {max(ours) / speed:.2f} in its better")


if __name__ == "__main__":
    main()
