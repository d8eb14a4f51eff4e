// Files that are broken, hostile or something else: they end in data or in an Error, never in a crash.
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

// argv: folder. A small sound file, and one file a kind of lie.
const char* const make_files = R"PY(
import h5py, numpy as np, os, sys
out = sys.argv[1] + "/"
text = h5py.string_dtype()
def enc(o, kind, version="0.2.0"): o.attrs["encoding-type"] = kind; o.attrs["encoding-version"] = version; return o
def frame(f, name, count):
    t = enc(f.create_group(name), "dataframe"); t.attrs["_index"] = "_index"
    t.create_dataset("_index", data=np.array(["%s%d" % (name, i) for i in range(count)], dtype=object), dtype=text, chunks=(16,), compression="gzip")
    t["n"] = np.arange(count); t.attrs["column-order"] = np.array(["n", "cat"], dtype=object)
    c = enc(t.create_group("cat"), "categorical"); c.attrs["ordered"] = False
    c.create_dataset("codes", data=np.arange(count, dtype="i1") % 3, chunks=(16,), compression="gzip")
    c.create_dataset("categories", data=np.array(["a", "b", "c"], dtype=object), dtype=text)
    return t
def base(name, x=True, n=60, g=20):
    f = h5py.File(out + name + ".h5ad", "w"); enc(f, "anndata", "0.1.0")
    frame(f, "obs", n); frame(f, "var", g)
    enc(f.create_group("obsm"), "dict", "0.1.0")["X_umap"] = np.zeros((n, 2), "f4"); f.create_group("uns")
    if x:
        t = enc(f.create_group("X"), "csr_matrix", "0.1.0"); t.attrs["shape"] = (n, g)
        t.create_dataset("data", data=np.ones(n * 5, "f4"), chunks=(64,), compression="gzip")
        t.create_dataset("indices", data=np.tile(np.arange(0, 20, 4, dtype="i4"), n), chunks=(64,), compression="gzip")
        t.create_dataset("indptr", data=np.arange(0, n * 5 + 1, 5, dtype="i8"))
    return f
base("sound").close()
def lie(name, change):
    with base(name) as f: change(f)
def replace(f, path, data, **k): del f[path]; f.create_dataset(path, data=data, **k)
lie("falling_offsets", lambda f: f["X/indptr"].__setitem__(5, 3))
lie("offset_beyond", lambda f: f["X/indptr"].__setitem__(60, 10**12))
lie("negative_offset", lambda f: f["X/indptr"].__setitem__(0, -5))
lie("index_beyond", lambda f: f["X/indices"].__setitem__(17, 20))
lie("negative_index", lambda f: f["X/indices"].__setitem__(17, -1))
lie("wide_index", lambda f: replace(f, "X/indices", np.full(300, 2**40)))
lie("short_data", lambda f: replace(f, "X/data", np.ones(299, "f4")))
lie("huge_shape", lambda f: f["X"].attrs.__setitem__("shape", (2**40, 2**40)))
lie("other_shape", lambda f: f["X"].attrs.__setitem__("shape", (61, 20)))
lie("negative_shape", lambda f: f["X"].attrs.__setitem__("shape", (-60, 20)))
lie("no_shape", lambda f: f["X"].attrs.__delitem__("shape"))
lie("no_indptr", lambda f: f.__delitem__("X/indptr"))
lie("text_matrix", lambda f: replace(f, "X", np.array([[b"a"] * 20] * 60)))
lie("float_indices", lambda f: replace(f, "X/indices", np.zeros(300)))
lie("unknown_matrix", lambda f: f["X"].attrs.__setitem__("encoding-type", "coo_matrix"))
lie("group_in_matrix", lambda f: (f.__delitem__("X/data"), f.create_group("X/data")))
lie("cube", lambda f: replace(f, "X", np.zeros((60, 20, 2))))
def hollow(f):  # terabytes declared, nothing stored
    del f["X"]; f.create_dataset("X", shape=(60, 2**30), dtype="f8", chunks=(1, 1024))
lie("hollow_matrix", hollow)
def hollow_index(f):
    del f["obs/_index"]; f["obs"].create_dataset("_index", shape=(2**40,), dtype=text, chunks=(1024,))
lie("hollow_index", hollow_index)
lie("code_beyond", lambda f: f["obs/cat/codes"].__setitem__(3, 3))
lie("code_below", lambda f: f["obs/cat/codes"].__setitem__(3, -2))
lie("long_column", lambda f: replace(f, "obs/n", np.arange(61)))
lie("no_index", lambda f: f["obs"].attrs.__setitem__("_index", "gone"))
lie("index_of_two_dimensions", lambda f: replace(f, "obs/_index", np.zeros((60, 2))))
lie("obs_is_a_number", lambda f: replace(f, "obs", 3))
lie("obs_links_to_itself", lambda f: (f.__delitem__("obs"), f.__setitem__("obs", h5py.SoftLink("/obs"))))
lie("group_in_itself", lambda f: f["obs/cat"].__setitem__("categories2", f["obs"]))
def external(f): del f["X"]; f["X"] = h5py.ExternalLink(out + "sound.h5ad", "/X")
lie("external_link", external)
def through_soft(f): f["away"] = h5py.ExternalLink(out + "sound.h5ad", "/"); del f["X"]; f["X"] = h5py.SoftLink("/away/X")
lie("external_through_soft", through_soft)
def raw_elsewhere(f):
    del f["X"]; open(out + "raw.bin", "wb").write(b"\0" * 60 * 20 * 4)
    f.create_dataset("X", shape=(60, 20), dtype="f4", external=[(out + "raw.bin", 0, h5py.h5f.UNLIMITED)])
lie("external_storage", raw_elsewhere)
def virtual(f):
    del f["X"]; l = h5py.VirtualLayout(shape=(60, 2), dtype="f4"); l[:] = h5py.VirtualSource(out + "sound.h5ad", "obsm/X_umap", shape=(60, 2))
    f.create_virtual_dataset("X", l)
lie("virtual_storage", virtual)
lie("nan", lambda f: f["X/data"].__setitem__(100, np.nan))
lie("infinite", lambda f: f["X/data"].__setitem__(100, np.inf))
with h5py.File(out + "other.h5ad", "w") as f: f["something"] = 1
with h5py.File(out + "mudata.h5ad", "w") as f: f.create_group("mod")
with base("no_matrix", x=False) as f: pass
open(out + "not_hdf5.h5ad", "wb").write(b"cell,gene\n1,2\n")
open(out + "empty.h5ad", "wb").close()
open(out + "gzip.h5ad", "wb").write(b"\x1f\x8b\x08\0\0\0\0\0")
)PY";

// Reads everything of it. Returns the kind of the Error, or -1.
int outcome(const std::string& path, std::string* message = nullptr) {
    for (const std::size_t in_memory : {std::size_t{0}, std::size_t{1} << 20U}) {
        try {
            Job job;
            ReadOptions options;
            options.in_memory_bytes = in_memory;
            const auto dataset = read_dataset(path, options, job);
            for (const Assay& assay : dataset->assays) (void)assay.matrix->block(0, assay.matrix->cells());
        } catch (const Error& error) {
            if (message != nullptr) *message = error.what();
            return static_cast<int>(error.kind());
        }
    }
    return -1;
}

}  // namespace

class H5adDamagedTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string m_sound;

    std::string path_of(const char* name) const {
        return m_folder.filePath(QString(name) + ".h5ad").toStdString();
    }
    void write(const std::string& path, const std::string& bytes) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("h5py");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        std::ifstream file(path_of("sound"), std::ios::binary);
        m_sound.assign(std::istreambuf_iterator<char>(file), {});
        QVERIFY(m_sound.size() > 10000);
        QCOMPARE(outcome(path_of("sound")), -1);
    }
    void lies_data() {
        QTest::addColumn<int>("kind");
        for (const char* name : {"falling_offsets",
                                 "offset_beyond",
                                 "negative_offset",
                                 "index_beyond",
                                 "negative_index",
                                 "wide_index",
                                 "short_data",
                                 "huge_shape",
                                 "other_shape",
                                 "negative_shape",
                                 "no_shape",
                                 "no_indptr",
                                 "text_matrix",
                                 "float_indices",
                                 "unknown_matrix",
                                 "group_in_matrix",
                                 "cube",
                                 "hollow_matrix",
                                 "hollow_index",
                                 "code_beyond",
                                 "code_below",
                                 "long_column",
                                 "no_index",
                                 "index_of_two_dimensions",
                                 "obs_is_a_number",
                                 "obs_links_to_itself",
                                 "external_link",
                                 "external_through_soft",
                                 "external_storage",
                                 "virtual_storage",
                                 "other",
                                 "mudata",
                                 "not_hdf5",
                                 "empty",
                                 "gzip",
                                 "missing"}) {
            QTest::newRow(name) << int(ErrorKind::Input);
        }
        for (const char* name : {"nan", "infinite"}) QTest::newRow(name) << int(ErrorKind::Data);
        for (const char* name : {"group_in_itself", "no_matrix"}) QTest::newRow(name) << -1;
    }
    void lies() {
        QFETCH(int, kind);
        std::string message;
        QCOMPARE(outcome(path_of(QTest::currentDataTag()), &message), kind);
        // The message names the file.
        if (kind >= 0) QVERIFY2(message.find(QTest::currentDataTag()) != std::string::npos, message.c_str());
    }
    void folder_and_device() {
        QCOMPARE(outcome(m_folder.path().toStdString()), int(ErrorKind::Input));
        QCOMPARE(outcome("/dev/null"), int(ErrorKind::Input));
    }
    void no_permission() {
        const std::string path = path_of("locked");
        write(path, m_sound);
        std::filesystem::permissions(path, std::filesystem::perms::none);
        const bool root = ::geteuid() == 0;
        if (root) {
            std::filesystem::permissions(m_folder.path().toStdString(), std::filesystem::perms(0755));
            QVERIFY(::seteuid(65534) == 0);
        }
        std::string message;
        const int kind = outcome(path, &message);
        if (root) QVERIFY(::seteuid(0) == 0);
        QCOMPARE(kind, int(ErrorKind::Input));
        QVERIFY2(message.find("permission") != std::string::npos, message.c_str());
    }
    void read_only_file_is_enough() {
        const std::string path = path_of("read_only");
        write(path, m_sound);
        std::filesystem::permissions(path, std::filesystem::perms::owner_read);
        QCOMPARE(outcome(path), -1);
    }
    void truncated() {
        const std::string path = path_of("truncated");
        for (std::size_t length = 0; length < m_sound.size(); length += 1 + m_sound.size() / 150) {
            write(path, m_sound.substr(0, length));
            QVERIFY2(outcome(path) == int(ErrorKind::Input), qPrintable(QString::number(length)));
        }
    }
    // No claim that damage is noticed (a flipped digit of a name is a name), only that it does no harm.
    void mutated() {
        const std::string path = path_of("mutated");
        Random random(20260);
        int refused = 0;
        constexpr int mutations = 400;
        for (int i = 0; i < mutations; ++i) {
            std::string bytes = m_sound;
            const std::uint64_t changes = 1 + random.below(12);
            for (std::uint64_t c = 0; c < changes; ++c) {
                bytes[random.below(bytes.size())] = static_cast<char>(i % 3 == 0 ? 255 : random.below(256));
            }
            write(path, bytes);
            refused += outcome(path) >= 0 ? 1 : 0;
        }
        QVERIFY2(refused > mutations / 10, qPrintable(QString::number(refused)));
    }
    // The library keeps an error stack for each thread, and the window opens files on threads of its own.
    void nothing_is_printed_on_any_thread() {
        write(path_of("cut"), m_sound.substr(0, m_sound.size() - 100));
        std::string unpackable = m_sound;  // sound as a file, but its chunks do not unpack
        for (std::size_t at = 0; (at = unpackable.find("\x78\x5e", at)) != std::string::npos; ++at) {
            unpackable[at] = '\0';
        }
        QVERIFY(unpackable != m_sound);
        write(path_of("unpackable"), unpackable);
        const std::string printed = path_of("printed");
        const int file = ::open(printed.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), stderr_copy = ::dup(2);
        QVERIFY(file >= 0 && stderr_copy >= 0 && ::dup2(file, 2) == 2);
        int cut = -2, corrupt = -2;
        std::string message;
        std::thread([&] {
            cut = outcome(path_of("cut"));
            corrupt = outcome(path_of("unpackable"), &message);
            ReadOptions in_this_process;
            in_this_process.look_first = false;
            Job job;
            try {
                (void)read_dataset(path_of("unpackable"), in_this_process, job);
            } catch (const Error&) {
            }
        }).join();
        ::dup2(stderr_copy, 2);
        ::close(stderr_copy);
        ::close(file);
        QCOMPARE(cut, int(ErrorKind::Input));
        QCOMPARE(corrupt, int(ErrorKind::Input));
        QVERIFY2(message.find("HDF5: inflate() failed") != std::string::npos, message.c_str());
        QVERIFY2(std::filesystem::file_size(printed) == 0, "HDF5 printed its error stack");
    }
    void cancelled() {
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(read_dataset(path_of("sound"), {}, job), Cancelled);
    }
};

QTEST_APPLESS_MAIN(H5adDamagedTest)
#include "tst_h5ad_damaged.moc"
