// Reads every CMake file of the tree, and made-up ones that must be refused.
#include <QTest>

#include "tests/architecture/link_rules.h"
#include "tests/architecture/source_tree.h"

using namespace regulus::architecture;

class TestLinkRules : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void the_tree_keeps_them() {
        QMap<QString, QString> files;
        for (const QString& path :
             files_below({"app", "core", "ui", "tests", "packaging"}, {"CMakeLists.txt", "*.cmake"}))
            files[path] = text_of(path);
        files["CMakeLists.txt"] = text_of("CMakeLists.txt");
        QVERIFY(files.size() > 30);
        const QStringList violations = link_violations(files);
        QVERIFY2(violations.isEmpty(), qPrintable('\n' + violations.join('\n')));
    }

    void refused_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* path, const char* text, const char* says) {
            QTest::addRow("%s", qPrintable(QString(text).simplified()))
                << QString(path) << QString(text) << QString(says);
        };
        row("core/stats/CMakeLists.txt", "regulus_library(regulus_stats LINK regulus_data Qt6::Core)",
            "no Qt");
        row("core/stats/CMakeLists.txt", "regulus_library(regulus_stats PRIVATE_LINK torch_cpu)",
            "Torch is linked");
        row("core/model/CMakeLists.txt", "target_link_libraries(regulus_model PUBLIC \"${TORCH_LIBRARY}\")",
            "Torch");
        row("app/CMakeLists.txt", "target_link_libraries(regulus PRIVATE regulus_torch_objects)", "Torch");
        row("core/io/hdf5/CMakeLists.txt", "regulus_library(regulus_io_hdf5 LINK HDF5::HDF5)",
            "linked PRIVATE");
        row("core/io/files/CMakeLists.txt", "regulus_library(regulus_io_files PRIVATE_LINK HDF5::HDF5)",
            "HDF5 is linked");
        row("core/data/CMakeLists.txt", "regulus_library(regulus_data PRIVATE_LINK HDF5::HDF5)",
            "HDF5 is linked");
        row("ui/views/CMakeLists.txt", "regulus_library(regulus_views QT\n  PRIVATE_LINK VTK::CommonCore)",
            "VTK");
        row("ui/render3d/detail/CMakeLists.txt", "target_link_libraries(m PUBLIC VTK::CommonCore)",
            "linked PRIVATE");
        row("core/data/CMakeLists.txt", "regulus_library(regulus_data LINK regulus_io)",
            "may not use core/io");
        row("core/io/CMakeLists.txt", "target_link_libraries(regulus_io PRIVATE regulus_stats)",
            "may not use core/stats");
        row("core/model/CMakeLists.txt", "regulus_library(regulus_model LINK regulus_views)",
            "may not use ui/views");
        row("ui/jobs/CMakeLists.txt", "regulus_library(regulus_jobs QT PRIVATE_LINK regulus_session)",
            "ui/session");
        row("ui/views/CMakeLists.txt", "regulus_view(confusion regulus_session VTK::CommonCore)",
            "VTK is linked");
        row("core/data/CMakeLists.txt", "macro(data_library name)", "no name that begins with regulus_");
        row("core/CMakeLists.txt", "link_libraries(fmt)", "every target below");
        row("ui/CMakeLists.txt", "include_directories(/usr/include)", "every target below");
    }
    void refused() {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(QString, says);
        QMap<QString, QString> files{{"core/io/h.cmake", "add_library(regulus_io x.cpp)"},
                                     {"core/stats/h.cmake", "regulus_library(regulus_stats)"},
                                     {"ui/views/h.cmake", "regulus_library(regulus_views QT)"},
                                     {"ui/session/h.cmake", "regulus_library(regulus_session QT)"}};
        files[path] = "# a comment (with brackets\n" + text + '\n';
        const QStringList violations = link_violations(files);
        QCOMPARE(violations.size(), 1);
        QVERIFY2(violations[0].contains(says), qPrintable(violations[0]));
        QVERIFY2(violations[0].startsWith(path + ":2:"), qPrintable(violations[0]));
    }

    void commands_are_read_whole() {
        const auto commands = cmake_commands("Set(A \"x (y) # z\")  # set(no)\nif(B AND (C))\nendif()\n");
        QCOMPARE(commands.size(), 3);
        QCOMPARE(commands[0].name, QString("set"));
        QCOMPARE(commands[0].arguments, QStringList({"A", "x (y) # z"}));
        QCOMPARE(commands[1].arguments, QStringList({"B", "AND", "C"}));
        QCOMPARE(commands[2].line, 3);
    }
};

QTEST_APPLESS_MAIN(TestLinkRules)
#include "tst_link_rules.moc"
