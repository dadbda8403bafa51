"""Small Qwen3.5 models of random weights, and what other implementations compute with them.

    pip install torch transformers==5.18.0 gguf safetensors numpy
    python3 further_models.py OUT [--llama FOLDER]

Each variant is built and saved by Hugging Face's own classes, so that its checkpoint is what theirs look like; and
written as GGUF as llama.cpp's converter would. FOLDER is where libllama.so is, such as node_modules/@node-llama-cpp/
linux-x64/bins/linux-x64 after `npm install node-llama-cpp@3.22.1 --ignore-scripts`; with it the GGUF files are also
quantised by llama.cpp, and read by it. OUT/further.json lists every file with the logits of all positions:

    expected  Hugging Face's code in double precision; for a quantised file on the values that its blocks stand for
    llama     llama.cpp on the file itself: F32 with keys and values in float32 and plain attention, F16 as by default

ParityCheck compares them with the runtime's.
"""

import argparse
import ctypes
import json
import pathlib

import gguf
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from transformers.models.qwen3_5 import configuration_qwen3_5 as dense_configuration
from transformers.models.qwen3_5 import modeling_qwen3_5 as dense
from transformers.models.qwen3_5_moe import configuration_qwen3_5_moe as moe_configuration
from transformers.models.qwen3_5_moe import modeling_qwen3_5_moe as moe

TOKENS = 200
SEED = 20260301

BASE = dict(
    vocab_size=512, hidden_size=256, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2, head_dim=128,
    linear_num_key_heads=2, linear_num_value_heads=4, linear_key_head_dim=64, linear_value_head_dim=64,
    linear_conv_kernel_dim=4, rms_norm_eps=1e-6, max_position_embeddings=4096, tie_word_embeddings=False,
)
DENSE = dict(intermediate_size=512)
MOE = dict(moe_intermediate_size=256, shared_expert_intermediate_size=256, num_experts=16, num_experts_per_tok=4)


def rope(share=0.25, head=128, **more):
    half = int(head * share) // 2
    sections = [(half + 2) // 3, (half + 1) // 3, half // 3]
    return dict(rope_type="default", rope_theta=1e7, partial_rotary_factor=share, mrope_section=sections,
                mrope_interleaved=True) | more


# name: (configuration, dtype of the checkpoint, saved with a vision tower and a block that predicts more tokens)
VARIANTS = {
    "dense-tied": (BASE | DENSE | dict(tie_word_embeddings=True, linear_num_value_heads=2), "float32", False),
    "dense-three": (BASE | DENSE | dict(num_hidden_layers=8, num_attention_heads=6, linear_num_key_heads=4,
                                       linear_num_value_heads=12, rms_norm_eps=1e-5,
                                       rope_parameters=rope(0.5, rope_theta=1e4)), "float32", False),
    "dense-real-heads": (BASE | DENSE | dict(head_dim=256, num_attention_heads=2, num_key_value_heads=1,
                                            linear_key_head_dim=128, linear_value_head_dim=128,
                                            rope_parameters=rope(0.25, 256)), "float32", True),
    "dense-bf16": (BASE | DENSE | dict(num_attention_heads=8, num_key_value_heads=2), "bfloat16", True),
    "moe": (BASE | MOE | dict(num_hidden_layers=8), "float32", False),
    "moe-four": (BASE | MOE | dict(linear_num_value_heads=8, num_attention_heads=8, num_key_value_heads=2,
                                   num_experts=24, num_experts_per_tok=10, moe_intermediate_size=256,
                                   shared_expert_intermediate_size=512), "float32", True),
    "moe-interval": (BASE | MOE | dict(num_hidden_layers=6, layer_types=["linear_attention", "full_attention"] * 3,
                                       num_key_value_heads=4), "float32", False),
    "moe-tied-yarn": (BASE | MOE | dict(tie_word_embeddings=True, rope_parameters=rope(
        rope_type="yarn", factor=4.0, original_max_position_embeddings=1024)), "float32", False),
}
QUANTISED = {
    "dense-three": dict(Q4_K_M=15, Q8_0=7, Q5_0=8, Q3_K_M=12, IQ4_NL=25, F16=1),
    "moe": dict(Q4_K_M=15, Q8_0=7, Q6_K=18, IQ4_XS=30, MXFP4_MOE=38, BF16=32, Q4_0=2),
    "dense-real-heads": dict(Q5_K_M=17, Q2_K=10),
    "moe-four": dict(Q4_K_S=14),
}
# formats in which all matrices of a file are written, block by block with ggml's own encoder
PURE = {
    "dense-real-heads": ("IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ3_XXS", "IQ3_S"),
    "moe-four": ("IQ2_XS", "IQ3_XXS", "TQ1_0", "TQ2_0"),
}


class DoublePrecision:
    """torch as the modelling code sees it, but that every float32 is a float64."""

    def __getattr__(self, name):
        return torch.float64 if name in ("float32", "float") else getattr(torch, name)


def in_double_precision(model):
    """Runs a model so that nothing in it rounds to less than float64."""
    torch.Tensor.float = torch.Tensor.double
    for module in (dense, moe):
        module.torch = DoublePrecision()
    model = model.double()
    for part in model.modules():
        if hasattr(part, "inv_freq"):
            config = part.config
            part.inv_freq = frequencies(config)
            if config.rope_parameters["rope_type"] == "yarn":
                part.attention_scaling = 0.1 * np.log(config.rope_parameters["factor"]) + 1
    return model.eval()


def frequencies(config):
    """Rotary frequencies in double precision; Hugging Face computes them in float32."""
    parameters = config.rope_parameters
    width = int(config.head_dim * parameters["partial_rotary_factor"])
    base = parameters["rope_theta"]
    plain = base ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    if parameters["rope_type"] != "yarn":
        return plain
    trained = parameters["original_max_position_embeddings"]
    at = lambda turns: width * np.log(trained / (2 * np.pi * turns)) / (2 * np.log(base))
    low, high = max(np.floor(at(32)), 0), min(np.ceil(at(1)), width - 1)
    ramp = torch.clamp((torch.arange(width // 2, dtype=torch.float64) - low) / max(high - low, 0.001), 0, 1)
    return plain / parameters["factor"] * ramp + plain * (1 - ramp)


def new_model(values, vision):
    values = {"rope_parameters": rope(head=values["head_dim"])} | values
    experts = "num_experts" in values
    configuration, code = (moe_configuration, moe) if experts else (dense_configuration, dense)
    family = "Qwen3_5Moe" if experts else "Qwen3_5"
    text = getattr(configuration, family + "TextConfig")(**values)
    text._attn_implementation = text._experts_implementation = "eager"
    if not vision:
        return getattr(code, family + "ForCausalLM")(text)
    tower = dict(depth=1, hidden_size=32, intermediate_size=64, num_heads=2, out_hidden_size=values["hidden_size"])
    whole = getattr(configuration, family + "Config")(
        text_config=text.to_dict(), vision_config=tower, tie_word_embeddings=values["tie_word_embeddings"])
    whole._attn_implementation = "eager"
    return getattr(code, family + "ForConditionalGeneration")(whole)


def randomise(model, seed):
    """Weights that keep activations about as large as they are, and logits a few units apart."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, value in model.named_parameters():
            noise = torch.randn(value.shape, generator=generator, dtype=torch.float32)
            last = name.rsplit(".", 2)[-2:]
            if "A_log" in name:
                noise = 0.7 * noise
            elif "dt_bias" in name:
                noise = noise - 1
            elif "linear_attn.norm" in name:
                noise = 1 + 0.2 * noise
            elif "conv1d" in name:
                noise = 0.5 * noise
            elif "norm" in last[0] or "layernorm" in last[0]:
                noise = 0.15 * noise
            elif "embed_tokens" not in name and value.dim() > 1:
                noise = noise / value.shape[-1] ** 0.5 * (2 if "lm_head" in name or "mlp.gate." in name else 1)
            elif model.config.tie_word_embeddings:
                noise = noise * 2 / value.shape[-1] ** 0.5
            value.copy_(noise)


def text_weights(model):
    """Tensors of the text model by their names in a text-only checkpoint, in float64."""
    weights = {}
    for name, value in model.state_dict().items():
        if "visual" not in name:
            weights[name.replace("model.language_model.", "model.")] = value.double().numpy()
    return weights


def tiled(keys, values):
    """For each value head of a GGUF file the one of the checkpoint: the first of every key head, the second, …"""
    return [key * (values // keys) + rank for rank in range(values // keys) for key in range(keys)]


def moved(text, name):
    """How a converter moves value heads in a tensor: (axis, the old index of each new one) or None."""
    heads = tiled(text.linear_num_key_heads, text.linear_num_value_heads)
    width = text.linear_value_head_dim
    kept = 2 * text.linear_num_key_heads * text.linear_key_head_dim
    channels = [head * width + i for head in heads for i in range(width)]
    part = name.split("linear_attn.")[-1]
    if part in ("in_proj_qkv.weight", "conv1d.weight"):
        return 0, list(range(kept)) + [kept + channel for channel in channels]
    if part == "in_proj_z.weight":
        return 0, channels
    if part in ("in_proj_b.weight", "in_proj_a.weight", "A_log", "dt_bias"):
        return 0, heads
    return (1, channels) if part == "out_proj.weight" else None


NAMES = {
    "input_layernorm.weight": "attn_norm.weight", "post_attention_layernorm.weight": "post_attention_norm.weight",
    "self_attn.q_proj.weight": "attn_q.weight", "self_attn.k_proj.weight": "attn_k.weight",
    "self_attn.v_proj.weight": "attn_v.weight", "self_attn.o_proj.weight": "attn_output.weight",
    "self_attn.q_norm.weight": "attn_q_norm.weight", "self_attn.k_norm.weight": "attn_k_norm.weight",
    "linear_attn.in_proj_qkv.weight": "attn_qkv.weight", "linear_attn.in_proj_z.weight": "attn_gate.weight",
    "linear_attn.in_proj_b.weight": "ssm_beta.weight", "linear_attn.in_proj_a.weight": "ssm_alpha.weight",
    "linear_attn.conv1d.weight": "ssm_conv1d.weight", "linear_attn.A_log": "ssm_a",
    "linear_attn.dt_bias": "ssm_dt.bias", "linear_attn.norm.weight": "ssm_norm.weight",
    "linear_attn.out_proj.weight": "ssm_out.weight", "mlp.gate_proj.weight": "ffn_gate.weight",
    "mlp.up_proj.weight": "ffn_up.weight", "mlp.down_proj.weight": "ffn_down.weight",
    "mlp.gate.weight": "ffn_gate_inp.weight", "mlp.experts.down_proj": "ffn_down_exps.weight",
    "mlp.shared_expert.gate_proj.weight": "ffn_gate_shexp.weight",
    "mlp.shared_expert.up_proj.weight": "ffn_up_shexp.weight",
    "mlp.shared_expert.down_proj.weight": "ffn_down_shexp.weight",
    "mlp.shared_expert_gate.weight": "ffn_gate_inp_shexp.weight",
}
WHOLE = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight",
         "lm_head.weight": "output.weight"}


def new_name(name):
    if name in WHOLE:
        return WHOLE[name]
    _, _, layer, rest = name.split(".", 3)
    return f"blk.{layer}.{NAMES[rest]}"


def to_gguf(text, weights):
    """The tensors of a GGUF file."""
    tensors = {}
    for name, value in weights.items():
        if name.endswith("experts.gate_up_proj"):
            half = value.shape[1] // 2
            layer = name.split(".")[2]
            tensors[f"blk.{layer}.ffn_gate_exps.weight"] = value[:, :half]
            tensors[f"blk.{layer}.ffn_up_exps.weight"] = value[:, half:]
            continue
        if name == "lm_head.weight" and text.tie_word_embeddings:
            continue
        if name.endswith("norm.weight") and "linear_attn" not in name:
            value = value + 1
        if name.endswith("A_log"):
            value = -np.exp(value)
        move = moved(text, name)
        if move:
            value = np.take(value, move[1], axis=move[0])
        if name.endswith("conv1d.weight"):
            value = value[:, 0]
        if name.endswith("shared_expert_gate.weight"):
            value = value[0]
        tensors[new_name(name)] = value
    return tensors


def from_gguf(text, tensors, weights):
    """The tensors of a checkpoint again, of the same shapes as these."""
    found = {}
    for name, old in weights.items():
        if name.endswith("experts.gate_up_proj"):
            layer = name.split(".")[2]
            halves = [tensors[f"blk.{layer}.ffn_{part}_exps.weight"] for part in ("gate", "up")]
            found[name] = np.concatenate(halves, 1)
            continue
        tied = name == "lm_head.weight" and text.tie_word_embeddings
        value = tensors["token_embd.weight" if tied else new_name(name)].reshape(old.shape)
        if name.endswith("norm.weight") and "linear_attn" not in name:
            value = value - 1
        if name.endswith("A_log"):
            value = np.log(-value)
        move = moved(text, name)
        if move:
            value = np.take(value, np.argsort(move[1]), axis=move[0])
        found[name] = value
    return found


def write_gguf(path, text, tensors, blocks=None, vocabulary=lambda writer: writer.add_tokenizer_model("no_vocab")):
    experts = getattr(text, "num_experts", 0)
    writer = gguf.GGUFWriter(path, "qwen35moe" if experts else "qwen35")
    parameters = text.rope_parameters
    writer.add_block_count(text.num_hidden_layers)
    writer.add_context_length(text.max_position_embeddings)
    writer.add_embedding_length(text.hidden_size)
    writer.add_head_count(text.num_attention_heads)
    writer.add_head_count_kv(text.num_key_value_heads)
    writer.add_key_length(text.head_dim)
    writer.add_value_length(text.head_dim)
    writer.add_layer_norm_rms_eps(text.rms_norm_eps)
    writer.add_rope_freq_base(parameters["rope_theta"])
    writer.add_rope_dimension_count(int(text.head_dim * parameters["partial_rotary_factor"]))
    writer.add_rope_dimension_sections([*parameters["mrope_section"], 0])
    writer.add_ssm_conv_kernel(text.linear_conv_kernel_dim)
    writer.add_ssm_state_size(text.linear_key_head_dim)
    writer.add_ssm_group_count(text.linear_num_key_heads)
    writer.add_ssm_time_step_rank(text.linear_num_value_heads)
    writer.add_ssm_inner_size(text.linear_num_value_heads * text.linear_value_head_dim)
    writer.add_uint32(writer.arch + ".full_attention_interval", text.layer_types.index("full_attention") + 1)
    writer.add_vocab_size(text.vocab_size)
    vocabulary(writer)
    if experts:
        writer.add_expert_count(experts)
        writer.add_expert_used_count(text.num_experts_per_tok)
        writer.add_expert_feed_forward_length(text.moe_intermediate_size)
        writer.add_expert_shared_feed_forward_length(text.shared_expert_intermediate_size)
        writer.add_feed_forward_length(text.moe_intermediate_size)
    else:
        writer.add_feed_forward_length(text.intermediate_size)
    if parameters["rope_type"] == "yarn":
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(parameters["factor"])
        writer.add_rope_scaling_orig_ctx_len(parameters["original_max_position_embeddings"])
    for name, value in tensors.items():
        small = value.ndim == 1 or "norm" in name or "ffn_gate_inp" in name or "conv1d" in name
        if blocks and not small:
            writer.add_tensor(name, blocks(value), raw_dtype=blocks.kind)
        else:
            writer.add_tensor(name, np.ascontiguousarray(value, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def read_gguf(path):
    """The values that a file's blocks stand for."""
    return {tensor.name: gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float64)
            for tensor in gguf.GGUFReader(path).tensors}


class Llama:
    """llama.cpp, by as much of its C interface as is needed; structures are passed as the library made them."""

    class Parameters(ctypes.Structure):
        _fields_ = [("bytes", ctypes.c_ubyte * 512)]

    class Batch(ctypes.Structure):
        _fields_ = [("count", ctypes.c_int32)] + [(name, ctypes.c_void_p) for name in "tepnsl"]

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        libraries = {}
        for name in ("ggml-base", "ggml", "llama"):
            file = next(folder.glob(f"lib{name}.*so"))  # with or without a version before the ending
            libraries[name] = ctypes.CDLL(str(file), mode=ctypes.RTLD_GLOBAL)
        self.library = libraries["llama"]
        ggml = libraries["ggml"]
        ggml.ggml_backend_load_all_from_path(str(folder).encode())
        silent = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
        self.base = libraries["ggml-base"]
        self.base.ggml_quantize_chunk.restype = ctypes.c_size_t
        self.base.ggml_quantize_chunk.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p] + [
            ctypes.c_int64] * 3 + [ctypes.c_void_p]
        self.silent = silent(lambda level, text, data: None)
        self.library.llama_log_set(self.silent, None)
        for name in ("llama_model_default_params", "llama_context_default_params",
                     "llama_model_quantize_default_params"):
            getattr(self.library, name).restype = Llama.Parameters
        for name in ("llama_model_load_from_file", "llama_init_from_model"):
            getattr(self.library, name).restype = ctypes.c_void_p
        self.library.llama_init_from_model.argtypes = [ctypes.c_void_p, Llama.Parameters]
        self.library.llama_batch_get_one.restype = Llama.Batch
        self.library.llama_get_logits.restype = ctypes.POINTER(ctypes.c_float)
        for name in ("llama_get_logits", "llama_free", "llama_model_free"):
            getattr(self.library, name).argtypes = [ctypes.c_void_p]
        self.library.llama_set_n_threads.argtypes = [ctypes.c_void_p, ctypes.c_int32, ctypes.c_int32]
        self.library.llama_decode.argtypes = [ctypes.c_void_p, Llama.Batch]

    def blocks(self, values, kind):
        """A matrix in blocks, every value as important as any other."""
        values = np.ascontiguousarray(values, np.float32)
        width = values.shape[-1]
        length, size = gguf.GGML_QUANT_SIZES[kind]
        blocks = np.zeros((*values.shape[:-1], width // length * size), np.uint8)
        importance = np.ones(width, np.float32)
        rows = values.size // width
        self.base.ggml_quantize_chunk(int(kind), values.ctypes.data, blocks.ctypes.data, 0, rows, width,
                                      importance.ctypes.data)
        return blocks

    def quantise(self, source, target, file_type):
        parameters = self.library.llama_model_quantize_default_params()
        fields = ctypes.cast(ctypes.byref(parameters), ctypes.POINTER(ctypes.c_int32))
        fields[0], fields[1] = 1, file_type  # threads, file type
        code = self.library.llama_model_quantize(str(source).encode(), str(target).encode(), ctypes.byref(parameters))
        if code:
            raise RuntimeError(f"llama.cpp does not write {target}")

    def logits(self, path, tokens, vocabulary, float_cache):
        """Logits after each token, given one at a time."""
        model = self.library.llama_model_load_from_file(str(path).encode(), self.library.llama_model_default_params())
        if not model:
            raise RuntimeError(f"llama.cpp does not load {path}")
        parameters = self.library.llama_context_default_params()
        fields = ctypes.cast(ctypes.byref(parameters), ctypes.POINTER(ctypes.c_int32))
        fields[0] = len(tokens) + 16  # context
        if float_cache:
            # flash attention, which computes in half precision whatever the cache holds, is the last of four -1; the
            # types of keys and values are two neighbours that are 1, for half precision, behind it
            flash = next(i for i in range(24) if list(fields[i:i + 4]) == [-1] * 4) + 3
            types = next(i for i in range(flash, 40) if fields[i] == 1 and fields[i + 1] == 1)
            fields[flash] = fields[types] = fields[types + 1] = 0
        context = self.library.llama_init_from_model(model, parameters)
        self.library.llama_set_n_threads(context, 1, 1)  # its threads wait for each other by spinning
        rows = []
        for token in tokens:
            one = (ctypes.c_int32 * 1)(token)
            if self.library.llama_decode(context, self.library.llama_batch_get_one(one, 1)):
                raise RuntimeError("llama.cpp does not decode")
            rows.append(np.ctypeslib.as_array(self.library.llama_get_logits(context), (vocabulary,)).copy())
        self.library.llama_free(context)
        self.library.llama_model_free(model)
        return np.stack(rows)


def expected(text, weights, tokens):
    model = new_model(text.to_dict(), vision=False)
    model.load_state_dict({name: torch.tensor(value) for name, value in weights.items()}, strict=True, assign=True)
    model = in_double_precision(model)
    with torch.no_grad():
        return model(torch.tensor([tokens])).logits[0].double().numpy()


def add_prediction_block(folder):
    """Adds a tensor of a block that predicts several tokens, as official checkpoints have it, to be left out."""
    file = folder / "model.safetensors"
    tensors = load_file(file)
    tensors["mtp.fc.weight"] = torch.zeros(4, 8)
    save_file(tensors, file, {"format": "pt"})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--llama", type=pathlib.Path)
    arguments = parser.parse_args()
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    llama = Llama(arguments.llama) if arguments.llama else None
    listed = []

    def add(file, kind, logits, tokens):
        stem = file.replace("/", "_")
        np.save(out / f"{stem}.expected.npy", logits.astype(np.float32))
        entry = dict(file=file, kind=kind, tokens=tokens, expected=f"{stem}.expected.npy")
        if llama and file.endswith(".gguf"):
            for cache, whole in (("F32", True), ("F16", False)):
                entry[f"llama{cache}"] = f"{stem}.llama{cache}.npy"
                np.save(out / entry[f"llama{cache}"], llama.logits(out / file, tokens, logits.shape[1], whole))
        listed.append(entry)
        (out / "further.json").write_text(json.dumps(dict(models=listed)))
        deviation = ""
        for cache in ("F32", "F16"):
            if f"llama{cache}" in entry:
                other = np.load(out / entry[f"llama{cache}"])
                deviation += f", llama.cpp with cache {cache} {np.abs(other - logits).max():.1e} off"
        print(f"{file}: logits deviate by {logits.std():.2f}{deviation}", flush=True)

    for index, (name, (values, kind, vision)) in enumerate(VARIANTS.items()):
        model = new_model(values, vision)
        randomise(model, SEED + index)
        model = model.to(getattr(torch, kind))
        text = model.config.get_text_config()
        model.save_pretrained(out / name)
        if vision:
            add_prediction_block(out / name)
        weights = text_weights(model)
        tokens = [(7 * i * i + 13 * i + 5 + index) % values["vocab_size"] for i in range(TOKENS)]
        reference = expected(text, weights, tokens)
        add(name, "float", reference, tokens)
        plain = f"{name}-F32.gguf"
        write_gguf(out / plain, text, to_gguf(text, weights))
        add(plain, "float", reference, tokens)
        if not llama:
            continue
        files = {}
        for label, file_type in QUANTISED.get(name, {}).items():
            files[label] = f"{name}-{label}.gguf"
            llama.quantise(out / plain, out / files[label], file_type)
        for label in PURE.get(name, ()):
            files[label] = f"{name}-{label}.gguf"
            kind = gguf.GGMLQuantizationType[label]
            blocks = lambda value: llama.blocks(value, kind)
            blocks.kind = kind
            write_gguf(out / files[label], text, to_gguf(text, weights), blocks)
        for file in files.values():
            found = from_gguf(text, read_gguf(out / file), weights)
            add(file, "quantised", expected(text, found, tokens), tokens)


if __name__ == "__main__":
    main()
