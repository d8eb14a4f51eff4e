#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/io/files/safetensors.h"
#include "tests/core/io/files/tensor_examples.h"
#include "tests/support/test_data.h"

using namespace regulus;

using namespace regulus::test;

class SafetensorsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string path(const char* name = "t.safetensors") const {
        return m_folder.filePath(name).toStdString();
    }
    int outcome(const std::string& bytes, std::string* message = nullptr) {
        std::ofstream(path("hostile"), std::ios::binary | std::ios::trunc) << bytes;
        try {
            Job job;
            (void)read_safetensors(path("hostile"), job);
        } catch (const Error& error) {
            if (message != nullptr) *message = error.what();
            return static_cast<int>(error.kind());
        }
        return -1;
    }

  private Q_SLOTS:
    void round_trip() {
        Job job;
        const TensorFile file = example();
        write_safetensors(file, path(), job);
        const TensorFile back = read_safetensors(path(), job);
        QVERIFY(back.metadata == file.metadata);
        QCOMPARE(back.tensors.size(), file.tensors.size());
        for (const auto& [name, entry] : file.tensors) {
            const TensorFile::Entry& other = back.tensors.at(name);
            QVERIFY2(other.dtype == entry.dtype && other.shape == entry.shape && other.bytes == entry.bytes,
                     name.c_str());
        }
        QCOMPARE(tensor_values<std::int64_t>(back, "offsets")[1], 1LL << 40U);
        QVERIFY_EXCEPTION_THROWN(tensor_values<float>(back, "offsets"), Error);
        QVERIFY_EXCEPTION_THROWN(tensor_values<float>(back, "absent"), Error);
        write_safetensors({}, path("nothing"), job);
        QVERIFY(read_safetensors(path("nothing"), job).tensors.empty());
    }
    void python_reads_it() {
        REGULUS_NEED_PYTHON("numpy");
        Job job;
        write_safetensors(example(), path(), job);
        const auto result = test::run_python(parse_in_python, {QString::fromStdString(path())});
        QVERIFY2(result.exit_code == 0, qPrintable(result.errors));
    }
    void files_of_others() {
        QCOMPARE(outcome(with_header(padded_half, 4)), -1);
        QCOMPARE(outcome(with_header("{}", 0)), -1);
    }
    void refused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("seven bytes") << QByteArray("\2\0\0\0\0\0\0", 7);
        QTest::newRow("no header") << QByteArray("\0\0\0\0\0\0\0\0", 8);
        QTest::newRow("header beyond the file") << QByteArray("\x10\0\0\0\0\0\0\0{}", 10);
        QTest::newRow("header of exabytes") << QByteArray("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10);
        QTest::newRow("pickle") << QByteArray("PK\3\4 archive/data.pkl and so on");
        for (const auto& [name, bytes] : hostile_headers())
            QTest::newRow(name) << QByteArray::fromStdString(bytes);
    }
    void refused() {
        QFETCH(QByteArray, bytes);
        std::string message;
        QCOMPARE(outcome(bytes.toStdString(), &message), int(ErrorKind::Input));
        QVERIFY2(message.find("hostile") != std::string::npos, message.c_str());
    }
    void every_truncation_is_refused() {
        Job job;
        write_safetensors(example(), path(), job);
        std::ifstream in(path(), std::ios::binary);
        const std::string whole((std::istreambuf_iterator<char>(in)), {});
        for (std::size_t n = 0; n < whole.size(); ++n)
            QCOMPARE(outcome(whole.substr(0, n)), int(ErrorKind::Input));
        QCOMPARE(outcome(whole), -1);
    }
    void cannot_be_read_or_written() {
        Job job;
        const auto kind = [](const auto& work) {
            try {
                work();
            } catch (const Error& error) {
                return static_cast<int>(error.kind());
            }
            return -1;
        };
        QCOMPARE(kind([&] { (void)read_safetensors(path("absent"), job); }), int(ErrorKind::Input));
        QCOMPARE(kind([&] { (void)read_safetensors(m_folder.path().toStdString(), job); }),
                 int(ErrorKind::Input));
        QCOMPARE(kind([&] { write_safetensors({}, "/nowhere/model", job); }), int(ErrorKind::Storage));
        write_safetensors(example(), path("kept"), job);
        const auto size = std::filesystem::file_size(path("kept"));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{200, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        const int full = kind([&] { write_safetensors(example(), path("kept"), job); });
        ::setrlimit(RLIMIT_FSIZE, &before);
        QCOMPARE(full, int(ErrorKind::Storage));
        QCOMPARE(std::filesystem::file_size(path("kept")), size);
        Job cancelled;
        cancelled.cancel();
        QVERIFY_EXCEPTION_THROWN(write_safetensors(example(), path("kept"), cancelled), Cancelled);
        for (const auto& entry : std::filesystem::directory_iterator(m_folder.path().toStdString())) {
            QVERIFY(entry.path().extension() != ".part");
        }
    }
};

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "tst_safetensors.moc"
