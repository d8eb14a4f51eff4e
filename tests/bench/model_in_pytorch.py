#!/usr/bin/env python3
"""The networks of resources/help/model.md in PyTorch, as somebody would write them by hand: what Regulus is
measured against. Reads a model file; times a forward pass, and for a model that reads genes a training step.

    model_in_pytorch.py MODEL [--cells N] [--batch N] [--threads N] [--device D] [--steps N]

Prints one JSON object: predict_s for N cells, and train_s for one pass over them (forward, backward, AdamW).
Cells are random: a third of the genes expressed. Sums over edges are index_select and index_add for genes,
sparse matrix products for regulons.
"""
import argparse
import json
import struct
import time

import numpy as np
import torch

KINDS = {"F32": np.float32, "I32": np.int32, "I8": np.int8, "U8": np.uint8}


def read(path):
    raw = open(path, "rb").read()
    length = struct.unpack("<Q", raw[:8])[0]
    head = json.loads(raw[8:8 + length])
    meta = head.pop("__metadata__")
    tensors = {}
    for name, entry in head.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(raw[8 + length + begin:8 + length + end], KINDS[entry["dtype"]])
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return json.loads(meta["config"]), tensors


def norm(x):
    return torch.nn.functional.layer_norm(x, x.shape[-1:])


class Genes:
    """Every gene attends to itself and its regulators."""

    def __init__(self, config, tensors, device):
        self.width, self.heads, self.layers = config["width"], config["heads"], config["layers"]
        self.w = {n[8:]: t.to(device).requires_grad_()
                  for n, t in tensors.items() if n.startswith("weights.")}
        offsets, regulators = tensors["mask.offsets"].long(), tensors["mask.regulators"].long()
        genes = len(offsets) - 1
        counts = offsets[1:] - offsets[:-1]
        target = torch.repeat_interleave(torch.arange(genes), counts)
        # A gene's keys: itself, then its regulators.
        places = torch.arange(len(regulators)) + target + 1
        self.query = torch.repeat_interleave(torch.arange(genes), counts + 1)
        self.key = self.query.clone()
        self.sign = torch.ones(len(self.key))
        self.key[places] = regulators
        self.sign[places] = torch.where(tensors["mask.signs"] < 0, -1.0, 1.0)
        self.genes = genes
        # To be expected, a gene sees a token of nothing in its own place.
        self.other = torch.where(self.key == self.query, genes, self.key)
        for name in ("query", "key", "other", "sign"):
            setattr(self, name, getattr(self, name).to(device))

    def attend(self, q, k, v, bias, key):
        cells, genes, _ = q.shape
        split = lambda x: x.reshape(cells, -1, self.heads, self.width // self.heads)
        logits = (split(q)[:, self.query] * split(k)[:, key]).sum(-1) / (self.width / self.heads) ** 0.5 + bias
        rows = self.query.view(1, -1, 1).expand_as(logits)
        top = torch.full((cells, genes, self.heads), -torch.inf, device=q.device)
        top = top.scatter_reduce(1, rows, logits.detach(), "amax")
        e = torch.exp(logits - top[:, self.query])
        total = torch.zeros_like(top).index_add(1, self.query, e)
        weights = e / total[:, self.query] * self.sign.view(1, -1, 1)
        out = torch.zeros_like(split(q)).index_add(1, self.query, weights.unsqueeze(-1) * split(v)[:, key])
        return out.reshape(q.shape)

    def expect(self, k, v):
        w = self.w
        q = (norm(w["gene.identity"]) @ w["layers.0.query.weight"].T).expand_as(k)
        nothing = torch.zeros_like(k[:, :1])
        heard = self.attend(q, torch.cat([k, nothing], 1), torch.cat([v, nothing], 1), w["layers.0.edge_bias"],
                            self.other)
        return (heard @ w["expected.direction"]) * w["expected.scale"]

    def __call__(self, z):
        w = self.w
        c = z.unsqueeze(-1) * w["gene.embedding"]
        for layer in range(self.layers):
            p = lambda name: w[f"layers.{layer}.{name}"]
            n = norm(c + w["gene.identity"])
            k, v = n @ p("key.weight").T, c @ p("value.weight").T
            m = self.attend(n @ p("query.weight").T, k, v, p("edge_bias"), self.key)
            if layer == 0:
                expected = self.expect(k, v)
            c = c + m @ p("output.weight").T
            inner = torch.nn.functional.gelu(norm(c + w["gene.identity"]) @ p("feed_forward.in.weight").T
                                             + p("feed_forward.in.bias"))
            c = c + inner @ p("feed_forward.out.weight").T + p("feed_forward.out.bias")
        c = c + (w["expected.share"] * expected).unsqueeze(-1) * w["gene.embedding"]
        pooling = torch.softmax(norm(c + w["gene.identity"]) @ w["pool.query"], -1)
        pooled = torch.bmm(pooling.unsqueeze(1), c).squeeze(1) * self.genes ** 0.5
        u = pooled @ w["embedding.weight"].T
        embedding = u * self.width ** 0.5 / u.norm(dim=-1, keepdim=True)
        return embedding @ w["head.weight"].T + w["head.bias"], expected

    def learned(self):
        return list(self.w.values())

    def loss(self, z, labels, hidden):
        logits, expected = self(z.masked_fill(hidden, 0))
        return ((expected - z)[hidden] ** 2).mean() + torch.nn.functional.cross_entropy(logits, labels)


class Regulons:
    """The cell attends to TFs by what their targets show."""

    def __init__(self, config, tensors, device):
        self.config = config
        w = self.w = {n[8:]: t.to(device) for n, t in tensors.items() if n.startswith("weights.")}
        tfs = torch.unique(tensors["edges.tf"]).long()
        self.genes, self.tfs, self.heads = len(tensors["gene.mean"]), len(tfs), config["heads"]
        row = torch.searchsorted(tfs, tensors["edges.tf"].long())
        target = tensors["edges.target"].long()
        rows = (row.unsqueeze(1) * self.heads + torch.arange(self.heads)).flatten()
        columns = target.repeat_interleave(self.heads)
        weights = tensors["weights.edge.weight"].reshape(-1)
        self.edges = torch.sparse_coo_tensor(torch.stack([rows, columns]), weights,
                                             (self.tfs * self.heads, self.genes)).coalesce().to_sparse_csr().to(device)
        self.own = tfs.to(device)
        del w["edge.weight"]

    def __call__(self, z):
        w, c = self.w, self.config
        cells = len(z)
        sums = (self.edges @ z.T).T.reshape(cells, self.tfs, self.heads)
        limit = c["evidence_clip"]
        a = ((sums - w["evidence.mean"]) * w["evidence.scale"]).clamp(-limit, limit)
        a = a + w["tf.own"] * z[:, self.own].clamp(-c["own_clip"], c["own_clip"]).unsqueeze(-1)
        p = torch.softmax(w["attention.slope"] * a + w["tf.offset"], 1)
        value = w["tf.value"].reshape(self.tfs * self.heads, -1)
        expected = self.tfs * p.reshape(cells, -1) @ value + w["embedding.constant"]
        rest = (z - w["components.center"]) @ w["components.loadings"] - expected
        u = expected + c["bypass"] * rest
        embedding = u * c["dimensions"] ** 0.5 / u.norm(dim=-1, keepdim=True)
        return embedding @ w["classifier.weight"].T + w["classifier.bias"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--cells", type=int, default=1024)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--steps", type=int, default=0, help="batches to measure (0: all)")
    given = parser.parse_args()
    if given.threads:
        torch.set_num_threads(given.threads)
    config, tensors = read(given.model)
    genes_form = config.get("read", "genes") == "genes"
    model = (Genes if genes_form else Regulons)(config, tensors, given.device)
    random = torch.Generator().manual_seed(1)
    expressed = torch.rand(given.batch, model.genes, generator=random) < 0.33
    z = torch.where(expressed, torch.randn(given.batch, model.genes, generator=random).abs() * 2,
                    torch.tensor(-0.4)).to(given.device)
    labels = torch.arange(given.batch).remainder(2).to(given.device)
    hidden = (torch.rand(given.batch, model.genes, generator=random) < 0.3).to(given.device)

    def wait():
        if given.device != "cpu":
            torch.cuda.synchronize()

    def seconds(step, batches):
        step()
        step()
        wait()
        start = time.perf_counter()
        for _ in range(batches):
            step()
        wait()
        return (time.perf_counter() - start) / batches * (given.cells / given.batch)

    batches = given.steps or max(1, given.cells // given.batch)
    with torch.no_grad():
        result = {"form": "genes" if genes_form else "regulons", "cells": given.cells, "device": given.device,
                  "predict_s": seconds(lambda: model(z), batches)}
    if genes_form:
        optimizer = torch.optim.AdamW(model.learned(), 1e-3)

        def step():
            optimizer.zero_grad()
            model.loss(z, labels, hidden).backward()
            optimizer.step()
        result["train_s"] = seconds(step, batches)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
