// Files of every kind, made and real, changed in thousands of ways: each ends in data or in a message; none
// in a crash, in more than 5 seconds of work, or in memory beyond the ceiling. REGULUS_MUTATIONS=<n> makes
// that many; REGULUS_MUTATIONS_KEEP=<folder> keeps those that end badly.
#include <QDirIterator>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <new>

#include "core/base/memory.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/core/io/dataset/mutated_bytes.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/whole_dataset.h"
#include "tests/support/test_data.h"

using namespace regulus;
using test::ByteChange;

namespace {

constexpr std::uint64_t seed = 20261;
constexpr int usual_mutations = 700;
constexpr std::size_t ceiling = std::size_t{256} << 20U;
// Beyond the ceiling: stacks and heaps of threads, and twice what a small file unpacks to.
constexpr rlim_t beyond = rlim_t{512} << 20U;
constexpr rlim_t most_seconds = 5;
constexpr unsigned longest_seconds = 120;  // by the clock, for what waits without working
constexpr const char* outside = "outside-marker";

enum Ending { Data = 0, Refused = 10, NoMemory = 40, OtherException = 41, FollowedLink = 42 };

struct Source {
    QString name;
    QString target;  // of the fuzzers'; "" for a dataset, opened as the window opens it
    std::string content;
};

std::string content_of(const QString& path) {
    std::ifstream file(path.toStdString(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const QString& path, const std::string& content) {
    std::ofstream(path.toStdString(), std::ios::binary | std::ios::trunc) << content;
}

rlim_t mapped_bytes() {
    std::ifstream file("/proc/self/statm");
    rlim_t pages = 0;
    file >> pages;
    return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

// A sanitizer's own maps know no limit, and it takes its time.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool checks_itself = true;
#elif defined(__has_feature)
constexpr bool checks_itself = __has_feature(address_sanitizer);
#else
constexpr bool checks_itself = false;
#endif

bool mentions_outside(const Table& table) {
    const auto has = [](const std::vector<std::string>& texts) {
        return std::ranges::any_of(
            texts, [](const std::string& text) { return text.find(outside) != std::string::npos; });
    };
    return has(table.index) || std::ranges::any_of(table.columns, [&](const Column& column) {
               if (const auto* texts = column.text()) return has(texts->values);
               return column.categorical() != nullptr && has(column.categorical()->categories);
           });
}

// In the child. What is read is all of it; the first Error tells how it ended.
int read_dataset_file(const std::string& path) {
    int ending = Data;
    try {
        Job job;
        ReadOptions options;
        options.cache.folder.clear();  // thousands of files would each leave something there
        const auto dataset = read_dataset(path, options, job);
        if (mentions_outside(dataset->obs)) return FollowedLink;
        for (const Assay& assay : dataset->assays) {
            if (mentions_outside(*assay.var)) return FollowedLink;
        }
        fuzz::read_everything(*dataset);
        if (const auto refused = fuzz::first_refusal()) ending = Refused + static_cast<int>(*refused);
    } catch (const Error& error) {
        fuzz::check_message(error);
        ending = Refused + static_cast<int>(error.kind());
    }
    return ending;
}

int read_target(const fuzz::Target& target, const std::string& content) {
    target.run({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
    const auto refused = fuzz::first_refusal();
    return refused ? Refused + static_cast<int>(*refused) : Data;
}

// The wait status of a process that does `work` within the limits, killed after longest_seconds.
int status_of(const std::function<int()>& work) {
    const pid_t id = ::fork();
    if (id == 0) {
        const rlim_t most = checks_itself ? 4 * most_seconds : most_seconds;
        const rlimit seconds{most, most + 1}, no_core{0, 0};
        ::setrlimit(RLIMIT_CPU, &seconds);
        ::setrlimit(RLIMIT_CORE, &no_core);
        const rlim_t bytes = mapped_bytes() + ceiling + beyond;
        const rlimit memory{bytes, bytes};
        if (!checks_itself) ::setrlimit(RLIMIT_AS, &memory);
        for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM, SIGXCPU})
            std::signal(signal, SIG_DFL);
        ::alarm(longest_seconds);
        set_memory_ceiling(ceiling);
        try {
            ::_exit(work());
        } catch (const std::bad_alloc&) {
            ::_exit(NoMemory);
        } catch (...) {
            ::_exit(OtherException);
        }
    }
    int status = -1;
    return id > 0 && ::waitpid(id, &status, 0) == id ? status : -1;
}

QString ending_of(int status) {
    const char* const kinds[] = {"internal", "usage", "input", "data", "model", "storage", "memory"};
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        return signal == SIGXCPU || signal == SIGALRM || signal == SIGKILL
                   ? QString("HANG")
                   : QString("CRASH (signal %1)").arg(signal);
    }
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == Data) return "data";
    if (code >= Refused && code < Refused + int(std::size(kinds)))
        return QString("message: ") + kinds[code - Refused];
    if (code == NoMemory) return "MEMORY beyond the ceiling";
    return code == FollowedLink ? QString("FOLLOWED a link") : QString("OTHER (%1)").arg(code);
}

bool ends_well(const QString& ending) {
    return ending == "data" || (ending.startsWith("message") && !ending.endsWith("internal"));
}

}  // namespace

class MutationsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::vector<Source> m_sources;
    int m_mutations = usual_mutations;
    QMap<QString, QMap<QString, int>> m_endings;  // by kind of change
    QStringList m_bad;

    QString path_of(const QString& name) const { return m_folder.filePath(name); }

    void count(const QString& kind, const QString& name, const QString& ending, const std::string& content) {
        ++m_endings[kind][ending];
        if (ends_well(ending)) return;
        m_bad << name + ": " + ending;
        const QString keep = qEnvironmentVariable("REGULUS_MUTATIONS_KEEP");
        if (!keep.isEmpty()) write(keep + "/" + QString(name).replace('/', '_'), content);
    }

    QString ending(const Source& source, const std::string& content, const QString& path) {
        if (source.target.isEmpty()) {
            write(path, content);
            return ending_of(status_of([&] { return read_dataset_file(path.toStdString()); }));
        }
        const auto* const target = fuzz::find_target(source.target.toStdString());
        return ending_of(status_of([&] { return read_target(*target, content); }));
    }

    void add_made_files() {
        const QString script = QString::fromStdString(content_of(REGULUS_FUZZ_FOLDER "/make_seeds.py"));
        const auto made = test::run_python(script, {path_of("made")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        QDirIterator files(path_of("made"), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) add_file(QFileInfo(files.next()));
        for (const char* target : {"model", "store_tile"}) {
            const QDir corpus(QString(REGULUS_FUZZ_FOLDER "/corpus/") + target);
            for (const QFileInfo& file : corpus.entryInfoList({"seed-*"}, QDir::Files)) add_file(file);
        }
    }
    void add_file(const QFileInfo& file) {
        const QString target = file.dir().dirName();
        const auto* const known = fuzz::find_target(target.toStdString());
        QVERIFY(known != nullptr);
        const bool dataset = known->hdf5 && target != "filters";
        m_sources.push_back(
            {target + "/" + file.fileName(), dataset ? QString() : target, content_of(file.filePath())});
    }
    void add_real_files() {
        for (const char* name :
             {"anndata/adata_v0.11.4.h5ad", "anndata/adata_v0.7.8.h5ad", "anndata/pbmc-small-x-csc.h5ad",
              "anndata/pbmc-small-x-csr.h5ad", "anndata/pbmc-small-x-dense.h5ad", "loom/expr_mat_small.loom",
              "loom/mouseBrain_toy.loom", "10x/filtered_feature_bc_matrix.h5",
              "10x/filtered_gene_bc_matrices_h5.h5", "anndata/adata_v0.5.0.h5ad",
              "anndata/anndatar_example.h5ad", "reference/neighbors_shortcut_ref.h5ad"}) {
            add_real(name, {});
        }
        for (const char* name : {"priors/trrust_rawdata.human.tsv", "priors/reactome.gmt",
                                 "priors/dorothea_mm_ABC.tsv", "priors/GSE60361.motifs.csv.gz"}) {
            add_real(name, "prior");
        }
        add_real("priors/lambert2018.txt", "tf_list");
        add_real("reference/decoupleR_mat.csv", "text_matrix");
        add_real("reference/pbmc_3500_meta.tsv.gz", "gzip");
        const QString folder = test::data_file("10x/3.0.0");
        if (folder.isEmpty()) return;
        std::string parts;
        for (const char* part : {"/matrix.mtx.gz", "/barcodes.tsv.gz", "/features.tsv.gz"})
            parts += (parts.empty() ? "" : "\n====\n") + content_of(folder + part);
        m_sources.push_back({"10x/3.0.0", "mtx", parts});
    }
    void add_real(const QString& name, const QString& target) {
        const QString path = test::data_file(name);
        if (!path.isEmpty()) m_sources.push_back({name, target, content_of(path)});
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("h5py", "scipy");
        if (qEnvironmentVariableIsSet("REGULUS_MUTATIONS"))
            m_mutations = qEnvironmentVariableIntValue("REGULUS_MUTATIONS");
        add_made_files();
        add_real_files();
        QVERIFY(m_sources.size() > 60);
    }

    // A file nobody touched ends well, and a dataset in data.
    void soundFiles() {
        for (const Source& source : m_sources) {
            const QString how = ending(source, source.content, path_of("sound"));
            const bool well = source.target.isEmpty() ? how == "data" : ends_well(how);
            QVERIFY2(well, qPrintable(source.name + ": " + how));
        }
    }

    // Six of ten.
    void bytes() {
        Random random(seed);
        for (int i = 0; i < m_mutations * 6 / 10; ++i) {
            const Source& source = m_sources[static_cast<std::size_t>(i) % m_sources.size()];
            const auto change = static_cast<ByteChange>(random.below(test::byte_changes));
            const std::string content = test::mutated(source.content, change, random);
            const bool hdf5 = source.target.isEmpty();
            const QString name =
                QString("%1.%2.%3").arg(i, 5, 10, QChar('0')).arg(int(change)).arg(source.name);
            count(hdf5 ? "bytes of HDF5" : "bytes of " + source.target, name,
                  ending(source, content, path_of("mutated")), content);
        }
    }

    // Four of ten: what h5py can write.
    void structure() {
        const QString copies = path_of("copies");
        QVERIFY(QDir().mkpath(copies));
        QStringList arguments{copies, QString::number(m_mutations * 4 / 10), QString::number(seed)};
        QDir().mkpath(path_of("sources"));
        for (const Source& source : m_sources) {
            if (!source.target.isEmpty() || source.content.size() > 300'000) continue;
            arguments << path_of("sources/" + QString(source.name).replace('/', '_'));
            write(arguments.back(), source.content);
        }
        const QString script = QString::fromStdString(content_of(REGULUS_MUTATE_HDF5));
        const auto made = test::run_python(script, arguments, 3600 * 1000);
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        QStringList names = QDir(copies).entryList({"[0-9]*"}, QDir::Files);
        QCOMPARE(names.size(), m_mutations * 4 / 10);
        for (const QString& name : names) {
            const QString path = copies + "/" + name;
            const QString how = ending_of(status_of([&] { return read_dataset_file(path.toStdString()); }));
            count("structure: " + name.section('.', 1, 1), name, how, content_of(path));
        }
    }

    void cleanupTestCase() {
        for (auto kind = m_endings.cbegin(); kind != m_endings.cend(); ++kind) {
            QStringList parts;
            for (auto one = kind->cbegin(); one != kind->cend(); ++one)
                parts << QString("%1 %2").arg(one.value()).arg(one.key());
            qInfo("%s: %s", qPrintable(kind.key()), qPrintable(parts.join(", ")));
        }
        QVERIFY2(m_bad.isEmpty(), qPrintable(m_bad.join('\n')));
    }
};

QTEST_APPLESS_MAIN(MutationsTest)
#include "tst_mutations.moc"
