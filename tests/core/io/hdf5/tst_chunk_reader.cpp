// What is read around the HDF5 library is what the library itself reads, for everything h5py can write.
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <limits>
#include <thread>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/io/hdf5/chunk_reader.h"
#include "tests/core/io/store_examples.h"
#include "tests/support/test_data.h"

using namespace regulus;
using namespace regulus::test;

namespace {

const char* const make_files = R"PY(
import sys, h5py, numpy as np
out = sys.argv[1] + "/"
r = np.random.RandomState(1)
n = 5003
def values(t):
    if t.startswith("f"):
        v = r.normal(size=n) * 10.0 ** r.randint(-30, 30, n)
        v[:9] = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45, 3.4e38, -3.4e38, 16777217]
        if t == "f8": v[9:14] = [1e300, -1e300, 3.4028235e38, 3.4028235677973366e38, 5e-324]
        v = v.astype(t)
    else:
        i = np.iinfo(t)
        v = r.randint(0, 100, n).astype(t)
        k = r.rand(n) < 0.1
        v[k] = np.frombuffer(r.bytes(8 * n), t)[:n][k]
        v[:4] = [i.min, i.max, i.min + 1 if i.min else 1, i.max - 1]
    return v
filters = dict(plain=dict(chunks=(256,)), gzip=dict(chunks=(256,), compression="gzip"),
               gzip9shuffle=dict(chunks=(300,), compression="gzip", compression_opts=9, shuffle=True),
               lzf=dict(chunks=(256,), compression="lzf"), lzfshuffle=dict(chunks=(1000,), compression="lzf", shuffle=True),
               shuffle=dict(chunks=(128,), shuffle=True), growing=dict(chunks=(256,), maxshape=(None,), compression="gzip"),
               onechunk=dict(chunks=(n,), compression="gzip"), contiguous=dict())
others = dict(fletcher=dict(chunks=(256,), fletcher32=True), gzipfletcher=dict(chunks=(256,), compression="gzip", fletcher32=True))
with h5py.File(out + "sound.h5", "w") as f:
    for t in "i1 u1 i2 u2 i4 u4 i8 u8 f4 f8".split():
        for order in "<>":
            for name, how in list(filters.items()) + list(others.items()):
                d = f.create_dataset(f"{t}_{'little' if order == '<' else 'big'}_{name}", dtype=np.dtype(t).newbyteorder(order),
                                     data=values(t).astype(np.dtype(t).newbyteorder(order)), **how)
                d.attrs["quick"] = int(name in filters and (order == "<" or t in ("i1", "u1", "i4", "f4")))
    for name, t in (("half", "f2"), ("flag", "?")):
        f.create_dataset(name, data=r.rand(n).astype(t), chunks=(256,), compression="gzip").attrs["quick"] = 0
    d = f.create_dataset("scaleoffset", data=r.randint(0, 99, n), chunks=(256,), scaleoffset=0); d.attrs["quick"] = 0
    d = f.create_dataset("holes", (n,), "f4", chunks=(256,), compression="gzip", fillvalue=3.5); d.attrs["quick"] = 1
    d[600:900] = 1; d[4000:4100] = 2
    d = f.create_dataset("empty", (0,), "f4", chunks=(256,), maxshape=(None,)); d.attrs["quick"] = 1
    d = f.create_dataset("masked", (n,), "i4", chunks=(256,), compression="gzip", shuffle=True); d.attrs["quick"] = 1
    d[:] = np.arange(n)
    d.id.write_direct_chunk((256,), np.arange(256, dtype="<i4").tobytes(), filter_mask=3)
    d = f.create_dataset("table", data=np.zeros((50, 50)), chunks=(10, 10)); d.attrs["quick"] = 0
    d = f.create_dataset("random_bytes", data=np.frombuffer(r.bytes(4 * n), "i4"), chunks=(256,), compression="lzf"); d.attrs["quick"] = 1
with h5py.File(out + "userblock.h5", "w", userblock_size=1024) as f:
    f.create_dataset("x", data=r.randint(0, 9, n), chunks=(256,), compression="gzip").attrs["quick"] = 1
    f.create_dataset("y", data=r.randint(0, 9, n)).attrs["quick"] = 0
with h5py.File(out + "latest.h5", "w", libver="latest") as f:
    for name, how in filters.items():
        f.create_dataset(name, data=values("f4"), **how).attrs["quick"] = 1
with h5py.File(out + "damage.h5", "w") as f:
    f.create_dataset("gzip", data=r.randint(0, 9, n).astype("i4"), chunks=(256,), compression="gzip", shuffle=True)
    f.create_dataset("lzf", data=r.randint(0, 9, n).astype("i4"), chunks=(256,), compression="lzf")
)PY";

template <class T>
std::string outcome(const std::function<void(T*)>& read, std::size_t n) {
    std::vector<T> values(n, T{77});
    try {
        read(values.data());
    } catch (const Error& error) {
        return std::string("error: ") + error.what();
    }
    return {reinterpret_cast<const char*>(values.data()), n * sizeof(T)};
}

template <class T>
bool same(const h5::ChunkReader& reader, std::uint64_t begin, std::uint64_t end) {
    const std::size_t n = end > begin ? end - begin : 0;
    return outcome<T>([&](T* out) { reader.read_rows(begin, end, out); }, n) ==
           outcome<T>([&](T* out) { reader.dataset().read_rows(begin, end, out); }, n);
}

}  // namespace

class ChunkReaderTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string at(const char* name) const {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }

  private Q_SLOTS:
    void initTestCase() {
        set_thread_count(3);
        REGULUS_NEED_PYTHON("h5py", "numpy");
        const ScriptResult made = run_python(QString::fromUtf8(make_files), {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
    }

    void sameAsTheLibrary_data() {
        QTest::addColumn<QString>("file");
        for (const char* file : {"sound.h5", "userblock.h5", "latest.h5"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }

    void sameAsTheLibrary() {
        QFETCH(const QString, file);
        const h5::Object root = h5::Object::root(at(file.toLatin1().constData()));
        Random random(4);
        std::size_t tried = 0;
        for (const std::string& name : root.names()) {
            const h5::ChunkReader reader(root.child(name));
            const auto quick = reader.dataset().integer_attribute("quick");
            QVERIFY2(quick && reader.quick() == (*quick != 0), name.c_str());
            const std::uint64_t n = reader.dataset().shape().at(0);
            if (reader.dataset().shape().size() > 1) continue;
            std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges{{0, n}, {0, 0}, {n, n}, {0, n + 1}};
            for (int i = 0; i < 6; ++i) {
                const std::uint64_t a = random.below(n + 1), b = random.below(n + 1);
                ranges.emplace_back(std::min(a, b), std::max(a, b));
            }
            for (const auto& [begin, end] : ranges) {
                QVERIFY2(same<float>(reader, begin, end), name.c_str());
                QVERIFY2(same<std::int32_t>(reader, begin, end), name.c_str());
                ++tried;
            }
        }
        QVERIFY(tried > 5);
    }

    // Many short stretches, whose chunks are kept, few at a time and none.
    void shortStretches() {
        const h5::Object root = h5::Object::root(at("sound.h5"));
        for (const std::size_t kept : {std::size_t{0}, std::size_t{3000}, std::size_t{1} << 20U}) {
            for (const char* name : {"i4_little_gzip9shuffle", "f4_big_lzf", "u2_little_gzip",
                                     "f8_little_shuffle", "i4_little_plain", "f4_little_gzipfletcher"}) {
                const h5::ChunkReader reader(root.child(name), kept);
                Random random(5);
                for (int i = 0; i < 60; ++i) {
                    const std::uint64_t begin = random.below(5003);
                    const std::uint64_t end = std::min<std::uint64_t>(5003, begin + random.below(500));
                    QVERIFY2(same<float>(reader, begin, end), name);
                    QVERIFY2(same<std::int32_t>(reader, begin, end), name);
                }
            }
        }
    }

    void fromManyThreads() {
        const h5::Object root = h5::Object::root(at("sound.h5"));
        const h5::ChunkReader reader(root.child("i4_little_gzip9shuffle"));
        std::vector<std::int32_t> whole(5003);
        reader.dataset().read_rows(0, whole.size(), whole.data());
        std::atomic<int> wrong{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 20; ++i) {
                    std::vector<std::int32_t> values(whole.size());
                    reader.read_rows(0, values.size(), values.data());
                    wrong += values == whole ? 0 : 1;
                    for (std::size_t k = 0; k < values.size(); k += 100)
                        reader.read_rows(k, std::min(k + 100, values.size()), values.data() + k);
                    wrong += values == whole ? 0 : 1;
                }
            });
        }
        for (auto& thread : threads) thread.join();
        QCOMPARE(wrong.load(), 0);
    }

    // Whatever is broken in the file, both say the same: the same values, or an error.
    void damagedChunks() {
        const std::string good = bytes_of_file(at("damage.h5"));
        Random random(8);
        int errors = 0;
        for (int i = 0; i < 300; ++i) {
            std::string bad = good;
            // Behind the headers, where the packed values are.
            const std::size_t place = 4096 + random.below(bad.size() - 4096);
            bad[place] = static_cast<char>(bad[place] ^ static_cast<char>(1U << random.below(8)));
            write_bytes(at("bad.h5"), bad);
            for (const char* name : {"gzip", "lzf"}) {
                try {
                    const h5::Object root = h5::Object::root(at("bad.h5"));
                    const h5::ChunkReader reader(root.child(name));
                    const std::size_t n = reader.dataset().length();
                    if (n > 100000) continue;
                    std::vector<std::int32_t> theirs(n), ours(n);
                    bool refused = false;
                    try {
                        reader.dataset().read_rows(0, n, theirs.data());
                    } catch (const Error&) {
                        refused = true;
                    }
                    try {
                        reader.read_rows(0, n, ours.data());
                        QVERIFY(!refused && ours == theirs);
                    } catch (const Error&) {
                        QVERIFY(refused);
                        ++errors;
                    }
                } catch (const Error&) {
                    ++errors;  // the file did not open
                }
            }
        }
        QVERIFY(errors > 0);
    }
};

QTEST_APPLESS_MAIN(ChunkReaderTest)
#include "tst_chunk_reader.moc"
