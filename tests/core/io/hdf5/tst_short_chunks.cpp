// Chunks that unpack to fewer bytes than they must have: HDF5 would read beyond them. They are refused before
// the library sees them, in this process, whatever packed them.
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

// argv: folder. X is 40 × 32, in chunks of 10 × 32; the last chunk is given as the second part says.
const char* const make_files = R"PY(
import bz2, ctypes, h5py, hdf5plugin, numpy as np, struct, sys, zlib
out = sys.argv[1] + "/"
x = np.arange(40 * 32, dtype="f4").reshape(40, 32) % 7
library = ctypes.CDLL("libzstd.so.1"); library.ZSTD_compress.restype = ctypes.c_size_t
def zstd(raw):
    room = ctypes.create_string_buffer(len(raw) + 1000)
    size = library.ZSTD_compress(room, ctypes.c_size_t(len(room)), raw, ctypes.c_size_t(len(raw)), 3)
    return room.raw[:size]
def shuffled(raw):
    whole = len(raw) // 4 * 4
    return np.frombuffer(raw[:whole], "u1").reshape(-1, 4).T.tobytes() + raw[whole:]
def summed(raw): return raw + b"\0\0\0\0"
def write(name, filters, good, bad):
    with h5py.File(out + name + ".h5ad", "w") as f:
        for table, count in (("obs", 40), ("var", 32)):
            t = f.create_group(table); t.attrs["_index"] = "_index"; t.attrs["encoding-type"] = "dataframe"
            t.attrs["encoding-version"] = "0.2.0"; t.attrs["column-order"] = np.array([], "S1")
            t["_index"] = np.array([b"%s%d" % (table.encode(), i) for i in range(count)])
        p = h5py.h5p.create(h5py.h5p.DATASET_CREATE); p.set_chunk((10, 32))
        for number, values in filters: p.set_filter(number, h5py.h5z.FLAG_OPTIONAL, values)
        d = h5py.h5d.create(f.id, b"X", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((40, 32)), p)
        chunks = [x[i:i + 10].tobytes() for i in range(0, 40, 10)]
        for i, c in enumerate(chunks[:3]): d.write_direct_chunk((10 * i, 0), good(c))
        d.write_direct_chunk((30, 0), bad(chunks[3]))
gzip, shuffle, fletcher = (1, (4,)), (2, (4,)), (3, ())
both = lambda how: (how, lambda c: how(c[:-4]))
write("sound", [shuffle, gzip], lambda c: zlib.compress(shuffled(c)), lambda c: zlib.compress(shuffled(c)))
write("sound_longer", [gzip], zlib.compress, lambda c: zlib.compress(c + b"more"))
write("gzip", [gzip], *both(zlib.compress))
write("gzip_empty", [gzip], zlib.compress, lambda c: zlib.compress(b""))
write("gzip_shuffle", [shuffle, gzip], lambda c: zlib.compress(shuffled(c)), lambda c: zlib.compress(shuffled(c[:-8])))
write("shuffle_after_gzip", [gzip, shuffle], lambda c: shuffled(zlib.compress(c)), lambda c: shuffled(zlib.compress(c[:640])))
write("gzip_twice", [gzip, gzip], lambda c: zlib.compress(zlib.compress(c)), lambda c: zlib.compress(zlib.compress(c[:9])))
write("shuffle", [shuffle], shuffled, lambda c: shuffled(c[:-4]))
write("fletcher_of_nothing", [fletcher], summed, lambda c: b"a")
write("fletcher", [fletcher], summed, lambda c: summed(c[:-4]))
write("nbit", [(5, (8, 1, 320, 1, 4, 0, 32, 0))], lambda c: c, lambda c: c[:4])
write("bzip2", [(307, (9,))], *(bz2.compress, lambda c: bz2.compress(c)[:-20]))
write("bitshuffle", [(32008, (0, 3, 4, 0, 2))], lambda c: c, lambda c: c[:9])
write("zstd", [(32015, (3,))], *both(zstd))
def lzf(raw): return b"".join(bytes([len(raw[i:i + 32]) - 1]) + raw[i:i + 32] for i in range(0, len(raw), 32))
h5py_lzf = [(32000, (4, 0x105, 1280))]
write("lzf_sound", h5py_lzf, lzf, lzf)
write("lzf", h5py_lzf, *both(lzf))
write("lzf_longer", h5py_lzf, lzf, lambda c: lzf(c + b"more"))
write("lzf_cut", h5py_lzf, lzf, lambda c: lzf(c)[:-1])
write("lzf_before_the_start", h5py_lzf, lzf, lambda c: b"\xe0\xff\x00" * 99)
lz4 = lambda raw: struct.pack(">QI", len(raw), len(raw)) + struct.pack(">I", len(raw)) + raw
write("lz4", [(32004, (0,))], lz4, lambda c: lz4(c[:-4]))
blosc = lambda raw: struct.pack("<BBBBIII", 2, 1, 2, 4, len(raw), len(raw), 16 + len(raw)) + raw
write("blosc", [(32001, (2, 2, 4, 1280))], blosc, lambda c: blosc(c[:-4]))
)PY";

}  // namespace

class ShortChunksTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    // Opens the file in this process and reads all of X.
    void read(const char* name) const {
        Job job;
        ReadOptions options;
        options.look_first = false;
        options.in_memory_bytes = 0;
        const auto path = m_folder.filePath(QString(name) + ".h5ad").toStdString();
        (void)read_dataset(path, options, job)->assay("X")->matrix->block(0, 40);
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("h5py", "hdf5plugin");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
    }
    void sound() {
        read("sound");
        read("sound_longer");
        read("lzf_sound");
    }
    void refused_data() {
        QTest::addColumn<QString>("words");
        for (const char* name :
             {"gzip", "gzip_empty", "gzip_shuffle", "gzip_twice", "shuffle", "shuffle_after_gzip",
              "fletcher_of_nothing", "fletcher", "zstd", "lz4", "blosc"}) {
            QTest::newRow(name) << "chunk of the data is damaged";
        }
        // Its filter is ours, and refuses every other size.
        for (const char* name : {"lzf", "lzf_longer", "lzf_cut", "lzf_before_the_start"})
            QTest::newRow(name) << "filter returned failure";
    }
    // What could not be checked, whether or not a plugin for it is installed.
    void unpacked_by_nobody() {
        for (const auto& [name, filter] : {std::pair("nbit", "filter 5"), std::pair("bzip2", "filter 307"),
                                           std::pair("bitshuffle", "filter 32008")}) {
            try {
                read(name);
                QFAIL(name);
            } catch (const Error& error) {
                QVERIFY2(error.problem().find(filter) != std::string::npos, error.what());
                QVERIFY2(error.remedy().starts_with("Write the file again"), error.what());
            }
        }
    }
    void refused() {
        QFETCH(const QString, words);
        try {
            read(QTest::currentDataTag());
            QFAIL("it was read");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
            const QString text = QString::fromStdString(error.what());
            QVERIFY2(text.contains(words), qPrintable(text));
            QVERIFY2(text.contains("X"), qPrintable(text));
        }
    }
};

QTEST_APPLESS_MAIN(ShortChunksTest)
#include "tst_short_chunks.moc"
