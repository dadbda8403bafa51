"""Tokenizer offsets, span decoding, scoring, and the check for overlapping contracts."""
import numpy as np
import pytest

import corpus
import decoder
import scoring
import tokenizer as bpe


@pytest.fixture(scope="module")
def small():
    return bpe.train(["the party shall not assign this agreement; naïve Straße 中文 " * 20] * 5, 300)


def test_every_token_knows_the_characters_it_touches(small):
    text = "naïve 🤝 中文 Ω assign"
    ids, offsets = bpe.encode(small, text)
    assert offsets[0, 0] == 0 and offsets[-1, 1] == len(text)
    covered = set()
    for a, b in offsets:
        assert a < b
        covered |= set(range(a, b))
    assert covered == set(range(len(text)))


def test_parts_rebuild_the_tokenizer(small):
    again = bpe.from_parts(*bpe.to_parts(small))
    text = "This Agreement shall not be assigned.\n\n12.3 Straße"
    assert again.encode(text).ids == small.encode(text).ids


def test_added_tokens_are_never_parsed(small):
    assert len(bpe.encode(small, "<|mask|>")[0]) > 1


def test_runs_join_over_gaps_and_need_a_peak():
    p = np.array([0.3, 0.3, 0.0, 0.3, 0.0, 0.0, 0.9, 0.1, 0.3, 0.3], np.float32)
    assert decoder.runs(p, 0.2, 0.5, 1, 1) == [(6, 9)]
    assert decoder.runs(p, 0.2, 0.2, 0, 2) == [(0, 1), (8, 9)]
    assert decoder.runs(p, 0.2, 0.2, 2, 1) == [(0, 9)]


def test_spans_are_trimmed_and_end_at_words():
    assert decoder.tidy("an agreement is", 4, 10) == (3, 12)
    assert decoder.tidy("a  \n b", 1, 5) is None
    assert decoder.tidy(" (x) ", 0, 5) == (1, 4)


def test_repeats_are_marked_or_dropped():
    text, offsets = "Acme. Acme.", np.array([[0, 4], [4, 6], [6, 10], [10, 11]])
    p = np.array([0.9, 0.0, 0.9, 0.0], np.float32)
    sentences = decoder.Sentences(text, offsets)
    both = decoder.spans(p, text, offsets, sentences, 0.5, 0.5, 0, 1, 0, 0, 2.0)
    assert [(s[0], s[1], s[2][7]) for s in both] == [(0, 4, 0.0), (6, 10, 1.0)]
    assert len(decoder.spans(p, text, offsets, sentences, 0.5, 0.5, 0, 1, 1, 0, 2.0)) == 1


def test_runs_are_cut_at_sentence_ends_and_grow_to_whole_sentences():
    words = ["We", " pay", " Acme", " Inc", ".", " Then", " they", ' go".', "\n", " Done", " now", "."]
    ends = np.cumsum([len(w) for w in words])
    text, offsets = "".join(words), np.stack([ends - [len(w) for w in words], ends], 1)
    s = decoder.Sentences(text, offsets)
    assert np.flatnonzero(s.ends).tolist() == [7, 11]
    assert s.first.tolist() == [0] * 8 + [8] * 4 and s.last.tolist() == [7] * 8 + [11] * 4
    assert decoder.pieces(5, 10, s.ends, 2) == [(5, 7), (8, 10)]
    assert decoder.pieces(5, 10, s.ends, 4) == [(5, 10)]
    assert decoder.snapped(2, 6, s.first, s.last, 0.5) == (0, 7)
    assert decoder.snapped(2, 3, s.first, s.last, 0.5) == (2, 3)


def test_area_of_a_perfect_and_of_a_half_right_ranking():
    assert scoring.area([(0.9, (0, 0), [0]), (0.8, (0, 0), [1])], 2)[:2] == (0.5, 1.0)  # the curve starts at its first point
    assert scoring.area([(0.9, (0, 0), []), (0.8, (0, 0), [0])], 1)[1] == pytest.approx(2 / 3)


def test_overlapping_agreements_are_dropped():
    rng = np.random.default_rng(0)
    words = lambda n: " ".join("".join(rng.choice(list("abcdefghij"), 6)) for _ in range(n))
    held, other = words(2000), words(2000)
    kept, dropped = corpus.drop_overlaps([other, other[:500] + "\n" + held.upper()[3000:9000], words(1000)], [held])
    assert dropped == 1 and kept[0] == other
