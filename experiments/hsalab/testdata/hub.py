"""Reads exported directories with the libraries of the Hugging Face hub, and prints what they see as JSON.

Standard input: {"dirs": [DIR, ...], "texts": [TEXT, ...]}.
"""

import glob
import hashlib
import json
import os
import sys

import safetensors
import tokenizers


def tensors(folder):
    """name -> [dtype, shape, SHA-256 of its bytes], over all files of the weights."""
    seen = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.safetensors"))):
        with open(path, "rb") as f:
            for name, t in safetensors.deserialize(f.read()):
                seen[name] = [t["dtype"], t["shape"], hashlib.sha256(bytes(t["data"])).hexdigest()]
    return seen


def read(folder, texts):
    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    ids = []
    for text in texts:
        try:
            ids.append(tokenizer.encode(text).ids)
        except Exception as error:  # the library refuses symbols that it does not know
            ids.append(str(error))
    shapes = tensors(folder)
    index = os.path.join(folder, "model.safetensors.index.json")
    if os.path.exists(index):
        with open(index) as f:
            assert sorted(json.load(f)["weight_map"]) == sorted(shapes)
    return {"vocab": tokenizer.get_vocab_size(), "tensors": shapes, "ids": ids}


def main():
    wanted = json.load(sys.stdin)
    json.dump([read(d, wanted["texts"]) for d in wanted["dirs"]], sys.stdout)


main()
