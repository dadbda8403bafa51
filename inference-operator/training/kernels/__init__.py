"""Fast training kernels (C++) as autograd functions. `reference.py` holds the slow, obvious twin of each."""
import pathlib

import torch
from torch.utils.cpp_extension import load

_here = pathlib.Path(__file__).parent
_native = load(
    "clause_moe_kernels",
    [str(_here / "delta.cpp"), str(_here / "moe.cpp")],
    extra_cflags=["-O3", "-march=native", "-mprefer-vector-width=512", "-fno-math-errno", "-ffp-contract=fast", "-fopenmp", "-Wno-psabi"],
    extra_ldflags=["-fopenmp"],
)


class Rms(torch.autograd.Function):
    """Zero-centred RMS norm: float rows in, rows in bfloat16 (or float) out."""

    @staticmethod
    def forward(ctx, x, w, half):
        x = x.contiguous()
        y, inv = _native.rms_forward(x, w, half)
        ctx.save_for_backward(x, w, inv)
        return y

    @staticmethod
    def backward(ctx, dy):
        return (*_native.rms_backward(dy.contiguous(), *ctx.saved_tensors), None)


class Delta(torch.autograd.Function):
    """Gated DeltaNet between the projections: p [B,T,(2hk+hv)·32 + hv·32 + 2hv] = (q, k, v, z, beta, alpha) -> [B,T,hv·32]."""

    @staticmethod
    def forward(ctx, p, conv, log_a, dt, norm, hk, hv, rev):
        conv_t, neg_a, p = conv.t().contiguous(), -log_a.exp(), p.contiguous()
        out, snap = _native.delta_forward(p, conv_t, neg_a, dt, norm, hk, hv, rev, any(ctx.needs_input_grad))
        ctx.save_for_backward(p, conv_t, neg_a, dt, norm, snap)
        ctx.shape = hk, hv, rev
        return out

    @staticmethod
    def backward(ctx, dout):
        dp, conv, log_a, dt, norm = _native.delta_backward(dout.contiguous(), *ctx.saved_tensors, *ctx.shape)
        return dp, conv.t(), log_a, dt, norm, None, None, None


class Experts(torch.autograd.Function):
    """Routed experts plus the shared one; `weight` [N,k+1] ends with the shared expert's gate."""

    @staticmethod
    def forward(ctx, x, gu, dn, sgu, sdn, idx, weight):
        args = [t.contiguous() for t in (x, gu, dn, sgu, sdn)]
        weight = weight.contiguous()
        out, *saved = _native.moe_forward(*args, idx.contiguous(), weight)
        ctx.save_for_backward(*args, weight, *saved)
        return out

    @staticmethod
    def backward(ctx, dout):
        dx, dgu, ddn, dsgu, dsdn, dw = _native.moe_backward(dout.contiguous(), *ctx.saved_tensors)
        return dx, dgu, ddn, dsgu, dsdn, None, dw
