"""The model as a GGUF file: writing it from a training checkpoint, and reading it back as float32 (dequantised)."""
import re

import numpy as np
import torch
from gguf import GGMLQuantizationType as Type
from gguf import GGUFReader, GGUFWriter, quants

import tokenizer as bpe

ARCH = "clause-moe"
QUANTISED = re.compile(r"(token_embd|ngram_embd|attn_qkv|attn_gate|ssm_out|ffn_(gate|up|down)_(exps|shexp))\.weight$")
NORMAL, CONTROL = 1, 3


def label(category):
    """The question id of a category: lower case, everything else than letters and digits to single dashes."""
    return re.sub(r"[^a-z0-9]+", "-", category.lower()).strip("-")


def tensors(state, c):
    """GGUF names and layouts from the training model's parameters."""
    s = {k: v.float() for k, v in state.items()}
    kd, vd, hv, m, sm = c["hk"] * 32, c["hv"] * 32, c["hv"], c["m"], c["sm"]
    out = {"token_embd.weight": s["emb"], "ngram_embd.weight": s["ngram"], "ngram_proj.weight": s["proj"]}
    for i in range(c["L"]):
        b, p = f"blk.{i}.", f"blocks.{i}."
        qkv, gate, beta, alpha = s[p + "mix.inp"].split([2 * kd + vd, vd, hv, hv])
        gu, sgu, router = s[p + "moe.gu"], s[p + "moe.sgu"], s[p + "moe.router"]
        out |= {
            b + "attn_norm.weight": 1 + s[p + "n1"],
            b + "attn_qkv.weight": qkv,
            b + "attn_gate.weight": gate,
            b + "ssm_beta.weight": beta,
            b + "ssm_alpha.weight": alpha,
            b + "ssm_conv1d.weight": s[p + "mix.conv"],
            b + "ssm_dt.bias": s[p + "mix.dt"],
            b + "ssm_a": -s[p + "mix.log_a"].exp(),
            b + "ssm_norm.weight": s[p + "mix.norm"],
            b + "ssm_out.weight": s[p + "mix.out"],
            b + "post_attention_norm.weight": 1 + s[p + "n2"],
            b + "ffn_gate_inp.weight": router[: c["E"]],
            b + "ffn_gate_exps.weight": gu[:, :m],
            b + "ffn_up_exps.weight": gu[:, m:],
            b + "ffn_down_exps.weight": s[p + "moe.dn"],
            b + "ffn_gate_shexp.weight": sgu[:sm],
            b + "ffn_up_shexp.weight": sgu[sm:],
            b + "ffn_down_shexp.weight": s[p + "moe.sdn"],
            b + "ffn_gate_inp_shexp.weight": router[c["E"]],
        }
    return out | {"output_norm.weight": 1 + s["nf"], "output.weight": s["head"], "output.bias": s["bias"]}


def write(path, state, c, tokenizer, categories, decoder, version):
    """`decoder` maps key suffixes to arrays or scalars; they are stored as clause-moe.decoder.<suffix>."""
    w = GGUFWriter(path, ARCH)
    w.add_name("clause-moe"), w.add_version(version), w.add_license("CC-BY-SA-4.0"), w.add_author("Unabridged")
    w.add_description("Tags every token of a contract with 41 clause types (CUAD)")
    w.add_file_type(7), w.add_quantization_version(2)
    numbers = {
        "block_count": c["L"], "embedding_length": c["d"], "context_length": 1010000, "ssm.conv_kernel": 4, "ssm.state_size": 32,
        "ssm.group_count": c["hk"], "ssm.time_step_rank": c["hv"], "ssm.inner_size": c["hv"] * 32, "expert_count": c["E"],
        "expert_used_count": c["k"], "expert_feed_forward_length": c["m"], "expert_shared_feed_forward_length": c["sm"],
        "vocab_size": c["V"], "ngram.bucket_count": c["NB"], "ngram.embedding_length": c["dn"],
    }
    for key, value in numbers.items():
        w.add_uint32(f"{ARCH}.{key}", value)
    w.add_float32(f"{ARCH}.attention.layer_norm_rms_epsilon", 1e-6)
    w.add_array(f"{ARCH}.classifier.labels", [label(x) for x in categories])
    for key, value in decoder.items():
        if isinstance(value, int):
            w.add_int32(f"{ARCH}.decoder.{key}", value)
        elif isinstance(value, float):
            w.add_float32(f"{ARCH}.decoder.{key}", value)
        else:  # lists: whole numbers become i32 arrays, others f32, strings string arrays
            w.add_array(f"{ARCH}.decoder.{key}", list(value))
    tokens, merges = bpe.to_parts(tokenizer)
    w.add_tokenizer_model("gpt2"), w.add_tokenizer_pre("qwen35")
    w.add_token_list(tokens + bpe.ADDED), w.add_token_types([NORMAL] * len(tokens) + [CONTROL] * len(bpe.ADDED))
    w.add_token_merges(merges)
    w.add_eos_token_id(len(tokens)), w.add_mask_token_id(len(tokens) + 1), w.add_add_bos_token(False)
    for name, tensor in tensors(state, c).items():
        array = np.ascontiguousarray(tensor.numpy(), np.float32)
        if QUANTISED.search(name):
            w.add_tensor(name, quants.quantize(array, Type.Q8_0), raw_dtype=Type.Q8_0)
        else:
            w.add_tensor(name, array)
    w.write_header_to_file(), w.write_kv_data_to_file(), w.write_tensors_to_file()
    w.close()


def read(path):
    """(weights, config, tokenizer, labels, decoder) of a file; weights are float32 tensors by GGUF name."""
    reader = GGUFReader(path)
    fields = {k: f.contents() for k, f in reader.fields.items()}
    config = {k.removeprefix(ARCH + "."): v for k, v in fields.items() if k.startswith(ARCH + ".")}
    decoder = {k.removeprefix("decoder."): config.pop(k) for k in list(config) if k.startswith("decoder.")}
    weights = {}
    for t in reader.tensors:
        shape = [int(n) for n in reversed(t.shape)]
        array = quants.dequantize(t.data, t.tensor_type) if t.tensor_type != Type.F32 else np.array(t.data)
        weights[t.name] = torch.from_numpy(np.ascontiguousarray(array, np.float32).reshape(shape))
    normal = [t for t, kind in zip(fields["tokenizer.ggml.tokens"], fields["tokenizer.ggml.token_type"]) if kind == NORMAL]
    return weights, config, bpe.from_parts(normal, fields["tokenizer.ggml.merges"]), config["classifier.labels"], decoder
