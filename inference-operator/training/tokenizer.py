"""Byte-level BPE in the Qwen pipeline (NFC, the qwen35 expression, GPT-2 byte alphabet), with own merges.
Document text is always encoded without parsing the two added tokens."""
import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
ADDED = ["<|endoftext|>", "<|mask|>"]  # plain rows after the merged vocabulary; never produced from text


def pipeline(model):
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(PATTERN), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def train(texts, size):
    tokenizer = pipeline(models.BPE())
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(
        texts, trainers.BpeTrainer(vocab_size=size - len(ADDED), min_frequency=2, initial_alphabet=alphabet, show_progress=False, max_token_length=40)
    )
    return tokenizer


def from_parts(tokens, merges):
    """The tokenizer from the arrays of a GGUF file (tokens without the added ones)."""
    return pipeline(models.BPE({t: i for i, t in enumerate(tokens)}, [tuple(m.split(" ")) for m in merges]))


def to_parts(tokenizer):
    import json

    model = json.loads(tokenizer.to_str())["model"]
    tokens = [None] * len(model["vocab"])
    for token, i in model["vocab"].items():
        tokens[i] = token
    return tokens, [m if isinstance(m, str) else " ".join(m) for m in model["merges"]]


def encode(tokenizer, text):
    """Ids and the code-point range [start, end) that every token touches; the text must be NFC."""
    found = tokenizer.encode(text, add_special_tokens=False)
    return np.array(found.ids, np.int32), np.array(found.offsets, np.int32).reshape(-1, 2)
