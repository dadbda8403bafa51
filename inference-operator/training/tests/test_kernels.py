"""The C++ kernels agree with their plain PyTorch twins: values and gradients, odd lengths, both directions."""

import pytest
import torch

kernels = pytest.importorskip("kernels")
import reference as ref  # noqa: E402

torch.manual_seed(3)


def close(a, b, tolerance=2e-4):
    assert (a - b).abs().max() <= tolerance * (1 + b.abs().max()), (a - b).abs().max()


def gradients(f, inputs):
    inputs = [x.clone().requires_grad_() for x in inputs]
    out = f(*inputs)
    weight = torch.sin(torch.arange(out.numel()).float()).view_as(out)
    (out * weight).sum().backward()
    return [out.detach()] + [x.grad for x in inputs]


@pytest.mark.parametrize("hk,hv", [(4, 8), (2, 2), (1, 3)])
@pytest.mark.parametrize("length", [1, 2, 31, 32, 33, 70])
@pytest.mark.parametrize("reverse", [False, True])
def test_delta(hk, hv, length, reverse):
    kd, vd = hk * 32, hv * 32
    p = torch.randn(2, length, 2 * kd + 2 * vd + 2 * hv)
    rest = [torch.randn(2 * kd + vd, 4) * 0.5, torch.rand(hv) - 1, torch.randn(hv), torch.rand(32) + 0.5]

    def slow(p, conv, log_a, dt, norm):
        p = p.flip(1) if reverse else p
        qkv, z, b, a = p.split([2 * kd + vd, vd, hv, hv], -1)
        o = ref.mixer_core(qkv, z, b, a, conv, -log_a.exp(), dt, norm, hk, hv, ref.recurrent_delta)
        return o.flip(1) if reverse else o

    fast = lambda *x: kernels.Delta.apply(*x, hk, hv, reverse)
    for a, b in zip(gradients(fast, [p, *rest]), gradients(slow, [p, *rest])):
        close(a, b)


def test_chunked_delta_equals_recurrent():
    q, k = (ref.unit(torch.randn(2, 150, 3, 8)) for _ in range(2))
    v, g, beta = torch.randn(2, 150, 3, 5), -torch.rand(2, 150, 3), torch.rand(2, 150, 3)
    close(ref.chunked_delta(q, k, v, g, beta), ref.recurrent_delta(q, k, v, g, beta), 1e-5)


def test_experts():
    N, d, E, m, s = 50, 32, 5, 16, 48
    x, router = torch.randn(N, d), torch.randn(E + 1, d)
    weights = [torch.randn(E, 2 * m, d) * 0.2, torch.randn(E, d, m) * 0.2, torch.randn(2 * s, d) * 0.2, torch.randn(d, s) * 0.2]

    def slow(x, router, gu, dn, sgu, sdn):
        return ref.experts(x, router[:E], gu[:, :m], gu[:, m:], dn, sgu[:s], sgu[s:], sdn, router[E], 2)

    def fast(x, router, gu, dn, sgu, sdn):
        scores = x @ router.t()
        weight, chosen = scores[:, :E].softmax(-1).topk(2, -1)
        weight = torch.cat([weight / weight.sum(-1, keepdim=True), scores[:, E:].sigmoid()], -1)
        return kernels.Experts.apply(x, gu, dn, sgu, sdn, chosen, weight)

    for a, b in zip(gradients(fast, [x, router, *weights]), gradients(slow, [x, router, *weights])):
        close(a, b)


def test_rms():
    x, w = torch.randn(3, 7, 64), torch.randn(64) * 0.1
    for a, b in zip(gradients(lambda x, w: kernels.Rms.apply(x, w, False), [x, w]), gradients(lambda x, w: ref.rms(x, 1 + w), [x, w])):
        close(a, b, 1e-5)


def test_bfloat16_is_near_float():
    p, rest = torch.randn(1, 40, 2 * 64 + 2 * 64 + 4), [torch.randn(192, 4) * 0.5, torch.rand(2) - 1, torch.randn(2), torch.ones(32)]
    close(kernels.Delta.apply(p.bfloat16(), *rest, 2, 2, False).float(), kernels.Delta.apply(p, *rest, 2, 2, False), 0.05)


def test_ngram_hash_wraps_like_java():
    pair, triple = ref.ngram_rows(torch.tensor([[5, 7, 24000]]), 131072)

    def java(a, b, c=0):
        total = (a * 0x9E3779B97F4A7C15 + b * 0xC2B2AE3D27D4EB4F + c * 0x165667B19E3779F9) % (1 << 64)
        return ((total - (1 << 64) if total >= 1 << 63 else total) >> 40) & 131071

    assert pair[0].tolist() == [java(5, 0), java(7, 5), java(24000, 7)]
    assert triple[0].tolist() == [java(5, 0), java(7, 5), java(24000, 7, 5)]
