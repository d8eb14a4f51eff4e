"""Writes changed copies of HDF5 files, for tst_mutations.

    mutate_hdf5.py <out> <count> <seed> <file> ...

Each copy is <out>/<number>.<operation>.<name of the file>, with one to three operations, the first of which
names it. Same seed, same copies. <out>/elsewhere.h5 is what links to other files lead to: all its names and
numbers are marked.
"""
import os
import random
import shutil
import struct
import sys
import warnings
import zlib

warnings.simplefilter("ignore")
import h5py
import numpy as np

out, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
files = sys.argv[4:]
text = h5py.string_dtype()
marker = "outside-marker"
absurd = [-1, -2**31, 2**31 - 1, 2**31, 2**40, 2**62, 2**63 - 1, 0, 1]
pick = random.Random(seed)


def objects(f, kind):
    found = []
    f.visititems(lambda name, o: found.append(name) if isinstance(o, kind) else None)
    return sorted(found)


def any_of(f, kind):
    found = objects(f, kind)
    return pick.choice(found) if found else None


def replaced(f, path, make):
    """The object's attributes stay, for readers go by them."""
    attributes = {k: v for k, v in f[path].attrs.items()}
    del f[path]
    new = make(path)
    for k, v in attributes.items():
        try:
            new.attrs[k] = v
        except Exception:
            pass


def read(f, path):
    try:
        return f[path][()]
    except Exception:
        return np.zeros(3)


def other_type(f):
    path = any_of(f, h5py.Dataset)
    shape = f[path].shape or ()
    kinds = ["i1", "u1", "i8", "u8", "f2", "f4", "f8", ">f8", ">i4", "S3", "S1000", "?", "c8", [("a", "i4"), ("b", "f8")],
             [("index", "S5")], ("f4", (3,)), text, h5py.ref_dtype, h5py.vlen_dtype("i4"),
             h5py.enum_dtype({"x": 1, "y": 5}, "i2"), h5py.opaque_dtype("M8[s]")]
    kind = pick.choice(kinds)
    replaced(f, path, lambda p: f.create_dataset(p, shape, dtype=kind))


def as_text(f):
    path = any_of(f, h5py.Dataset)
    values = np.array(read(f, path)).ravel()[:100000]
    texts = [pick.choice(["", "nan", "1e999", "\x01", "ü" * 300, str(v)]) for v in values]
    replaced(f, path, lambda p: f.create_dataset(p, data=np.array(texts, dtype=object), dtype=text))


def bad_text(f):
    path = any_of(f, h5py.Dataset)
    n = int(np.prod(f[path].shape or (1,)))
    texts = [pick.choice([b"\xff\xfe", b"\xc3(", b"a\nb", b"\xe2\x80", b"x" * 999, b" "]) for _ in range(min(n, 50000))]
    replaced(f, path, lambda p: f.create_dataset(p, data=np.array(texts)))


def other_shape(f):
    path = any_of(f, h5py.Dataset)
    data = np.array(read(f, path))
    flat = data.ravel() if data.size else np.zeros(1)
    shapes = [lambda: flat[:-1], lambda: np.append(flat, flat[:1]), lambda: flat[:0], lambda: flat[0],
              lambda: flat.reshape(1, -1), lambda: flat.reshape(-1, 1), lambda: np.stack([flat, flat]),
              lambda: flat.reshape(1, 1, -1, 1), lambda: data.T, lambda: h5py.Empty("f4")]
    replaced(f, path, lambda p: f.create_dataset(p, data=pick.choice(shapes)()))


def absurd_value(f):
    path = any_of(f, h5py.Dataset)
    d = f[path]
    if not d.shape or d.dtype.kind not in "iuf" or d.size == 0:
        return
    data = np.array(d[()])
    for _ in range(pick.choice([1, 1, 5, 200])):
        at = pick.randrange(data.size)
        if data.dtype.kind == "f":
            data.flat[at] = pick.choice([np.nan, np.inf, -np.inf, 3e38, -1.0, 1e-45])
        else:
            limits = np.iinfo(data.dtype)
            data.flat[at] = min(max(pick.choice(absurd), limits.min), limits.max)
    if pick.random() < 0.2:
        data = data.astype("i8") if data.dtype.kind in "iu" else data.astype("f8")
    replaced(f, path, lambda p: f.create_dataset(p, data=data))


def shuffled(f):
    path = any_of(f, h5py.Dataset)
    data = np.array(read(f, path))
    if data.ndim == 0 or data.dtype.kind not in "iuf":
        return
    np.random.default_rng(pick.randrange(10**6)).shuffle(data)
    replaced(f, path, lambda p: f.create_dataset(p, data=data))


def lying_shape(f):
    owners = [p for p in objects(f, h5py.Group) if {"shape", "h5sparse_shape"} & set(f[p].attrs)]
    shapes = [p for p in objects(f, h5py.Dataset) if p.endswith("shape")]
    value = pick.choice([(pick.choice(absurd), pick.choice(absurd)), (2**31 - 2, 2**31 - 2), (5,), (1, 2, 3), "[5 5]", 1.5,
                         np.zeros((2, 2)), h5py.Empty("i8"), [np.nan, 1.0]])
    if owners:
        path = pick.choice(owners)
        name = "shape" if "shape" in f[path].attrs else "h5sparse_shape"
        if pick.random() < 0.3:
            del f[path].attrs[name]
        else:
            f[path].attrs[name] = value
    elif shapes:
        replaced(f, pick.choice(shapes), lambda p: f.create_dataset(p, data=value))


def other_attribute(f):
    owners = [p for p in objects(f, (h5py.Group, h5py.Dataset)) + ["/"] if len(f[p].attrs)]
    if not owners:
        return
    attributes = f[pick.choice(owners)].attrs
    name = pick.choice(sorted(attributes))
    values = [0, -1, 2**63 - 1, 1.5, "", "nothing", "/", "../obs", "a/b", np.zeros(3), np.zeros((2, 2, 2)), b"\xff",
              np.array(["x", "index", "_index"], dtype=object), np.array([b"x" * 9000]), h5py.Empty("S1"), "x" * 60000,
              np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]), f["/"].ref]
    if pick.random() < 0.2:
        del attributes[name]
    else:
        value = pick.choice(values)
        if isinstance(value, np.ndarray) and value.dtype == object:
            attributes.create(name, value, dtype=text)
        else:
            attributes[name] = value


def other_encoding(f):
    path = any_of(f, (h5py.Group, h5py.Dataset))
    f[path].attrs["encoding-type"] = pick.choice(["csr_matrix", "csc_matrix", "array", "string-array", "categorical", "dataframe",
                                                  "nullable-integer", "nullable-boolean", "dict", "null", "rec-array", "", "unheard-of"])
    f[path].attrs["encoding-version"] = pick.choice(["0.1.0", "0.2.0", "9.9.9", ""])


def removed(f):
    del f[any_of(f, (h5py.Group, h5py.Dataset))]


def group_here(f):
    path = any_of(f, h5py.Dataset)
    replaced(f, path, lambda p: f.create_group(p))


def data_here(f):
    path = any_of(f, h5py.Group)
    if path:
        replaced(f, path, lambda p: f.create_dataset(p, data=pick.choice([3, np.zeros(4), np.zeros((3, 3)), "text"])))


def swapped(f):
    a, b = any_of(f, (h5py.Group, h5py.Dataset)), any_of(f, (h5py.Group, h5py.Dataset))
    if a == b or a.startswith(b + "/") or b.startswith(a + "/"):
        return
    f.move(a, "spare")
    f.move(b, a)
    f.move("spare", b)


def soft_link(f):
    path = any_of(f, (h5py.Group, h5py.Dataset))
    del f[path]
    f[path] = h5py.SoftLink(pick.choice(["/nowhere", "/" + path, "/", "..", "/obs", "/var/..", "x/" * 500]))


def circle(f):
    path = any_of(f, h5py.Group)
    if not path:
        return
    kind = pick.randrange(4)
    if kind == 0:
        f[path + "/again"] = f[path]
    elif kind == 1:
        f[path + "/root"] = f["/"]
    elif kind == 2:
        f["circle_a"], f["circle_b"] = h5py.SoftLink("/circle_b"), h5py.SoftLink("/circle_a")
        del f[path]
        f[path] = h5py.SoftLink("/circle_a")
    else:
        inner = any_of(f, (h5py.Group, h5py.Dataset))
        if inner != path and not path.startswith(inner + "/"):
            del f[inner]
            f[inner] = f["/"]


def outside_link(f):
    path = any_of(f, (h5py.Group, h5py.Dataset))
    del f[path]
    name = pick.choice([os.path.join(out, "elsewhere.h5"), "elsewhere.h5", "/dev/zero", "/etc/passwd", "."])
    f[path] = h5py.ExternalLink(name, pick.choice(["/" + path, "/obs", "/"]))


def outside_through_soft(f):
    path = any_of(f, (h5py.Group, h5py.Dataset))
    del f[path]
    f["away"] = h5py.ExternalLink(os.path.join(out, "elsewhere.h5"), "/")
    f[path] = h5py.SoftLink("/away/" + pick.choice([path, "obs"]))


def outside_storage(f):
    path = any_of(f, h5py.Dataset)
    shape, kind = f[path].shape, f[path].dtype
    if not shape or kind.kind not in "iufS":
        return
    where = pick.choice([os.path.join(out, "elsewhere.raw"), "/dev/zero", "/etc/passwd"])
    replaced(f, path, lambda p: f.create_dataset(p, shape, dtype=kind, external=[(where, 0, h5py.h5f.UNLIMITED)]))


def outside_virtual(f):
    path = any_of(f, h5py.Dataset)
    shape, kind = f[path].shape, f[path].dtype
    if not shape:
        return
    layout = h5py.VirtualLayout(shape=shape, dtype=kind)
    layout[:] = h5py.VirtualSource(pick.choice([os.path.join(out, "elsewhere.h5"), "."]), path, shape=shape)
    replaced(f, path, lambda p: f.create_virtual_dataset(p, layout))


def hollow(f):
    path = any_of(f, h5py.Dataset)
    shape = pick.choice([(2**40,), (2**31 - 2,), (2**20, 2**20), (60, 2**31 - 2), (2**31 - 2, 1), (2**62,)])
    kind = pick.choice(["f4", "i8", text, "S4", "i1"])
    packing = pick.choice([None, "gzip"])
    replaced(f, path, lambda p: f.create_dataset(p, shape, dtype=kind, chunks=tuple(min(s, 512) for s in shape), compression=packing))


def wide_chunks(f):
    path = any_of(f, h5py.Dataset)
    data = np.array(read(f, path))
    if data.ndim == 0 or data.dtype.kind not in "iuf":
        return
    replaced(f, path, lambda p: f.create_dataset(p, data=data, maxshape=(None,) * data.ndim, compression="gzip",
                                                 chunks=tuple(2**pick.randrange(2, 20 // data.ndim) for _ in data.shape)))


def bad_chunks(f):
    path = any_of(f, h5py.Dataset)
    shape, kind = f[path].shape, f[path].dtype
    if not shape or 0 in shape or kind.kind not in "iufS":
        return
    chunk = tuple(max(1, s // 2) for s in shape)
    p = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    p.set_chunk(chunk)
    which = pick.choice(["deflate", "shuffle", "lzf", "zstd", "unknown", "blosc", "bzip2", "lz4", "fletcher", "nbit", "scale", "szip"])
    size = int(np.prod(chunk)) * kind.itemsize
    noise = pick.choice([pick.randbytes(pick.choice([1, 10, 100, 3000])), zlib.compress(b""), zlib.compress(bytes(size - 1)),
                         zlib.compress(bytes(size)), struct.pack(">QI", 3, 3) + bytes(9),
                         struct.pack("<BBBBIII", 2, 1, 2, 4, 3, 3, 19) + bytes(3)])
    if which in ("deflate", "shuffle"):
        p.set_shuffle()
        p.set_deflate(4)
    elif which == "lzf":
        p.set_filter(32000, h5py.h5z.FLAG_OPTIONAL, pick.choice([(4, 261, size), (4, 261, size * 50), (4, 261, 1), (0,), ()]))
    elif which == "fletcher":
        p.set_fletcher32()
    else:
        number = {"zstd": 32015, "unknown": 32999, "blosc": 32001, "bzip2": 307, "lz4": 32004, "nbit": 5, "scale": 6, "szip": 4}[which]
        p.set_filter(number, h5py.h5z.FLAG_OPTIONAL, pick.choice([(2, 2, 4, size), (), (2**31,) * 5, (8, 1, size // 4, 1, 4, 0, 32, 0)]))
    attributes = dict(f[path].attrs.items())
    del f[path]
    d = h5py.h5d.create(f.id, path.encode(), h5py.h5t.py_create(kind), h5py.h5s.create_simple(shape), p)
    last = tuple((s - 1) // c * c for s, c in zip(shape, chunk))
    d.write_direct_chunk(pick.choice([(0,) * len(shape), last]), noise, pick.choice([0, 0, 1, 2**31]))
    for k, v in attributes.items():
        try:
            f[path].attrs[k] = v
        except Exception:
            pass


def deep(f):
    parent = any_of(f, h5py.Group) or "/"
    f[parent].create_group("/".join(["deep"] * 300))


def crowd(f):
    parent = f[any_of(f, h5py.Group) or "/"]
    for i in range(300):
        parent["member%d" % i] = i


def odd_names(f):
    path = any_of(f, (h5py.Group, h5py.Dataset))
    new = pick.choice(["\n", "a" * 5000, "ü\u202e", ".x", "x.", "a b", "%s%n", "__categories", "raw.X", "X", "obs"])
    if new not in f:
        f.move(path, new)


def reference(f):
    path = any_of(f, h5py.Dataset)
    target = any_of(f, (h5py.Group, h5py.Dataset))
    f[path].attrs["categories"] = pick.choice([f[target].ref, f["/"].ref, h5py.Reference(), np.zeros(2)])


def empty_rows(f):
    path = any_of(f, h5py.Dataset)
    shape = f[path].shape or ()
    replaced(f, path, lambda p: f.create_dataset(p, (0,) * max(1, len(shape)), dtype=f[path].dtype if path in f else "f4"))


operations = [other_type, other_type, as_text, bad_text, other_shape, other_shape, absurd_value, absurd_value, shuffled,
              lying_shape, other_attribute, other_attribute, other_encoding, removed, group_here, data_here, swapped,
              soft_link, circle, outside_link, outside_through_soft, outside_storage, outside_virtual, hollow,
              wide_chunks, bad_chunks, deep, crowd, odd_names, reference, empty_rows]

with open(os.path.join(out, "elsewhere.raw"), "wb") as raw:
    raw.write(marker.encode() * 5000)
with h5py.File(os.path.join(out, "elsewhere.h5"), "w") as f:
    for group in ("obs", "var"):
        f[group + "/_index"] = np.array([marker.encode()] * 9)
        f[group].attrs["_index"] = "_index"
for number in range(count):
    operation = operations[number % len(operations)]
    source = files[(number + number // len(operations)) % len(files)]
    path = os.path.join(out, "%05d.%s.%s" % (number, operation.__name__, os.path.basename(source)))
    shutil.copyfile(source, path)
    os.chmod(path, 0o600)
    chain = [operation] + [pick.choice(operations) for _ in range(pick.choice([0, 0, 0, 1, 2]))]
    with h5py.File(path, "a") as f:
        for change in chain:
            try:
                change(f)
            except Exception:  # h5py refuses some; the file is then as far as it came
                pass
