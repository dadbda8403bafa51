// Gated DeltaNet mixer between its input and output projections, forward and backward, in the recurrent form.
// Value columns of the state are independent, so sixteen of them are one vector; batch and key heads run in parallel.
// The backward pass recomputes states from snapshots taken every CHUNK steps.
#include <torch/extension.h>
#include <ATen/Parallel.h>
#include <vector>
#include "vector.h"

constexpr int D = 32, CHUNK = 32, MAXR = 4;  // head width; steps between snapshots; most value heads per key head
typedef v16 Column[D];                       // state of one group of sixteen value columns

struct Shape {
  int64_t B, T, P, hk, hv, R, kd, vd, C; bool rev;
  int64_t qkvBlock(int64_t h, int n) const {  // channel of the n-th block of sixteen owned by key head h
    if (n < 2) return h * D + n * 16;
    if (n < 4) return kd + h * D + (n - 2) * 16;
    return 2 * kd + (h + (n - 4) / 2 * hk) * D + (n & 1) * 16;
  }
  int64_t time(int64_t i) const { return rev ? T - 1 - i : i; }
};

struct Step {  // what the backward pass needs of one time step
  v16 s[4 + 2 * MAXR], err[2 * MAXR], d[2 * MAXR], o[2 * MAXR];
  float q[D], k[D], invQ, invK, beta[MAXR], decay[MAXR], g[MAXR];
};

template <typename S> static inline v16 convolve(const Shape& z, const S* p, const float* w, int64_t i, int64_t c) {
  v16 a = load(w + 3 * z.C + c) * load(p + z.time(i) * z.P + c);
  for (int j = 1; j <= 3 && j <= i; j++) a += load(w + (3 - j) * z.C + c) * load(p + z.time(i - j) * z.P + c);
  return a;
}

template <typename S>
static inline void prepare(const Shape& z, const S* p, const float* w, const float* negA, const float* dt, int64_t h, int64_t i, Step& e, v16* v) {
  int blocks = 4 + 2 * z.R; v16 y[4 + 2 * MAXR];
  for (int n = 0; n < blocks; n++) { e.s[n] = convolve(z, p, w, i, z.qkvBlock(h, n)); y[n] = e.s[n] * vsigmoid(e.s[n]); }
  e.invQ = 1 / std::sqrt(sum(y[0] * y[0] + y[1] * y[1]) + 1e-6f);
  e.invK = 1 / std::sqrt(sum(y[2] * y[2] + y[3] * y[3]) + 1e-6f);
  float scale = e.invQ / std::sqrt((float)D);
  store(e.q, y[0] * scale); store(e.q + 16, y[1] * scale);
  store(e.k, y[2] * e.invK); store(e.k + 16, y[3] * e.invK);
  for (int n = 0; n < 2 * z.R; n++) v[n] = y[4 + n];
  const S* row = p + z.time(i) * z.P + z.C + z.vd;
  for (int r = 0; r < z.R; r++) {
    int64_t j = h + r * z.hk;
    e.beta[r] = sigmoid((float)row[j]);
    e.g[r] = negA[j] * softplus((float)row[z.hv + j] + dt[j]);
    e.decay[r] = std::exp(e.g[r]);
  }
}

static inline void advance(const Step& e, int r, int n, const v16& v, const Column& from, Column& to, v16& err, v16& d, v16& o) {
  float a = e.decay[r]; v16 p[4] = {}, q[4] = {};  // four sums at once: one would wait for itself
  for (int i = 0; i < D; i += 4)
    for (int u = 0; u < 4; u++) p[u] += from[i + u] * e.k[i + u];
  err = v - ((p[0] + p[1]) + (p[2] + p[3])) * a; d = err * e.beta[r];
  v16 write = d;
  for (int i = 0; i < D; i += 4)
    for (int u = 0; u < 4; u++) {
      v16 s = from[i + u] * a + write * e.k[i + u];
      to[i + u] = s; q[u] += s * e.q[i + u];
    }
  o = (q[0] + q[1]) + (q[2] + q[3]);
}

template <typename S>
static void forwardUnit(const Shape& z, const S* p, const float* w, const float* negA, const float* dt, const float* nw, int64_t h, S* out, float* snap) {
  Column state[2 * MAXR]; std::memset(state, 0, sizeof state);
  Step e; v16 v[2 * MAXR];
  for (int64_t i = 0; i < z.T; i++) {
    if (snap && i % CHUNK == 0) std::memcpy(snap + i / CHUNK * (2 * z.R * D * 16), state, 2 * z.R * sizeof(Column));
    prepare(z, p, w, negA, dt, h, i, e, v);
    for (int r = 0; r < z.R; r++) {
      for (int n = 2 * r; n < 2 * r + 2; n++) advance(e, r, n, v[n], state[n], state[n], e.err[n], e.d[n], e.o[n]);
      v16* o = e.o + 2 * r;
      float inv = 1 / std::sqrt(sum(o[0] * o[0] + o[1] * o[1]) / D + 1e-6f);
      int64_t c = (h + r * z.hk) * D;
      for (int m = 0; m < 2; m++) {
        v16 gate = load(p + z.time(i) * z.P + z.C + c + 16 * m);
        store(out + z.time(i) * z.vd + c + 16 * m, o[m] * inv * load(nw + 16 * m) * gate * vsigmoid(gate));
      }
    }
  }
}

struct Sums { float *conv, *logA, *dt, *norm; };  // parameter gradients of one unit: conv [4,C], logA and dt [hv], norm [D]

template <typename S>
static void backwardUnit(const Shape& z, const S* p, const float* w, const float* negA, const float* dt, const float* nw, int64_t h,
                         const float* snap, const S* dout, S* dp, Sums g) {
  int blocks = 4 + 2 * z.R, cols = 2 * z.R;
  std::vector<Step> steps(CHUNK);
  Column* states = (Column*)std::aligned_alloc(64, sizeof(Column) * cols * (CHUNK + 1));
  Column ds[2 * MAXR]; std::memset(ds, 0, sizeof ds);
  v16 ring[3][4 + 2 * MAXR]; std::memset(ring, 0, sizeof ring);
  v16 dconv[4][4 + 2 * MAXR]; std::memset(dconv, 0, sizeof dconv);
  v16 dnorm[2] = {}, v[2 * MAXR]; float scale = 1 / std::sqrt((float)D);
  for (int64_t first = (z.T - 1) / CHUNK * CHUNK; first >= 0; first -= CHUNK) {
    int64_t end = std::min(z.T, first + CHUNK);
    std::memcpy(states, snap + first / CHUNK * (2 * z.R * D * 16), cols * sizeof(Column));
    for (int64_t i = first; i < end; i++) {
      Step& e = steps[i - first]; prepare(z, p, w, negA, dt, h, i, e, v);
      Column* from = states + (i - first) * cols;
      for (int n = 0; n < cols; n++) advance(e, n / 2, n, v[n], from[n], from[cols + n], e.err[n], e.d[n], e.o[n]);
    }
    for (int64_t i = end - 1; i >= first; i--) {
      Step& e = steps[i - first]; int64_t t = z.time(i);
      Column *before = states + (i - first) * cols, *after = before + cols;
      Column accQ, accK; std::memset(accQ, 0, sizeof accQ); std::memset(accK, 0, sizeof accK);
      v16 dy[4 + 2 * MAXR];
      for (int r = 0; r < z.R; r++) {
        int64_t j = h + r * z.hk, c = j * D; v16* o = e.o + 2 * r;
        float inv = 1 / std::sqrt(sum(o[0] * o[0] + o[1] * o[1]) / D + 1e-6f);
        v16 n[2], dn[2]; float dot = 0;
        for (int m = 0; m < 2; m++) {
          v16 gate = load(p + t * z.P + z.C + c + 16 * m), sg = vsigmoid(gate), silu = gate * sg;
          v16 up = load(dout + t * z.vd + c + 16 * m), wt = load(nw + 16 * m);
          n[m] = o[m] * inv; dn[m] = up * wt * silu; dnorm[m] += up * n[m] * silu;
          store(dp + t * z.P + z.C + c + 16 * m, up * n[m] * wt * (sg + silu * (1.f - sg)));
          dot += sum(dn[m] * n[m]);
        }
        float dbeta = 0, ddecay = 0, a = e.decay[r], b = e.beta[r];
        for (int m = 0; m < 2; m++) {
          int x = 2 * r + m; v16 dO = (dn[m] - n[m] * (dot / D)) * inv, part[4] = {};
          Column &back = ds[x], &now = after[x], &past = before[x];
          for (int y = 0; y < D; y += 4)
            for (int u = 0; u < 4; u++) {  // four sums at once: one would wait for itself
              v16 b2 = back[y + u] + dO * e.q[y + u];
              part[u] += b2 * e.k[y + u]; back[y + u] = b2;
              accQ[y + u] += now[y + u] * dO;
            }
          v16 dd = (part[0] + part[1]) + (part[2] + part[3]);
          dbeta += sum(dd * e.err[x]); dy[4 + x] = dd * b;
          v16 dPred = dd * -b, dPredA = dPred * a, d = e.d[x], das[4] = {};
          for (int y = 0; y < D; y += 4)
            for (int u = 0; u < 4; u++) {
              v16 b2 = back[y + u], was = past[y + u];
              accK[y + u] += b2 * d + was * dPredA;
              b2 += dPred * e.k[y + u];
              das[u] += b2 * was; back[y + u] = b2 * a;
            }
          v16 da = (das[0] + das[1]) + (das[2] + das[3]);
          ddecay += sum(da);
        }
        float dg = ddecay * a, din = (float)p[t * z.P + z.C + z.vd + z.hv + j] + dt[j];
        float da = dg * negA[j] * sigmoid(din);
        g.logA[j] += dg * e.g[r]; g.dt[j] += da;
        dp[t * z.P + z.C + z.vd + j] = (S)(dbeta * b * (1 - b));
        dp[t * z.P + z.C + z.vd + z.hv + j] = (S)da;
      }
      float dq[D], dk[D];
      for (int y = 0; y < D; y++) { dq[y] = sum(accQ[y]) * scale; dk[y] = sum(accK[y]); }
      v16 q0 = load(e.q) / scale, q1 = load(e.q + 16) / scale, k0 = load(e.k), k1 = load(e.k + 16);
      float pq = sum(q0 * load(dq) + q1 * load(dq + 16)), pk = sum(k0 * load(dk) + k1 * load(dk + 16));
      dy[0] = (load(dq) - q0 * pq) * e.invQ; dy[1] = (load(dq + 16) - q1 * pq) * e.invQ;
      dy[2] = (load(dk) - k0 * pk) * e.invK; dy[3] = (load(dk + 16) - k1 * pk) * e.invK;
      for (int n = 0; n < blocks; n++) {
        int64_t c = z.qkvBlock(h, n); v16 s = e.s[n], sg = vsigmoid(s);
        v16 now = dy[n] * (sg + s * sg * (1.f - sg));
        for (int j = 0; j <= 3 && j <= i; j++) dconv[3 - j][n] += now * load(p + z.time(i - j) * z.P + c);
        v16 du = load(w + 3 * z.C + c) * now + load(w + 2 * z.C + c) * ring[0][n] + load(w + z.C + c) * ring[1][n] + load(w + c) * ring[2][n];
        store(dp + t * z.P + c, du);
        ring[2][n] = ring[1][n]; ring[1][n] = ring[0][n]; ring[0][n] = now;
      }
    }
  }
  for (int j = 0; j < 4; j++) for (int n = 0; n < blocks; n++) store(g.conv + j * z.C + z.qkvBlock(h, n), dconv[j][n]);
  store(g.norm, dnorm[0]); store(g.norm + 16, dnorm[1]);
  std::free(states);
}

static Shape shapeOf(const at::Tensor& p, int64_t hk, int64_t hv, bool rev) {
  TORCH_CHECK(p.is_contiguous() && hv % hk == 0 && hv / hk <= MAXR);
  Shape z{p.size(0), p.size(1), p.size(2), hk, hv, hv / hk, hk * D, hv * D, (2 * hk + hv) * D, rev};
  TORCH_CHECK(z.P == z.C + z.vd + 2 * hv);
  return z;
}

std::vector<at::Tensor> delta_forward(at::Tensor p, at::Tensor convT, at::Tensor negA, at::Tensor dt, at::Tensor nw, int64_t hk, int64_t hv, bool rev, bool keep) {
  Shape z = shapeOf(p, hk, hv, rev);
  auto out = at::empty({z.B, z.T, z.vd}, p.options());
  int64_t size = 2 * z.R * D * 16 * ((z.T + CHUNK - 1) / CHUNK);
  auto snap = at::empty({keep ? z.B * hk : 0, size}, negA.options());
  auto run = [&](auto* data, auto* o) {
    at::parallel_for(0, z.B * hk, 1, [&](int64_t a, int64_t b) {
      for (int64_t u = a; u < b; u++)
        forwardUnit(z, data + u / hk * z.T * z.P, convT.data_ptr<float>(), negA.data_ptr<float>(), dt.data_ptr<float>(), nw.data_ptr<float>(),
                    u % hk, o + u / hk * z.T * z.vd, keep ? snap.data_ptr<float>() + u * size : nullptr);
    });
  };
  if (p.scalar_type() == at::kBFloat16) run(p.data_ptr<c10::BFloat16>(), out.data_ptr<c10::BFloat16>());
  else run(p.data_ptr<float>(), out.data_ptr<float>());
  return {out, snap};
}

std::vector<at::Tensor> delta_backward(at::Tensor dout, at::Tensor p, at::Tensor convT, at::Tensor negA, at::Tensor dt, at::Tensor nw, at::Tensor snap,
                                       int64_t hk, int64_t hv, bool rev) {
  Shape z = shapeOf(p, hk, hv, rev);
  auto dp = at::empty_like(p);
  auto conv = at::zeros({z.B, 4, z.C}, negA.options()), logA = at::zeros({z.B, hv}, negA.options());
  auto ddt = at::zeros({z.B, hv}, negA.options()), norm = at::zeros({z.B * hk, D}, negA.options());
  auto run = [&](auto* data, auto* up, auto* dd) {
    at::parallel_for(0, z.B * hk, 1, [&](int64_t a, int64_t b) {
      for (int64_t u = a; u < b; u++) {
        int64_t n = u / hk;
        Sums g{conv.data_ptr<float>() + n * 4 * z.C, logA.data_ptr<float>() + n * hv, ddt.data_ptr<float>() + n * hv, norm.data_ptr<float>() + u * D};
        backwardUnit(z, data + n * z.T * z.P, convT.data_ptr<float>(), negA.data_ptr<float>(), dt.data_ptr<float>(), nw.data_ptr<float>(), u % hk,
                     snap.data_ptr<float>() + u * snap.size(1), up + n * z.T * z.vd, dd + n * z.T * z.P, g);
      }
    });
  };
  if (p.scalar_type() == at::kBFloat16) run(p.data_ptr<c10::BFloat16>(), dout.data_ptr<c10::BFloat16>(), dp.data_ptr<c10::BFloat16>());
  else run(p.data_ptr<float>(), dout.data_ptr<float>(), dp.data_ptr<float>());
  return {dp, conv.sum(0), logA.sum(0), ddt.sum(0), norm.sum(0)};
}
