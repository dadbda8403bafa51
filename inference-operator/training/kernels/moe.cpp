// Sparse mixture of experts: rows sorted by expert, one matrix product per expert, the shared expert as one more expert of all rows.
// Also the zero-centred RMS norm, and the bindings of all kernels.
#include <torch/extension.h>
#include <ATen/Parallel.h>
#include <vector>
#include "vector.h"
using at::Tensor;
typedef c10::BFloat16 bf;

template <typename F> static void rows(int64_t n, F f) {
  at::parallel_for(0, n, 64, [&](int64_t a, int64_t b) { for (int64_t i = a; i < b; i++) f(i); });
}

#define DISPATCH(t, ...) if ((t).scalar_type() == at::kBFloat16) { typedef bf S; __VA_ARGS__; } else { typedef float S; __VA_ARGS__; }

// h [n, 2m] = (gate, up) -> act [n, m] = silu(gate) * up
template <typename S> static void swiglu(const S* h, S* act, int64_t n, int64_t m) {
  rows(n, [&](int64_t i) {
    for (int64_t c = 0; c < m; c += 16) { v16 g = load(h + i * 2 * m + c); store(act + i * m + c, g * vsigmoid(g) * load(h + i * 2 * m + m + c)); }
  });
}
template <typename S> static void swigluBackward(const S* h, const S* dact, S* dh, int64_t n, int64_t m) {
  rows(n, [&](int64_t i) {
    for (int64_t c = 0; c < m; c += 16) {
      v16 g = load(h + i * 2 * m + c), u = load(h + i * 2 * m + m + c), d = load(dact + i * m + c), s = vsigmoid(g);
      store(dh + i * 2 * m + c, d * u * (s + g * s * (1.f - s))); store(dh + i * 2 * m + m + c, d * g * s);
    }
  });
}

constexpr int64_t PAD = 64;  // every expert's rows are filled up to a multiple with zero rows: few distinct product shapes, so none is compiled twice

// Row positions of every (token, choice) after sorting by expert; `starts` has E + 1 entries. Returns the unused rows.
static std::vector<int64_t> sortRows(const int64_t* idx, int64_t n, int64_t E, int64_t* place, std::vector<int64_t>& starts) {
  starts.assign(E + 1, 0); std::vector<int64_t> unused;
  for (int64_t i = 0; i < n; i++) starts[idx[i] + 1]++;
  std::vector<int64_t> count(starts.begin() + 1, starts.end());
  for (int64_t e = 0; e < E; e++) {
    starts[e + 1] = starts[e] + (count[e] + PAD - 1) / PAD * PAD;
    for (int64_t i = starts[e] + count[e]; i < starts[e + 1]; i++) unused.push_back(i);
  }
  std::vector<int64_t> next(starts.begin(), starts.end() - 1);
  for (int64_t i = 0; i < n; i++) place[i] = next[idx[i]]++;
  return unused;
}

// x [N,d]; gu [E,2m,d]; dn [E,d,m]; sgu [2s,d]; sdn [d,s]; idx [N,k]; weight [N,k+1], the last one the gate of the shared expert
std::vector<Tensor> moe_forward(Tensor x, Tensor gu, Tensor dn, Tensor sgu, Tensor sdn, Tensor idx, Tensor weight) {
  int64_t N = x.size(0), d = x.size(1), k = idx.size(1), E = gu.size(0), m = dn.size(2), s = sdn.size(1);
  auto place = at::empty({N, k}, idx.options()); std::vector<int64_t> starts;
  auto unused = sortRows(idx.data_ptr<int64_t>(), N * k, E, place.data_ptr<int64_t>(), starts);
  int64_t R = N * k + E * PAD;
  auto xs = at::empty({R, d}, x.options()), h = at::empty({R, 2 * m}, x.options()), act = at::empty({R, m}, x.options()), y = at::empty({R, d}, x.options());
  const int64_t* pl = place.data_ptr<int64_t>();
  DISPATCH(x, { auto *X = x.data_ptr<S>(), *Xs = xs.data_ptr<S>(); rows(N, [&](int64_t i) { for (int64_t j = 0; j < k; j++) std::memcpy(Xs + pl[i * k + j] * d, X + i * d, d * sizeof(S)); });
    for (int64_t i : unused) std::memset(Xs + i * d, 0, d * sizeof(S)); })
  for (int64_t e = 0; e < E; e++) {
    int64_t a = starts[e], n = starts[e + 1] - a; if (!n) continue;
    auto he = h.narrow(0, a, n), ye = y.narrow(0, a, n), ae = act.narrow(0, a, n);
    at::mm_out(he, xs.narrow(0, a, n), gu[e].t());
    DISPATCH(x, swiglu(he.data_ptr<S>(), ae.data_ptr<S>(), n, m))
    at::mm_out(ye, ae, dn[e].t());
  }
  auto sh = at::mm(x, sgu.t()), sact = at::empty({N, s}, x.options());
  DISPATCH(x, swiglu(sh.data_ptr<S>(), sact.data_ptr<S>(), N, s))
  auto sy = at::mm(sact, sdn.t());
  auto out = at::empty({N, d}, weight.options());
  const float* wt = weight.data_ptr<float>(); float* o = out.data_ptr<float>();
  DISPATCH(x, { auto *Y = y.data_ptr<S>(), *Z = sy.data_ptr<S>(); rows(N, [&](int64_t i) {
    for (int64_t c = 0; c < d; c += 16) {
      v16 a = load(Z + i * d + c) * wt[i * (k + 1) + k];
      for (int64_t j = 0; j < k; j++) a += load(Y + pl[i * k + j] * d + c) * wt[i * (k + 1) + j];
      store(o + i * d + c, a);
    } }); })
  return {out, place, at::tensor(starts, at::kLong), at::tensor(unused, at::kLong), xs, h, act, y, sh, sact, sy};
}

std::vector<Tensor> moe_backward(Tensor dout, Tensor x, Tensor gu, Tensor dn, Tensor sgu, Tensor sdn, Tensor weight, Tensor place, Tensor startsT, Tensor unused,
                                 Tensor xs, Tensor h, Tensor act, Tensor y, Tensor sh, Tensor sact, Tensor sy) {
  int64_t N = x.size(0), d = x.size(1), k = place.size(1), E = gu.size(0), m = dn.size(2), s = sdn.size(1);
  const int64_t *pl = place.data_ptr<int64_t>(), *starts = startsT.data_ptr<int64_t>();
  auto dy = at::empty_like(y), dsy = at::empty_like(sy), dw = at::empty_like(weight), dh = at::empty_like(h), dsh = at::empty_like(sh);
  const float *g = dout.data_ptr<float>(), *wt = weight.data_ptr<float>(); float* DW = dw.data_ptr<float>();
  DISPATCH(x, { auto *Y = y.data_ptr<S>(), *Z = sy.data_ptr<S>(), *DY = dy.data_ptr<S>(), *DZ = dsy.data_ptr<S>(); rows(N, [&](int64_t i) {
    for (int64_t j = 0; j <= k; j++) {
      S *from = j < k ? Y + pl[i * k + j] * d : Z + i * d, *to = j < k ? DY + pl[i * k + j] * d : DZ + i * d;
      float w = wt[i * (k + 1) + j]; v16 dot{};
      for (int64_t c = 0; c < d; c += 16) { v16 u = load(g + i * d + c); dot += u * load(from + c); store(to + c, u * w); }
      DW[i * (k + 1) + j] = sum(dot);
    } });
    for (int64_t i = 0; i < unused.numel(); i++) std::memset(DY + unused.data_ptr<int64_t>()[i] * d, 0, d * sizeof(S)); })
  auto dgu = at::zeros_like(gu), ddn = at::zeros_like(dn), dxs = at::empty_like(xs), dact = at::empty_like(act);
  for (int64_t e = 0; e < E; e++) {
    int64_t a = starts[e], n = starts[e + 1] - a; if (!n) continue;
    auto he = h.narrow(0, a, n), dye = dy.narrow(0, a, n), ae = act.narrow(0, a, n), dhe = dh.narrow(0, a, n), dae = dact.narrow(0, a, n), dxe = dxs.narrow(0, a, n);
    at::mm_out(dae, dye, dn[e]);
    auto t1 = ddn[e]; at::mm_out(t1, dye.t(), ae);
    DISPATCH(x, swigluBackward(he.data_ptr<S>(), dae.data_ptr<S>(), dhe.data_ptr<S>(), n, m))
    auto t2 = dgu[e]; at::mm_out(t2, dhe.t(), xs.narrow(0, a, n));
    at::mm_out(dxe, dhe, gu[e]);
  }
  auto dsact = at::mm(dsy, sdn), dsdn = at::mm(dsy.t(), sact);
  DISPATCH(x, swigluBackward(sh.data_ptr<S>(), dsact.data_ptr<S>(), dsh.data_ptr<S>(), N, s))
  auto dsgu = at::mm(dsh.t(), x), dx = at::mm(dsh, sgu);
  DISPATCH(x, { auto *A = dx.data_ptr<S>(), *Xs = dxs.data_ptr<S>(); rows(N, [&](int64_t i) {
    for (int64_t c = 0; c < d; c += 16) {
      v16 a = load(A + i * d + c);
      for (int64_t j = 0; j < k; j++) a += load(Xs + pl[i * k + j] * d + c);
      store(A + i * d + c, a);
    } }); })
  return {dx, dgu, ddn, dsgu, dsdn, dw};
}

// y = x / sqrt(mean(x^2) + 1e-6) * (1 + w), from float rows to rows of the type of `like`
std::vector<Tensor> rms_forward(Tensor x, Tensor w, bool half) {
  int64_t d = x.size(-1), n = x.numel() / d;
  auto y = at::empty(x.sizes(), x.options().dtype(half ? at::kBFloat16 : at::kFloat)), inv = at::empty({n}, x.options());
  const float *X = x.data_ptr<float>(), *W = w.data_ptr<float>(); float* I = inv.data_ptr<float>();
  DISPATCH(y, { auto* Y = y.data_ptr<S>(); rows(n, [&](int64_t i) {
    v16 q{}; for (int64_t c = 0; c < d; c += 16) { v16 v = load(X + i * d + c); q += v * v; }
    I[i] = 1 / std::sqrt(sum(q) / d + 1e-6f);
    for (int64_t c = 0; c < d; c += 16) store(Y + i * d + c, load(X + i * d + c) * I[i] * (1.f + load(W + c)));
  }); })
  return {y, inv};
}

std::vector<Tensor> rms_backward(Tensor dy, Tensor x, Tensor w, Tensor inv) {
  int64_t d = x.size(-1), n = x.numel() / d, parts = 8;
  auto dx = at::empty_like(x), dw = at::zeros({parts, d}, x.options());
  const float *X = x.data_ptr<float>(), *W = w.data_ptr<float>(), *I = inv.data_ptr<float>(); float *DX = dx.data_ptr<float>(), *DW = dw.data_ptr<float>();
  DISPATCH(dy, { auto* G = dy.data_ptr<S>(); at::parallel_for(0, parts, 1, [&](int64_t a, int64_t b) { for (int64_t part = a; part < b; part++)
    for (int64_t i = n * part / parts; i < n * (part + 1) / parts; i++) {
      v16 dot{};
      for (int64_t c = 0; c < d; c += 16) {
        v16 u = load(G + i * d + c), v = load(X + i * d + c) * I[i];
        store(DW + part * d + c, load(DW + part * d + c) + u * v);
        dot += u * (1.f + load(W + c)) * v;
      }
      float mean = sum(dot) / d;
      for (int64_t c = 0; c < d; c += 16)
        store(DX + i * d + c, (load(G + i * d + c) * (1.f + load(W + c)) - load(X + i * d + c) * (I[i] * mean)) * I[i]);
    } }); })
  return {dx, dw.sum(0)};
}

std::vector<Tensor> delta_forward(Tensor p, Tensor convT, Tensor negA, Tensor dt, Tensor nw, int64_t hk, int64_t hv, bool rev, bool keep);
std::vector<Tensor> delta_backward(Tensor dout, Tensor p, Tensor convT, Tensor negA, Tensor dt, Tensor nw, Tensor snap, int64_t hk, int64_t hv, bool rev);

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
  m.def("delta_forward", &delta_forward); m.def("delta_backward", &delta_backward);
  m.def("moe_forward", &moe_forward); m.def("moe_backward", &moe_backward);
  m.def("rms_forward", &rms_forward); m.def("rms_backward", &rms_backward);
}
