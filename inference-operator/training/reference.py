"""The model in plain PyTorch, float32: the slow, obvious twin of the kernels, and the forward pass of what ships.
Weights are a dictionary of GGUF tensor names; `config` holds the GGUF keys without the architecture prefix."""
import torch
import torch.nn.functional as F

H1, H2, H3 = (c - (1 << 64) if c >= 1 << 63 else c for c in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


def rms(x, weight, eps=1e-6):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * weight


def ngram_rows(ids, buckets):
    """Rows of the n-gram table for the pair and the triple that end at each position; ids [..., T], int64 with wrap-around."""
    ids = ids.long()
    before, before2 = F.pad(ids, (1, 0))[..., :-1], F.pad(ids, (2, 0))[..., :-2]
    pair = ids * H1 + before * H2
    return (pair >> 40) & (buckets - 1), ((pair + before2 * H3) >> 40) & (buckets - 1)


def convolve(u, weight):
    """Causal depthwise convolution, u [B,T,C], weight [C,4]; weight[:, 3] meets the current token."""
    taps = weight.shape[1]
    padded = F.pad(u, (0, 0, taps - 1, 0))
    return sum(padded[:, j : j + u.shape[1]] * weight[:, j] for j in range(taps))


def unit(x, eps=1e-6):
    return x * torch.rsqrt(x.pow(2).sum(-1, keepdim=True) + eps)


def recurrent_delta(q, k, v, g, beta):
    """q, k [B,T,H,dk], v [B,T,H,dv], g, beta [B,T,H] -> [B,T,H,dv]; one step per token."""
    state, out = v.new_zeros(*q.shape[:1], *q.shape[2:], v.shape[-1]), []
    for t in range(q.shape[1]):
        state = state * g[:, t, :, None, None].exp()
        write = beta[:, t, :, None] * (v[:, t] - torch.einsum("bhkv,bhk->bhv", state, k[:, t]))
        state = state + k[:, t, :, :, None] * write[:, :, None]
        out.append(torch.einsum("bhkv,bhk->bhv", state, q[:, t]))
    return torch.stack(out, 1)


def chunk_products(q, k, v, g, beta, size):
    """All that chunks of `size` tokens need besides the state, as matrix products: (u, w, inner, q, k, last)."""
    B, T, H, dk = q.shape
    pad = -T % size
    q, k, v = (F.pad(x, (0, 0, 0, 0, 0, pad)).transpose(1, 2).reshape(B, H, -1, size, x.shape[-1]) for x in (q, k, v))
    g, beta = (F.pad(x, (0, 0, 0, pad)).transpose(1, 2).reshape(B, H, -1, size) for x in (g, beta))
    total = g.cumsum(-1)
    upper = torch.ones(size, size, dtype=torch.bool, device=q.device).triu(1)
    decay = (total[..., :, None] - total[..., None, :]).masked_fill(upper, -torch.inf).exp()
    mix = ((k * beta[..., None]) @ k.transpose(-1, -2) * decay).tril(-1) + torch.eye(size, device=q.device)
    right = torch.cat([v * beta[..., None], k * (beta * total.exp())[..., None]], -1)
    u, w = torch.linalg.solve_triangular(mix, right, upper=False, unitriangular=True).split([v.shape[-1], dk], -1)
    inner = (q @ k.transpose(-1, -2)) * decay
    return u, w, inner, q * total.exp()[..., None], k * (total[..., -1:] - total).exp()[..., None], total[..., -1].exp()


def scan_chunks(u, w, inner, q, k, last):
    """Carries the state from chunk to chunk; returns [B,T,H,dv], padding included."""
    state, out = u.new_zeros(*u.shape[:2], k.shape[-1], u.shape[-1]), []
    for n in range(u.shape[2]):
        new = u[:, :, n] - w[:, :, n] @ state
        out.append(q[:, :, n] @ state + inner[:, :, n] @ new)
        state = state * last[:, :, n, None, None] + k[:, :, n].transpose(-1, -2) @ new
    return torch.cat(out, 2).transpose(1, 2)


def chunked_delta(q, k, v, g, beta, size=64):
    """The values of `recurrent_delta` from matrix products over chunks of `size` tokens."""
    return scan_chunks(*chunk_products(q, k, v, g, beta, size))[:, : q.shape[1]]


def mixer_core(qkv, z, b, a, conv, neg_a, dt, norm, hk, hv, delta=chunked_delta):
    """Everything between the projections of one Gated DeltaNet layer, reading forward; value head j uses key head j mod hk."""
    B, T, _ = qkv.shape
    dv = norm.shape[0]
    dk = (qkv.shape[-1] - hv * dv) // (2 * hk)
    q, k, v = F.silu(convolve(qkv, conv)).split([hk * dk, hk * dk, hv * dv], -1)
    q, k = (unit(x.reshape(B, T, hk, dk)).repeat(1, 1, hv // hk, 1) for x in (q, k))
    g = neg_a * F.softplus(a + dt)
    o = delta(q * dk**-0.5, k, v.reshape(B, T, hv, dv), g, b.sigmoid())
    return (rms(o, norm) * F.silu(z.reshape(B, T, hv, dv))).reshape(B, T, -1)


def experts(x, router, gate, up, down, shared_gate, shared_up, shared_down, shared_router, used):
    """x [N,d] -> [N,d]; softmax over all experts, the top ones renormalised, plus the gated shared expert."""
    weight, chosen = (x @ router.t()).softmax(-1).topk(used, -1)
    weight = weight / weight.sum(-1, keepdim=True)
    out = (F.silu(x @ shared_gate.t()) * (x @ shared_up.t())) @ shared_down.t() * (x @ shared_router).sigmoid()[:, None]
    for e in range(router.shape[0]):
        row, slot = torch.where(chosen == e)
        if len(row):
            h = x[row]
            y = (F.silu(h @ gate[e].t()) * (h @ up[e].t())) @ down[e].t()
            out = out.index_add(0, row, y * weight[row, slot][:, None])
    return out


def embed(ids, w, config):
    pair, triple = ngram_rows(ids, config["ngram.bucket_count"])
    table = w["ngram_embd.weight"]
    return w["token_embd.weight"][ids] + (table[pair] + table[triple]) @ w["ngram_proj.weight"].t()


def layer(x, i, w, config, delta=chunked_delta):
    p = lambda name: w[f"blk.{i}.{name}"]
    n = rms(x, p("attn_norm.weight"))
    n = n.flip(1) if i % 2 else n
    hk, hv = config["ssm.group_count"], config["ssm.time_step_rank"]
    o = mixer_core(n @ p("attn_qkv.weight").t(), n @ p("attn_gate.weight").t(), n @ p("ssm_beta.weight").t(), n @ p("ssm_alpha.weight").t(),
                   p("ssm_conv1d.weight"), p("ssm_a"), p("ssm_dt.bias"), p("ssm_norm.weight"), hk, hv, delta) @ p("ssm_out.weight").t()
    x = x + (o.flip(1) if i % 2 else o)
    n = rms(x, p("post_attention_norm.weight")).flatten(0, 1)
    names = ["ffn_gate_inp.weight", "ffn_gate_exps.weight", "ffn_up_exps.weight", "ffn_down_exps.weight",
             "ffn_gate_shexp.weight", "ffn_up_shexp.weight", "ffn_down_shexp.weight", "ffn_gate_inp_shexp.weight"]
    return x + experts(n, *map(p, names), config["expert_used_count"]).view_as(x)


def forward(ids, w, config, delta=chunked_delta, watch=None):
    """Logits [T,K] of one whole document, ids [T]; `watch(name, hidden)` sees the residual stream."""
    x = embed(ids[None], w, config)
    if watch:
        watch("embedding", x[0])
    for i in range(config["block_count"]):
        x = layer(x, i, w, config, delta)
        if watch:
            watch(f"layer {i}", x[0])
    return (rms(x, w["output_norm.weight"]) @ w["output.weight"].t() + w["output.bias"])[0]
